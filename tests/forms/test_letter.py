"""Official correspondence measured on the page (ระเบียบงานสารบรรณ พ.ศ. ๒๕๒๖), and the sums and words of the papers that use it."""

import base64
import ctypes
import io
from dataclasses import dataclass, replace
from datetime import date, timedelta

import pypdfium2
import pytest
from PIL import Image
from pypdfium2 import raw
from reportlab.platypus import Spacer

from assettrack.thai.baht import baht
from forms.documents import approval_memo, chase_letter, settlement
from forms.kit.flow import SIZE, points
from forms.kit.letter import (
    Endorsement,
    LetterHead,
    closing,
    contact,
    endorsements,
    letter_head,
    memo_head,
    order_head,
    paragraph,
)
from forms.kit.page import LETTER, PaperFacts, build
from forms.kit.parts import Signature

MM = 72 / 25.4
LEFT, RIGHT, MIDDLE = 30 * MM, LETTER.width - 20 * MM, (30 * MM + LETTER.width - 20 * MM) / 2
TOP = LETTER.height - 15 * MM
FACTS = PaperFacts(agency="องค์การบริหารส่วนตำบลพะงาด", district="ขามสะแกแสง", province="นครราชสีมา")
LONG = "ขอให้ส่งคืนพัสดุที่ยืมไปใช้ในงานประเพณีและกิจกรรมผู้สูงอายุประจำปีของตำบล " * 3
WORDS = "คณะกรรมการได้ตรวจสอบการรับจ่ายและจำนวนคงเหลือแล้ว ปรากฏว่าถูกต้องตรงตามทะเบียน " * 4
SIGNER = Signature("", "นางวิไล พูนผล", "ปลัดองค์การบริหารส่วนตำบล")


@dataclass
class Seen:
    """Where a word stands: page from 1, points from the left and the bottom, size, and where its line ends."""

    page: int
    x: float
    y: float
    size: float
    end: float


def origin(text, at):
    """Where the pen stood for a character: on its baseline."""
    x, y = ctypes.c_double(), ctypes.c_double()
    assert raw.FPDFText_GetCharOrigin(text, at, x, y)
    return x.value, y.value


def look(pdf, word, nth=0):
    """The nth place of a word in a PDF."""
    found = []
    document = pypdfium2.PdfDocument(pdf)
    for number, page in enumerate(document, 1):
        text = page.get_textpage()
        search = text.search(word, match_case=True)
        while hit := search.get_next():
            at, count = hit
            x, y = origin(text, at)
            end = text.get_charbox(at + count - 1, loose=True)[2]
            found.append(Seen(number, x, y, raw.FPDFText_GetFontSize(text, at), end))
    assert len(found) > nth, word
    return found[nth]


def lines(pdf, page=1):
    """The lines of a page: baseline from the bottom -> (left, right)."""
    text = pypdfium2.PdfDocument(pdf)[page - 1].get_textpage()
    found = {}
    for at in range(text.count_chars()):
        if text.get_text_range(at, 1).strip():
            (left, y), right = origin(text, at), text.get_charbox(at, loose=True)[2]
            low, high = found.get(round(y, 1), (left, right))
            found[round(y, 1)] = min(low, left), max(high, right)
    return found


def pictures(pdf):
    """The boxes of the images on page 1: left, bottom, right, top."""
    page = pypdfium2.PdfDocument(pdf)[0]
    return [image.get_bounds() for image in page.get_objects(filter=[raw.FPDF_PAGEOBJ_IMAGE])]


def emblem(across=300, down=330):
    out = io.BytesIO()
    Image.new("RGBA", (across, down), (120, 20, 20, 255)).save(out, "PNG")
    return base64.b64encode(out.getvalue()).decode()


def memo(facts=FACTS, **changed):
    values = {
        "office": "กองคลัง โทร. 0 4439 0000", "number": "นม 71203/12", "day": "15 กันยายน 2569", "subject": "ขออนุมัติให้ยืมพัสดุ",
        "to": "นายกองค์การบริหารส่วนตำบลพะงาด",
    }  # fmt: skip
    head = memo_head(facts, **{**values, **changed})
    return build(facts, "บันทึก", [*head, paragraph(f"ด้วย{WORDS}"), closing("", SIGNER, "จึงเรียนมาเพื่อโปรดพิจารณา")], LETTER)


def letter(facts=FACTS, **changed):
    values = {
        "number": "นม 71203/12", "address": (facts.agency, "อำเภอขามสะแกแสง"), "day": "15 กันยายน 2569", "subject": "ส่งรายงาน",
        "to": "ผู้อำนวยการสำนักตรวจเงินแผ่นดินจังหวัดนครราชสีมา", "references": ("หนังสือที่หนึ่ง", "หนังสือที่สอง"),
        "enclosures": ("สำเนาคำสั่ง",),
    }  # fmt: skip
    story = [
        *letter_head(facts, LetterHead(**{**values, **changed})),
        paragraph(f"ตามที่{WORDS}"),
        closing("ขอแสดงความนับถือ", SIGNER, "จึงเรียนมาเพื่อโปรดทราบ"),
        *contact("กองคลัง", "โทร. 0 4439 0000"),
    ]
    return build(facts, "หนังสือ", story, LETTER)


def order(facts=FACTS):
    head = order_head(facts, issuer=facts.agency, number="12/2569", subject="แต่งตั้งผู้ตรวจสอบพัสดุประจำปี")
    return build(facts, "คำสั่ง", [*head, paragraph(WORDS)], LETTER)


@pytest.mark.parametrize(
    ("make", "parts"),
    [
        (memo, ["บันทึกข้อความ", "ส่วนราชการ", "ที่ นม", "เรื่อง", "เรียน", "ด้วย", "จึงเรียนมา", "(ลงชื่อ)", "(นางวิไล", "ปลัด"]),
        (
            letter,
            ["ที่ นม", "๑๕ กันยายน", "เรื่อง", "เรียน", "อ้างถึง", "สิ่งที่ส่งมาด้วย", "ตามที่", "จึงเรียนมา", "ขอแสดงความนับถือ", "(นางวิไล", "ปลัด", "กองคลัง"],
        ),
        (order, ["คำสั่งองค์การ", "ที่ ๑๒/๒๕๖๙", "เรื่อง แต่งตั้ง", "คณะกรรมการ"]),
    ],
    ids=["memo", "letter", "order"],
)  # fmt: skip
def test_the_parts_stand_in_the_order_of_the_rule(make, parts):
    heights = [look(make(), part).y for part in parts]
    assert heights == sorted(heights, reverse=True)
    assert len(set(heights)) == len(parts)


def test_a_memorandum_has_the_sizes_of_the_rule():
    pdf = memo()
    sizes = {word: look(pdf, word).size for word in ("บันทึกข้อความ", "ส่วนราชการ", "ที่", "วันที่", "เรื่อง", "เรียน", "ด้วย")}
    rule = {"บันทึกข้อความ": 29, "ส่วนราชการ": 20, "ที่": 20, "วันที่": 20, "เรื่อง": 20, "เรียน": 16, "ด้วย": 16}
    assert sizes == pytest.approx({word: points(size) for word, size in rule.items()}, abs=0.01)
    assert points(16) == SIZE


@pytest.mark.parametrize(("make", "first"), [(memo, "ด้วย"), (letter, "ตามที่")], ids=["memo", "letter"])
def test_the_text_stands_between_the_margins_and_reaches_them(make, first):
    pdf = make()
    seen = lines(pdf)
    assert min(left for left, _ in seen.values()) == pytest.approx(LEFT, abs=0.5)
    assert max(right for _, right in seen.values()) <= RIGHT + 0.5
    above, below = look(pdf, first).y, look(pdf, "จึงเรียนมา").y
    *spread, last = [seen[y] for y in sorted(seen, reverse=True) if above + 0.1 >= y > below + 0.1]
    assert len(spread) >= 2
    assert [right for _, right in spread] == pytest.approx([RIGHT] * len(spread), abs=1)
    assert last[1] < RIGHT - 20


def test_a_paragraph_begins_a_tab_in():
    assert look(memo(), "ด้วย").x == pytest.approx(LEFT + 25 * MM, abs=0.5)
    assert look(memo(), "จึงเรียนมา").x == pytest.approx(LEFT + 25 * MM, abs=0.5)


def test_the_title_stands_in_the_middle_of_the_line_and_the_emblem_at_its_left():
    pdf = memo(replace(FACTS, emblem=emblem()))
    title = look(pdf, "บันทึกข้อความ")
    assert (title.x + title.end) / 2 == pytest.approx(MIDDLE, abs=1)
    ((left, bottom, right, top),) = pictures(pdf)
    assert (left, top) == pytest.approx((LEFT, TOP), abs=0.5)
    assert top - bottom == pytest.approx(15 * MM, abs=0.1)
    assert right < title.x


@pytest.mark.parametrize("make", [letter, order], ids=["letter", "order"])
def test_the_emblem_of_a_letter_is_three_centimetres_high_in_the_middle(make):
    ((left, bottom, right, top),) = pictures(make(replace(FACTS, emblem=emblem())))
    assert top - bottom == pytest.approx(30 * MM, abs=0.1)
    assert top == pytest.approx(TOP, abs=0.5)
    assert (left + right) / 2 == pytest.approx(MIDDLE, abs=0.5)


@pytest.mark.parametrize("make", [memo, letter, order], ids=["memo", "letter", "order"])
def test_without_a_picture_the_space_of_the_emblem_is_kept(make):
    assert pictures(make()) == []
    assert lines(make()) == lines(make(replace(FACTS, emblem=emblem())))


def test_a_wide_picture_is_made_smaller_and_not_drawn_over_the_title():
    pdf = memo(replace(FACTS, emblem=emblem(1800, 300)))
    ((left, bottom, right, top),) = pictures(pdf)
    assert (right - left) / (top - bottom) == pytest.approx(6, abs=0.01)
    assert right < look(pdf, "บันทึกข้อความ").x
    assert top <= TOP + 0.5


def test_the_number_stands_at_the_foot_of_the_emblem_and_the_address_right_of_it():
    pdf = letter(replace(FACTS, emblem=emblem()))
    ((left, bottom, right, _),) = pictures(pdf)
    number, sender = look(pdf, "ที่ นม"), look(pdf, FACTS.agency)
    assert number.y == sender.y
    assert number.y < bottom < number.y + SIZE / 2
    assert number.end < left
    assert sender.x > right


def test_the_date_of_a_letter_begins_in_the_middle():
    assert look(letter(), "๑๕ กันยายน").x == pytest.approx(MIDDLE, abs=0.5)


@pytest.mark.parametrize("label", ["เรื่อง", "เรียน", "อ้างถึง", "สิ่งที่ส่งมาด้วย"])
def test_what_the_head_says_hangs_beside_its_word(label):
    field = {"เรื่อง": "subject", "เรียน": "to", "อ้างถึง": "references", "สิ่งที่ส่งมาด้วย": "enclosures"}[label]
    value = f"กขค {LONG}"
    pdf = letter(**{field: value if field in ("subject", "to") else (value,)})
    word, first = look(pdf, label), look(pdf, "กขค")
    assert word.x == pytest.approx(LEFT, abs=0.5)
    assert first.y == word.y
    under = sorted(((y, left) for y, (left, _) in lines(pdf).items() if y < first.y - 5), reverse=True)
    assert under[0][1] == pytest.approx(first.x, abs=0.5)
    assert first.x > word.end


def test_several_references_are_numbered_and_stand_under_each_other():
    first, second = look(letter(), "๑. หนังสือ"), look(letter(), "๒. หนังสือ")
    assert first.x == pytest.approx(second.x, abs=0.1)
    assert first.y > second.y


@pytest.mark.parametrize("make", [memo, letter], ids=["memo", "letter"])
def test_the_signature_stands_in_the_right_half_with_the_name_under_the_line(make):
    pdf = make()
    name, position = look(pdf, "(นางวิไล พูนผล)"), look(pdf, "ปลัดองค์การ")
    assert name.x > MIDDLE
    assert position.y < name.y
    above = look(pdf, "(ลงชื่อ)") if make is memo else look(pdf, "ขอแสดงความนับถือ")
    assert above.x > MIDDLE
    assert above.y > name.y


def test_a_letter_leaves_room_for_the_pen():
    pdf = letter()
    assert look(pdf, "ขอแสดงความนับถือ").y - look(pdf, "(นางวิไล").y > 15 * MM


def test_a_signature_never_stands_alone_on_a_page():
    for lines_before in range(24, 36):
        story = [Spacer(0, lines_before * 20), closing("ขอแสดงความนับถือ", SIGNER, "จึงเรียนมาเพื่อโปรดทราบ")]
        pdf = build(FACTS, "หนังสือ", story, LETTER)
        assert {look(pdf, word).page for word in ("จึงเรียนมา", "ขอแสดง", "(นางวิไล", "ปลัด")} == {look(pdf, "ปลัด").page}


def test_later_pages_are_numbered_at_the_top():
    pdf = build(FACTS, "หนังสือ", [paragraph(WORDS) for _ in range(30)], LETTER)
    number = look(pdf, "- ๒ -")
    assert number.page == 2
    assert number.y > TOP
    assert look(pdf, "- ๓ -").page == 3
    with pytest.raises(AssertionError):
        look(pdf, "- ๑ -")


@pytest.mark.parametrize(
    ("chosen", "words", "expected", "unexpected"),
    [
        ("", "", "ไม่อนุมัติ เพราะ .....", "ชำรุด"),
        ("อนุมัติ", "ให้คืนก่อนสิ้นเดือน", "ให้คืนก่อนสิ้นเดือน", "เพราะ ."),
        ("ไม่อนุมัติ เพราะ", "พัสดุชำรุด", "ไม่อนุมัติ เพราะ พัสดุชำรุด", "เพราะ ."),
    ],
    ids=["open", "yes", "no"],
)
def test_a_reason_is_asked_only_where_nothing_was_decided(chosen, words, expected, unexpected):
    step = Endorsement("คำสั่งนายก", SIGNER, ("อนุมัติ", "ไม่อนุมัติ เพราะ"), chosen, words)
    pdf = build(FACTS, "บันทึก", endorsements([step]), LETTER)
    text = " ".join(pypdfium2.PdfDocument(pdf)[0].get_textpage().get_text_range().split())
    assert expected in text
    assert unexpected not in text


def words_of(pdf):
    """The text of a PDF without white space."""
    return "".join("".join(page.get_textpage().get_text_range().split()) for page in pypdfium2.PdfDocument(pdf))


def test_the_memorandum_sums_the_prices_at_the_time_of_lending():
    things = (
        approval_memo.MemoLine("1", "เต็นท์", 4, "หลัง", 45_000_25),
        approval_memo.MemoLine("2", "เก้าอี้", 100, "ตัว", 0),
    )
    assert approval_memo.total(things) == 180_001_00
    text = words_of(approval_memo.render(replace(approval_memo.sample(), lines=things)))
    assert "๑๘๐,๐๐๑.๐๐บาท(หนึ่งแสนแปดหมื่นเอ็ดบาทถ้วน)" in text
    assert approval_memo.total((*things, approval_memo.MemoLine("3", "โต๊ะ", 1, "ตัว"))) is None
    assert approval_memo.total(()) is None


@pytest.mark.parametrize(
    ("variant", "article", "decider"),
    [
        ("inside", "ข้อ๒๐๘", "หัวหน้าหน่วยงานซึ่งรับผิดชอบพัสดุนั้น"),
        ("outside", "(๒)การให้บุคคลยืมไปใช้นอกสถานที่", "หัวหน้าหน่วยงานของรัฐ"),
        ("agency", "(๑)การยืมระหว่างหน่วยงานของรัฐ", "หัวหน้าหน่วยงานของรัฐผู้ให้ยืม"),
        ("villager", "ข้อ๒๐๗", "หัวหน้าหน่วยงานของรัฐ"),
        ("consumable", "ข้อ๒๑๐", "นายกองค์การบริหารส่วนตำบลพะงาด"),
    ],
)
def test_the_memorandum_says_which_article_lets_whom_decide(variant, article, decider):
    text = words_of(approval_memo.render(approval_memo.sample(variant)))
    assert article in text
    assert decider in text
    assert ("ความเห็นปลัด" in text) == (variant != "inside")


def test_the_letter_counts_the_days_to_its_own_day():
    data = replace(chase_letter.sample("inside_1"), due=date(2026, 9, 20), day=date(2026, 10, 5))
    assert data.days_over == 15
    assert "๑๕วัน" in words_of(chase_letter.render(data))
    assert replace(data, day=data.due + timedelta(days=1)).days_over == 1
    assert replace(data, due=None).days_over is None


def test_what_is_still_out_is_claimed_at_its_price_when_lent():
    line = chase_letter.ChaseLine("1", "เก้าอี้", "ตัว", 100, 80, 265_50)
    assert line.still_out == 20
    assert chase_letter.value_out((line,)) == 5_310_00
    assert chase_letter.value_out((line, replace(line, unit_price=None))) is None


@pytest.mark.parametrize("form", ["inside", "outside"])
def test_each_round_refers_to_those_before_and_says_more(form):
    text = {no: words_of(chase_letter.render(chase_letter.sample(f"{form}_{no}"))) for no in (1, 2, 3)}
    assert [text[no].count("ลงวันที่") for no in (1, 2, 3)] == [2, 3, 4]  # the loan form, the earlier letters, the slip
    assert "เรียกให้ท่านชดใช้" not in text[1]
    assert "จำเป็นต้องพิจารณาเรียกให้ท่านชดใช้ตามข้อ๒๐๙" in text[2]
    assert "จะเรียกให้ท่านชดใช้ตามข้อ๒๐๙" in text[3]
    assert "๑๒๐,๒๙๐.๕๐บาท(หนึ่งแสนสองหมื่นสองร้อยเก้าสิบบาทห้าสิบสตางค์)" in text[3]
    assert all("ข้อ๒๑๑" in words and "หลักฐานการส่งหนังสือ" in words for words in text.values())


def test_the_instalments_run_down_to_nothing():
    parts = tuple(settlement.Instalment(None, amount) for amount in (400_50, 300_00, 299_50))
    assert settlement.balances(1_000_00, parts) == (599_50, 299_50, 0)
    assert settlement.balances(1_000_00, ()) == ()
    text = words_of(settlement.render(replace(settlement.sample(), amount=1_000_00, instalments=parts)))
    assert "รวม๑,๐๐๐.๐๐" in text
    assert "๒๙๙.๕๐๐.๐๐" in text  # the last part, and nothing left


@pytest.mark.parametrize(
    ("before", "received", "left", "words"),
    [(0, 400_00, 600_00, "หกร้อยบาทถ้วน"), (600_00, 400_00, 0, "ศูนย์บาทถ้วน"), (0, 999_75, 25, "ยี่สิบห้าสตางค์")],
)
def test_the_receipt_says_what_is_left(before, received, left, words):
    data = replace(settlement.sample("receipt"), amount=1_000_00, paid_before=before, received=received)
    assert data.outstanding == left
    text = words_of(settlement.render(data))
    assert f"คงค้าง{baht(left, 'thai')}บาท({words})" in text


def test_a_thing_repaired_or_replaced_has_no_instalments_and_no_sum():
    data = replace(settlement.sample(), remedy="repair", amount=None, instalments=())
    text = words_of(settlement.render(data))
    assert "การผ่อนชำระเป็นงวดไม่มี" in text
    assert "เป็นเงิน" not in text.split("ให้แล้วเสร็จ")[1]


def test_the_words_of_the_liability_are_the_offices():
    data = replace(settlement.sample(), liability_phrase="ตามหลักเกณฑ์ที่สภากำหนด")
    assert "ในขณะยืมตามหลักเกณฑ์ที่สภากำหนด" in words_of(settlement.render(data))
    assert "ตามหลักเกณฑ์ที่กระทรวงมหาดไทยกำหนด" in words_of(settlement.render(settlement.sample()))


@pytest.mark.parametrize(
    "kind",
    [approval_memo.ApprovalMemo, chase_letter.ChaseLetter, settlement.Settlement],
    ids=lambda kind: kind.__name__,
)
def test_an_unknown_variant_is_refused(kind):
    module = {"ApprovalMemo": approval_memo, "ChaseLetter": chase_letter, "Settlement": settlement}[kind.__name__]
    with pytest.raises(ValueError, match="elsewhere"):
        module.render(kind(facts=FACTS, variant="elsewhere"))
