"""An office for the screen tests, on SQLite, and a way to type Thai."""

import shutil

import pytest
from textual import events
from textual.keys import _character_to_key

from assettrack.bootstrap import Desk, Settings
from assettrack.office import agencies
from assettrack.tui.preferences import Preferences
from db.engine import open_database
from tests.offices import TODAY, found


@pytest.fixture
def engine_name():
    return "sqlite"


@pytest.fixture
def desk(database, tmp_path, monkeypatch):
    office = found(database)
    monkeypatch.setenv("HOME", str(tmp_path))
    monkeypatch.setenv("XDG_DOCUMENTS_DIR", str(tmp_path / "docs"))
    for login in ("patsadu", "staff1", "chang", "nayok"):
        Preferences(tour_seen=True, file=tmp_path / "screen" / f"{login}.json").save()
    settings = Settings(database="unused", config_dir=tmp_path)
    return Desk(office, agencies.agency(office), settings, TODAY)


@pytest.fixture
def lived(sqlite_template, tmp_path, monkeypatch):
    """A desk of an office in the middle of its year; its own copy, so that it may be changed."""
    from tests.tui import scenes

    monkeypatch.setenv("HOME", str(tmp_path))
    monkeypatch.setenv("XDG_DOCUMENTS_DIR", str(tmp_path / "docs"))
    shutil.copy(sqlite_template, tmp_path / "desk.db")
    database = open_database(str(tmp_path / "desk.db"))
    office = found(database)
    scenes.lived_in(office, tmp_path)
    yield scenes.desk_of(office, tmp_path, tmp_path)
    database.close()


async def settle(pilot):
    """The office has answered and its answers are shown; a dialog that waits for its answer goes on waiting."""
    for _ in range(4):
        answering = [worker for worker in pilot.app.workers if worker.group != "ask"]
        if answering:  # an empty list would mean all of them
            await pilot.app.workers.wait_for_complete(answering)
        await pilot.pause()


async def type_thai(pilot, text):
    """Press the keys of a Thai text; ``pilot.press`` drops marks."""
    for char in text:
        pilot.app.screen.focused.post_message(events.Key(_character_to_key(char), char))
    await pilot.pause()


def picture(app):
    """The screen as lines of text."""
    return ["".join(segment.text for segment in strip) for strip in app.screen._compositor.render_strips()]
