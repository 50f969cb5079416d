"""The list that shows a window: pages asked once, the cursor everywhere, late pages dropped."""

import pytest
from textual.app import App
from textual.screen import Screen

from assettrack.tui.widgets.window_list import PAGE, WindowList
from tests.tui.conftest import picture

COUNT = 1_000_000


class Page(Screen[None]):
    def __init__(self, count):
        super().__init__()
        self.rows, self.asked, self.chosen = count, [], []

    def compose(self):
        yield WindowList((("ที่", 8, 0), ("ชื่อ", 10, 1)))

    def on_mount(self):
        self.query_one(WindowList).begin(self.rows)
        self.query_one(WindowList).focus()

    def on_window_list_wanted(self, event):
        self.asked.append(event.page)
        first = event.page * PAGE
        rows = [(str(n), f"พัสดุที่ {n}") for n in range(first, min(self.rows, first + PAGE))]
        self.query_one(WindowList).put(event.page, rows, event.edition)

    def on_window_list_chosen(self, event):
        self.chosen.append((event.index, event.cells[0]))


class Listing(App[None]):
    def __init__(self, count=COUNT):
        super().__init__()
        self.page = Page(count)

    def on_mount(self):
        self.push_screen(self.page)


@pytest.mark.parametrize("size", [(100, 30), (80, 24)])
async def test_a_million_rows_are_walked_with_a_few_pages(size):
    app = Listing()
    async with app.run_test(size=size) as pilot:
        await pilot.pause(0.1)
        assert app.page.asked == [0, 1]
        assert "พัสดุที่ 0 " in picture(app)[1]
        for keys, at in (
            (["end"], COUNT - 1),
            (["pageup"], COUNT - size[1]),
            (["home"], 0),
            (["pagedown", "down"], size[1]),
        ):
            await pilot.press(*keys)
            await pilot.pause(0.1)
            listing = app.page.query_one(WindowList)
            assert listing.cursor == at
            assert any(f"พัสดุที่ {at} " in line for line in picture(app)), keys
        assert len(app.page.asked) == len(set(app.page.asked)) <= 6
        await pilot.press("enter")
        await pilot.pause()
        assert app.page.chosen == [(size[1], str(size[1]))]
        assert picture(app)[0].startswith(" ที่")


async def test_a_page_of_an_earlier_list_is_dropped():
    app = Listing(5)
    async with app.run_test() as pilot:
        await pilot.pause()
        listing = app.page.query_one(WindowList)
        old = listing.edition
        listing.begin(2, [("ก", "ข"), ("ค", "ง")])
        listing.put(0, [("เก่า", "เก่า")], old)
        await pilot.pause()
        assert listing.row(0) == ("ก", "ข")
        await pilot.press("end", "down")
        assert listing.cursor == 1


async def test_an_empty_list_has_nothing_to_choose():
    app = Listing(0)
    async with app.run_test() as pilot:
        await pilot.press("down", "end", "enter")
        await pilot.pause()
        assert (app.page.query_one(WindowList).cursor, app.page.chosen, app.page.asked) == (0, [], [])


async def test_a_click_moves_and_a_second_one_chooses():
    app = Listing()
    async with app.run_test() as pilot:
        await pilot.pause()
        for _ in range(2):
            await pilot.click(WindowList, offset=(5, 4))
            await pilot.pause()
        assert app.page.chosen == [(3, "3")]
