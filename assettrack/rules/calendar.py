"""Working days (วันทำการ): counted over a set of holidays that the caller brings."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Container
    from datetime import date

_SATURDAY = 5


def is_working_day(day: date, holidays: Container[date]) -> bool:
    """Whether the office is open on ``day``."""
    return day.weekday() < _SATURDAY and day not in holidays


def first_working_day(day: date, holidays: Container[date]) -> date:
    """``day``, or the first day after it on which the office is open."""
    while not is_working_day(day, holidays):
        day += timedelta(days=1)
    return day


def add_working_days(start: date, count: int, holidays: Container[date]) -> date:
    """The ``count``-th working day after ``start``."""
    for _ in range(count):
        start = first_working_day(start + timedelta(days=1), holidays)
    return start
