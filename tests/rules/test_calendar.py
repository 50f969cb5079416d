"""Working days of the office (วันทำการ)."""

from datetime import date

import pytest

from assettrack.office.calendar import government_holidays
from assettrack.office.settings import Holiday
from assettrack.rules.calendar import add_working_days, first_working_day, is_working_day

FRIDAY = date(2026, 9, 18)


@pytest.mark.parametrize(
    ("start", "count", "holidays", "day"),
    [
        (FRIDAY, 1, (), date(2026, 9, 21)),
        (FRIDAY, 5, (), date(2026, 9, 25)),
        (FRIDAY, 1, (date(2026, 9, 21),), date(2026, 9, 22)),
        (date(2026, 9, 19), 1, (), date(2026, 9, 21)),
        (FRIDAY, 0, (), FRIDAY),
    ],
)
def test_working_days_after(start, count, holidays, day):
    assert add_working_days(start, count, holidays) == day


def test_a_weekend_is_no_working_day():
    assert [is_working_day(date(2026, 9, 14 + n), ()) for n in range(7)] == [True] * 5 + [False] * 2
    assert first_working_day(date(2026, 9, 19), ()) == date(2026, 9, 21)


def test_the_office_is_open_on_labour_day_and_shut_where_the_cabinet_says():
    days = government_holidays([2026], ())
    assert date(2026, 5, 1) not in days
    assert date(2026, 4, 13) in days
    special = Holiday(date(2026, 1, 2), "add", "วันหยุดพิเศษ", "มติ ครม.")
    undone = Holiday(date(2026, 4, 13), "remove", "", "มติ ครม.")
    changed = government_holidays([2026], (special, undone))
    assert changed[date(2026, 1, 2)] == "วันหยุดพิเศษ"
    assert date(2026, 4, 13) not in changed
