"""PNG pictures of the screens, for the guide and the README: ``python -m tests.tui.shots FOLDER [scene ...] [th|en] [80x24] [dark]``.

Needs the fonts named in ``painter`` (Debian: fonts-tlwg-typo-ttf, fonts-dejavu-core).
"""

import asyncio
import sys
import tempfile
from pathlib import Path

from textual.widgets import Input

from assettrack.words.speech import LANGUAGES
from db.engine import open_database
from db.upgrade import upgrade
from tests.offices import found
from tests.tui import painter, scenes


async def shoot(folder, names, language, size, theme):
    """Paint scenes into a folder."""
    with tempfile.TemporaryDirectory() as made:
        home = Path(made)
        database = open_database(str(home / "desk.db"))
        upgrade(database)
        office = found(database)
        scenes.lived_in(office, home)
        for name in names:
            desk = scenes.desk_of(office, home, home)
            async with scenes.stage(name, desk, language, size) as (app, pilot):
                app.theme = painter.THEMES[theme]
                for field in app.screen.query(Input):
                    field.cursor_blink = False
                await pilot.pause(0.3)
                painter.paint(painter.cells_of(app), folder / f"{name}-{language}-{size[0]}x{size[1]}-{theme}.png")


def main(words):
    """Paint what is asked for; everything else is as usual."""
    folder, *rest = words
    names = [word for word in rest if word in scenes.SCENES] or list(scenes.SCENES)
    languages = [word for word in rest if word in LANGUAGES] or ["th"]
    sizes = [tuple(map(int, word.split("x"))) for word in rest if word[0].isdigit()] or [(100, 30)]
    themes = [word for word in rest if word in painter.THEMES] or ["dark"]
    for language in languages:
        for size in sizes:
            for theme in themes:
                asyncio.run(shoot(Path(folder), names, language, size, theme))


if __name__ == "__main__":
    main(sys.argv[1:])
