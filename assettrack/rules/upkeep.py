"""Depreciation (ค่าเสื่อมราคา): straight line, no salvage, one baht kept (กค ๐๔๒๓.๓/ว ๒๓๘ ลว. ๙ ก.ย. ๒๕๕๗; DOMAIN §5.6).

Information only: the accounting book is e-LAAS. Amounts are integer satang.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from assettrack.thai.dates import fiscal_year

KEPT = 100
"""Satang that stay on the book: one baht."""
HALF_MONTH = 15
"""Acquired up to this day of a month, the month counts; later, the next month is the first."""
THRESHOLDS = ((date(2019, 10, 1), 1_000_000), (date(2002, 10, 1), 500_000), (date.min, 3_000_000))
"""From which day of acquisition a thing must have cost how much (satang) to be depreciated (ว ๔๓/๒๕๖๒; DOMAIN §5.4)."""


@dataclass(frozen=True)
class Year:
    """One fiscal year (B.E.) of an asset: what it lost, what it has lost so far, what it stands at. Satang."""

    year: int
    lost: int
    lost_so_far: int
    book: int


def below_threshold(cost: int, acquired: date) -> bool:
    """Whether a thing is ต่ำกว่าเกณฑ์: in the register and counted, but not depreciated."""
    return cost < next(least for since, least in THRESHOLDS if acquired >= since)


def first_month(acquired: date) -> date:
    """The first month that counts, as its first day."""
    if acquired.day <= HALF_MONTH:
        return acquired.replace(day=1)
    return date(acquired.year + acquired.month // 12, acquired.month % 12 + 1, 1)


def schedule(cost: int, acquired: date, life_years: int) -> tuple[Year, ...]:
    """The years of an asset until one baht is left (month rule).

    Args:
        cost: satang.
        acquired: the day it was acquired.
        life_years: useful life; none of it is left over, the last year takes the rest.

    Raises:
        ValueError: a cost of a baht or less, or a life of no years.
    """
    if cost <= KEPT or life_years < 1:
        raise ValueError(f"nothing to depreciate: {cost} satang over {life_years} years")
    start = first_month(acquired)
    year, left, gone = fiscal_year(start), life_years * 12, 0
    months = 12 - (start.month - 10) % 12
    years = []
    while left:
        months = min(months, left)
        left -= months
        rest = cost - KEPT - gone
        lost = min(rest, _half_up(cost * months, life_years * 12)) if left else rest
        gone += lost
        years.append(Year(year, lost, gone, cost - gone))
        year, months = year + 1, 12
    return tuple(years)


def _half_up(number: int, by: int) -> int:
    return (2 * number + by) // (2 * by)
