"""Where Textual and Rich break Thai, mended: cuts between clusters, lines between words, a cursor on clusters, keys typed ahead."""

from importlib.metadata import version
from itertools import pairwise

import pytest
from rich.cells import cell_len
from rich.console import Console
from rich.segment import Segment
from rich.text import Text
from textual import events
from textual.app import App
from textual.keys import _character_to_key
from textual.widgets import Input

from assettrack.thai.text import cells, is_mark
from assettrack.tui.palette import PaletteInput
from assettrack.tui.thai import ThaiInput, divide_line, mend
from assettrack.tui.widgets.day import DayField
from assettrack.tui.widgets.pick import Pick
from tests.offices import TODAY


@pytest.fixture(autouse=True)
def mended():
    mend()


def test_the_libraries_are_the_ones_that_are_mended():
    assert version("textual") == "8.2.8"
    assert version("rich") == "15.0.0"


@pytest.mark.parametrize("text", ["ที่นี่", "น้ำใจ", "ผู้รับผิดชอบ", "กี่ปี่"])
def test_a_cut_never_parts_a_mark_from_its_letter(text):
    for cut in range(cell_len(text) + 1):
        left, right = Segment(text).split_cells(cut)
        assert left.text + right.text == text
        assert not (right.text and left.text and is_mark(right.text[0]))


@pytest.mark.parametrize("width", [8, 12, 20, 31])
def test_lines_break_between_words(width):
    text = "ผู้ยืมพิจารณาหรือให้ความเห็นใบยืมของตนเองไม่ได้ (ระเบียบฯ ข้อ ๒๐๘ (๒))"
    lines = [line.plain for line in Text(text).wrap(Console(width=width), width)]
    assert "".join(lines).replace(" ", "") == text.replace(" ", "")
    assert all(cell_len(line.rstrip()) <= width for line in lines)
    assert not any(is_mark(line[0]) for line in lines)
    borders = [0, *divide_line(text, width), len(text)]
    assert [text[a:b].strip() for a, b in pairwise(borders)] == [line.strip() for line in lines]
    if width >= 12:
        assert all(word in " ".join(lines) for word in ("พิจารณา", "ความเห็น", "ระเบียบฯ", "ข้อ ๒๐๘"))


def test_textual_breaks_lines_at_the_same_places_as_rich():
    from textual import content

    assert vars(content)["divide_line"] is divide_line


class OneField(App[None]):
    def compose(self):
        yield ThaiInput("ที่นี่", id="first")
        yield ThaiInput(id="second", enter_moves_on=True)
        yield Input(id="third")


async def test_the_cursor_stops_on_letters_and_backspace_takes_one_mark():
    async with OneField().run_test() as pilot:
        field = pilot.app.query_one("#first", ThaiInput)
        field.focus()
        stops = []
        field.cursor_position = 0
        for _ in range(2):
            await pilot.press("right")
            stops.append(field.cursor_position)
        assert stops == [3, 6]
        await pilot.press("left")
        assert field.cursor_position == 3
        await pilot.press("backspace")
        assert field.value == "ทีนี่"
        await pilot.press("delete")
        assert field.value == "ที"


async def test_keys_typed_ahead_go_to_the_field_they_were_meant_for():
    """A quick person types the login, Enter and the password before the screen has moved on."""
    async with OneField().run_test() as pilot:
        first = pilot.app.query_one("#first", ThaiInput)
        first.value = ""
        first.focus()
        await pilot.pause()
        for char in "กข\tคง\nจ":
            key = {"\t": "tab", "\n": "enter"}.get(char)
            first.post_message(events.Key(key or _character_to_key(char), None if key else char))
        await pilot.pause()
        await pilot.pause()
        values = [pilot.app.query_one(f"#{name}", Input).value for name in ("first", "second", "third")]
        assert values == ["กข", "คง", "จ"]


def shapes():
    """500 strings of every shape a Thai cluster has: leading vowel, letter, vowel above or below, tone, สระอำ, ฤๅ, ๆ, ฯ, digits."""
    leads, letters = ["", "เ", "แ", "โ", "ใ", "ไ"], ["ก", "ป", "ญ", "ฐ", "ฟ", "ฬ", "ย"]
    marks = ["", "ั", "ิ", "ี", "ึ", "ื", "ุ", "ู", "็", "์", "ํ"]
    tones, tails = ["", "่", "้", "๊", "๋"], ["", "า", "ำ", "ะ", "ๆ", "น", "ฯ", "๙", " ", "a"]
    made = [
        lead
        + letters[(n + m) % len(letters)]
        + mark
        + tones[(n + 2 * m) % len(tones)]
        + tails[(3 * n + m) % len(tails)]
        for n, lead in enumerate(leads * 8)
        for m, mark in enumerate(marks)
    ]
    return list(dict.fromkeys([*made, "ฤๅษี", "น้ำ", "ที่นี่", "เก้าอี้", "กรุงเทพฯ"]))[:500]


class AllFields(App[None]):
    """Every field of the program that one types into."""

    def compose(self):
        yield ThaiInput(id="thai")
        yield ThaiInput(id="password", password=True)
        yield Pick(lambda _: (), "pick")
        yield Pick(lambda _: (), "scan", empties=True)
        yield DayField("วันที่", lambda: TODAY, id="day")
        yield PaletteInput(id="palette")


@pytest.mark.parametrize("name", ["thai", "password", "pick", "scan", "day", "palette"])
async def test_five_hundred_strings_are_typed_and_deleted(name):
    strings = shapes()
    assert len(strings) == 500
    async with AllFields().run_test(size=(80, 24)) as pilot:
        field = pilot.app.query_one(f"#{name}", ThaiInput)
        field.focus()
        await pilot.pause()
        for text in strings:
            for char in text:
                await field._on_key(events.Key(_character_to_key(char), char))
            assert field.value == text
            assert field.cursor_position == len(text)
            assert field._position_to_cell(field.cursor_position) == (len(text) if name == "password" else cells(text))
            for left in range(len(text) - 1, -1, -1):
                field.action_delete_left()
                assert field.value == text[:left]
                wide = left if name == "password" else cells(text[:left])
                assert field._position_to_cell(field.cursor_position) == wide


async def test_words_are_jumped_over_and_deleted_whole_though_no_space_is_between_them():
    async with AllFields().run_test(size=(80, 24)) as pilot:
        field = pilot.app.query_one("#thai", ThaiInput)
        field.focus()
        field.value = "เก้าอี้พลาสติก ที่ห้องประชุม"
        field.cursor_position = 0
        stops = []
        for _ in range(6):
            field.action_cursor_right_word()
            stops.append(field.value[: field.cursor_position])
        assert stops[:3] == ["เก้าอี้", "เก้าอี้พลาสติก ", "เก้าอี้พลาสติก ที่"]
        field.action_delete_left_word()
        assert field.value.endswith("ห้อง") or "ประชุม" not in field.value
        field.cursor_position = 0
        field.action_cursor_right_word(select=True)
        assert field.selected_text == "เก้าอี้"
        field.action_delete_right_word()
        assert field.value.startswith("พลาสติก")
        secret = pilot.app.query_one("#password", ThaiInput)
        secret.value = "ที่ ห้อง"
        secret.action_cursor_left_word()
        assert secret.cursor_position == 0


@pytest.mark.parametrize(("cell", "at"), [(0, 0), (1, 3), (2, 6), (3, 6), (30, 6)])
async def test_a_click_lands_on_a_letter(cell, at):
    async with AllFields().run_test(size=(80, 24)) as pilot:
        field = pilot.app.query_one("#thai", ThaiInput)
        field.value = "ที่นี่"
        assert field._cell_offset_to_index(cell) == at
