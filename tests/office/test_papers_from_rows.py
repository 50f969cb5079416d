"""Every paper that is made from rows says what the rows say: letters in rounds, memos, registers, cards."""

import io
from datetime import date

import pypdf
import pytest

from assettrack.office import lending, register_edits, settings
from assettrack.office.lending import ReturnLine
from assettrack.office.papers import find_papers, preview_paper, print_paper, verify_paper
from assettrack.office.papers.chasing import RoundsSpent
from assettrack.rules import lending_refusals as refuse
from assettrack.rules.refusal import BadInput, NotAllowed, NotFound
from tests.offices import CODE, LOT, TODAY


def text_of(paper):
    return " ".join(" ".join(page.extract_text() for page in pypdf.PdfReader(io.BytesIO(paper.pdf)).pages).split())


@pytest.fixture
def printing(office, actor, days):
    return lambda kind, ref, after=0, by="patsadu": print_paper(office, actor(by, days(after)), kind, ref)


def test_letters_go_out_in_rounds_each_with_its_number_and_is_a_chase(office, actor, lent, printing, days):
    lent()
    first = printing("chase_letter", "1/2569", 6)
    assert (first.number, first.version, first.copy_no) == ("ทวง. ๑/๒๕๖๙", 1, 0)
    assert printing("chase_letter", "1/2569", 6).copy_no == 1  # the same day: the same letter
    second = printing("chase_letter", "1/2569", 14)
    assert second.number == "ทวง. ๒/๒๕๖๙"
    assert "ทวง. ๑/๒๕๖๙" in text_of(second)
    chases = lending.loan(office, "1/2569", today=days(14)).chases
    assert [(chase.on, chase.channel) for chase in chases] == [(days(6), "letter"), (days(14), "letter")]
    assert "ครั้งที่ 2" in chases[1].result
    third = printing("chase_letter", "1/2569", 30)
    assert "๒๕" in text_of(third)  # days over on its day
    with pytest.raises(RoundsSpent, match=r"ครบ 3 ครั้ง"):
        printing("chase_letter", "1/2569", 60)
    again = printing("chase_letter", "1/2569#1", 60)
    assert (again.number, again.digest, again.copy_no) == (first.number, first.digest, 2)


def test_a_letter_names_only_what_is_still_out(office, actor, lent, printing):
    lent()
    lending.take_back(office, actor("patsadu"), "1/2569", (ReturnLine(LOT, 5),))
    text = text_of(printing("chase_letter", "1/2569", 6))
    assert CODE in text
    assert LOT not in text


def test_a_letter_is_refused_where_there_is_nothing_to_chase(office, actor, lent, printing):
    lent()
    with pytest.raises(refuse.NotChaseable):
        printing("chase_letter", "1/2569", 5)
    with pytest.raises(NotAllowed):
        printing("chase_letter", "1/2569", 6, by="staff2")
    with pytest.raises(NotFound):
        printing("chase_letter", "1/2569#1", 6)
    assert lending.loan(office, "1/2569", today=TODAY).chases == ()


def test_a_letters_preview_takes_no_number(office, actor, lent, days):
    lent()
    for _ in range(2):
        assert preview_paper(office, actor("patsadu", days(6)), "chase_letter", "1/2569").number == ""
    assert print_paper(office, actor("patsadu", days(6)), "chase_letter", "1/2569").number == "ทวง. ๑/๒๕๖๙"


def test_a_letter_stays_valid_after_everything_came_back(office, actor, lent, printing):
    lent()
    letter = printing("chase_letter", "1/2569", 6)
    lending.take_back(office, actor("patsadu"), "1/2569", (ReturnLine(LOT, 5), ReturnLine(CODE)))
    assert verify_paper(office, actor("patsadu"), letter.mark).status == "current"


def test_the_memo_asks_and_then_shows_who_decided(office, actor, lent, printing):
    lent("submitted", place="outside")
    asked = text_of(printing("approval_memo", "1/2569"))
    assert "นายก" in asked
    assert "5,000.00" in asked or "๕,๐๐๐.๐๐" in asked
    lending.give_opinion(office, actor("palad"), "1/2569", in_favour=True, reason="เห็นควรอนุมัติ")
    lending.approve(office, actor("nayok"), "1/2569")
    decided = printing("approval_memo", "1/2569")
    assert decided.version == 2
    assert "เห็นควรอนุมัติ" in text_of(decided)
    assert text_of(decided).count("ลงนามทางอิเล็กทรอนิกส์") == 2


def test_the_years_register_holds_each_line_once_with_its_return(office, actor, lent, printing, days):
    lent()
    lending.take_back(office, actor("patsadu"), "1/2569", (ReturnLine(LOT, 4), ReturnLine(LOT, 1, "damaged")))
    paper = printing("loan_register", "2569", 8)
    text = text_of(paper)
    assert paper.number == "ปีงบประมาณ ๒๕๖๙"
    assert text.count(CODE) == text.count(LOT) == 1
    assert "ชำรุด" in text
    assert "ไม่มี" in text_of(printing("loan_register", "๒๕๖๘", 8))
    for wrong in ("ปีนี้", "2699", "2026"):
        with pytest.raises(BadInput, match="ปีงบประมาณ"):
            printing("loan_register", wrong)


def test_a_card_shows_the_years_that_have_ended_and_who_kept_it(office, actor, add_asset, printing):
    add_asset("478-62-0001", price=1_600_000, acquired_on=date(2019, 4, 25), life_years=5, evidence="สซ. ๑๒/๒๕๖๒")
    register_edits.edit_asset(office, actor("patsadu"), "478-62-0001", 1, place="ห้องประชุมใหญ่")
    paper = printing("asset_card", "478-62-0001")
    text = text_of(paper)
    for amount in ("๑,๓๓๓.๓๓", "๓,๒๐๐.๐๐", "๑,๘๖๕.๖๗", "๑.๐๐"):  # DOMAIN §5.6
        assert amount in text
    assert "ห้องพัสดุ" in text
    assert "ห้องประชุมใหญ่" in text
    assert find_papers(office, "478-62", limit=5)[0].kind == "asset_card"


def test_a_card_below_the_threshold_says_so(add_asset, printing):
    add_asset("401-68-0002", price=150_000, acquired_on=date(2025, 1, 5), life_years=5)
    assert "ต่ำกว่าเกณฑ์" in text_of(printing("asset_card", "401-68-0002"))


def test_the_register_lists_a_division_or_the_whole_office(office, lent, add_asset, printing):
    add_asset("420-60-0009", division="กองคลัง", name="เครื่องปรับอากาศ")
    lent()
    whole, part = text_of(printing("asset_register", "")), text_of(printing("asset_register", "กองคลัง"))
    assert all(code in whole for code in (CODE, LOT, "420-60-0009"))
    assert CODE not in part
    with pytest.raises(NotFound, match="ส่วนราชการ"):
        printing("asset_register", "กองไม่มี")


def test_a_count_sheet_lists_a_place_with_its_labels(office, actor, lent, add_asset, printing):
    from assettrack.office.labels import LabelChoice, payload_of, print_labels

    add_asset("420-60-0009", place="ห้องประชุม", name="เครื่องปรับอากาศ")
    lent()
    print_labels(office, actor("patsadu"), LabelChoice((CODE,)))
    whole, room = text_of(printing("count_sheet", "กองช่าง")), text_of(printing("count_sheet", "กองช่าง/ห้องประชุม"))
    assert [code for code in (CODE, LOT, "420-60-0009", payload_of(office, CODE)) if code not in whole] == []
    assert "420-60-0009" in room
    assert CODE not in room
    with pytest.raises(NotFound):
        printing("count_sheet", "กองช่าง/ห้องที่ไม่มี")


def test_a_case_prints_its_settlement(office, actor, lent, printing):
    lent()
    back = lending.take_back(office, actor("patsadu"), "1/2569", (ReturnLine(LOT, 2, "lost"),))
    number = back.cases[0].number
    before = printing("settlement", number)
    with pytest.raises(BadInput, match="ยังไม่ได้ชดใช้เป็นเงิน"):
        printing("settlement", f"{number} (รับเงิน)")
    assert "สูญหาย" in text_of(before)
    lending.settle(office, actor("patsadu"), number, remedy="pay", evidence="ใบเสร็จ ๑๒/๓๔")
    after = printing("settlement", number)
    assert after.version == 2
    assert "สี่ร้อยบาทถ้วน" in text_of(after)
    assert verify_paper(office, actor("patsadu"), before.mark).status == "replaced"
    receipt = printing("settlement", f"{number} (รับเงิน)")
    assert "ใบรับเงินชดใช้" in text_of(receipt)
    assert verify_paper(office, actor("patsadu"), receipt.mark).status == "current"


def test_the_office_gives_its_address_and_telephone_to_letters(office, actor, lent, printing):
    by = actor("admin")
    settings.change_setting(office, by, "office_phone", "๐ ๔๔๑๒ ๓๔๕๖")
    settings.change_setting(office, by, "office_address", "ที่ทำการ อบต.ทดสอบ\n๙๙ หมู่ ๑ ตำบลพะงาด")
    lent()
    assert "๐ ๔๔๑๒ ๓๔๕๖" in text_of(printing("chase_letter", "1/2569", 6))
    assert settings.change_setting(office, by, "office_phone", "").office_phone == ""
