"""A scanner is a keyboard: what it types where nobody is typing must be read as a code, never run as commands.

Where no text field has the focus, printable keys are held for a moment. A burst that ends in Enter or Tab is a code; a single
key is handed on; a burst that is no code is dropped and said so (FACTS-tui §3).
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from textual import events
from textual.app import App
from textual.message import Message
from textual.widgets import Input

from assettrack.words.speech import say

if TYPE_CHECKING:
    from textual.timer import Timer

HOLD = 0.035
"""Seconds that a key waits for the next one: a scanner's come 1 to 30 ms apart."""
LEAST = 5
"""Characters of the shortest code."""
MOST_BY_HAND = 3
"""Keys in one moment that a hand can press."""


class Scanned(Message):
    """A code was scanned where no field was waiting for it."""

    def __init__(self, text: str) -> None:
        super().__init__()
        self.text = text


class ScanGate(App[None]):
    """An application that reads scans wherever the focus is."""

    _held: list[events.Key]
    _release: Timer | None = None

    async def on_event(self, event: events.Event) -> None:
        """Hold printable keys that go to no text field, until it is known whether they are a scan."""
        if not isinstance(event, events.Key) or event.is_forwarded:
            await super().on_event(event)
            return
        if self._typing():
            await self._hand_on()  # typed ahead, before the field was there: first come, first served
            await super().on_event(event)
            return
        held = self.__dict__.setdefault("_held", [])
        if event.is_printable and event.character:
            held.append(event)
            self._wait()
        elif held and event.key in ("enter", "tab") and len(held) >= LEAST:
            self._stop_waiting()
            self.post_message(Scanned("".join(key.character or "" for key in held)))
            held.clear()
        else:
            await self._hand_on()
            await super().on_event(event)

    def _typing(self) -> bool:
        return isinstance(self.focused, Input)

    def _wait(self) -> None:
        self._stop_waiting()
        self._release = self.set_timer(HOLD, self._hand_on)

    def _stop_waiting(self) -> None:
        if self._release is not None:
            self._release.stop()
            self._release = None

    async def _hand_on(self) -> None:
        """Hand on what a hand has pressed; more than that in one moment was a machine, and is dropped."""
        self._stop_waiting()
        held = self.__dict__.get("_held", [])
        keys, held[:] = list(held), []
        if len(keys) > MOST_BY_HAND and not self._typing():
            text = "".join(key.character or "" for key in keys)
            self.notify(say("scan.unread", text=text[:30]), severity="warning", markup=False)
            return
        for key in keys:
            await super().on_event(key)
