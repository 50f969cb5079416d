"""What every screen of the office shares: work in a thread, refusals as sentences, help, the keys to the other screens."""

from __future__ import annotations

import asyncio
from collections import deque
from typing import TYPE_CHECKING, Any, ClassVar

from textual import work
from textual.content import Content
from textual.widgets import Static
from textual.worker import get_current_worker

from assettrack.rules.refusal import Refusal
from assettrack.tui.jobs import JobLine
from assettrack.tui.keys import OFFICE_CSS, Spoken, key, shown_keys
from assettrack.words.speech import language, say

if TYPE_CHECKING:
    from collections.abc import Callable

    from textual import events

    from assettrack.office.context import Actor, Office
    from assettrack.tui.signed_in import SignedIn


WIDE = 120
"""Columns from which a list has its side."""
AREAS = (("F2", "home"), ("F3", "registry"), ("F4", "request"), ("F5", "counter"))
"""The areas of the office and the keys that lead there from anywhere."""


class AreaBar(Static):
    """One line on top: the keys to the areas, the one that is open, and who is signed in."""

    def __init__(self, area: str, name: str) -> None:
        parts: list[Any] = []
        for at, other in AREAS:
            parts += [(f" {at} {say(f'area.{other}')} ", "reverse" if other == area else ""), " "]
        super().__init__(Content.assemble(*parts, f" F12 {say('area.search')}  ", (name, "dim")), markup=False)


class OfficeScreen(Spoken):
    """A screen that asks the office in a thread and shows its answer, or its refusal in words.

    ``AREA`` names its words in the catalogue: ``area.<AREA>`` its title, ``help.<AREA>`` its help.
    """

    AREA: ClassVar[str] = ""
    CSS_PATH = OFFICE_CSS
    BINDINGS: ClassVar[list[Any]] = [
        key("f1", "help_here", "help"),
        *(key(at.lower(), f"app.show('{area}')", f"go.{area}", show=False) for at, area in AREAS),
    ]

    def __init__(self, signed_in: SignedIn) -> None:
        super().__init__()
        self.signed_in = signed_in
        self._turns: deque[tuple[Callable[[], Any], Callable[[Any], None]]] = deque()

    def on_mount(self) -> None:
        """Put the bar of areas on top, and the line of work going on above the keys."""
        self.mount(AreaBar(self.AREA, self.signed_in.person.name), before=0)
        self.mount(JobLine())

    def on_screen_resume(self) -> None:
        """The screen came to the front: each reads again what others may have changed."""

    def on_resize(self, event: events.Resize) -> None:
        """A wide screen shows beside a list what its cursor is on."""
        for side in self.query("#side"):
            side.display = event.size.width >= WIDE

    @property
    def office(self) -> Office:
        """The office."""
        return self.signed_in.office

    @property
    def drafts(self) -> dict[str, dict[str, Any]]:
        """What this person has typed and not sent, by form."""
        drafts: dict[str, dict[str, Any]] = self.app.own.drafts  # type: ignore[attr-defined]
        return drafts

    @work(thread=True, exclusive=True, group="read")
    def read(self, ask: Callable[[], Any], then: Callable[[Any], None]) -> None:
        """Ask the office for something to show; an older question that is overtaken shows nothing."""
        worker = get_current_worker()
        try:
            answer = ask()
        except Refusal as refusal:
            self.app.call_from_thread(self.refused, refusal)
            return
        if not worker.is_cancelled:
            self.app.call_from_thread(then, answer)

    def in_turn(self, ask: Callable[[], Any], then: Callable[[Any], None]) -> None:
        """Ask one question after the other, in the order they came: a burst of scans loses none."""
        self._turns.append((ask, then))
        if len(self._turns) == 1:
            self._take_turns()

    @work(group="turns")
    async def _take_turns(self) -> None:
        while self._turns:
            ask, then = self._turns[0]
            try:
                then(await asyncio.to_thread(ask))
            except Refusal as refusal:
                self.refused(refusal)
            finally:
                self._turns.popleft()

    @work(thread=True, group="write")
    def act(self, do: Callable[[Actor], Any], then: Callable[[Any], None]) -> None:
        """Do one act as the person signed in; its refusal is shown, and nothing was written."""
        try:
            answer = do(self.signed_in.acting())
        except Refusal as refusal:
            self.app.call_from_thread(self.refused, refusal)
            return
        self.app.call_from_thread(then, answer)

    def refused(self, refusal: Refusal) -> None:
        """Show a refusal in its own words."""
        self.notify(refusal.sentence(language()), severity="error", timeout=12, markup=False)

    def tell(self, sentence: str, *, timeout: float = 5) -> None:
        """Show a sentence for a while."""
        self.notify(sentence, timeout=timeout, markup=False)

    def action_help_here(self) -> None:
        """Show this screen's help and keys."""
        from assettrack.tui.dialogs.help import HelpDialog

        self.app.push_screen(HelpDialog(self.AREA, tuple(shown_keys(self))))
