"""Registers, cards and the requisition: sums add up, every row stands once and in order under a repeated head."""

import re
from dataclasses import replace
from datetime import date

import pypdfium2
import pytest

from assettrack.thai.baht import baht, baht_words
from assettrack.thai.text import thai_digits
from forms.documents import asset_card, asset_register, loan_register, requisition, stock_card
from forms.documents.asset_register import AssetRegisterLine
from forms.documents.loan_register import LoanRegisterLine
from forms.documents.requisition import RequisitionLine
from forms.kit.sample import sample_facts

FACTS = sample_facts("ทพ. ๑/๒๕๖๙")


def pages(pdf):
    """The text of every page, white space folded away."""
    document = pypdfium2.PdfDocument(pdf)
    found = [re.sub(r"[\s\u00ad]+", "", page.get_textpage().get_text_range()) for page in document]
    document.close()
    return found


def text(pdf):
    return "".join(pages(pdf))


def asset(at, division, *, quantity=1, price=100_00):
    return AssetRegisterLine(
        f"416-60-{at:04d}", "โต๊ะ", "", date(2020, 1, 2), division, "", "", "", quantity, "ตัว", price, "ใช้การได้"
    )  # fmt: skip


def loan(at, *, returned=None, late=0):
    return LoanRegisterLine(
        f"บย. {at}/2569", "เต็นท์", f"416-60-{at:04d}", 1, "หลัง", date(2026, 1, 2), "นาย ก", "นาย ข", date(2026, 1, 9), returned, "", late
    )  # fmt: skip


ASSETS = asset_register.AssetRegister(
    FACTS,
    date(2026, 9, 30),
    lines=(
        asset(1, "กองคลัง", quantity=3, price=1_000_50),
        asset(2, "กองช่าง", price=None),
        asset(3, "กองคลัง", quantity=1200, price=250_00),
        asset(4, "กองช่าง", price=0),
    ),
)


def test_each_division_and_the_whole_register_are_summed():
    written = text(asset_register.render(ASSETS))
    finance, all_ = 3 * 1_000_50 + 1200 * 250_00, thai_digits("1,205")
    assert (
        written.count(baht(finance, "thai")) == 3
    )  # its subtotal, its line of the summary, and the total: nothing else has a price
    assert f"กองคลัง๒{thai_digits('1,203')}{baht(finance, 'thai')}" in written
    assert f"กองช่าง๒๒{baht(0, 'thai')}ไม่ทราบราคา๑รายการ" in written
    assert f"รวมทั้งสิ้น๔{all_}{baht(finance, 'thai')}ไม่ทราบราคา๑รายการ" in written


def test_a_division_stands_in_one_place_with_its_rows_in_order():
    found = asset_register.by_division(ASSETS.lines)
    assert {name: [line.code[-1] for line in lines] for name, lines in found.items()} == {
        "กองคลัง": ["1", "3"],
        "กองช่าง": ["2", "4"],
    }
    assert list(found) == ["กองคลัง", "กองช่าง"]


def test_every_asset_of_a_long_register_stands_once_and_in_order_under_its_head():
    lines = tuple(asset(at, ("กองคลัง", "กองช่าง")[at // 1200]) for at in range(2000))
    listed = pages(asset_register.render(replace(ASSETS, lines=lines)))
    assert re.findall(r"416-60-\d{4}", "".join(listed)) == [line.code for line in lines]
    assert all("ลำดับรหัสรายการ" in page for page in listed if "416-60-" in page)
    assert baht(2000 * 100_00, "thai") in listed[-1]
    assert "ผู้ตรวจสอบ" in listed[-1]


def test_every_loan_of_a_long_register_stands_once_and_in_order_under_its_head():
    lines = tuple(loan(at, returned=date(2026, 1, 9)) for at in range(2000))
    listed = pages(loan_register.render(loan_register.LoanRegister(FACTS, 2569, date(2026, 9, 30), lines)))
    assert re.findall(r"416-60-\d{4}", "".join(listed)) == [line.code for line in lines]
    assert all("เลขที่ใบยืม" in page and "เกินกำหนด(วัน)" in page for page in listed if "416-60-" in page)


def test_a_year_without_loans_says_so_and_the_form_to_fill_does_not():
    without = text(loan_register.render(loan_register.LoanRegister(FACTS, 2569, date(2026, 9, 30))))
    assert "ไม่มีการยืม" in without
    assert "รวม๐รายการคืนแล้ว๐รายการ" in without
    form = text(loan_register.render(loan_register.LoanRegister(FACTS)))
    assert "ไม่มีการยืม" not in form
    assert "รวม" not in form


def test_a_register_without_assets_says_so_and_the_form_to_fill_does_not():
    assert "ไม่มีพัสดุในทะเบียน" in text(asset_register.render(replace(ASSETS, lines=())))
    assert "ไม่มีพัสดุในทะเบียน" not in text(asset_register.render(asset_register.AssetRegister(FACTS)))


def test_loans_are_counted_back_out_and_late():
    lines = (
        loan(1, returned=date(2026, 1, 9)),
        loan(2, returned=date(2026, 1, 11), late=2),
        loan(3, late=264),
        loan(4),
    )
    written = text(loan_register.render(loan_register.LoanRegister(FACTS, 2569, date(2026, 9, 30), lines)))
    assert "รวม๔รายการคืนแล้ว๒รายการยังไม่คืน๒รายการเกินกำหนด๒รายการ" in written


@pytest.mark.parametrize(
    ("wanted", "approved", "satang"),
    [(12, None, 41_406_00), (12, 10, 34_505_00), (12, 0, 0)],
)
def test_a_requisition_costs_what_was_approved_or_is_wanted_until_then(wanted, approved, satang):
    asked = requisition.Requisition(FACTS, lines=(RequisitionLine("ตลับผงหมึก", "กล่อง", wanted, 3_450_50, approved),))
    written = text(requisition.render(asked))
    assert f"รวมเป็นเงิน{baht(satang, 'thai')}" in written
    assert f"({baht_words(satang)})" in written


def test_a_requisition_has_its_four_signatures_on_one_page():
    last = pages(requisition.render(requisition.sample()))[-1]
    for words in ("ผู้เบิก", "ผู้สั่งจ่าย", "ได้รับพัสดุถูกต้องครบถ้วนแล้ว", "ได้จ่ายและลงบัญชีแล้ว"):
        assert words in last, words


def test_a_stock_card_begins_with_what_was_carried_into_the_year_lot_by_lot():
    lots = (stock_card.StockLot(110, 115_00), stock_card.StockLot(300, 120_00))
    written = text(stock_card.render(stock_card.StockCard(FACTS, 2569, opening=lots)))
    assert f"๑ต.ค.๖๘ยอดยกมา{baht(115_00, 'thai')}๑๑๐{baht(110 * 115_00, 'thai')}" in written
    assert f"ยอดยกมา{baht(120_00, 'thai')}๔๑๐{baht(110 * 115_00 + 300 * 120_00, 'thai')}" in written


def test_a_stock_card_that_begins_with_nothing_says_zero_and_the_form_to_fill_does_not():
    assert f"ยอดยกมา๐{baht(0, 'thai')}" in text(stock_card.render(stock_card.StockCard(FACTS, 2569)))
    assert "ยอดยกมา" not in text(stock_card.render(stock_card.StockCard(FACTS)))


def test_the_sample_of_a_stock_card_is_in_balance():
    card = stock_card.sample()
    left = sum(lot.quantity for lot in card.opening)
    value = sum(lot.quantity * lot.price for lot in card.opening)
    for line in card.lines:
        left += line.received - line.issued
        value += (line.received - line.issued) * line.price
        assert (line.left, line.left_value) == (left, value)
        assert left >= 0


def test_the_back_of_an_asset_card_is_a_page_of_its_own():
    for variant in asset_card.VARIANTS:
        front, back = pages(asset_card.render(asset_card.sample(variant)))
        assert "วิธีการได้มา" in front
        assert "ประวัติการซ่อมบำรุงรักษาทรัพย์สิน" in back
        assert "ประวัติผู้ดูแล" in back
        assert ("ไม่คิดค่าเสื่อมราคา" in front) == (variant == "below_threshold")


def test_a_way_that_the_card_does_not_name_gets_its_own_box():
    card = asset_card.AssetCard(FACTS, fund="เงินสะสม", way="สอบราคา")
    front = pages(asset_card.render(card))[0]
    assert "อื่นๆเงินสะสม" in front
    assert "รับบริจาค/โอนสอบราคา" in front
    assert "สอบราคา" not in pages(asset_card.render(replace(card, way="คัดเลือก")))[0]
