"""A day at the counter through a real terminal: sign in, find, request, approve as another, hand over, return one of two, print."""

import io
import os
import shutil
import sys
from pathlib import Path

import pypdf
import pytest

from assettrack.office import ledger, lending
from tests.e2e.terminal import Terminal
from tests.offices import KEY, PASSWORD, TODAY, found, insert_asset

ROOT = Path(__file__).parents[2]


@pytest.fixture
def engine_name():
    return "sqlite"


@pytest.fixture
def office(database, tmp_path):
    made = found(database)
    keys = tmp_path / "config" / "keys"
    keys.mkdir(parents=True)
    (keys / f"{made.agency_id}.key").write_text(KEY.hex())
    insert_asset(made, "416-60-0017", name="เครื่องฉายภาพ")
    insert_asset(made, "416-60-0018", name="จอรับภาพ")
    return made


@pytest.fixture(params=[(100, 30), (80, 24)], ids="{0[0]}x{0[1]}".format)
def terminal(request, office, database_url, tmp_path):
    if shutil.which("tmux") is None:
        pytest.skip("needs tmux")
    environ = {
        "PATH": os.environ["PATH"],
        "PYTHONPATH": str(ROOT),
        "HOME": str(tmp_path),
        "LANG": "C.UTF-8",
        "ASSETTRACK_DB": database_url,
        "ASSETTRACK_CONFIG_DIR": str(tmp_path / "config"),
        "ASSETTRACK_TODAY": TODAY.isoformat(),
        "XDG_DOCUMENTS_DIR": str(tmp_path / "papers"),
    }
    opened = Terminal([sys.executable, "-m", "assettrack"], environ, request.param)
    yield opened
    opened.close()


def sign_in(terminal, login):
    terminal.wait("ชื่อผู้ใช้", "องค์การบริหารส่วนตำบลพะงาด")
    terminal.type(login)
    terminal.keys("Enter")
    terminal.type(PASSWORD)
    terminal.keys("Enter")


def sign_out(terminal):
    terminal.keys("F2")
    terminal.wait("รอท่านพิจารณา")
    terminal.keys("F9")


@pytest.mark.xdist_group("terminal")
def test_a_day_at_the_counter(terminal, office, tmp_path):
    sign_in(terminal, "staff1")
    terminal.wait("นายสุรชัย ขยัน", "รอท่านพิจารณา 0")

    terminal.keys("F3")
    terminal.wait("ทะเบียน")
    terminal.type("ฉายภาพ")
    terminal.wait("416-60-0017", "เครื่องฉายภาพ")

    terminal.keys("F4")
    terminal.wait("วัตถุประสงค์", "เลือก")
    for key in ("BTab", "BTab", "Enter"):
        terminal.keys(key)
        terminal.pause()
    terminal.wait("งานศพ")
    terminal.keys("Down", "Enter")
    terminal.wait_gone("งานศพ")
    terminal.wait("ปฏิบัติราชการ")
    for _ in range(3):
        terminal.keys("Tab")
        terminal.pause()
    terminal.type("ออกสำรวจพื้นที่น้ำท่วม")
    terminal.wait("ออกสำรวจพื้นที่น้ำท่วม")
    terminal.keys("Tab", "Tab", "Tab")
    terminal.type("+5")
    terminal.keys("Tab")
    for code in ("416-60-0017", "416-60-0018"):
        terminal.type(code)
        terminal.keys("Enter")
        terminal.wait(code)
    terminal.wait("จอรับภาพ")
    terminal.keys("F9")
    terminal.wait("บย. 1/2569", "รออนุมัติ", "นายธวัช มั่นคง", seconds=8)

    terminal.keys("F6")  # he tries himself
    terminal.wait("รหัสผ่าน")
    terminal.type(PASSWORD)
    terminal.keys("Enter")
    terminal.wait("ผู้ยืมพิจารณา", seconds=11)

    sign_out(terminal)
    sign_in(terminal, "chang")
    terminal.wait("นายธวัช มั่นคง", "รอท่านพิจารณา 1", "บย. 1/2569")
    terminal.keys("Enter")
    terminal.wait("ออกสำรวจพื้นที่น้ำท่วม")
    terminal.keys("F6")
    terminal.wait("รหัสผ่าน")
    terminal.type(PASSWORD)
    terminal.keys("Enter")
    terminal.wait("อนุมัติแล้ว รอส่งมอบ")

    sign_out(terminal)
    sign_in(terminal, "patsadu")
    terminal.wait("นายณรงค์ ละเอียด", "รอส่งมอบ 1", "บย. 1/2569")
    terminal.keys("F5")
    terminal.wait("เลขที่ใบยืม หรือรหัสพัสดุ")
    terminal.type("1/2569")
    terminal.keys("Enter")
    terminal.wait("อนุมัติแล้ว รอส่งมอบ")
    terminal.keys("F8")
    terminal.wait("ส่งมอบแล้ว")
    terminal.keys("F10")
    terminal.wait(".pdf")

    terminal.keys("F5")
    terminal.wait("เลขที่ใบยืม หรือรหัสพัสดุ")
    terminal.type("416-60-0018")
    terminal.keys("Enter")
    terminal.wait("จอรับภาพ")
    terminal.keys("F9")
    terminal.wait("คย. 1/2569")

    after = lending.loan(office, "1/2569", today=TODAY)
    assert (after.state, [line.still_out for line in after.lines]) == ("issued", [1, 0])
    assert [(a.by, a.step) for a in after.approvals] == [("นายธวัช มั่นคง", "approved")]
    assert ledger.verify(office).broken == ()
    printed = sorted(tmp_path.rglob("*.pdf"))
    texts = [
        "".join(page.extract_text() for page in pypdf.PdfReader(io.BytesIO(p.read_bytes())).pages) for p in printed
    ]
    assert any("เครื่องฉายภาพ" in text and "บย. ๑/๒๕๖๙" in text for text in texts)
    assert any("คย. ๑/๒๕๖๙" in text for text in texts)
