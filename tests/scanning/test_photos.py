"""Photographs of shelves: every label is read or shown as unread, none is read as another; what is no photograph is refused in words."""

import io
import random
import struct
import zlib
from contextlib import suppress

import cv2
import numpy as np
import pypdfium2
import pytest
import zxingcpp
from PIL import Image
from pillow_heif import register_heif_opener

from assettrack.scanning import photo_file
from assettrack.scanning.finders import crowded
from assettrack.scanning.photo_file import BadPhoto, opened, photo_bytes
from assettrack.scanning.photos import read_photo
from forms.documents.label_sheet import LabelSheet, render
from forms.kit.label_stock import STOCKS
from forms.registry import PAPERS
from tests.scanning.shelf import encoded, labels_of, shelf

register_heif_opener()
ADDRESS = "HTTPS://WWW.PHANGAT.GO.TH"
FINDER = np.pad(
    np.pad(np.pad(np.zeros((3, 3), np.uint8), 1, constant_values=255), 1), ((0, 1), (0, 1)), constant_values=255
)


def plain(data):
    """What one pass of zxing-cpp reads."""
    photo = Image.open(io.BytesIO(data)).convert("L")
    return [one.text for one in zxingcpp.read_barcodes(photo, formats=zxingcpp.BarcodeFormat.QRCode)]


def middle(box):
    return box.x + box.w / 2, box.y + box.h / 2


def rightly_read(taken, photograph):
    """How many labels were read; fails where one was read as another, or where there is none."""
    for seen in photograph.codes:
        (stuck,) = (one for one in taken.labels if one.holds(*middle(seen.box)))
        assert seen.code is not None
        assert seen.text == stuck.payload or stuck.payload.endswith(f"/A/{seen.code.token}")
    return len(photograph.codes)


@pytest.fixture(scope="module")
def small():
    """Three labels, sharp."""
    return shelf(1, 5, count=3, across=3)


@pytest.mark.parametrize(
    ("pixels", "blur", "more"),
    [
        (4.5, 1.0, {}),
        (4.5, 1.5, {"noise": 9}),
        (4.5, 2.0, {}),
        (4.5, 2.0, {"address": ADDRESS}),
        (4.5, 1.0, {"shake": 4}),
        (5.0, 2.2, {"stock": "a4-65"}),
        (6.0, 2.5, {}),
        (9.0, 3.0, {"count": 12, "across": 4}),
    ],
)
def test_of_labels_with_modules_of_four_and_a_half_pixels_ninety_nine_in_a_hundred_are_read(pixels, blur, more):
    taken = shelf(int(10 * pixels), pixels, blur=blur, **more)
    photograph = read_photo(taken.jpeg())
    assert rightly_read(taken, photograph) >= 0.99 * len(taken.labels)
    assert photograph.unread == ()


@pytest.mark.parametrize(("pixels", "blur", "least"), [(2.0, 0.8, 38), (3.0, 1.8, 38), (4.5, 2.7, 38), (4.5, 3.1, 36)])
def test_of_labels_too_blurred_for_one_pass_most_are_read(pixels, blur, least):
    taken = shelf(7, pixels, blur=blur)
    data = taken.jpeg()
    photograph = read_photo(data)
    read = rightly_read(taken, photograph)
    assert read >= least
    assert len(plain(data)) <= read - 4
    assert read + len(photograph.unread) <= 40


def test_codes_are_told_row_by_row():
    made = labels_of(random.Random(4), 24)
    document = pypdfium2.PdfDocument(render(LabelSheet(STOCKS["a4-24"], made)))
    photograph = read_photo(encoded(document[0].render(scale=2).to_pil()))
    document.close()
    assert [seen.text for seen in photograph.codes] == [label.payload for label in made]


@pytest.mark.parametrize("degrees", [45, 90, 180, 250])
def test_a_photograph_may_be_held_anyhow(degrees):
    upright = shelf(3, 5, count=12, across=4, frame=(1900, 1900)).picture
    turn = cv2.getRotationMatrix2D((upright.shape[1] / 2, upright.shape[0] / 2), degrees, 0.9)
    turned = cv2.warpAffine(upright, turn, upright.shape[1::-1], borderValue=(120, 120, 120))
    assert len(read_photo(encoded(turned)).codes) == 12


def test_a_photograph_larger_than_what_is_looked_through_at_once_is_read_in_its_regions():
    taken = shelf(5, 4.5, count=12, across=4, frame=(5200, 4000))
    photograph = read_photo(taken.jpeg())
    assert (photograph.width, photograph.height) == (5200, 4000)
    assert rightly_read(taken, photograph) == 12


HELD = {1: None, 2: Image.Transpose.FLIP_LEFT_RIGHT, 3: Image.Transpose.ROTATE_180, 4: Image.Transpose.FLIP_TOP_BOTTOM, 5: Image.Transpose.TRANSPOSE, 6: Image.Transpose.ROTATE_90, 7: Image.Transpose.TRANSVERSE, 8: Image.Transpose.ROTATE_270}  # fmt: skip
"""What the camera stored when it was held so: the other way about from what brings it upright."""


@pytest.mark.parametrize("held", HELD)
@pytest.mark.parametrize("kind", ["JPEG", "PNG", "HEIF"])
def test_places_are_those_of_the_upright_photograph(small, kind, held):
    upright = Image.fromarray(small.picture)
    stored = upright.transpose(HELD[held]) if HELD[held] is not None else upright
    exif = Image.Exif()
    exif[0x112] = held
    photograph = read_photo(encoded(stored, kind, exif=exif.tobytes()))
    assert (photograph.width, photograph.height) == upright.size
    assert rightly_read(small, photograph) == 3


def as_mpo(picture):
    """Two pictures in one file, as phones of some makers write them."""
    out = io.BytesIO()
    Image.fromarray(picture).save(out, "MPO", save_all=True, append_images=[Image.new("RGB", (8, 8))])
    return out.getvalue()


def in_mode(mode):
    return lambda picture: encoded(Image.fromarray(picture).convert(mode), "PNG")


def on_glass(picture):
    """Only the dark is there; all else is transparent black."""
    dark = 255 - np.asarray(Image.fromarray(picture).convert("L"))
    return encoded(np.dstack([np.zeros_like(picture), np.where(dark > 128, 255, 0).astype(np.uint8)]), "PNG")


@pytest.mark.parametrize(
    "file",
    [
        lambda picture: encoded(picture, "HEIF", quality=80),
        lambda picture: encoded(picture, "JPEG", progressive=True, quality=60),
        lambda picture: encoded(Image.fromarray(picture).convert("CMYK"), "JPEG"),
        as_mpo,
        in_mode("L"),
        in_mode("RGBA"),
        lambda picture: encoded(np.asarray(Image.fromarray(picture).convert("L")).astype(np.uint16) * 256, "PNG"),
        lambda picture: encoded(np.asarray(Image.fromarray(picture).convert("L")) > 90, "PNG"),
        on_glass,
    ],
    ids=["HEIC", "progressive", "CMYK", "MPO", "gray", "RGBA", "16 bits", "1 bit", "transparent"],
)
def test_every_kind_of_picture_that_a_phone_or_a_scanner_writes_is_read(small, file):
    assert rightly_read(small, read_photo(file(small.picture))) == 3


def a_png(width, height, data=b""):
    def chunk(name, body):
        return struct.pack(">I", len(body)) + name + body + struct.pack(">I", zlib.crc32(name + body))

    header = struct.pack(">IIBBBBB", width, height, 8, 0, 0, 0, 0)
    return b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", header) + chunk(b"IDAT", data) + chunk(b"IEND", b"")


def with_text_bomb():
    """A PNG whose comment unpacks to 200 megabytes."""
    bomb = b"Comment\0\0" + zlib.compress(bytes(200_000_000), 9)
    head = a_png(1, 1, zlib.compress(b"\0\0"))
    return (
        head[:33]
        + struct.pack(">I", len(bomb))
        + b"zTXt"
        + bomb
        + struct.pack(">I", zlib.crc32(b"zTXt" + bomb))
        + head[33:]
    )


JPEG, PNG, HEIC = (encoded(np.full((64, 64, 3), 200, np.uint8), kind) for kind in ("JPEG", "PNG", "HEIF"))


@pytest.mark.parametrize(
    ("data", "why"),
    [
        (b"", "ว่างเปล่า"),
        (b"hello", "JPEG PNG"),
        (b"%PDF-1.7 " + bytes(500), "JPEG PNG"),
        (b"PK\3\4" + bytes(500), "JPEG PNG"),
        (b"GIF89a" + bytes(500), "JPEG PNG"),
        (b"<svg xmlns='http://www.w3.org/2000/svg'/>", "JPEG PNG"),
        (b"\0\0\0\x18ftypmp42" + bytes(500), "JPEG PNG"),
        (JPEG[:400], "เสียหรือไม่ครบ"),
        (PNG[:60], "เสียหรือไม่ครบ"),
        (HEIC[:200], "เสียหรือไม่ครบ"),
        (b"\xff\xd8\xff\xe0" + bytes(300), "เสียหรือไม่ครบ"),
        (a_png(4000, 3000, zlib.compress(b"")), "เสียหรือไม่ครบ"),
        (a_png(0, 0), "เสียหรือไม่ครบ"),
        (a_png(9000, 9000), "64 ล้านจุด"),
        (a_png(60_000, 60_000, zlib.compress(bytes(10**6))), "64 ล้านจุด"),
        (JPEG.replace(b"\0\x40\0\x40\3", b"\xff\xdc\xff\xdc\3"), "64 ล้านจุด"),
        (with_text_bomb(), "เสียหรือไม่ครบ"),
        (b"\xff\xd8\xff" + bytes(photo_file.MOST_BYTES), "40 เมกะไบต์"),
    ],
    ids=["empty", "text", "PDF", "ZIP", "GIF", "SVG", "film", "JPEG cut", "PNG cut", "HEIC cut", "JPEG of nothing", "PNG of nothing",
         "no pixels", "81 million", "zip bomb", "4 billion", "text bomb", "heavy"],
)  # fmt: skip
def test_what_is_no_photograph_is_refused_in_words(data, why):
    with pytest.raises(BadPhoto, match=why) as refused:
        read_photo(data)
    assert refused.value.exit_code == 4
    assert refused.value.sentence("en").startswith("This photo cannot be read: ")


def test_a_spoilt_byte_anywhere_is_refused_or_read_but_never_fatal(small):
    draw = np.random.default_rng(5)
    modes = []
    for kind in ("JPEG", "PNG", "HEIF"):
        whole = encoded(small.picture[:96, :96], kind)
        for _ in range(150):
            spoilt = bytearray(whole)
            for at in draw.integers(0, len(spoilt), draw.integers(1, 9)):
                spoilt[at] = draw.integers(0, 256)
            end = draw.integers(1, len(spoilt)) if draw.random() < 0.3 else len(spoilt)
            with suppress(BadPhoto):
                modes.append(opened(bytes(spoilt[:end])).mode)
    assert set(modes) == {"L"}
    assert 20 < len(modes) < 400


@pytest.mark.parametrize("path", ["ไม่มี.jpg", "."])
def test_a_file_that_is_not_there_is_refused_in_words(tmp_path, path):
    with pytest.raises(BadPhoto, match="ไม่พบไฟล์"):
        photo_bytes(tmp_path / path)


def test_no_more_of_a_file_is_read_than_a_photograph_may_have(tmp_path, monkeypatch):
    (tmp_path / "large.jpg").write_bytes(bytes(3000))
    monkeypatch.setattr(photo_file, "MOST_BYTES", 1000)
    assert len(photo_bytes(tmp_path / "large.jpg")) == 1001


HALVES = {
    "left": (0, 0, 0.5, 1),
    "right": (0.5, 0, 1, 1),
    "top": (0, 0, 1, 0.5),
    "bottom": (0, 0.5, 1, 1),
    "middle": (0.3, 0.3, 0.95, 0.95),
}


@pytest.mark.parametrize("half", HALVES)
@pytest.mark.parametrize(("pixels", "blur"), [(4.5, 1.0), (8.0, 1.5)])
def test_a_label_half_of_which_is_painted_over_is_shown_where_it_is(half, pixels, blur):
    taken = shelf(9, pixels, count=9, across=3, blur=blur)
    spoilt = taken.labels[4]
    corner, across, down = spoilt.code[0], spoilt.code[1] - spoilt.code[0], spoilt.code[3] - spoilt.code[0]
    left, top, right, bottom = HALVES[half]
    paint = [corner + across * x + down * y for x, y in ((left, top), (right, top), (right, bottom), (left, bottom))]
    cv2.fillPoly(taken.picture, [np.rint(paint).astype(np.int32)], (150, 40, 40))
    photograph = read_photo(taken.jpeg())
    assert rightly_read(taken, photograph) == 8
    (box,) = photograph.unread
    assert (box.x, box.y) <= tuple(spoilt.code.min(axis=0))
    assert (np.array([box.x, box.y]) <= spoilt.code.min(axis=0)).all()
    assert (np.array([box.x + box.w, box.y + box.h]) >= spoilt.code.max(axis=0)).all()
    assert max(box.w, box.h) < 2.6 * np.ptp(spoilt.code[:, 0])


@pytest.mark.parametrize("pixels", [4.5, 30])
def test_a_label_beside_which_nothing_is_white_is_shown_as_unread(pixels):
    """Dirt over the data, all three finders whole."""
    taken = shelf(2, pixels, count=1, across=1)
    spoilt = taken.labels[0]
    (x, y), side = spoilt.code.mean(axis=0), np.ptp(spoilt.code[:, 0])
    cv2.circle(taken.picture, (int(x), int(y)), int(side / 5), (20, 20, 20), -1)
    cv2.circle(taken.picture, (int(x + side / 3), int(y + side / 3)), int(side / 5), (20, 20, 20), -1)
    photograph = read_photo(taken.jpeg())
    assert photograph.codes == ()
    (box,) = photograph.unread
    assert spoilt.holds(*middle(box))


def test_where_there_is_nothing_nothing_is_found():
    draw = np.random.default_rng(3)
    for picture in (
        np.full((900, 1200, 3), 128, np.uint8),
        draw.integers(0, 256, (900, 1200, 3), np.uint8),
        np.zeros((1, 1, 3), np.uint8),
    ):
        photograph = read_photo(encoded(picture, "PNG"))
        assert (photograph.codes, photograph.unread) == ((), ())


@pytest.mark.parametrize("kind", ["approval_memo", "chase_letter", "asset_register"])
def test_a_page_of_thai_is_not_taken_for_labels(kind):
    paper = PAPERS[kind]
    document = pypdfium2.PdfDocument(paper.render(paper.sample(*paper.variants[:1])))
    for dots in (100, 150, 200, 300):
        photograph = read_photo(encoded(document[0].render(scale=dots / 72).to_pil().convert("L")))
        assert {seen.code and seen.code.kind for seen in photograph.codes} <= {"P"}
        assert photograph.unread == ()
    document.close()


def barcode(text, kind):
    symbol = np.asarray(zxingcpp.create_barcode(text, kind).to_image(scale=4, add_quiet_zones=True))
    return np.pad(symbol, 30, constant_values=255)


FORMATS = zxingcpp.BarcodeFormat


@pytest.mark.parametrize(
    ("text", "kind", "shown"),
    [
        ("https://example.com/menu", FORMATS.QRCode, "https://example.com/menu"),
        ("416-60-0017", FORMATS.Code128, "416-60-0017"),
        ("A-K7Q2M4G", FORMATS.QRCode, "A-K7Q2M4G"),
        ("A-K7Q2M4F", FORMATS.Code128, "A-K7Q2M4F"),
        ("ฤขษึ๐/?ภโ", FORMATS.QRCode, "ฤขษึ๐/?ภโ"),
        ("1234567890121", FORMATS.QRCode, ""),
        ("1-2345-67890-12-1", FORMATS.Code128, ""),
        ("00020101021129370016A0000006770101110213123456789012153037645802TH", FORMATS.QRCode, ""),
        ("9786164874008", FORMATS.EAN13, ""),
        ("red\x1b[31m\u202eder", FORMATS.QRCode, "red<ESC>[31m der"),
    ],
)  # fmt: skip
def test_other_peoples_codes_are_told_apart_and_a_persons_number_is_not_repeated(text, kind, shown):
    (seen,) = read_photo(encoded(barcode(text, kind), "PNG")).codes
    assert (seen.code, seen.text) == (None, shown)


def test_the_code_of_a_paper_is_ours_too():
    (seen,) = read_photo(encoded(barcode("P-04HMASW9NF", FORMATS.QRCode), "PNG")).codes or [None]
    assert seen is None or seen.code is None or seen.code.kind == "P"


def test_only_a_picture_made_of_finders_is_crowded(small):
    made = np.tile(FINDER, (300, 300))
    assert crowded(Image.fromarray(made))
    assert not crowded(opened(small.jpeg()))
    assert not crowded(Image.fromarray(np.kron(made[:800, :800], np.ones((3, 3), np.uint8))))
    assert read_photo(encoded(made, "PNG")).codes == ()
