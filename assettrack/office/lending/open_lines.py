"""What is at the counter's door: lines of loans that wait for their hand-over, or that are with a borrower."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

import sqlalchemy as sa

from assettrack.office.context import reading
from assettrack.thai.text import code_key, search_key
from db.tables.lending import loan, loan_line
from db.tables.registry import asset, asset_identifier

if TYPE_CHECKING:
    from collections.abc import Iterable

    from assettrack.office.context import Office


@dataclass(frozen=True)
class OpenLine:
    """A line of an approved loan (``out`` is false, ``quantity`` approved) or of one that is out (not back yet)."""

    number: str
    no: int
    code: str
    name: str
    borrower: str
    quantity: int
    out: bool


_BACK = loan_line.c.returned + loan_line.c.damaged + loan_line.c.lost
_QUERY = (
    sa.select(
        loan.c.number,
        loan_line.c.no,
        asset.c.code,
        asset.c.name,
        loan.c.borrower_name,
        sa.case((loan.c.state == "issued", loan_line.c.issued - _BACK), else_=loan_line.c.approved).label("quantity"),
        (loan.c.state == "issued").label("out"),
    )
    .join_from(loan_line, loan, sa.and_(loan.c.agency_id == loan_line.c.agency_id, loan.c.id == loan_line.c.loan_id))
    .join(asset, sa.and_(asset.c.agency_id == loan_line.c.agency_id, asset.c.id == loan_line.c.asset_id))
    .where(loan.c.state.in_(("approved", "issued")))
    .order_by(loan.c.requested_at.desc(), loan.c.id.desc(), loan_line.c.no)
)


def open_lines(office: Office, *, code: str | None = None, number: str | None = None) -> tuple[OpenLine, ...]:
    """Lines that wait or are out, newest loan first.

    Args:
        office: the office.
        code: any number in use of the asset.
        number: the loan's number.
    """
    query = _QUERY.where(loan.c.agency_id == office.agency_id)
    if number is not None:
        query = query.where(loan.c.number == number)
    if code is not None:
        named = sa.select(asset_identifier.c.asset_id).where(
            asset_identifier.c.agency_id == office.agency_id,
            asset_identifier.c.norm == code_key(code),
            asset_identifier.c.ended.is_(None),
        )
        query = query.where(sa.or_(asset.c.code == code_key(code), asset.c.id.in_(named)))
    with reading(office) as connection:
        found = [replace(OpenLine(*row), out=bool(row.out)) for row in connection.execute(query)]
    return tuple(line for line in found if line.quantity)


def find_open_lines(office: Office, text: str, *, limit: int = 20) -> tuple[OpenLine, ...]:
    """Open lines that hold every word typed in their loan's number, code, name or borrower."""
    words = search_key(text).split()
    return tuple(_holding(open_lines(office), words))[:limit] if words else ()


def _holding(lines: Iterable[OpenLine], words: list[str]) -> Iterable[OpenLine]:
    for line in lines:
        text = search_key(f"{line.number} {line.code} {line.name} {line.borrower}")
        if all(word in text for word in words):
            yield line
