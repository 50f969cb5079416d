"""Which labels are asked for: of these assets, of a division, of the whole register, or of what has none yet."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import sqlalchemy as sa

from assettrack.office.people import division_id_of
from assettrack.office.registry import id_of
from assettrack.rules.labels import DisposedOf, NoLabels
from assettrack.rules.refusal import BadInput
from assettrack.scanning.codes import LABEL, read
from assettrack.thai.sorting import sort_key
from assettrack.thai.text import code_key
from db.tables.labels import label, label_printing
from db.tables.people import division
from db.tables.registry import asset

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from sqlalchemy import Connection

    Asked = tuple[sa.RowMapping, int | None]

CHUNK = 500
"""Values in one question to the database."""


@dataclass(frozen=True)
class LabelChoice:
    """Which labels: of ``codes`` (numbers of assets, or tokens of labels in use), or of every asset (of a ``division``).

    ``missing`` takes only what waits for a label: assets without one, and labels that were made in place of others and not
    printed yet. ``pieces`` asks for a label on each piece of a lot; else a lot has one for the whole of it.
    """

    codes: tuple[str, ...] = ()
    everything: bool = False
    division: str = ""
    missing: bool = False
    pieces: bool = False


@dataclass(frozen=True)
class Wanted:
    """One label that is asked for; ``label_id`` and ``token`` are empty until it is made, ``printed`` is how often it was."""

    asset_id: str
    code: str
    name: str
    division: str
    piece: int
    quantity: int
    label_id: str = ""
    token: str = ""
    printed: int = 0

    @property
    def shown_code(self) -> str:
        """The asset's number as the label shows it, with which of how many pieces where each has its own."""
        return f"{self.code} ({self.piece}/{self.quantity})" if self.piece else self.code


def wanted_labels(connection: Connection, agency_id: str, choice: LabelChoice) -> list[Wanted]:
    """The labels of a choice: in the order of its codes, else by division, place and number, as people walk.

    Raises:
        BadInput: nothing chosen, or an unknown division; NotFound: no asset has a code; DisposedOf; NoLabels.
    """
    if not (choice.codes or choice.everything or choice.division or choice.missing):
        rule = "ระบุรหัส ส่วนราชการ ทั้งทะเบียน หรือเฉพาะที่ยังไม่มีป้าย"
        raise BadInput(field="ป้ายที่จะพิมพ์", value="", rule=rule, rule_en="codes, a division, all, or what has none")
    assets = _named(connection, agency_id, choice) if choice.codes else _swept(connection, agency_id, choice)
    in_use = _in_use(connection, agency_id, [row["id"] for row, _ in assets])
    wanted = []
    for row, only in assets:
        held = in_use.get(row["id"], {})
        pieces = _pieces(row["quantity"], choice, held) if only is None else [only]
        wanted += [_wanted(row, piece, held.get(piece)) for piece in pieces]
    if not wanted:
        raise NoLabels
    return wanted


def _pieces(quantity: int, choice: LabelChoice, held: Mapping[int, Any]) -> Sequence[int]:
    """The pieces of an asset that a label is asked for; 0 is the whole of it."""
    usual = range(1, quantity + 1) if choice.pieces and quantity > 1 else (0,)
    if not choice.missing:
        return usual
    waiting = {piece for piece, known in held.items() if not known.printed}
    without = set(usual) - held.keys() if choice.pieces or not held else set()
    return sorted(waiting | without)


def _wanted(row: sa.RowMapping, piece: int, known: Any) -> Wanted:
    own = (known.id, known.token, known.printed) if known else ("", "", 0)
    return Wanted(row["id"], row["code"], row["name"], row["division"], piece, row["quantity"], *own)


def _query(agency_id: str, division_id: str | None) -> sa.Select[Any]:
    query = (
        sa.select(
            *(asset.c[name] for name in ("id", "code", "name", "quantity", "place", "stage")),
            sa.func.coalesce(division.c.name, "").label("division"),
            sa.func.coalesce(division.c.sort_key, "").label("division_key"),
        )
        .outerjoin(division, sa.and_(division.c.agency_id == asset.c.agency_id, division.c.id == asset.c.division_id))
        .where(asset.c.agency_id == agency_id)
    )
    return query.where(asset.c.division_id == division_id) if division_id else query


def _swept(connection: Connection, agency_id: str, choice: LabelChoice) -> list[Asked]:
    query = _query(agency_id, division_id_of(connection, agency_id, choice.division))
    rows = list(connection.execute(query.where(asset.c.stage != "disposed")).mappings())
    places = {place: sort_key(place) for place in {row["place"] for row in rows}}
    rows.sort(key=lambda row: (row["division_key"], places[row["place"]], row["code"]))
    return [(row, None) for row in rows]


def _named(connection: Connection, agency_id: str, choice: LabelChoice) -> list[Asked]:
    query = _query(agency_id, division_id_of(connection, agency_id, choice.division))
    asked = _meant(connection, agency_id, choice.codes)
    rows = {
        row["id"]: row
        for some in chunks(list({asset_id for asset_id, _ in asked}))
        for row in connection.execute(query.where(asset.c.id.in_(some))).mappings()
    }
    gone = next((row["code"] for row in rows.values() if row["stage"] == "disposed"), None)
    if gone is not None:
        raise DisposedOf(asset=gone)
    return [(rows[asset_id], only) for asset_id, only in asked if asset_id in rows]


def _meant(connection: Connection, agency_id: str, codes: Sequence[str]) -> list[tuple[str, int | None]]:
    """Each asset or, of a token, its label's piece, once and in order; one question for many that are shown numbers.

    Raises:
        NotFound: no asset has the number, or more than one; no label in use has the token.
    """
    keys = {code: code_key(code) for code in codes}
    known: dict[str, str] = {}
    for some in chunks(list(set(keys.values()))):
        query = sa.select(asset.c.code, asset.c.id).where(asset.c.agency_id == agency_id, asset.c.code.in_(some))
        known |= {row.code: row.id for row in connection.execute(query)}
    found = (
        (known[key], None) if key in known else _of_rarer(connection, agency_id, code) for code, key in keys.items()
    )
    return list(dict.fromkeys(found))


def _of_rarer(connection: Connection, agency_id: str, code: str) -> tuple[str, int | None]:
    """What a token or another number of an asset means."""
    token = read(code)
    if token is not None and token.kind == LABEL:
        query = sa.select(label.c.asset_id, label.c.piece).where(
            label.c.agency_id == agency_id, label.c.token == token.token, label.c.retired_at.is_(None)
        )
        row = connection.execute(query).one_or_none()
        if row is not None:
            return row.asset_id, row.piece
    return id_of(connection, agency_id, code), None


def _in_use(connection: Connection, agency_id: str, ids: Sequence[str]) -> dict[str, dict[int, Any]]:
    """The labels in use of assets, by asset and piece, each with how often it was printed."""
    query = (
        sa.select(label.c.id, label.c.asset_id, label.c.piece, label.c.token, printed_times())
        .outerjoin(label_printing, printings_of_label())
        .where(label.c.agency_id == agency_id, label.c.retired_at.is_(None))
        .group_by(label.c.id, label.c.asset_id, label.c.piece, label.c.token)
    )
    found: dict[str, dict[int, Any]] = {}
    for some in chunks(ids):
        for row in connection.execute(query.where(label.c.asset_id.in_(some))):
            found.setdefault(row.asset_id, {})[row.piece] = row
    return found


def printings_of_label() -> sa.ColumnElement[bool]:
    """The condition that a printing is a label's."""
    return sa.and_(label_printing.c.agency_id == label.c.agency_id, label_printing.c.label_id == label.c.id)


def printed_times() -> sa.Label[int]:
    """How often a label was printed, of joined printings grouped by label."""
    return sa.func.count(label_printing.c.no).label("printed")


def chunks(values: Sequence[str]) -> Iterator[Sequence[str]]:
    """So many values that one question may name them."""
    for start in range(0, len(values), CHUNK):
        yield values[start : start + CHUNK]
