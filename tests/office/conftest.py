"""A desk with things to lend, and loans in each of their states."""

import pytest

from assettrack.office import lending
from tests.offices import CODE, LOT, TODAY, ask_for


@pytest.fixture
def things(add_asset):
    add_asset(CODE)
    add_asset(
        LOT, name="เก้าอี้พลาสติก", kind="lot", quantity=100, unit="ตัว", reserve=20, public_lendable=True, price=20_000
    )


@pytest.fixture
def lent(office, actor, things):
    """A loan in one of its states, by staff1: the projector and five chairs."""

    def take(state="issued", **changes):
        asked = ask_for(CODE, (LOT, 5), **changes)
        loan = lending.request_loan(office, actor("staff1"), asked)
        if state != "submitted":
            approver = "nayok" if asked.place == "outside" else "chang"
            lending.approve(office, actor(approver), loan.number)
        if state == "issued":
            lending.hand_over(office, actor("patsadu"), loan.number)
        return lending.loan(office, loan.number, today=TODAY)

    return take
