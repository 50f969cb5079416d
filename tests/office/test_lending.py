"""The life of loans through the office's use cases, on both engines."""

from datetime import date, timedelta

import pytest

from assettrack.office import authority, lending, people, register_edits, settings
from assettrack.office.lending import OutsideBorrower, PaperEntry, ReturnLine, VerbalApproval
from assettrack.rules import lending_refusals as refuse
from assettrack.rules.refusal import BadInput, NotAllowed, NotFound
from tests.offices import CODE, LOT, START, TODAY, ask_for

SCHOOL = OutsideBorrower("agency", "นายโรงเรียน ดี", agency="โรงเรียนบ้านพะงาด", letter_no="ศธ ๐๔๑๔๙/๑๒", letter_date=TODAY)
HEADMAN = OutsideBorrower("villager", "นายมานะ อดทน", address="๑๒ หมู่ ๓ ต.พะงาด", phone="๐๘๑", certifier="นายก้าน กำนัน")


def test_a_loan_goes_from_request_to_closed(office, actor, lent):
    asked = lent("submitted")
    assert (asked.number, asked.state) == ("บย. 1/2569", "submitted")
    assert asked.needs.persons == ("นายธวัช มั่นคง",)
    approved = lending.approve(office, actor("chang"), "1/2569")
    assert approved.state == "approved"
    decision = approved.approvals[-1]
    assert (decision.by, decision.capacity, decision.law) == (
        "นายธวัช มั่นคง",
        "ผู้อำนวยการกองช่าง",
        "ระเบียบฯ ข้อ ๒๐๘ (๒)",
    )
    assert len(decision.digest) == 64
    issued = lending.hand_over(office, actor("patsadu"), "บย. ๑/๒๕๖๙")
    assert [line.price_at_loan for line in issued.lines] == [500_000, 20_000]
    half = lending.take_back(office, actor("patsadu"), "1/2569", (ReturnLine(LOT, 5),))
    assert (half.loan.state, half.return_number, half.cases) == ("issued", "คย. 1/2569", ())
    done = lending.take_back(office, actor("patsadu"), "1/2569", (ReturnLine(CODE),))
    assert (done.loan.state, done.loan.closed_on) == ("closed", TODAY)


def test_the_price_of_the_day_is_frozen(office, actor, lent, add_asset):

    lent()
    register_edits.edit_asset(office, actor("patsadu"), CODE, 1, price=900_000)
    assert lending.loan(office, "1/2569", today=TODAY).lines[0].price_at_loan == 500_000


@pytest.mark.parametrize("admin", [True, False])
def test_nobody_approves_his_own_loan_the_administrator_included(office, actor, things, admin):
    lending.request_loan(office, actor("chang"), ask_for(CODE, borrower="chang"))
    if admin:
        people.set_roles(office, actor("admin"), "chang", ["division_head", "admin", "head"])
    with pytest.raises(refuse.ApproverIsBorrower) as refused:
        lending.approve(office, actor("chang"), "1/2569")
    assert "มาตรา ๑๓" in refused.value.sentence()
    with pytest.raises(refuse.NoAuthority):
        lending.approve(office, actor("admin"), "1/2569")
    assert lending.approve(office, actor("nayok"), "1/2569").state == "approved"  # his superior decides


def test_a_conflict_that_is_ticked_goes_to_the_alternate(office, actor, lent):
    loan = lent("submitted", place="outside", conflicts=("nayok",))
    assert loan.needs.persons == ("นายประเสริฐ ทองดี",)
    with pytest.raises(refuse.ConflictOfInterest):
        lending.approve(office, actor("nayok"), loan.number)
    done = lending.approve(office, actor("rongnayok"), loan.number)
    assert done.approvals[-1].capacity.endswith("ปฏิบัติราชการแทน นายกองค์การบริหารส่วนตำบลพะงาด")
    assert done.approvals[-1].order == "๑๒/๒๕๖๘"


def test_one_who_steps_aside_cannot_decide_any_more(office, actor, lent):
    loan = lent("submitted")
    lending.recuse(office, actor("chang"), loan.number, reason="ผู้ยืมเป็นน้องชาย")
    with pytest.raises(refuse.ConflictOfInterest):
        lending.approve(office, actor("chang"), loan.number)
    assert lending.approve(office, actor("nayok"), loan.number).state == "approved"


def test_a_delegate_decides_within_his_limit_and_scope(office, actor, add_asset, things):
    add_asset("420-60-0001", price=10_000_001)
    lending.request_loan(office, actor("staff1"), ask_for("420-60-0001", place="outside"))
    with pytest.raises(refuse.NoAuthority, match="นายสมหมาย ใจซื่อ"):
        lending.approve(office, actor("rongnayok"), "1/2569")
    lending.request_loan(office, actor("staff1"), ask_for(CODE, place="outside"))
    assert lending.approve(office, actor("rongnayok"), "2/2569").state == "approved"


def test_a_delegation_ends_with_the_office_it_came_from(office, actor, lent):
    loan = lent("submitted", place="outside")
    own = next(a for a in authority.authorities(office) if a.post == "head" and a.capacity == "own")
    authority.revoke(office, actor("admin"), own.id, on=TODAY, reason="ครบวาระ")
    assert authority.authorities(office, on=TODAY) == tuple(
        a for a in authority.authorities(office, on=TODAY) if a.post != "head"
    )
    for login in ("nayok", "rongnayok"):
        with pytest.raises(refuse.NoAuthority):
            lending.approve(office, actor(login), loan.number)


def test_a_partial_approval_limits_what_leaves(office, actor, lent):
    lent("submitted")
    with pytest.raises(refuse.ApprovedTooMuch):
        lending.approve(office, actor("chang"), "1/2569", quantities={2: 6})
    done = lending.approve(office, actor("chang"), "1/2569", quantities={1: 0, 2: 3})
    assert [line.approved for line in done.lines] == [0, 3]
    with pytest.raises(refuse.ApprovedTooMuch):
        lending.hand_over(office, actor("patsadu"), "1/2569", quantities={2: 4})
    issued = lending.hand_over(office, actor("patsadu"), "1/2569", quantities={2: 2}, conditions={2: "มีรอยขีดข่วน"})
    assert [(line.issued, line.price_at_loan) for line in issued.lines] == [(0, None), (2, 20_000)]
    assert issued.lines[1].condition_out == "มีรอยขีดข่วน"
    assert lending.take_back(office, actor("patsadu"), "1/2569", (ReturnLine(LOT, 2),)).loan.state == "closed"


def test_a_rejection_needs_its_reason(office, actor, lent):
    lent("submitted")
    with pytest.raises(refuse.ReasonMissing):
        lending.reject(office, actor("chang"), "1/2569", reason=" ")
    done = lending.reject(office, actor("chang"), "1/2569", reason="ต้องใช้ในราชการ")
    assert (done.state, done.ended_reason) == ("rejected", "ต้องใช้ในราชการ")
    for act in (lending.approve, lending.hand_over):
        with pytest.raises((refuse.WrongState, refuse.NotApproved)):
            act(office, actor("chang"), "1/2569")


def test_a_request_is_cancelled_before_it_leaves(office, actor, lent):
    lent("approved")
    with pytest.raises(NotAllowed):
        lending.cancel(office, actor("staff2"), "1/2569", reason="ไม่ใช้แล้ว")
    assert lending.cancel(office, actor("staff1"), "1/2569", reason="ไม่ใช้แล้ว").state == "cancelled"
    free = lending.availability(office, CODE, TODAY, TODAY, today=TODAY)
    assert free.free == 1


def test_what_is_out_cannot_be_cancelled(office, actor, lent):
    lent()
    with pytest.raises(refuse.WrongState):
        lending.cancel(office, actor("staff1"), "1/2569", reason="ไม่ใช้แล้ว")


def test_a_number_given_once_is_never_given_again(office, actor, lent):
    lent("submitted")
    lending.cancel(office, actor("staff1"), "1/2569", reason="ไม่ใช้แล้ว")
    assert lending.request_loan(office, actor("staff1"), ask_for(CODE)).number == "บย. 2/2569"


def test_a_draft_has_no_number_until_it_is_submitted(office, actor, things):
    draft = lending.save_draft(office, actor("staff1"), ask_for(CODE))
    assert (draft.number, draft.state) == (None, "draft")
    assert lending.submit(office, actor("staff1"), draft.id).number == "บย. 1/2569"
    with pytest.raises(refuse.WrongState):
        lending.submit(office, actor("staff1"), draft.id)


def test_the_number_follows_the_fiscal_year_unless_the_office_says_otherwise(office, actor, things, days):
    october = date(2026, 10, 1)
    asked = ask_for(CODE, due=october)
    assert lending.request_loan(office, actor("staff1", october), asked).number == "บย. 1/2570"
    settings.change_setting(office, actor("admin"), "number_period", '{"loan": "calendar"}')
    settings.change_setting(office, actor("admin"), "loan_number", "ย {no}-{year}")
    assert lending.request_loan(office, actor("staff1", october), asked).number == "ย 1-2569"


def test_an_extension_is_a_new_approval(office, actor, lent, days):
    lent()
    lending.extend(office, actor("staff1"), "1/2569", due=days(12), reason="งานยังไม่เสร็จ")
    with pytest.raises(refuse.ExtensionWaiting):
        lending.extend(office, actor("staff1"), "1/2569", due=days(13), reason="งานยังไม่เสร็จ")
    waiting = lending.loan(office, "1/2569", today=TODAY)
    assert (waiting.due, waiting.needs.persons) == (days(5), ("นายธวัช มั่นคง",))
    done = lending.approve(office, actor("chang"), "1/2569")
    assert (done.due, done.first_due) == (days(12), days(5))
    assert done.approvals[-1].extension_no == 1
    lending.extend(office, actor("staff1"), "1/2569", due=days(20), reason="อีกครั้ง")
    assert lending.reject(office, actor("chang"), "1/2569", reason="มีผู้จองแล้ว").due == days(12)


def test_an_extension_is_asked_and_decided_before_the_due_date(office, actor, lent, days):
    lent()
    with pytest.raises(refuse.ExtensionTooLate):
        lending.extend(office, actor("staff1", days(6)), "1/2569", due=days(12), reason="ลืม")
    lending.extend(office, actor("staff1", days(5)), "1/2569", due=days(12), reason="งานยังไม่เสร็จ")
    with pytest.raises(refuse.ExtensionTooLate):
        lending.approve(office, actor("chang", days(6)), "1/2569")


def test_an_extension_does_not_take_what_another_was_promised(office, actor, lent, days):
    lent()
    lending.request_loan(
        office, actor("chang"), ask_for(CODE, borrower="chang", starts=days(6), due=days(9), place="outside")
    )
    lending.approve(office, actor("nayok"), "2/2569")
    lending.extend(office, actor("staff1"), "1/2569", due=days(7), reason="งานยังไม่เสร็จ")
    with pytest.raises(refuse.NotAvailable, match="2/2569"):
        lending.approve(office, actor("chang"), "1/2569")


def test_a_chase_is_kept_with_its_result(office, actor, lent, days):
    lent()
    late = lending.loan(office, "1/2569", today=days(8))
    assert (late.overdue_days, late.chase_by) == (3, days(12))
    with pytest.raises(BadInput, match="ข้อ ๒๑๑"):
        lending.chase(office, actor("patsadu", days(8)), "1/2569", channel="phone", result=" ")
    with pytest.raises(BadInput):
        lending.chase(office, actor("patsadu", days(8)), "1/2569", channel="นกพิราบ", result="ได้รับแล้ว")
    chased = lending.chase(office, actor("patsadu", days(8)), "1/2569", channel="phone", result="จะนำมาคืนพรุ่งนี้")
    assert [(c.on, c.by) for c in chased.chases] == [(days(8), "นายณรงค์ ละเอียด")]
    lending.take_back(office, actor("patsadu"), "1/2569", (ReturnLine(CODE), ReturnLine(LOT, 5)))
    with pytest.raises(refuse.NotChaseable):
        lending.chase(office, actor("patsadu"), "1/2569", channel="phone", result="x")


def test_damage_and_loss_hold_the_loan_open_until_made_good(office, actor, lent):
    lent()
    back = lending.take_back(
        office,
        actor("patsadu"),
        "1/2569",
        (ReturnLine(CODE, 1, "damaged", "จอแตก"), ReturnLine(LOT, 3), ReturnLine(LOT, 2, "lost")),
    )
    assert back.loan.state == "awaiting_settlement"
    assert [(c.what, c.quantity, c.price_at_loan) for c in back.cases] == [("damaged", 1, 500_000), ("lost", 2, 20_000)]
    with pytest.raises(refuse.NotFit, match="ชำรุด"):
        lending.request_loan(office, actor("staff1"), ask_for(CODE))
    assert lending.availability(office, LOT, TODAY, TODAY, today=TODAY).free == 98
    broken, lost = (c.number for c in back.cases)
    with pytest.raises(refuse.RemedyImpossible, match="หลักฐาน"):
        lending.settle(office, actor("patsadu"), broken, remedy="repair", evidence="")
    with pytest.raises(refuse.RemedyImpossible, match="ซ่อมไม่ได้"):
        lending.settle(office, actor("patsadu"), lost, remedy="repair", evidence="ใบตรวจรับ ๑")
    lending.settle(office, actor("patsadu"), broken, remedy="repair", evidence="ใบตรวจรับ ๑/๒๕๖๙")
    assert lending.loan(office, "1/2569", today=TODAY).state == "awaiting_settlement"
    lending.settle(office, actor("patsadu"), lost, remedy="pay", evidence="ใบเสร็จ ๗/๒๕๖๙")
    assert lending.loan(office, "1/2569", today=TODAY).state == "closed"
    with pytest.raises(refuse.SettledAlready):
        lending.settle(office, actor("patsadu"), lost, remedy="pay", evidence="ใบเสร็จ ๗/๒๕๖๙")
    assert lending.request_loan(office, actor("staff1"), ask_for(CODE)).state == "submitted"
    assert lending.availability(office, LOT, TODAY, TODAY, today=TODAY).free == 98  # paid for, but gone


def test_what_is_not_on_the_loan_is_not_taken_back(office, actor, lent, add_asset):
    lent()
    add_asset("416-60-0099")
    with pytest.raises(refuse.NotOnThisLoan):
        lending.take_back(office, actor("patsadu"), "1/2569", (ReturnLine("416-60-0099"),))
    with pytest.raises(refuse.ReturnTooMuch):
        lending.take_back(office, actor("patsadu"), "1/2569", (ReturnLine(LOT, 4), ReturnLine(LOT, 2)))
    with pytest.raises(BadInput):
        lending.take_back(office, actor("patsadu"), "1/2569", (ReturnLine(LOT, 1, "สวย"),))
    assert lending.loan(office, "1/2569", today=TODAY).lines[1].returned == 0  # nothing half written


def test_the_borrower_neither_hands_over_nor_takes_back_his_own(office, actor, things):
    lending.request_loan(office, actor("patsadu"), ask_for(CODE, borrower="patsadu"))
    lending.approve(office, actor("chang"), "1/2569")
    with pytest.raises(refuse.IssuerIsBorrower):
        lending.hand_over(office, actor("patsadu"), "1/2569")
    lending.hand_over(office, actor("patsadu2"), "1/2569")
    with pytest.raises(refuse.ReceiverIsBorrower):
        lending.take_back(office, actor("patsadu"), "1/2569", (ReturnLine(CODE),))


def test_the_desk_keys_in_for_others_and_staff_do_not(office, actor, things):
    with pytest.raises(NotAllowed):
        lending.request_loan(office, actor("staff2"), ask_for(CODE, borrower="staff1"))
    loan = lending.request_loan(office, actor("patsadu"), ask_for(CODE, borrower="staff1"))
    assert (loan.borrower, loan.requested_by) == ("นายสุรชัย ขยัน", "นายณรงค์ ละเอียด")


def test_an_agency_borrows_with_its_letter(office, actor, things):
    loan = lending.request_loan(
        office, actor("patsadu"), ask_for(CODE, borrower=SCHOOL, purpose="agency_support", place="outside")
    )
    assert (loan.borrower_class, loan.needs.law) == ("agency", "ระเบียบฯ ข้อ ๒๐๘ (๑)")
    with pytest.raises(refuse.NoAuthority):
        lending.approve(office, actor("chang"), loan.number)
    assert lending.approve(office, actor("nayok"), loan.number).state == "approved"


def test_a_villager_borrows_what_the_public_may_have(office, actor, things):
    funeral = {"borrower": HEADMAN, "purpose": "funeral", "place": "outside"}
    with pytest.raises(refuse.NotPublic):
        lending.request_loan(office, actor("patsadu"), ask_for(CODE, **funeral))
    with pytest.raises(refuse.NotAvailable, match="สำรองไว้ใช้ราชการ 20"):
        lending.request_loan(office, actor("patsadu"), ask_for((LOT, 81), **funeral))
    with pytest.raises(refuse.DueTooFar):
        lending.request_loan(office, actor("patsadu"), ask_for((LOT, 50), **funeral, due=TODAY + timedelta(8)))
    loan = lending.request_loan(office, actor("patsadu"), ask_for((LOT, 50), **funeral))
    assert lending.approve(office, actor("nayok"), loan.number).borrower == "นายมานะ อดทน"


@pytest.mark.parametrize("purpose", ["personal", "commercial", "political"])
def test_private_use_is_refused_with_the_article(office, actor, things, purpose):
    with pytest.raises(refuse.PurposeRefused, match="ข้อ ๒๐๗"):
        lending.request_loan(office, actor("staff1"), ask_for(CODE, purpose=purpose))


def test_a_vehicle_is_refused_with_the_way_to_go(office, actor, add_asset):
    add_asset("001-60-0001", name="รถยนต์นั่งส่วนกลาง", vehicle=True)
    with pytest.raises(refuse.VehicleNotLent, match="แบบ ๓"):
        lending.request_loan(office, actor("staff1"), ask_for("001-60-0001"))


def test_consumables_go_to_agencies_only(office, actor, add_asset):
    add_asset("ว-60-0001", name="ทราย", kind="lot", quantity=50, loan_class="consumable", book_class="material")
    with pytest.raises(refuse.ConsumableNotLent, match="ใบเบิก"):
        lending.request_loan(office, actor("staff1"), ask_for(("ว-60-0001", 5)))
    flood = {"borrower": SCHOOL, "purpose": "agency_support", "place": "outside"}
    with pytest.raises(refuse.UrgencyMissing):
        lending.request_loan(office, actor("patsadu"), ask_for(("ว-60-0001", 5), **flood))
    loan = lending.request_loan(office, actor("patsadu"), ask_for(("ว-60-0001", 5), **flood, urgency="น้ำท่วม จัดหาไม่ทัน"))
    assert loan.loan_class == "consumable"


@pytest.mark.parametrize(
    ("ask", "refusal"),
    [
        (ask_for("ไม่มีรหัสนี้"), NotFound),
        (ask_for(CODE, CODE), refuse.AskedTwice),
        (ask_for(CODE, purpose="ไม่มี"), NotFound),
        (ask_for(CODE, borrower="ไม่มี"), NotFound),
        (ask_for(CODE, place="ที่บ้าน"), BadInput),
        (ask_for(), refuse.NothingAsked),
        (ask_for((LOT, 0)), refuse.QuantityImpossible),
        (ask_for(CODE, conflicts=("ไม่มี",)), NotFound),
    ],
)
def test_bad_requests_leave_nothing_behind(office, actor, things, ask, refusal):
    from assettrack.office.ledger import head

    before = head(office)
    with pytest.raises(refusal):
        lending.request_loan(office, actor("staff1"), ask)
    assert head(office) == before
    assert lending.loans(office, today=TODAY) == ()
    assert lending.request_loan(office, actor("staff1"), ask_for(CODE)).number == "บย. 1/2569"


def test_an_emergency_leaves_on_a_spoken_approval_and_waits_for_the_written_one(office, actor, lent, days):
    lent("submitted", purpose="disaster_relief", place="outside")
    spoken = VerbalApproval("nayok", START, "โทรศัพท์")
    with pytest.raises(refuse.NoAuthority):
        lending.hand_over(office, actor("patsadu"), "1/2569", emergency=VerbalApproval("palad", START, "โทรศัพท์"))
    out = lending.hand_over(office, actor("patsadu"), "1/2569", emergency=spoken)
    assert out.state == "issued"
    assert out.needs.persons[0] == "นายสมหมาย ใจซื่อ"
    assert "ยังไม่มีการอนุมัติเป็นลายลักษณ์อักษร" in out.notes[-1]
    assert [one.number for one in lending.loans(office, today=TODAY, emergency=True)] == ["บย. 1/2569"]
    board = lending.home_board(office, actor("patsadu"))
    assert [one.number for one in board.spoken_only] == ["บย. 1/2569"]
    assert [one.number for one in lending.home_board(office, actor("nayok")).to_decide] == ["บย. 1/2569"]
    written = lending.approve(office, actor("nayok"), "1/2569")
    assert (written.state, written.awaits_writing, written.notes) == ("issued", False, ())
    with pytest.raises(refuse.WrongState):
        lending.approve(office, actor("nayok"), "1/2569")


def test_only_disaster_relief_leaves_on_a_spoken_approval(office, actor, lent):
    lent("submitted", place="outside")
    with pytest.raises(refuse.NotEmergency):
        lending.hand_over(office, actor("patsadu"), "1/2569", emergency=VerbalApproval("nayok", START, "โทรศัพท์"))
    with pytest.raises(refuse.NotApproved):
        lending.hand_over(office, actor("patsadu"), "1/2569")


def test_paper_done_while_the_computer_was_off_is_entered_afterwards(office, actor, things, days):
    entry = PaperEntry(
        ask=ask_for(CODE, starts=days(-3)), paper_no="เล่ม ๑ เลขที่ ๕", approver="chang", approved_on=days(-4), handed_over_on=days(-3)
    )  # fmt: skip
    loan = lending.enter_paper(office, actor("patsadu"), entry)
    assert (loan.state, loan.issued_on, loan.paper_entry) == ("issued", days(-3), "เล่ม ๑ เลขที่ ๕")
    assert loan.approvals[-1].by == "นายธวัช มั่นคง"
    assert "บันทึกย้อนหลัง" in loan.notes[-1]


@pytest.mark.parametrize(
    ("changes", "refusal"),
    [
        ({"paper_no": " "}, BadInput),
        ({"approved_on": TODAY, "handed_over_on": TODAY - timedelta(1)}, BadInput),
        ({"handed_over_on": TODAY + timedelta(1)}, BadInput),
        ({"approver": "palad"}, refuse.NoAuthority),
        ({"approved_on": date(2024, 12, 31)}, refuse.NoAuthority),  # before anybody held the post
    ],
)
def test_paper_is_held_to_the_rules_of_its_day(office, actor, things, days, changes, refusal):
    values = {"ask": ask_for(CODE, starts=days(-3)), "paper_no": "๕", "approver": "chang", "approved_on": days(-4),
              "handed_over_on": days(-3)} | changes  # fmt: skip
    with pytest.raises(refusal):
        lending.enter_paper(office, actor("patsadu"), PaperEntry(**values))
    assert lending.loans(office, today=TODAY) == ()


def test_opinions_are_kept_and_needed_where_the_office_says_so(office, actor, lent):
    lent("submitted", place="outside")
    settings.change_setting(office, actor("admin"), "require_opinion", "ใช่")
    with pytest.raises(refuse.OpinionMissing):
        lending.approve(office, actor("nayok"), "1/2569")
    with pytest.raises(refuse.ReasonMissing):
        lending.give_opinion(office, actor("palad"), "1/2569", in_favour=False)
    lending.give_opinion(office, actor("palad"), "1/2569", reason="เห็นควรอนุมัติ")
    done = lending.approve(office, actor("nayok"), "1/2569")
    assert [a.step for a in done.approvals] == ["opinion_for", "approved"]


def test_the_home_board_shows_each_person_what_waits(office, actor, lent, days):
    lent("submitted")
    assert [one.number for one in lending.home_board(office, actor("chang")).to_decide] == ["บย. 1/2569"]
    assert lending.home_board(office, actor("nayok")).to_decide == ()
    lending.approve(office, actor("chang"), "1/2569")
    assert len(lending.home_board(office, actor("patsadu")).to_hand_over) == 1
    lending.hand_over(office, actor("patsadu"), "1/2569")
    assert len(lending.home_board(office, actor("patsadu", days(5))).due_today) == 1
    assert len(lending.home_board(office, actor("patsadu", days(6))).overdue) == 1
    assert len(lending.home_board(office, actor("staff1", days(6))).mine) == 1
    assert lending.home_board(office, actor("staff2", days(6))).overdue == ()


def test_the_decider_sees_how_the_borrower_has_borrowed_and_where_the_things_were(office, actor, lent, days):
    lent()
    lending.take_back(
        office, actor("patsadu"), "1/2569", (ReturnLine(CODE), ReturnLine(LOT, 4), ReturnLine(LOT, 1, "lost"))
    )
    lending.request_loan(office, actor("staff1"), ask_for((LOT, 2)))
    lending.approve(office, actor("chang"), "2/2569")
    lending.hand_over(office, actor("patsadu"), "2/2569")
    asked = lending.request_loan(office, actor("staff1"), ask_for(CODE, (LOT, 1)))
    found = lending.background(office, asked.id, today=days(6))
    assert (found.out, found.overdue, found.closed, found.unsettled) == (2, 2, 0, 1)
    assert [(thing.code, [one.number for one in thing.loans]) for thing in found.things] == [
        (CODE, ["บย. 1/2569"]),
        (LOT, ["บย. 2/2569", "บย. 1/2569"]),
    ]
    other = lending.request_loan(office, actor("staff2"), ask_for((LOT, 1), borrower="staff2"))
    assert lending.background(office, other.id, today=TODAY).out == 0
