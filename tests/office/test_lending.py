"""The life of loans through the office's use cases, on both engines."""

import pytest

from assettrack.office import lending
from assettrack.office.lending import LoanAsk, LoanLineAsk, ReturnLine
from assettrack.rules.lending_refusals import ApproverIsBorrower


@pytest.fixture
def ask(days):
    def make(*codes, borrower="staff1", **changes):
        lines = tuple(LoanLineAsk(*code) if isinstance(code, tuple) else LoanLineAsk(code) for code in codes)
        values = {"purpose": "official", "reason": "ออกสำรวจพื้นที่", "place": "inside", "due": days(5)} | changes
        return LoanAsk(borrower=borrower, lines=lines, **values)

    return make


def test_a_loan_goes_from_request_to_closed(office, actor, add_asset, ask):
    add_asset("416-60-0017")
    add_asset("416-60-0018")
    asked = lending.request_loan(office, actor("staff1"), ask("416-60-0017", "416-60-0018"))
    assert (asked.number, asked.state) == ("บย. 1/2569", "submitted")
    assert asked.needs.persons == ("นายธวัช มั่นคง",)
    approved = lending.approve(office, actor("chang"), "1/2569")
    assert approved.state == "approved"
    issued = lending.hand_over(office, actor("patsadu"), "บย. ๑/๒๕๖๙")
    assert [line.price_at_loan for line in issued.lines] == [500_000, 500_000]
    half = lending.take_back(office, actor("patsadu"), "1/2569", (ReturnLine("416-60-0018"),))
    assert (half.loan.state, half.return_number, half.cases) == ("issued", "คย. 1/2569", ())
    done = lending.take_back(office, actor("patsadu"), "1/2569", (ReturnLine("416-60-0017"),))
    assert done.loan.state == "closed"


def test_the_borrower_cannot_approve_his_own_loan(office, actor, add_asset, ask):
    add_asset("416-60-0017")
    lending.request_loan(office, actor("chang"), ask("416-60-0017", borrower="chang"))
    with pytest.raises(ApproverIsBorrower):
        lending.approve(office, actor("chang"), "1/2569")


def test_a_paper_is_frozen_and_printed_again_as_a_copy(office, actor, add_asset, ask):
    from assettrack.office.papers import print_paper

    add_asset("416-60-0017")
    lending.request_loan(office, actor("staff1"), ask("416-60-0017"))
    lending.approve(office, actor("chang"), "1/2569")
    first, second = (print_paper(office, actor("patsadu"), "loan_form", "1/2569") for _ in range(2))
    assert (first.version, first.copy_no, first.pages) == (1, 0, 1)
    assert (second.version, second.copy_no, second.digest) == (1, 1, first.digest)
    lending.hand_over(office, actor("patsadu"), "1/2569")
    assert print_paper(office, actor("patsadu"), "loan_form", "1/2569").version == 2
