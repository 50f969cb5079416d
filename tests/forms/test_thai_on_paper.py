"""Thai as it is set: no line begins or ends wrongly, no word is torn, every text comes back, every cluster stands as a browser sets it."""

import io
import random
import re
import shutil
import subprocess

import numpy as np
import pypdf
import pypdfium2
import pytest
from fontpkg_sarabun import ROOT as SARABUN
from PIL import Image

from assettrack.thai.words import _word_list, pieces
from forms.kit.flow import Text
from forms.kit.font import BOLD, REGULAR
from forms.kit.page import FORM, build
from forms.kit.sample import sample_facts

NEVER_FIRST = set("ะาำๅๆฯ็่้๊๋์ํ๎ัิีึืฺุู)]”’»,.:;!?%")
NEVER_LAST = set("เแโใไ([“‘«")
SIGNS = ("ๆ", "ฯ", "ฯลฯ", ")", "%", "»")
NUMBERS = (
    "๖ วัน",
    "๑๒,๓๔๕.๖๗ บาท",
    "ข้อ ๒๐๙",
    "๔๑๖-๖๐-๐๐๑๗",
    "416-60-0017/2",
    "พ.ศ. ๒๕๖๙",
    "15 ก.ย. 69",
    "ปี ๒๕๖๙",
    "(ถ้ามี)",
)


def paragraphs(count):
    """Made-up paragraphs of words from the list, with numbers, signs, brackets and spaces between, as an office writes."""
    draw = random.Random(2569)
    words = sorted(word for word in _word_list()[0] if re.fullmatch("[ก-์]+", word))
    for _ in range(count):
        parts = []
        for _ in range(draw.randint(8, 60)):
            parts.append(draw.choice(NUMBERS) if draw.random() < 0.12 else draw.choice(words))
            if draw.random() < 0.08:
                parts[-1] += draw.choice(SIGNS)
            if draw.random() < 0.08:
                parts[-1] = f"({parts[-1]}"
            if draw.random() < 0.3:
                parts.append(" ")
        yield "".join(parts)


def lines_of(text, width, **style):
    flow = Text(text, **style)
    flow.wrap(width, 10_000)
    return ["".join(part for _, part in line) for line, _ in flow.lines], flow


def test_no_line_of_2000_paragraphs_begins_or_ends_with_a_forbidden_sign():
    draw = random.Random(1)
    for text in paragraphs(2000):
        width = draw.choice((60, 110, 240, 440))
        lines, flow = lines_of(text, width, first=draw.choice((0, 36)))
        wrong = [line for line in lines if line.lstrip()[:1] in NEVER_FIRST or line.rstrip()[-1:] in NEVER_LAST]
        assert wrong == [], (text, width)
        assert "".join(lines) == flow.text


def test_no_word_is_torn_where_a_line_could_hold_it():
    for text in paragraphs(500):
        lines, flow = lines_of(text, 240)
        borders, at = set(), 0
        for piece in pieces(flow.text):
            at += len(piece)
            borders.add(at)
        at = 0
        for line in lines[:-1]:
            at += len(line)
            assert at in borders, (lines, text[at - 10 : at + 10])


@pytest.mark.parametrize("align", ["left", "justify"])
def test_what_was_set_is_read_back(align):
    texts = [flow.text for _, flow in (lines_of(text, 400) for text in paragraphs(200))]
    pdf = build(sample_facts("ทดสอบ"), "ทดสอบ", [Text(text, align=align, first=36) for text in texts])
    want = re.sub(r"\s", "", "".join(texts))
    by_pypdf = "".join(page.extract_text() for page in pypdf.PdfReader(io.BytesIO(pdf)).pages)
    by_pdfium = "".join(page.get_textpage().get_text_range() for page in pypdfium2.PdfDocument(pdf))
    footer = re.compile(r"ตัวอย่าง/ฝึกอบรมใช้เป็นหลักฐานไม่ได้ทดสอบ.*?ABCDEFGHIJKLMNOP")
    for got in (by_pypdf, by_pdfium):
        assert footer.sub("", re.sub(r"\s", "", got)) == want


def test_a_spread_line_ends_at_the_margin():
    text = next(paragraphs(1)) * 3
    pdf = build(sample_facts("ทดสอบ"), "ทดสอบ", [Text(text, align="justify")])
    page = pypdfium2.PdfDocument(pdf)[0].get_textpage()
    rights = [page.get_rect(n)[2] for n in range(page.count_rects())]
    at_margin = [right for right in rights if abs(right - (FORM.width - FORM.right)) < 3]
    assert len(at_margin) >= 3


# Every consonant with every stack of marks that Thai writes, a few words with the hard ones, in both faces.
STACKS = [
    vowel + tone
    for vowel in ("", "ั", "ิ", "ี", "ึ", "ื", "ุ", "ู", "็", "ำ")
    for tone in ("", "่", "้", "๊", "๋", "์")
    if vowel + tone and not (vowel in "็ำ" and vowel and tone == "์")
]
TRIED = [
    base + (tone + "ำ" if stack.startswith("ำ") and (tone := stack[1:]) else stack)
    for base in "กญฎฏฐปฝฟฬผษศอรว"
    for stack in STACKS
]
WORDS = ["น้ำ", "ที่", "ปี่", "ป้ำ", "ญี่ปุ่น", "ฐานุกรม", "กตัญญู", "ฎีกา", "ปฏิทิน", "ฤๅษี", "ฟื้นฟู", "เครื่องปั่นไฟ", "ครุภัณฑ์", "ฬ่อ"]
SIZE = 20
CELL = 90
LEFT = 8
SCALE = 4


@pytest.fixture(scope="module")
def chromium():
    found = shutil.which("chromium") or shutil.which("chromium-browser")
    if found is None:
        pytest.skip("needs chromium")
    return found


def by_browser(chromium, folder, words, name):
    """The words set by Chromium in the same font, a cell each, printed to PDF."""
    weight = "Bold" if name == BOLD else "Regular"
    cells = "".join(f"<div>{word}</div>" for word in words)
    page = folder / "page.html"
    page.write_text(
        f"<meta charset=utf-8><style>@font-face{{font-family:S;src:url('file://{SARABUN}/files/Sarabun-{weight}.ttf')}}"
        f"@page{{size:{CELL * 10}pt {CELL * 10}pt;margin:0}}body{{margin:0;font:{SIZE}pt S;font-kerning:none}}"
        f"div{{float:left;box-sizing:border-box;padding-left:{LEFT}pt;width:{CELL}pt;height:{CELL}pt;line-height:{CELL}pt;white-space:nowrap}}</style>{cells}",
        encoding="utf8",
    )
    out = folder / "page.pdf"
    subprocess.run(
        [chromium, "--headless", "--no-sandbox", "--disable-gpu", "--no-pdf-header-footer", f"--user-data-dir={folder}",
         f"--print-to-pdf={out}", page.as_uri()],
        check=True, capture_output=True, timeout=120,
    )  # fmt: skip
    return out.read_bytes()


def by_us(words, name):
    """The words set by the kit, each in its cell."""
    from reportlab.pdfgen.canvas import Canvas

    from forms.kit.font import font
    from forms.kit.ink import put

    out = io.BytesIO()
    canvas = Canvas(out, pagesize=(CELL * 10, CELL * 10), initialFontName=font(REGULAR).fontName)
    for start in range(0, len(words), 100):
        for at, word in enumerate(words[start : start + 100]):
            x, y = at % 10 * CELL, CELL * 10 - (at // 10 + 1) * CELL
            put(canvas, word, x + LEFT, y + CELL * 0.36, bold=name == BOLD, size=SIZE)
        canvas.showPage()
    canvas.save()
    return out.getvalue()


def shapes(pdf, count):
    """The ink of each cell, cut to its own box, so that only the shape counts: boolean arrays at 288 dpi."""
    found = []
    for page in pypdfium2.PdfDocument(pdf):
        picture = np.asarray(page.render(scale=SCALE, grayscale=True).to_pil()) < 128
        for at in range(100):
            side = CELL * SCALE
            top, left = at // 10 * side, at % 10 * side
            ink = picture[top : top + side, left : left + side]
            rows, columns = np.flatnonzero(ink.any(axis=1)), np.flatnonzero(ink.any(axis=0))
            if len(rows):
                found.append(ink[rows[0] : rows[-1] + 1, columns[0] : columns[-1] + 1])
    assert len(found) == count
    return found


def difference(one, other):
    """Share of ink that stands in only one of two shapes; a pixel's width around a shape does not count."""
    high, wide = max(one.shape[0], other.shape[0]) + 4, max(one.shape[1], other.shape[1]) + 4
    best = 1.0
    for dy in (1, 2, 3):
        for dx in (1, 2, 3):
            first, second = np.zeros((high, wide), bool), np.zeros((high, wide), bool)
            first[2 : 2 + one.shape[0], 2 : 2 + one.shape[1]] = one
            second[dy : dy + other.shape[0], dx : dx + other.shape[1]] = other
            only = (first & ~grown(second)).sum() + (second & ~grown(first)).sum()
            best = min(best, only / (first.sum() + second.sum()))
    return best


def grown(ink):
    around = ink.copy()
    for dy, dx in ((0, 1), (0, -1), (1, 0), (-1, 0)):
        around |= np.roll(ink, (dy, dx), (0, 1))
    return around


TOLERANCE = 0.01
"""Share of the ink; a tone mark is 4 to 9 % of its cluster, and one that stands 2 pt off differs by more than 2 %."""


@pytest.mark.parametrize("name", [REGULAR, BOLD])
def test_every_cluster_is_shaped_as_chromium_shapes_it(chromium, tmp_path, name):
    words = TRIED + WORDS
    ours, theirs = (
        shapes(by_us(words, name), len(words)),
        shapes(by_browser(chromium, tmp_path, words, name), len(words)),
    )
    wrong = {word: round(difference(*pair), 3) for word, *pair in zip(words, ours, theirs, strict=True)}
    assert {word: off for word, off in wrong.items() if off > TOLERANCE} == {}


def test_the_comparison_would_see_a_missing_and_a_moved_mark():
    base, low, missing, other = (shapes(by_us([word], REGULAR), 1)[0] for word in ("ที่", "ที", "ที่", "ที้"))
    assert difference(base, low) > TOLERANCE
    assert difference(base, other) > TOLERANCE
    assert difference(base, missing) == 0
    moved = base.copy()
    height = base.shape[0] // 5
    moved[:height] = np.roll(base[:height], 4, axis=1)
    assert difference(base, moved) > TOLERANCE


def test_a_picture_of_ours_is_no_empty_page():
    page = pypdfium2.PdfDocument(by_us(["ก"], REGULAR))[0].render(scale=1).to_pil()
    assert isinstance(page, Image.Image)
    assert np.asarray(page).min() < 50
