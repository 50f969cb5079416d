"""A day at the counter through a real terminal: sign in, find, request, approve as another, hand over, return one of two, print."""

import io
import os
import shutil
import sys
from pathlib import Path

import pypdf
import pytest

from assettrack.office import ledger, lending
from tests.e2e.terminal import Terminal, bare
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
    """The keyboard is set to Thai: the login comes out as Thai letters, the password is Thai anyway."""
    terminal.wait("ชื่อผู้ใช้", "องค์การบริหารส่วนตำบลพะงาด")
    terminal.type_as_thai(login)
    terminal.keys("Enter")
    terminal.type(PASSWORD)
    terminal.wait("แป้นพิมพ์อยู่ภาษาไทย")
    terminal.keys("Enter")


def sign_out(terminal):
    terminal.keys("F2")
    terminal.wait("รอท่านพิจารณา")
    terminal.keys("F9")


def scan(terminal, code, shown):
    """A scanner sends the keys of a code and Enter; under the Thai layout they are Thai letters."""
    terminal.type_as_thai(code)
    terminal.keys("Enter")
    terminal.wait(shown)


@pytest.mark.xdist_group("terminal")
def test_a_day_at_the_counter_with_the_keyboard_set_to_thai(terminal, office, tmp_path):
    sign_in(terminal, "staff1")
    terminal.wait("1/5", "ปุ่มพาไปทุกหน้า")  # who signs in for the first time is shown around
    for step in range(2, 6):
        terminal.keys("Enter")
        terminal.wait(f"{step}/5")
    terminal.keys("Enter")
    terminal.wait("นายช่างโยธา", "ไม่มีงานค้าง")

    terminal.keys("F3")
    terminal.wait("รายการ", "สถานที่")
    terminal.type("ฉายภาพ")
    terminal.wait("416-60-0017", "เครื่องฉายภาพ")

    terminal.keys("F4")
    terminal.wait("วัตถุประสงค์", "เลือก", "นายช่างโยธา")
    terminal.keys("Enter")
    terminal.wait("งานศพ")
    terminal.keys("Down", "Enter")
    terminal.wait_gone("งานศพ")
    terminal.wait("ปฏิบัติราชการ")
    for _ in range(2):
        terminal.keys("Tab")
        terminal.pause()
    terminal.type("ออกสำรวจพื้นที่น้ำท่วม")
    terminal.wait("ออกสำรวจพื้นที่น้ำท่วม")
    terminal.keys("Tab", "Tab", "Tab")
    terminal.type("+๕")
    terminal.wait("20 ก.ย. 69")
    terminal.keys("Tab")
    for code, name in (("416-60-0017", "เครื่องฉายภาพ"), ("416-60-0018", "จอรับภาพ")):
        scan(terminal, code, name)
    terminal.keys("F9")
    terminal.wait("บย. 1/2569", "รออนุมัติ", "นายธวัช มั่นคง", seconds=8)

    terminal.keys("F6")  # he tries himself
    terminal.wait("รหัสผ่านของท่าน")
    terminal.type(PASSWORD)
    terminal.keys("Enter")
    terminal.wait("ผู้ยืมพิจารณา", seconds=11)

    sign_out_staff(terminal)
    sign_in(terminal, "chang")
    terminal.wait("1/5")
    terminal.keys("Escape")
    terminal.wait_gone("1/5")
    terminal.wait("ผู้อำนวยการกองช่าง", "รอท่านพิจารณา 1", "บย. 1/2569")
    terminal.keys("Enter")
    terminal.wait("ออกสำรวจพื้นที่น้ำท่วม", "ยังไม่เคยมีผู้ยืม")
    terminal.keys("F6")
    terminal.wait("รหัสผ่านของท่าน")
    terminal.type(PASSWORD)
    terminal.keys("Enter")
    terminal.wait("อนุมัติแล้ว รอส่งมอบ")

    sign_out(terminal)
    sign_in(terminal, "patsadu")
    terminal.wait("1/5")
    terminal.keys("Escape")
    terminal.wait_gone("1/5")
    terminal.wait("เจ้าพนักงานพัสดุ", "รอส่งมอบ 1", "บย. 1/2569")
    terminal.keys("F5")
    terminal.wait("สแกนหรือพิมพ์")
    scan(terminal, "1/2569", "รอสแกน")
    for code, name in (("416-60-0017", "เครื่องฉายภาพ"), ("416-60-0018", "จอรับภาพ")):
        scan(terminal, code, f"✓ {code} {name} 1/1")
    terminal.keys("F8")
    terminal.wait("ส่งมอบ บย. 1/2569 ให้ นายสุรชัย ขยัน", ".pdf", "เปิดดูบนจอ")
    terminal.keys("End", "Enter")  # keep the file
    terminal.wait("เก็บไว้ที่")

    scan(terminal, "416-60-0018", "รับคืน 416-60-0018")
    terminal.keys("F6")
    terminal.wait("ชำรุด")
    terminal.keys("F9")
    terminal.wait("คย. 1/2569", "ยังไม่คืนอีก 1", "เปิดเรื่องชดใช้ ชช. 1/2569", seconds=15)

    terminal.keys("F2")
    terminal.wait("ครบกำหนดวันนี้")
    terminal.keys("F8")
    terminal.wait("หน้าจอล็อกไว้", "เจ้าพนักงานพัสดุ")
    seen = terminal.everything()
    assert not [word for word in ("นายณรงค์", "นายสุรชัย", "416-60", "1/2569", "ออกสำรวจ") if bare(word) in bare(seen)]
    terminal.type(PASSWORD)
    terminal.keys("Enter")
    terminal.wait("ครบกำหนดวันนี้")

    after = lending.loan(office, "1/2569", today=TODAY)
    assert (after.state, [line.still_out for line in after.lines]) == ("issued", [1, 0])
    assert [line.damaged for line in after.lines] == [0, 1]
    assert [(a.by, a.step) for a in after.approvals] == [("นายธวัช มั่นคง", "approved")]
    assert ledger.verify(office).broken == ()
    printed = sorted(tmp_path.rglob("*.pdf"))
    texts = [
        "".join(page.extract_text() for page in pypdf.PdfReader(io.BytesIO(p.read_bytes())).pages) for p in printed
    ]
    assert any("เครื่องฉายภาพ" in text and "บย. ๑/๒๕๖๙" in text for text in texts)
    assert any("คย. ๑/๒๕๖๙" in text for text in texts)


def sign_out_staff(terminal):
    """Staff have no queue of approvals: their home shows their own loans."""
    terminal.keys("F2")
    terminal.wait("ใบยืมของท่าน")
    terminal.keys("F9")
