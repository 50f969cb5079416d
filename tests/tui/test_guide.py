"""The guide says what is so: its chapters are where F1 leads, its pictures are there, its counts of keys are counted here."""

import re
from pathlib import Path

import pytest

from assettrack.office import lending, registry
from assettrack.tui.app import AssetTrackApp
from assettrack.tui.preferences import load
from assettrack.words.speech import say
from tests.offices import PASSWORD
from tests.tui.conftest import settle
from tests.tui.scenes import press, sign_in, typed

DOCS = Path(__file__).parents[2] / "docs"
GUIDE = (DOCS / "guide-th.md").read_text(encoding="utf8")
COUNTS = {
    row[0]: (int(row[1]), int(row[2])) for row in re.findall(r"^\| (.+?) \| (\d+) \| (\d+) \|$", GUIDE, re.MULTILINE)
}
TASKS = {  # task -> who, keys; a text in «» is typed or scanned
    "ของชิ้นนี้อยู่กับใคร": ("patsadu", "f3 «กล้อง» enter enter"),
    "ขอยืม": ("staff2", "f4 enter down enter tab tab «ประชุม» tab tab tab «+3» tab «462-61-0009» scan f9"),
    "อนุมัติ": ("chang", f"enter f6 «{PASSWORD}» enter"),
    "ส่งมอบ": ("patsadu", "f5 «3/2569» enter «416-60-0017» scan f8 enter"),
    "รับคืน (ชิ้นที่ชำรุดเพิ่ม F6)": ("patsadu", "f5 «416-60-0018» scan f9 enter"),
    "ทวงของที่เกินกำหนด": ("patsadu", "down down down enter ctrl+t enter «พรุ่งนี้» enter"),
    "ลงทะเบียนพัสดุ": ("patsadu", "f3 f7 «416-70-0001» enter enter «เครื่องพิมพ์» f9"),
}


def test_every_chapter_that_help_leads_to_is_there():
    chapters = re.findall(r"^## (.+)$", GUIDE, re.MULTILINE)
    areas = ("home", "registry", "request", "counter", "loan", "asset", "asset_form", "importing", "settings")
    assert {say(f"guide.{area}") for area in areas} <= set(chapters)


def test_every_picture_of_the_guide_and_the_readme_is_there():
    readme = (DOCS.parent / "README.md").read_text(encoding="utf8")
    for text, folder in ((GUIDE, DOCS), (readme, DOCS.parent)):
        pictures = re.findall(r"!\[.+?\]\((.+?)\)", text)
        assert pictures
        assert [name for name in pictures if not (folder / name).exists()] == []
    assert "docs/guide-th.md" in readme


@pytest.mark.parametrize("task", TASKS)
async def test_a_task_takes_as_many_keys_and_screens_as_the_guide_says(lived, task):
    login, steps = TASKS[task]
    app = AssetTrackApp(lived.settings, lived)
    own = load(lived.settings.config_dir, login)
    own.printer = ":keep"  # the first time it asks where papers go
    own.save()
    async with app.run_test(size=(100, 30)) as pilot:
        await sign_in(pilot, login)
        screens, pressed = set(), 0
        pieces = re.findall(r"«[^»]+»|\S+", steps)
        for at, step in enumerate(pieces):
            if step.startswith("«"):
                await typed(pilot, step[1:-1])
            else:
                pressed += step not in ("scan", "down")
                await press(pilot, "enter" if step == "scan" else step)
            await settle(pilot)
            shows_what_was_done = step == "f9" and at == len(pieces) - 1
            if (
                not shows_what_was_done
                and not pilot.app.screen.is_modal
                and type(pilot.app.screen).__name__ != "HomeScreen"
            ):
                screens.add(type(pilot.app.screen).__name__)
    assert (pressed, len(screens)) == COUNTS[task]
    assert len(screens) <= 2
    assert done(lived, task)


def done(desk, task):
    """Whether the task was really done."""
    loan = lambda number: lending.loan(desk.office, number, today=desk.today())  # noqa: E731
    return {
        "ของชิ้นนี้อยู่กับใคร": lambda: True,
        "ขอยืม": lambda: loan("5/2569").lines[0].asset == "462-61-0009",
        "อนุมัติ": lambda: loan("4/2569").state == "approved",
        "ส่งมอบ": lambda: loan("3/2569").state == "issued",
        "รับคืน (ชิ้นที่ชำรุดเพิ่ม F6)": lambda: loan("2/2569").state == "closed",
        "ทวงของที่เกินกำหนด": lambda: loan("1/2569").chases[0].result == "พรุ่งนี้",
        "ลงทะเบียนพัสดุ": lambda: registry.asset_by_code(desk.office, "416-70-0001").row.name == "เครื่องพิมพ์",
    }[task]()
