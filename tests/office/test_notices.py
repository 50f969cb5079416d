"""Notices of things found or damaged: what the public may know, tell and send, and who sees and handles it."""

import io
from contextlib import suppress
from dataclasses import asdict
from datetime import timedelta

import pytest
import sqlalchemy as sa
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from PIL import Image

from assettrack.office import labels, ledger, notices
from assettrack.office.notices import EnoughNotices, NoticeAsk
from assettrack.office.settings import change_setting
from assettrack.rules.refusal import BadInput, Conflict, NotAllowed, NotFound, Unusable
from db.tables.upkeep import asset_notice
from tests.offices import CODE, LOT, START, found, insert_asset

LATER = START + timedelta(hours=1)


def picture(size=(3000, 2000), kind="JPEG", **more):
    out = io.BytesIO()
    Image.new("RGB", size, (200, 30, 30)).save(out, kind, **more)
    return out.getvalue()


@pytest.fixture
def folder(tmp_path):
    return tmp_path / "pictures"


@pytest.fixture
def tell(office, things, folder):
    def give(words="อยู่ที่ศาลาวัด", kind="found", typed=CODE, by=None, **more):
        ask = NoticeAsk(kind, words, **more)
        return notices.give_notice(office, typed, ask, folder, at=START, actor=by)

    return give


def test_the_public_knows_a_thing_and_whom_to_call_and_nothing_else(office, actor, things, add_asset):
    change_setting(office, actor("admin"), "office_phone", "0 4400 0000")
    labels.print_labels(office, actor("patsadu"), labels.LabelChoice((LOT,), pieces=True))
    label = labels.labels_of_asset(office, LOT)[2]
    assert asdict(notices.public_asset(office, label.token)) == {
        "code": LOT,
        "name": "เก้าอี้พลาสติก",
        "piece": 3,
        "quantity": 100,
        "division": "กองช่าง",
        "agency": "องค์การบริหารส่วนตำบลพะงาด",
        "phone": "0 4400 0000",
        "in_use": True,
    }
    assert notices.public_asset(office, LOT).piece == 0
    labels.replace_label(office, actor("patsadu"), label.token, "lost")
    assert not notices.public_asset(office, label.token).in_use
    assert notices.public_asset(office, CODE).in_use  # by its number, without a label
    add_asset("555-60-0001", stage="disposed")
    assert not notices.public_asset(office, "555-60-0001").in_use


def test_a_thing_of_another_agency_is_not_known_here(office, database, things):
    other = found(database, name="องค์การบริหารส่วนตำบลอื่น")
    insert_asset(other, "999-60-0001")
    assert notices.public_asset(other, "999-60-0001").agency == "องค์การบริหารส่วนตำบลอื่น"
    for ask in (
        lambda: notices.public_asset(office, "999-60-0001"),
        lambda: notices.give_notice(office, "999-60-0001", NoticeAsk("found", "ที่นี่"), None, at=START),
    ):
        with pytest.raises(NotFound):
            ask()


def test_what_the_public_tells_is_in_the_ledger_without_a_person(office, actor, tell):
    told = tell(contact="ลุงดี 08 0000 0000")
    assert (told.kind, told.code, told.words, told.contact, told.by) == (
        "found", CODE, "อยู่ที่ศาลาวัด", "ลุงดี 08 0000 0000", "",
    )  # fmt: skip
    with office.database.read(office.agency_id) as connection:
        entry = connection.execute(sa.text("SELECT * FROM ledger_entry ORDER BY seq DESC LIMIT 1")).mappings().one()
    assert (entry["kind"], entry["actor_id"], entry["actor_name"]) == ("notice.found", None, "ประชาชน")
    assert ledger.verify(office).broken == ()
    assert notices.notices(office, actor("patsadu")) == (told,)


def test_what_staff_tell_carries_their_name(actor, tell):
    assert tell("ขาหัก", "damaged", by=actor("staff1")).by == "นายสุรชัย ขยัน"


@pytest.mark.parametrize(
    ("ask", "field"),
    [
        (NoticeAsk("lost", "หาย"), "เรื่องที่แจ้ง"),
        (NoticeAsk("found", " \n"), "พบที่ไหน"),
        (NoticeAsk("damaged", ""), "ชำรุดอย่างไร"),
        (NoticeAsk("damaged", "ก" * 1001), "ชำรุดอย่างไร"),
        (NoticeAsk("found", "วัด", contact="0" * 121), "ชื่อหรือโทรศัพท์"),
        (NoticeAsk("found", "วัด", photo=b"GIF89a"), "ภาพถ่าย"),
    ],
)
def test_what_cannot_be_kept_is_refused_in_words(office, things, folder, ask, field):
    with pytest.raises(BadInput) as refusal:
        notices.give_notice(office, CODE, ask, folder, at=START)
    assert refusal.value.facts["field"] == field
    assert len(str(refusal.value)) < 250
    assert not folder.exists()


def test_a_photograph_is_turned_upright_made_small_and_says_nothing_of_where_it_was_taken(office, actor, tell, folder):
    exif = Image.Exif()
    exif[0x0112] = 6  # turned by a quarter
    exif[0x010F] = "Somephone"
    exif.get_ifd(0x8825)[2] = (15.0, 10.0, 0.0)  # where
    told = tell(photo=picture(exif=exif))
    kept = notices.notice_picture(office, actor("patsadu"), told.id, folder)
    with Image.open(kept) as image:
        assert (image.size, image.format, dict(image.getexif())) == ((1067, 1600), "JPEG", {})
    assert b"Somephone" not in kept.read_bytes()
    again = tell(photo=picture(exif=exif))
    assert again.photo_sha256 == told.photo_sha256
    assert sum(p.is_file() for p in folder.rglob("*")) == 1


def test_a_picture_that_would_fill_the_memory_is_refused_before_it_is_unpacked(tell):
    huge = Image.new("1", (10_000, 6_000))
    out = io.BytesIO()
    huge.save(out, "PNG")
    assert len(out.getvalue()) < 20_000
    with pytest.raises(BadInput, match="50 ล้านจุด"):
        tell(photo=out.getvalue())


WHOLE = {kind: picture((64, 48), kind) for kind in ("JPEG", "PNG", "WEBP")}


@settings(max_examples=150, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.sampled_from(sorted(WHOLE)), st.data())
def test_a_hostile_file_is_a_picture_or_refused_and_nothing_else(kind, data):
    whole = bytearray(WHOLE[kind])
    for _ in range(data.draw(st.integers(1, 6))):
        whole[data.draw(st.integers(0, len(whole) - 1))] = data.draw(st.integers(0, 255))
    cut = bytes(whole[: data.draw(st.integers(1, len(whole)))])
    with suppress(BadInput):
        assert notices.small_picture(cut).startswith(b"\xff\xd8")


def test_a_folder_that_cannot_be_written_keeps_nothing(office, actor, tell, folder):
    folder.write_bytes(b"a file where the folder should be")
    with pytest.raises(Unusable):
        tell(photo=picture())
    assert notices.notices(office, actor("patsadu")) == ()


def test_the_public_tells_no_more_of_a_thing_than_anybody_could_handle(office, actor, tell):
    for _ in range(notices.MOST_WAITING):
        tell()
    with pytest.raises(EnoughNotices, match=f"{CODE} ไว้แล้ว 5 ครั้ง"):
        tell()
    tell(typed=LOT)  # another thing
    tell(by=actor("staff1"))  # and staff may always
    first = notices.notices(office, actor("patsadu"))[0]
    notices.handle_notice(office, actor("patsadu"), first.id, how="ไปรับแล้ว")
    tell()


def test_a_notice_is_handled_once_with_who_when_and_how(office, actor, tell):
    told, desk = tell(), actor("patsadu", at=LATER)
    with pytest.raises(BadInput, match="ดำเนินการอย่างไร"):
        notices.handle_notice(office, desk, told.id, how=" ")
    done = notices.handle_notice(office, desk, told.id, how="ไปรับคืนคลังแล้ว")
    assert (done.handled_by, done.handled_at, done.handled_how) == ("นายณรงค์ ละเอียด", LATER, "ไปรับคืนคลังแล้ว")
    with pytest.raises(notices.AlreadyHandled, match=r"นายณรงค์ ละเอียด .* 15 ก\.ย\. 69: ไปรับคืนคลังแล้ว"):
        notices.handle_notice(office, actor("klang"), told.id, how="ไม่ทราบ")
    assert notices.notices(office, desk) == ()
    assert notices.notices(office, desk, handled=True) == (done,)


@pytest.mark.parametrize("login", ["staff1", "nayok", "trwj"])
def test_who_told_and_how_to_reach_them_is_for_those_who_handle_it(office, actor, tell, folder, login):
    told = tell(photo=picture((40, 40)))
    for ask in (
        lambda: notices.notices(office, actor(login)),
        lambda: notices.notice_picture(office, actor(login), told.id, folder),
        lambda: notices.handle_notice(office, actor(login), told.id, how="x"),
    ):
        with pytest.raises(NotAllowed):
            ask()


def test_a_notice_or_a_picture_that_is_not_there_is_not_found(office, actor, tell, folder):
    told = tell()
    for notice_id in (told.id, "ไม่มี"):
        with pytest.raises(NotFound):
            notices.notice_picture(office, actor("patsadu"), notice_id, folder)
    with pytest.raises(NotFound):
        notices.handle_notice(office, actor("patsadu"), "ไม่มี", how="x")


@pytest.mark.parametrize(
    "changes",
    [
        {"kind": "lost"},
        {"words": " "},
        {"words": "ก" * 1001},
        {"contact": "0" * 121},
        {"photo_sha256": "abc"},
        {"piece": -1},
        {"handled_at": START},
        {"handled_how": "ทำแล้ว"},
        {"asset_id": "ไม่มี"},
        {"by_person": "ไม่มี"},
    ],
)
def test_a_notice_that_cannot_be_is_refused_by_the_database_too(office, actor, tell, changes):
    tell()
    with office.database.read(office.agency_id) as connection:
        whole = dict(connection.execute(sa.select(asset_notice)).mappings().one())
    with pytest.raises(Conflict), office.database.write(office.agency_id) as connection:
        connection.execute(sa.insert(asset_notice).values(whole | {"id": "another"} | changes))
    with pytest.raises(Conflict), office.database.write(office.agency_id) as connection:
        connection.execute(sa.delete(asset_notice))
