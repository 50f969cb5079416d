"""Holidays of Thai government offices: the ``holidays`` library, mended, and the office's own list over it (DOMAIN §7.4)."""

from __future__ import annotations

from typing import TYPE_CHECKING

from assettrack.office.context import reading
from assettrack.office.settings import holiday_overrides
from assettrack.rules.calendar import add_working_days

if TYPE_CHECKING:
    from collections.abc import Iterable
    from datetime import date

    from assettrack.office.context import Office
    from assettrack.office.settings import Holiday

NOT_FOR_OFFICES = ("วันแรงงานแห่งชาติ", "วันเด็กแห่งชาติ")
"""The library lists them; government offices stay open (or it is a Saturday)."""


def government_holidays(years: Iterable[int], overrides: Iterable[Holiday]) -> dict[date, str]:
    """Days on which state offices are closed in the Gregorian ``years``, with their Thai names."""
    from holidays import country_holidays

    library = country_holidays("TH", years=list(years), language="th", categories=("public", "government"))
    found = {day: name for day, name in library.items() if not any(no in name for no in NOT_FOR_OFFICES)}
    for change in overrides:
        if change.action == "add":
            found[change.day] = change.title
        else:
            found.pop(change.day, None)
    return found


def working_days_after(office: Office, day: date, count: int) -> date:
    """The ``count``-th working day of this office after ``day``."""
    with reading(office) as connection:
        overrides = holiday_overrides(connection, office.agency_id)
    return add_working_days(day, count, government_holidays((day.year, day.year + 1), overrides))
