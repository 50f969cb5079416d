"""Labels: every code read back from the raster of its sheet, inside its own label; every text from the text layer; nothing outside its room."""

import io
import math
import random
import re
from dataclasses import replace
from itertools import islice

import cv2
import numpy as np
import pypdf
import pypdfium2
import pytest
import zxingcpp
from hypothesis import given
from hypothesis import strategies as st

from assettrack.scanning.codes import SIGNS, checked, payload
from assettrack.thai.text import clusters
from forms.documents import label_ruler, label_sheet
from forms.documents.label_sheet import Label, LabelSheet, render
from forms.kit import qr
from forms.kit.font import GlyphMissing
from forms.kit.label_stock import (
    STOCKS,
    STRAIGHT,
    BadMeasure,
    LabelStock,
    PrinterProfile,
    positions,
    profile_from,
)

MM = 25.4
ADDRESS = "HTTPS://WWW.PHANGAT.GO.TH"
AGENCY = "องค์การบริหารส่วนตำบลพะงาด"
DIVISIONS = ("สำนักปลัด", "กองคลัง", "กองช่าง", "กองการศึกษา")
NAMES = (
    "เก้าอี้พลาสติกมีพนักพิง",
    "โต๊ะหมู่บูชา",
    "น้ำยาดับเพลิงชนิดผงเคมีแห้ง",
    "ปั๊มน้ำ ๒ แรงม้า",
    "HP LaserJet M428fdw",
    "ตู้ลำโพง",
    "กุฏิจำลอง",
    "ที่นั่งพักผู้ป่วย",
)
WORST = (
    "เครื่องคอมพิวเตอร์โน้ตบุ๊กสำหรับงานประมวลผลพร้อมอุปกรณ์ประกอบครบชุด",
    "ชั้นเหล็กเก็บน้ำดื่มบรรจุขวดสำหรับศูนย์พัฒนาเด็กเล็กบ้านป่าไม้สัมฤทธิ์ปั๊กกุ้",
    "กขคงจฉชซฌญฎฏฐฑฒณดตถทธนบปผฝพฟภมยรลวศษสหฬอฮกขคงจฉชซฌญฎฏฐฑฒณด",
    "Panasonic CS-PU18XKT/CU-PU18XKT-inverter-R32-18000BTU",
    "รถบรรทุกน้ำดับเพลิงอเนกประสงค์ ๖ ล้อ ปริมาตรกระบอกสูบไม่ต่ำกว่า ๗,๐๐๐ ซีซี แบบเคลื่อนที่เร็วพร้อมอุปกรณ์กู้ภัย",
)


def label(number, *, address="", name=None, draw=None):
    draw = draw or random.Random(number)
    token = checked("".join(draw.choices(SIGNS, k=6)))
    code = f"{400 + number % 97}-{50 + number % 20}-{number:05d}"
    return Label(payload("A", token, address), token, code, name or NAMES[number % 8], DIVISIONS[number % 4])


def sheet_of(stock, count=None, **more):
    made = tuple(label(number) for number in range(count or max(3, stock.per_sheet)))
    return LabelSheet(stock, made, agency=AGENCY, **more)


def raster(pdf, dpi, pages=None):
    """The pages as gray images, grown at the right and the lower edge to whole dots, because PDFium would stretch them."""
    document = pypdfium2.PdfDocument(pdf)
    for number in pages if pages is not None else range(len(document)):
        page, scale = document[number], dpi / 72
        width, height = page.get_size()
        page.set_mediabox(
            0, height - (math.ceil(height * scale) - 0.001) / scale, (math.ceil(width * scale) - 0.001) / scale, height
        )
        yield np.array(page.render(scale=scale, grayscale=True).to_pil().convert("L"))
    document.close()


def read(image):
    return zxingcpp.read_barcodes(image, formats=zxingcpp.BarcodeFormat.QRCode)


def page_texts(pdf):
    return [page.extract_text() for page in pypdf.PdfReader(io.BytesIO(pdf)).pages]


def flat(text):
    return re.sub(r"\s+", "", text)


def box(stock, place, dpi):
    """A label's rectangle in pixels: left, top, right, bottom."""
    right, bottom = place.x + stock.label_width, place.y + stock.label_height
    return [round(side * dpi / MM) for side in (place.x, place.y, right, bottom)]


def read_in_place(data, dpi):
    """The payloads read from each label's own rectangle, in the labels' order."""
    places = list(islice(positions(data.stock, data.skip), len(data.labels)))
    seen: dict[int, str] = {}
    for sheet, image in enumerate(raster(render(data), dpi)):
        found = read(image)
        for number, place in enumerate(places):
            if place.sheet != sheet:
                continue
            left, top, right, bottom = box(data.stock, place, dpi)
            inside = [one.text for one in found if left <= one.position.top_left.x and one.position.bottom_right.x <= right
                      and top <= one.position.top_left.y and one.position.bottom_right.y <= bottom]  # fmt: skip
            assert len(inside) == 1, (number, inside)
            seen[number] = inside[0]
        assert len(found) == sum(place.sheet == sheet for place in places)
    return [seen[number] for number in range(len(data.labels))]


@pytest.fixture(params=list(STOCKS.values()), ids=list(STOCKS))
def stock(request):
    return request.param


@pytest.mark.parametrize("address", ["", ADDRESS], ids=["short", "address"])
@pytest.mark.parametrize("dpi", [203, 300])
def test_every_label_is_read_inside_its_own_rectangle(stock, dpi, address):
    data = sheet_of(stock)
    data = replace(data, labels=tuple(label(number, address=address) for number in range(len(data.labels))))
    assert read_in_place(data, dpi) == [one.payload for one in data.labels]


def test_the_labels_of_tape_are_read_at_the_dots_of_its_printers():
    for stock in STOCKS.values():
        if stock.kind == "tape":
            data = sheet_of(stock)
            assert read_in_place(data, 180) == [one.payload for one in data.labels]


def test_a_code_of_fifteen_millimetres_is_the_smallest_that_is_not_called_small():
    small = {name for name, stock in STOCKS.items() if stock.small}
    assert small == {"tape-12", "tape-18", "thermal-32x25", "thermal-32x25-3"}
    for name, stock in STOCKS.items():
        _, _, module = label_sheet.symbol_place(stock, 21, next(positions(stock)))
        assert (module * 21 < 15) == (name in small)
        assert module * 29 >= 10
    _, _, module = label_sheet.symbol_place(STOCKS["a4-65"], 21, next(positions(STOCKS["a4-65"])))
    assert 15 <= module * 21 < 15.5


def test_the_text_of_every_label_is_read_back(stock):
    data = sheet_of(stock)
    agency = flat(AGENCY) if flat(AGENCY) in flat(page_texts(render(data))[0]) else ""
    wanted = "".join(agency + flat(one.code + one.name + one.division + one.token_text) for one in data.labels)
    assert flat("".join(page_texts(render(data)))) == wanted


def test_the_text_of_a_label_stands_in_the_rectangle_of_its_code(stock):
    data = sheet_of(stock)
    document = pypdfium2.PdfDocument(render(data))
    for one, place in zip(data.labels, positions(stock), strict=False):
        top, right = stock.height - place.y, place.x + stock.label_width
        page = document[place.sheet].get_textpage()
        text = page.get_text_bounded(*(side * 72 / MM for side in (place.x, top - stock.label_height, right, top)))
        assert flat(text).removeprefix(flat(AGENCY)) == flat(one.code + one.name + one.division + one.token_text)
    document.close()


def test_a_label_with_room_names_the_office():
    named = {name for name, stock in STOCKS.items() if flat(AGENCY) in flat(page_texts(render(sheet_of(stock)))[0])}
    assert named == {"a4-24", "a4-24-gap", "a4-30", "tape-18", "tape-24", "tape-36", "thermal-100x50"}


@pytest.mark.parametrize("name", WORST)
def test_nothing_is_printed_outside_the_code_and_the_room_for_text(stock, name):
    """White stay the padding, the quiet zone, and what lies between labels; so nothing is clipped and no code disturbed."""
    dpi = 300
    made = tuple(
        replace(label(number), name=name, division=label_sheet.sample().labels[0].division) for number in range(5)
    )
    data = LabelSheet(stock, made, practice=True, agency=AGENCY)
    places = list(islice(positions(stock), len(made)))
    for sheet, image in enumerate(raster(render(data), dpi)):
        for place in (one for one in places if one.sheet == sheet):
            x, top, module = label_sheet.symbol_place(stock, 21, place)
            rooms = [(x, top, x + 21 * module, top + 21 * module),
                     (stock.code_left + stock.code, stock.padding, stock.label_width - stock.padding, stock.label_height - stock.padding)]  # fmt: skip
            for sides in rooms:
                left, up, right, low = (
                    round((side + at) * dpi / MM) for side, at in zip(sides, (place.x, place.y) * 2, strict=True)
                )
                room = image[max(0, up - 1) : low + 2, max(0, left - 1) : right + 2]
                assert room.min() < 90
                room[:] = 255
        assert image.min() > 200, sheet


@pytest.mark.parametrize("name", WORST)
@pytest.mark.parametrize("kind", ["a4-24", "a4-30", "tape-24", "thermal-100x50"])
def test_the_longest_names_stand_whole_on_labels_of_their_size(kind, name):
    data = LabelSheet(STOCKS[kind], (replace(label(1), name=name),), agency=AGENCY)
    assert flat(name) in flat(page_texts(render(data))[0])


def test_a_name_is_ended_between_clusters_only_where_nothing_else_helps():
    name = "น้ำดื่มชั้นดีที่กลั่นแล้วกรองซ้ำสำหรับผู้ป่วยติดเตียง" * 40
    for stock in STOCKS.values():
        text = flat(page_texts(render(LabelSheet(stock, (replace(label(1), name=name),))))[0])
        shown = text[text.index("น้ำ") : text.index("…")]
        assert clusters(name)[: len(clusters(shown))] == clusters(shown)
        assert text.endswith("…" + flat(label(1).division + label(1).token_text))


def test_words_are_not_torn_where_a_line_may_end():
    for stock in STOCKS.values():
        text = page_texts(render(LabelSheet(stock, tuple(label(number) for number in range(8)))))
        for line in "\n".join(text).splitlines():
            assert not re.match("[ะัา-ฺๅๆ็-๎ฯ)\\]”’»,.:;!?%/–]", line), line
            assert not re.search("[เ-ไ(\\[“‘«]$", line), line
    narrow = LabelSheet(STOCKS["thermal-32x25"], (replace(label(1), division="สำนักปลัดองค์การบริหารส่วนตำบล"),))
    assert "องค์การบริหาร\nส่วนตำบล" in page_texts(render(narrow))[0]


def test_a_long_number_goes_on_after_a_sign():
    data = LabelSheet(STOCKS["thermal-32x25"], (replace(label(1), code="416-60-0017/2-กข-0001/2569"),))
    assert re.search(r"416-60-0017/2-\s*\nกข-0001/2569", page_texts(render(data))[0])
    with pytest.raises(BadMeasure, match="เลขครุภัณฑ์"):
        render(LabelSheet(STOCKS["tape-12"], (replace(label(1), code="416-60-0017/" * 30),)))


@pytest.mark.parametrize("skip", [1, 17, 64])
def test_places_that_are_used_up_stay_white(skip):
    stock = STOCKS["a4-65"]
    data = sheet_of(stock, 66, skip=skip)
    pdf = render(data)
    assert len(page_texts(pdf)) == stock.sheets(66, skip) == 2
    assert read_in_place(data, 203) == [one.payload for one in data.labels]
    image = next(raster(pdf, 203, [0]))
    for place in islice(positions(stock), skip):
        left, top, right, bottom = box(stock, place, 203)
        assert image[top:bottom, left:right].min() == 255


def test_more_used_places_than_a_sheet_has_are_refused():
    with pytest.raises(BadMeasure, match=r"เว้นดวงที่ใช้แล้ว.*65 ดวง"):
        sheet_of(STOCKS["a4-65"], 3, skip=65)
    with pytest.raises(ValueError, match="ไม่มีป้ายให้พิมพ์"):
        LabelSheet(STOCKS["a4-65"], ())


@pytest.mark.parametrize(
    ("count", "skip", "sheets"), [(0, 5, 0), (1, 0, 1), (24, 0, 1), (24, 1, 2), (25, 0, 2), (48, 23, 3)]
)
def test_sheets_are_counted_before_they_are_printed(count, skip, sheets):
    assert STOCKS["a4-24"].sheets(count, skip) == sheets


def corners(data, dpi=300):
    """Top left corners of the first and the last symbol of a page, in mm."""
    found = {one.text: one.position.top_left for one in read(next(raster(render(data), dpi)))}
    return [
        (found[one.payload].x * MM / dpi, found[one.payload].y * MM / dpi) for one in (data.labels[0], data.labels[-1])
    ]


@pytest.mark.parametrize(
    "profile",
    [
        PrinterProfile(3, -2),
        PrinterProfile(-1.5, 4.25),
        PrinterProfile(0, 0, 1.02, 0.99),
        PrinterProfile(1, 2, 0.98, 1.01),
    ],
)
def test_a_printers_profile_moves_the_labels_by_the_millimetres_asked(profile):
    data = sheet_of(STOCKS["a4-65"])
    for straight, moved in zip(corners(data), corners(replace(data, printer=profile)), strict=True):
        assert moved == pytest.approx(profile.moved(*straight), abs=0.13)


@given(st.floats(-4, 4), st.floats(-4, 4), st.floats(0.97, 1.03), st.floats(0.97, 1.03))
def test_the_profile_measured_on_the_ruler_undoes_the_printer(shift_x, shift_y, wide, tall):
    def printed(x, y):
        return shift_x + x * wide, shift_y + y * tall

    left, top = printed(10, 10)
    profile = profile_from(left, top, printed(200, 0)[0] - left, printed(0, 287)[1] - top)
    for place in ((0, 0), (105, 148), (210, 297)):
        assert printed(*profile.moved(*place)) == pytest.approx(place, abs=0.01)


def test_a_straight_printer_needs_no_profile():
    assert profile_from(10, 10, 190, 277) == STRAIGHT


@pytest.mark.parametrize(
    ("measured", "field"),
    [((-1, 10, 190, 277), "ขอบซ้าย"), ((10, 40, 190, 277), "ขอบบน"), ((10, 10, 150, 277), "ตามกว้าง"), ((10, 10, 190, 20), "ตามยาว"), ((float("nan"), 10, 190, 277), "ขอบซ้าย")],
)  # fmt: skip
def test_what_no_printer_measures_is_refused(measured, field):
    with pytest.raises(BadMeasure, match=field):
        profile_from(*measured)


@pytest.mark.parametrize(
    "wrong", [{"dx": 15.1}, {"dy": -16}, {"scale_x": 0.94}, {"scale_y": 1.06}, {"dx": float("nan")}]
)
def test_a_profile_beyond_what_printers_do_is_refused(wrong):
    with pytest.raises(BadMeasure, match="ต้องอยู่ระหว่าง"):
        PrinterProfile(**wrong)


A4 = {
    "name": "x",
    "title_th": "",
    "title_en": "",
    "width": 210,
    "height": 297,
    "columns": 3,
    "rows": 8,
    "label_width": 70,
    "label_height": 37,
    "code": 28,
}


@pytest.mark.parametrize(
    ("change", "field"),
    [
        ({"columns": 4}, "ความกว้างที่ดวงใช้"), ({"rows": 9}, "ความสูงที่ดวงใช้"), ({"left": 1}, "ความกว้างที่ดวงใช้"), ({"gap_y": 1}, "ความสูงที่ดวงใช้"),
        ({"gap_x": -1}, "ช่องไฟตามกว้าง"), ({"label_width": -70}, "ความกว้างของดวง"), ({"columns": 0}, "จำนวนคอลัมน์"), ({"code": 38}, "ด้านของช่องคิวอาร์"),
        ({"code": 9}, "ด้านของช่องคิวอาร์"), ({"rows": 29, "label_height": 9.5}, "คิวอาร์"), ({"columns": 6, "label_width": 35}, "ที่สำหรับข้อความ"),
        ({"width": float("inf")}, "ความกว้างของแผ่น"), ({"padding": 15}, "คิวอาร์"),
    ],
)  # fmt: skip
def test_stock_that_cannot_be_is_refused(change, field):
    assert LabelStock(**A4).per_sheet == 24
    with pytest.raises(BadMeasure, match=field):
        LabelStock(**{**A4, **change})


def test_labels_of_a_stock_neither_overlap_nor_leave_the_sheet(stock):
    image = np.zeros((round(stock.height * 20) + 1, round(stock.width * 20) + 1), int)
    for place in islice(positions(stock), stock.per_sheet):
        assert place.sheet == 0
        left, top, right, bottom = box(stock, place, 20 * MM)
        assert right <= image.shape[1]
        assert bottom <= image.shape[0]
        image[top:bottom, left:right] += 1
    assert image.max() == 1


def runs(bits):
    """Lengths of the runs of equal values."""
    edges = np.flatnonzero(np.diff(bits)) + 1
    return np.diff(np.concatenate([[0], edges, [len(bits)]]))


@pytest.mark.parametrize("address", ["", ADDRESS], ids=["short", "address"])
def test_a_module_of_a_thermal_label_is_a_whole_number_of_dots(address):
    for stock in (one for one in STOCKS.values() if one.kind == "thermal"):
        data = LabelSheet(stock, tuple(label(number, address=address) for number in range(stock.per_sheet)))
        modules = len(qr.modules(data.labels[0].payload))
        image = next(raster(render(data), stock.dpi))
        for place in islice(positions(stock), stock.per_sheet):
            x, top, module = label_sheet.symbol_place(stock, modules, place)
            dots = module * stock.dpi / MM
            assert dots == pytest.approx(round(dots))
            left, up = round((place.x + x) * stock.dpi / MM), round((place.y + top) * stock.dpi / MM)
            symbol = image[up : up + modules * round(dots), left : left + modules * round(dots)] < 128
            assert {int(run) % round(dots) for row in symbol for run in runs(row)} == {0}, stock.name


def test_an_address_too_long_for_a_small_label_is_refused():
    long = replace(label(1), payload="HTTPS://WWW.ONGKANBORIHANSUANTAMBON-PHANGAT-KHAMSAKAESAENG.GO.TH/A/K7Q2M4F")
    assert len(read(next(raster(render(LabelSheet(STOCKS["a4-24"], (long,))), 300)))) == 1
    with pytest.raises(BadMeasure, match=r"จุดของคิวอาร์.*ตั้งที่อยู่เว็บให้สั้นลง"):
        render(LabelSheet(STOCKS["tape-12"], (long,)))


def test_what_the_paper_or_the_code_cannot_show_is_refused_before_printing():
    for change in ({"name": "โต๊ะ 字"}, {"code": "字-1"}, {"division": "字"}, {"token_text": "字"}):
        with pytest.raises(GlyphMissing, match="U\\+5B57"):
            render(LabelSheet(STOCKS["a4-24"], (label(1), replace(label(2), **change))))
    with pytest.raises(ValueError, match="คิวอาร์"):
        render(LabelSheet(STOCKS["a4-24"], (replace(label(1), payload="a-k7q2m4f"),)))


def test_a_practice_office_says_so_on_every_label(stock):
    data = sheet_of(stock)
    assert "".join(page_texts(render(replace(data, practice=True)))).count("ตัวอย่าง") == len(data.labels)
    assert "ตัวอย่าง" not in "".join(page_texts(render(data)))


def test_a_name_of_several_lines_becomes_one_text():
    data = LabelSheet(STOCKS["a4-24"], (replace(label(1), name="ตู้เหล็ก\nสองบาน", division=""),))
    assert "ตู้เหล็กสองบาน" in flat(page_texts(render(data))[0])


def test_the_same_labels_make_the_same_bytes(stock):
    assert render(label_sheet.sample(stock.name)) == render(label_sheet.sample(stock.name))
    assert label_ruler.render(label_ruler.sample()) == label_ruler.render(label_ruler.sample())


def test_the_file_says_what_it_is():
    reader = pypdf.PdfReader(io.BytesIO(render(sheet_of(STOCKS["a4-24"]))))
    assert reader.metadata.title == "ป้ายครุภัณฑ์ 24 ดวง"
    assert reader.metadata.author == AGENCY
    assert reader.trailer["/Root"]["/Lang"] == "th-TH"
    assert reader.trailer["/Root"]["/ViewerPreferences"]["/PrintScaling"] == "/None"
    fonts = {
        font["/BaseFont"]
        for page in reader.pages
        for font in (one.get_object() for one in page["/Resources"]["/Font"].values())
    }
    assert all("Sarabun" in name for name in fonts)


def marks(pdf, dpi=300):
    """Where the ruler's crosses stand: x of the left and right ones, y of the upper and lower ones, in mm."""
    image = next(raster(pdf, dpi)) < 128
    below, beside = (
        image[round(289.5 * dpi / MM) : round(291 * dpi / MM)],
        image[:, round(202.5 * dpi / MM) : round(204 * dpi / MM)],
    )
    lines = [np.flatnonzero(below.all(axis=0)), np.flatnonzero(beside.all(axis=1))]
    halves = [half for line in lines for half in np.split(line, np.flatnonzero(np.diff(line) > 9) + 1)]
    return [(half.min() + half.max() + 1) / 2 * MM / dpi for half in halves]


def test_the_rulers_crosses_stand_where_the_profile_expects_them():
    assert marks(label_ruler.render(label_ruler.sample())) == pytest.approx([10, 200, 10, 287], abs=0.1)
    profile = PrinterProfile(0.5, 0.3, 1.003, 0.998)
    moved = marks(label_ruler.render(replace(label_ruler.sample(), profile=profile)))
    assert moved == pytest.approx(
        [*(profile.moved(x, 0)[0] for x in (10, 200)), *(profile.moved(0, y)[1] for y in (10, 287))], abs=0.1
    )


def test_the_ruler_says_what_to_do():
    text = flat(page_texts(label_ruler.render(label_ruler.sample()))[0])
    for words in (
        "100%",
        "จากขอบซ้ายของกระดาษ",
        "ควรได้10",
        "ควรได้190",
        "ควรได้277",
        "HPLaserJet",
        AGENCY,
        "ตัวอย่าง",
        "โดยไม่ชดเชย",
    ):
        assert words in text, words
    again = flat(
        page_texts(label_ruler.render(replace(label_ruler.sample(), practice=False, profile=PrinterProfile(1, 1))))[0]
    )
    assert "ตัวอย่าง" not in again
    assert "โดยชดเชยตามค่าที่ตั้งไว้" in again


def register(count):
    """Labels as of a real register: eight kinds, four divisions, running numbers, drawn tokens."""
    draw = random.Random(2569)
    return tuple(label(number, draw=draw) for number in range(count))


def test_ten_thousand_labels_are_each_read_from_the_raster_of_their_sheet():
    stock, labels = STOCKS["a4-65"], register(10_000)
    pdf = render(LabelSheet(stock, labels, agency=AGENCY))
    assert len({one.payload for one in labels}) == 10_000
    assert len(pdf) < 2_000_000
    places, number = positions(stock), 0
    for image in raster(pdf, 203):
        found = {one.text: one.position.top_left for one in read(image)}
        for one, place in zip(labels[number : number + 65], places, strict=False):
            left, top, right, bottom = box(stock, place, 203)
            at = found.pop(one.payload)
            assert left < at.x < right
            assert top < at.y < bottom
        assert found == {}
        number += 65
    assert number >= 10_000


def test_two_hundred_labels_cut_out_one_by_one_are_read_by_a_second_reader():
    """OpenCV's reader misses some three symbols of 650 at any one resolution, never the same ones at 203 and at 300 dpi."""
    stock, labels = STOCKS["a4-65"], register(200)
    pdf, reader = render(LabelSheet(stock, labels)), cv2.QRCodeDetector()
    missed = []
    for dpi in (203, 300):
        crops = list(cut_out(pdf, stock, len(labels), dpi))
        missed.append({at for at, crop in enumerate(crops) if reader.detectAndDecode(crop)[0] != labels[at].payload})
    assert max(map(len, missed)) <= 3
    assert missed[0] & missed[1] == set()


def cut_out(pdf, stock, count, dpi):
    """The squares of the codes, one by one."""
    places = list(islice(positions(stock), count))
    for sheet, image in enumerate(raster(pdf, dpi)):
        for place in (one for one in places if one.sheet == sheet):
            left, top, _, bottom = box(stock, place, dpi)
            yield image[top:bottom, left : left + round(stock.code * dpi / MM)]
