"""Who may decide on a loan today: the holders of the post that the law names, less the borrower and those in conflict."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import sqlalchemy as sa

from assettrack.office.authority import in_force
from assettrack.office.settings import office_settings
from assettrack.rules.approval_matrix import requirement
from assettrack.rules.authority import AuthorityFact, capacity_line, covers
from assettrack.rules.lending_refusals import NoAuthority
from db.tables.agency import agency
from db.tables.lending import loan_conflict
from db.tables.people import authority, division, person
from db.tables.registry import asset
from db.types import is_set

if TYPE_CHECKING:
    from datetime import date

    from sqlalchemy import Connection

    from assettrack.office.lending.facts import LoanRows
    from assettrack.office.settings import OfficeSettings


@dataclass(frozen=True)
class Power:
    """A valid row of office or delegation that covers one loan, and the line it prints."""

    fact: AuthorityFact
    position: str
    line: str


@dataclass(frozen=True)
class Deciders:
    """The post that decides a loan, and who holds it on a day."""

    office: str
    law: str
    powers: tuple[Power, ...]
    conflicted: frozenset[str]

    def of(self, person_id: str, name: str) -> Power:
        """The power this person decides by.

        Raises:
            NoAuthority: with who has it.
        """
        for power in self.powers:
            if power.fact.person_id == person_id:
                return power
        raise NoAuthority(name=name, office=self.office, persons=[p.fact.person_name for p in self.powers])


def conflicted(connection: Connection, agency_id: str, loan_id: str) -> frozenset[str]:
    """Persons who may not decide this loan (มาตรา ๑๓)."""
    query = sa.select(loan_conflict.c.person_id).where(
        loan_conflict.c.agency_id == agency_id, loan_conflict.c.loan_id == loan_id
    )
    return frozenset(connection.execute(query).scalars())


def authority_facts(connection: Connection, agency_id: str, posts: tuple[str, ...], day: date) -> list[Power]:
    """Rows of the posts that are valid on ``day``, holders in their own right first."""
    columns = [authority.c[n] for n in AuthorityFact.__dataclass_fields__ if n != "person_name"]
    query = (
        sa.select(
            *columns,
            person.c.name.label("person_name"),
            person.c.position,
            division.c.name.label("division"),
            agency.c.name.label("agency"),
        )
        .join_from(
            authority,
            person,
            sa.and_(person.c.agency_id == authority.c.agency_id, person.c.id == authority.c.person_id),
        )
        .join(agency, agency.c.agency_id == authority.c.agency_id)
        .outerjoin(
            division,
            sa.and_(division.c.agency_id == authority.c.agency_id, division.c.id == authority.c.division_id),
        )
        .where(
            authority.c.agency_id == agency_id,
            authority.c.post.in_(posts),
            is_set(person.c.active),
            *in_force(day),
        )
        .order_by(
            sa.case((authority.c.capacity == "own", 0), (authority.c.capacity == "acting", 1), else_=2), authority.c.id
        )
    )
    titles = office_settings(connection, agency_id)
    return [_power(row, titles) for row in connection.execute(query).mappings()]


def post_title(titles: OfficeSettings, post: str, agency_name: str, division_name: str | None) -> str:
    """The post in words, e.g. «นายกองค์การบริหารส่วนตำบลพะงาด»."""
    whole = {"head": titles.head_title, "permanent_secretary": titles.secretary_title}
    if post in whole:
        return whole[post].format(agency=agency_name)
    return f"หัวหน้า{division_name}" if division_name else "หัวหน้าเจ้าหน้าที่พัสดุ"


def _power(row: sa.RowMapping, titles: OfficeSettings) -> Power:
    fact = AuthorityFact(**{name: row[name] for name in AuthorityFact.__dataclass_fields__})
    line = capacity_line(
        fact, post_title=post_title(titles, fact.post, row["agency"], row["division"]), own_title=row["position"]
    )
    return Power(fact, row["position"], line)


def deciders(connection: Connection, agency_id: str, rows: LoanRows, day: date) -> Deciders:
    """Who decides this loan on ``day``: by the matrix, at the loan's value, never the borrower or one in conflict.

    Where nobody is left among the heads of the owning division, the head of the agency decides as their superior.
    """
    head = rows.head
    needed = requirement(head["borrower_class"], head["loan_class"], head["place"])
    barred = conflicted(connection, agency_id, head["id"]) | {head["borrower_id"]}
    value = _value(connection, agency_id, rows)
    powers = authority_facts(connection, agency_id, tuple({needed.post, "head"}), day)
    for post in dict.fromkeys((needed.post, "head")):
        owner = head["owner_division_id"] if post == "division_head" else None
        able = tuple(
            p
            for p in powers
            if p.fact.person_id not in barred
            and covers(p.fact, day=day, post=post, division_id=owner, place=head["place"], value=value)
        )
        if able:
            break
    return Deciders(_office_words(connection, agency_id, post), needed.law, able, frozenset(barred - {None}))


def _value(connection: Connection, agency_id: str, rows: LoanRows) -> int:
    ids = [line["asset_id"] for line in rows.lines]
    query = sa.select(asset.c.id, asset.c.price).where(asset.c.agency_id == agency_id, asset.c.id.in_(ids))
    prices = {row.id: row.price or 0 for row in connection.execute(query)}
    return sum(prices[line["asset_id"]] * (line["approved"] or line["requested"]) for line in rows.lines)


def _office_words(connection: Connection, agency_id: str, post: str) -> str:
    if post == "division_head":
        return "หัวหน้าหน่วยงานซึ่งรับผิดชอบพัสดุ"
    name = connection.execute(sa.select(agency.c.name).where(agency.c.agency_id == agency_id)).scalar_one()
    return office_settings(connection, agency_id).head_title.format(agency=name)
