"""What will be printed, before it is: each page as text or as a picture; then to a printer, into the viewer, or into a folder."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, ClassVar

from textual import work
from textual.containers import Vertical
from textual.content import Content
from textual.widgets import Static

from assettrack.tui.dialogs.choose import ChooseDialog
from assettrack.tui.keys import SpokenDialog, key
from assettrack.tui.page_picture import page_count, page_parts, page_picture
from assettrack.tui.page_text import page_lines
from assettrack.tui.viewer import KEEP, VIEW
from assettrack.tui.widgets.key_bar import KeyBar
from assettrack.tui.widgets.page_view import PageView
from assettrack.words.speech import say

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence
    from pathlib import Path

    from textual.app import ComposeResult

ZOOMS = ("page", "width", "2", "4", "8")
"""How large the picture of a page is: whole, as wide as its place, or so many times as wide."""


class PagesDialog(SpokenDialog):
    """A paper that is not printed yet; gives VIEW, KEEP or the name of a printer, or none where nothing is to be printed.

    Nothing is written here: the paper is recorded by who gets the answer.
    """

    DEFAULT_CSS = "PagesDialog .where { height: auto; max-height: 3; padding: 0 1; color: $text-muted; }"
    BINDINGS: ClassVar[list[Any]] = [
        key("escape", "dismiss(None)", "ask.cancel"),
        key("f6", "look", "preview.look"),
        key("f7", "zoom", "preview.zoom"),
        key("f8", f"dismiss('{VIEW}')", "preview.view"),
        key("f9", f"dismiss('{KEEP}')", "preview.keep"),
        key("f10", "print", "preview.print"),
    ]

    def __init__(self, title: str, pdf: bytes, *, folder: Path, printers: Sequence[str], usual: str = "") -> None:
        super().__init__()
        self._title, self._pdf, self._folder = title, pdf, folder
        self._printers, self._usual = tuple(printers), usual
        self.page, self.pages, self.pictured, self.zoom = 0, 0, False, 0

    def compose(self) -> ComposeResult:
        """Which page, the page, where it would be kept."""
        with Vertical():
            yield Static("", id="title", markup=False)
            yield PageView()
            yield Static(Content(say("preview.where", folder=str(self._folder))), classes="where")
        yield KeyBar()

    def on_resize(self) -> None:
        """Set the page anew in another width."""
        self.call_after_refresh(self._read)

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        """Text has one size."""
        return self.pictured if action == "zoom" else super().check_action(action, parameters)

    def action_look(self) -> None:
        """The page as text, or as a picture."""
        self.pictured = not self.pictured
        self.refresh_bindings()
        self._read()

    def action_zoom(self) -> None:
        """The whole page, its width, larger, and from the beginning."""
        self.zoom = (self.zoom + 1) % len(ZOOMS)
        self._read()

    def on_page_view_turn(self, event: PageView.Turn) -> None:
        """Another page, where there is one."""
        if 0 <= self.page + event.by < self.pages:
            self.page += event.by
            self._read()

    @work(thread=True, exclusive=True, group="read")
    def _read(self) -> None:
        """Read the page as it is looked at."""
        pages, number, size = self.pages or page_count(self._pdf), self.page, self.query_one(PageView).room
        if not self.pictured:
            parts = page_parts(self._pdf, number)
            lines = page_lines(parts, size.width)
            self.app.call_from_thread(self._show, pages, lambda view: view.show_text(lines, parts.code))
        else:
            times = ZOOMS[self.zoom]
            wide = size.width * int(times) if times.isdigit() else size.width
            picture = page_picture(self._pdf, number, wide, 2 * size.height if times == "page" else None)
            self.app.call_from_thread(self._show, pages, lambda view: view.show_picture(picture))

    def _show(self, pages: int, show: Callable[[PageView], None]) -> None:
        """Draw the page that was read; the dialog may be gone by then."""
        if not self.is_mounted:
            return
        self.pages = pages
        look = say(f"preview.zoom.{ZOOMS[self.zoom]}" if self.pictured else "preview.text")
        turn = say("preview.turn") if pages > 1 else ""
        title = say("preview.title", title=self._title, page=self.page + 1, pages=pages, look=look, turn=turn)
        self.query_one("#title", Static).update(Content(title.rstrip()))
        show(self.query_one(PageView))

    def action_print(self) -> None:
        """Onto a printer; where there are several, it is asked which."""
        if not self._printers:
            self.notify(say("preview.no_printer"), severity="warning", markup=False)
        elif len(self._printers) == 1:
            self.dismiss(self._printers[0])
        else:
            options = [(name, name) for name in self._printers]
            dialog = ChooseDialog(say("preview.which"), options, chosen=self._usual)
            self.app.push_screen(dialog, self._on_printer)

    def _on_printer(self, name: str | None) -> None:
        if name is not None:
            self.dismiss(name)
