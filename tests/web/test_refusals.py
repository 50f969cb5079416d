"""What the pages refuse: each is refused in words, writes nothing, and is in the ledger or the log without a name."""

import io
import re

import pytest
from itsdangerous import Signer
from PIL import Image

from assettrack.office import labels, lending, notices, people, settings
from assettrack.web.app import create_app
from assettrack.web.limits import MOST_PHOTO, Limiter, Rate
from assettrack.web.pages import PAGES
from tests.offices import CODE, LOT, PASSWORD, TODAY, ask_for, found, insert_asset
from tests.web.conftest import Phone

POSTS = sorted({route.path for route in PAGES if "POST" in route.methods})


@pytest.fixture
def asked(office, actor, things):
    """A request of staff1 that waits for the head of กองช่าง."""
    return lending.request_loan(office, actor("staff1"), ask_for(CODE))


@pytest.fixture
def issued(office, actor, asked):
    lending.approve(office, actor("chang"), asked.id)
    return lending.hand_over(office, actor("patsadu"), asked.id)


@pytest.mark.parametrize("name", ["__Host-assettrack", "assettrack"])
def test_a_forged_cookie_is_nobodys(staff, app, log, name):
    phone = staff()
    true = phone.client.cookies["__Host-assettrack"]
    key = true.rpartition(".")[0]
    for forged in (
        f"{key}x.{true.rpartition('.')[2]}",
        Signer("guessed").sign(key).decode(),
        key,
        "ไม่ใช่".encode().hex(),
        true + "A",
    ):
        other = Phone(app, encrypted=name.startswith("__Host"))
        other.client.cookies.set(name, forged)
        page = other.get("/loans")
        assert (page.answer.url.path, page.status) == ("/sign-in", 200)
    assert sum(line.startswith("cookie of another run, or forged: GET /loans") for line in log()) == 5
    assert phone.get("/loans").answer.url.path == "/loans"


def test_a_key_that_no_one_signed_in_with_is_nobodys(app):
    phone = Phone(app)
    phone.get("/sign-in")
    assert phone.client.cookies["__Host-assettrack"]
    assert phone.get("/loans").answer.url.path == "/sign-in"


@pytest.mark.parametrize("path", POSTS)
@pytest.mark.parametrize("token", [None, "", "0" * 64, "of another browser"])
def test_a_form_without_its_token_does_nothing(staff, app, head, log, path, token):
    phone, before = staff("patsadu"), head()
    if token == "of another browser":
        other = Phone(app)
        token = other.get("/sign-in").form("/sign-in")["fields"]["token"]
    answer = phone.client.post(path, data={"code": CODE} | ({} if token is None else {"token": token}))
    assert answer.status_code == 403
    assert "แบบฟอร์มนี้หมดอายุ" in answer.text
    assert head() == before
    assert [line.partition(" from=")[0] for line in log()] == [f"form without its token: POST {path}"]


def test_another_persons_loan_is_neither_shown_nor_changed(staff, office, head, issued, log):
    before, phone = head(), staff("staff2")
    shown = phone.get("/extend", loan=issued.id)
    assert (shown.status, shown.problem) == (404, f"ไม่พบใบยืม «{issued.id}» ในหน่วยงานนี้")
    own = phone.get("/handbook").form("/handbook")["fields"]["token"]
    answer = phone.client.post("/extend", data={"token": own, "loan": issued.id, "due": "+10", "reason": "อยากได้"})
    assert answer.status_code == 403
    assert "นางสาวดวงใจ สุภาพ ไม่มีสิทธิขยายเวลาใบยืมของผู้อื่น" in answer.text
    assert issued.borrower not in answer.text
    assert head() == before
    assert log()[-1].startswith("not_allowed: POST /extend from=")
    assert issued.number not in phone.get("/loans").html


def test_another_agencys_thing_is_not_found_by_anybody(staff, office, database, head, actor):
    other = found(database, name="องค์การบริหารส่วนตำบลอื่น")
    insert_asset(other, "999-60-0001", name="ของที่อื่น")
    from tests.offices import actor_of

    labels.print_labels(other, actor_of(other, "patsadu"), labels.LabelChoice(("999-60-0001",)))
    token = labels.labels_of_asset(other, "999-60-0001")[0].token
    before, phone = head(), staff()
    for page in (
        phone.get(f"/A/{token.removeprefix('A-')}"),
        phone.get("/asset", code="999-60-0001"),
        phone.get("/borrow", code=token),
        phone.get("/notice", code=token, kind="found"),
    ):
        assert page.status == 404
        assert "ในหน่วยงานนี้" in page.problem
        assert "ของที่อื่น" not in page.html
    sent = phone.send(phone.get("/borrow", code=CODE), "/borrow", code="999-60-0001", purpose="official", reason="x",
                      place="inside", due="+1", terms="yes")  # fmt: skip
    assert (sent.status, head()) == (404, before)


def test_twenty_wrong_passwords_lock_the_account_and_then_the_address_waits(desk, things, log):
    phone = Phone(create_app(desk))
    told = [phone.sign_in("staff1", f"ผิด-{no}").problem for no in range(20)]
    assert told[:4] == ["ชื่อผู้ใช้หรือรหัสผ่านไม่ถูกต้อง"] * 4
    assert all("บัญชี «staff1» พักไว้ถึงเวลา" in words for words in told[5:])
    assert "พักไว้ถึงเวลา" in Phone(create_app(desk), address="192.168.1.51").sign_in("staff1").problem  # the right one
    too_often = phone.client.post("/sign-in", data={"login": "staff2", "password": PASSWORD})
    assert (too_often.status_code, too_often.headers["Retry-After"]) == (429, "60")
    lines = log()
    assert [line.split(":")[0] for line in lines] == ["people.sign_in_refused"] * 5 + ["people.sign_in_locked"] * 16 + [
        "rate"
    ]
    assert not re.search("staff1|ผิด|192", "".join(lines))


@pytest.mark.parametrize("path", ["/notice", "/borrow"])
@pytest.mark.parametrize("announced", [True, False])
def test_fifty_megabytes_are_refused_before_they_are_read(staff, head, log, path, announced):
    phone, before, upload = staff(), head(), (b"x" * (1 << 16) for _ in range(800))
    headers = {"Content-Type": "multipart/form-data; boundary=b"} | (
        {"Content-Length": str(50 << 20)} if announced else {}
    )
    answer = phone.client.post(path, content=upload, headers=headers)
    assert answer.status_code == 413
    assert "ไฟล์ใหญ่เกินไป" in answer.text
    assert head() == before
    assert log()[-1].startswith(f"body refused with 413: POST {path} from=")


def test_a_body_is_counted_as_it_is_read():
    """By the raw protocol: what is announced too large is not read at all, the rest no further than the limit."""
    import anyio

    from assettrack.web.limits import BodyLimit

    def read_all(headers):
        taken = []

        async def app(_scope, receive, _send):
            while (await receive())["more_body"]:
                pass

        async def receive():
            taken.append(1 << 16)
            return {"type": "http.request", "body": b"x" * (1 << 16), "more_body": True}

        scope = {"type": "http", "path": "/notice", "headers": headers}
        with pytest.raises(Exception, match="413"):
            anyio.run(BodyLimit(app, frozenset({"/notice"})), scope, receive, None)
        return sum(taken)

    assert read_all([(b"content-length", b"52428800")]) == 0
    assert read_all([]) == MOST_PHOTO + (1 << 16)
    assert read_all([(b"content-length", b"10")]) == MOST_PHOTO + (1 << 16)


def test_who_sends_too_slowly_is_sent_away(monkeypatch):
    import anyio

    from assettrack.web import limits

    monkeypatch.setattr(limits, "READ_SECONDS", 0)

    async def app(_scope, receive, _send):
        await receive()

    with pytest.raises(Exception, match="408"):
        anyio.run(
            limits.BodyLimit(app, frozenset()), {"type": "http", "path": "/", "headers": []}, anyio.sleep_forever, None
        )


@pytest.mark.parametrize("decision", ["approve", "reject"])
def test_nothing_is_decided_over_plain_http(app, office, asked, head, log, decision):
    phone = Phone(app, encrypted=False)
    phone.sign_in("chang")
    before, page = head(), phone.get("/decide", loan=asked.id)
    assert "หน้านี้ไม่ได้เข้ารหัส จึงอนุมัติทางโทรศัพท์ไม่ได้" in page.problem
    assert [form["action"] for form in page.forms] == ["/sign-out"]
    own = page.form("/sign-out")["fields"]["token"]
    typed = {"token": own, "loan": asked.id, "decision": decision, "password": PASSWORD, "reason": "x"}
    answer = phone.client.post("/decide", data=typed)
    assert answer.status_code == 403
    assert "ไม่ได้เข้ารหัส" in answer.text
    assert (lending.loan(office, asked.id, today=TODAY).state, head()) == ("submitted", before)
    assert log()[-1].startswith("decision over plain HTTP: POST /decide from=")


@pytest.mark.parametrize(
    ("login", "typed", "status", "words"),
    [
        ("chang", {"password": "ผิด", "decision": "approve"}, 403, "ชื่อผู้ใช้หรือรหัสผ่านไม่ถูกต้อง"),
        ("chang", {"decision": "approve"}, 403, "ชื่อผู้ใช้หรือรหัสผ่านไม่ถูกต้อง"),
        ("chang", {"password": PASSWORD, "decision": "reject"}, 422, "ต้องระบุ «เหตุผล» เป็นลายลักษณ์อักษร"),
        ("chang", {"password": PASSWORD}, 422, "ช่อง «คำสั่ง»"),
        ("staff2", {"password": PASSWORD, "decision": "approve"}, 403, "ไม่มีอำนาจ"),
        ("staff1", {"password": PASSWORD, "decision": "approve"}, 422, "ผู้ยืม"),
    ],
)
def test_a_decision_that_may_not_be_is_refused_by_the_office(staff, office, asked, head, login, typed, status, words):
    before, phone = head(), staff(login)
    own = phone.get("/decide").form("/sign-out")["fields"]["token"]
    answer = phone.client.post("/decide", data={"token": own, "loan": asked.id} | typed)
    assert (answer.status_code, head()) == (status, before)
    assert words in answer.text


@pytest.mark.parametrize(
    ("typed", "status", "words"),
    [
        ({"due": "31/2/2569"}, 422, "ไม่มีวันที่นี้ในปฏิทิน"),
        ({"due": "15/11/2026"}, 422, "หมายถึง พ.ศ. 2569"),
        ({"due": ""}, 422, "อ่านวันที่ไม่ออก"),
        ({"due": "+400"}, 422, "เกินกว่าที่หน่วยงานให้ยืมได้ (365 วัน)"),
        ({"purpose": ""}, 422, "ต้องเลือกวัตถุประสงค์"),
        ({"purpose": "personal"}, 422, "ข้อ ๒๐๗"),
        ({"reason": ""}, 422, "เหตุผล"),
        ({"place": "ดวงจันทร์"}, 422, "สถานที่ใช้"),
        ({"terms": ""}, 422, "รับทราบเงื่อนไข"),
        ({"quantity": "สามสิบ"}, 422, "ต้องเป็นจำนวนเต็ม"),
        ({"quantity": "๐"}, 422, "ต้องเป็นจำนวนเต็ม"),
        ({"quantity": "9" * 5000}, 422, "ต้องเป็นจำนวนเต็ม"),
        ({"quantity": "101"}, 409, ""),
    ],
)
def test_a_request_that_cannot_be_keeps_what_was_typed(staff, head, typed, status, words):
    before, phone = head(), staff()
    good = {
        "purpose": "official",
        "reason": "ประชุม <หมู่บ้าน>",
        "place": "inside",
        "due": "+5",
        "terms": "yes",
        "quantity": "2",
    }
    page = phone.send(phone.get("/borrow", code=LOT), "/borrow", **(good | typed))
    assert (page.status in {status, 422}, head()) == (True, before)
    assert words in page.problem
    fields = page.form("/borrow")["fields"]
    assert fields["code"] == LOT
    assert fields["due"] == (good | typed)["due"]
    assert ("ประชุม &lt;หมู่บ้าน&gt;" in page.html) == ("reason" not in typed)


def test_a_sign_in_ends_when_idle_after_a_day_or_with_the_account(staff, office, actor, app, monkeypatch):
    clock = app.state.site.sessions
    now = [1000.0]
    monkeypatch.setattr(clock, "_clock", lambda: now[0])
    phone = staff()
    assert phone.get("/loans").answer.url.path == "/loans"
    now[0] += 599
    assert phone.get("/loans").answer.url.path == "/loans"
    now[0] += 601
    assert phone.get("/loans").answer.url.path == "/sign-in"
    phone.sign_in("staff1")
    for _ in range(8 * 6 + 1):
        assert phone.get("/loans").answer.url.path in {"/loans", "/sign-in"}
        now[0] += 590
    assert phone.get("/loans").answer.url.path == "/sign-in"
    phone.sign_in("staff1")
    people.leave_office(office, actor("admin"), "staff1")
    assert phone.get("/loans").answer.url.path == "/sign-in"


def test_the_office_says_how_long_a_sign_in_may_be_idle(staff, office, actor, app, monkeypatch, things):
    settings.change_setting(office, actor("admin"), "idle_lock_minutes", "1")
    now = [0.0]
    monkeypatch.setattr(app.state.site.sessions, "_clock", lambda: now[0])
    phone = staff()
    now[0] += 61
    assert phone.get("/loans").answer.url.path == "/sign-in"


def test_a_sign_in_has_a_key_that_no_one_had_before_and_ends_when_told(phone, app, things):
    phone.get("/sign-in")
    before = phone.client.cookies["__Host-assettrack"]
    phone.sign_in("staff1")
    signed_in = phone.client.cookies["__Host-assettrack"]
    assert signed_in != before
    phone.send(phone.get("/loans"), "/sign-out")
    assert phone.client.cookies["__Host-assettrack"] not in {before, signed_in}
    phone.client.cookies.clear()
    phone.client.cookies.set("__Host-assettrack", signed_in)
    assert phone.get("/loans").answer.url.path == "/sign-in"


@pytest.mark.parametrize(
    "elsewhere", ["https://evil.example/", "//evil.example", "/\\evil.example", "javascript:alert(1)", "/a\nb", "evil"]
)
def test_nobody_is_sent_elsewhere_after_signing_in(phone, things, elsewhere):
    page = phone.sign_in("staff1", next=elsewhere)
    assert str(page.answer.url) == "https://office.local/"


def test_a_line_that_is_encrypted_is_the_only_one_to_sign_in_on(desk, things):
    phone = Phone(create_app(desk, limiter=Limiter({}), https_port=8443), encrypted=False)
    page = phone.get("/sign-in", next="/loans")
    assert "https://office.local:8443/sign-in?next=%2Floans" in page.links
    assert not page.forms
    token = phone.get("/notice", code=CODE, kind="found").form("/notice")["fields"]["token"]
    answer = phone.client.post("/sign-in", data={"token": token, "login": "staff1", "password": PASSWORD})
    assert (answer.status_code, phone.get("/loans").answer.url.path) == (403, "/sign-in")
    assert f"https://office.local:8443/sign-in?next=%2Fasset%3Fcode%3D{CODE}" in phone.get("/asset", code=CODE).links


SECRETS = ("ห้องลับชั้นสอง", "123,456", "12345600", "นายสุรชัย", "staff1", "ส่งมอบแล้ว", "ถูกยืม", "บย.")


@pytest.mark.parametrize(
    "path",
    [
        "/A/{}",
        "/a/{}",
        "/asset?code=A-{}",
        "/notice?kind=found&code=A-{}",
        "/notice?kind=damaged&code=A-{}",
        "/find?code=A-{}",
    ],
)
def test_the_public_never_sees_who_has_it_where_it_is_or_what_it_cost(phone, issued, label, path):
    page = phone.get(path.format(label.lower() if path.startswith("/a/") else label))
    assert page.status == 200
    assert "เครื่องฉายภาพ" in page.words
    assert CODE in page.words
    assert [secret for secret in (*SECRETS, issued.number) if secret in page.html] == []


def test_what_people_typed_is_shown_as_text(office, actor, staff, add_asset, phone):
    add_asset("777-60-0001", name="<script>alert(1)</script>")
    page = phone.get("/asset", code="777-60-0001")
    assert "<script" not in page.html
    assert "&lt;script&gt;" in page.html
    assert "<b>" not in phone.get("/asset", code="<b>x</b>").html
    assert '"><b' not in phone.get("/sign-in", next='/"><b>').html


PATHS = [
    "/",
    "/asset?code=x",
    "/notice?code=x",
    "/sign-in",
    "/handbook",
    "/help",
    "/loans",
    "/nowhere",
    "/static/office.css",
    "/ca.crt",
    "/P/x",
]


@pytest.mark.parametrize("path", PATHS)
def test_every_answer_tells_the_browser_to_run_nothing_and_keep_nothing(app, path):
    answer = Phone(app).client.get(path, follow_redirects=False)
    policy = answer.headers["Content-Security-Policy"]
    assert policy.startswith("default-src 'none'; style-src 'self'; script-src 'self'; ")
    assert "unsafe" not in policy
    assert "frame-ancestors 'none'" in policy
    assert answer.headers["X-Content-Type-Options"] == "nosniff"
    assert answer.headers["Referrer-Policy"] == "same-origin"
    assert answer.headers["Cache-Control"] == ("public, max-age=604800" if path.startswith("/static") else "no-store")


@pytest.mark.parametrize(("encrypted", "name"), [(True, "__Host-assettrack"), (False, "assettrack")])
def test_the_cookie_is_for_the_browser_only(app, encrypted, name, things):
    phone = Phone(app, encrypted=encrypted)
    cookies = [phone.client.get("/sign-in").headers["Set-Cookie"]]
    token = phone.get("/sign-in").form("/sign-in")["fields"]["token"]
    typed = {"token": token, "login": "staff1", "password": PASSWORD}
    cookies.append(phone.client.post("/sign-in", data=typed, follow_redirects=False).headers["Set-Cookie"])
    for cookie in cookies:
        assert cookie.startswith(f"{name}=")
        assert {"HttpOnly", "Path=/", "SameSite=strict"} <= {part.strip() for part in cookie.split(";")}
        assert ("Secure" in cookie) == encrypted
    assert "Set-Cookie" not in phone.client.get("/").headers


def test_an_address_that_asks_too_often_waits_and_others_do_not(desk, log):
    app = create_app(desk, limiter=Limiter({"page": Rate(3, 60)}))
    phone = Phone(app)
    assert [phone.get("/").status for _ in range(4)] == [200, 200, 200, 429]
    assert "ถี่เกินไป" in phone.get("/").words
    assert Phone(app, address="192.168.1.51").get("/").status == 200
    assert phone.client.get("/static/office.css").status_code == 200
    assert log()[0].startswith("rate: GET / from=")


@pytest.mark.parametrize(
    ("method", "path", "status"),
    [
        ("GET", "/nowhere", 404),
        ("GET", "/ca.crt", 404),
        ("PUT", "/", 405),
        ("POST", "/handbook", 403),
        ("GET", "/static/../app.py", 404),
    ],
)
def test_what_is_not_there_is_said_in_words(phone, method, path, status):
    answer = phone.client.request(method, path)
    assert answer.status_code == status
    assert 'role="alert"' in answer.text


def test_a_broken_form_is_said_in_words(phone):
    answer = phone.client.post(
        "/notice", content=b"--b\r\nnonsense", headers={"Content-Type": "multipart/form-data; boundary=b"}
    )
    assert answer.status_code in {400, 403}
    many = phone.client.post("/notice", data={f"f{no}": "x" for no in range(40)})
    assert many.status_code == 400
    assert "อ่านสิ่งที่ส่งมาไม่ได้" in many.text


def test_a_mistake_of_ours_is_said_without_its_cause(desk, monkeypatch, log):
    from assettrack.office import handbook

    app = create_app(desk, limiter=Limiter({}))
    phone = Phone(app)
    phone.client = type(phone.client)(app, base_url="https://office.local", raise_server_exceptions=False)
    monkeypatch.setattr(handbook, "handbook", lambda _office: 1 / 0)
    page = phone.get("/handbook")
    assert page.status == 500
    assert "โปรแกรมขัดข้อง" in page.words
    assert "division" not in page.html


def test_a_folder_that_cannot_be_written_is_told_to_the_administrator_only(phone, desk, head, label, log, tmp_path):
    desk.pictures.write_bytes(b"a file where the folder should be")
    picture = io.BytesIO()
    Image.new("RGB", (50, 40)).save(picture, "PNG")
    form, before = phone.get("/notice", code=f"A-{label}", kind="damaged"), head()
    page = phone.send(form, "/notice", words="ขาหัก", photo=picture.getvalue())
    assert (page.status, head()) == (503, before)
    assert "โปรแกรมขัดข้อง" in page.words
    assert str(tmp_path) not in page.html
    assert str(tmp_path) in log()[-1]


def test_a_photograph_that_is_none_is_refused_and_the_words_stay(phone, head, label):
    before, form = head(), phone.get("/notice", code=f"A-{label}", kind="damaged")
    page = phone.send(form, "/notice", words="ขาหัก", photo=b"not a picture")
    assert (page.status, head()) == (422, before)
    assert "ช่อง «ภาพถ่าย»" in page.problem
    assert "ขาหัก</textarea>" in page.html


def test_the_public_cannot_fill_the_office_with_notices(desk, things, head):
    rates = {"notice": Rate(3, 600)}
    phone = Phone(create_app(desk, limiter=Limiter(rates)))
    form = phone.get("/notice", code=CODE, kind="found")
    assert [phone.send(form, "/notice", words="วัด").status for _ in range(4)] == [200, 200, 200, 429]
    phone.sign_in("staff1")
    assert phone.send(phone.get("/notice", code=CODE, kind="found"), "/notice", words="วัด").status == 200


@pytest.mark.parametrize("login", ["staff1", "nayok"])
def test_who_told_is_shown_to_those_who_handle_it_only(phone, staff, office, desk, label, login):
    picture = io.BytesIO()
    Image.new("RGB", (50, 40)).save(picture, "PNG")
    form = phone.get("/notice", code=f"A-{label}", kind="damaged")
    phone.send(form, "/notice", words="ขาหัก", contact="ป้าแดง", photo=picture.getvalue())
    told = notices.notices(office, desk.sign_in("patsadu", PASSWORD))[0]
    other = staff(login)
    for page in (other.get("/notices"), other.get("/notices/photo", notice=told.id)):
        assert page.status == 403
        assert "ป้าแดง" not in page.html
    assert "/notices" not in other.get("/loans").links
