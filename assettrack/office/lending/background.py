"""What a decider should know before deciding: how this borrower has borrowed, and where these things have been."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import sqlalchemy as sa

from assettrack.office.context import reading
from assettrack.office.lending import facts
from assettrack.office.registry import AssetLoan, loans_of_asset
from db.tables.lending import loan, loan_line
from db.tables.liability import liability_case
from db.tables.registry import asset

if TYPE_CHECKING:
    from datetime import date

    from sqlalchemy import Connection

    from assettrack.office.context import Office

LAST = 3
"""Earlier loans of a thing that are shown."""


@dataclass(frozen=True)
class ThingPast:
    """The last loans of one thing, newest first, without the one that is looked at."""

    code: str
    loans: tuple[AssetLoan, ...]


@dataclass(frozen=True)
class Background:
    """Loans of the borrower apart from this one: out now, overdue now, closed; cases not settled; and the things' past."""

    out: int
    overdue: int
    closed: int
    unsettled: int
    things: tuple[ThingPast, ...]


def background(office: Office, ref: str, *, today: date) -> Background:
    """The background of a loan on ``today``. A borrower from outside is known by class and name.

    Raises:
        NotFound: no such loan.
    """
    with reading(office) as connection:
        rows = facts.find_loan(connection, office.agency_id, ref)
        mine = _by_the_same(office.agency_id, rows.head)
        states = connection.execute(sa.select(loan.c.state, loan.c.due_on, loan.c.extended_to).where(mine)).all()
        out = [row for row in states if row.state == "issued"]
        return Background(
            out=len(out),
            overdue=sum((row.extended_to or row.due_on) < today for row in out),
            closed=sum(row.state == "closed" for row in states),
            unsettled=_unsettled(connection, office.agency_id, mine),
            things=_things(connection, office.agency_id, rows),
        )


def _by_the_same(agency_id: str, head: facts.Row) -> sa.ColumnElement[bool]:
    who = (
        loan.c.borrower_id == head["borrower_id"]
        if head["borrower_id"]
        else sa.and_(loan.c.borrower_class == head["borrower_class"], loan.c.borrower_name == head["borrower_name"])
    )
    return sa.and_(loan.c.agency_id == agency_id, loan.c.id != head["id"], who)


def _unsettled(connection: Connection, agency_id: str, mine: sa.ColumnElement[bool]) -> int:
    joined = sa.and_(loan.c.agency_id == liability_case.c.agency_id, loan.c.id == liability_case.c.loan_id)
    query = sa.select(sa.func.count()).select_from(liability_case).join(loan, joined)
    open_ones = query.where(mine, liability_case.c.agency_id == agency_id, liability_case.c.settled_on.is_(None))
    return int(connection.execute(open_ones).scalar_one())


def _things(connection: Connection, agency_id: str, rows: facts.LoanRows) -> tuple[ThingPast, ...]:
    named = sa.select(asset.c.id, asset.c.code).join(
        loan_line, sa.and_(loan_line.c.agency_id == asset.c.agency_id, loan_line.c.asset_id == asset.c.id)
    )
    here = named.where(asset.c.agency_id == agency_id, loan_line.c.loan_id == rows.head["id"]).order_by(loan_line.c.no)
    found = []
    for asset_id, code in connection.execute(here).all():
        past = [one for one in loans_of_asset(connection, agency_id, asset_id) if one.number != rows.head["number"]]
        found.append(ThingPast(code, tuple(past[:LAST])))
    return tuple(found)
