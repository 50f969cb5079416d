"""The papers of the annual inspection: totals, wording, ticks, what stays together, and the codes of the count sheet (ข้อ ๒๑๓)."""

import io
import re
from dataclasses import replace
from datetime import date

import pypdf
import pypdfium2
import pytest
import zxingcpp

from forms.documents import (
    count_sheet,
    inspection_balance,
    inspection_exceptions,
    inspection_order,
    inspection_report,
    inspection_request,
    inspection_summary,
    inspection_working,
)
from forms.documents.inspection_balance import BalanceLine
from forms.documents.inspection_parts import SAMPLE_INSPECTORS, Tally, inspecting, together
from forms.kit.flow import TickBox
from forms.kit.sample import sample_facts

DPI = 300


def pages(pdf):
    return [re.sub(r"\s+", "", page.extract_text()) for page in pypdf.PdfReader(io.BytesIO(pdf)).pages]


def text(pdf):
    return "".join(pages(pdf))


def flat(words):
    return re.sub(r"\s+", "", words)


def ticks(parts):
    """What is ticked among flowables and what they hold together."""
    inside = [one for part in parts for one in getattr(part, "_content", [part])]
    return [box.text.text for box in inside if isinstance(box, TickBox) and box.ticked]


def lines(number, value=100_00):
    return tuple(BalanceLine(f"วัสดุที่ {no}", "กล่อง", 1, value) for no in range(1, number + 1))


@pytest.mark.parametrize(
    ("number", "words"),
    [
        (0, "ผู้รับผิดชอบในการตรวจสอบพัสดุประจำปี"),
        (1, "ผู้ตรวจสอบพัสดุประจำปี"),
        (2, "คณะกรรมการตรวจสอบพัสดุประจำปี"),
        (3, "คณะกรรมการตรวจสอบพัสดุประจำปี"),
    ],
)
def test_one_inspector_alone_is_no_committee(number, words):
    inspectors = SAMPLE_INSPECTORS[:number]
    assert inspecting(inspectors) == words
    asked = text(inspection_request.render(replace(inspection_request.sample(), inspectors=inspectors)))
    assert f"ขออนุมัติแต่งตั้ง{words}งบประมาณพ.ศ.๒๕๖๙" in asked
    assert ("คณะกรรมการ" in asked) == (number > 1)


@pytest.mark.parametrize(("variant", "committee"), [("committee", True), ("single", False)])
def test_the_order_says_committee_only_of_several(variant, committee):
    said = text(inspection_order.render(inspection_order.sample(variant)))
    assert ("คณะกรรมการ" in said) == committee
    assert "ข้อ๒๑๓" in said
    assert flat("สั่ง ณ วันที่ ๑๕ เดือน กันยายน พ.ศ. ๒๕๖๙") in said


def test_the_office_that_writes_arabic_digits_has_no_thai_ones_in_its_order():
    data = inspection_order.sample("committee")
    said = text(inspection_order.render(replace(data, facts=replace(data.facts, digits="arabic"))))
    assert not re.search("[๐-๙]", said)


@pytest.mark.parametrize(
    ("day", "due", "expected"),
    [
        (date(2026, 11, 12), date(2026, 11, 13), ["รายงานภายในกำหนด"]),
        (date(2026, 11, 13), date(2026, 11, 13), ["รายงานภายในกำหนด"]),
        (date(2026, 11, 14), date(2026, 11, 13), ["รายงานพ้นกำหนด เนื่องจาก เหตุ"]),
        (None, date(2026, 11, 13), []),
        (date(2026, 11, 14), None, []),
    ],
)
def test_the_report_ticks_whether_its_deadline_was_kept(day, due, expected):
    data = replace(inspection_report.sample(), day=day, due=due, late_reason="เหตุ")
    assert ticks(inspection_report._deadline(data)) == expected


@pytest.mark.parametrize(
    ("movements", "counted", "expected"),
    [
        (True, True, ["ถูกต้อง", "มีตัวอยู่ตรงตามบัญชีหรือทะเบียน"]),
        (False, False, ["ไม่ถูกต้อง ลงผิด", "ไม่ตรงตามบัญชีหรือทะเบียน จำนวน ๓ รายการ ตามบัญชีพัสดุที่เหลือไม่ตรงตามบัญชี"]),
        (None, None, []),
    ],
)
def test_the_report_ticks_what_is_known_and_nothing_else(movements, counted, expected):
    data = replace(inspection_report.sample(), movements_right=movements, movements_note="ลงผิด", count_right=counted)
    assert ticks([*inspection_report._movements(data), *inspection_report._counted(data)]) == expected


def test_the_report_adds_up_the_exceptions():
    said = text(inspection_report.render(inspection_report.sample()))
    assert "รวม๙๖๒,๐๘๓,๒๙๐.๕๐" in said


def test_tallies_together_are_nothing_only_where_nothing_was_written():
    assert together([Tally(), Tally()]) == Tally()
    assert together([Tally(2, 150), Tally(), Tally(0, 0)]) == Tally(2, 150)


def test_the_summary_adds_up_down_and_across():
    data = inspection_summary.sample()
    said = text(inspection_summary.render(data))
    assert "ทั้งหมด๑,๘๔๒๓๘,๔๕๖,๑๒๐.๕๐๑๒๘๔๕๖,๗๘๙.๒๕๑,๙๗๐๓๘,๙๑๒,๙๐๙.๗๕" in said
    assert "ควรจำหน่าย๕๘๑,๒๔๕,๙๐๐.๐๐๒๖,๕๐๐.๐๐๖๐๑,๒๕๒,๔๐๐.๐๐" in said
    assert "(สามสิบแปดล้านเก้าแสนหนึ่งหมื่นสองพันเก้าร้อยเก้าบาทเจ็ดสิบห้าสตางค์)" in said


def test_a_balance_is_added_up_in_figures_and_words_and_says_what_it_leaves_out():
    data = replace(
        inspection_balance.sample("supplies"), lines=(*lines(2, 1_050_25), BalanceLine("ไม่มีราคา", "กล่อง", 1, None))
    )
    said = text(inspection_balance.render(data))
    assert "รวม๓รายการ๒,๑๐๐.๕๐" in said
    assert "(สองพันหนึ่งร้อยบาทห้าสิบสตางค์)" in said
    assert "ไม่ปรากฏ" in said
    assert flat("มูลค่ารวมไม่นับรายการที่ไม่ปรากฏราคาในบัญชีหรือทะเบียน จำนวน ๑ รายการ") in said
    assert "ไม่ปรากฏ" not in text(inspection_balance.render(replace(data, lines=data.lines[:2])))


@pytest.mark.parametrize("variant", inspection_exceptions.VARIANTS)
def test_a_list_without_entries_says_so_on_an_issued_paper_and_stays_blank_on_a_form(variant):
    issued = replace(inspection_exceptions.sample(variant), lines=())
    assert "ไม่มี" in text(inspection_exceptions.render(issued))
    assert "รวม๐รายการ" in text(inspection_exceptions.render(issued))
    form = inspection_exceptions.InspectionExceptions(facts=sample_facts("ตพ. ๖/๒๕๖๙"), variant=variant)
    assert "ไม่มี" not in text(inspection_exceptions.render(form))


@pytest.mark.parametrize("kind", inspection_exceptions.KINDS)
def test_a_separate_list_has_the_things_of_its_kind_only(kind):
    combined = inspection_exceptions.sample("combined")
    said = text(inspection_exceptions.render(replace(combined, variant=kind)))
    own = {line.code for line in combined.lines if line.kind == inspection_exceptions.KINDS[kind]}
    assert own
    assert {line.code for line in combined.lines if line.code in said} == own
    assert f"รวม{'๐๑๒๓๔๕'[len(own)]}รายการ" in said


def test_every_thing_of_the_combined_list_is_marked_under_its_kind():
    data = inspection_exceptions.sample("combined")
    said = text(inspection_exceptions.render(data))
    assert said.count("√") == len(data.lines) + sum(line.in_use for line in data.lines)
    line = replace(data.lines[0], kind="สูญไป", in_use=True)
    assert inspection_exceptions._marks(line) == ["", "", "√", "", "√"]


@pytest.mark.parametrize(
    ("in_books", "counted", "words"),
    [(10, 7, "ขาด ๓"), (7, 1_010, "เกิน ๑,๐๐๓"), (5, 5, "๐"), (0, 0, "๐"), (5, None, ""), (None, 5, "")],
)
def test_a_difference_says_whether_it_is_too_few_or_too_many(in_books, counted, words):
    assert inspection_working.difference(in_books, counted, sample_facts("")) == words


@pytest.mark.parametrize("number", range(22, 41))
def test_the_inspectors_never_sign_a_page_without_rows(number):
    data = replace(inspection_balance.sample("supplies"), lines=lines(number))
    made = pages(inspection_balance.render(data))
    signed = [page for page in made if "ประธานกรรมการ" in page]
    assert signed == made[-1:]
    assert flat(f"วัสดุที่ {number}") in made[-1]
    assert "กรรมการและเลขานุการ" in made[-1]
    assert all("รายการวัสดุ" in page for page in made)


def codes_by_row(pdf, codes):
    """What each QR code of the sheet says, by the asset number that stands at its height: {number: text}."""
    document, found = pypdfium2.PdfDocument(pdf), {}
    for page in document:
        heights = {code: middle for code in codes if (middle := height(page, code)) is not None}
        picture = page.render(scale=DPI / 72).to_pil().convert("L")
        for code in zxingcpp.read_barcodes(picture):
            at = code.position
            y = page.get_height() - (at.top_left.y + at.bottom_right.y) / 2 * 72 / DPI
            nearest = min(heights, key=lambda number: abs(heights[number] - y))
            if abs(heights[nearest] - y) < 10:
                found[nearest] = code.text
    document.close()
    return found


def height(page, code):
    """Middle of the line where a text stands on the page, in points from the bottom."""
    words = page.get_textpage()
    at = words.search(code).get_next()
    if at is None:
        return None
    _, bottom, _, top = words.get_charbox(at[0])
    return (bottom + top) / 2


def test_every_row_of_the_count_sheet_bears_the_code_of_its_own_label():
    data = count_sheet.sample()
    pdf = count_sheet.render(data)
    assert len(pages(pdf)) == 2
    found = codes_by_row(pdf, [line.code for line in data.lines])
    assert found == {line.code: line.label for line in data.lines if line.label}
    assert len(found) == len(data.lines) - 1


def test_a_long_count_sheet_repeats_its_head_and_keeps_the_lines_for_what_was_not_listed_whole():
    data = count_sheet.sample()
    made = pages(count_sheet.render(replace(data, lines=data.lines * 5)))
    assert all("การตรวจพบ" in page for page in made if "416-60-0017/2" in page)
    assert "พัสดุที่พบแต่ไม่มีในรายการข้างต้น" in made[-1]
    assert "ผู้ดูแลพัสดุ" in made[-1]
    assert sum("ประธานกรรมการ" in page for page in made) == 1
