"""The schema: keys that begin with the agency, guards on both engines, migrations that make what the tables say."""

import pytest
import sqlalchemy as sa
from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext

from assettrack.rules.refusal import Unusable
from db import upgrade
from db.engine import open_database
from db.tables import LEDGERED, metadata


def test_the_migrations_make_what_the_tables_say(database):
    with database.read("") as connection:
        context = MigrationContext.configure(
            connection,
            opts={
                "include_object": lambda _o, name, *_: not (name or "").startswith("search_asset"),
                "compare_type": True,
            },
        )
        assert compare_metadata(context, metadata) == []


@pytest.mark.parametrize("table", metadata.sorted_tables, ids=lambda t: t.name)
def test_every_key_begins_with_the_agency(table):
    keys = [c for c in table.constraints if isinstance(c, sa.PrimaryKeyConstraint | sa.UniqueConstraint)]
    keys += [c for c in table.constraints if isinstance(c, sa.ForeignKeyConstraint)]
    unique = [i for i in table.indexes if i.unique]
    assert keys
    assert {next(iter(key.columns)).name for key in [*keys, *unique]} == {"agency_id"}
    for key in table.foreign_key_constraints:
        assert key.elements[0].target_fullname.endswith(".agency_id")


def test_every_day_column_refuses_a_buddhist_year(database):
    checks = {(t.name, c.name) for t in metadata.sorted_tables for c in t.constraints if "_range" in str(c.name)}
    assert len(checks) >= 12
    with database.read("") as connection:
        for name in ("loan", "asset", "authority"):
            found = sa.inspect(connection).get_check_constraints(name)
            assert any(str(check["name"]).endswith("_range") for check in found), name


def test_a_good_database_has_no_findings(database):
    assert upgrade.check(database) == ()


def test_a_guard_that_is_gone_or_changed_is_found(database, engine_name):
    with database.write("") as connection:
        if engine_name == "sqlite":
            connection.exec_driver_sql("DROP TRIGGER guard_vehicle_on_loan")
            connection.exec_driver_sql("DROP TRIGGER guard_ledger_entry_no_update")
            connection.exec_driver_sql(
                "CREATE TRIGGER guard_ledger_entry_no_update BEFORE UPDATE ON ledger_entry BEGIN SELECT 1; END"
            )
        else:
            connection.exec_driver_sql("ALTER TABLE loan_line DISABLE TRIGGER guard_vehicle_on_loan")
            connection.exec_driver_sql(
                "CREATE OR REPLACE FUNCTION guard_ledger_entry_no_update() RETURNS trigger LANGUAGE plpgsql "
                "AS $$ BEGIN RETURN NEW; END $$"
            )
            connection.exec_driver_sql("ALTER TABLE loan NO FORCE ROW LEVEL SECURITY")
    found = " ".join(finding.sentence for finding in upgrade.check(database))
    assert "ไม่มีตัวป้องกัน guard_vehicle_on_loan" in found
    assert "guard_ledger_entry_no_update ในฐานข้อมูลถูกแก้" in found
    assert ("ตาราง loan ไม่ได้แยก" in found) == (engine_name == "postgresql")
    upgrade.upgrade(database)
    assert upgrade.check(database) == ()  # an upgrade puts them back


def test_a_migration_sees_the_rows_of_every_agency(database):
    from db import guards
    from tests.offices import found

    for name in ("อบต. หนึ่ง", "อบต. สอง"):
        found(database, name=name)
    with database.write("") as connection:
        guards.drop(connection)
        count = sa.select(sa.func.count(sa.distinct(metadata.tables["person"].c.agency_id)))
        assert connection.execute(count).scalar_one() == 2
        guards.create(connection, tuple(metadata.tables))
    assert upgrade.check(database) == ()
    with database.read("") as connection:
        seen = connection.execute(count).scalar_one()
        assert seen == (2 if database.dialect == "sqlite" else 0)


def test_a_database_newer_than_the_program_is_not_touched(database):
    with database.write("") as connection:
        connection.exec_driver_sql("UPDATE alembic_version SET version_num = '9999'")
    for ask in (upgrade.upgrade, upgrade.check_current):
        with pytest.raises(Unusable, match="รุ่นใหม่กว่า"):
            ask(database)


def test_an_empty_database_says_how_to_begin(tmp_path):
    database = open_database(str(tmp_path / "empty.db"))
    with pytest.raises(Unusable, match="assettrack init"):
        upgrade.check_current(database)
    assert next(finding.what for finding in upgrade.check(database)) == "revision"
    database.close()


def test_a_damaged_file_is_a_finding_and_not_a_crash(tmp_path, sqlite_template):
    path = tmp_path / "damaged.db"
    data = bytearray(sqlite_template.read_bytes())
    for at in range(4096 * 3, len(data), 4096):
        data[at : at + 40] = b"\xff" * 40
    path.write_bytes(bytes(data))
    try:
        database = open_database(str(path))
    except Unusable:
        return
    assert upgrade.check(database)
    database.close()


def test_what_the_ledger_does_not_vouch_for_is_named():
    assert set(metadata.tables) - set(LEDGERED) == {"ledger_entry", "ledger_row", "sign_in_guard", "document_counter"}
