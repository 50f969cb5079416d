"""A page of a paper on the screen: its text, or its picture in half blocks; larger than its place, it scrolls."""

from __future__ import annotations

from typing import TYPE_CHECKING

from rich.segment import Segment
from textual.geometry import Size
from textual.message import Message
from textual.scroll_view import ScrollView
from textual.strip import Strip

from assettrack.thai.text import cells
from assettrack.tui.widgets.picture import grey_line, modules

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from PIL.Image import Image

    from assettrack.tui.page_picture import Modules

SIDEWAYS = 8
"""Cells that an arrow to the side scrolls."""


class PageView(ScrollView, can_focus=True):
    """One page. PgDn at its end and PgUp at its beginning ask for another page with ``Turn``."""

    DEFAULT_CSS = "PageView { height: 1fr; overflow-y: scroll; scrollbar-size: 1 1; }"

    class Turn(Message):
        """The page after this one is wanted (1), or the one before (-1)."""

        def __init__(self, by: int) -> None:
            super().__init__()
            self.by = by

    def __init__(self) -> None:
        super().__init__()
        self._drawn: Callable[[int, int, int], Strip] = lambda _y, _left, width: Strip.blank(width)

    @property
    def room(self) -> Size:
        """Cells in which a page is seen."""
        return self.scrollable_content_region.size

    def show_text(self, lines: Sequence[str], code: Modules = ()) -> None:
        """Show lines of text, and below them a QR code at full size where there is one."""
        drawn = [Strip([Segment(line)], cells(line)) for line in lines]
        if code:
            drawn += [Strip.blank(0), *(Strip(line.render(self.app.console)) for line in modules(code).split("\n"))]
        self._drawn = lambda y, left, width: drawn[y].crop(left, left + width)
        self._show(Size(max(strip.cell_length for strip in drawn), len(drawn)))

    def show_picture(self, picture: Image) -> None:
        """Show a grey picture, two pixels a cell."""
        self._drawn = lambda y, left, width: Strip(grey_line(picture, y, left, width))
        self._show(Size(picture.width, -(-picture.height // 2)))

    def _show(self, size: Size) -> None:
        self.virtual_size = size
        self.scroll_to(0, 0, animate=False, immediate=True)
        self.refresh()

    def render_line(self, y: int) -> Strip:
        """One line of what is in view."""
        left, top = self.scroll_offset
        width, style = self.room.width, self.rich_style
        if top + y >= self.virtual_size.height:
            return Strip.blank(width, style)
        return self._drawn(top + y, left, width).apply_style(style).extend_cell_length(width, style)

    def action_scroll_left(self) -> None:
        """Left by a few cells: pages are wide."""
        self.scroll_relative(x=-SIDEWAYS, animate=False)

    def action_scroll_right(self) -> None:
        """Right by a few cells."""
        self.scroll_relative(x=SIDEWAYS, animate=False)

    def action_page_down(self) -> None:
        """Down by what is in view; at the end of the page the next one."""
        if self.scroll_offset.y >= self.max_scroll_y:
            self.post_message(self.Turn(1))
        else:
            self.scroll_page_down(animate=False)

    def action_page_up(self) -> None:
        """Up by what is in view; at the beginning of the page the one before."""
        if self.scroll_offset.y <= 0:
            self.post_message(self.Turn(-1))
        else:
            self.scroll_page_up(animate=False)
