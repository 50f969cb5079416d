"""Staff, signing in, powers and the office's own settings, on both engines."""

from datetime import date, timedelta

import pytest

from assettrack.office import authority, ledger, people, settings, sign_in
from assettrack.office.authority import NoPrincipal, OwnAuthority, PostHeld
from assettrack.office.people import LastAdministrator, NewPerson, PersonEdit
from assettrack.office.people_import import import_people
from assettrack.office.sign_in import LeftOffice
from assettrack.rules.refusal import BadInput, NotAllowed, NotFound, SignInLocked, SignInRefused, Unusable
from tests.offices import PASSWORD, START, TODAY


def enter(office, login="patsadu", password=PASSWORD, at=START):
    return sign_in.sign_in(office, login, password, at=at)


def test_sign_in_tells_who_and_not_what_was_wrong(office):
    assert enter(office).name == "นายณรงค์ ละเอียด"
    assert enter(office, " Patsadu ").login == "patsadu"
    sentences = set()
    for login, password in (("patsadu", "ผิด"), ("ไม่มีคนนี้", PASSWORD), ("patsadu", "")):
        with pytest.raises(SignInRefused) as refused:
            enter(office, login, password)
        sentences.add(refused.value.sentence())
    assert len(sentences) == 1


@pytest.mark.parametrize(("failures", "minutes"), [(5, 1), (6, 2), (7, 4), (8, 8), (9, 15), (12, 15)])
def test_an_account_rests_longer_after_each_failure(office, failures, minutes):
    at = START
    for _ in range(failures):
        at += timedelta(minutes=16)  # the rest before is over
        with pytest.raises(SignInRefused):
            enter(office, password="ผิด", at=at)
    with pytest.raises(SignInLocked):
        enter(office, at=at + timedelta(minutes=minutes, seconds=-1))
    assert enter(office, at=at + timedelta(minutes=minutes))
    with pytest.raises(SignInRefused):  # and the count begins anew
        enter(office, password="ผิด", at=at + timedelta(hours=1))
    assert enter(office, at=at + timedelta(hours=1))


def test_four_failures_do_not_lock(office):
    for _ in range(4):
        with pytest.raises(SignInRefused):
            enter(office, password="ผิด")
    assert enter(office)


def test_a_new_password_opens_a_resting_account(office, actor):
    for _ in range(5):
        with pytest.raises(SignInRefused):
            enter(office, password="ผิด")
    sign_in.set_password(office, actor("admin"), "patsadu", "รหัสใหม่-๒๕๖๙")
    assert enter(office, password="รหัสใหม่-๒๕๖๙")


def test_a_rest_in_the_far_future_means_the_clock_was_moved(office):
    for _ in range(5):
        with pytest.raises(SignInRefused):
            enter(office, password="ผิด", at=START + timedelta(days=400))
    assert enter(office)


def test_one_who_has_left_cannot_go_on(office, actor):
    people.leave_office(office, actor("admin"), "staff1")
    with pytest.raises(SignInRefused):
        enter(office, "staff1")
    with pytest.raises(LeftOffice, match="นายสุรชัย ขยัน"):
        sign_in.still_there(office, "staff1")
    assert "staff1" not in {p.login for p in people.people(office)}
    assert "staff1" in {p.login for p in people.people(office, everybody=True)}


def test_the_last_administrator_stays(office, actor):
    with pytest.raises(LastAdministrator):
        people.leave_office(office, actor("admin"), "admin")
    people.set_roles(office, actor("admin"), "palad", ["permanent_secretary", "admin"])
    people.leave_office(office, actor("palad"), "admin")


@pytest.mark.parametrize("password", ["สั้น", "patsadu", "        ", "PATSADU"])
def test_an_easy_password_is_refused_without_being_shown(office, actor, password):
    with pytest.raises(BadInput) as refused:
        sign_in.change_password(office, actor("patsadu"), PASSWORD, password)
    assert password.strip() not in refused.value.sentence() or not password.strip()
    with pytest.raises(SignInRefused):
        sign_in.change_password(office, actor("patsadu"), "ไม่ใช่", "รหัสใหม่-๒๕๖๙")


def test_only_the_administrator_touches_staff(office, actor):
    clerk = actor("patsadu")
    for act in (
        lambda: people.add_person(office, clerk, NewPerson("x", "นายใหม่")),
        lambda: people.set_roles(office, clerk, "staff1", ["admin"]),
        lambda: people.leave_office(office, clerk, "staff1"),
        lambda: people.edit_person(office, clerk, "staff1", PersonEdit(name="x")),
        lambda: sign_in.set_password(office, clerk, "staff1", "รหัสใหม่-๒๕๖๙"),
        lambda: authority.hold(office, clerk, login="staff1", post="head", starts=TODAY),
        lambda: settings.change_setting(office, clerk, "digits", "arabic"),
    ):
        with pytest.raises(NotAllowed):
            act()


@pytest.mark.parametrize(
    ("new", "field"),
    [
        (NewPerson("", "นายใหม่"), "ชื่อผู้ใช้"),
        (NewPerson("ใหม่", " "), "ชื่อ"),
        (NewPerson("PATSADU", "นายใหม่"), "ชื่อผู้ใช้"),
        (NewPerson("a b", "นายใหม่"), "ชื่อผู้ใช้"),
        (NewPerson("new", "นายใหม่", division="กองเวทมนตร์"), "ส่วนราชการ"),
        (NewPerson("new", "นายใหม่", roles=("เทพ",)), "บทบาท"),
        (NewPerson("new", "นายใหม่", password="๑"), "รหัสผ่าน"),
    ],
)
def test_staff_that_cannot_be_added(office, actor, new, field):
    before = ledger.head(office)
    with pytest.raises(BadInput) as refused:
        people.add_person(office, actor("admin"), new)
    assert refused.value.facts["field"] == field
    assert ledger.head(office) == before


def test_nobody_gives_himself_a_role_or_a_power(office, actor):
    with pytest.raises(BadInput):
        people.set_roles(office, actor("admin"), " ADMIN ", ["head"])
    with pytest.raises(OwnAuthority):
        authority.hold(office, actor("admin"), login="Admin", post="supplies_chief", starts=TODAY)


def test_a_correction_keeps_what_is_not_named(office, actor):
    done = people.edit_person(office, actor("admin"), "staff1", PersonEdit(position="นายช่างโยธาชำนาญงาน"))
    assert (done.name, done.position, done.division) == ("นายสุรชัย ขยัน", "นายช่างโยธาชำนาญงาน", "กองช่าง")
    moved = people.edit_person(office, actor("admin"), "staff1", PersonEdit(division="กองคลัง", phone="๐๔๔"))
    assert (moved.division, moved.phone) == ("กองคลัง", "๐๔๔")


def test_roles_taken_away_stay_on_record(office, actor):
    people.set_roles(office, actor("admin"), "patsadu", ["staff"])
    assert people.person_by_login(office, "patsadu").roles == ("staff",)
    assert people.set_roles(office, actor("admin"), "patsadu", ["supplies_officer"]).roles == ("supplies_officer",)
    assert ledger.verify(office).broken == ()


def test_people_are_found_by_any_part(office):
    assert [p.login for p in people.find_people(office, "พัสดุ กองคลัง")] == ["patsadu2", "patsadu"]
    assert "chang" in {p.login for p in people.find_people(office, "มั่นคง")}
    names = [p.name for p in people.people(office)]
    assert names.index("นางวิไล พูนผล") < names.index("นายธวัช มั่นคง")


@pytest.fixture
def staff_file(tmp_path):
    def write(text):
        path = tmp_path / "staff.csv"
        path.write_bytes(text.encode("cp874"))
        return path

    return write


def test_staff_come_in_from_a_table(office, actor, staff_file):
    path = staff_file(
        "ชื่อผู้ใช้,ชื่อ-สกุล,ตำแหน่ง,สังกัด,บทบาท\nnew1,นายหนึ่ง ใหม่,ครู,กองคลัง,staff custodian\npatsadu,มีแล้ว,,,\nnew2,นางสอง\n"
    )
    added = import_people(office, actor("admin"), path)
    assert [(p.login, p.roles) for p in added] == [("new2", ("staff",)), ("new1", ("custodian", "staff"))]
    assert import_people(office, actor("admin"), path) == ()


@pytest.mark.parametrize(
    ("text", "refusal", "words"),
    [
        ("ชื่อผู้ใช้,ชื่อ\nnew1,นายหนึ่ง\nnew2,\n", BadInput, "แถว 3"),
        ("ชื่อผู้ใช้,ชื่อ,สังกัด\nnew1,นายหนึ่ง,กองเวท\n", BadInput, "แถว 2"),
        ("ก,ข\n1,2\n", Unusable, "login"),
        ("", Unusable, "login"),
    ],
)
def test_a_bad_staff_table_adds_nobody(office, actor, staff_file, text, refusal, words):
    before = len(people.people(office))
    with pytest.raises(refusal, match=words):
        import_people(office, actor("admin"), staff_file(text))
    assert len(people.people(office)) == before


def test_a_post_has_one_holder_at_a_time(office, actor):
    admin = actor("admin")
    with pytest.raises(PostHeld, match="นายสมหมาย ใจซื่อ"):
        authority.hold(office, admin, login="palad", post="head", starts=date(2027, 1, 1))
    held = next(a for a in authority.authorities(office) if a.post == "head" and a.capacity == "own")
    authority.revoke(office, admin, held.id, on=TODAY, reason="ลาออก")
    assert authority.hold(office, admin, login="palad", post="head", starts=TODAY).person_login == "palad"


def test_a_leaver_holds_no_post(office, actor):
    admin = actor("admin")
    people.leave_office(office, admin, "nayok")
    assert authority.hold(office, admin, login="palad", post="head", starts=TODAY)


def test_an_acting_head_may_delegate_and_a_delegate_may_not(office, actor):
    admin = actor("admin")
    held = next(a for a in authority.authorities(office) if a.post == "head" and a.capacity == "own")
    authority.revoke(office, admin, held.id, on=TODAY, reason="ครบวาระ")
    order = {"post": "head", "starts": TODAY, "order_no": "๑/๒๕๖๙"}
    with pytest.raises(NoPrincipal):
        authority.act_for(office, admin, login="klang", capacity="delegated", **order)
    authority.act_for(office, admin, login="palad", capacity="acting", **order)
    assert authority.act_for(office, admin, login="klang", capacity="delegated", **order).capacity == "delegated"


@pytest.mark.parametrize(
    "changes",
    [
        {"post": "เทวดา"},
        {"capacity": "own"},
        {"capacity": "เพื่อน"},
        {"order_no": " "},
        {"division_name": "กองคลัง"},
        {"post": "division_head"},
        {"ends": TODAY - timedelta(1)},
        {"value_limit": 0},
        {"value_limit": -5},
    ],
)
def test_a_delegation_that_does_not_add_up(office, actor, changes):
    values = {
        "login": "klang",
        "post": "head",
        "capacity": "delegated",
        "order_no": "๑/๒๕๖๙",
        "starts": TODAY,
    } | changes
    with pytest.raises(BadInput):
        authority.act_for(office, actor("admin"), **values)


def test_revoking_needs_a_reason_and_is_not_backdated(office, actor):
    held = authority.authorities(office)[0]
    for on, reason in ((TODAY, " "), (TODAY - timedelta(1), "x")):
        with pytest.raises(BadInput):
            authority.revoke(office, actor("admin"), held.id, on=on, reason=reason)
    authority.revoke(office, actor("admin"), held.id, on=TODAY, reason="x")
    with pytest.raises(NotFound):
        authority.revoke(office, actor("admin"), held.id, on=TODAY, reason="x")


@pytest.mark.parametrize(
    ("name", "typed", "stored"),
    [
        ("digits", "arabic", "arabic"),
        ("due_limit_days", " 30 ", 30),
        ("require_opinion", "ใช่", True),
        ("loan_number", "ย.{no}/{year}", "ย.{no}/{year}"),
        ("head_title", "นายกเทศมนตรี", "นายกเทศมนตรี"),
        ("loan_terms", "ข้อหนึ่ง\n\n ข้อสอง ", ("ข้อหนึ่ง", "ข้อสอง")),
        (
            "number_period",
            '{"return": "calendar"}',
            {"loan": "fiscal", "return": "calendar", "case": "fiscal", "chase": "calendar"},
        ),
    ],
)
def test_a_setting_takes_what_fits(office, actor, name, typed, stored):
    assert getattr(settings.change_setting(office, actor("admin"), name, typed), name) == stored
    assert getattr(settings.change_setting(office, actor("admin"), name, typed), name) == stored


@pytest.mark.parametrize(
    ("name", "typed"),
    [
        ("ไม่มี", "1"),
        ("digits", "โรมัน"),
        ("due_limit_days", "0"),
        ("due_limit_days", "๕ วัน"),
        ("due_limit_days", "3651"),
        ("require_opinion", "อาจจะ"),
        ("loan_number", "ย.{no}"),
        ("loan_number", "{no}/{year}/{month}"),
        ("loan_number", "{no}/{year}/{"),
        ("head_title", "นายก{ชื่อ}"),
        ("head_title", " "),
        ("loan_terms", "\n \n"),
        ("number_period", "ทุกวัน"),
        ("number_period", '{"loan": ["fiscal"]}'),
        ("number_period", '{"x": "fiscal"}'),
    ],
)
def test_a_setting_refuses_what_would_not_print(office, actor, name, typed):
    with pytest.raises(BadInput):
        settings.change_setting(office, actor("admin"), name, typed)
    assert settings.read_settings(office) == settings.OfficeSettings()


def test_private_use_cannot_be_allowed(office, actor):
    from dataclasses import replace

    listed = {p.code: p for p in settings.purposes(office)}
    for code in settings.NEVER_ALLOWED:
        with pytest.raises(BadInput, match="ข้อ ๒๐๗"):
            settings.save_purpose(office, actor("admin"), replace(listed[code], allowed=True, legal_basis="อะไรก็ได้"))
    with pytest.raises(BadInput, match="ฐานกฎหมาย"):
        settings.save_purpose(office, actor("admin"), replace(listed["official"], legal_basis=" "))
    settings.save_purpose(office, actor("admin"), replace(listed["official"], name="ราชการ"))
    assert {p.code: p for p in settings.purposes(office)}["official"].name == "ราชการ"


def test_the_agencys_name_is_corrected_by_the_administrator(office, actor):
    from assettrack.office.agencies import agency, change_agency

    changed = change_agency(office, actor("admin"), "district", " ขามสะแกแสง  ใหม่ ")
    assert (changed.district, agency(office).name) == ("ขามสะแกแสง ใหม่", "องค์การบริหารส่วนตำบลพะงาด")
    for login, field, value in (("patsadu", "name", "x"), ("admin", "name", " "), ("admin", "practice", "0")):
        with pytest.raises((NotAllowed, BadInput)):
            change_agency(office, actor(login), field, value)
    assert ledger.verify(office).broken == ()


def test_holidays_of_the_office_name_their_document(office, actor):
    from assettrack.office.calendar import working_days_after

    friday = date(2026, 9, 18)
    assert working_days_after(office, friday, 1) == date(2026, 9, 21)
    for action, document in (("ย้าย", "มติ ครม."), ("add", " ")):
        with pytest.raises(BadInput):
            settings.save_holiday(
                office, actor("admin"), settings.Holiday(date(2026, 9, 21), action, "หยุดพิเศษ", document)
            )
    settings.save_holiday(office, actor("admin"), settings.Holiday(date(2026, 9, 21), "add", "หยุดพิเศษ", "มติ ครม."))
    assert working_days_after(office, friday, 1) == date(2026, 9, 22)
