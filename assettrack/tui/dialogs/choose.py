"""Choosing one of a few, and saying yes to what was shown."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, ClassVar

from textual.containers import Vertical, VerticalScroll
from textual.content import Content
from textual.widgets import OptionList, Static
from textual.widgets.option_list import Option

from assettrack.tui.keys import SpokenDialog, key
from assettrack.tui.widgets.key_bar import KeyBar
from assettrack.words.speech import say

if TYPE_CHECKING:
    from collections.abc import Sequence

    from textual.app import ComposeResult


class ChooseDialog(SpokenDialog):
    """A list of (value, words); gives the value, or none where Esc took the question back."""

    BINDINGS: ClassVar[list[Any]] = [key("escape", "dismiss(None)", "ask.cancel")]

    def __init__(self, question: str, options: Sequence[tuple[str, str]], *, chosen: str | None = None) -> None:
        super().__init__()
        self._question, self._options, self._chosen = question, tuple(options), chosen

    def compose(self) -> ComposeResult:
        """The question over the list."""
        with Vertical(id="ask-box"):
            yield Static(Content(self._question), classes="question")
            yield OptionList(*(Option(Content(words), id=value) for value, words in self._options), id="options")
            yield Static(Content(say("choose.hint")), classes="hint")

    def on_mount(self) -> None:
        """Begin at what is chosen now."""
        values = [value for value, _ in self._options]
        listing = self.query_one(OptionList)
        listing.focus()
        listing.highlighted = values.index(self._chosen) if self._chosen in values else 0

    def on_option_list_option_selected(self, event: OptionList.OptionSelected) -> None:
        """That one."""
        event.stop()
        self.dismiss(event.option_id)


class PreviewDialog(SpokenDialog):
    """What is going to be done, line by line; F10 does it, Esc does not."""

    BINDINGS: ClassVar[list[Any]] = [
        key("escape", "dismiss(False)", "ask.cancel"),
        key("f10", "dismiss(True)", "ask.send"),
    ]

    def __init__(self, title: str, lines: Sequence[str]) -> None:
        super().__init__()
        self._title, self._lines = title, lines

    def compose(self) -> ComposeResult:
        """The lines, scrolled where they are many."""
        with VerticalScroll(id="help-box"):
            yield Static(Content(self._title), classes="question")
            yield Static(Content("\n".join(["", *self._lines])))
        yield KeyBar()
