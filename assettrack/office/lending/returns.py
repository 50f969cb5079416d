"""Returns as people see them: one slip, and when each line of a loan last came back."""

from __future__ import annotations

from typing import TYPE_CHECKING

import sqlalchemy as sa

from assettrack.office.context import reading
from assettrack.office.lending import facts
from assettrack.office.lending.reading import lines_of_loan, person_value
from assettrack.office.lending.records import LastReturn, ReturnSlip, SlipLine
from assettrack.rules.refusal import NotFound
from assettrack.thai.text import ascii_digits, normalise
from db.tables.lending import loan_return, loan_return_line
from db.tables.people import person

if TYPE_CHECKING:
    from collections.abc import Sequence

    from sqlalchemy import Connection

    from assettrack.office.context import Office
    from assettrack.office.lending.records import LoanLine


def return_slip(office: Office, ref: str) -> ReturnSlip:
    """A return by its number (คย. ๑๒/๒๕๖๙), with what is still out after it.

    Raises:
        NotFound: no such return.
    """
    key = ascii_digits(normalise(ref))
    table = loan_return
    with reading(office) as connection:
        query = sa.select(table).where(
            table.c.agency_id == office.agency_id, sa.or_(table.c.number == key, table.c.id == ref)
        )
        row = connection.execute(query).mappings().one_or_none()
        if row is None:
            raise NotFound(what="ใบส่งคืน", what_en="return slip", value=ref)
        rows = facts.find_loan(connection, office.agency_id, row["loan_id"])
        lines = _slip_lines(connection, office.agency_id, row, lines_of_loan(connection, office.agency_id, rows))
        return ReturnSlip(
            number=row["number"],
            loan_number=rows.head["number"],
            returned_on=row["returned_on"],
            returned_by=row["returned_by"],
            received_by=person_value(connection, office.agency_id, row["received_by"], person.c.name) or "",
            lines=lines,
            complete=not any(line.still_out for line in lines),
        )


def last_returns(office: Office, loan_id: str) -> dict[int, LastReturn]:
    """The last return of each line of a loan, by line number."""
    line, slip = loan_return_line, loan_return
    query = (
        sa.select(line.c.line_no, slip.c.returned_on, slip.c.returned_by)
        .join(slip, sa.and_(slip.c.agency_id == line.c.agency_id, slip.c.id == line.c.return_id))
        .where(line.c.agency_id == office.agency_id, slip.c.loan_id == loan_id)
        .order_by(slip.c.at)
    )
    with reading(office) as connection:
        return {row.line_no: LastReturn(row.returned_on, row.returned_by) for row in connection.execute(query)}


def _slip_lines(
    connection: Connection, agency_id: str, slip: sa.RowMapping, lines: Sequence[LoanLine]
) -> tuple[SlipLine, ...]:
    table, earlier = loan_return_line, loan_return
    query = (
        sa.select(table, earlier.c.id.label("slip"))
        .join(earlier, sa.and_(earlier.c.agency_id == table.c.agency_id, earlier.c.id == table.c.return_id))
        .where(table.c.agency_id == agency_id, earlier.c.loan_id == slip["loan_id"], earlier.c.at <= slip["at"])
    )
    back = connection.execute(query).all()
    found = []
    for line in lines:
        mine = [row for row in back if row.line_no == line.no]
        now = [row for row in mine if row.slip == slip["id"]]
        out = line.issued - sum(row.good + row.damaged + row.lost for row in mine)
        found += [
            SlipLine(line.asset, line.name, line.issued, row.good, row.damaged, row.lost, out, row.note) for row in now
        ]
    return tuple(found)
