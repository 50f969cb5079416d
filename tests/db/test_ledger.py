"""The ledger: an edited, a deleted, a truncated and a rewritten chain are found, and so is a byte flipped in a table."""

import json
from dataclasses import replace
from datetime import UTC, datetime
from typing import Any

import pytest
import sqlalchemy as sa

from assettrack.office import ledger, lending, people
from assettrack.office.ledger import head, verify
from db import ledger as chain
from db.tables import LEDGERED
from db.tables.ledger import ledger_entry
from tests.offices import KEY, PASSWORD, ask_for, insert_asset


@pytest.fixture
def used(office, actor, add_asset):
    """An office with a loan that has gone out."""
    add_asset("416-60-0017")
    lending.request_loan(office, actor("staff1"), ask_for("416-60-0017"))
    lending.approve(office, actor("chang"), "1/2569")
    lending.hand_over(office, actor("patsadu"), "1/2569")
    assert verify(office).broken == ()
    return office


@pytest.fixture
def tamper(used, engine_name, postgres_admin):
    """Statements of somebody who owns the file or the server: guards and policies do not hold him."""

    def run(*statements):
        if engine_name == "sqlite":
            import sqlite3

            connection = sqlite3.connect(used.database.where, isolation_level=None)
            for (name,) in connection.execute("SELECT name FROM sqlite_schema WHERE type = 'trigger'").fetchall():
                connection.execute(f"DROP TRIGGER {name}")
            connection.execute("PRAGMA foreign_keys=OFF")
            for statement in statements:
                assert connection.execute(statement).rowcount, statement
            connection.close()
        else:
            with postgres_admin.begin() as connection:
                connection.exec_driver_sql("SET session_replication_role = replica")
                for statement in statements:
                    assert connection.exec_driver_sql(statement).rowcount, statement

    return run


@pytest.fixture
def postgres_admin(engine_name, request):
    """The server's owner in this test's database; nobody on SQLite."""
    if engine_name == "sqlite":
        yield None
        return
    admin, _ = request.getfixturevalue("postgres")
    url = admin.url.set(database=sa.make_url(request.getfixturevalue("database_url")).database)
    engine = sa.create_engine(url)
    yield engine
    engine.dispose()


def kinds(office, **options):
    return {b.what for b in verify(office, **options).broken}


LAST = "(SELECT max(seq) FROM ledger_entry)"


@pytest.mark.parametrize(
    ("statements", "found"),
    [
        (["UPDATE ledger_entry SET actor_name = 'ผู้อื่น' WHERE seq = 5"], {"entry"}),
        (["UPDATE ledger_entry SET body = replace(body, 'กองช่าง', 'กองคลัง') WHERE seq = 1"], {"entry"}),
        (["UPDATE ledger_entry SET capacity = 'นายก' WHERE seq = 5"], {"entry"}),
        (["UPDATE ledger_entry SET hash = prev WHERE seq = 5"], {"entry", "chain"}),
        (["UPDATE ledger_entry SET hash = 'ไม่ใช่รหัส' WHERE seq = 5"], {"entry", "chain"}),
        (["UPDATE ledger_entry SET body = 'ไม่ใช่ JSON' WHERE seq = 5"], {"entry", "index"}),
        (["UPDATE ledger_entry SET actor_id = '' WHERE seq = 1"], {"entry"}),
        (["DELETE FROM ledger_row WHERE seq = 5"], {"index"}),
        (["UPDATE asset SET place = 'บ้านใครสักคน'"], {"row"}),
        (["UPDATE loan SET due_on = '2026-12-31'"], {"row"}),
        (["UPDATE person SET password_hash = 'ของคนอื่น' WHERE login = 'nayok'"], {"row"}),
        (["UPDATE loan_line SET price_at_loan = 1"], {"row"}),
        (["DELETE FROM loan_approval"], {"lost_row"}),
        (["UPDATE asset_identifier SET id = 'x'"], {"lost_row", "unknown_row"}),
    ],
    ids=lambda value: value[0][:60] if isinstance(value, list) else "",
)
def test_what_was_changed_past_the_program_is_found(used, tamper, statements, found):
    tamper(*statements)
    assert found <= kinds(used)
    assert kinds(used) <= found | {"row", "lost_row", "unknown_row"}


def test_a_deleted_entry_is_found(used, tamper):
    tamper("DELETE FROM ledger_row WHERE seq = 5", "DELETE FROM ledger_entry WHERE seq = 5")
    assert "gap" in kinds(used)
    assert next(b.seq for b in verify(used).broken if b.what == "gap") == 5


def test_a_truncated_chain_is_found_by_the_anchor_on_paper(used, tamper, actor, add_asset):
    insert_asset(used, "416-60-0018")
    mark = head(used)
    assert verify(used, anchor=f"{mark.seq}:{mark.code}").broken == ()
    gone = "(SELECT id FROM asset WHERE code = '416-60-0018')"
    tamper(
        f"DELETE FROM ledger_row WHERE seq = {LAST}",
        f"DELETE FROM ledger_entry WHERE seq = {LAST}",
        f"DELETE FROM asset_identifier WHERE asset_id = {gone}",
        "DELETE FROM asset WHERE code = '416-60-0018'",
    )
    assert kinds(used) == set()  # a clean cut: only the paper remembers
    assert kinds(used, anchor=f"{mark.seq}:{mark.code}") == {"anchor"}


def test_a_chain_rewritten_without_the_key_is_found(used, tamper):
    """Somebody edits an entry and hashes the whole chain anew, but has no key."""
    with used.database.read(used.agency_id) as connection:
        rows = [dict(r) for r in connection.execute(sa.select(*ledger_entry.c).order_by("seq")).mappings()]
    prev, statements = chain.GENESIS, []
    for row in rows:
        signer = chain.Signer(row["actor_id"], "ผู้อื่น", row["capacity"], row["at"])
        new = chain.entry_hash(b"guessed" * 5, row["seq"], signer, row["kind"], row["body"], prev)
        statements.append(
            f"UPDATE ledger_entry SET actor_name = 'ผู้อื่น', prev = '{prev}', hash = '{new}' WHERE seq = {row['seq']}"
        )
        prev = new
    mark = head(used)
    tamper(*statements)
    broken = verify(used, anchor=f"{mark.seq}:{mark.code}").broken
    assert len([b for b in broken if b.what == "entry"]) == len(rows)
    assert any(b.what == "anchor" for b in broken)


@pytest.mark.parametrize("engine_name", ["sqlite"])
@pytest.mark.parametrize(("table", "column"), [("asset", "name"), ("ledger_entry", "body"), ("ledger_entry", "at")])
def test_a_byte_flipped_in_the_file_is_found(used, engine_name, table, column):
    import sqlite3

    connection = sqlite3.connect(used.database.where)
    for (name,) in connection.execute("SELECT name FROM sqlite_schema WHERE type = 'trigger'").fetchall():
        connection.execute(f"DROP TRIGGER {name}")
    connection.execute(f"UPDATE {table} SET {column} = CAST(x'e0b881ff' AS TEXT) WHERE rowid = 1")
    connection.commit()
    connection.close()
    assert kinds(used) & {"entry", "unreadable"}


def test_an_empty_chain_stands_at_its_beginning(office):
    other = replace(office, agency_id="nobody")
    assert verify(other).entries == 0
    mark = head(other)
    assert verify(other, anchor=f"0:{mark.code}").broken == ()


def test_every_row_of_the_office_stands_in_the_ledger(used):
    with used.database.read(used.agency_id) as connection:
        counted = {
            name: connection.execute(sa.select(sa.func.count()).select_from(table)).scalar_one()
            for name, table in LEDGERED.items()
        }
    assert counted["loan_approval"] == counted["loan"] == 1
    assert verify(used).entries == head(used).seq


def test_an_entry_says_who_in_which_capacity_when_and_what(used):
    with used.database.read(used.agency_id) as connection:
        loan_id = lending.loan(used, "1/2569", today=datetime.now(UTC).date()).id
        entries = chain.history(connection, used.agency_id, "loan", loan_id)
    assert [e.kind for e in entries] == ["loan.submitted", "loan.approved", "loan.handed_over"]
    assert entries[1].actor_name == "นายธวัช มั่นคง"
    assert entries[1].capacity == "ผู้อำนวยการกองช่าง"
    assert entries[1].at == datetime(2026, 9, 15, 3, 0, tzinfo=UTC)
    changed = next(c for c in entries[1].changes if c["table"] == "loan")
    assert changed["before"] == {"state": "submitted", "version": 1}
    assert changed["after"] == {"state": "approved", "version": 2}


def test_no_password_hash_stands_in_the_ledger(used, actor):
    from assettrack.office.sign_in import set_password

    set_password(used, actor("admin"), "staff1", PASSWORD + "x")
    with used.database.read(used.agency_id) as connection:
        bodies = connection.execute(sa.select(ledger_entry.c.body)).scalars().all()
    assert "argon2" not in " ".join(bodies)
    assert verify(used).broken == ()


def test_an_act_that_changes_nothing_leaves_no_entry(office, actor):
    before = head(office)
    people.set_roles(office, actor("admin"), "staff1", ["staff"])
    assert head(office) == before


def test_a_use_case_that_forgets_its_entry_fails(office, actor):
    from assettrack.office.context import writing
    from db.tables.people import division

    with pytest.raises(RuntimeError, match="without a ledger entry"), writing(office, actor("admin")) as journal:
        journal.insert(division, name="กองใหม่", sort_key="x", active=True)
    assert "กองใหม่" not in {d.name for d in people.divisions(office)}


def test_the_code_is_the_first_80_bits_in_base32():
    digest = chain.digest("assettrack")
    assert len(chain.code_of(digest)) == 16
    assert json.loads(chain.row_json({"b": 1, "a": datetime(2026, 9, 15, 10, 0, tzinfo=UTC)})) == {
        "a": "2026-09-15T10:00:00.000000Z",
        "b": 1,
    }


@pytest.mark.parametrize("text", ["12", "x:ABCDEFGHIJKLMNOP", "12:abc", "๑๒:ABCDEFGHIJKLMNO1"])
def test_an_anchor_that_is_none_is_refused(office, text):
    from assettrack.rules.refusal import BadInput

    with pytest.raises(BadInput, match="รหัสอ้างอิง"):
        ledger.verify(office, anchor=text)


def test_the_same_acts_make_the_same_chain_on_both_engines():
    signer = chain.Signer("p", "ก", "ข", datetime(2026, 9, 15, tzinfo=UTC))
    made = chain.entry_hash(KEY, 1, signer, "kind", "{}", chain.GENESIS)
    as_sqlite_gives_it: Any = "2026-09-15T00:00:00.000000Z"
    stored = replace(signer, at=as_sqlite_gives_it)
    assert chain.entry_hash(KEY, 1, stored, "kind", "{}", chain.GENESIS) == made
    assert chain.entry_hash(KEY, 1, replace(signer, actor_id=None), "kind", "{}", chain.GENESIS) != made
