"""Rows of lending, read and turned into the facts that the rules ask for."""

from __future__ import annotations

import hashlib
import json
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import sqlalchemy as sa

from assettrack.rules.lending import AssetFact, Booking, LineFact, PurposeFact
from assettrack.rules.lending_refusals import NotOnThisLoan
from assettrack.rules.refusal import NotFound
from assettrack.thai.text import ascii_digits, code_key, normalise
from db.tables.agency import document_counter, purpose
from db.tables.lending import loan, loan_line
from db.tables.people import person
from db.tables.registry import asset, asset_identifier
from db.types import is_set

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence
    from datetime import date

    from sqlalchemy import Connection

Row = dict[str, Any]

_UNMADE_GOOD = (
    sa.select(
        sa.func.coalesce(
            sa.func.sum(
                sa.case(
                    (is_set(loan_line.c.sole), loan_line.c.lost * (1 - loan_line.c.replaced)),
                    else_=loan_line.c.damaged + loan_line.c.lost - loan_line.c.repaired - loan_line.c.replaced,
                )
            ),
            0,
        )
    )
    .where(loan_line.c.agency_id == asset.c.agency_id, loan_line.c.asset_id == asset.c.id)
    .scalar_subquery()
)


@dataclass(frozen=True)
class LoanRows:
    """One loan's row and its lines' rows, ordered by line number."""

    head: Row
    lines: tuple[Row, ...]

    @property
    def due(self) -> date:
        """The due date that counts now: the latest approved extension, else the first."""
        due: date = self.head["extended_to"] or self.head["due_on"]
        return due

    @property
    def facts(self) -> tuple[LineFact, ...]:
        """The lines as the rules look at them."""
        return tuple(line_fact(line) for line in self.lines)

    def line_of(self, asset_id: str, code: str) -> Row:
        """The line of an asset.

        Raises:
            NotOnThisLoan: with the code and the loan's number.
        """
        for line in self.lines:
            if line["asset_id"] == asset_id:
                return line
        raise NotOnThisLoan(asset=code, loan=self.head["number"])


def line_fact(line: Mapping[str, Any], code: str = "") -> LineFact:
    """The counts of one line row."""
    settled = line["repaired"] + line["replaced"] + line["paid"]
    return LineFact(line["no"], code, line["issued"], line["returned"], line["damaged"], line["lost"], settled)


def loan_key(ref: str) -> str:
    """What a typed loan number is compared by: Arabic digits, no spaces; ``12/2569`` or ``บย. 12/2569``."""
    return ascii_digits(normalise(ref)).replace(" ", "")


def find_loan(connection: Connection, agency_id: str, ref: str) -> LoanRows:
    """The loan of an id or a number as people type it.

    Raises:
        NotFound: no such loan in this agency.
    """
    query = sa.select(loan).where(loan.c.agency_id == agency_id)
    by_id = connection.execute(query.where(loan.c.id == ref)).mappings().one_or_none()
    row = _by_number(connection, query, ref) if by_id is None else by_id
    return LoanRows(dict(row), lines_of(connection, agency_id, row["id"]))


def _by_number(connection: Connection, query: sa.Select[Any], ref: str) -> sa.RowMapping:
    key = loan_key(ref)
    bare = sa.func.replace(loan.c.number, " ", "")
    wanted = bare == key if "." in key else bare.like(f"%.{key}")
    found = connection.execute(query.where(wanted).limit(2)).mappings().all()
    if len(found) != 1:
        raise NotFound(what="ใบยืม", what_en="loan", value=ref)
    return found[0]


def lines_of(connection: Connection, agency_id: str, loan_id: str) -> tuple[Row, ...]:
    """Line rows of a loan in order."""
    query = (
        sa.select(loan_line)
        .where(loan_line.c.agency_id == agency_id, loan_line.c.loan_id == loan_id)
        .order_by(loan_line.c.no)
    )
    return tuple(dict(r) for r in connection.execute(query).mappings())


def asset_ids(connection: Connection, agency_id: str, codes: Sequence[str]) -> dict[str, str]:
    """The asset of each typed code: the number shown, or any identifier in use.

    Raises:
        NotFound: with the first code that no asset has.
    """
    keys = {code: code_key(code) for code in codes}
    shown = sa.select(asset.c.code, asset.c.id).where(asset.c.agency_id == agency_id, asset.c.code.in_(codes))
    found: dict[str, str] = {row.code: row.id for row in connection.execute(shown)}
    missing = [code for code in codes if code not in found]
    if missing:
        query = sa.select(asset_identifier.c.norm, asset_identifier.c.asset_id).where(
            asset_identifier.c.agency_id == agency_id,
            asset_identifier.c.norm.in_([keys[c] for c in missing]),
            asset_identifier.c.ended.is_(None),
        )
        by_norm = {row.norm: row.asset_id for row in connection.execute(query)}
        found.update({code: by_norm[keys[code]] for code in missing if keys[code] in by_norm})
    for code in codes:
        if code not in found:
            raise NotFound(what="พัสดุรหัส", what_en="asset", value=code)
    return found


def asset_facts(connection: Connection, agency_id: str, ids: Iterable[str]) -> dict[str, AssetFact]:
    """Facts of assets by id."""
    columns = [asset.c[name] for name in AssetFact.__dataclass_fields__ if name != "unmade_good"]
    query = sa.select(*columns, _UNMADE_GOOD.label("unmade_good")).where(
        asset.c.agency_id == agency_id, asset.c.id.in_(sorted(ids))
    )
    return {row.id: AssetFact(**row._mapping) for row in connection.execute(query)}  # noqa: SLF001 -- its public name


def bookings(
    connection: Connection, agency_id: str, ids: Iterable[str], *, but_loan: str = ""
) -> dict[str, list[Booking]]:
    """Approved and issued loans that hold pieces of the assets, by asset id."""
    held = sa.case(
        (loan.c.state == "issued", loan_line.c.issued - loan_line.c.returned - loan_line.c.damaged - loan_line.c.lost),
        else_=sa.func.coalesce(loan_line.c.approved, 0),
    )
    query = (
        sa.select(
            loan_line.c.asset_id,
            loan.c.number,
            loan.c.borrower_name,
            loan.c.starts_on,
            sa.func.coalesce(loan.c.extended_to, loan.c.due_on).label("due"),
            held.label("held"),
            loan.c.state,
        )
        .join_from(
            loan_line,
            loan,
            sa.and_(loan.c.agency_id == loan_line.c.agency_id, loan.c.id == loan_line.c.loan_id),
        )
        .where(
            loan_line.c.agency_id == agency_id,
            loan_line.c.asset_id.in_(sorted(ids)),
            loan.c.state.in_(("approved", "issued")),
            loan.c.id != but_loan,
            held > 0,
        )
        .order_by(loan.c.starts_on)
    )
    found: dict[str, list[Booking]] = {}
    for row in connection.execute(query):
        booking = Booking(row.number, row.borrower_name, row.starts_on, row.due, row.held, row.state == "issued")
        found.setdefault(row.asset_id, []).append(booking)
    return found


def purpose_fact(connection: Connection, agency_id: str, code: str) -> PurposeFact:
    """A purpose of the office's list, by code or by name.

    Raises:
        NotFound: it is not on the list.
    """
    columns = [purpose.c[name] for name in PurposeFact.__dataclass_fields__]
    query = sa.select(*columns).where(
        purpose.c.agency_id == agency_id, sa.or_(purpose.c.code == code, purpose.c.name == code)
    )
    row = connection.execute(query).one_or_none()
    if row is None:
        raise NotFound(what="วัตถุประสงค์", what_en="purpose", value=code)
    return PurposeFact(**row._mapping)  # noqa: SLF001 -- its public name


def person_row(connection: Connection, agency_id: str, login: str) -> Row:
    """A member of staff by login.

    Raises:
        NotFound: no such login, or one who has left.
    """
    query = sa.select(person).where(person.c.agency_id == agency_id, person.c.login == login.strip().lower())
    row = connection.execute(query).mappings().one_or_none()
    if row is None or not row["active"]:
        raise NotFound(what="บุคลากรชื่อผู้ใช้", what_en="member of staff", value=login)
    return dict(row)


def next_number(connection: Connection, agency_id: str, kind: str, period: int, pattern: str) -> str:
    """The next document number of ``kind`` in ``period`` (a B.E. year); given once, never again."""
    table = document_counter
    here = sa.and_(table.c.agency_id == agency_id, table.c.kind == kind, table.c.period == period)
    bump = sa.update(table).where(here).values(last=table.c.last + 1).returning(table.c.last)
    last = connection.execute(bump).scalar_one_or_none()
    if last is None:
        last = 1
        connection.execute(sa.insert(table).values(agency_id=agency_id, kind=kind, period=period, last=last))
    return pattern.format(no=last, year=period)


_DECIDED_ON = [
    "number",
    "borrower_class",
    "borrower_id",
    "borrower_name",
    "borrower_agency",
    "letter_no",
    "purpose",
    "legal_basis",
    "reason",
    "place",
    "place_text",
    "loan_class",
    "urgency",
    "starts_on",
    "due_on",
]


def digest(rows: LoanRows, quantities: Mapping[int, int]) -> str:
    """Sha256 of what a decision is about: the request's content and the quantity granted on each line."""
    head = {name: rows.head[name] for name in _DECIDED_ON}
    lines = [[line["no"], line["asset_id"], quantities[line["no"]]] for line in rows.lines]
    text = json.dumps({"head": head, "lines": lines}, ensure_ascii=False, sort_keys=True, default=str)
    return sha256(text)


def sha256(text: str) -> str:
    """The hexadecimal SHA-256 of a text."""
    return hashlib.sha256(text.encode()).hexdigest()
