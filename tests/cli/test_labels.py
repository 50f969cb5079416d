"""``label`` and ``scan`` as scripts run them: the shapes of INTERFACE.md, exit codes, and no file without its record."""

import re
import subprocess
import sys

import pypdf
import pypdfium2
import pytest
import zxingcpp

from assettrack.thai.keyboard import to_thai

REGISTER = """\
รหัสครุภัณฑ์,รายการ,ส่วนราชการ,ราคาต่อหน่วย,วันที่ได้มา,จำนวน
416-60-0001,เครื่องฉายภาพ,กองช่าง,25000,15/11/2565,1
402-60-0001,โต๊ะทำงาน,กองคลัง,4000,15/11/2565,1
403-60-0001,เก้าอี้พลาสติก,กองคลัง,200,15/11/2565,30
"""


@pytest.fixture
def desk(made):
    """A practice office with three assets, and commands by its administrator."""
    made.environ["ASSETTRACK_USER"] = "admin"
    (made.folder / "register.csv").write_text(REGISTER, encoding="utf-8-sig")
    made.json("asset", "import", "register.csv")
    return made


def codes_in(path):
    document = pypdfium2.PdfDocument(path)
    found = [one.text for page in document for one in zxingcpp.read_barcodes(page.render(scale=3).to_pil())]
    document.close()
    return found


def piped(desk, text):
    """``scan`` with these lines on standard input."""
    return subprocess.run(
        [sys.executable, "-m", "assettrack", "--json", "scan"],
        cwd=desk.folder, env=desk.environ, input=text, capture_output=True, text=True, check=False, timeout=120,
    )  # fmt: skip


def test_labels_are_printed_scanned_replaced_and_counted(desk):
    printed = desk.json("label", "print", "--all", "--out", "F.pdf")
    assert printed == {"file": "F.pdf", "pages": 1, "labels": 3, "first": 3, "again": 0}
    said = codes_in(desk.folder / "F.pdf")
    scan = desk.json("scan", *(word for one in said for word in ("--text", to_thai(one))))
    label = {one["asset"]: text for one, text in zip(scan["codes"], said, strict=True)}
    assert set(label) == {"416-60-0001", "402-60-0001", "403-60-0001"}
    old_one = label["416-60-0001"]
    assert {(one["file"], one["repaired"], one["status"]) for one in scan["codes"]} == {(None, True, "living")}
    assert scan["unread"] == []
    new = desk.json("label", "replace", old_one, "--why", "faded")["label"]
    old = desk.json("scan", "--text", old_one)["codes"][0]
    assert (old["asset"], old["status"], old["retired_why"]) == ("416-60-0001", "retired", "faded")
    assert (old["retired_on"], old["replaced_by"]) == ("2026-09-15", new["token"])
    assert desk.json("label", "print", "--missing", "--out", "G.pdf", "--stock", "thermal-50x30")["labels"] == 1
    assert codes_in(desk.folder / "G.pdf") == [new["token"]]
    count = desk.json("label", "count")
    assert count == {
        "living": 3, "unprinted": 0, "unlabelled": 0, "printed": 4, "reprinted": 0, "retired": 1, "reasons": {"faded": 1}
    }  # fmt: skip
    shown = desk.json("label", "show", "416-60-0001")
    assert [(one["token"], one["retired_why"]) for one in shown["labels"]] == [(old_one, "faded"), (new["token"], "")]
    assert shown["scanned"]["token"] == new["token"]
    assert desk.json("ledger", "verify")["broken"] == []


def test_the_same_labels_come_again_only_with_a_reason(desk):
    desk.json("label", "print", "416-60-0001", "--out", "F.pdf")
    error = desk.json("label", "print", "--all", "--out", "G.pdf", code=1)["error"]
    assert (error["code"], error["facts"]["count"]) == ("label.already", 1)
    assert not (desk.folder / "G.pdf").exists()
    again = desk.json("label", "print", "416-60-0001", "--out", "G.pdf", "--why", "spoilt")
    assert (again["first"], again["again"]) == (0, 1)
    assert codes_in(desk.folder / "G.pdf") == codes_in(desk.folder / "F.pdf")


def test_each_piece_of_a_lot_after_places_that_are_used_up(desk):
    printed = desk.json("label", "print", "403-60-0001", "--pieces", "--skip", "20", "--out", "F.pdf")
    assert (printed["labels"], printed["pages"]) == (30, 3)
    assert len(set(codes_in(desk.folder / "F.pdf"))) == 30
    text = pypdf.PdfReader(desk.folder / "F.pdf").pages[0].extract_text()
    assert re.findall(r"\((\d+)/30\)", text) == ["1", "2", "3", "4"]


@pytest.mark.parametrize("out", ["no/such/folder/F.pdf", "register.csv/F.pdf", "."])
def test_what_cannot_be_written_is_not_counted_as_printed(desk, out):
    assert desk.json("label", "print", "--all", "--out", out, code=4)["error"]["code"] == "unusable"
    assert desk.json("label", "count")["living"] == 0


def test_a_refusal_leaves_the_file_that_was_there(desk):
    (desk.folder / "F.pdf").write_text("เดิม")
    desk.json("label", "print", "999-99-9999", "--out", "F.pdf", code=1)
    assert (desk.folder / "F.pdf").read_text() == "เดิม"
    assert [path.name for path in desk.folder.iterdir() if path.name.startswith(".F")] == []
    desk.json("label", "print", "--all", "--out", "F.pdf")
    assert (desk.folder / "F.pdf").read_bytes().startswith(b"%PDF")
    assert (desk.folder / "F.pdf").stat().st_mode & 0o044


@pytest.mark.parametrize(
    ("words", "code"),
    [
        (["print", "--out", "F.pdf"], 1),
        (["print", "--all"], 2),
        (["print", "--all", "--out", "F.pdf", "--why", "เบื่อ"], 2),
        (["print", "--all", "--out", "F.pdf", "--stock", "a4-1000"], 1),
        (["print", "--all", "--out", "F.pdf", "--printer", "ไม่มี"], 1),
        (["replace", "416-60-0001", "--why", "lost"], 1),
        (["replace", "416-60-0001"], 2),
        (["show", "ไม่มี"], 1),
        (["printer", "ก", "--left", "90", "--top", "10", "--across", "190", "--down", "277"], 1),
    ],
)
def test_exit_codes(desk, words, code):
    done = desk("label", *words)
    assert done.returncode == code, done.stderr
    assert "Traceback" not in done.stderr


def test_one_line_a_scan_on_standard_input(desk):
    desk.json("label", "print", "416-60-0001", "--out", "F.pdf")
    (label,) = codes_in(desk.folder / "F.pdf")
    done = piped(desk, f"{label}\r\n\n416-60-0001\nไม่ใช่รหัส\n1234567890121\n")
    assert done.returncode == 1
    assert "1234567890121" not in done.stdout + done.stderr
    found = desk.json("scan", "--text", label, "--text", "ไม่ใช่รหัส", "--text", "1234567890121", code=1)["codes"]
    assert [(one["asset"], one["status"]) for one in found] == [
        ("416-60-0001", "living"),
        (None, "unknown"),
        (None, "unknown"),
    ]
    assert [one["text"] for one in found] == [label, "ไม่ใช่รหัส", ""]
    assert found[2]["error"]["code"] == "label.card"


def test_a_measured_printer_is_used_and_listed(desk):
    measured = ("--left", "11.5", "--top", "8.4", "--across", "189.2", "--down", "278.1")
    saved = desk.json("label", "printer", "หน้าห้อง", "--stock", "a4-65", *measured)["printer"]
    assert (saved["name"], saved["stock"], saved["scale_x"]) == ("หน้าห้อง", "a4-65", 1.00423)
    assert desk.json("label", "printers") == {"printers": [saved]}
    desk.json("label", "print", "--all", "--out", "F.pdf", "--stock", "a4-65", "--printer", "หน้าห้อง")
    assert len(codes_in(desk.folder / "F.pdf")) == 3
    desk.json("label", "ruler", "--out", "R.pdf", "--printer", "หน้าห้อง")
    assert "หน้าห้อง" in pypdf.PdfReader(desk.folder / "R.pdf").pages[0].extract_text()


def test_the_stocks_are_listed_with_the_usual_one(desk):
    stocks = {one["name"]: one for one in desk.json("label", "stocks")["stocks"]}
    assert stocks["a4-24"]["per_sheet"] == 24
    assert {"a4-30", "a4-40", "a4-65"} <= stocks.keys()
    assert "A4 65" in desk("label", "stocks").stdout


def test_people_are_told_in_their_language(desk):
    desk("label", "print", "416-60-0001", "--out", "F.pdf")
    (label,) = codes_in(desk.folder / "F.pdf")
    assert "เครื่องฉายภาพ" in desk("scan", "--text", label).stdout
    assert "พิมพ์ด้วย label print A-" in desk("label", "replace", label, "--why", "lost").stdout
    assert "หลุดหาย" in desk("scan", "--text", label).stdout
    assert "take this one off" in desk("--lang", "en", "scan", "--text", label).stdout
    assert "หลุดหาย" in desk("label", "show", label).stdout
    assert "เลิกใช้ 1 ดวง (หลุดหาย 1)" in desk("label", "count").stdout
