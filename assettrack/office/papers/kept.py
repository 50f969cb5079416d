"""Papers that were printed: by number, and by the asset they are about."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import sqlalchemy as sa

from assettrack.office.context import reading
from assettrack.office.registry import id_of
from assettrack.thai.text import ascii_digits, normalise, thai_digits
from db.tables.lending import loan_line
from db.tables.reporting import paper as paper_table
from db.tables.reporting import paper_printing

if TYPE_CHECKING:
    from datetime import datetime

    from sqlalchemy import Connection

    from assettrack.office.context import Office


@dataclass(frozen=True)
class KeptPaper:
    """A paper that was printed; ``ref`` prints it again, ``copies`` is how often it was."""

    kind: str
    number: str
    version: int
    issued_at: datetime
    copies: int
    ref: str


def papers_of_asset(office: Office, code: str) -> tuple[KeptPaper, ...]:
    """The papers of an asset, and of the loans that it was or is on, newest first.

    Raises:
        NotFound: no such asset.
    """
    with reading(office) as connection:
        asset_id = id_of(connection, office.agency_id, code)
        loans = sa.select(loan_line.c.loan_id).where(
            loan_line.c.agency_id == office.agency_id, loan_line.c.asset_id == asset_id
        )
        about = sa.or_(paper_table.c.subject_id.in_(loans), paper_table.c.subject_id == asset_id)
        return _kept(connection, office, about)


def find_papers(office: Office, text: str, *, limit: int) -> tuple[KeptPaper, ...]:
    """Printed papers whose number has this text in it, newest first; Thai digits are digits."""
    number = ascii_digits(normalise(text))
    held = (paper_table.c.number.contains(shown, autoescape=True) for shown in (number, thai_digits(number)))
    with reading(office) as connection:
        return _kept(connection, office, sa.or_(*held), limit)


def _kept(connection: Connection, office: Office, where: Any, limit: int | None = None) -> tuple[KeptPaper, ...]:
    times = (
        sa.select(sa.func.count())
        .where(paper_printing.c.agency_id == paper_table.c.agency_id, paper_printing.c.paper_id == paper_table.c.id)
        .scalar_subquery()
    )
    query = (
        sa.select(paper_table, times.label("times"))
        .where(paper_table.c.agency_id == office.agency_id, where)
        .order_by(paper_table.c.id.desc())
        .limit(limit)
    )
    return tuple(
        KeptPaper(
            r.kind, r.number, r.version, r.issued_at, r.times, r.subject_id if r.kind == "loan_form" else r.number
        )
        for r in connection.execute(query)
    )
