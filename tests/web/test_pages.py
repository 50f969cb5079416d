"""What the pages do: each act is the office's own, in its ledger, and shown back to who asked."""

import io

import pytest
import sqlalchemy as sa
from PIL import Image

from assettrack.office import handbook, labels, lending, notices, papers, settings
from assettrack.scanning.codes import paper_token
from assettrack.web.app import create_app
from assettrack.web.limits import Limiter
from tests.offices import CODE, LOT, PASSWORD, TODAY, ask_for
from tests.web.conftest import Phone

PAPER = paper_token("0123456789abcdef")


@pytest.fixture
def last(office):
    """Kind and person of the ledger's last entry."""

    def entry():
        with office.database.read(office.agency_id) as connection:
            query = sa.text("SELECT kind, actor_name FROM ledger_entry ORDER BY seq DESC LIMIT 1")
            return tuple(connection.execute(query).one())

    return entry


def test_a_request_waits_for_the_decision_and_is_seen_on_ones_own_page(staff, office, last):
    phone = staff()
    page = phone.send(phone.get("/borrow", code=LOT), "/borrow", purpose="meeting", reason="ประชุมหมู่บ้าน", place="inside",
                      place_text="ศาลา", quantity="๓๐", due="20/9/2569", terms="yes")  # fmt: skip
    assert page.answer.url.path == "/loans"
    assert "ส่งคำขอยืมแล้ว" in page.words
    assert last() == ("loan.submitted", "นายสุรชัย ขยัน")
    (made,) = lending.loans(office, today=TODAY, borrower="staff1")
    assert (made.lines[0].quantity, made.due.isoformat(), made.place_text) == (30, "2026-09-20", "ศาลา")
    for words in (made.number, "เก้าอี้พลาสติก", "×\xa030 ตัว", "รออนุมัติ", "นายธวัช มั่นคง", "20 ก.ย. 69"):
        assert words in page.words
    assert made.number in phone.get("/").words


def test_a_label_opens_the_thing_for_staff_with_who_has_it(staff, office, actor, label):
    loan = lending.request_loan(office, actor("staff2"), ask_for(CODE, borrower="staff2"))
    lending.approve(office, actor("chang"), loan.id)
    lending.hand_over(office, actor("patsadu"), loan.id)
    page = staff().get(f"/a/{label.lower()}")
    for words in ("ถูกยืม", "ห้องลับชั้นสอง", "กองช่าง", loan.number, "นางสาวดวงใจ สุภาพ"):
        assert words in page.words
    assert f"/borrow?code=A-{label}" in page.links


def test_a_label_that_counts_no_longer_says_so_to_everybody(staff, app, office, actor, label):
    labels.replace_label(office, actor("patsadu"), f"A-{label}", "faded")
    assert "ป้ายนี้เลิกใช้แล้ว" in Phone(app).get(f"/A/{label}").problem
    page = staff().get(f"/A/{label}")
    assert f"ป้าย A-{label} เลิกใช้แล้ว" in page.problem


def test_more_time_is_asked_for_and_decided_on_the_phone(staff, office, actor, last):
    loan = lending.request_loan(office, actor("staff1"), ask_for(CODE))
    lending.approve(office, actor("chang"), loan.id)
    lending.hand_over(office, actor("patsadu"), loan.id)
    phone = staff()
    assert f"/extend?loan={loan.id}" in phone.get("/loans").links
    page = phone.send(phone.get("/extend", loan=loan.id), "/extend", due="+9", reason="งานยังไม่เสร็จ")
    assert "24 ก.ย. 69: รอพิจารณา" in page.words
    assert last() == ("loan.extension_asked", "นายสุรชัย ขยัน")
    phone.send(phone.get("/loans"), "/sign-out")
    phone.sign_in("chang")
    assert "24 ก.ย. 69: งานยังไม่เสร็จ" in phone.get("/decide", loan=loan.id).words
    page = phone.send(phone.get("/decide", loan=loan.id), "/decide", decision="approve", password=PASSWORD)
    assert "บันทึกคำสั่งแล้ว" in page.words
    assert last() == ("loan.extension_approved", "นายธวัช มั่นคง")
    assert lending.loan(office, loan.id, today=TODAY).due.isoformat() == "2026-09-24"


@pytest.mark.parametrize(("decision", "reason", "state"), [("approve", "", "approved"), ("reject", "ใช้อยู่", "rejected")])
def test_who_may_decide_decides_with_the_password_again(staff, office, actor, last, decision, reason, state):
    loan = lending.request_loan(office, actor("staff1"), ask_for(CODE))
    phone = staff("chang")
    listed = phone.get("/decide")
    assert loan.number in listed.words
    page = phone.send(
        phone.get("/decide", loan=loan.id), "/decide", decision=decision, reason=reason, password=PASSWORD
    )
    assert "ไม่มีคำขอที่รอท่านพิจารณา" in page.words
    assert lending.loan(office, loan.id, today=TODAY).state == state
    assert last() == (f"loan.{state}", "นายธวัช มั่นคง")


def photo():
    out = io.BytesIO()
    Image.new("RGB", (2000, 1000), (10, 90, 10)).save(out, "JPEG")
    return out.getvalue()


@pytest.mark.parametrize(("kind", "shown"), [("found", "พบทรัพย์สิน"), ("damaged", "ชำรุด")])
def test_what_the_public_tells_reaches_the_desk_with_its_photograph(app, office, desk, label, last, kind, shown):
    villager = Phone(app, encrypted=False)
    form = villager.get("/notice", code=f"A-{label}", kind=kind)
    assert "มาตรา ๒๓" in form.words
    page = villager.send(form, "/notice", words="อยู่ที่ศาลาวัด", contact="ลุงดี", photo=photo())
    assert page.answer.url.path == "/asset"
    assert "ขอบคุณ" in page.words
    assert last() == (f"notice.{kind}", "ประชาชน")
    phone = Phone(app)
    phone.sign_in("patsadu")
    page = phone.get("/notices")
    for words in (f"{shown}: เครื่องฉายภาพ", "อยู่ที่ศาลาวัด", "ลุงดี", "ประชาชน แจ้งเมื่อ 15 ก.ย. 69"):
        assert words in page.words
    told = notices.notices(office, desk.sign_in("patsadu", PASSWORD))[0]
    picture = phone.client.get("/notices/photo", params={"notice": told.id})
    assert (picture.headers["content-type"], picture.headers["Cache-Control"]) == ("image/jpeg", "no-store")
    assert Image.open(io.BytesIO(picture.content)).size == (1600, 800)
    page = phone.send(page, "/notices", how="ไปรับคืนแล้ว")
    assert "บันทึกการดำเนินการแล้ว" in page.words
    assert "อยู่ที่ศาลาวัด" not in page.words
    assert "นายณรงค์ ละเอียด ดำเนินการเมื่อ" in phone.get("/notices", handled="yes").words
    assert last() == ("notice.handled", "นายณรงค์ ละเอียด")


def test_what_staff_tell_carries_their_name_and_asks_for_no_contact(staff, office, desk, last):
    phone = staff()
    form = phone.get("/notice", code=LOT, kind="damaged")
    assert "contact" not in form.form("/notice")["fields"]
    phone.send(form, "/notice", words="ขาหักสองตัว")
    assert last() == ("notice.damaged", "นายสุรชัย ขยัน")


def test_the_handbook_is_read_by_anybody_and_acknowledged_by_staff(staff, app, office, actor, last):
    assert [form["action"] for form in Phone(app).get("/handbook").forms] == []
    phone = staff()
    page = phone.get("/handbook")
    version = handbook.handbook(office).version
    assert version in page.words
    assert "ห้ามให้ผู้อื่นยืมต่อ" in page.words
    settings.change_setting(office, actor("admin"), "due_limit_days", "30")
    assert "คู่มือเปลี่ยน" in phone.send(page, "/handbook").problem
    page = phone.send(phone.get("/handbook"), "/handbook")
    assert "รับทราบแล้วเมื่อ 15 ก.ย. 69" in page.words
    assert last() == ("handbook.acknowledged", "นายสุรชัย ขยัน")
    assert [form["action"] for form in page.forms] == ["/sign-out"]


def test_a_paper_says_whether_it_holds_and_to_staff_what_it_must_say(staff, app, office, actor, add_asset, things):
    loan = lending.request_loan(office, actor("staff1"), ask_for(CODE))
    lending.approve(office, actor("chang"), loan.id)
    printed = papers.print_paper(office, actor("patsadu"), "loan_form", loan.number)
    path = f"/P/{printed.mark.removeprefix('P-')}"
    public = Phone(app).get(path.lower())
    assert "ใช้ได้: เอกสารนี้ตรงกับข้อมูลปัจจุบัน" in public.words
    assert "นายสุรชัย" not in public.html
    assert "ออกสำรวจ" not in public.html
    known = staff().get(path)
    assert "นายสุรชัย ขยัน" in known.words
    lending.cancel(office, actor("staff1"), loan.id, reason="เหตุลับ")
    assert "สิ้นผลแล้ว" in Phone(app).get(path).problem
    assert "เหตุลับ" not in Phone(app).get(path).html
    assert "ไม่พบเอกสารนี้" in Phone(app).get("/P/0000000000000").problem


@pytest.mark.parametrize(
    ("typed", "path"),
    [
        ("a-{label}", "/asset"),
        ("http://192.168.1.20:8000/A/{label}", "/asset"),
        (CODE, "/asset"),
        (f"p-{PAPER}", f"/P/{PAPER}"),
        ("", "/"),
    ],
)
def test_a_code_is_found_as_people_and_scanners_type_it(phone, label, typed, path):
    answer = phone.get("/find", code=typed.format(label=label)).answer
    assert answer.url.path == path


def test_the_pages_speak_the_language_that_was_chosen_and_keep_it(phone, label):
    thai = phone.get(f"/A/{label}")
    assert 'lang="th"' in thai.html
    assert f"/A/{label}?lang=en" in thai.links
    english = phone.get(f"/A/{label}", lang="en")
    assert 'html lang="en"' in english.html
    assert "Property of the state" in english.words
    assert "Tell us that you found it" in phone.get(f"/A/{label}").words  # from the cookie
    assert (
        "No asset" in phone.get("/asset", code="ไม่มี").problem or "No label" in phone.get("/asset", code="ไม่มี").problem
    )
    assert "ทรัพย์สินของทางราชการ" in phone.get(f"/A/{label}", lang="th").words


@pytest.mark.parametrize(
    "path", ["/", "/handbook", "/help", "/loans", "/decide", "/borrow?code=401-60-0001", "/notice?code=401-60-0001"]
)
def test_every_page_is_in_both_languages(staff, path):
    phone = staff("chang")
    for language in ("th", "en"):
        page = phone.get(f"{path}{'&' if '?' in path else '?'}lang={language}")
        assert page.status == 200
        assert "web." not in page.words
        assert "request." not in page.words


def test_the_office_without_a_certificate_says_how_to_have_one(phone, desk):
    plain = Phone(create_app(desk, limiter=Limiter({})), encrypted=False).get("/help")
    assert "assettrack serve --https" in plain.words
    assert "/ca.crt" not in plain.links


def test_an_empty_office_has_pages_too(app):
    assert "หาจากรหัส" in Phone(app).get("/").words
    phone = Phone(app)
    phone.sign_in("staff2")
    assert "ยังไม่เคยยืม" in phone.get("/loans").words
