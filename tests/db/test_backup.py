"""A backup is whole, made while others write, never over a file that is there, and leaves nothing when it is stopped."""

import pytest

from assettrack.office import agencies, ledger, registry
from assettrack.rules.refusal import Unusable
from db.backup import backup
from db.engine import open_database
from tests.offices import insert_asset


def test_a_backup_holds_everything_up_to_its_moment(office, database, engine_name, tmp_path):
    insert_asset(office, "416-60-0001")
    copy = tmp_path / "copy.db"
    if engine_name == "postgresql":
        with pytest.raises(Unusable, match="pg_dump"):
            backup(database, copy)
        assert not copy.exists()
        return
    told = []
    backup(database, copy, progress=lambda *step: told.append(step))
    insert_asset(office, "416-60-0002")
    assert told[-1][0] == told[-1][1] > 0
    assert [p.name for p in tmp_path.glob("copy*")] == ["copy.db"]
    opened = open_database(str(copy))
    try:
        again = type(office)(opened, office.agency_id, office.key)
        assert [row.code for row in registry.find_assets(again, "416").rows] == ["416-60-0001"]
        assert ledger.verify(again).broken == ()
        assert agencies.agency(again).name == agencies.agency(office).name
    finally:
        opened.close()


def test_a_file_that_is_there_stays_and_a_stopped_backup_leaves_none(office, database, engine_name, tmp_path):
    if engine_name == "postgresql":
        return
    there = tmp_path / "there.db"
    there.write_text("keep me")
    with pytest.raises(Unusable, match="มีไฟล์นี้อยู่แล้ว"):
        backup(database, there)
    assert there.read_text() == "keep me"

    def stop(_done, _of):
        raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        backup(database, tmp_path / "new.db", progress=stop)
    with pytest.raises(Unusable):
        backup(database, tmp_path / "no" / "such" / "folder.db")
    assert [p.name for p in tmp_path.glob("new*")] == []
