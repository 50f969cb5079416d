"""A list that shows a window of very many rows: it scrolls a million as smoothly as a thousand.

A stock DataTable holds every row and freezes for minutes (FACTS-tui §4). Here the list knows how many rows there are and asks for
a page of them when it comes into view; lines are drawn from the pages that are there, and drawn again when a page arrives.
"""

from __future__ import annotations

from collections import OrderedDict
from functools import lru_cache
from typing import TYPE_CHECKING, Any, ClassVar

from rich.segment import Segment
from textual.geometry import Region, Size
from textual.message import Message
from textual.reactive import var
from textual.scroll_view import ScrollView
from textual.strip import Strip

from assettrack.thai.text import pad
from assettrack.tui.keys import key

if TYPE_CHECKING:
    from collections.abc import Sequence

    from rich.style import Style
    from textual import events

    Column = tuple[str, int, int]


@lru_cache(maxsize=4096)
def _line(cells: tuple[str, ...], widths: tuple[int, ...]) -> str:
    return "  ".join(pad(cell, width) for cell, width in zip(cells, widths, strict=False))


@lru_cache(maxsize=4096)
def _drawn(text: str, style: Style, width: int) -> Strip:
    """A line as it is drawn; one that was drawn before is the same object, whose own caches are warm."""
    return Strip([Segment(text, style)]).crop_extend(0, width, style)


PAGE = 100
"""Rows of a page."""
_KEPT = 32
"""Pages kept in memory."""
_HEAD = 1
"""Lines that the header takes."""


class WindowList(ScrollView, can_focus=True):
    """Rows of text under a header, with a cursor. ``Wanted`` asks for a page that is missing, ``put`` brings it."""

    BINDINGS: ClassVar[list[Any]] = [
        key("down", "move(1)", "list.down", show=False),
        key("up", "move(-1)", "list.up", show=False),
        key("pagedown", "page(1)", "list.page_down", show=False),
        key("pageup", "page(-1)", "list.page_up", show=False),
        key("home", "end_of_list(False)", "list.home", show=False),
        key("end", "end_of_list(True)", "list.end", show=False),
        key("enter", "choose", "list.choose"),
        key("space", "mark", "list.mark"),
        key("ctrl+a", "mark_all", "list.mark_all", show=False),
    ]
    COMPONENT_CLASSES: ClassVar[set[str]] = {"window--cursor", "window--header", "window--odd"}
    DEFAULT_CSS = """
    WindowList { height: 1fr; overflow-x: hidden; overflow-y: scroll; }
    WindowList > .window--header { text-style: bold; background: $panel; }
    WindowList > .window--odd { background: $surface; }
    WindowList > .window--cursor { background: $primary; color: $text; }
    WindowList:focus > .window--cursor { text-style: bold; }
    """
    cursor: var[int] = var(0)  # no reactive: moving it redraws two lines, not the screen

    class Wanted(Message):
        """A page came into view that is not there."""

        def __init__(self, page: int, edition: int) -> None:
            super().__init__()
            self.page, self.edition = page, edition

    class Chosen(Message):
        """Enter or a click on a row; ``cells`` are its texts."""

        def __init__(self, index: int, cells: Sequence[str]) -> None:
            super().__init__()
            self.index, self.cells = index, cells

    class Pointed(Message):
        """The cursor has come to another row; ``key`` is the row's first text, or none while its page is on the way."""

        def __init__(self, key: str | None) -> None:
            super().__init__()
            self.key = key

    class Marked(Message):
        """Marks were set or taken away."""

    def __init__(self, columns: Sequence[Column], *, id: str | None = None, marks: bool = False) -> None:  # noqa: A002 -- as every widget
        super().__init__(id=id)
        self._columns, self._marks = tuple(columns), marks
        self.marked: set[str] = set()
        self._pages: OrderedDict[int, Sequence[Sequence[str]]] = OrderedDict()
        self._asked: set[int] = set()
        self.count, self.edition = 0, 0
        self._plain: Style | None = None
        self._widths: tuple[int, ...] = ()

    def set_columns(self, columns: Sequence[Column]) -> None:
        """Other columns; the rows are to be begun anew."""
        self._columns = tuple(columns)
        self._widths = tuple(self.widths())

    def begin(self, count: int, first: Sequence[Sequence[str]] = ()) -> int:
        """Show another list of ``count`` rows, its first page where it is known; returns its edition, for ``put``."""
        self._pages, self._asked = OrderedDict(), set()
        self.count, self.edition = count, self.edition + 1
        if first or not count:
            self._pages[0] = first
        self.virtual_size = Size(self.size.width, count + _HEAD)
        self.set_reactive(WindowList.cursor, min(self.cursor, max(0, count - 1)))
        if self.cursor == 0:
            self.scroll_to(0, 0, animate=False)
        self.refresh()
        return self.edition

    def put(self, page: int, rows: Sequence[Sequence[str]], edition: int) -> None:
        """A page has come; one of an earlier list is dropped."""
        if edition != self.edition:
            return
        if self.cursor // PAGE == page:
            self.call_after_refresh(self._point)
        self._pages[page] = rows
        self._asked.discard(page)
        while len(self._pages) > _KEPT:
            self._pages.popitem(last=False)
        top = self.scroll_offset.y
        if page * PAGE < top + self.size.height and top < (page + 1) * PAGE:
            self.refresh()

    def row(self, index: int) -> Sequence[str] | None:
        """The texts of a row, or none while its page is on the way."""
        page, at = divmod(index, PAGE)
        for near in (page, page + 1, page - 1):
            self._ask(near)
        rows = self._pages.get(page)
        if rows is None:
            return None
        return rows[at] if at < len(rows) else ()

    def _ask(self, page: int) -> None:
        """Ask for a page once; the neighbours of what is in view are asked for too, so that paging does not wait."""
        there = 0 <= page * PAGE < self.count
        if there and page not in self._pages and page not in self._asked:
            self._asked.add(page)
            self.post_message(self.Wanted(page, self.edition))

    def widths(self) -> list[int]:
        """Cells of each column at this size: the least, and a share of what is left."""
        left = max(0, self.scrollable_content_region.width - 1 - sum(least + 2 for _, least, _ in self._columns))
        shares = sum(share for *_, share in self._columns) or 1
        return [least + left * share // shares for _, least, share in self._columns]

    def render_line(self, y: int) -> Strip:
        """One line: the header, or the row that is scrolled there."""
        width = self.size.width
        if y < _HEAD:
            return self._strip([title for title, *_ in self._columns], self.get_component_rich_style("window--header"))
        index = self.scroll_offset.y + y - _HEAD
        if index >= self.count:
            return Strip.blank(width, self.rich_style)
        cells = self.row(index)
        if not cells:
            return self._strip(["…"], self._style(index))
        return self._strip(cells, self._style(index), "✓" if cells[0] in self.marked else " ")

    def _style(self, index: int) -> Style:
        if index == self.cursor:
            return self.get_component_rich_style("window--cursor")
        if index % 2:
            return self.get_component_rich_style("window--odd")
        if self._plain is None:
            self._plain = self.rich_style
        return self._plain

    def notify_style_update(self) -> None:
        """Other colours."""
        super().notify_style_update()
        self._plain = None

    def _strip(self, cells: Sequence[str], style: Style, mark: str = " ") -> Strip:
        return _drawn(mark + _line(tuple(cells), self._widths), style, self.size.width)

    @property
    def _rows_in_view(self) -> int:
        return max(1, self.scrollable_content_region.height - _HEAD)

    def watch_cursor(self, old: int, new: int) -> None:
        """Redraw the two lines, or scroll until the new one is in view."""
        self._point()
        top = self.scroll_offset.y
        if top <= new < top + self._rows_in_view:
            for index in (old, new):
                self.refresh(Region(0, index - top + _HEAD, self.size.width, 1))
        else:
            target = new if new < top else new - self._rows_in_view + 1
            self.scroll_to(y=target, animate=False, force=True, immediate=True)

    def _point(self) -> None:
        cells = self.row(self.cursor) if self.count else None
        self.post_message(self.Pointed(cells[0] if cells else None))

    def action_move(self, by: int) -> None:
        """Move the cursor by rows."""
        if self.count:
            self.cursor = max(0, min(self.count - 1, self.cursor + by))

    def action_page(self, by: int) -> None:
        """Move the cursor by what is in view."""
        self.action_move(by * self._rows_in_view)

    def action_end_of_list(self, last: bool) -> None:
        """Move the cursor to the first or the last row."""
        self.action_move(self.count if last else -self.count)

    def action_choose(self) -> None:
        """Tell which row was chosen."""
        cells = self.row(self.cursor) if self.count else None
        if cells:
            self.post_message(self.Chosen(self.cursor, cells))

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:  # noqa: ARG002 -- as every widget
        """Marks only where the list is for marking."""
        return self._marks or action not in ("mark", "mark_all")

    def action_mark(self) -> None:
        """Mark the row, or take its mark away, and go on to the next."""
        cells = self.row(self.cursor) if self.count else None
        if cells:
            self.marked ^= {cells[0]}
            self.action_move(1)
            self._remarked()

    def action_mark_all(self) -> None:
        """Mark every row that has been read; again takes all marks away."""
        known = {cells[0] for page in self._pages.values() for cells in page}
        self.marked = set() if self.marked else known
        self._remarked()

    def unmark(self) -> None:
        """Take all marks away."""
        self.marked = set()
        self._remarked()

    def _remarked(self) -> None:
        self.refresh()
        self.post_message(self.Marked())

    def on_click(self, event: events.Click) -> None:
        """A click moves the cursor; on the row of the cursor it chooses."""
        index = self.scroll_offset.y + event.y - _HEAD
        if event.y >= _HEAD and index < self.count:
            if index == self.cursor:
                self.action_choose()
            self.cursor = index

    def on_resize(self) -> None:
        """Other widths, the same rows."""
        self._widths = tuple(self.widths())
        self.virtual_size = Size(self.size.width, self.count + _HEAD)
