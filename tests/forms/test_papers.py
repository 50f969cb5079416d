"""Every document of the registry: its text read back by three readers, same data same bytes, marks in place, one page of its form."""

import hashlib
import io
import re
import shutil
import subprocess
from dataclasses import replace
from importlib.metadata import version

import pypdf
import pypdfium2
import pytest
import uharfbuzz as hb
import zxingcpp

from assettrack.thai.text import thai_digits
from forms.kit import flow, ink, page
from forms.kit.font import BOLD, REGULAR, GlyphMissing, check_glyphs, font, width
from forms.kit.page import PaperFacts
from forms.kit.snapshot import freeze, thaw
from forms.registry import PAPERS

CASES = [(kind, variant) for kind, paper in PAPERS.items() for variant in paper.variants]


@pytest.fixture(params=CASES, ids="-".join)
def drawn(request):
    kind, variant = request.param
    data = PAPERS[kind].sample(variant)
    return PAPERS[kind], data, PAPERS[kind].render(data)


def by_pypdf(pdf):
    return "\n".join(one.extract_text() for one in pypdf.PdfReader(io.BytesIO(pdf)).pages)


def by_pdfium(pdf):
    document = pypdfium2.PdfDocument(pdf)
    text = "\n".join(one.get_textpage().get_text_range() for one in document)
    document.close()
    return text


def by_poppler(pdf):
    if shutil.which("pdftotext") is None:
        pytest.skip("needs pdftotext (poppler-utils)")
    return subprocess.run(["pdftotext", "-raw", "-", "-"], input=pdf, capture_output=True, check=True).stdout.decode()


READERS = [by_pypdf, by_pdfium, by_poppler]


def strings(value):
    """Every text of a document's data."""
    if isinstance(value, str):
        yield value
    elif isinstance(value, dict):
        for item in value.values():
            yield from strings(item)
    elif isinstance(value, list):
        for item in value:
            yield from strings(item)


def flat(text):
    return re.sub(r"[\s\u00ad]+", "", text)


@pytest.mark.parametrize("reader", READERS, ids=lambda r: r.__name__)
def test_the_text_is_read_back_as_it_was_written(drawn, reader):
    _, data, pdf = drawn
    got = flat(reader(pdf))
    for line in getattr(data, "lines", ()):
        for text in (getattr(line, "code", ""), getattr(line, "name", "")):
            assert flat(text) in got or flat(thai_digits(text)) in got, text
    assert not re.search("[\ue000-\uf8ff\ufffd]", got)
    assert "กำ" in got or "ำ" in got
    assert "\u0e4d\u0e32" not in got


@pytest.mark.parametrize("reader", READERS, ids=lambda r: r.__name__)
def test_each_character_comes_out_as_it_went_in_and_in_the_same_order(drawn, reader, monkeypatch):
    paper, data, _ = drawn
    inked, strings_of = [], ink._strings

    def noted(canvas, typeface, text, spread):
        inked.append((canvas.getPageNumber(), len(inked), text))
        return strings_of(canvas, typeface, text, spread)

    monkeypatch.setattr(ink, "_strings", noted)
    pdf = paper.render(data)
    assert flat(reader(pdf)) == flat("".join(text for *_, text in sorted(inked)))


@pytest.mark.parametrize("reader", READERS, ids=lambda r: r.__name__)
def test_every_page_says_what_it_is(drawn, reader):
    _, data, pdf = drawn
    got = reader(pdf)
    assert "ใช้เป็นหลักฐานไม่ได้" in got
    assert "หน้า ๑ จาก" in got
    assert data.facts.mark in got
    assert f"{data.facts.ledger_seq}:{data.facts.ledger_code}" in got


def test_a_paper_is_a4_and_says_how_many_pages_it_has(drawn):
    _, _, pdf = drawn
    pages = pypdf.PdfReader(io.BytesIO(pdf)).pages
    assert {tuple(sorted(round(float(side)) for side in one.mediabox[2:])) for one in pages} == {(595, 842)}
    for number, one in enumerate(pages, 1):
        assert flat(thai_digits(f"หน้า {number} จาก {len(pages)}")) in flat(one.extract_text())


@pytest.mark.parametrize("variant", PAPERS["loan_form"].variants)
def test_a_loan_form_is_one_page(variant):
    assert len(pypdf.PdfReader(io.BytesIO(PAPERS["loan_form"].render(PAPERS["loan_form"].sample(variant)))).pages) == 1


def test_the_seal_of_every_page_says_the_mark(drawn):
    _, data, pdf = drawn
    for one in pypdfium2.PdfDocument(pdf):
        picture = one.render(scale=300 / 72).to_pil()
        right, low = picture.width, picture.height
        corner = picture.crop((right - 600, low - 500, right, low))
        assert [code.text for code in zxingcpp.read_barcodes(corner)] == [data.facts.seal]


def test_a_paper_is_tagged_and_tells_its_language_and_title(drawn):
    paper, data, pdf = drawn
    reader = pypdf.PdfReader(io.BytesIO(pdf))
    root = reader.trailer["/Root"]
    assert root["/MarkInfo"]["/Marked"]
    assert root["/Lang"] == "th-TH"
    assert any(reader.metadata.title.startswith(title.strip()[:6]) for title in paper.title_th.split("/"))
    assert reader.metadata.subject == data.facts.number
    assert {"H1", "P"} <= roles(root["/StructTreeRoot"])
    assert reader.outline != []
    for one in reader.pages:
        content = one.get_contents().get_data()
        assert content.count(b" BDC") + content.count(b" BMC") == content.count(b"EMC")


def roles(element):
    """Every role of a structure tree."""
    found = {str(element["/S"])[1:]} if "/S" in element else set()
    kids = element.get("/K", [])
    below = [kid.get_object() for kid in (kids if isinstance(kids, list) else [kids])]
    return found.union(*(roles(kid) for kid in below if isinstance(kid, dict) and kid.get("/Type") != "/MCR"))


def test_the_same_data_make_the_same_bytes(drawn):
    paper, data, pdf = drawn
    assert hashlib.sha256(paper.render(data)).digest() == hashlib.sha256(pdf).digest()


def test_a_copy_is_the_same_paper_with_its_mark(drawn):
    paper, data, pdf = drawn
    copy = by_pypdf(paper.render(replace(data, facts=replace(data.facts, copy_no=2))))
    assert "สำเนา ฉบับที่ ๒" in copy
    assert "สำเนา ฉบับที่" not in by_pypdf(pdf)
    assert flat(copy.replace("สำเนา ฉบับที่ ๒", "")) == flat(by_pypdf(pdf))


def test_a_real_paper_has_no_mark_of_practice(drawn):
    paper, data, _ = drawn
    assert "ตัวอย่าง" not in by_pypdf(paper.render(replace(data, facts=replace(data.facts, practice=False))))


def test_the_data_come_back_from_their_snapshot(drawn):
    paper, data, _ = drawn
    frozen = freeze(data)
    assert thaw(paper.kind_of_data, frozen) == data
    assert all(isinstance(text, str) for text in strings(frozen))


def test_an_empty_form_leaves_room_to_write(drawn):
    paper, data, _ = drawn
    facts = PaperFacts(data.facts.agency, data.facts.district, data.facts.province)
    text = by_pypdf(paper.render(paper.blank(facts, getattr(data, "variant", ""))))
    assert "....." in text
    assert "รหัสเอกสาร" not in text


def test_the_article_stands_on_the_loan_form():
    articles = {
        "staff_inside": "ข้อ ๒๐๘ (๒)",
        "staff_outside": "ข้อ ๒๐๘ (๒)",
        "agency": "ข้อ ๒๐๘ (๑)",
        "villager": "ข้อ ๒๐๗",
        "consumable": "ข้อ ๒๑๐",
    }
    for variant, article in articles.items():
        text = flat(by_pypdf(PAPERS["loan_form"].render(PAPERS["loan_form"].sample(variant))))
        assert flat(article) in text
        assert flat("ภายใน ๗ วัน") in text


def test_a_letter_the_font_does_not_have_is_refused_before_printing():
    check_glyphs("กขค ABC ๑๒๓ «»–…", font(REGULAR))
    with pytest.raises(GlyphMissing, match="U\\+5B57"):
        check_glyphs("ชื่อ 字", font(REGULAR))
    sample = PAPERS["loan_form"].sample("villager")
    with pytest.raises(GlyphMissing):
        PAPERS["loan_form"].render(replace(sample, borrower="นาย 字"))


@pytest.mark.parametrize("name", [REGULAR, BOLD])
def test_marks_stand_where_harfbuzz_puts_them(name):
    """The composite glyph of a mark stack has its parts at HarfBuzz's offsets (OpenType GPOS)."""
    import struct

    face = font(name)
    for cluster in ("ที่", "ปี่", "น้ำ", "กุ้", "ญู", "ฐุ", "ฟ้", "ป๊"):
        shaped = face.shape(cluster)
        buffer = hb.Buffer()
        buffer.add_str(cluster)
        buffer.script, buffer.direction, buffer.language = "Thai", "ltr", "th"
        hb.shape(face._shaper, buffer, {"kern": True, "liga": True})
        pen, expected = 0, []
        for info, at in zip(buffer.glyph_infos, buffer.glyph_positions, strict=True):
            expected.append((info.codepoint, pen + at.x_offset, at.y_offset))
            pen += at.x_advance
        assert width(cluster, name, 1000) == pytest.approx(pen * 1000 / face.face.unitsPerEm), cluster
        if len(expected) == 1:
            continue
        glyph = face.face.charToGlyph[ord(shaped[1])]
        start, at, found = face.face.glyphPos[glyph] + 10, 0, []
        base_advance = buffer.glyph_positions[0].x_advance
        while True:
            flags, part, dx, dy = struct.unpack(">HHhh", face._glyphs[start + at : start + at + 8])
            found.append((part, dx + base_advance, dy))
            at += 8
            if not flags & 32:
                break
        assert found == expected[1:], cluster


def test_reportlab_is_the_one_whose_private_parts_are_used():
    assert version("reportlab") == "5.1.0"


def test_words_are_not_broken_at_the_end_of_a_line():
    text = "องค์การบริหารส่วนตำบลพะงาดให้ยืมพัสดุเพื่อประโยชน์ของทางราชการตามระเบียบกระทรวงการคลัง" * 3
    lines = flow.Text(text)
    lines.wrap(200, 1000)
    shown = ["".join(part for _, part in line) for line, _ in lines.lines]
    assert [line for line in shown if line[:1] in "ะาำิีึืุู่้๊๋์ๆฯ"] == []
    assert "".join(shown).replace(" ", "") == text


def test_body_width_is_what_the_margins_leave():
    assert pytest.approx(595.28 - page.FORM.left - page.FORM.right, abs=0.1) == page.BODY
