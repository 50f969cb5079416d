"""The open database: what it refuses to open, who sees which rows, and what a reader cannot do."""

from pathlib import Path

import pytest
import sqlalchemy as sa

from assettrack.rules.refusal import BadInput, Conflict, Unusable
from db import engine, local_drive
from db.engine import open_database
from db.tables.people import division
from tests.offices import insert_asset

MOUNTS = """\
22 1 8:1 / / rw - ext4 /dev/sda1 rw
30 22 0:40 / /mnt/office\\040share rw - cifs //server/share rw
31 22 0:41 / /mnt/nfs rw - nfs4 server:/x rw
32 22 0:42 / /mnt/ssh rw - fuse.sshfs me@host: rw
33 22 8:2 / /mnt/usb rw - fuseblk /dev/sdb1 rw
34 22 0:43 / /mnt/vm rw - vboxsf shared rw
35 22 0:44 / /mnt/c rw - 9p C: rw
36 22 8:3 / /mnt/office\\040share/local rw - xfs /dev/sdc1 rw
broken line
"""


@pytest.mark.parametrize(
    ("path", "remote"),
    [
        ("/home/clerk/a.db", False),
        ("/mnt/office share/a.db", True),
        ("/mnt/office share/local/a.db", False),
        ("/mnt/nfs/deep/er/a.db", True),
        ("/mnt/ssh/a.db", True),
        ("/mnt/usb/a.db", False),
        ("/mnt/vm/a.db", True),
        ("/mnt/c/a.db", True),
    ],
)
def test_a_network_drive_is_refused_with_what_to_do(path, remote):
    if not remote:
        local_drive.check_local(Path(path), MOUNTS)
        return
    with pytest.raises(Unusable) as refused:
        local_drive.check_local(Path(path), MOUNTS)
    assert "ไดรฟ์เครือข่าย" in refused.value.sentence()
    assert "PostgreSQL" in refused.value.sentence()


@pytest.mark.parametrize(
    ("version", "warned"), [((3, 51, 2), True), ((3, 40, 1), True), ((3, 51, 3), False), ((3, 53, 0), False)]
)
def test_an_old_sqlite_is_warned_about(version, warned):
    found = engine.sqlite_warnings(version)
    assert bool(found) is warned
    assert not warned or "3.51.3" in found[0]


@pytest.mark.parametrize(
    ("encoding", "ctype", "good"),
    [
        ("UTF8", "C.UTF-8", True),
        ("UTF8", "th_TH.UTF-8", True),
        ("SQL_ASCII", "C", False),
        ("UTF8", "C", False),
        ("UTF8", "POSIX", False),
        ("WIN874", "th_TH", False),
    ],
)
def test_a_postgresql_that_cannot_hold_thai_is_refused(encoding, ctype, good):
    if good:
        engine.check_encoding(encoding, ctype)
        return
    with pytest.raises(Unusable, match="UTF8"):
        engine.check_encoding(encoding, ctype)


@pytest.mark.parametrize(
    "where",
    ["mysql://a@b/c", "postgresql://", "postgresql://u:p@127.0.0.1:notaport/x", "postgresql://u:p@127.0.0.1:1/x"],
)
def test_an_address_that_is_none_is_refused_in_words(where):
    with pytest.raises(Unusable) as refused:
        open_database(where)
    assert "p@" not in refused.value.sentence()  # the password stays out of it


def test_a_file_that_is_no_database_is_refused(tmp_path):
    path = tmp_path / "notes.db"
    path.write_bytes(b"this is no database, it is a letter" * 100)
    with pytest.raises(Unusable, match="not a database"):
        open_database(str(path))


def test_a_superuser_of_postgresql_is_refused(postgres):
    admin, ours = postgres
    url = admin.url.set(database=ours.database)
    with pytest.raises(Unusable, match="superuser"):
        open_database(url.render_as_string(hide_password=False))


def test_sqlite_is_opened_with_the_recipes(database, engine_name):
    if engine_name == "postgresql":
        with database.read("") as connection:
            assert connection.exec_driver_sql("SHOW plan_cache_mode").scalar_one() == "force_custom_plan"
        return
    with database.read("") as connection:
        found = {
            name: connection.exec_driver_sql(f"PRAGMA {name}").scalar_one()
            for name in ("journal_mode", "synchronous", "foreign_keys", "recursive_triggers", "query_only")
        }
    assert found == {
        "journal_mode": "wal",
        "synchronous": 2,
        "foreign_keys": 1,
        "recursive_triggers": 1,
        "query_only": 1,
    }


def test_a_reader_cannot_write_and_a_writer_after_it_can(office):
    rename = sa.update(division).values(name="ก")
    with pytest.raises((Unusable, Conflict)), office.database.read(office.agency_id) as connection:
        connection.execute(rename)
    with office.database.write(office.agency_id) as connection:
        assert connection.execute(sa.update(division).values(sort_key=division.c.sort_key)).rowcount > 0


def test_a_reader_sees_one_moment(office):
    count = sa.select(sa.func.count()).select_from(sa.table("asset"))
    with office.database.read(office.agency_id) as reader:
        assert reader.execute(count).scalar_one() == 0
        insert_asset(office, "416-60-0001")
        assert reader.execute(count).scalar_one() == 0
    with office.database.read(office.agency_id) as reader:
        assert reader.execute(count).scalar_one() == 1


@pytest.mark.parametrize("engine_name", ["postgresql"])  # SQLite holds a NUL; the office takes it out before
def test_text_that_the_engine_cannot_hold_is_bad_input(office):
    with pytest.raises(BadInput), office.database.write(office.agency_id) as connection:
        connection.execute(sa.update(division).values(name="ก\x00"))


class Stop(Exception):
    pass


def _rename_and_stop(office):
    with office.database.write(office.agency_id) as connection:
        connection.execute(sa.update(division).values(name=division.c.name + "x"))
        raise Stop


def test_a_transaction_that_fails_leaves_nothing(office):
    names = sa.select(division.c.name).where(division.c.agency_id == office.agency_id)
    with office.database.read(office.agency_id) as connection:
        before = sorted(connection.execute(names).scalars())
    with pytest.raises(Stop):
        _rename_and_stop(office)
    with office.database.read(office.agency_id) as connection:
        assert sorted(connection.execute(names).scalars()) == before
