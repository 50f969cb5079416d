"""Authority by date: who holds a post, in which capacity, and what that covers (ระเบียบฯ ข้อ ๖–๗, DOMAIN §6.2).

เอง: in his own right. รักษาราชการแทน (acting): all powers of the post while it has no holder or he is away. ปฏิบัติราชการแทน and
มอบอำนาจ (on behalf, delegated): only what the written order names.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from datetime import date

CAPACITY_WORDS = {
    "own": "",
    "acting": "รักษาราชการแทน",
    "on_behalf": "ปฏิบัติราชการแทน",
    "delegated": "รับมอบอำนาจจาก",
}
LIMITED = frozenset({"on_behalf", "delegated"})


@dataclass(frozen=True)
class AuthorityFact:
    """One row of office or delegation."""

    id: str
    person_id: str
    person_name: str
    post: str
    division_id: str | None
    capacity: str
    order_no: str
    inside: bool
    outside: bool
    value_limit: int | None
    starts: date
    ends: date | None
    revoked_on: date | None


def valid_on(fact: AuthorityFact, day: date) -> bool:
    """Whether the row holds on ``day``; the day it is revoked it holds no more."""
    begun = fact.starts <= day and (fact.ends is None or day <= fact.ends)
    return begun and (fact.revoked_on is None or day < fact.revoked_on)


def covers(fact: AuthorityFact, *, day: date, post: str, division_id: str | None, place: str, value: int) -> bool:
    """Whether the row gives the power of ``post`` over a loan of ``value`` satang for use at ``place`` on ``day``."""
    if not valid_on(fact, day) or (fact.post, fact.division_id) != (post, division_id):
        return False
    if fact.capacity not in LIMITED:
        return True
    placed = fact.inside if place == "inside" else fact.outside
    return placed and (fact.value_limit is None or value <= fact.value_limit)


def capacity_line(fact: AuthorityFact, *, post_title: str, own_title: str) -> str:
    """What is printed under the name: «ปลัดองค์การบริหารส่วนตำบล รักษาราชการแทน นายกองค์การบริหารส่วนตำบลพะงาด»."""
    if fact.capacity == "own":
        return own_title
    return f"{own_title} {CAPACITY_WORDS[fact.capacity]} {post_title}"
