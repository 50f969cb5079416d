"""Who holds the power on a day, and what is printed under the name."""

from dataclasses import replace
from datetime import date

import pytest

from assettrack.rules.authority import AuthorityFact, capacity_line, covers, valid_on

OWN = AuthorityFact(
    "a", "p", "นายสมหมาย", "head", None, "own", "", True, True, None, date(2026, 1, 1), date(2026, 9, 30), None
)
DELEGATED = replace(OWN, capacity="delegated", order_no="๑๒/๒๕๖๘", inside=False, outside=True, value_limit=100_000)


@pytest.mark.parametrize(
    ("day", "revoked", "valid"),
    [
        (date(2025, 12, 31), None, False),
        (date(2026, 1, 1), None, True),
        (date(2026, 9, 30), None, True),
        (date(2026, 10, 1), None, False),
        (date(2026, 5, 1), date(2026, 5, 2), True),
        (date(2026, 5, 2), date(2026, 5, 2), False),
    ],
)
def test_no_valid_row_no_power(day, revoked, valid):
    assert valid_on(replace(OWN, revoked_on=revoked), day) is valid


@pytest.mark.parametrize(
    ("fact", "place", "value", "able"),
    [
        (OWN, "inside", 10**9, True),
        (OWN, "outside", 10**9, True),
        (replace(DELEGATED, capacity="acting"), "inside", 10**9, True),  # รักษาราชการแทน has the whole power
        (DELEGATED, "outside", 100_000, True),
        (DELEGATED, "outside", 100_001, False),
        (DELEGATED, "inside", 1, False),
        (replace(DELEGATED, capacity="on_behalf", value_limit=None), "outside", 10**9, True),
    ],
)
def test_a_delegation_covers_its_scope_and_limit(fact, place, value, able):
    asked = {"day": date(2026, 5, 1), "post": "head", "division_id": None}
    assert covers(fact, **asked, place=place, value=value) is able


def test_the_power_of_one_division_is_not_that_of_another():
    fact = replace(OWN, post="division_head", division_id="d1")
    asked = {"day": date(2026, 5, 1), "post": "division_head", "place": "inside", "value": 0}
    assert covers(fact, **asked, division_id="d1")
    assert not covers(fact, **asked, division_id="d2")


@pytest.mark.parametrize(
    ("capacity", "line"),
    [
        ("own", "นายกองค์การบริหารส่วนตำบล"),
        ("acting", "ปลัดอบต. รักษาราชการแทน นายกอบต.พะงาด"),
        ("on_behalf", "ปลัดอบต. ปฏิบัติราชการแทน นายกอบต.พะงาด"),
        ("delegated", "ปลัดอบต. รับมอบอำนาจจาก นายกอบต.พะงาด"),
    ],
)
def test_the_line_under_the_name(capacity, line):
    own = "นายกองค์การบริหารส่วนตำบล" if capacity == "own" else "ปลัดอบต."
    assert capacity_line(replace(OWN, capacity=capacity), post_title="นายกอบต.พะงาด", own_title=own) == line
