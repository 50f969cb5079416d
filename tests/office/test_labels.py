"""Labels: printed with a code that leads to their asset, printed again and replaced without ever meaning another thing."""

import io
from datetime import UTC, date, datetime, timedelta

import pypdf
import pypdfium2
import pytest
import sqlalchemy as sa
import zxingcpp

from assettrack.office import labels, ledger
from assettrack.office.labels import LabelChoice, LabelCount
from assettrack.office.labels import making as label_making
from assettrack.office.papers import print_paper
from assettrack.office.settings import change_setting
from assettrack.rules.labels import (
    REPLACE_REASONS,
    RETIRED_WORDS,
    AlreadyLabelled,
    AlreadyRetired,
    CardScanned,
    DisposedOf,
    ForeignLabel,
    NoLabels,
    NoLabelYet,
    PaperScanned,
    WhichPiece,
)
from assettrack.rules.refusal import BadInput, NotAllowed, NotFound, Unusable
from assettrack.scanning.codes import checked, read
from assettrack.thai.keyboard import to_thai
from db.tables.labels import label
from db.tables.registry import asset
from forms.kit.label_stock import profile_from
from tests.offices import CODE, LOT, TODAY, found

ROLL = "thermal-50x30"  # a label a page: its text and its code can be compared
LATER = TODAY + timedelta(days=30)


@pytest.fixture
def register(things, add_asset):
    """A projector, a hundred chairs, and two desks of another division."""
    add_asset("402-60-0001", name="โต๊ะทำงาน", division="กองคลัง", place="ห้องคลัง")
    add_asset("402-60-0002", name="โต๊ะทำงาน", division="กองคลัง", place="ห้องคลัง")


@pytest.fixture
def printed(office, actor, register):
    """Prints labels of these codes, or of everything, on a roll."""

    def go(*codes, who="patsadu", today=TODAY, **how):
        choice = LabelChoice(codes, everything=not codes, pieces=how.pop("pieces", False))
        return labels.print_labels(office, actor(who, today), choice, **({"stock": ROLL} | how))

    return go


def pages(pdf):
    """Each page's text without white space, and what its codes say."""
    document = pypdfium2.PdfDocument(pdf)
    images = [page.render(scale=300 / 72).to_pil() for page in document]
    document.close()
    texts = ["".join(page.extract_text().split()) for page in pypdf.PdfReader(io.BytesIO(pdf)).pages]
    return [
        (text, [one.text for one in zxingcpp.read_barcodes(image)]) for text, image in zip(texts, images, strict=True)
    ]


def dispose(office, code):
    with office.database.write(office.agency_id) as connection:
        connection.execute(sa.update(asset).where(asset.c.code == code).values(stage="disposed"))


def token_of(office, code):
    return labels.labels_of_asset(office, code)[-1].token


def test_what_is_scanned_from_a_label_is_the_asset_whose_number_it_shows(office, printed):
    done = printed(CODE, "402-60-0001", LOT)
    assert (done.pages, done.labels, done.first, done.again) == (3, 3, 3, 0)
    for (text, codes), code in zip(pages(done.pdf), (CODE, "402-60-0001", LOT), strict=True):
        scan = labels.label_scanned(office, codes[0])
        assert (scan.code, scan.status, scan.piece, scan.by_label) == (code, "living", 0, True)
        assert code in text
        assert scan.token in text  # what a person types where the code cannot be read
        assert codes == [labels.payload_of(office, code)]


def test_a_sheet_shows_the_assets_in_the_order_people_walk(office, printed):
    text = pages(printed(stock="a4-24").pdf)[0][0]
    assert [text.index(code) for code in ("402-60-0001", "402-60-0002", CODE)] == sorted(
        text.index(code) for code in ("402-60-0001", "402-60-0002", CODE)
    )


def test_every_piece_of_a_lot_has_its_own_label(office, printed):
    done = printed(LOT, pieces=True, stock="a4-65")
    scans = [labels.label_scanned(office, code) for _, codes in pages(done.pdf) for code in codes]
    assert (done.labels, done.pages) == (100, 2)
    assert {(scan.code, scan.quantity) for scan in scans} == {(LOT, 100)}
    assert sorted(scan.piece for scan in scans) == list(range(1, 101))
    shown = pages(done.pdf)[0][0]
    assert f"{LOT}(65/100)" in shown
    assert "ชิ้นที่ 7/100" in labels.label_scanned(office, labels.labels_of_asset(office, LOT)[6].token).sentence()


@pytest.mark.parametrize(
    ("choice", "codes"),
    [
        (LabelChoice(everything=True), ["402-60-0001", "402-60-0002", LOT, CODE]),
        (LabelChoice(division="กองคลัง"), ["402-60-0001", "402-60-0002"]),
        (LabelChoice(missing=True), ["402-60-0002", LOT, CODE]),
        (LabelChoice(division="กองคลัง", missing=True), ["402-60-0002"]),
        (LabelChoice((CODE, "402-60-0001", CODE)), [CODE, "402-60-0001"]),
        (LabelChoice(("๔๐๒-๖๐-๐๐๐๑",)), ["402-60-0001"]),
    ],
)
def test_which_labels_are_printed(office, printed, choice, codes):
    printed("402-60-0001")
    shown = [text for text, _ in pages(labels.preview_labels(office, choice, stock=ROLL).pdf)]
    assert len(shown) == len(codes)
    assert all(code in text for code, text in zip(codes, shown, strict=True))


@pytest.mark.parametrize(
    ("choice", "refusal"),
    [
        (LabelChoice(), BadInput),
        (LabelChoice(("999-99-9999",)), NotFound),
        (LabelChoice((CODE, "A-0000000")), NotFound),
        (LabelChoice(division="กองเวทมนตร์"), BadInput),
        (LabelChoice(division="กองการศึกษา ศาสนาและวัฒนธรรม"), NoLabels),
        (LabelChoice((CODE,), division="กองคลัง"), NoLabels),
    ],
)
def test_a_choice_that_holds_nothing_is_refused(office, actor, register, choice, refusal):
    with pytest.raises(refusal):
        labels.print_labels(office, actor("patsadu"), choice)
    assert labels.label_count(office).printed == 0


@pytest.mark.parametrize(
    ("how", "words"),
    [
        ({"stock": "a4-1000"}, "a4-1000"),
        ({"stock": "a4-24", "skip": 24}, "24 ดวง"),
        ({"skip": -1}, "เว้นดวงที่ใช้แล้ว"),
        ({"printer": "เครื่องหน้าห้อง"}, "เครื่องหน้าห้อง"),
        ({"why": "เบื่อ"}, "แผ่นเสีย"),
    ],
)
def test_a_way_of_printing_that_cannot_be_is_refused_and_nothing_is_written(office, printed, how, words):
    with pytest.raises((BadInput, NotFound), match=words):
        printed(**how)
    assert labels.label_count(office) == LabelCount(0, 0, 4, 0, 0, 0, ())


def test_a_spoilt_sheet_prints_the_same_labels_and_is_counted(office, printed):
    first = printed(CODE)
    with pytest.raises(AlreadyLabelled, match="spoilt"):
        printed(CODE, "402-60-0001")
    again = printed(CODE, "402-60-0001", why="spoilt", today=LATER)
    assert (again.first, again.again) == (1, 1)
    assert pages(again.pdf)[0] == pages(first.pdf)[0]
    record = labels.labels_of_asset(office, CODE)[0]
    assert (record.printed, record.made_on, record.printed_on) == (2, TODAY, LATER)
    assert labels.label_count(office) == LabelCount(2, 0, 2, 2, 1, 0, ())


@pytest.mark.parametrize("why", REPLACE_REASONS)
def test_a_replaced_label_is_known_and_told_to_be_taken_off(office, actor, printed, why):
    old = pages(printed(CODE).pdf)[0][1][0]
    new = labels.replace_label(office, actor("patsadu", LATER), old, why)
    scan = labels.label_scanned(office, old)
    assert (scan.code, scan.status, scan.retired_why, scan.retired_on) == (CODE, "retired", why, LATER)
    assert scan.replaced_by == new.token == token_of(office, CODE) != scan.token
    for part in (scan.token, CODE, "15 ต.ค. 69", RETIRED_WORDS[why], new.token, "แกะป้ายนี้ออก"):
        assert part in scan.sentence()
    assert "take this one off" in scan.sentence("en")
    assert labels.label_scanned(office, new.token).status == "living"
    assert labels.label_count(office) == LabelCount(1, 1, 4, 1, 0, 1, ((why, 1),))


def test_only_the_new_label_is_printed_after_a_replacement(office, actor, printed):
    printed()
    new = labels.replace_label(office, actor("patsadu"), CODE, "faded")
    done = labels.print_labels(office, actor("patsadu"), LabelChoice(missing=True), stock=ROLL)
    assert (done.labels, done.first) == (1, 1)
    assert pages(done.pdf)[0][1] == [new.token]
    with pytest.raises(NoLabels):
        labels.print_labels(office, actor("patsadu"), LabelChoice(missing=True))


def test_one_of_many_pieces_is_replaced_and_printed_by_its_own_code(office, actor, printed):
    printed(LOT, pieces=True, stock="a4-65")
    with pytest.raises(WhichPiece, match="100"):
        labels.replace_label(office, actor("patsadu"), LOT, "lost")
    seventh = labels.labels_of_asset(office, LOT)[6]
    new = labels.replace_label(office, actor("patsadu"), seventh.token, "lost")
    done = printed(new.token, new.token)
    assert (done.labels, done.first, new.piece) == (1, 1, 7)
    assert pages(done.pdf)[0][1] == [new.token]


def test_what_cannot_be_replaced_is_refused(office, actor, printed):
    with pytest.raises(NoLabelYet):
        labels.replace_label(office, actor("patsadu"), CODE, "lost")
    printed(CODE)
    old = token_of(office, CODE)
    with pytest.raises(BadInput, match="ซีดจาง"):
        labels.replace_label(office, actor("patsadu"), old, "disposed")
    labels.replace_label(office, actor("patsadu"), old, "lost")
    with pytest.raises(AlreadyRetired, match=r"15 ก\.ย\. 69 \(หลุดหาย\)"):
        labels.replace_label(office, actor("patsadu"), old, "faded")
    with pytest.raises(NotFound):
        printed(old)
    assert [record.retired_by for record in labels.labels_of_asset(office, CODE)] == ["นายณรงค์ ละเอียด", ""]


def test_the_label_of_a_disposed_asset_counts_no_longer(office, actor, printed, engine_name):
    printed(CODE)
    token = token_of(office, CODE)
    dispose(office, CODE)
    scan = labels.label_scanned(office, token)
    assert (scan.status, scan.retired_why, scan.replaced_by) == ("retired", "disposed", "")
    assert "จำหน่ายแล้ว" in scan.sentence()
    assert labels.label_count(office) == LabelCount(0, 0, 3, 1, 0, 1, (("disposed", 1),))
    for act in (lambda: printed(CODE), lambda: labels.replace_label(office, actor("patsadu"), token, "faded")):
        with pytest.raises(DisposedOf):
            act()
    assert printed().labels == 3


def test_since_when_an_asset_is_disposed_of_comes_from_the_ledger(office, add_asset):
    add_asset("401-55-0001", stage="disposed", at=datetime(2026, 3, 2, 3, 0, tzinfo=UTC))
    scan = labels.label_scanned(office, "401-55-0001")
    assert (scan.status, scan.retired_on, scan.token) == ("retired", date(2026, 3, 2), "")
    assert "2 มี.ค. 69" in scan.sentence()


@pytest.mark.parametrize("address", ["", "http://192.168.1.20:8000"])
@pytest.mark.parametrize(
    "typed", [str, to_thai, str.swapcase, lambda text: to_thai(text.swapcase()), lambda t: f" {t}\r"]
)
def test_a_scanner_is_understood_in_every_keyboard_layout(office, actor, printed, address, typed):
    change_setting(office, actor("admin"), "label_address", address)
    said = pages(printed(CODE).pdf)[0][1][0]
    assert said == labels.payload_of(office, CODE)
    assert said.startswith(address.upper())
    scan = labels.label_scanned(office, typed(said))
    assert (scan.code, scan.status) == (CODE, "living")
    assert scan.repaired == (said.lower() != typed(said).strip().lower())


def test_a_label_made_before_the_address_is_read_after_it(office, actor, printed):
    before = pages(printed(CODE).pdf)[0][1][0]
    change_setting(office, actor("admin"), "label_address", "http://10.0.0.5:8000")
    assert (
        labels.label_scanned(office, before).token
        == labels.label_scanned(office, labels.payload_of(office, CODE)).token
    )


@pytest.mark.parametrize("typed", [CODE, "๔๑๖-๖๐-๐๐๑๗", to_thai(CODE)])
def test_the_assets_own_number_is_known_too(office, printed, typed):
    unlabelled = labels.label_scanned(office, typed)
    assert (unlabelled.code, unlabelled.status, unlabelled.token, unlabelled.by_label) == (CODE, "none", "", False)
    assert labels.payload_of(office, CODE) is None
    printed(CODE)
    assert labels.label_scanned(office, typed).status == "living"


@pytest.mark.parametrize("number", ["1234567890121", "1-2345-67890-12-1", "๑๒๓๔๕๖๗๘๙๐๑๒๑", to_thai("1234567890121")])
def test_a_persons_number_is_said_to_be_none_and_is_not_repeated(office, number):
    with pytest.raises(CardScanned) as refused:
        labels.label_scanned(office, number)
    said = refused.value.sentence("th") + refused.value.sentence("en") + str(refused.value.as_json())
    assert number not in said
    assert not any(digits in said for digits in ("12345", "๑๒๓๔๕", "67890"))


def test_a_paper_is_told_from_a_label(office, actor, lent):
    number = lent().number
    mark = print_paper(office, actor("patsadu"), "loan_form", number).mark
    with pytest.raises(PaperScanned, match=mark):
        labels.label_scanned(office, mark)


def test_another_offices_label_is_foreign(office, printed, database):
    printed(CODE)
    other = found(database, name="อบต. อื่น")
    with pytest.raises(ForeignLabel, match="หน่วยงานอื่น"):
        labels.label_scanned(other, token_of(office, CODE))


@pytest.mark.parametrize("typed", ["", "ไม่ใช่รหัส", "A-0000001", "https://example.com/"])
def test_what_is_no_code_is_not_found(office, typed):
    with pytest.raises(NotFound, match="ป้ายหรือรหัสพัสดุ"):
        labels.label_scanned(office, typed)


def test_a_preview_writes_nothing_and_its_codes_say_nothing(office, register):
    before = ledger.head(office)
    shown = labels.preview_labels(office, LabelChoice(everything=True), stock=ROLL)
    assert (shown.pages, shown.first, shown.again) == (4, 4, 0)
    for text, codes in pages(shown.pdf):
        assert "ตัวอย่าง" in text
        assert [read(code) for code in codes] == [None]
    assert ledger.head(office) == before
    assert labels.label_count(office).living == 0


def test_what_cannot_be_kept_is_not_recorded_as_printed(office, printed):
    def full(_pdf):
        raise Unusable(what="F.pdf", why="เต็ม", why_en="full")

    with pytest.raises(Unusable):
        printed(keep=full)
    assert labels.label_count(office).living == 0
    kept = []
    done = printed(keep=kept.append)
    assert kept == [done.pdf]


def test_a_name_that_cannot_be_drawn_is_refused_and_nothing_is_recorded(office, printed, add_asset):
    add_asset("402-60-0003", name="เครื่อง 漢字")
    with pytest.raises(BadInput, match="漢"):
        printed()
    assert labels.label_count(office).living == 0


def test_a_number_too_long_for_a_small_label_is_refused(office, printed, add_asset):
    add_asset("7440-001-0001/" + "1234567890" * 12)
    with pytest.raises(BadInput, match="เลขครุภัณฑ์"):
        printed(stock="tape-12")
    assert labels.label_count(office).living == 0


@pytest.mark.parametrize("stock", labels.label_stocks(), ids=lambda stock: stock.name)
def test_the_longest_address_fits_every_stock(office, actor, register, stock):
    change_setting(office, actor("admin"), "label_address", "http://" + "a" * 18 + ":8000")
    done = labels.print_labels(office, actor("patsadu"), LabelChoice((CODE,)), stock=stock.name)
    (code,) = zxingcpp.read_barcodes(raster(done.pdf, 300))
    assert code.text == labels.payload_of(office, CODE)
    assert len(code.text) == 40


@pytest.mark.parametrize(
    ("who", "may"), [("patsadu", True), ("klang", True), ("admin", True), ("staff1", False), ("trwj", False)]
)
def test_who_may_print_and_replace_labels(office, actor, printed, who, may):
    acts = (
        lambda: printed(CODE, who=who),
        lambda: labels.replace_label(office, actor(who), CODE, "lost"),
        lambda: labels.save_printer(office, actor(who), "ก", "a4-24", left=10, top=10, across=190, down=277),
        lambda: labels.ruler(office, actor(who)),
    )
    for act in acts:
        if may:
            assert act()
        else:
            with pytest.raises(NotAllowed):
                act()


def test_no_token_is_given_twice(office, printed, monkeypatch):
    made = [checked(f"00000{sign}") for sign in "0123"]
    drawn = iter("00010230")
    monkeypatch.setattr(label_making, "new_label", lambda _draw: made[int(next(drawn))])
    printed("402-60-0001")
    printed(CODE, "402-60-0002", LOT)
    with office.database.read(office.agency_id) as connection:
        query = sa.select(label.c.token).where(label.c.agency_id == office.agency_id)
        assert sorted(connection.execute(query).scalars()) == sorted(made)


def test_every_act_stands_in_the_ledger(office, actor, printed):
    before = ledger.head(office)
    printed()
    printed(why="extra")
    labels.replace_label(office, actor("patsadu"), CODE, "damaged")
    labels.save_printer(office, actor("patsadu"), "ก", "a4-24", left=10, top=10, across=190, down=277)
    assert ledger.head(office).seq - before.seq == 5
    assert ledger.verify(office).broken == ()


MEASURED = {"left": 11.5, "top": 8.4, "across": 189.2, "down": 278.1}


def test_a_measured_printer_prints_the_labels_where_they_belong(office, actor, printed):
    labels.save_printer(office, actor("patsadu"), " เครื่องหน้าห้อง ", "a4-24", left=10, top=10, across=190, down=277)
    saved = labels.save_printer(office, actor("patsadu"), "เครื่องหน้าห้อง", "a4-24", **MEASURED)
    assert labels.printers(office) == (saved,)
    assert saved.profile == profile_from(*MEASURED.values())
    straight = printed(CODE, stock="a4-24")
    moved = printed(CODE, stock="a4-24", printer="เครื่องหน้าห้อง", why="spoilt")
    assert corner(moved.pdf) != corner(straight.pdf)
    x, y = corner(straight.pdf)
    assert corner(moved.pdf) == pytest.approx(saved.profile.moved(x, y), abs=0.15)


def raster(pdf, dpi):
    """The first page."""
    document = pypdfium2.PdfDocument(pdf)
    image = document[0].render(scale=dpi / 72).to_pil()
    document.close()
    return image


def corner(pdf):
    """Millimetres of the first code's upper left corner from the paper's."""
    place = zxingcpp.read_barcode(raster(pdf, 600)).position.top_left
    return place.x / 600 * 25.4, place.y / 600 * 25.4


@pytest.mark.parametrize(
    ("name", "stock", "measured", "words"),
    [
        ("  ", "a4-24", MEASURED, "ชื่อเครื่องพิมพ์"),
        ("ก", "a4-1", MEASURED, "a4-1"),
        ("ก", ROLL, MEASURED, "เฉพาะแผ่น A4"),
        ("ก", "a4-24", MEASURED | {"left": 60}, "ขอบซ้าย"),
        ("ก", "a4-24", MEASURED | {"across": 19}, "ตามกว้าง"),
        ("ก", "a4-24", MEASURED | {"down": float("nan")}, "ตามยาว"),
    ],
)
def test_a_measure_that_cannot_be_is_refused_in_words(office, actor, name, stock, measured, words):
    with pytest.raises((BadInput, NotFound), match=words):
        labels.save_printer(office, actor("patsadu"), name, stock, **measured)
    assert labels.printers(office) == ()


def test_the_ruler_page_names_the_printer(office, actor):
    assert (
        "เครื่องหน้าห้อง"
        in pypdf.PdfReader(io.BytesIO(labels.ruler(office, actor("patsadu"), "เครื่องหน้าห้อง"))).pages[0].extract_text()
    )
    with pytest.raises(NotFound):
        labels.ruler(office, actor("patsadu"), "เครื่องหน้าห้อง", "a4-24")
    labels.save_printer(office, actor("patsadu"), "เครื่องหน้าห้อง", "a4-24", **MEASURED)
    assert labels.ruler(office, actor("patsadu"), "เครื่องหน้าห้อง", "a4-24") != labels.ruler(
        office, actor("patsadu"), "เครื่องหน้าห้อง"
    )


@pytest.mark.parametrize(
    ("typed", "kept"),
    [
        ("", ""),
        (" http://192.168.1.20:8000/ ", "http://192.168.1.20:8000"),
        ("https://Phangat.go.th", "https://Phangat.go.th"),
        ("http://๑๐.๐.๐.๕", "http://10.0.0.5"),
    ],
)
def test_the_address_of_the_labels(office, actor, typed, kept):
    assert change_setting(office, actor("admin"), "label_address", typed).label_address == kept


@pytest.mark.parametrize(
    "typed",
    [
        "192.168.1.20",
        "ftp://a",
        "http://พะงาด.ไทย",
        "http://a b",
        "http://a_b",
        "http://a?x=1",
        "http://" + "a" * 24,
        "http://",
    ],
)
def test_an_address_that_a_label_cannot_hold_is_refused(office, actor, typed):
    with pytest.raises(BadInput, match="ไม่เกิน 30"):
        change_setting(office, actor("admin"), "label_address", typed)
