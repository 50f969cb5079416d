"""``scan FILE…`` as scripts run it: whose label each code in a photograph is, what cannot be read, and files that are refused one by one."""

from collections import Counter

import numpy as np
import pypdfium2
import pytest
import zxingcpp
from PIL import Image
from pillow_heif import register_heif_opener

register_heif_opener()
REGISTER = """\
รหัสครุภัณฑ์,รายการ,ส่วนราชการ,ราคาต่อหน่วย,วันที่ได้มา,จำนวน
416-60-0001,เครื่องฉายภาพ,กองช่าง,25000,15/11/2565,1
402-60-0001,โต๊ะทำงาน,กองคลัง,4000,15/11/2565,1
403-60-0001,เก้าอี้พลาสติก,กองคลัง,200,15/11/2565,30
"""
SHAPE = {"file", "text", "asset", "repaired", "status", "token", "name", "piece", "retired_why", "retired_on", "replaced_by", "duplicate",
         "x", "y", "w", "h", "says"}  # fmt: skip


@pytest.fixture
def desk(made):
    """A practice office with three assets whose labels are printed, and commands by its administrator."""
    made.environ["ASSETTRACK_USER"] = "admin"
    (made.folder / "register.csv").write_text(REGISTER, encoding="utf-8-sig")
    made.json("asset", "import", "register.csv")
    made.json("label", "print", "--all", "--out", "F.pdf", "--stock", "a4-24")
    return made


@pytest.fixture
def sheet(desk):
    """The printed sheet as a photograph: what a camera straight above it sees."""
    document = pypdfium2.PdfDocument(desk.folder / "F.pdf")
    page = np.array(document[0].render(scale=2.5).to_pil().convert("RGB"))[:280]
    document.close()
    return page


def kept(desk, name, picture, **options):
    Image.fromarray(picture).save(desk.folder / name, **options)
    return name


def symbol(text, kind=zxingcpp.BarcodeFormat.QRCode):
    made = np.asarray(zxingcpp.create_barcode(text, kind).to_image(scale=3, add_quiet_zones=True))
    return np.dstack([np.pad(made, 20, constant_values=255)] * 3)


def test_each_label_in_each_photograph_is_told_with_whose_it_is(desk, sheet):
    kept(desk, "a.jpg", sheet)
    kept(desk, "b.heic", np.rot90(sheet), quality=90)
    scan = desk.json("scan", "a.jpg", "b.heic")
    assert set(scan) == {"codes", "unread", "foreign", "refused"}
    assert scan["unread"] == scan["foreign"] == scan["refused"] == []
    for file in ("a.jpg", "b.heic"):
        codes = [one for one in scan["codes"] if one["file"] == file]
        assert {one["asset"] for one in codes} == {"416-60-0001", "402-60-0001", "403-60-0001"}
        assert {(one["status"], one["repaired"], one["duplicate"]) for one in codes} == {("living", False, False)}
        assert all(set(one) == SHAPE and one["text"] == one["token"] for one in codes)
        assert len({(one["x"], one["y"]) for one in codes}) == 3
        assert all(138 < one["w"] < 150 and 138 < one["h"] < 150 for one in codes)


def test_a_label_at_two_places_of_one_photograph_is_a_duplicate(desk, sheet):
    again = np.full_like(sheet, 255)
    again[:, : sheet.shape[1] // 3] = sheet[:, : sheet.shape[1] // 3]
    kept(desk, "a.png", np.vstack([sheet, again]))
    kept(desk, "b.png", sheet)
    codes = desk.json("scan", "a.png", "b.png")["codes"]
    assert Counter((one["file"], one["duplicate"]) for one in codes) == {
        ("a.png", True): 2,
        ("a.png", False): 2,
        ("b.png", False): 3,
    }
    assert len({one["asset"] for one in codes if one["duplicate"]}) == 1
    assert desk("scan", "a.png").stdout.count("พบซ้ำในภาพเดียวกัน") == 2


def test_a_spoilt_label_is_shown_where_it_is(desk, sheet):
    whole = kept(desk, "whole.png", sheet)
    spoilt = desk.json("scan", whole)["codes"][1]
    left, top, side = spoilt["x"], spoilt["y"], spoilt["w"]
    sheet[top + side // 2 : top + side, left : left + side] = 90
    kept(desk, "a.jpg", sheet)
    scan = desk.json("scan", "a.jpg")
    assert spoilt["asset"] not in {one["asset"] for one in scan["codes"]}
    assert len(scan["codes"]) == 2
    (box,) = scan["unread"]
    assert set(box) == {"file", "x", "y", "w", "h"}
    assert box["x"] <= left
    assert box["y"] <= top
    assert box["x"] + box["w"] >= left + side
    assert box["y"] + box["h"] >= top + side
    assert "อ่านไม่ออก 1 จุด" in desk("scan", "a.jpg").stdout


def test_a_file_that_cannot_be_used_is_refused_and_the_others_go_on(desk, sheet):
    kept(desk, "a.jpg", sheet)
    (desk.folder / "empty.jpg").touch()
    (desk.folder / "cut.jpg").write_bytes((desk.folder / "a.jpg").read_bytes()[:3000])
    files = ["empty.jpg", "cut.jpg", "ไม่มี.png", ".", "register.csv", "F.pdf"]
    scan = desk.json("scan", *files, "a.jpg", code=4)
    assert [one["file"] for one in scan["refused"]] == files
    assert {one["error"]["code"] for one in scan["refused"]} == {"photo.unusable"}
    assert all(one["message"].startswith("อ่านภาพนี้ไม่ได้: ") for one in scan["refused"])
    assert {one["file"] for one in scan["codes"]} == {"a.jpg"}
    told = desk("--lang", "en", "scan", "empty.jpg")
    assert (told.returncode, told.stdout) == (4, "empty.jpg: This photo cannot be read: the file is empty\n")


def test_what_is_no_label_of_this_office_is_told_apart(desk):
    kept(desk, "other.png", symbol("A-K7Q2M4F"))
    kept(desk, "menu.png", symbol("https://example.com/menu"))
    kept(desk, "card.png", symbol("1234567890121"))
    kept(desk, "wall.png", np.full((200, 300, 3), 120, np.uint8))
    (other,) = desk.json("scan", "other.png", code=1)["codes"]
    assert (other["text"], other["asset"], other["status"], other["error"]["code"]) == (
        "A-K7Q2M4F",
        None,
        "unknown",
        "label.foreign",
    )
    scan = desk.json("scan", "menu.png", "card.png", "wall.png")
    assert [(one["file"], one["kind"], one["text"]) for one in scan["foreign"]] == [
        ("menu.png", "QRCode", "https://example.com/menu"),
        ("card.png", "QRCode", ""),
    ]
    assert scan["codes"] == scan["unread"] == []
    told = desk("scan", "card.png", "wall.png")
    assert "1234567890121" not in told.stdout + told.stderr
    assert "wall.png: อ่านได้ 0 ดวง" in told.stdout


def test_a_replaced_label_in_a_photograph_says_so(desk, sheet):
    kept(desk, "a.jpg", sheet)
    label = next(one for one in desk.json("scan", "a.jpg")["codes"] if one["asset"] == "416-60-0001")
    desk.json("label", "replace", label["text"], "--why", "faded")
    (old,) = (one for one in desk.json("scan", "a.jpg")["codes"] if one["asset"] == "416-60-0001")
    assert (old["status"], old["retired_why"]) == ("retired", "faded")
    assert "ซีดจาง" in old["says"]


def test_typed_codes_and_photographs_go_together(desk, sheet):
    kept(desk, "a.jpg", sheet)
    codes = desk.json("scan", "a.jpg", "--text", "416-60-0001")["codes"]
    assert [one["file"] for one in codes] == [None, "a.jpg", "a.jpg", "a.jpg"]


def test_nobody_signed_in_sees_nothing(desk, sheet):
    kept(desk, "a.jpg", sheet)
    assert desk.json("scan", "a.jpg", code=3, ASSETTRACK_USER="")["error"]["code"] == "people.not_signed_in"
