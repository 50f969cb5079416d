"""Approve and hand over, pairs a second, against the very same SQL replayed on the plain driver, ledger included.

Goal: at most 8 times the raw time.
"""

import shutil
import sqlite3
import sys
from datetime import timedelta

import sqlalchemy as sa

from assettrack.office import lending
from db.engine import open_database
from tests.bench.offices import Bench, seconds
from tests.offices import TODAY, actor_of, ask_for, insert_asset


def prepare(office, count):
    for no in range(count):
        insert_asset(office, f"416-60-{no:04d}")
        lending.request_loan(
            office, actor_of(office, "staff1"), ask_for(f"416-60-{no:04d}", due=TODAY + timedelta(days=5))
        )


def ours(office, count):
    chief, clerk = actor_of(office, "chang"), actor_of(office, "patsadu")
    for no in range(1, count + 1):
        lending.approve(office, chief, f"{no}/2569")
        lending.hand_over(office, clerk, f"{no}/2569")


def replay(path, statements):
    connection = sqlite3.connect(path, isolation_level=None)
    for pragma in ("synchronous=FULL", "foreign_keys=ON", "recursive_triggers=ON"):
        connection.execute(f"PRAGMA {pragma}")
    for statement, values, many in statements:
        if many:
            connection.executemany(statement, values)
        else:
            cursor = connection.execute(statement, values)
            if cursor.description:
                cursor.fetchall()
    connection.close()


def main(count):
    with Bench() as bench:
        office = bench.office("ours.db")
        prepare(office, count)
        office.database.close()
        shutil.copy(bench.folder / "ours.db", bench.folder / "raw.db")
        shutil.copy(bench.folder / "ours.db", bench.folder / "told.db")

        told = type(office)(open_database(str(bench.folder / "told.db")), office.agency_id, office.key)
        statements = []
        sa.event.listen(told.database.engine, "before_cursor_execute", lambda _c, _u, text, values, _x, many: statements.append((text, values, many)))  # fmt: skip
        sa.event.listen(told.database.engine, "commit", lambda _c: statements.append(("COMMIT", (), False)))
        sa.event.listen(told.database.engine, "rollback", lambda _c: statements.append(("ROLLBACK", (), False)))
        ours(told, count)
        told.database.close()

        again = type(office)(open_database(str(bench.folder / "ours.db")), office.agency_id, office.key)
        above, _ = seconds(ours, again, count)
        again.database.close()
        below, _ = seconds(replay, bench.folder / "raw.db", statements)
        print(
            f"approve + hand-over: {count / above:,.0f} pairs/s; the same SQL ({len(statements) // count} statements a pair) on sqlite3 "
            f"{count / below:,.0f} pairs/s; ratio {above / below:.2f} (goal 8)"
        )


if __name__ == "__main__":
    main(int(sys.argv[1]) if len(sys.argv) > 1 else 300)
