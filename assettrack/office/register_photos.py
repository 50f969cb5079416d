"""Photographs of assets: rows in the database, pictures in a folder beside it, each file named by its hash (DOMAIN §9.12)."""

from __future__ import annotations

import hashlib
import io
from dataclasses import dataclass
from typing import TYPE_CHECKING

import sqlalchemy as sa

from assettrack.office.context import need_role, reading, writing
from assettrack.office.registry import KEEPERS, id_of
from assettrack.rules.refusal import BadInput, NotFound, Unusable
from assettrack.thai.text import normalise
from db.tables.people import person
from db.tables.registry import asset_photo

if TYPE_CHECKING:
    from datetime import datetime
    from pathlib import Path

    from assettrack.office.context import Actor, Office

LONG_SIDE = 1600
"""Pixels of a kept picture's longer side: a serial number can still be read, a phone's 12 megapixels are not kept."""
PHOTOGRAPHERS = (*KEEPERS, "custodian", "division_head")


@dataclass(frozen=True)
class Photo:
    """A photograph of an asset; ``file`` is where its picture lies."""

    id: str
    title: str
    at: datetime
    by: str
    sha256: str
    file: Path


def photos(office: Office, code: str, folder: Path) -> tuple[Photo, ...]:
    """The photographs of an asset, newest first; ``folder`` is where the office keeps its pictures."""
    with reading(office) as connection:
        query = (
            sa.select(asset_photo, person.c.name.label("by"))
            .join(
                person, sa.and_(person.c.agency_id == asset_photo.c.agency_id, person.c.id == asset_photo.c.by_person)
            )
            .where(
                asset_photo.c.agency_id == office.agency_id,
                asset_photo.c.asset_id == id_of(connection, office.agency_id, code),
                asset_photo.c.voided == "",
            )
            .order_by(asset_photo.c.id.desc())
        )
        found = connection.execute(query).all()
    return tuple(Photo(r.id, r.title, r.at, r.by, r.sha256, _file(folder, r.sha256)) for r in found)


def add_photo(office: Office, actor: Actor, code: str, picture: Path, folder: Path, *, title: str = "") -> None:
    """Keep a photograph of an asset: turned upright, made smaller, without what the camera wrote of place and owner (EXIF).

    Raises:
        NotAllowed, NotFound; BadInput: no picture; Unusable: it cannot be read, or the folder cannot be written.
    """
    need_role(actor, *PHOTOGRAPHERS, task="เพิ่มรูปพัสดุ", task_en="add photographs")
    data = _shrunk(picture)
    sha256 = hashlib.sha256(data).hexdigest()
    _keep(_file(folder, sha256), data)
    with writing(office, actor) as journal:
        journal.insert(
            asset_photo,
            asset_id=id_of(journal.connection, office.agency_id, code),
            sha256=sha256,
            title=normalise(title) or picture.stem,
            at=actor.at,
            by_person=actor.person_id,
            voided="",
        )
        journal.close("asset.photographed", code=code)


def void_photo(office: Office, actor: Actor, photo_id: str, *, reason: str) -> None:
    """Let a photograph count no longer; its row and its file stay.

    Raises:
        NotAllowed, NotFound; BadInput: no reason.
    """
    need_role(actor, *KEEPERS, task="ยกเลิกรูปพัสดุ", task_en="void photographs")
    if not reason.strip():
        raise BadInput(field="เหตุผล", value="", rule="ต้องบอกเหตุผล", rule_en="say why")
    with writing(office, actor) as journal:
        query = sa.select(asset_photo).where(asset_photo.c.agency_id == office.agency_id, asset_photo.c.id == photo_id)
        row = journal.connection.execute(query).mappings().one_or_none()
        if row is None:
            raise NotFound(what="รูป", what_en="photograph", value=photo_id)
        journal.update(asset_photo, dict(row), voided=normalise(reason))
        journal.close("asset.photo_voided", photo=photo_id)


def _file(folder: Path, sha256: str) -> Path:
    return folder / sha256[:2] / f"{sha256}.jpg"


def _shrunk(picture: Path) -> bytes:
    from PIL import Image, ImageOps, UnidentifiedImageError

    try:
        with Image.open(picture) as image:
            upright = ImageOps.exif_transpose(image).convert("RGB")
    except (UnidentifiedImageError, Image.DecompressionBombError) as error:
        rule = "ต้องเป็นรูปภาพ JPEG PNG หรือ WebP"
        raise BadInput(
            field="รูป", value=picture.name, rule=rule, rule_en="must be a picture: JPEG, PNG or WebP"
        ) from error
    except OSError as error:
        raise Unusable(what=str(picture), why=f"อ่านไฟล์ไม่ได้ ({error})", why_en=str(error)) from error
    upright.thumbnail((LONG_SIDE, LONG_SIDE))
    out = io.BytesIO()
    upright.save(out, "JPEG", quality=85)
    return out.getvalue()


def _keep(file: Path, data: bytes) -> None:
    if file.exists():
        return
    fresh = file.with_suffix(".new")
    try:
        file.parent.mkdir(parents=True, exist_ok=True)
        fresh.write_bytes(data)
        fresh.replace(file)
    except OSError as error:
        raise Unusable(what=str(file.parent), why=f"เขียนไฟล์ไม่ได้ ({error})", why_en=str(error)) from error
