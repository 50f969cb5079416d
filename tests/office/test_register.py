"""The register: search as you type, one asset's page, entering and correcting, on both engines."""

import pytest

from assettrack.office import ledger, lending, register_edits, register_pages, registry
from assettrack.office.registry import NewAsset
from assettrack.rules.lending_refusals import DueTooFar, WrongState
from assettrack.rules.refusal import BadInput, Conflict, NotAllowed, NotFound
from tests.offices import TODAY, ask_for


@pytest.fixture
def things(add_asset):
    add_asset("416-60-0001", name="เครื่องฉายภาพ", place="ห้องประชุม")
    add_asset("416-60-0002", name="เครื่องฉายภาพ", place="คลัง", division="กองคลัง")
    add_asset("460-60-0001", name="เต็นท์ผ้าใบ", details="ทรงโค้ง 100%", place="โรงรถ")
    add_asset("401-60-0001", name="เก้าอี้พลาสติก", kind="lot", quantity=100, unit="ตัว")
    add_asset("420-60-0416", name="พัดลม_ตั้งพื้น", place="416")


def codes(office, text, **options):
    return [row.code for row in registry.find_assets(office, text, **options).rows]


@pytest.mark.parametrize(
    ("typed", "found"),
    [
        ("ฉายภาพ", ["416-60-0001", "416-60-0002"]),
        ("ฉายภาพ ประชุม", ["416-60-0001"]),
        ("ฉายภาพ กองคลัง", ["416-60-0002"]),
        ("เต", ["460-60-0001"]),
        ("เ", ["416-60-0001", "416-60-0002", "401-60-0001", "460-60-0001", "420-60-0416"]),  # one by its category
        ("๔๑๖-๖๐-๐๐๐๑", ["416-60-0001"]),
        ("0416", ["420-60-0416"]),
        ("416", ["416-60-0001", "416-60-0002", "420-60-0416"]),
        ("100%", ["460-60-0001"]),
        ("พัดลม_", ["420-60-0416"]),
        ("%", ["460-60-0001"]),
        ('"', []),
        ("ไม่มีแน่", []),
        ("", []),
    ],
)
def test_search_by_any_part_from_one_letter_up(office, things, typed, found):
    assert sorted(codes(office, typed)) == sorted(found)


def test_the_exact_number_comes_first_and_names_follow_in_thai_order(office, things):
    assert codes(office, "416-60-0002")[0] == "416-60-0002"
    assert codes(office, "เ")[:4] == ["401-60-0001", "416-60-0001", "416-60-0002", "460-60-0001"]


@pytest.mark.parametrize(
    ("typed", "meant"), [("เตนท์", "เต็นท์ผ้าใบ"), ("เก้าอี๊", "เก้าอี้พลาสติก"), ("เครื่องฉ่ายภาพ", "เครื่องฉายภาพ")]
)
def test_did_you_mean(office, things, typed, meant):
    found = registry.find_assets(office, typed)
    assert found.rows == ()
    assert meant in found.did_you_mean


def test_a_number_that_is_not_there_is_no_other_number(office, things):
    assert registry.find_assets(office, "999-99-9999").did_you_mean == ()


def test_the_register_is_read_page_by_page_in_the_same_order_on_both_engines(office, things):
    pages, after = [], None
    while True:
        rows, after = register_pages.list_assets(office, after=after, limit=2)
        pages += [row.code for row in rows]
        if after is None:
            break
    assert pages == ["401-60-0001", "416-60-0001", "416-60-0002", "460-60-0001", "420-60-0416"]
    assert register_pages.count_assets(office) == 5


@pytest.mark.parametrize("size", [1, 2, 3, 5, 100])
def test_a_window_leads_to_every_page(office, things, size):
    window = register_pages.register_window(office, size=size)
    pages = [register_pages.window_page(office, window, page) for page in range(len(window.anchors) + 1)]
    assert window.count == 5
    assert [row.code for page in pages for row in page] == [
        "401-60-0001",
        "416-60-0001",
        "416-60-0002",
        "460-60-0001",
        "420-60-0416",
    ]
    assert pages[-1] == ()


def test_an_asset_page_shows_where_it_is_and_what_happened(office, actor, things):
    lending.request_loan(office, actor("staff1"), ask_for("416-60-0001"))
    assert registry.asset_by_code(office, "416 60 0001").row.state == "available"
    lending.approve(office, actor("chang"), "1/2569")
    assert registry.asset_by_code(office, "416-60-0001").row.state == "reserved"
    lending.hand_over(office, actor("patsadu"), "1/2569")
    page = registry.asset_by_code(office, "๔๑๖-๖๐-๐๐๐๑")
    assert page.row.state == "on_loan"
    assert [(held.number, held.state) for held in page.loans] == [("บย. 1/2569", "issued")]
    assert page.history[0].kind == "asset.added"
    with pytest.raises(NotFound, match="416-60-9999"):
        registry.asset_by_code(office, "416-60-9999")


def test_a_set_has_its_parts_and_many_numbers(office, actor):
    new = NewAsset(
        "452-60-0001",
        {"name": "ชุดเครื่องเสียง", "price": 4_500_000},
        "กองช่าง",
        (("serial", "SN-77"), ("fsn", "5965-001-0001")),
        (("ไมโครโฟน", 4), ("ลำโพง", 2)),
    )
    page = registry.add_asset(office, actor("patsadu"), new)
    assert (page.row.kind, page.parts) == ("set", (("ไมโครโฟน", 4), ("ลำโพง", 2)))
    assert codes(office, "sn-77") == codes(office, "5965-001") == ["452-60-0001"]
    for code, identifiers in (("452-60-0001", ()), ("999-60-0001", (("serial", "sn 77"), ("serial", "SN-77")))):
        with pytest.raises(BadInput, match="อยู่แล้ว"):
            registry.add_asset(office, actor("patsadu"), NewAsset(code, {"name": "อื่น"}, "", identifiers))
    assert ledger.verify(office).broken == ()


def test_a_vehicle_is_known_by_its_name(office, actor):
    page = registry.add_asset(office, actor("patsadu"), NewAsset("001-60-0001", {"name": "รถยนต์บรรทุก (ดีเซล)"}))
    assert page.row.vehicle


def test_two_clerks_do_not_overwrite_each_other(office, actor, things):
    register_edits.edit_asset(office, actor("patsadu"), "416-60-0001", 1, place="ห้องนายก")
    with pytest.raises(Conflict):
        register_edits.edit_asset(office, actor("patsadu2"), "416-60-0001", 1, place="ห้องปลัด")
    assert codes(office, "ห้องนายก") == ["416-60-0001"]
    assert codes(office, "ห้องปลัด") == []
    change = registry.asset_by_code(office, "416-60-0001").history[-1]
    assert (change.before["place"], change.after["place"]) == ("ห้องประชุม", "ห้องนายก")


def test_nothing_leaves_the_register_without_its_document(office, actor, things):
    with pytest.raises(BadInput, match="ข้อ ๒๑๕"):
        register_edits.edit_asset(office, actor("patsadu"), "416-60-0001", 1, stage="disposed")
    with pytest.raises(BadInput):
        register_edits.edit_asset(office, actor("patsadu"), "416-60-0001", 1, quantity=5)
    with pytest.raises(NotAllowed):
        register_edits.edit_asset(office, actor("staff1"), "416-60-0001", 1, place="บ้าน")


def test_what_peers_got_wrong_about_a_thing_that_was_lent(office, actor, things, days):
    """Failure stories of PEERS.md §5.1, one after the other on one asset."""
    code = "416-60-0001"
    lending.request_loan(office, actor("staff1"), ask_for(code))
    lending.request_loan(office, actor("chang"), ask_for(code, borrower="chang", place="outside"))
    lending.approve(office, actor("chang"), "1/2569")
    lending.reject(office, actor("nayok"), "2/2569", reason="มีผู้อื่นใช้")  # refusing B does not free A's thing
    assert registry.asset_by_code(office, code).row.state == "reserved"
    lending.hand_over(office, actor("patsadu"), "1/2569")
    page = registry.asset_by_code(office, code)
    register_edits.edit_asset(
        office, actor("patsadu"), code, page.version, stage="in_repair"
    )  # in repair: it can come back
    back = lending.take_back(office, actor("patsadu"), "1/2569", (lending.ReturnLine(code),))
    assert back.loan.state == "closed"
    with pytest.raises(WrongState, match="คืนครบแล้ว"):  # and does not come back twice
        lending.take_back(office, actor("patsadu"), "1/2569", (lending.ReturnLine(code),))
    page = registry.asset_by_code(office, code)
    register_edits.edit_asset(office, actor("patsadu"), code, page.version, stage="in_service")
    again = lending.request_loan(office, actor("staff1"), ask_for(code, due=days(9)))  # once lent, it can be lent again
    lending.approve(office, actor("chang"), again.number)
    assert lending.hand_over(office, actor("patsadu"), again.number).state == "issued"
    with pytest.raises(DueTooFar):
        lending.request_loan(office, actor("staff1"), ask_for("416-60-0002", due=TODAY.replace(year=9999)))
