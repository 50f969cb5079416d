"""The first five things to know, one a page, shown once to everybody who signs in for the first time."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, ClassVar

from textual.containers import Vertical
from textual.content import Content
from textual.widgets import Static

from assettrack.tui.keys import SpokenDialog, key
from assettrack.words.speech import say

if TYPE_CHECKING:
    from textual.app import ComposeResult

STEPS = 5


class TourDialog(SpokenDialog):
    """Five pages; Enter goes on, Esc ends."""

    BINDINGS: ClassVar[list[Any]] = [
        key("enter,right", "go(1)", "tour.next"),
        key("left", "go(-1)", "tour.back"),
        key("escape", "dismiss", "tour.end"),
    ]

    def __init__(self) -> None:
        super().__init__()
        self.step = 1

    def compose(self) -> ComposeResult:
        """One page in a box."""
        with Vertical(id="ask-box"):
            yield Static(self._page(), id="tour")
            yield Static(Content(say("tour.hint")), classes="hint")

    def _page(self) -> Content:
        title = f"{say('tour.at', step=self.step, steps=STEPS)}  {say(f'tour.{self.step}.title')}"
        return Content.assemble((title, "bold"), f"\n\n{say(f'tour.{self.step}.text')}")

    def action_go(self, by: int) -> None:
        """The next page, or the one before; the last one ends the tour."""
        self.step = max(1, self.step + by)
        if self.step > STEPS:
            self.dismiss()
        else:
            self.query_one("#tour", Static).update(self._page())
