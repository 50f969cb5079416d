"""The lending law as tables: each row names what is asked, what is refused, and by which article."""

from dataclasses import replace
from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from assettrack.rules import lending as law
from assettrack.rules import lending_refusals as refuse
from assettrack.rules.lending import AssetFact, Booking, LineFact, PurposeFact, Request

TODAY = date(2026, 9, 15)
OFFICIAL = PurposeFact("official", "ปฏิบัติราชการ", "มาตรา ๖๗", True, False, False, True)
FUNERAL = PurposeFact("funeral", "งานศพ", "มาตรา ๖๗ (๘)", True, True, False, True)
PERSONAL = PurposeFact("personal", "ประโยชน์ส่วนตัว", "ข้อ ๒๐๗", False, False, False, True)
PROJECTOR = AssetFact(
    "a", "416-60-0017", "เครื่องฉายภาพ", "item", 1, 0, "durable", False, False, "d1", None, "serviceable", "in_service",
    500_000, 0,
)  # fmt: skip
CHAIRS = replace(PROJECTOR, id="c", code="401-60-0001", name="เก้าอี้", kind="lot", quantity=100, public_lendable=True)
STAFF = Request("staff", "p1", "กองช่าง", "", "", OFFICIAL, "สำรวจ", "inside", TODAY, TODAY + timedelta(5), "", True)
VILLAGER = replace(
    STAFF, borrower_class="villager", borrower_id=None, certifier="กำนัน", purpose=FUNERAL, place="outside"
)
AGENCY = replace(STAFF, borrower_class="agency", borrower_id=None, borrower_agency="โรงเรียน", letter_no="ศธ ๑/๒๕๖๙")


def check(request, *assets, limit=365):
    return law.check_request(request, assets or [(PROJECTOR, 1)], today=TODAY, limit_days=limit)


@pytest.mark.parametrize(
    ("request_", "assets", "refusal", "article"),
    [
        (replace(STAFF, purpose=PERSONAL), [], refuse.PurposeRefused, "ข้อ ๒๐๗"),
        (replace(STAFF, purpose=replace(OFFICIAL, active=False)), [], refuse.PurposeRefused, "ข้อ ๒๐๗"),
        (replace(VILLAGER, purpose=OFFICIAL), [(CHAIRS, 1)], refuse.PurposeNotPublic, "ข้อ ๒๐๗"),
        (replace(STAFF, reason="  "), [], refuse.ReasonMissing, "ข้อ ๒๐๘"),
        (replace(STAFF, terms_accepted=False), [], refuse.TermsNotAccepted, "ข้อ ๒๐๙"),
        (replace(VILLAGER, certifier=""), [(CHAIRS, 1)], refuse.CertifierMissing, "ข้อ ๒๐๘"),
        (replace(STAFF, starts=TODAY - timedelta(1)), [], refuse.StartsInThePast, "ข้อ ๒๐๘"),
        (replace(STAFF, due=TODAY - timedelta(1)), [], refuse.DueBeforeStart, "ข้อ ๒๐๘"),
        (replace(STAFF, due=TODAY + timedelta(366)), [], refuse.DueTooFar, "ข้อ ๒๐๘"),
        (STAFF, [(replace(PROJECTOR, vehicle=True), 1)], refuse.VehicleNotLent, "รถยนต์"),
        (STAFF, [(CHAIRS, 0)], refuse.QuantityImpossible, ""),
        (STAFF, [(CHAIRS, 101)], refuse.QuantityImpossible, ""),
        (VILLAGER, [(PROJECTOR, 1)], refuse.NotPublic, "ข้อ ๒๐๗"),
        (STAFF, [(replace(PROJECTOR, stage="in_repair"), 1)], refuse.NotFit, "ข้อ ๒๑๒"),
        (STAFF, [(replace(PROJECTOR, stage="awaiting_disposal"), 1)], refuse.NotFit, "ข้อ ๒๑๒"),
        (STAFF, [(replace(PROJECTOR, stage="disposed"), 1)], refuse.NotFit, "ข้อ ๒๑๒"),
        (STAFF, [(replace(PROJECTOR, condition="damaged"), 1)], refuse.NotFit, "ข้อ ๒๑๒"),
        (STAFF, [(replace(PROJECTOR, unmade_good=1), 1)], refuse.NotFit, "ข้อ ๒๑๒"),
        (AGENCY, [(PROJECTOR, 1), (replace(CHAIRS, loan_class="consumable"), 1)], refuse.MixedClasses, "ข้อ ๒๑๐"),
        (STAFF, [(replace(CHAIRS, loan_class="consumable"), 1)], refuse.ConsumableNotLent, "ข้อ ๒๑๐"),
        (VILLAGER, [(replace(CHAIRS, loan_class="consumable"), 1)], refuse.ConsumableNotLent, "ข้อ ๒๑๐"),
        (STAFF, [(PROJECTOR, 1), (replace(CHAIRS, division_id="d2"), 1)], refuse.ManyOwners, "ข้อ ๒๐๘ (๒)"),
        (STAFF, [(replace(PROJECTOR, division_id=None), 1)], refuse.OwnerUnknown, "ข้อ ๒๐๘ (๒)"),
        (replace(AGENCY, letter_no=""), [], refuse.LetterMissing, "ข้อ ๒๐๘ (๑)"),
        (AGENCY, [(replace(CHAIRS, loan_class="consumable"), 1)], refuse.UrgencyMissing, "ข้อ ๒๑๐"),
    ],
)
def test_what_is_refused_and_by_which_article(request_, assets, refusal, article):
    with pytest.raises(refusal) as refused:
        check(request_, *assets)
    sentence = refused.value.sentence()
    assert article in sentence
    assert "{" not in sentence
    assert "{" not in refused.value.sentence("en")


def test_no_asset_is_no_request():
    with pytest.raises(refuse.NothingAsked):
        law.check_request(STAFF, [], today=TODAY, limit_days=365)


@pytest.mark.parametrize(
    ("request_", "asset", "post"),
    [
        (STAFF, PROJECTOR, "division_head"),
        (replace(STAFF, place="outside"), PROJECTOR, "head"),
        (replace(STAFF, due=TODAY), PROJECTOR, "division_head"),
        (replace(STAFF, due=TODAY + timedelta(365)), PROJECTOR, "division_head"),
        (AGENCY, PROJECTOR, "head"),
        (replace(AGENCY, urgency="น้ำท่วม"), replace(CHAIRS, loan_class="consumable"), "head"),
        (VILLAGER, CHAIRS, "head"),
        (STAFF, replace(CHAIRS, condition="damaged", unmade_good=3), "division_head"),  # a lot lends its good pieces
    ],
)
def test_what_is_taken_and_who_decides(request_, asset, post):
    assert check(request_, (asset, 1)).post == post


def test_assets_of_two_divisions_leave_the_office_in_one_paper():
    other = replace(CHAIRS, division_id="d2")
    assert check(replace(STAFF, place="outside"), (PROJECTOR, 1), (other, 1)).post == "head"


def booked(number, first, last, quantity, *, out=False):
    return Booking(number, "ผู้ยืม", TODAY + timedelta(first), TODAY + timedelta(last), quantity, out)


@pytest.mark.parametrize(
    ("bookings", "first", "last", "public", "free"),
    [
        ([], 0, 5, False, 100),
        ([], 0, 5, True, 80),  # twenty are kept for the office
        ([booked("1", 0, 5, 30)], 0, 5, False, 70),
        ([booked("1", 6, 9, 30)], 0, 5, False, 100),
        ([booked("1", 5, 9, 30)], 0, 5, False, 70),  # the last day counts
        ([booked("1", -9, 0, 30)], 0, 5, False, 70),  # so does the first
        ([booked("1", -9, -1, 30)], 0, 5, False, 100),
        ([booked("1", -9, -1, 30, out=True)], 0, 5, False, 70),  # overdue and still out
        ([booked("1", -9, -1, 30, out=True)], 1, 5, False, 100),  # thought to be back tomorrow
        ([booked("1", 0, 1, 30), booked("2", 3, 5, 40)], 0, 5, False, 60),  # never both at once
        ([booked("1", 0, 3, 30), booked("2", 3, 5, 40)], 0, 5, False, 30),
        ([booked("1", 0, 5, 90), booked("2", 0, 5, 20)], 0, 5, False, 0),  # never less than none
    ],
)
def test_how_many_are_free(bookings, first, last, public, free):
    lot = replace(CHAIRS, reserve=20)
    days = {"starts": TODAY + timedelta(first), "due": TODAY + timedelta(last)}
    assert law.availability(lot, bookings, **days, public=public, today=TODAY).free == free


def test_what_is_not_free_says_which_loan_whose_and_until_when():
    free = law.availability(
        PROJECTOR, [booked("บย. 7/2569", 0, 5, 1)], starts=TODAY, due=TODAY, public=False, today=TODAY
    )
    with pytest.raises(refuse.NotAvailable) as refused:
        law.check_free(PROJECTOR, free, 1)
    assert "บย. 7/2569 ผู้ยืม (1) 15 ก.ย. 69–20 ก.ย. 69" in refused.value.sentence()
    assert "2026-09-20" in refused.value.sentence("en")


spans = st.tuples(st.integers(-10, 20), st.integers(0, 10), st.integers(1, 30), st.booleans())


@given(st.lists(spans, max_size=8), st.integers(-5, 15), st.integers(0, 10))
def test_free_is_what_is_left_on_the_worst_day(loans, first, length):
    bookings = [booked(str(n), a, a + b, q, out=o) for n, (a, b, q, o) in enumerate(loans)]
    starts, due = TODAY + timedelta(first), TODAY + timedelta(first + length)

    def held(day):
        return sum(b.quantity for b in bookings if b.starts <= day <= (max(b.due, TODAY) if b.is_out else b.due))

    worst = max(held(starts + timedelta(n)) for n in range(length + 1))
    found = law.availability(CHAIRS, bookings, starts=starts, due=due, public=False, today=TODAY)
    assert found.free == max(0, 100 - worst)


@pytest.mark.parametrize(
    ("state", "person", "borrower", "conflicted", "refusal"),
    [
        ("submitted", "p2", "p1", frozenset(), None),
        ("issued", "p2", "p1", frozenset(), None),
        ("submitted", "p1", "p1", frozenset(), refuse.ApproverIsBorrower),
        ("submitted", "p2", "p1", frozenset({"p2"}), refuse.ConflictOfInterest),
        ("submitted", "p2", None, frozenset(), None),
        *((state, "p2", "p1", frozenset(), refuse.WrongState) for state in ("draft", "approved", "closed", "rejected")),
    ],
)
def test_who_may_decide_when(state, person, borrower, conflicted, refusal):
    facts = {"state": state, "person_id": person, "borrower_id": borrower, "conflicted": conflicted}
    if refusal is None:
        law.check_decision(**facts)
        return
    with pytest.raises(refusal):
        law.check_decision(**facts)


@pytest.mark.parametrize(
    ("given_", "granted"),
    [(None, {1: 1, 2: 5}), ({2: 3}, {1: 1, 2: 3}), ({1: 0}, {1: 0, 2: 5}), ({2: 5}, {1: 1, 2: 5})],
)
def test_partial_approval(given_, granted):
    assert law.approved_quantities([(1, 1), (2, 5)], given_) == granted


@pytest.mark.parametrize(
    ("given_", "refusal"),
    [
        ({2: 6}, refuse.ApprovedTooMuch),
        ({3: 1}, refuse.ApprovedTooMuch),
        ({2: -1}, refuse.ApprovedTooMuch),
        ({1: 0, 2: 0}, refuse.NothingApproved),
    ],
)
def test_what_cannot_be_granted(given_, refusal):
    with pytest.raises(refusal):
        law.approved_quantities([(1, 1), (2, 5)], given_)


@pytest.mark.parametrize(
    ("state", "person", "shift", "refusal"),
    [
        ("approved", "p2", 0, None),
        ("approved", "p2", 5, None),
        ("submitted", "p2", 0, refuse.NotApproved),
        ("rejected", "p2", 0, refuse.NotApproved),
        ("cancelled", "p2", 0, refuse.NotApproved),
        ("closed", "p2", 0, refuse.NotApproved),
        ("approved", "p1", 0, refuse.IssuerIsBorrower),
        ("approved", "p2", -1, refuse.TooEarly),
        ("approved", "p2", 6, refuse.TooLate),
    ],
)
def test_hand_over(state, person, shift, refusal):
    facts = {
        "state": state,
        "person_id": person,
        "borrower_id": "p1",
        "starts": TODAY,
        "due": TODAY + timedelta(5),
        "today": TODAY + timedelta(shift),
    }
    if refusal is None:
        law.check_hand_over(**facts)
        return
    with pytest.raises(refusal):
        law.check_hand_over(**facts)


@pytest.mark.parametrize(
    ("line", "state", "closes"),
    [
        (LineFact(1, "c", 5, 0, 0, 0, 0), "issued", False),
        (LineFact(1, "c", 5, 4, 0, 0, 0), "issued", False),
        (LineFact(1, "c", 5, 5, 0, 0, 0), "awaiting_settlement", True),
        (LineFact(1, "c", 5, 3, 1, 1, 0), "awaiting_settlement", False),
        (LineFact(1, "c", 5, 3, 1, 1, 1), "awaiting_settlement", False),
        (LineFact(1, "c", 5, 3, 1, 1, 2), "awaiting_settlement", True),
        (LineFact(1, "c", 0, 0, 0, 0, 0), "awaiting_settlement", True),
    ],
)
def test_a_loan_closes_when_all_is_back_or_made_good(line, state, closes):
    assert law.loan_state("issued", [line]) == state
    assert law.may_close([line]) is closes


@pytest.mark.parametrize("quantity", [0, -1, 6])
def test_no_more_comes_back_than_is_out(quantity):
    with pytest.raises(refuse.ReturnTooMuch):
        law.check_return(LineFact(1, "c", 5, 0, 0, 0, 0), quantity)


@pytest.mark.parametrize(
    ("state", "shift", "days"), [("issued", 0, 0), ("issued", 1, 1), ("issued", 40, 40), ("closed", 40, 0)]
)
def test_overdue_is_counted_from_the_day_after(state, shift, days):
    assert law.overdue_days(state, TODAY, TODAY + timedelta(shift)) == days


def test_the_chase_is_due_within_seven_days():
    assert law.chase_by(date(2026, 12, 28)) == date(2027, 1, 4)


@pytest.mark.parametrize(
    ("state", "shift", "new", "reason", "refusal"),
    [
        ("issued", 0, 9, "งานไม่เสร็จ", None),
        ("issued", 5, 9, "งานไม่เสร็จ", None),  # on the due date itself
        ("issued", 6, 9, "งานไม่เสร็จ", refuse.ExtensionTooLate),
        ("issued", 0, 5, "งานไม่เสร็จ", refuse.DueBeforeStart),
        ("issued", 0, 400, "งานไม่เสร็จ", refuse.DueTooFar),
        ("issued", 0, 9, " ", refuse.ReasonMissing),
        ("approved", 0, 9, "งานไม่เสร็จ", refuse.WrongState),
        ("awaiting_settlement", 0, 9, "งานไม่เสร็จ", refuse.WrongState),
    ],
)
def test_an_extension_is_asked_before_the_due_date(state, shift, new, reason, refusal):
    facts = {
        "state": state,
        "due": TODAY + timedelta(5),
        "new_due": TODAY + timedelta(new),
        "today": TODAY + timedelta(shift),
        "limit_days": 365,
        "reason": reason,
    }
    if refusal is None:
        law.check_extension(**facts)
        return
    with pytest.raises(refusal):
        law.check_extension(**facts)
