"""The register page by page in Thai order, however long it is: keyset pages, and anchors that lead to any of them."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import sqlalchemy as sa

from assettrack.office.context import reading
from assettrack.office.registry import asset_rows, find_assets, rows_query
from db.tables.lending import loan_line
from db.tables.people import division
from db.tables.registry import asset
from db.types import is_set

if TYPE_CHECKING:
    from assettrack.office.context import Office
    from assettrack.office.registry import AssetRow, Found

Key = tuple[str, str]
"""Where a row stands: its sort key and id."""


@dataclass(frozen=True)
class RegisterView:
    """Which assets are shown, and in which order: ``name`` (Thai), ``code``, or ``newest`` first."""

    sort: str = "name"
    division: str = ""
    condition: str = ""
    stage: str = ""
    out: bool = False  # only what is with a borrower
    lendable: bool = False  # only what villagers may borrow

    def conditions(self, agency_id: str) -> list[sa.ColumnElement[bool]]:
        """The view's filters as conditions on the asset table."""
        wanted: list[sa.ColumnElement[bool]] = []
        if self.division:
            own = sa.select(division.c.id).where(division.c.agency_id == agency_id, division.c.name == self.division)
            wanted.append(asset.c.division_id.in_(own))
        if self.condition:
            wanted.append(asset.c.condition == self.condition)
        if self.stage:
            wanted.append(asset.c.stage == self.stage)
        if self.lendable:
            wanted.append(is_set(asset.c.public_lendable))
        if self.out:
            gone = sa.select(loan_line.c.asset_id).where(loan_line.c.agency_id == agency_id, is_set(loan_line.c.out))
            wanted.append(asset.c.id.in_(gone))
        return wanted


EVERYTHING = RegisterView()
SORTS = {"name": asset.c.sort_key, "code": asset.c.code, "newest": asset.c.id}
"""What a list may be ordered by; each has an index. Ids rise with time, so «newest» is their order turned."""


@dataclass(frozen=True)
class RegisterWindow:
    """How many assets a view has, and the key of the first row of every page of ``size`` rows."""

    count: int
    size: int
    anchors: tuple[Key, ...]
    view: RegisterView = EVERYTHING


def _ordered(view: RegisterView) -> tuple[tuple[sa.ColumnElement[Any], ...], bool]:
    """The columns of the order, and whether it is turned."""
    turned = view.sort == "newest"
    columns = (SORTS[view.sort], asset.c.id)
    return tuple(column.desc() if turned else column.asc() for column in columns), turned


def register_window(office: Office, view: RegisterView = EVERYTHING, *, size: int = 100) -> RegisterWindow:
    """Measure a view of the register: one walk along its index, in the engine.

    Args:
        office: the office.
        view: filters and order.
        size: rows of a page.
    """
    order, _ = _ordered(view)
    here = (asset.c.agency_id == office.agency_id, *view.conditions(office.agency_id))
    place = sa.func.row_number().over(order_by=order).label("place")
    ranked = sa.select(SORTS[view.sort].label("at"), asset.c.id, place).where(*here).subquery()
    firsts = sa.select(ranked.c.at, ranked.c.id).where(ranked.c.place % size == 1 % size)
    count = sa.select(sa.func.count()).select_from(asset).where(*here)
    with reading(office) as connection:
        anchors = tuple((row.at, row.id) for row in connection.execute(firsts.order_by(ranked.c.place)))
        return RegisterWindow(int(connection.execute(count).scalar_one()), size, anchors, view)


_COUNT = sa.select(sa.func.count()).select_from(asset).where(asset.c.agency_id == sa.bindparam("agency"))


def window_page(office: Office, window: RegisterWindow, page: int) -> tuple[AssetRow, ...]:
    """The rows of one page; what others entered meanwhile may shift them by as many places."""
    if page >= len(window.anchors):
        return ()
    order, turned = _ordered(window.view)
    own, first = sa.tuple_(SORTS[window.view.sort], asset.c.id), sa.tuple_(*map(sa.literal, window.anchors[page]))
    here = (own <= first if turned else own >= first, *window.view.conditions(office.agency_id))
    query = rows_query(office.agency_id).where(*here).order_by(*order).limit(window.size)
    with reading(office) as connection:
        return tuple(asset_rows(connection, office.agency_id, query))


def find_in_view(office: Office, text: str, view: RegisterView, *, limit: int) -> Found:
    """Hits of a search among the assets of a view."""
    return find_assets(office, text, limit=limit, where=view.conditions(office.agency_id))


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
