"""The register page by page in Thai order, however long it is: keyset pages, and anchors that lead to any of them."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import sqlalchemy as sa

from assettrack.office.context import reading
from assettrack.office.registry import asset_rows, rows_query
from db.tables.people import division
from db.tables.registry import asset

if TYPE_CHECKING:
    from assettrack.office.context import Office
    from assettrack.office.registry import AssetRow

Key = tuple[str, str]
"""Where a row stands: its sort key and id."""


@dataclass(frozen=True)
class RegisterWindow:
    """How many assets there are, and the key of the first row of every page of ``size`` rows."""

    count: int
    size: int
    anchors: tuple[Key, ...]


def register_window(office: Office, *, size: int = 100) -> RegisterWindow:
    """Measure the register: one walk along its index, in the engine.

    Args:
        office: the office.
        size: rows of a page.
    """
    place = sa.func.row_number().over(order_by=(asset.c.sort_key, asset.c.id)).label("place")
    ranked = sa.select(asset.c.sort_key, asset.c.id, place).where(asset.c.agency_id == office.agency_id).subquery()
    firsts = sa.select(ranked.c.sort_key, ranked.c.id).where(ranked.c.place % size == 1 % size)
    with reading(office) as connection:
        anchors = tuple((row.sort_key, row.id) for row in connection.execute(firsts.order_by(ranked.c.place)))
        count = connection.execute(_COUNT, {"agency": office.agency_id}).scalar_one()
    return RegisterWindow(int(count), size, anchors)


_COUNT = sa.select(sa.func.count()).select_from(asset).where(asset.c.agency_id == sa.bindparam("agency"))


def window_page(office: Office, window: RegisterWindow, page: int) -> tuple[AssetRow, ...]:
    """The rows of one page; what others entered meanwhile may shift them by as many places."""
    if page >= len(window.anchors):
        return ()
    here = sa.tuple_(asset.c.sort_key, asset.c.id) >= sa.tuple_(*map(sa.literal, window.anchors[page]))
    query = rows_query(office.agency_id).where(here).order_by(asset.c.sort_key, asset.c.id).limit(window.size)
    with reading(office) as connection:
        return tuple(asset_rows(connection, office.agency_id, query))


def list_assets(
    office: Office, *, after: Key | None = None, limit: int = 100, division_name: str | None = None
) -> tuple[tuple[AssetRow, ...], Key | None]:
    """A page of the register in Thai order, and the key of the next page (none at the end)."""
    query = rows_query(office.agency_id).order_by(asset.c.sort_key, asset.c.id).limit(limit)
    if after is not None:
        query = query.where(sa.tuple_(asset.c.sort_key, asset.c.id) > sa.tuple_(*map(sa.literal, after)))
    if division_name is not None:
        query = query.where(division.c.name == division_name)
    with reading(office) as connection:
        rows = asset_rows(connection, office.agency_id, query)
        last = _key_of(connection, office.agency_id, rows[-1].id) if len(rows) == limit else None
    return tuple(rows), last


def _key_of(connection: sa.Connection, agency_id: str, asset_id: str) -> Key:
    query = sa.select(asset.c.sort_key, asset.c.id).where(asset.c.agency_id == agency_id, asset.c.id == asset_id)
    row = connection.execute(query).one()
    return row.sort_key, row.id


def count_assets(office: Office) -> int:
    """Assets on the register, the disposed ones included."""
    with reading(office) as connection:
        return int(connection.execute(_COUNT, {"agency": office.agency_id}).scalar_one())
