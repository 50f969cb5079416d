"""QR codes: bit for bit python-qrcode's, drawn as rectangles that cover each dark module once, and read back from the raster."""

import io
import random
import re

import numpy as np
import pypdfium2
import pytest
import qrcode
import zxingcpp
from qrcode.util import MODE_ALPHA_NUM, QRData
from reportlab.pdfgen.canvas import Canvas

from forms.kit import qr

LEVELS = {
    "L": qrcode.ERROR_CORRECT_L,
    "M": qrcode.ERROR_CORRECT_M,
    "Q": qrcode.ERROR_CORRECT_Q,
    "H": qrcode.ERROR_CORRECT_H,
}
CAPACITY = {
    (1, "L"): 25,
    (1, "M"): 20,
    (1, "Q"): 16,
    (1, "H"): 10,
    (2, "M"): 38,
    (2, "Q"): 29,
    (3, "M"): 61,
    (3, "H"): 35,
    (5, "Q"): 87,
    (7, "H"): 93,
}
"""Signs that a version holds at a level (ISO/IEC 18004, table 7)."""


def text_of(length, seed=0):
    return "".join(random.Random(f"{seed} {length}").choices(qr.ALPHANUMERIC, k=length))


def by_python_qrcode(text, version, level, mask=qr.MASK):
    symbol = qrcode.QRCode(version, LEVELS[level], border=0, mask_pattern=mask)
    symbol.add_data(QRData(text.encode(), mode=MODE_ALPHA_NUM))
    symbol.make(fit=False)
    return [[bool(module) for module in row] for row in symbol.modules]


def as_rows(symbol, side):
    bits = f"{symbol:0{side * side}b}"
    return [[bit == "1" for bit in bits[at : at + side]] for at in range(0, side * side, side)]


@pytest.mark.parametrize(("version", "level"), CAPACITY, ids=str)
def test_a_symbol_is_python_qrcodes_bit_for_bit(version, level):
    most = CAPACITY[version, level]
    encoder = qr.Encoder(version, level)
    for number, length in enumerate([1, 2, 3, most - 3, most - 2, most - 1, most, *range(5, most, 5)]):
        text = text_of(length, number)
        assert as_rows(encoder.symbol(text), encoder.side) == by_python_qrcode(text, version, level), text


def test_the_version_is_python_qrcodes_choice_at_level_m():
    for length in range(1, 263):
        symbol = qrcode.QRCode(error_correction=qrcode.ERROR_CORRECT_M)
        symbol.add_data(QRData(text_of(length).encode(), mode=MODE_ALPHA_NUM))
        assert qr.fit(length).version == symbol.best_fit(), length


def test_the_level_is_the_highest_that_does_not_raise_the_version():
    for length in range(1, 263):
        chosen = qr.fit(length)
        stronger = [level for level in "MQH" if "MQH".index(level) > "MQH".index(chosen.level)]
        for level in stronger:
            symbol = qrcode.QRCode(error_correction=LEVELS[level])
            symbol.add_data(QRData(text_of(length).encode(), mode=MODE_ALPHA_NUM))
            assert symbol.best_fit() > chosen.version, length


@pytest.mark.parametrize(
    ("length", "version", "level"), [(9, 1, "H"), (10, 1, "H"), (15, 1, "Q"), (20, 1, "M"), (21, 2, "Q"), (30, 2, "M")]
)
def test_lengths_in_use_take_these_symbols(length, version, level):
    assert qr.fit(length) == qr.Fit(version, level)


@pytest.mark.parametrize("length", [1, 9, 15, 30, 50])
def test_the_rectangles_cover_each_dark_module_once(length):
    text = text_of(length)
    side, path = qr.operators(text)
    covered = np.zeros((side, side), int)
    for column, row, width in (map(int, found) for found in re.findall(r"(\d+) (\d+) (\d+) 1 re", path)):
        covered[side - 1 - row, column : column + width] += 1
    assert covered.tolist() == [[int(dark) for dark in row] for row in qr.modules(text)]
    assert re.fullmatch(r"(\d+ \d+ \d+ 1 re ?)+", path)


def test_the_modules_are_read_by_zxing():
    for length in (9, 15, 30, 60):
        text = text_of(length, "read").replace(" ", "-")
        dark = np.pad(np.array(qr.modules(text)), qr.QUIET)
        image = np.kron(np.where(dark, 0, 255).astype(np.uint8), np.ones((4, 4), np.uint8))
        assert [found.text for found in zxingcpp.read_barcodes(image)] == [text]


@pytest.mark.parametrize("text", ["", "a-k7q2m4f", "A-K7Q2M4F\n", "ก-๑๒๓", "A_B", "A" * 263])
def test_text_that_the_mode_does_not_have_is_refused(text):
    with pytest.raises(ValueError, match="คิวอาร์"):
        qr.operators(text)


def test_a_code_stands_in_its_square_with_four_white_modules_around():
    out = io.BytesIO()
    canvas = Canvas(out, (200, 200), invariant=1)
    canvas.setFillGray(0.5)
    qr.draw(canvas, "P-04HMASW9NF6YH", 40, 60, 87)
    canvas.save()
    document = pypdfium2.PdfDocument(out.getvalue())
    image = np.array(document[0].render(scale=4).to_pil().convert("L"))
    document.close()
    assert [found.text for found in zxingcpp.read_barcodes(image)] == ["P-04HMASW9NF6YH"]
    rows, columns = np.nonzero(image < 128)
    module = 87 / 29
    assert columns.min() / 4 == pytest.approx(40 + 4 * module, abs=0.3)
    assert (columns.max() + 1) / 4 == pytest.approx(40 + 25 * module, abs=0.3)
    assert 200 - (rows.max() + 1) / 4 == pytest.approx(60 + 4 * module, abs=0.3)
    assert image.min() == 0
