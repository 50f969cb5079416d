"""What a scan means: whose label it is, and whether it still counts."""

from __future__ import annotations

from contextlib import suppress
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, ClassVar

import sqlalchemy as sa

from assettrack.office.context import reading
from assettrack.office.registry import id_of
from assettrack.rules.labels import (
    RETIRED_ENGLISH,
    RETIRED_WORDS,
    CardScanned,
    ForeignLabel,
    PaperScanned,
    is_card_number,
)
from assettrack.rules.refusal import NotFound
from assettrack.scanning.codes import LABEL, payload, read
from assettrack.thai.dates import as_thai_day, short_date
from assettrack.thai.keyboard import readings
from assettrack.thai.text import ascii_digits, normalise
from db.ledger import history
from db.tables.labels import label
from db.tables.registry import asset

if TYPE_CHECKING:
    from datetime import date

    from sqlalchemy import Connection

    from assettrack.office.context import Office


@dataclass(frozen=True)
class LabelFound:
    """What a scan means: whose label it is, and whether it still counts.

    Attributes:
        id: of the label; empty where there is none.
        code: the asset's number.
        name: its name.
        piece: which of a lot's ``quantity`` pieces; 0 is the asset as a whole.
        quantity: how many pieces the asset has.
        token: the label's code as it is printed, ``A-K7Q2M4F``; empty where there is none.
        status: ``living``, ``retired``, or ``none`` where the asset's number was read and it has no label.
        retired_why: a key of ``RETIRED_WORDS``, or empty.
        retired_on: since when it counts no longer.
        replaced_by: the code of the label that stands on the thing instead.
        repaired: whether the keyboard's layout had to be undone.
        by_label: whether the label was read, and not the asset's number.
    """

    id: str
    code: str
    name: str
    piece: int
    quantity: int
    token: str
    status: str
    retired_why: str = ""
    retired_on: date | None = None
    replaced_by: str = ""
    repaired: bool = False
    by_label: bool = True

    _TH: ClassVar[dict[str, str]] = {
        "living": "{code} {name}{piece} ป้าย {token}",
        "none": "{code} {name} ยังไม่มีป้าย",
        "retired": "ป้าย {token} เลิกใช้แล้ว{day} ({why}) เป็นของ {code} {name}{piece}{new} ให้แกะป้ายนี้ออก",
        "disposed": "{code} {name}{piece} จำหน่ายแล้ว{day} ป้ายเลิกใช้ ให้แกะออก",
        "piece": " ชิ้นที่ {}/{}",
        "day": " เมื่อ {}",
        "new": " ซึ่งใช้ป้าย {} แทนแล้ว",
    }
    _EN: ClassVar[dict[str, str]] = {
        "living": "{code} {name}{piece}, label {token}",
        "none": "{code} {name} has no label yet",
        "retired": "Label {token} of {code} {name}{piece} was retired{day} ({why}){new}; take this one off.",
        "disposed": "{code} {name}{piece} was disposed of{day}; its label counts no longer, take it off.",
        "piece": ", piece {} of {}",
        "day": " on {}",
        "new": "; label {} stands for it now",
    }

    def sentence(self, lang: str = "th") -> str:
        """What the scan means, for people."""
        words, reasons = (self._EN, RETIRED_ENGLISH) if lang == "en" else (self._TH, RETIRED_WORDS)
        day = short_date(self.retired_on, "arabic") if self.retired_on else ""
        return words["disposed" if self.retired_why == "disposed" else self.status].format(
            code=self.code,
            name=self.name,
            token=self.token,
            piece=words["piece"].format(self.piece, self.quantity) if self.piece else "",
            day=words["day"].format(day) if day else "",
            why=reasons.get(self.retired_why, ""),
            new=words["new"].format(self.replaced_by) if self.replaced_by else "",
        )


def label_scanned(office: Office, typed: str) -> LabelFound:
    """What was scanned or typed: a label, in use or retired, or an asset's own number; in any keyboard layout.

    Raises:
        NotFound: nothing of this office; ``ForeignLabel``, ``PaperScanned`` or ``CardScanned`` where it is seen to be one.
    """
    with reading(office) as connection:
        return scanned(connection, office.agency_id, typed)


def scanned(connection: Connection, agency_id: str, typed: str) -> LabelFound:
    """What ``label_scanned`` says, in the caller's transaction."""
    code = read(typed)
    if code is not None and code.kind == LABEL:
        row = connection.execute(asset_and_label(agency_id).where(label.c.token == code.token)).one_or_none()
        if row is not None:
            return found_in(connection, agency_id, row, repaired=code.repaired)
    found = _by_number(connection, agency_id, typed)
    if found is not None:
        return found
    if code is not None and code.kind == LABEL:
        raise ForeignLabel(token=payload(LABEL, code.token))
    if code is not None:
        raise PaperScanned(mark=payload(code.kind, code.token))
    if is_card_number(typed):
        raise CardScanned
    raise NotFound(what="ป้ายหรือรหัสพัสดุ", what_en="label or asset number", value=typed.strip())


def asset_and_label(agency_id: str, *more: sa.ColumnElement[bool]) -> sa.Select[Any]:
    """Assets with their labels, of which ``more`` holds."""
    joined = sa.and_(label.c.agency_id == asset.c.agency_id, label.c.asset_id == asset.c.id, *more)
    own = (asset.c[name] for name in ("code", "name", "quantity", "stage"))
    label_own = (label.c[name] for name in ("id", "token", "piece", "retired_at", "retired_why"))
    return (
        sa.select(asset.c.id.label("asset_id"), *own, *label_own)
        .outerjoin(label, joined)
        .where(asset.c.agency_id == agency_id)
    )


def _by_number(connection: Connection, agency_id: str, typed: str) -> LabelFound | None:
    plain = normalise(typed)
    for number, meant in enumerate((ascii_digits(plain), *readings(plain))):
        with suppress(NotFound):
            asset_id = id_of(connection, agency_id, meant)
            query = asset_and_label(agency_id, label.c.retired_at.is_(None)).where(asset.c.id == asset_id)
            row = connection.execute(query.order_by(label.c.piece).limit(1)).one()
            return found_in(connection, agency_id, row, repaired=number > 0 and meant != plain, by_label=False)
    return None


def found_in(
    connection: Connection, agency_id: str, row: Any, *, repaired: bool = False, by_label: bool = True
) -> LabelFound:
    """What a row of ``asset_and_label`` says."""
    why, day, instead = row.retired_why or "", None, ""
    if row.retired_at is not None:
        day = as_thai_day(row.retired_at)
        instead = _in_use(connection, agency_id, row.asset_id, row.piece) if row.stage != "disposed" else ""
    elif row.stage == "disposed":
        why, day = "disposed", _disposed_on(connection, agency_id, row.asset_id)
    return LabelFound(
        id=row.id or "",
        code=row.code,
        name=row.name,
        piece=row.piece or 0,
        quantity=row.quantity,
        token=_shown(row.token),
        status="retired" if why else "living" if row.token else "none",
        retired_why=why,
        retired_on=day,
        replaced_by=instead,
        repaired=repaired,
        by_label=by_label,
    )


def _shown(token: str | None) -> str:
    return payload(LABEL, token) if token else ""


def _in_use(connection: Connection, agency_id: str, asset_id: str, piece: int) -> str:
    query = sa.select(label.c.token).where(
        label.c.agency_id == agency_id,
        label.c.asset_id == asset_id,
        label.c.piece == piece,
        label.c.retired_at.is_(None),
    )
    return _shown(connection.execute(query).scalar_one_or_none())


def _disposed_on(connection: Connection, agency_id: str, asset_id: str) -> date | None:
    """The day on which the ledger has the asset disposed of."""
    for entry in reversed(history(connection, agency_id, "asset", asset_id)):
        if any(c["id"] == asset_id and c["after"].get("stage") == "disposed" for c in entry.changes):
            return as_thai_day(entry.at)
    return None
