"""Correcting the register: one asset or many at once, all or none; taken back by a counter-entry; photographs; views."""

from datetime import date

import pytest
from PIL import Image

from assettrack.office import ledger, lending, papers, register_edits, register_pages, register_photos, registry
from assettrack.office.lending.borrowers import find_borrowers
from assettrack.office.lending.open_lines import find_open_lines, open_lines
from assettrack.office.lending.records import OutsideBorrower
from assettrack.office.register_pages import RegisterView
from assettrack.rules.refusal import BadInput, Conflict, NotAllowed, NotFound, Unusable
from tests.offices import ask_for


@pytest.fixture
def three(add_asset):
    for code, changes in (
        ("416-60-0001", {"name": "เครื่องฉายภาพ", "price": 1_500_000}),
        ("460-60-0001", {"name": "เต็นท์ผ้าใบ", "kind": "lot", "quantity": 20, "public_lendable": True}),
        ("401-60-0001", {"name": "เก้าอี้", "division": "กองคลัง", "condition": "damaged"}),
    ):
        add_asset(code, **changes)
    return ("416-60-0001", "460-60-0001", "401-60-0001")


def versions(office, codes):
    return {code: registry.asset_by_code(office, code).version for code in codes}


def test_the_same_correction_is_made_on_all(office, actor, three):
    told = []
    changed = register_edits.edit_assets(
        office, actor("patsadu"), versions(office, three), progress=lambda *step: told.append(step), place="คลัง ๒", division="กองคลัง"
    )  # fmt: skip
    rows = [registry.asset_by_code(office, code).row for code in three]
    assert changed == 3
    assert {(row.place, row.division) for row in rows} == {("คลัง ๒", "กองคลัง")}
    assert told == [(0, 3), (1, 3), (2, 3)]
    assert [row.code for row in registry.find_assets(office, "คลัง ๒").rows] == sorted(
        three, key=lambda c: [r.name for r in rows if r.code == c]
    )
    assert ledger.verify(office).broken == ()


def test_one_that_was_changed_meanwhile_stops_all(office, actor, three):
    seen = versions(office, three)
    register_edits.edit_asset(office, actor("klang"), three[1], seen[three[1]], note="ใหม่")
    with pytest.raises(Conflict):
        register_edits.edit_assets(office, actor("patsadu"), seen, place="คลัง ๒")
    assert {registry.asset_by_code(office, code).row.place for code in three} == {"ห้องพัสดุ"}


def test_work_that_is_stopped_leaves_nothing(office, actor, three):
    def stop(done, _of):
        if done == 2:
            raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        register_edits.edit_assets(office, actor("patsadu"), versions(office, three), progress=stop, place="คลัง ๒")
    assert {registry.asset_by_code(office, code).row.place for code in three} == {"ห้องพัสดุ"}
    assert ledger.verify(office).broken == ()


@pytest.mark.parametrize(
    ("changes", "says"),
    [({"stage": "disposed"}, "ข้อ ๒๑๕"), ({"quantity": 5}, "แก้ในหน้านี้ไม่ได้"), ({"division": "กองลับ"}, "กองลับ")],
)
def test_what_is_not_edited_here_is_refused_in_words(office, actor, three, changes, says):
    with pytest.raises((BadInput, NotFound)) as refused:
        register_edits.edit_assets(office, actor("patsadu"), versions(office, three), **changes)
    assert says in refused.value.sentence("th")


def test_staff_edit_nothing(office, actor, three):
    for do in (
        lambda: register_edits.edit_assets(office, actor("staff1"), versions(office, three), place="บ้าน"),
        lambda: register_edits.undo_edit(office, actor("staff1"), three[0], 1),
    ):
        with pytest.raises((NotAllowed, NotFound)):
            do()


def test_the_last_correction_is_taken_back_by_a_counter_entry(office, actor, three):
    before = registry.asset_by_code(office, three[0])
    changed = register_edits.edit_asset(
        office, actor("patsadu"), three[0], 1, name="เครื่องฉาย", price=None, acquired_on=date(2025, 1, 2), public_lendable=True, division="กองคลัง"
    )  # fmt: skip
    back = register_edits.undo_edit(office, actor("klang"), three[0], changed.version)
    assert (back.row.name, back.row.price, back.acquired_on, back.row.public_lendable, back.row.division) == (
        before.row.name, before.row.price, before.acquired_on, before.row.public_lendable, before.row.division,
    )  # fmt: skip
    assert len(back.history) == len(before.history) + 2
    assert [row.code for row in registry.find_assets(office, "ฉายภาพ").rows] == [three[0]]
    again = register_edits.undo_edit(office, actor("klang"), three[0], back.version)
    assert again.row.name == "เครื่องฉาย"
    with pytest.raises(NotFound):
        register_edits.undo_edit(office, actor("klang"), three[1], 1)


@pytest.mark.parametrize(
    ("view", "codes"),
    [
        (RegisterView(), ["401-60-0001", "416-60-0001", "460-60-0001"]),
        (RegisterView(sort="code"), ["401-60-0001", "416-60-0001", "460-60-0001"]),
        (RegisterView(sort="newest"), ["401-60-0001", "460-60-0001", "416-60-0001"]),
        (RegisterView(division="กองช่าง"), ["416-60-0001", "460-60-0001"]),
        (RegisterView(condition="damaged"), ["401-60-0001"]),
        (RegisterView(stage="in_repair"), []),
        (RegisterView(lendable=True), ["460-60-0001"]),
        (RegisterView(out=True), ["416-60-0001"]),
    ],
)
def test_a_view_shows_what_it_says(office, actor, three, view, codes):
    loan = lending.request_loan(office, actor("staff1"), ask_for(three[0]))
    lending.approve(office, actor("chang"), loan.id)
    lending.hand_over(office, actor("patsadu"), loan.id)
    window = register_pages.register_window(office, view, size=2)
    rows = [row for page in range(2) for row in register_pages.window_page(office, window, page)]
    assert (window.count, [row.code for row in rows]) == (len(codes), codes)
    assert [row.code for row in register_pages.find_in_view(office, "ฉาย", view, limit=5).rows] == [
        c for c in codes if c == three[0]
    ]


def test_a_photograph_is_kept_small_upright_and_without_its_place(office, actor, three, tmp_path):
    exif = Image.Exif()
    exif[0x0112] = 6  # turned
    exif[0x010E] = "บ้านเลขที่ ๙"
    Image.new("RGB", (4000, 3000), "red").save(tmp_path / "หน้าเครื่อง.jpg", exif=exif)
    folder = tmp_path / "pictures"
    register_photos.add_photo(office, actor("patsadu"), three[0], tmp_path / "หน้าเครื่อง.jpg", folder)
    (photo,) = register_photos.photos(office, three[0], folder)
    assert (photo.title, photo.by) == ("หน้าเครื่อง", "นายณรงค์ ละเอียด")
    with Image.open(photo.file) as kept:
        assert kept.size == (1200, 1600)
        assert not kept.getexif()
    register_photos.void_photo(office, actor("klang"), photo.id, reason="ผิดเครื่อง")
    assert register_photos.photos(office, three[0], folder) == ()
    assert photo.file.exists()
    assert ledger.verify(office).broken == ()


def test_what_is_no_picture_is_refused_and_nothing_is_kept(office, actor, three, tmp_path):
    (tmp_path / "x.jpg").write_bytes(b"MZ not a picture")
    for name, error in (("x.jpg", BadInput), ("missing.jpg", Unusable)):
        with pytest.raises(error):
            register_photos.add_photo(office, actor("patsadu"), three[0], tmp_path / name, tmp_path / "pictures")
    with pytest.raises(NotAllowed):
        register_photos.add_photo(office, actor("staff1"), three[0], tmp_path / "x.jpg", tmp_path / "pictures")
    assert not (tmp_path / "pictures").exists()


def test_the_counter_sees_what_waits_and_what_is_out(office, actor, three):
    waits = lending.request_loan(office, actor("staff1"), ask_for((three[1], 5)))
    lending.approve(office, actor("chang"), waits.id)
    out = lending.request_loan(office, actor("staff1"), ask_for(three[0]))
    lending.approve(office, actor("chang"), out.id)
    lending.hand_over(office, actor("patsadu"), out.id)
    lending.request_loan(office, actor("staff2"), ask_for((three[1], 2), borrower="staff2"))  # not approved
    assert [(n.number, n.code, n.quantity, n.out) for n in open_lines(office)] == [
        ("บย. 2/2569", three[0], 1, True),
        ("บย. 1/2569", three[1], 5, False),
    ]
    assert [n.code for n in find_open_lines(office, "สุรชัย เต็นท์")] == [three[1]]
    assert [n.code for n in find_open_lines(office, "2/2569")] == [three[0]]
    assert find_open_lines(office, " ") == ()


def test_a_villager_who_was_here_before_is_found_by_any_part(office, actor, three):
    villager = OutsideBorrower("villager", "นางบุญมี ศรีสุข", address="๑๒ หมู่ ๔", phone="08x", certifier="ผู้ใหญ่สมบูรณ์")
    for _ in range(2):
        lending.request_loan(
            office,
            actor("patsadu"),
            ask_for((three[1], 1), borrower=villager, purpose="religious_event", place="outside"),
        )
    assert find_borrowers(office, "villager", "หมู่ 4 บุญมี") == (villager,)
    assert find_borrowers(office, "agency", "บุญมี") == ()


def test_the_papers_of_an_asset_are_found_by_asset_and_by_number(office, actor, three):
    loan = lending.request_loan(office, actor("staff1"), ask_for(three[0]))
    lending.approve(office, actor("chang"), loan.id)
    for _ in range(2):
        papers.print_paper(office, actor("patsadu"), "loan_form", loan.id)
    (paper,) = papers.papers_of_asset(office, three[0])
    assert (paper.kind, paper.version, paper.copies, paper.ref) == ("loan_form", 1, 2, loan.id)
    assert papers.find_papers(office, "๑/๒๕๖๙", limit=5) == (paper,)
    assert papers.find_papers(office, "%", limit=5) == ()
    assert papers.papers_of_asset(office, three[1]) == ()
