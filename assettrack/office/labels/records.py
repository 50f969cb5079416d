"""The labels that an asset has and had, and how many there are in the office."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import sqlalchemy as sa

from assettrack.office.context import reading
from assettrack.office.labels.wanted import printed_times, printings_of_label
from assettrack.office.registry import id_of
from assettrack.office.settings import office_settings
from assettrack.rules.labels import RETIRED_WORDS
from assettrack.scanning.codes import LABEL, payload
from assettrack.thai.dates import as_thai_day
from db.tables.labels import label, label_printing
from db.tables.people import person
from db.tables.registry import asset

if TYPE_CHECKING:
    from datetime import date, datetime

    from sqlalchemy import Connection

    from assettrack.office.context import Office


@dataclass(frozen=True)
class LabelRecord:
    """One label of an asset: when and by whom it was made, how often it was printed, and since when and why it counts no longer."""

    token: str
    piece: int
    made_on: date
    made_by: str
    printed: int
    printed_on: date | None
    retired_on: date | None
    retired_by: str
    retired_why: str


@dataclass(frozen=True)
class LabelCount:
    """How many labels there are and were.

    Attributes:
        living: labels in use.
        unprinted: those of them that were not printed yet.
        unlabelled: assets on the register without a printed label.
        printed: first printings.
        reprinted: later printings.
        retired: labels that count no longer.
        reasons: how many of these by why, in the order of ``RETIRED_WORDS``.
    """

    living: int
    unprinted: int
    unlabelled: int
    printed: int
    reprinted: int
    retired: int
    reasons: tuple[tuple[str, int], ...]


def labels_of_asset(office: Office, code: str) -> tuple[LabelRecord, ...]:
    """The labels that an asset has and had, by piece, the oldest first.

    Raises:
        NotFound: no such asset.
    """
    maker, ender = person.alias("maker"), person.alias("ender")
    with reading(office) as connection:
        asset_id = id_of(connection, office.agency_id, code)
        query = (
            sa.select(
                *(label.c[name] for name in ("token", "piece", "made_at", "retired_at", "retired_why")),
                maker.c.name.label("made_by"),
                sa.func.coalesce(ender.c.name, "").label("retired_by"),
                printed_times(),
                sa.func.max(label_printing.c.at).label("printed_at"),
            )
            .join(maker, sa.and_(maker.c.agency_id == label.c.agency_id, maker.c.id == label.c.made_by))
            .outerjoin(ender, sa.and_(ender.c.agency_id == label.c.agency_id, ender.c.id == label.c.retired_by))
            .outerjoin(label_printing, printings_of_label())
            .where(label.c.agency_id == office.agency_id, label.c.asset_id == asset_id)
            .group_by(*label.c, maker.c.name, ender.c.name)
            .order_by(label.c.piece, label.c.id)
        )
        return tuple(_record(row) for row in connection.execute(query))


def _record(row: Any) -> LabelRecord:
    return LabelRecord(
        token=payload(LABEL, row.token),
        piece=row.piece,
        made_on=as_thai_day(row.made_at),
        made_by=row.made_by,
        printed=row.printed,
        printed_on=_day(row.printed_at),
        retired_on=_day(row.retired_at),
        retired_by=row.retired_by,
        retired_why=row.retired_why,
    )


def _day(at: datetime | None) -> date | None:
    return None if at is None else as_thai_day(at)


def payload_of(office: Office, code: str) -> str | None:
    """What the QR code of an asset's label in use says (a lot's first); none where it has no label.

    Raises:
        NotFound: no such asset.
    """
    with reading(office) as connection:
        asset_id = id_of(connection, office.agency_id, code)
        query = sa.select(label.c.token).where(
            label.c.agency_id == office.agency_id, label.c.asset_id == asset_id, label.c.retired_at.is_(None)
        )
        token = connection.execute(query.order_by(label.c.piece).limit(1)).scalar_one_or_none()
        address = office_settings(connection, office.agency_id).label_address
    return None if token is None else payload(LABEL, token, address)


def label_count(office: Office) -> LabelCount:
    """How many labels there are, were printed and were retired; a label is retired too when its asset is disposed of."""
    with reading(office) as connection:
        living = _living(office.agency_id)
        labelled = living.where(_is_printed()).with_only_columns(label.c.asset_id)
        there = sa.select(asset.c.id).where(asset.c.agency_id == office.agency_id, asset.c.stage != "disposed")
        first, later = _printings(connection, office.agency_id)
        reasons = _reasons(connection, office.agency_id)
        return LabelCount(
            living=_count(connection, living),
            unprinted=_count(connection, living.where(~_is_printed())),
            unlabelled=_count(connection, there.where(asset.c.id.not_in(labelled))),
            printed=first,
            reprinted=later,
            retired=sum(reasons.values()),
            reasons=tuple((why, reasons[why]) for why in RETIRED_WORDS if why in reasons),
        )


def _with_asset(agency_id: str, *columns: Any) -> sa.Select[Any]:
    joined = sa.and_(asset.c.agency_id == label.c.agency_id, asset.c.id == label.c.asset_id)
    return sa.select(*columns).join_from(label, asset, joined).where(label.c.agency_id == agency_id)


def _living(agency_id: str) -> sa.Select[Any]:
    return _with_asset(agency_id, label.c.id).where(label.c.retired_at.is_(None), asset.c.stage != "disposed")


def _is_printed() -> sa.Exists:
    return sa.select(label_printing.c.no).where(printings_of_label()).exists()


def _reasons(connection: Connection, agency_id: str) -> dict[str, int]:
    """How many labels count no longer, by why."""
    why = sa.case((label.c.retired_at.is_(None), "disposed"), else_=label.c.retired_why).label("why")
    over = sa.or_(label.c.retired_at.is_not(None), asset.c.stage == "disposed")
    query = _with_asset(agency_id, why, sa.func.count().label("labels")).where(over).group_by(why)
    return {row.why: row.labels for row in connection.execute(query)}


def _printings(connection: Connection, agency_id: str) -> tuple[int, int]:
    """How many printings were a label's first, and how many a later one."""
    first = sa.func.count().filter(label_printing.c.no == 1)
    query = sa.select(first, sa.func.count() - first).where(label_printing.c.agency_id == agency_id)
    printed, again = connection.execute(query).one()
    return printed, again


def _count(connection: Connection, query: sa.Select[Any]) -> int:
    return int(connection.execute(sa.select(sa.func.count()).select_from(query.subquery())).scalar_one())
