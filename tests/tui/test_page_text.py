"""A page in a terminal: all its words in their places, tables in columns, codes module by module, pictures that read."""

import re
from collections import Counter

import pytest
import zxingcpp
from PIL import Image, ImageOps
from rich.cells import cell_len

from assettrack.office.papers import papers
from assettrack.scanning.codes import PAPER, payload, read
from assettrack.thai.text import is_mark
from assettrack.tui.page_picture import page_count, page_parts, page_picture
from assettrack.tui.page_text import page_lines
from assettrack.tui.thai import mend
from assettrack.tui.widgets.picture import grey_line, modules
from forms.documents import count_sheet, label_sheet

FORMS = [(paper.kind, variant) for paper in papers() for variant in paper.variants]
SAMPLES: dict[tuple[str, str], bytes] = {}
_DRAWN = re.compile(r"[\s.─│┌┬┐├┼┤└┴┘]|\[QR\]")


@pytest.fixture(autouse=True)
def mended():
    mend()


def sample(kind, variant):
    if (kind, variant) not in SAMPLES:
        paper = next(paper for paper in papers() if paper.kind == kind)
        SAMPLES[kind, variant] = paper.render(paper.sample(variant))
    return SAMPLES[kind, variant]


def borders(row):
    """The cells of a line in which something goes down."""
    return {cell_len(row[:at]) for at, char in enumerate(row) if char in "│┌┬┐├┼┤└┴┘"}


@pytest.mark.parametrize("width", [78, 98])
@pytest.mark.parametrize(("kind", "variant"), FORMS)
def test_a_page_says_in_text_every_sign_that_it_says_on_paper(kind, variant, width):
    pdf = sample(kind, variant)
    for number in range(page_count(pdf)):
        parts = page_parts(pdf, number)
        lines = page_lines(parts, width)
        on_paper = Counter(_DRAWN.sub("", "".join(run.text for run in parts.runs)))
        assert Counter(_DRAWN.sub("", "".join(lines))) == on_paper
        assert not [line for line in lines if line.strip() and is_mark(line.strip()[0])]


@pytest.mark.parametrize("width", [78, 98])
@pytest.mark.parametrize(("kind", "variant"), FORMS)
def test_the_columns_of_a_table_stand_under_each_other(kind, variant, width):
    pdf = sample(kind, variant)
    for number in range(page_count(pdf)):
        lines = page_lines(page_parts(pdf, number), width)
        for table in re.findall(r" *┌.*?┘", "\n".join(lines), re.DOTALL):
            rows = table.split("\n")
            columns = set.union(*(borders(row) for row in rows if row.lstrip()[0] in "┌├└"))
            assert [row for row in rows if not borders(row) <= columns] == []
            assert len({cell_len(row) for row in rows}) == 1


def test_a_figure_of_a_table_is_never_broken():
    text = "\n".join(page_lines(page_parts(sample("asset_card", "with_depreciation"), 0), 78))
    assert "│ ๑๕,๙๙๙.๐๐│" in text


def test_a_code_below_another_is_another():
    text = "\n".join(page_lines(page_parts(count_sheet.render(count_sheet.sample("standard")), 0), 78))
    assert "401-60-0001  │" in text
    assert "A-3XW9R8T    │" in text


@pytest.mark.parametrize("width", [78, 98, 138])
@pytest.mark.parametrize(
    ("variant", "inside", "outside"), [("staff_inside", "[x]", "[ ]"), ("staff_outside", "[ ]", "[x]")]
)
def test_what_is_ticked_is_seen(variant, inside, outside, width):
    text = "\n".join(page_lines(page_parts(sample("loan_form", variant), 0), width))
    assert f"{inside} ยืมใช้ภายในสถานที่" in text
    assert f"{outside} ยืมใช้นอกสถานที่" in text


def test_a_paragraph_is_set_anew_in_the_width_of_the_screen():
    lines = page_lines(page_parts(sample("loan_form", "villager"), 0), 78)
    first = next(at for at, line in enumerate(lines) if "หากสิ่งของที่ยืมไป" in line)
    assert lines[first].startswith("      หาก")
    assert lines[first + 1].startswith("ซ่อมแซม")
    assert all(cell_len(line) <= 78 for line in lines)


def decoded(text):
    """What a reader reads from a QR code that was drawn in half blocks."""
    side = len(text.plain.split("\n")[0])
    rows = []
    for span in text.spans:
        ink, _, paper = str(span.style).partition(" on ")
        rows += [(ink == "#000000", paper == "#000000")] * (span.end - span.start)
    image = Image.new("L", (side, 2 * (len(rows) // side)), 255)
    for at, (upper, lower) in enumerate(rows):
        y, x = divmod(at, side)
        image.putpixel((x, 2 * y), 255 * (not upper))
        image.putpixel((x, 2 * y + 1), 255 * (not lower))
    return zxingcpp.read_barcode(image.resize((image.width * 6, image.height * 6), Image.Resampling.NEAREST)).text


def test_the_code_of_a_paper_is_drawn_as_it_is_printed():
    code = decoded(modules(page_parts(sample("loan_form", "villager"), 0).code))
    assert read(code).kind == PAPER
    assert code == payload(PAPER, read(code).token)


@pytest.mark.parametrize("stock", ["a4-24", "a4-65", "thermal-50x30", "tape-12"])
def test_the_first_label_of_a_sheet_is_drawn_as_it_is_printed(stock):
    pdf = label_sheet.render(label_sheet.sample(stock))
    first = label_sheet.sample(stock).labels[0]
    assert decoded(modules(page_parts(pdf, 0).code)) == first.payload
    assert first.code in "".join(page_lines(page_parts(pdf, 0), 78))


def test_labels_lie_in_rows_and_columns_as_on_the_sheet():
    lines = page_lines(page_parts(label_sheet.render(label_sheet.sample("a4-24")), 0), 78)
    assert sum(line.startswith("├") for line in lines) == 7
    assert {line.count("│") for line in lines if line.startswith("│")} == {4}
    assert all(cell_len(line) == 78 for line in lines)


def test_a_label_reads_from_the_picture_of_the_sheet_at_its_largest():
    sheet, wide = label_sheet.sample("a4-24"), 8 * 78
    picture = page_picture(label_sheet.render(sheet), 0, wide)
    seen = Image.new("L", (wide // 3, 120), 255)
    for y in range(60):
        x = 0
        for part in grey_line(picture, y, 0, wide // 3):
            for at in range(len(part.text)):
                seen.putpixel((x + at, 2 * y), part.style.color.triplet[0])
                seen.putpixel((x + at, 2 * y + 1), part.style.bgcolor.triplet[0])
            x += len(part.text)
    framed = ImageOps.expand(seen.resize((seen.width * 4, seen.height * 4)), 40, 255)
    assert zxingcpp.read_barcode(framed).text == sheet.labels[0].payload


@pytest.mark.parametrize(("width", "height"), [(78, 40), (98, 52)])
def test_a_whole_page_fits_its_place(width, height):
    picture = page_picture(sample("loan_form", "agency"), 0, width, height)
    assert (picture.height, picture.width < width) == (height, True)


def test_a_page_as_wide_as_its_place_leaves_the_margins_out():
    picture = page_picture(sample("loan_form", "agency"), 0, 78)
    assert picture.width == 78
    assert min(picture.crop((0, 0, 1, picture.height)).tobytes()) < 250
