"""What the public may know of a thing, and what people tell of it: แจ้งพบทรัพย์สิน, แจ้งชำรุด.

Whoever holds a thing of the state may know that it is one, whose, and whom to call (พ.ร.บ.ข้อมูลข่าวสารของราชการ พ.ศ. ๒๕๔๐); never who
borrows it, where it is kept, or what it cost (พ.ร.บ.คุ้มครองข้อมูลส่วนบุคคล พ.ศ. ๒๕๖๒).
"""

from __future__ import annotations

import hashlib
import io
import json
import struct
from contextlib import contextmanager
from dataclasses import dataclass
from threading import BoundedSemaphore
from typing import TYPE_CHECKING, Any

import sqlalchemy as sa

from assettrack.office.context import need_role, reading, writing
from assettrack.office.labels.scan import scanned
from assettrack.office.register_photos import LONG_SIDE, PHOTOGRAPHERS
from assettrack.office.registry import id_of
from assettrack.rules.refusal import BadInput, NotFound, Refusal, Unusable
from assettrack.scanning.codes import LABEL, read
from assettrack.thai.dates import as_thai_day
from assettrack.thai.text import normalise
from db.journal import writing as journal_writing
from db.ledger import Signer
from db.tables.agency import agency, office_setting
from db.tables.labels import label
from db.tables.people import division, person
from db.tables.registry import asset
from db.tables.upkeep import asset_notice

if TYPE_CHECKING:
    from collections.abc import Iterator
    from contextlib import AbstractContextManager
    from datetime import datetime
    from pathlib import Path

    from sqlalchemy import Connection

    from assettrack.office.context import Actor, Office
    from db.journal import Journal

KINDS = ("found", "damaged")
HANDLERS = PHOTOGRAPHERS
"""Roles that see what people tell, and say what was done."""
MOST_WORDS, MOST_CONTACT = 1000, 120
"""Characters."""
MOST_PIXELS = 50_000_000
"""Of a photograph: the largest that phones take; a small file may claim far more and fill the memory."""
MOST_WAITING = 5
"""Notices of the public that may wait for one thing: more of them tell nothing new."""
FORMATS = ("JPEG", "PNG", "WEBP")
DECODERS_SAY = (OSError, SyntaxError, ValueError, TypeError, LookupError, ArithmeticError, MemoryError, struct.error)
_OPENED = BoundedSemaphore(2)
"""Photographs are opened two at a time, so that many at once do not fill the memory."""
PUBLIC = "ประชาชน"
"""Who signs what somebody of the public tells; the name given stands in the notice only."""


@dataclass(frozen=True)
class PublicAsset:
    """What the public may know of a thing: nothing else of it leaves the office unasked.

    Attributes:
        code: its number.
        name: what it is.
        piece: which of ``quantity`` pieces the label stands on; 0 is the whole.
        quantity: how many pieces there are.
        division: who answers for it; may be empty.
        agency: whose it is.
        phone: whom to call; may be empty.
        in_use: whether the label still counts.
    """

    code: str
    name: str
    piece: int
    quantity: int
    division: str
    agency: str
    phone: str
    in_use: bool


@dataclass(frozen=True)
class NoticeAsk:
    """What somebody tells: ``found`` (where) or ``damaged`` (what is wrong), how to ask back, and a photograph's bytes."""

    kind: str
    words: str
    contact: str = ""
    photo: bytes = b""


@dataclass(frozen=True)
class Notice:
    """A notice as the office sees it; ``by`` is empty for somebody of the public, ``handled_at`` none while it waits."""

    id: str
    kind: str
    code: str
    name: str
    piece: int
    words: str
    contact: str
    photo_sha256: str
    by: str
    at: datetime
    handled_at: datetime | None
    handled_by: str
    handled_how: str


class EnoughNotices(Refusal):
    """The office knows of it already."""

    code = "notice.enough"
    th = "มีผู้แจ้งเรื่อง {asset} ไว้แล้ว {count} ครั้ง เจ้าหน้าที่กำลังดำเนินการ หากเร่งด่วนให้โทรศัพท์ถึงสำนักงาน"
    en = "{count} notices of {asset} wait already; if it is urgent, call the office."


class AlreadyHandled(Refusal):
    """Somebody else was faster."""

    code = "notice.handled"
    th = "{by} ดำเนินการเรื่องนี้แล้วเมื่อ {day}: {how}"
    en = "{by} has handled this on {day}: {how}"


def public_asset(office: Office, typed: str) -> PublicAsset:
    """What the public may know of the thing whose label was scanned or whose number was typed.

    Raises:
        NotFound: nothing of this office.
    """
    code = read(typed)
    with reading(office) as connection:
        row = None
        if code is not None and code.kind == LABEL:
            row = connection.execute(_OF_LABEL, {"agency": office.agency_id, "token": code.token}).one_or_none()
        if row is None:
            found = scanned(connection, office.agency_id, typed)
            row = connection.execute(_OF_NUMBER, {"agency": office.agency_id, "code": found.code}).one()
    return PublicAsset(
        code=row.code,
        name=row.name,
        piece=row.piece,
        quantity=row.quantity,
        division=row.division or "",
        agency=row.agency,
        phone=json.loads(row.phone) if row.phone else "",
        in_use=row.retired_at is None and row.stage != "disposed",
    )


def _known(piece: sa.ColumnElement[int], retired_at: sa.ColumnElement[Any]) -> sa.Select[Any]:
    """What the public may know, of the assets of an agency."""
    phone = sa.and_(office_setting.c.agency_id == asset.c.agency_id, office_setting.c.name == "office_phone")
    owner = sa.and_(division.c.agency_id == asset.c.agency_id, division.c.id == asset.c.division_id)
    return (
        sa.select(
            *(asset.c[name] for name in ("code", "name", "quantity", "stage")),
            division.c.name.label("division"),
            agency.c.name.label("agency"),
            office_setting.c.value.label("phone"),
            piece.label("piece"),
            retired_at.label("retired_at"),
        )
        .join_from(asset, agency, agency.c.agency_id == asset.c.agency_id)
        .outerjoin(division, owner)
        .outerjoin(office_setting, phone)
        .where(asset.c.agency_id == sa.bindparam("agency"))
    )


_OF_LABEL = (
    _known(label.c.piece, label.c.retired_at)
    .join(label, sa.and_(label.c.agency_id == asset.c.agency_id, label.c.asset_id == asset.c.id))
    .where(label.c.token == sa.bindparam("token"))
)
_OF_NUMBER = _known(sa.literal(0), sa.null()).where(asset.c.code == sa.bindparam("code"))
"""Made once: this is the page that every label opens."""


def give_notice(
    office: Office, typed: str, ask: NoticeAsk, folder: Path, *, at: datetime, actor: Actor | None = None
) -> Notice:
    """Keep what somebody tells of a thing; the photograph is made small and loses what the camera wrote of place and owner.

    Args:
        office: the office.
        typed: the label or the number of the thing.
        ask: what is told.
        folder: where the office keeps its pictures.
        at: the moment.
        actor: the member of staff who tells it; none for the public.

    Raises:
        NotFound: no such thing; BadInput: nothing told, too much, or no picture; EnoughNotices: from the public.
    """
    _check(ask)
    picture = small_picture(ask.photo) if ask.photo else b""
    with _signed(office, actor, at) as journal:
        found = scanned(journal.connection, office.agency_id, typed)
        asset_id = id_of(journal.connection, office.agency_id, found.code)
        if actor is None:
            _check_waiting(journal, asset_id, found.code)
        row = journal.insert(
            asset_notice,
            kind=ask.kind,
            asset_id=asset_id,
            piece=found.piece if found.by_label else 0,
            words=normalise(ask.words),
            contact=normalise(ask.contact),
            photo_sha256=_keep(picture, folder) if picture else "",
            by_person=actor.person_id if actor else None,
            at=at,
            handled_at=None,
            handled_by=None,
            handled_how="",
        )
        journal.close(f"notice.{ask.kind}", code=found.code)
    with reading(office) as connection:
        return _one(connection, office, row["id"])


def _signed(office: Office, actor: Actor | None, at: datetime) -> AbstractContextManager[Journal]:
    if actor is not None:
        return writing(office, actor)
    return journal_writing(office.database, office.agency_id, office.key, Signer(None, PUBLIC, PUBLIC, at))


def _check(ask: NoticeAsk) -> None:
    if ask.kind not in KINDS:
        raise BadInput(field="เรื่องที่แจ้ง", value=ask.kind, rule=" ".join(KINDS), rule_en=" ".join(KINDS))
    title = "พบที่ไหน" if ask.kind == "found" else "ชำรุดอย่างไร"
    if not normalise(ask.words):
        raise BadInput(field=title, value="", rule="ต้องบอกสักเล็กน้อย", rule_en="say a little about it")
    for field, text, most in ((title, ask.words, MOST_WORDS), ("ชื่อหรือโทรศัพท์", ask.contact, MOST_CONTACT)):
        if len(text) > most:
            shown = f"{text[:20]}…"
            raise BadInput(field=field, value=shown, rule=f"ไม่เกิน {most} ตัวอักษร", rule_en=f"at most {most} characters")


def _check_waiting(journal: Journal, asset_id: str, code: str) -> None:
    query = sa.select(sa.func.count()).where(
        asset_notice.c.agency_id == journal.agency_id,
        asset_notice.c.asset_id == asset_id,
        asset_notice.c.by_person.is_(None),
        asset_notice.c.handled_at.is_(None),
    )
    count = journal.connection.execute(query).scalar_one()
    if count >= MOST_WAITING:
        raise EnoughNotices(asset=code, count=count)


def small_picture(data: bytes) -> bytes:
    """A photograph of unknown origin as a small upright JPEG that holds nothing but the picture.

    Raises:
        BadInput: no picture, or too many pixels.
    """
    from PIL import Image, ImageOps

    out = io.BytesIO()
    with _OPENED, _told(len(data)):
        image = Image.open(io.BytesIO(data), formats=FORMATS)
        if image.width * image.height > MOST_PIXELS:
            raise _no_picture(len(data))
        image.draft("RGB", (LONG_SIDE, LONG_SIDE))
        upright = ImageOps.exif_transpose(image).convert("RGB")
        upright.thumbnail((LONG_SIDE, LONG_SIDE))
        upright.save(out, "JPEG", quality=85)
    return out.getvalue()


@contextmanager
def _told(size: int) -> Iterator[None]:
    """Whatever a decoder says of a file that somebody sent, the sender hears that it is no picture."""
    from PIL import Image

    bombs = (Image.DecompressionBombError, Image.DecompressionBombWarning)
    try:
        yield
    except (*DECODERS_SAY, *bombs) as error:
        raise _no_picture(size) from error


def _no_picture(size: int) -> BadInput:
    rule = f"ต้องเป็นภาพ JPEG PNG หรือ WebP ที่เปิดได้ ไม่เกิน {MOST_PIXELS // 1_000_000} ล้านจุด"
    english = f"must be a JPEG, PNG or WebP picture of at most {MOST_PIXELS // 1_000_000} megapixels"
    return BadInput(field="ภาพถ่าย", value=f"{size:,} ไบต์", rule=rule, rule_en=english)


def _keep(picture: bytes, folder: Path) -> str:
    """Write the picture under its hash where it is not there yet; returns the hash."""
    sha256 = hashlib.sha256(picture).hexdigest()
    file = _file(folder, sha256)
    if not file.exists():
        fresh = file.with_suffix(".new")
        try:
            file.parent.mkdir(parents=True, exist_ok=True)
            fresh.write_bytes(picture)
            fresh.replace(file)
        except OSError as error:
            raise Unusable(what=str(file.parent), why=f"เขียนไฟล์ไม่ได้ ({error})", why_en=str(error)) from error
    return sha256


def _file(folder: Path, sha256: str) -> Path:
    return folder / sha256[:2] / f"{sha256}.jpg"


def notices(office: Office, actor: Actor, *, handled: bool = False, limit: int = 100) -> tuple[Notice, ...]:
    """Notices that wait, the oldest first; with ``handled`` those that are done with, the newest first.

    Raises:
        NotAllowed: neither the supplies desk, a custodian nor the head of a division.
    """
    _may_see(actor)
    done = asset_notice.c.handled_at
    order = done.desc() if handled else asset_notice.c.at
    where = done.is_not(None) if handled else done.is_(None)
    with reading(office) as connection:
        rows = connection.execute(_query(office).where(where).order_by(order, asset_notice.c.id).limit(limit))
        return tuple(_record(row) for row in rows)


def notice_picture(office: Office, actor: Actor, notice_id: str, folder: Path) -> Path:
    """Where the photograph of a notice lies.

    Raises:
        NotAllowed; NotFound: no such notice, or it has no photograph.
    """
    _may_see(actor)
    with reading(office) as connection:
        found = _one(connection, office, notice_id)
    file = _file(folder, found.photo_sha256)
    if not found.photo_sha256 or not file.is_file():
        raise NotFound(what="รูป", what_en="photograph", value=notice_id)
    return file


def handle_notice(office: Office, actor: Actor, notice_id: str, *, how: str) -> Notice:
    """Say what was done about a notice.

    Raises:
        NotAllowed, NotFound; BadInput: nothing said; AlreadyHandled: by whom and how.
    """
    _may_see(actor)
    if not normalise(how):
        raise BadInput(field="ดำเนินการอย่างไร", value="", rule="ต้องระบุ", rule_en="required")
    with writing(office, actor) as journal:
        there = _one(journal.connection, office, notice_id)
        if there.handled_at is not None:
            day = as_thai_day(there.handled_at).isoformat()
            raise AlreadyHandled(by=there.handled_by, day=day, how=there.handled_how)
        here = sa.and_(asset_notice.c.agency_id == office.agency_id, asset_notice.c.id == notice_id)
        row = journal.connection.execute(sa.select(asset_notice).where(here)).mappings().one()
        own = {"handled_at": actor.at, "handled_by": actor.person_id, "handled_how": normalise(how)}
        journal.update(asset_notice, dict(row), **own)
        journal.close("notice.handled", code=there.code)
    with reading(office) as connection:
        return _one(connection, office, notice_id)


def _may_see(actor: Actor) -> None:
    need_role(actor, *HANDLERS, task="ดูเรื่องที่ประชาชนแจ้ง", task_en="see what people told")


def _query(office: Office) -> sa.Select[Any]:
    teller, doer = person.alias("teller"), person.alias("doer")
    own = ("id", "kind", "piece", "words", "contact", "photo_sha256", "at", "handled_at", "handled_how")
    return (
        sa.select(
            *(asset_notice.c[name] for name in own),
            asset.c.code,
            asset.c.name,
            sa.func.coalesce(teller.c.name, "").label("by"),
            sa.func.coalesce(doer.c.name, "").label("handled_by"),
        )
        .join(asset, sa.and_(asset.c.agency_id == asset_notice.c.agency_id, asset.c.id == asset_notice.c.asset_id))
        .outerjoin(teller, sa.and_(teller.c.agency_id == asset.c.agency_id, teller.c.id == asset_notice.c.by_person))
        .outerjoin(doer, sa.and_(doer.c.agency_id == asset.c.agency_id, doer.c.id == asset_notice.c.handled_by))
        .where(asset_notice.c.agency_id == office.agency_id)
    )


def _one(connection: Connection, office: Office, notice_id: str) -> Notice:
    row = connection.execute(_query(office).where(asset_notice.c.id == notice_id)).one_or_none()
    if row is None:
        raise NotFound(what="เรื่องที่แจ้ง", what_en="notice", value=notice_id)
    return _record(row)


def _record(row: Any) -> Notice:
    return Notice(**{name: getattr(row, name) for name in Notice.__dataclass_fields__})
