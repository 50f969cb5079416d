"""A field for a day: typed as people type days and read back beside it, or picked from the calendar with the arrow down."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from textual import work
from textual.containers import Horizontal
from textual.content import Content
from textual.widgets import Static

from assettrack.rules.refusal import BadInput
from assettrack.thai.dates import numeric_date
from assettrack.tui.thai import ThaiInput
from assettrack.tui.typed import read_day
from assettrack.words.speech import language, say, shown

if TYPE_CHECKING:
    from collections.abc import Callable
    from datetime import date

    from textual import events
    from textual.app import ComposeResult
    from textual.widgets import Input


class DayInput(ThaiInput):
    """The field itself; the arrow down opens the calendar."""

    async def _on_key(self, event: events.Key) -> None:
        if event.key == "down":
            event.stop()
            event.prevent_default()
            self.pick()
        else:
            await super()._on_key(event)

    @work(group="ask")
    async def pick(self) -> None:
        """Open the calendar at the day that is typed."""
        from assettrack.tui.dialogs.calendar import CalendarDialog

        whole = self.parent
        if not isinstance(whole, DayField):
            return
        today = whole.today()
        day = await self.app.push_screen_wait(CalendarDialog(whole.read() or today, today))
        if day is not None:
            self.value = numeric_date(day)
            self.screen.focus_next()


class DayField(Horizontal):
    """The field and what it means: the day in words, or why it is none."""

    DEFAULT_CSS = """
    DayField { height: 1; width: 1fr; }
    DayField DayInput { width: 16; }
    DayField Static { width: 1fr; color: $text-muted; padding: 0 1; }
    """

    def __init__(self, name: str, today: Callable[[], date], *, id: str, hint: str = "", value: str = "") -> None:  # noqa: A002 -- as every widget
        super().__init__(id=f"day-{id}")
        self._words, self.today, self._field_id, self._hint, self._value = name, today, id, hint, value

    def compose(self) -> ComposeResult:
        """The field, and the meaning beside it."""
        yield DayInput(self._value, placeholder=self._hint, id=self._field_id, compact=True, enter_moves_on=True)
        yield Static("", markup=False)

    def read(self) -> date | None:
        """The day that is typed; none where it is no day."""
        text = self.query_one(DayInput).value
        try:
            return read_day(self._words, text, self.today()) if text.strip() else None
        except BadInput:
            return None

    def on_input_changed(self, event: Input.Changed) -> None:
        """Say what is understood while it is typed."""
        self.query_one(Static).update(Content(self._meaning(event.value)))

    def _meaning(self, text: str) -> str:
        if not text.strip():
            return ""
        try:
            day = read_day(self._words, text, self.today())
        except BadInput as refusal:
            facts: dict[str, Any] = dict(refusal.facts)
            return f"✗ {facts['rule'] if language() == 'th' else facts['rule_en']}"
        return say("day.is", weekday=say(f"weekday.{day.weekday()}"), day=shown(day))
