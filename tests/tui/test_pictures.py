"""Every screen and dialog at three sizes, in three themes and two languages, as it was looked at and found good.

``ASSETTRACK_TAKE_PICTURES=1 python -m pytest tests/tui/test_pictures.py`` writes them anew; look at the difference before it is
committed, and at ``python -m tests.tui.shots`` for PNG.
"""

import os
import shutil
from pathlib import Path

import pytest
from rich.cells import cell_len
from textual.widgets import Input

from assettrack.thai.text import is_mark
from assettrack.words.speech import LANGUAGES
from db.engine import open_database
from tests.offices import found
from tests.tui import painter, scenes
from tests.tui.conftest import settle

KEPT = Path(__file__).parent / "pictures"
SIZES = ((80, 24), (100, 30), (140, 40))
TAKE = os.environ.get("ASSETTRACK_TAKE_PICTURES")


@pytest.fixture(scope="session")
def lived_in(sqlite_template, tmp_path_factory):
    """An office in the middle of its year, and the folder it stands in."""
    folder = tmp_path_factory.mktemp("lived-in")
    shutil.copy(sqlite_template, folder / "desk.db")
    database = open_database(str(folder / "desk.db"))
    office = found(database)
    scenes.lived_in(office, folder)
    yield office, folder
    database.close()


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("scene", scenes.SCENES)
async def test_the_screen_looks_as_it_was_found_good(scene, language, lived_in, tmp_path, monkeypatch):
    monkeypatch.setenv("HOME", str(tmp_path))
    office, folder = lived_in
    desk = scenes.desk_of(office, tmp_path, folder)
    async with scenes.stage(scene, desk, language) as (app, pilot):
        for size in SIZES:
            await pilot.resize_terminal(*size)
            await settle(pilot)
            await pilot.pause(0.2)  # the side of a wide list is read when the cursor rests
            await settle(pilot)
            compare(f"{scene}-{language}-{size[0]}x{size[1]}.txt", painter.as_text(await in_themes(app, pilot)), size)


async def in_themes(app, pilot):
    """Theme -> the screen's cells; the text is the same in each."""
    pictures = {}
    for name, theme in painter.THEMES.items():
        app.theme = theme
        for field in app.screen.query(Input):
            field.cursor_blink = False
        await pilot.pause()
        await pilot.pause()
        pictures[name] = painter.cells_of(app)
    texts = {"\n".join("".join(cluster for cluster, _ in row) for row in rows) for rows in pictures.values()}
    assert len(texts) == 1
    return pictures


def compare(name, picture, size):
    """The picture is the one that was kept, fills the screen, and no line begins with a mark."""
    lines = picture.split("\n")[: size[1]]
    assert not [line for line in lines if cell_len(line) > size[0] or (line and is_mark(line[0]))]
    if TAKE:
        KEPT.mkdir(exist_ok=True)
        (KEPT / name).write_text(picture, encoding="utf8")
    assert (KEPT / name).read_text(encoding="utf8") == picture
