"""What the racing processes of ``test_race`` run: ``python -m tests.db.writers TASK URL AGENCY ...``."""

import sys
import time
from datetime import UTC, datetime

import sqlalchemy as sa

from assettrack.office import lending
from assettrack.office.context import Office
from assettrack.office.lending import facts
from assettrack.rules.refusal import Refusal
from db.engine import open_database
from db.journal import writing
from db.ledger import Signer
from db.tables.people import division
from tests.offices import KEY, TODAY, actor_of


def office_of(url, agency_id):
    return Office(open_database(url), agency_id, KEY)


def count(url, agency_id, times):
    """Take numbers from one counter; print how long each took, in seconds."""
    office = office_of(url, agency_id)
    for _ in range(int(times)):
        began = time.perf_counter()
        with office.database.write(agency_id) as connection:
            facts.next_number(connection, agency_id, "race", 2569, "{no}")
        print(time.perf_counter() - began)


def lend(url, agency_id, me, first):
    """Hand over every approved loan, beginning at the ``first``-th; print the numbers that this process handed over."""
    office = office_of(url, agency_id)
    clerk = actor_of(office, me, TODAY)
    waiting = [loan.number for loan in reversed(lending.loans(office, today=TODAY, state="approved", limit=1000))]
    at = int(first)
    for number in waiting[at:] + waiting[:at]:
        try:
            lending.hand_over(office, clerk, number)
        except Refusal:
            continue
        print(number)


def work(url, agency_id):
    """Rename a division again and again, each with its entry; print what is acknowledged, until killed."""
    office = office_of(url, agency_id)
    row_of = sa.select(division).where(division.c.agency_id == agency_id, division.c.name == "กองคลัง")
    with office.database.read(agency_id) as connection:
        chosen = connection.execute(row_of).mappings().one()["id"]
    no = 0
    while True:
        no += 1
        signer = Signer(None, "ทดสอบ", "ทดสอบ", datetime.now(UTC))
        with writing(office.database, agency_id, KEY, signer) as journal:
            query = sa.select(division).where(division.c.agency_id == agency_id, division.c.id == chosen)
            row = dict(journal.connection.execute(query).mappings().one())
            journal.update(division, row, sort_key=f"{no}/{time.time_ns()}")
            mark = journal.close("division.renamed")
        print(mark.seq, flush=True)


if __name__ == "__main__":
    {"count": count, "lend": lend, "work": work}[sys.argv[1]](*sys.argv[2:])
