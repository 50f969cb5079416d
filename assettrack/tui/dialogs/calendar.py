"""A month of the Buddhist-era calendar to pick a day from; holidays and weekends are marked."""

from __future__ import annotations

import calendar
from datetime import date, timedelta
from typing import TYPE_CHECKING, Any, ClassVar

from textual.containers import Vertical
from textual.content import Content
from textual.widgets import Static

from assettrack.thai.text import pad_left
from assettrack.tui.keys import SpokenDialog, key
from assettrack.words.speech import say, shown

if TYPE_CHECKING:
    from textual.app import ComposeResult

CELL = 4
"""Cells of a day."""
_SATURDAY = 5


class CalendarDialog(SpokenDialog):
    """One month; arrows move by a day or a week, Page Up and Page Down by a month. Gives the day, or none."""

    BINDINGS: ClassVar[list[Any]] = [
        key("escape", "dismiss(None)", "ask.cancel"),
        key("left", "move(-1)", "calendar.left", show=False),
        key("right", "move(1)", "calendar.right", show=False),
        key("up", "move(-7)", "calendar.up", show=False),
        key("down", "move(7)", "calendar.down", show=False),
        key("pageup", "month(-1)", "calendar.month_before", show=False),
        key("pagedown", "month(1)", "calendar.month_after", show=False),
        key("enter", "take", "calendar.take"),
    ]

    def __init__(self, day: date, today: date) -> None:
        super().__init__()
        self.day, self._today = day, today

    def compose(self) -> ComposeResult:
        """The month in a box."""
        with Vertical(id="calendar-box"):
            yield Static(self._month(), id="month")
            yield Static(Content(say("calendar.hint")), classes="hint")

    def _month(self) -> Content:
        """Title, the days of the week, the weeks."""
        day = self.day
        title = f"{say(f'month.{day.month}')} {day.year + 543}"
        heads = "".join(pad_left(say(f"weekday.{n}"), CELL - 1) + " " for n in (6, 0, 1, 2, 3, 4, 5))
        parts: list[Any] = [(f"{title}\n", "bold"), f"{heads}\n"]
        for week in calendar.Calendar(calendar.SUNDAY).monthdatescalendar(day.year, day.month):
            parts += [*((self._cell(one), self._style(one)) for one in week), "\n"]
        return Content.assemble(*parts, f"\n{shown(day)}  {self._away()}")

    def _cell(self, one: date) -> str:
        if one.month != self.day.month:
            return " " * CELL
        before, after = ("[", "]") if one == self.day else (("*", " ") if one == self._today else (" ", " "))
        return f"{before}{one.day:>2}{after}"

    def _style(self, one: date) -> str:
        return "reverse" if one == self.day else ("dim" if one.weekday() >= _SATURDAY else "")

    def _away(self) -> str:
        days = (self.day - self._today).days
        return say("calendar.away", days=days) if days >= 0 else say("calendar.ago", days=-days)

    def _go(self, day: date) -> None:
        self.day = day
        self.query_one("#month", Static).update(self._month())

    def action_move(self, by: int) -> None:
        """Move by days."""
        self._go(self.day + timedelta(days=by))

    def action_month(self, by: int) -> None:
        """Move by months; the 31st becomes the last day of a shorter month."""
        months = self.day.year * 12 + self.day.month - 1 + by
        year, month = divmod(months, 12)
        last = calendar.monthrange(year, month + 1)[1]
        self._go(date(year, month + 1, min(self.day.day, last)))

    def action_take(self) -> None:
        """That day."""
        self.dismiss(self.day)
