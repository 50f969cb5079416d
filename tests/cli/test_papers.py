"""Papers by commands: print, verify, blank forms, cards and registers, in the shapes of INTERFACE.md."""

import shutil
from pathlib import Path

import pypdf
import pytest

from assettrack.thai.keyboard import to_thai
from tests.cli.conftest import Command
from tests.cli.test_main_job import REGISTER, staff


@pytest.fixture(scope="module")
def template(tmp_path_factory):
    """An office with a register and an approved loan."""
    made = Command(tmp_path_factory.mktemp("papers"))
    made.json(
        "init",
        "--agency",
        "อบต.ทดสอบ",
        "--district",
        "เมือง",
        "--province",
        "นครราชสีมา",
        "--admin",
        "admin",
        "--practice",
    )
    staff(made)
    register = Path(made.folder, "ทะเบียน.csv")
    register.write_bytes(REGISTER.encode("cp874"))
    made.json("asset", "import", register, as_="patsadu")
    made.json("loan", "request", "--borrower", "staff1", "--purpose", "official", "--reason", "ออกสำรวจ", "--place", "inside",
              "--due", "+5", "416-60-0001", as_="staff1")  # fmt: skip
    made.json("loan", "approve", "1/2569", as_="chang")
    return made.folder


@pytest.fixture
def lending(template, tmp_path):
    """A copy of that office of the test's own."""
    return Command(shutil.copytree(template, tmp_path / "office"))


def text_of(file):
    return "\n".join(page.extract_text() for page in pypdf.PdfReader(file).pages)


def test_a_printed_form_is_verified_by_the_mark_at_its_foot(lending):
    out = Path(lending.folder, "ใบยืม.pdf")
    printed = lending.json("paper", "print", "loan_form", "1/2569", "--out", out, as_="patsadu")
    assert {"file", "kind", "number", "version", "copy_no", "pages", "digest", "mark"} == printed.keys()
    assert printed["mark"] in text_of(out)
    for typed in (printed["mark"], to_thai(printed["mark"])):
        verdict = lending.json("paper", "verify", typed, as_="staff1")
        assert (verdict["status"], verdict["number"], verdict["loan"]) == ("current", "บย. ๑/๒๕๖๙", "บย. 1/2569")
        assert ["416-60-0001", "เครื่องฉายภาพ 1"] in verdict["says"]
    lending.json("loan", "cancel", "1/2569", "--reason", "เลิกสำรวจ", as_="staff1")
    assert lending.json("paper", "verify", printed["mark"], as_="staff1")["status"] == "void"
    assert lending.json("paper", "verify", "P-0000000000000", as_="staff1")["status"] == "unknown"
    said = lending("--lang", "en", "paper", "verify", printed["mark"], as_="staff1")
    assert said.stdout.startswith("Void:")


def test_nothing_is_recorded_where_the_file_cannot_be_written(lending):
    nowhere = Path(lending.folder, "ไม่มีโฟลเดอร์นี้", "a.pdf")
    assert (
        lending.json("paper", "print", "loan_form", "1/2569", "--out", nowhere, as_="patsadu", code=4)["error"]["code"]
        == "unusable"
    )
    out = Path(lending.folder, "a.pdf")
    assert lending.json("paper", "print", "loan_form", "1/2569", "--out", out, as_="patsadu")["copy_no"] == 0
    assert lending.json("paper", "print", "loan_form", "9/2569", "--out", out.with_name("b.pdf"), as_="patsadu", code=1)
    assert not out.with_name("b.pdf").exists()


def test_every_listed_paper_can_be_had_blank(lending):
    listed = lending.json("paper", "list", as_="staff1")["papers"]
    assert all({"kind", "title", "law"} <= paper.keys() for paper in listed)
    for kind in ("loan_form", "requisition"):
        out = Path(lending.folder, f"{kind}.pdf")
        lending.json("paper", "blank", kind, "--out", out, as_="staff1")
        assert "....." in text_of(out)
    error = lending.json("paper", "print", "requisition", "1", "--out", out, as_="staff1", code=1)["error"]
    assert "แบบเปล่า" in error["message"]


def test_the_card_and_the_register(lending):
    card, register = Path(lending.folder, "card.pdf"), Path(lending.folder, "register.pdf")
    assert {"file", "pages"} <= lending.json("asset", "card", "416-60-0001", "--out", card, as_="patsadu").keys()
    assert "416-60-0001" in text_of(card)
    lending.json("asset", "register", "--division", "กองช่าง", "--out", register, as_="patsadu")
    assert "416-60-0001" in text_of(register)
    assert "401-60-0001" not in text_of(register)
