"""Picking by typing any part: a field whose list of matches opens under it. The cursor stays in the field."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from textual import work
from textual.containers import Vertical
from textual.content import Content
from textual.message import Message
from textual.widgets import OptionList
from textual.widgets.option_list import Option
from textual.worker import get_current_worker

from assettrack.rules.refusal import Refusal
from assettrack.tui.thai import ThaiInput

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from textual import events
    from textual.app import ComposeResult
    from textual.widgets import Input

    Match = tuple[str, str]
    """What the field takes, and the words of the list."""

MOST = 6
"""Matches that are shown."""
DEBOUNCE = 0.05
"""Seconds without a key before the list is looked for."""


class PickInput(ThaiInput):
    """The field of a Pick: arrows and Enter work the list while it is open."""

    def __init__(self, pick: Pick, **options: Any) -> None:
        super().__init__(enter_moves_on=True, **options)
        self._pick = pick

    async def _on_key(self, event: events.Key) -> None:
        if self._pick.takes(event.key):
            event.stop()
            event.prevent_default()
        else:
            await super()._on_key(event)

    def _on_paste(self, event: events.Paste) -> None:
        """A scanner that pastes: each line is a code; a single line is left for the person to look at."""
        lines = [line.strip() for line in event.text.splitlines() if line.strip()]
        if self._pick.empties and (len(lines) > 1 or event.text.endswith("\n")):
            event.stop()
            event.prevent_default()
            for line in lines:
                self._pick.enter(line)


class Pick(Vertical):
    """A field and its matches. ``Picked`` tells what was picked; ``Entered`` a text that was entered without picking: a scan.

    ``find`` is called in a thread with what was typed and gives the matches. With ``empties`` the field takes one thing after the
    other: Enter is handled here and empties it at once, so that a burst of scans keeps its order (a stock Input posts a message and
    goes on inserting the next scan's characters before the message is handled). Nothing is picked that was not pointed at.
    """

    DEFAULT_CSS = """
    Pick { height: auto; width: 1fr; }
    Pick OptionList { height: auto; max-height: 6; display: none; border: none; padding: 0 1; background: $panel; }
    """

    class Picked(Message):
        """One of the matches was picked."""

        def __init__(self, pick: Pick, value: str, words: str = "") -> None:
            super().__init__()
            self.pick, self.value, self.words = pick, value, words

        @property
        def control(self) -> Pick:
            """The field."""
            return self.pick

    class Entered(Picked):
        """A text was entered as it stands: a scan, or something that is not on the list."""

    def __init__(
        self, find: Callable[[str], Sequence[Match]], field_id: str, *, hint: str = "", empties: bool = False
    ) -> None:
        super().__init__(id=f"pick-{field_id}")
        self._find, self._hint, self._field_id, self.empties = find, hint, field_id, empties
        self._waiting: Any = None
        self._quiet = ""

    def compose(self) -> ComposeResult:
        """The field over the list."""
        yield PickInput(self, placeholder=self._hint, id=self._field_id, compact=True)
        listing = OptionList()
        listing.can_focus = False
        yield listing

    @property
    def field(self) -> PickInput:
        """Where one types."""
        return self.query_one(PickInput)

    @property
    def listing(self) -> OptionList:
        """The matches."""
        return self.query_one(OptionList)

    def put(self, value: str) -> None:
        """Set the text without opening the list."""
        self._quiet = value
        self.field.value = value
        self._close()

    def on_input_changed(self, event: Input.Changed) -> None:
        """Look for matches a moment after the last key."""
        if self._waiting is not None:
            self._waiting.stop()
        if event.value == self._quiet or not event.value.strip() or not self.field.has_focus:
            self._close()
            return
        self._quiet, self.listing.highlighted = "", None
        self._waiting = self.set_timer(DEBOUNCE, lambda: self._look(event.value))

    @work(thread=True, exclusive=True, group="find")
    def _look(self, text: str) -> None:
        worker = get_current_worker()
        try:
            found = list(self._find(text))[:MOST]
        except Refusal:
            found = []
        if not worker.is_cancelled:
            self.app.call_from_thread(self._show, text, found)

    def _show(self, text: str, found: Sequence[Match]) -> None:
        if not self.is_mounted or text != self.field.value or not self.field.has_focus:
            return
        self.listing.clear_options()
        self.listing.add_options(Option(Content(words), id=value) for value, words in found)
        self.listing.display = bool(found)
        if found:
            self.call_after_refresh(self.scroll_visible, animate=False)

    def _close(self) -> None:
        self.listing.display = False
        self.listing.clear_options()

    def on_descendant_blur(self) -> None:
        """The list closes when the field is left."""
        self._close()

    def takes(self, pressed: str) -> bool:
        """Whether this key works the list, or enters a text."""
        is_open = self.listing.display
        if pressed in ("down", "up") and is_open:
            move = self.listing.action_cursor_down if pressed == "down" else self.listing.action_cursor_up
            move()
            return True
        if pressed == "escape" and is_open:
            self._close()
            return True
        if pressed != "enter" or not self.field.value.strip():
            return False
        return self._enter()

    def _enter(self) -> bool:
        at = self.listing.highlighted if self.listing.display else None
        if at is not None:
            self._picked(self.listing.get_option_at_index(at))
            return True
        self._close()
        if not self.empties:
            return False
        value, self.field.value = self.field.value.strip(), ""
        self.enter(value)
        return True

    def enter(self, value: str) -> None:
        """A text was entered whole."""
        self.post_message(self.Entered(self, value))

    def _picked(self, option: Option) -> None:
        value = str(option.id)
        if self.empties:
            self.put("")
        else:
            self.put(value)
            self.screen.focus_next()
        self.post_message(self.Picked(self, value, str(option.prompt)))

    def on_option_list_option_selected(self, event: OptionList.OptionSelected) -> None:
        """A click picks."""
        event.stop()
        self._picked(event.option)
