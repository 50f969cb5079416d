"""Printing: what will be printed is looked at first, nothing is recorded before it goes somewhere, and what is scanned is known."""

import json
from datetime import timedelta

import pytest
from textual import events
from textual.keys import _character_to_key
from textual.widgets import Input, OptionList, Select, TabbedContent

from assettrack.office import labels, lending, papers
from assettrack.office.labels import LabelChoice
from assettrack.office.registry import asset_by_code
from assettrack.rules.refusal import Unusable
from assettrack.scanning.codes import checked, payload
from assettrack.thai.keyboard import to_thai
from assettrack.tui.dialogs.choose import ChooseDialog
from assettrack.tui.dialogs.labels import LabelsDialog
from assettrack.tui.dialogs.preview import PagesDialog
from assettrack.tui.screens.asset import AssetScreen
from assettrack.tui.screens.lending import LoanScreen
from assettrack.words.speech import speak
from tests.offices import TODAY, actor_of
from tests.tui.conftest import settle
from tests.tui.scenes import At, press, shown, told, typed

CAMERA, SCREEN, PROJECTOR = "416-63-0002", "416-60-0018", "416-60-0017"
"""With a label, out on loan; out, without one; approved, to be handed over."""


@pytest.fixture(autouse=True)
def thai_again():
    yield
    speak("th")


@pytest.fixture
def printer(tmp_path, monkeypatch):
    """A print system that takes everything: what it was sent stands in ``sent``."""
    bin_ = tmp_path / "bin"
    bin_.mkdir()
    (bin_ / "lpstat").write_text(
        '#!/bin/sh\n[ "$1" = -e ] && printf "OLD\\nHP-Laser\\n" || echo "system default destination: HP-Laser"\n'
    )
    (bin_ / "lp").write_text(f'#!/bin/sh\necho "$2" "$3" >> "{tmp_path}/sent"\n')
    for name in ("lp", "lpstat"):
        (bin_ / name).chmod(0o755)
    monkeypatch.setenv("PATH", f"{bin_}:/usr/bin:/bin")
    return tmp_path / "sent"


@pytest.fixture
def no_printer(tmp_path, monkeypatch):
    (tmp_path / "bin").mkdir()
    monkeypatch.setenv("PATH", str(tmp_path / "bin"))
    monkeypatch.delenv("DISPLAY", raising=False)
    monkeypatch.delenv("WAYLAND_DISPLAY", raising=False)


def recorded(desk):
    """How often each paper was printed."""
    return {(p.kind, p.version): p.copies for p in papers.find_papers(desk.office, "3/2569", limit=99)}


def files(tmp_path):
    return sorted(path.name for path in tmp_path.rglob("*.pdf"))


async def look(pilot, *keys):
    """The approved loan's form, before it is printed."""
    await press(pilot, "down", "enter", "f10", "enter", *keys)


async def palette(pilot, words):
    await press(pilot, "f12")
    await typed(pilot, words)
    await pilot.pause(0.5)
    await press(pilot, "enter")


async def job_done(pilot):
    for _ in range(100):
        await pilot.pause(0.02)
        if pilot.app.job is None:
            break
    await settle(pilot)


async def scan(pilot, text):
    """A scanner where nobody types."""
    for char in text:
        pilot.app.post_message(events.Key(_character_to_key(char), char))
    pilot.app.post_message(events.Key("enter", "\r"))
    await pilot.pause(0.3)
    await settle(pilot)


# --- looking ------------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("size", [(80, 24), (100, 30)])
async def test_a_paper_is_read_before_it_is_printed(lived, size, no_printer):
    async with At(lived, size=size) as pilot:
        await look(pilot)
        assert isinstance(pilot.app.screen, PagesDialog)
        for words in ("ใบยืมพัสดุ/ครุภัณฑ์ บย. ๓/๒๕๖๙   หน้า 1 จาก 1", "นายสุรชัย ขยัน", "416-60-0017"):
            assert words in shown(pilot)
        for words in ("F6 ภาพ/ข้อความ", "F8 เปิดดู", "F9 เก็บไฟล์", "F10 พิมพ์", "ยังไม่บันทึกว่าพิมพ์"):
            assert words in shown(pilot)


async def test_looking_records_nothing(lived, tmp_path, no_printer):
    async with At(lived) as pilot:
        await look(pilot, "f6", "f7", "f6", "pagedown", "escape")
        assert isinstance(pilot.app.screen, LoanScreen)
    assert recorded(lived) == {}
    assert files(tmp_path) == []


async def test_a_page_is_looked_at_as_a_picture_of_any_size(lived, no_printer):
    async with At(lived) as pilot:
        await look(pilot)
        assert "F7" not in shown(pilot)
        await press(pilot, "f6")
        for words in ("ภาพเต็มหน้า", "ภาพเต็มความกว้าง", "ภาพขยาย 2 เท่า", "ภาพขยาย 4 เท่า", "ภาพขยาย 8 เท่า"):
            assert words in shown(pilot)
            assert "▀▀▀▀▀" in shown(pilot)
            await press(pilot, "f7")
        await press(pilot, "f7")
        view = pilot.app.screen.query_one("PageView")
        assert view.virtual_size.width == view.room.width
        await press(pilot, "f7", "right", "down")
        assert view.scroll_offset == (8, 1)
        await press(pilot, "left", "f6")
        assert "ดูเป็นข้อความ" in shown(pilot)


async def test_every_page_is_come_to_and_left_again(lived, no_printer):
    async with At(lived, size=(80, 24)) as pilot:
        await press(pilot, "f3", "enter", "f10", "down", "enter")
        assert "ทะเบียนคุมทรัพย์สิน 416-63-0002   หน้า 1 จาก 2" in shown(pilot)
        while "หน้า 1 จาก 2" in shown(pilot):
            await press(pilot, "pagedown")
        assert "ประวัติการซ่อมบำรุง" in shown(pilot)
        await press(pilot, *["pagedown"] * 4)
        assert "หน้า 2 จาก 2" in shown(pilot)
        await press(pilot, *["pageup"] * 4)
        assert "หน้า 1 จาก 2" in shown(pilot)


async def test_a_wide_page_scrolls_to_the_side(lived, no_printer):
    async with At(lived, size=(80, 24)) as pilot:
        await press(pilot, "f3", "enter", "f10", "down", "down", "enter")
        view = pilot.app.screen.query_one("PageView")
        assert view.virtual_size.width > view.room.width
        await press(pilot, *["right"] * 20)
        assert any(line.rstrip(" ▁▂▃▄▅▆▇█").endswith(("│", "┤")) for line in shown(pilot).split("\n"))


# --- going on -----------------------------------------------------------------------------------------------------------


async def test_a_paper_goes_to_the_printer_that_was_chosen_and_the_next_one_too(lived, printer):
    async with At(lived) as pilot:
        await look(pilot, "f10")
        assert isinstance(pilot.app.screen, ChooseDialog)
        assert "HP-Laser" in shown(pilot)
        await press(pilot, "enter")
        assert printer.read_text().split(maxsplit=1)[0] == "HP-Laser"
        assert any("ส่งไปพิมพ์ที่ HP-Laser" in words for words in told(pilot))
        await press(pilot, "f5")
        await typed(pilot, SCREEN)
        await press(pilot, "enter", "f9")
        await settle(pilot)
        assert [line.split()[0] for line in printer.read_text().splitlines()] == ["HP-Laser", "HP-Laser"]
    assert json.loads((lived.settings.config_dir / "screen" / "patsadu.json").read_text())["printer"] == "HP-Laser"
    assert recorded(lived) == {("loan_form", 1): 1}


async def test_one_printer_is_not_asked_for(lived, printer, tmp_path):
    (tmp_path / "bin" / "lpstat").write_text('#!/bin/sh\n[ "$1" = -e ] && echo HP-Laser || echo "no default"\n')
    async with At(lived) as pilot:
        await look(pilot, "f10")
        assert isinstance(pilot.app.screen, LoanScreen)
    assert printer.read_text().startswith("HP-Laser ")


async def test_a_printer_that_refuses_is_told_and_the_file_stays(lived, printer, tmp_path):
    (tmp_path / "bin" / "lp").write_text("#!/bin/sh\nexit 1\n")
    async with At(lived) as pilot:
        await look(pilot, "f10", "enter")
        assert any("ไม่รับงาน" in words for words in told(pilot))
    assert len(files(tmp_path)) == 1


async def test_a_paper_is_kept_or_opened_where_there_is_no_printer(lived, tmp_path, no_printer):
    async with At(lived) as pilot:
        await look(pilot, "f10")
        assert any("ไม่มีเครื่องพิมพ์" in words for words in told(pilot))
        await press(pilot, "f9")
        assert any("เก็บไว้ที่" in words for words in told(pilot))
        await press(pilot, "f10", "enter", "f8")
        assert any("ไม่มีโปรแกรมเปิดไฟล์" in words for words in told(pilot))
    assert files(tmp_path) == ["บย.๓-๒๕๖๙-v1-copy1.pdf", "บย.๓-๒๕๖๙-v1.pdf"]
    assert recorded(lived) == {("loan_form", 1): 2}


async def test_what_cannot_be_written_is_not_recorded(lived, tmp_path, no_printer):
    (tmp_path / "docs").write_text("a file where a folder is wanted")
    async with At(lived) as pilot:
        await look(pilot, "f9")
        assert any("เขียนไฟล์ไม่ได้" in words for words in told(pilot))
    assert recorded(lived) == {}


async def test_a_loan_offers_its_papers_as_far_as_it_has_come(lived, no_printer):
    async with At(lived) as pilot:
        await press(pilot, *["right"] * 5, "enter", "f10")
        options = pilot.app.screen.query_one(OptionList)
        titles = [str(options.get_option_at_index(at).prompt).strip() for at in range(options.option_count)]
        assert titles == ["ใบยืมพัสดุ/ครุภัณฑ์", "บันทึกขออนุมัติให้ยืมพัสดุ", "หนังสือทวงคืนพัสดุ"]
        await press(pilot, "down", "down", "enter")
        assert "ขอให้ส่งคืนพัสดุที่ยืม" in shown(pilot)


# --- labels -------------------------------------------------------------------------------------------------------------


def counts(desk):
    count = labels.label_count(desk.office)
    return count.printed, count.reprinted, count.retired


async def test_marked_assets_get_their_labels_and_the_sheet_is_remembered(lived, tmp_path, no_printer):
    async with At(lived) as pilot:
        await press(pilot, "f3", "enter", "space", "space", "space", "f10", "enter")
        assert isinstance(pilot.app.screen, LabelsDialog)
        assert "ป้ายของพัสดุ 3 รายการ" in shown(pilot)
        pilot.app.screen.query_one("#first", Input).value = "๓"
        await press(pilot, "f10")
        assert "2 ดวง" in shown(pilot)  # the camera's was printed before: only the others, or why again
        await press(pilot, "enter")
        assert isinstance(pilot.app.screen, PagesDialog)
        assert "ป้าย 2 ดวง 1 แผ่น" in shown(pilot)
        assert counts(lived) == (1, 0, 0)
        await press(pilot, "f9")
        await job_done(pilot)
        assert counts(lived) == (3, 0, 0)
        assert any("เก็บไว้ที่" in words for words in told(pilot))
        await press(pilot, "f10", "enter")
        assert pilot.app.screen.query_one("#first", Input).value == "5"
        assert pilot.app.screen.query_one("#stock", Select).value == "a4-24"
        pilot.app.screen.query_one("#stock", Select).value = "a4-65"
        await settle(pilot)
        assert pilot.app.screen.query_one("#first", Input).value == "1"
    assert len(files(tmp_path)) == 1


@pytest.mark.parametrize("first", ["0", "25", "สาม", ""])
async def test_a_label_that_the_sheet_has_not_is_asked_again(lived, first, no_printer):
    async with At(lived) as pilot:
        await press(pilot, "f3", "enter", "f10", "enter")
        pilot.app.screen.query_one("#first", Input).value = first
        await press(pilot, "f10")
        assert isinstance(pilot.app.screen, LabelsDialog)
        assert any("1 ถึง 24" in words for words in told(pilot))


async def test_a_label_is_printed_again_only_with_a_reason(lived, no_printer):
    async with At(lived) as pilot:
        await press(pilot, "f3", "enter", "enter", "f10", "enter", "f10")
        assert "แผ่นเสียระหว่างพิมพ์" in shown(pilot)
        await press(pilot, "escape")
        assert isinstance(pilot.app.screen, AssetScreen)
        assert counts(lived) == (1, 0, 0)
        await press(pilot, "f10", "enter", "f10", "enter", "f9")
        await job_done(pilot)
    assert counts(lived) == (1, 1, 0)


async def test_labels_whose_file_cannot_be_written_are_not_made(lived, monkeypatch, no_printer):
    def refuse(*_):
        raise Unusable(what="x", why="ดิสก์เต็ม", why_en="disk full")

    monkeypatch.setattr("assettrack.tui.dialogs.labels.write_pdf", refuse)
    async with At(lived) as pilot:
        await press(pilot, "f3", "enter", "down", "f10", "enter", "f10", "f9")
        await job_done(pilot)
        assert any("ดิสก์เต็ม" in words for words in told(pilot))
    assert counts(lived) == (1, 0, 0)


async def test_an_assets_page_shows_the_code_of_its_label_or_says_that_it_has_none(lived, no_printer):
    token = labels.labels_of_asset(lived.office, CAMERA)[0].token
    async with At(lived) as pilot:
        await press(pilot, "f3", "enter", "enter")
        pilot.app.screen.query_one(TabbedContent).active = "tab-numbers"
        await settle(pilot)
        assert token in shown(pilot)
        assert "▀▀▀▀▀▀▀" in shown(pilot)
        await press(pilot, "escape", "down", "enter")
        pilot.app.screen.query_one(TabbedContent).active = "tab-numbers"
        await settle(pilot)
        assert "ยังไม่มีป้าย QR" in shown(pilot)
        assert "▀▀▀▀▀▀▀" not in shown(pilot)


async def test_a_label_that_was_lost_is_replaced_and_the_new_one_printed(lived, no_printer):
    async with At(lived) as pilot:
        await press(pilot, "f3", "enter", "enter", "f10", "down", "down", "enter", "enter")
        assert isinstance(pilot.app.screen, LabelsDialog)
        await press(pilot, "f10", "f9")
        await job_done(pilot)
        pilot.app.screen.query_one(TabbedContent).active = "tab-numbers"
        await settle(pilot)
        assert "(หลุดหาย)" in shown(pilot)
    old, new = labels.labels_of_asset(lived.office, CAMERA)
    assert (old.retired_why, new.printed) == ("lost", 1)


async def test_the_palette_prints_what_has_no_label_yet(lived, no_printer):
    async with At(lived) as pilot:
        await palette(pilot, "พิมพ์ป้าย")
        assert "เฉพาะที่ยังไม่มีป้าย" in shown(pilot)
        pilot.app.screen.query_one("#division", Select).value = "กองช่าง"
        await press(pilot, "f10", "f9")
        await job_done(pilot)
    assert counts(lived) == (6, 0, 0)


# --- scanning -----------------------------------------------------------------------------------------------------------


def label_of(desk, code, why=""):
    """A label in use of an asset, or one that was retired."""
    actor = actor_of(desk.office, "patsadu")
    if not labels.labels_of_asset(desk.office, code):
        labels.print_labels(desk.office, actor, LabelChoice((code,)))
    token = labels.labels_of_asset(desk.office, code)[0].token
    if why:
        labels.replace_label(desk.office, actor, token, why)
    return token


@pytest.mark.parametrize(
    "typed_as", [str, str.lower, to_thai, lambda token: payload("A", token[2:], "http://10.0.0.5")]
)
async def test_a_label_is_the_thing_at_the_counter_in_every_layout(lived, typed_as, no_printer):
    token = label_of(lived, SCREEN)
    async with At(lived) as pilot:
        await press(pilot, "f5")
        await typed(pilot, typed_as(token))
        await press(pilot, "enter")
        assert [piece.code for piece in pilot.app.screen.pieces] == [SCREEN]


async def test_a_label_is_known_where_nobody_types(lived, no_printer):
    token = label_of(lived, SCREEN)
    async with At(lived) as pilot:
        await press(pilot, "f3", "enter")
        await scan(pilot, to_thai(token))
        assert [piece.code for piece in pilot.app.screen.pieces] == [SCREEN]


async def test_a_retired_label_finds_its_thing_and_is_said_to_be_retired(lived, no_printer):
    token = label_of(lived, SCREEN, "faded")
    async with At(lived) as pilot:
        await press(pilot, "f5")
        await typed(pilot, token)
        await press(pilot, "enter")
        assert [piece.code for piece in pilot.app.screen.pieces] == [SCREEN]
        assert any(f"ป้าย {token} เลิกใช้แล้ว" in words for words in told(pilot))
        await press(pilot, "f4")
        pilot.app.screen.query_one("#line").focus()
        await pilot.pause()
        await typed(pilot, token)
        await press(pilot, "enter")
        assert [code for code, *_ in pilot.app.screen.lines] == [SCREEN]
        assert "เลิกใช้แล้ว" in pilot.app.screen.lines[0][2]


@pytest.mark.parametrize(
    ("code", "words"), [("A-" + checked("000000"), "อาจเป็นป้ายของหน่วยงานอื่น"), ("1101700230708", "เลขประจำตัวประชาชน")]
)
async def test_what_is_no_label_of_ours_is_said_to_be_what_it_is(lived, code, words, no_printer):
    async with At(lived) as pilot:
        await press(pilot, "f5")
        await typed(pilot, code)
        await press(pilot, "enter")
        assert any(words in sentence for sentence in told(pilot)), told(pilot)
        assert pilot.app.screen.pieces == []


async def test_a_label_is_found_in_the_register_and_in_the_palette(lived, no_printer):
    token = label_of(lived, SCREEN)
    async with At(lived) as pilot:
        await press(pilot, "f3")
        await typed(pilot, to_thai(token))
        assert "1 รายการ" in shown(pilot)
        assert SCREEN in shown(pilot)
        await palette(pilot, token)
        assert isinstance(pilot.app.screen, AssetScreen)
        assert SCREEN in shown(pilot)


def form_of(desk, number):
    loan = lending.loan(desk.office, number, today=TODAY)
    return papers.print_paper(desk.office, actor_of(desk.office, "patsadu"), "loan_form", loan.id)


async def test_a_paper_that_holds_is_as_good_as_its_number(lived, no_printer):
    mark = form_of(lived, "3/2569").mark
    async with At(lived) as pilot:
        await press(pilot, "f5")
        await typed(pilot, to_thai(mark))
        await press(pilot, "enter")
        assert any("ใช้ได้: เป็นใบยืม" in words for words in told(pilot))
        assert [piece.code for piece in pilot.app.screen.pieces] == [PROJECTOR]


async def test_a_paper_that_was_replaced_is_said_to_be_and_its_loan_is_shown(lived, no_printer):
    mark = form_of(lived, "2/2569").mark
    actor = actor_of(lived.office, "patsadu")
    lending.extend(lived.office, actor, "2/2569", due=TODAY + timedelta(days=3), reason="ประชุมต่อ")
    lending.approve(lived.office, actor_of(lived.office, "chang"), "2/2569")
    async with At(lived) as pilot:
        await press(pilot, "f3", "enter")
        await scan(pilot, mark)
        assert any("ใช้ไม่ได้แล้ว" in words for words in told(pilot)), told(pilot)
        assert isinstance(pilot.app.screen, LoanScreen)


async def test_a_paper_that_nobody_knows_is_said_to_be_unknown(lived, no_printer):
    async with At(lived) as pilot:
        await press(pilot, "f5")
        for code in (payload("P", checked("000000000000")), "P-0000000000001"):  # another office's; altered
            await typed(pilot, code)
            await press(pilot, "enter")
            assert "ไม่พบเอกสารนี้ในหน่วยงาน" in told(pilot)[-1]
        assert pilot.app.screen.pieces == []


# --- palette ------------------------------------------------------------------------------------------------------------


async def test_a_paper_is_verified_from_the_palette_with_what_it_must_say(lived, no_printer):
    mark = form_of(lived, "2/2569").mark
    async with At(lived) as pilot:
        await palette(pilot, "ตรวจเอกสาร")
        await typed(pilot, mark)
        await press(pilot, "enter")
        assert "ใช้ได้: เป็นใบยืม" in shown(pilot)
        assert "416-60-0018" in shown(pilot)
        await press(pilot, "down", "enter")
        assert isinstance(pilot.app.screen, LoanScreen)
        await press(pilot, "escape")
        await palette(pilot, mark)
        assert "ใช้ได้: เป็นใบยืม" in shown(pilot)


async def test_a_blank_form_is_printed_and_recorded_nowhere(lived, tmp_path, no_printer):
    before = papers.find_papers(lived.office, "2569", limit=99)
    async with At(lived) as pilot:
        await palette(pilot, "แบบเปล่า")
        await press(pilot, "enter", "down", "down", "enter")
        assert "ใบยืมพัสดุ/ครุภัณฑ์ แบบเปล่า หน่วยงานอื่น" in shown(pilot)
        assert "ข้าพเจ้า ....." in shown(pilot)
        await press(pilot, "f9")
    assert files(tmp_path) == ["blank-loan_form-agency.pdf"]
    assert papers.find_papers(lived.office, "2569", limit=99) == before


async def test_the_register_of_loans_is_had_by_its_year(lived, no_printer):
    async with At(lived) as pilot:
        await palette(pilot, "แบบเปล่า")
        options = pilot.app.screen.query_one(OptionList)
        options.highlighted = options.get_option_index("loan_register")
        await press(pilot, "enter")
        assert "ปีงบประมาณ 2569" in shown(pilot)
        await press(pilot, "enter")
        assert "ทะเบียนคุมการยืมใช้พัสดุ ประจำปีงบประมาณ ๒๕๖๙" in shown(pilot)


async def test_a_printer_is_measured_and_offered_for_its_stock(lived, no_printer):
    async with At(lived) as pilot:
        await palette(pilot, "หน้าวัด")
        assert isinstance(pilot.app.screen, PagesDialog)
        await press(pilot, "escape")
        await palette(pilot, "ผลวัด")
        await press(pilot, "enter")
        for text in ("เครื่องหน้าห้อง", "๑๑", "9,5", "190", "277"):
            await typed(pilot, text)
            await press(pilot, "enter")
        assert [p.profile.dx for p in labels.printers(lived.office)] == [-1.0]
        await press(pilot, "f3", "enter", "f10", "enter")
        pilot.app.screen.query_one("#printer", Select).value = "เครื่องหน้าห้อง"
        await press(pilot, "f10")
        assert not any("✗" in words for words in told(pilot))


async def test_a_measure_that_is_no_number_is_said_by_its_name(lived, no_printer):
    async with At(lived) as pilot:
        await palette(pilot, "ผลวัด")
        await press(pilot, "enter")
        for text in ("ก", "สิบ", "10", "190", "277"):
            await typed(pilot, text)
            await press(pilot, "enter")
        assert any("จากขอบซ้าย" in words and "สิบ" in words for words in told(pilot)), told(pilot)
    assert labels.printers(lived.office) == ()


def test_the_scenes_have_what_these_tests_say(lived):
    assert asset_by_code(lived.office, CAMERA).row.state == "on_loan"
    assert [one.printed for one in labels.labels_of_asset(lived.office, CAMERA)] == [1]
    assert lending.loan(lived.office, "3/2569", today=TODAY).state == "approved"
