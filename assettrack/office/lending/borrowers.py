"""Borrowers from outside who were here before: a villager's request is filled in from the last one."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import sqlalchemy as sa

from assettrack.office.context import reading
from assettrack.office.lending.records import OutsideBorrower
from assettrack.thai.text import search_key
from db.tables.lending import loan

if TYPE_CHECKING:
    from assettrack.office.context import Office

_SAME = (
    "borrower_class",
    "borrower_name",
    "borrower_position",
    "borrower_address",
    "borrower_phone",
    "borrower_agency",
    "certifier",
)


def find_borrowers(office: Office, kind: str, text: str, *, limit: int = 6) -> tuple[OutsideBorrower, ...]:
    """Earlier borrowers of a kind (``villager``, ``agency``) whose name, agency or address holds every word, the last one first."""
    words = search_key(text).split()
    query = (
        sa.select(*(loan.c[name] for name in _SAME), sa.func.max(loan.c.requested_at).label("last"))
        .where(loan.c.agency_id == office.agency_id, loan.c.borrower_class == kind)
        .group_by(*(loan.c[name] for name in _SAME))
        .order_by(sa.text("last DESC"))
    )
    found: dict[tuple[str, str], OutsideBorrower] = {}
    with reading(office) as connection:
        for row in connection.execute(query):
            text_of = search_key(f"{row.borrower_name} {row.borrower_agency} {row.borrower_address}")
            if words and all(word in text_of for word in words):
                found.setdefault((row.borrower_name, row.borrower_agency), _borrower(row))
    return tuple(found.values())[:limit]


def _borrower(row: Any) -> OutsideBorrower:
    return OutsideBorrower(
        row.borrower_class,
        row.borrower_name,
        position=row.borrower_position,
        address=row.borrower_address,
        phone=row.borrower_phone,
        agency=row.borrower_agency,
        certifier=row.certifier,
    )
