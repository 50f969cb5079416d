"""The pages as a phone sees them: headless Chromium at 360 by 740 against a running server and a real database."""

import base64
import hashlib
import http.client
import os
import signal
import socket
import ssl
from pathlib import Path
from urllib.parse import urlsplit

import pytest
from cryptography import x509
from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat
from PIL import Image

from assettrack.office import ledger, lending, notices
from tests.offices import CODE, LOT, PASSWORD, TODAY
from tests.web.browser import WIDTH, Browser, program

PICTURES = os.environ.get("ASSETTRACK_PHONE_PICTURES")
"""A folder to keep a picture of every page in, to be looked at."""


@pytest.fixture
def browser(server):
    if program() is None:
        pytest.skip("needs chromium")
    own = x509.load_pem_x509_certificate((server.config / "server.crt").read_bytes()).public_key()
    digest = hashlib.sha256(own.public_bytes(Encoding.DER, PublicFormat.SubjectPublicKeyInfo)).digest()
    opened = Browser(base64.b64encode(digest).decode())
    yield opened
    opened.close()


@pytest.fixture
def seen(browser):
    """Looks at the page: nothing cut, nothing too small, every field named, no wider than the phone."""
    told = []

    def look(name, *words):
        text = browser.text()
        assert [word for word in words if word not in text] == [], text
        assert browser.run("document.documentElement.scrollWidth") == WIDTH
        assert browser.faults() == {}, name
        told.append(name)
        if PICTURES:
            Path(PICTURES).mkdir(exist_ok=True)
            browser.picture(Path(PICTURES) / f"{len(told):02d}-{name}.png")

    return look


def test_from_the_label_to_ones_own_loans(server, browser, seen, office, actor, label):
    browser.go(f"{server.plain}/a/{label.lower()}")
    seen("label", "ทรัพย์สินของทางราชการ", "เครื่องฉายภาพ", CODE)
    assert "ห้องลับ" not in browser.text()
    browser.click("สำหรับเจ้าหน้าที่: ลงชื่อเข้าใช้")
    assert browser.run("location.protocol") == "https:"
    browser.fill(login="staff1", password="ผิดแน่นอน")
    browser.click("ลงชื่อเข้าใช้")
    seen("wrong password", "ชื่อผู้ใช้หรือรหัสผ่านไม่ถูกต้อง")
    browser.fill(login="staff1", password=PASSWORD)
    browser.click("ลงชื่อเข้าใช้")
    seen("thing", "ว่าง", "ห้องลับชั้นสอง")
    browser.click("ขอยืม")
    seen("request", "กำหนดส่งคืน")
    browser.fill(purpose="official", reason="ออกสำรวจพื้นที่หมู่ ๓", due="1/1/2569")
    browser.tick("#terms")
    browser.click("ส่งคำขอยืม")
    seen("request refused", "ต้องหลังจาก")
    browser.fill(due="20 ก.ย. 69")
    browser.click("ส่งคำขอยืม")
    (loan,) = lending.loans(office, today=TODAY, borrower="staff1")
    seen("waiting", "ส่งคำขอยืมแล้ว", loan.number, "รออนุมัติ", "นายธวัช มั่นคง")
    browser.click("ออกจากระบบ")
    seen("home", "หาจากรหัส")

    browser.go(f"{server.encrypted}/sign-in?next=/decide")
    browser.fill(login="chang", password=PASSWORD)
    browser.click("ลงชื่อเข้าใช้")
    seen("decisions", loan.number, "นายสุรชัย ขยัน")
    browser.click("พิจารณา")
    seen("decision", "ออกสำรวจพื้นที่หมู่ ๓", "ระเบียบฯ ข้อ ๒๐๘ (๒)")
    browser.tick("#approve")
    browser.fill(password=PASSWORD)
    browser.click("บันทึกคำสั่ง")
    seen("decided", "บันทึกคำสั่งแล้ว")
    browser.click("ออกจากระบบ")

    lending.hand_over(office, actor("patsadu"), loan.id)
    browser.go(f"{server.encrypted}/sign-in?next=/loans")
    browser.fill(login="staff1", password=PASSWORD)
    browser.click("ลงชื่อเข้าใช้")
    seen("my loans", loan.number, "ส่งมอบแล้ว", "20 ก.ย. 69")
    browser.click("ขอขยายเวลา")
    seen("more time", "กำหนดส่งคืนใหม่")
    browser.go(f"{server.plain}/A/{label}")
    assert "นายสุรชัย" not in browser.text()
    assert ledger.verify(office).broken == ()
    log = server.log.read_text(encoding="utf8")
    assert "people.sign_in_refused: POST /sign-in from=" in log
    assert "staff1" not in log


def test_a_villager_tells_and_the_desk_sees_the_photograph(server, browser, seen, office, actor, label, tmp_path):
    photo = tmp_path / "photo.jpg"
    Image.effect_noise((1500, 1000), 80).convert("RGB").save(photo)
    browser.go(f"{server.plain}/A/{label}")
    browser.click("แจ้งชำรุด")
    seen("notice", "ชำรุดอย่างไร", "มาตรา ๒๓")
    browser.fill(words="ฝาครอบเลนส์แตก เปิดไม่ติด", contact="ลุงดี 08 0000 0000")
    browser.attach("#photo", photo)
    browser.click("ส่งเรื่องที่แจ้ง")
    seen("thanks", "ขอบคุณ")
    browser.go(f"{server.encrypted}/sign-in?next=/notices")
    browser.fill(login="patsadu", password=PASSWORD)
    browser.click("ลงชื่อเข้าใช้")
    seen("notices", "ฝาครอบเลนส์แตก เปิดไม่ติด", "ลุงดี 08 0000 0000")
    assert browser.run("document.querySelector('img.photo').naturalWidth") == 1500
    assert notices.notices(office, actor("patsadu"))[0].photo_sha256
    browser.go(f"{server.encrypted}/handbook")
    seen("handbook", "ห้ามให้ผู้อื่นยืมต่อ")
    browser.click("อ่านและรับทราบแล้ว")
    seen("acknowledged", "รับทราบแล้วเมื่อ 15 ก.ย. 69")
    browser.go(f"{server.encrypted}/help?lang=en")
    seen("help", "Let the phone trust the office's certificate", server.told["fingerprint"][:47])
    browser.go(f"{server.encrypted}/borrow?code={LOT}")
    seen("request in english", "Ask to borrow", "Quantity")


def test_a_keyboard_reaches_everything_and_shows_where_it_is(server, browser, label):
    browser.go(f"{server.plain}/notice?kind=found&code=A-{label}")
    reached = []
    for _ in range(10):
        for kind in ("rawKeyDown", "keyUp"):
            browser.ask("Input.dispatchKeyEvent", type=kind, key="Tab", code="Tab", windowsVirtualKeyCode=9)
        reached.append(browser.run("document.activeElement.name || document.activeElement.innerText.trim()"))
        assert browser.run("getComputedStyle(document.activeElement).outlineStyle") == "solid", reached
    assert reached[0] == "ข้ามไปที่เนื้อหา"
    assert reached[2:] == ["words", "photo", "contact", "ส่งเรื่องที่แจ้ง", "ลงชื่อเข้าใช้", "คู่มือการยืม", "วิธีใช้", "English"]


READS = """window.BarcodeDetector = class {
    static async getSupportedFormats() { return ["qr_code"] }
    async detect(video) { return video.videoWidth ? [{rawValue: "HTTP://OFFICE:8000/A/%s"}] : [] }
}"""


def test_where_the_browser_reads_codes_the_camera_is_in_the_page(server, browser, label):
    shown = "!document.getElementById('camera').hidden"
    browser.go(f"{server.encrypted}/")
    assert browser.run(shown) is False  # this browser reads no codes: nothing is offered that would not work
    browser.ask("Page.addScriptToEvaluateOnNewDocument", source=READS % label)
    browser.go(f"{server.encrypted}/")
    browser.wait(shown)
    browser.click("เปิดกล้องสแกนป้าย")
    assert "เครื่องฉายภาพ" in browser.text()


def test_fifty_megabytes_are_refused_before_they_are_sent(server):
    """By a raw connection, which hears no although it has sent nothing of the body yet."""
    at = urlsplit(server.plain)
    with socket.create_connection((at.hostname, at.port), timeout=20) as line:
        head = "POST /notice HTTP/1.1\r\nHost: x\r\nContent-Type: multipart/form-data; boundary=b\r\nContent-Length: 52428800\r\n\r\n"
        line.sendall(head.encode())
        answer = b""
        while chunk := line.recv(1 << 16):
            answer += chunk
    assert answer.startswith(b"HTTP/1.1 413 ")
    assert "ไฟล์ใหญ่เกินไป" in answer.decode()


def test_a_phone_that_trusts_the_offices_certificate_is_warned_of_nothing(server, label):
    downloaded = http.client.HTTPConnection(urlsplit(server.plain).netloc)
    downloaded.request("GET", "/ca.crt")
    answer = downloaded.getresponse()
    assert answer.headers["Content-Type"] == "application/x-x509-ca-cert"
    trusting = ssl.create_default_context(cadata=answer.read().decode())
    downloaded.close()
    line = http.client.HTTPSConnection(urlsplit(server.encrypted).netloc, context=trusting)
    line.request("GET", f"/A/{label}")
    assert line.getresponse().status == 200
    line.close()


def test_a_server_that_is_told_to_end_ends(server):
    server.process.terminate()
    assert server.process.wait(20) in {0, -signal.SIGTERM}
