"""What people do on each screen, keys only: forms, lists, bulk work, drafts, languages, keys, locks."""

import os
import subprocess
import sys
import time
from datetime import date

import pytest
from textual import events
from textual.keys import _character_to_key
from textual.widgets import Input, OptionList, Select

from assettrack.office import lending, registry
from assettrack.office.importing import plan_import
from assettrack.thai.keyboard import to_thai
from assettrack.tui.dialogs.calendar import CalendarDialog
from assettrack.tui.dialogs.choose import ChooseDialog, PreviewDialog
from assettrack.tui.dialogs.help import GuideDialog, HelpDialog
from assettrack.tui.dialogs.key_map import KeyMapDialog, clash, every_binding
from assettrack.tui.dialogs.tour import TourDialog
from assettrack.tui.jobs import Job
from assettrack.tui.preferences import Preferences, load
from assettrack.tui.screens.lending import LoanScreen
from assettrack.tui.screens.sign_in import LockScreen, SignInScreen
from assettrack.words.speech import language, say, speak
from tests.offices import PASSWORD, insert_asset
from tests.tui import scenes
from tests.tui.conftest import picture, settle, type_thai
from tests.tui.scenes import At, press, shown, sign_in, told, typed


@pytest.fixture(autouse=True)
def thai_again():
    yield
    speak("th")


def pieces(pilot):
    """What lies on the counter."""
    return pilot.app.screen.pieces


async def go_to(pilot, name):
    pilot.app.screen.query_one(f"#{name}").focus()
    await pilot.pause()


# --- home ---------------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("login", "has", "has_not"),
    [
        ("patsadu", ["รอส่งมอบ 1", "ครบกำหนดวันนี้ 1", "เกินกำหนด 1", "รอชดใช้ 0"], ["รอท่านพิจารณา"]),
        ("chang", ["รอท่านพิจารณา 1"], ["รอส่งมอบ"]),
        ("trwj", ["ถูกยืมอยู่ 2", "รอหนังสืออนุมัติ 0"], ["รอส่งมอบ", "รอท่านพิจารณา"]),
        ("staff1", ["ใบยืมของท่าน 4"], ["รอส่งมอบ", "รอท่านพิจารณา"]),
        ("staff2", ["ไม่มีงานค้างสำหรับท่าน"], ["บย."]),
    ],
)
async def test_home_shows_each_role_its_own_work(lived, login, has, has_not):
    async with At(lived, login) as pilot:
        assert not [words for words in has if words not in shown(pilot)]
        assert not [words for words in has_not if words in shown(pilot)]


async def test_a_number_leads_to_its_list_by_key_and_by_mouse(lived):
    async with At(lived) as pilot:
        await press(pilot, "right", "right", "right")
        assert "บย. 3/2569" in shown(pilot)
        assert "บย. 1/2569" not in shown(pilot)
        await press(pilot, "left", "left", "left")
        assert "บย. 1/2569" in shown(pilot)
        overdue = next(q for q in pilot.app.screen.query("Queue") if q.name == "overdue")
        await pilot.click(overdue)
        await settle(pilot)
        assert "เกิน 5 วัน ทวงใน 2 วัน" in shown(pilot)
        assert "บย. 3/2569" not in shown(pilot)


async def test_a_wide_screen_shows_beside_the_list_what_the_cursor_is_on(lived):
    async with At(lived, size=(140, 40)) as pilot:
        assert "หมู่ ๔ และหมู่ ๗" in shown(pilot)
        await press(pilot, "down")
        assert "นำเสนอ" in shown(pilot)
        await press(pilot, "f3", "enter", "end")
        await pilot.pause(0.3)
        await settle(pilot)
        side = str(pilot.app.screen.query_one("#side").render_line(0))
        assert "057-58-0004" in side
        await pilot.resize_terminal(80, 24)
        await settle(pilot)
        assert not pilot.app.screen.query_one("#side").display


# --- request ------------------------------------------------------------------------------------------------------------


async def test_a_villagers_request_is_typed_once_and_filled_in_the_next_time(lived):
    async with At(lived) as pilot:
        await press(pilot, "f4")
        pilot.app.screen.query_one("#class", Select).value = "villager"
        await settle(pilot)
        assert pilot.app.screen.query_one("#place", Select).value == "outside"
        assert not pilot.app.screen.query_one("#row-letter_no").display
        pilot.app.screen.query_one("#purpose", Select).value = "religious_event"
        for name, text in (
            ("borrower", "นางบุญมี ศรีสุข"), ("address", "๑๒ หมู่ ๔"), ("certifier", "ผู้ใหญ่สมบูรณ์"), ("reason", "งานบุญ"), ("due", "+3"),
        ):  # fmt: skip
            await go_to(pilot, name)
            await typed(pilot, text)
        await go_to(pilot, "line")
        await typed(pilot, "120-62-0002*40")
        await press(pilot, "enter", "f9")
        assert isinstance(pilot.app.screen, LoanScreen)
        loan = pilot.app.screen.loan
        assert (loan.borrower, loan.place, loan.certifier, loan.lines[0].quantity) == (
            "นางบุญมี ศรีสุข",
            "outside",
            "ผู้ใหญ่สมบูรณ์",
            40,
        )

        await press(pilot, "f4")
        pilot.app.screen.query_one("#class", Select).value = "villager"
        await settle(pilot)
        await go_to(pilot, "borrower")
        await typed(pilot, "บุญมี")
        await press(pilot, "down", "enter")
        assert pilot.app.screen.query_one("#address", Input).value == "๑๒ หมู่ ๔"
        assert pilot.app.screen.query_one("#certifier", Input).value == "ผู้ใหญ่สมบูรณ์"


async def test_a_quick_hand_finds_the_purposes_in_the_form_at_once(lived):
    async with At(lived, "staff1") as pilot:
        await pilot.press("f4")
        for key in ("enter", "down", "enter"):
            pilot.app.post_message(events.Key(key, None))
            await pilot.pause()
        await pilot.pause(0.3)
        await settle(pilot)
        assert pilot.app.screen.query_one("#purpose", Select).value == "official"


async def test_what_was_typed_is_there_after_a_sign_out_and_gone_when_cleared(lived):
    async with At(lived, "staff1") as pilot:
        await press(pilot, "f4")
        await go_to(pilot, "reason")
        await typed(pilot, "ประชุมประชาคม")
        await go_to(pilot, "line")
        await typed(pilot, "416-65-0003")
        await press(pilot, "enter", "f2")
        await pilot.pause(0.6)
    async with At(lived, "staff1") as pilot:  # the program was ended; the line had broken
        await press(pilot, "f4")
        assert pilot.app.screen.query_one("#reason", Input).value == "ประชุมประชาคม"
        assert [code for code, *_ in pilot.app.screen.lines] == ["416-65-0003"]
        assert any("ร่าง" in words for words in told(pilot))
        await press(pilot, "f8")
    assert load(lived.settings.config_dir, "staff1").drafts == {}
    assert load(lived.settings.config_dir, "patsadu").drafts == {}


@pytest.mark.parametrize(
    ("keys", "day"),
    [
        ((), "22/09/2569"),
        (("right", "down"), "30/09/2569"),
        (("pagedown",), "22/10/2569"),
        (("pageup", "up", "left"), "14/08/2569"),
    ],
)
async def test_a_day_is_picked_in_the_calendar(lived, keys, day):
    async with At(lived) as pilot:
        await press(pilot, "f4")
        await go_to(pilot, "due")
        await typed(pilot, "+7")
        await press(pilot, "down")
        assert isinstance(pilot.app.screen, CalendarDialog)
        assert "กันยายน 2569" in shown(pilot)
        await press(pilot, *keys, "enter")
        assert pilot.app.screen.query_one("#due", Input).value == day


async def test_the_calendar_stays_in_the_month_that_is_shorter():
    from textual.app import App

    class Days(App[None]):
        day = None

        def on_mount(self):
            self.push_screen(
                CalendarDialog(date(2027, 1, 31), date(2026, 9, 15)), lambda day: setattr(self, "day", day)
            )

    app = Days()
    async with app.run_test() as pilot:
        await pilot.press("pagedown", "enter")
        await pilot.pause()
    assert app.day == date(2027, 2, 28)


@pytest.mark.parametrize(
    ("text", "words"),
    [("15/11/69", "อา. 15 พ.ย. 69"), ("๑๕ พ.ย. ๖๙", "อา. 15 พ.ย. 69"), ("+๗", "อ. 22 ก.ย. 69"), ("31/2/69", "✗")],
)
async def test_a_day_says_at_once_what_it_means(lived, text, words):
    async with At(lived) as pilot:
        await press(pilot, "f4")
        await go_to(pilot, "due")
        await typed(pilot, text)
        assert words in shown(pilot)


# --- register -----------------------------------------------------------------------------------------------------------


async def test_many_are_corrected_at_once_after_a_look_at_what_changes(lived):
    async with At(lived) as pilot:
        await press(pilot, "f3", "enter", "space", "space", "f8")
        assert "2 รายการที่เลือก" in shown(pilot)
        await press(pilot, "down", "enter")
        await typed(pilot, "คลัง ๒")
        await press(pilot, "enter")
        assert isinstance(pilot.app.screen, PreviewDialog)
        assert "ห้องพัสดุ → คลัง ๒" in shown(pilot)
        await press(pilot, "f10")
        await pilot.pause(0.3)
        await settle(pilot)
        assert shown(pilot).count("คลัง ๒") >= 2
    places = {row.code: row.place for row in registry.find_assets(lived.office, "คลัง ๒").rows}
    assert set(places) == {"416-63-0002", "120-62-0002"}


async def test_a_bulk_correction_that_is_not_wanted_changes_nothing(lived):
    async with At(lived) as pilot:
        await press(pilot, "f3", "f8")
        assert any("Space" in words for words in told(pilot))
        await press(pilot, "enter", "space", "f8", "down", "down", "down", "enter", "down", "enter", "escape")
    assert registry.asset_by_code(lived.office, "416-63-0002").version == 2


async def test_an_asset_is_corrected_looked_at_and_taken_back(lived):
    async with At(lived) as pilot:
        await press(pilot, "f3")
        await typed(pilot, "โน้ตบุ๊ก")
        await press(pilot, "enter", "enter", "f6")
        await go_to(pilot, "price")
        pilot.app.screen.query_one("#price", Input).value = "แพง"
        await press(pilot, "f9")
        assert "✗ ต้องเป็นจำนวนเงินบาท" in shown(pilot)
        assert registry.asset_by_code(lived.office, "416-65-0003").version == 1
        pilot.app.screen.query_one("#price", Input).value = "๒๓,๕๐๐"
        pilot.app.screen.query_one("#note", Input).value = "เปลี่ยนแบตเตอรี่"
        await press(pilot, "f9")
        assert "23,500.00" in shown(pilot)
        pilot.app.screen.query_one("#tabs").active = "tab-history"
        await settle(pilot)
        assert "ราคาต่อหน่วย: 22,000.00 → 23,500.00" in shown(pilot)
        await press(pilot, "f7", "enter")
        record = registry.asset_by_code(lived.office, "416-65-0003")
        assert (record.row.price, record.note, record.version) == (2_200_000, "", 3)


async def test_another_one_like_it_is_entered(lived):
    async with At(lived) as pilot:
        await press(pilot, "f3")
        await typed(pilot, "โน้ตบุ๊ก")
        await press(pilot, "enter", "enter", "f8")
        assert pilot.app.screen.query_one("#name", Input).value == "คอมพิวเตอร์โน้ตบุ๊ก"
        await press(pilot, "f9")
        assert any("ข้อ ๒๐๓" in words for words in told(pilot))
        pilot.app.screen.query_one("#code", Input).value = "416-65-0004"
        pilot.app.screen.query_one("#acquired_on", Input).value = "1/10/68"
        await press(pilot, "f9")
        assert "416-65-0004" in shown(pilot)
    made = registry.asset_by_code(lived.office, "416-65-0004")
    assert (made.row.division, made.row.price, made.acquired_on) == ("กองคลัง", 2_200_000, date(2025, 10, 1))


async def test_an_assets_form_left_by_mistake_is_there_again(lived):
    async with At(lived) as pilot:
        await press(pilot, "f3", "f7")
        for name, text in (("code", "416-71-0001"), ("name", "เครื่องเสียง")):
            await go_to(pilot, name)
            await typed(pilot, text)
        pilot.app.screen.query_one("#condition", Select).value = "deteriorated"
        await press(pilot, "escape", "f7")
        assert pilot.app.screen.query_one("#name", Input).value == "เครื่องเสียง"
        assert pilot.app.screen.query_one("#condition", Select).value == "deteriorated"
        assert any("ร่าง" in words for words in told(pilot))
        await press(pilot, "f9")
        assert load(lived.settings.config_dir, "patsadu").drafts == {}
        await press(pilot, "escape", "f7")
        assert pilot.app.screen.query_one("#name", Input).value == ""
    assert registry.asset_by_code(lived.office, "416-71-0001").row.condition == "deteriorated"


async def test_a_view_is_kept_under_its_name_and_taken_up_again(lived):
    async with At(lived) as pilot:
        await press(pilot, "f3", "f6")
        pilot.app.screen.query_one("#division", Select).value = "กองช่าง"
        pilot.app.screen.query_one("#sort", Select).value = "code"
        pilot.app.screen.query_one("#name", Input).value = "ของกองช่าง"
        columns = pilot.app.screen.query_one("#columns")
        columns.select("price")
        columns.deselect("place")
        await press(pilot, "f10")
        assert "«ของกองช่าง»" in shown(pilot)
        assert "เรียงตามรหัส" in shown(pilot)
        assert "18,000.00" in shown(pilot)
        assert "416-65-0003" not in shown(pilot)
        lines = [line for line in picture(pilot.app) if line.strip()[:3].isdigit()]
        assert [line.split()[0] for line in lines] == sorted(line.split()[0] for line in lines)
    async with At(lived) as pilot:
        await press(pilot, "f3", "f6")
        pilot.app.screen.query_one("#kept", Select).value = "ของกองช่าง"
        await settle(pilot)
        assert pilot.app.screen.query_one("#division", Select).value == "กองช่าง"
        await press(pilot, "f8", "f10")
        assert "8 รายการ" in shown(pilot)


async def test_marks_are_words_not_colours_alone(lived):
    async with At(lived) as pilot:
        await press(pilot, "f3", "f6")
        lines = [line for line in picture(pilot.app) if "[" in line]
        assert any("[x] ชื่อ" in line for line in lines)
        assert any("[ ] ราคา" in line for line in lines)


async def test_an_asset_is_asked_for_from_its_page(lived):
    async with At(lived) as pilot:
        await press(pilot, "f3")
        await typed(pilot, "โน้ตบุ๊ก")
        await press(pilot, "enter", "enter", "f9")
        await settle(pilot)
        assert [code for code, *_ in pilot.app.screen.lines] == ["416-65-0003"]


async def test_a_photograph_is_added_and_voided(lived, tmp_path):
    scenes.camera().save(tmp_path / "หน้า.jpg")
    async with At(lived) as pilot:
        await press(pilot, "f3")
        await typed(pilot, "จอรับภาพ")
        await press(pilot, "enter", "enter")
        await press(pilot, "ctrl+p")
        await typed(pilot, str(tmp_path / "หน้า.jpg"))
        await press(pilot, "enter")
        pilot.app.screen.query_one("#tabs").active = "tab-photos"
        await settle(pilot)
        assert "▀▀▀▀" in shown(pilot)
        assert "หน้า  15 ก.ย. 69" in shown(pilot)
        await press(pilot, "ctrl+d")
        await typed(pilot, "ผิดเครื่อง")
        await press(pilot, "enter")
        assert "ยังไม่มีภาพถ่าย" in shown(pilot)


# --- loan ---------------------------------------------------------------------------------------------------------------


async def test_a_loan_is_chased_and_extended_with_what_was_said(lived):
    async with At(lived) as pilot:
        await press(pilot, "right", "right", "right", "right", "right", "enter", "ctrl+t")
        assert isinstance(pilot.app.screen, ChooseDialog)
        await press(pilot, "enter")
        await typed(pilot, "จะนำมาคืนพรุ่งนี้")
        await press(pilot, "enter")
        assert "โทรศัพท์ จะนำมาคืนพรุ่งนี้" in shown(pilot)


async def test_a_question_left_by_mistake_keeps_what_was_typed_but_no_password(lived):
    async with At(lived, "chang") as pilot:
        await press(pilot, "enter", "f7")
        await typed(pilot, "ยังไม่จำเป็น")
        await press(pilot, "enter")
        await typed(pilot, "รหัสลับ")
        await press(pilot, "escape", "f7")
        assert pilot.app.screen.query_one("#ask-text", Input).value == "ยังไม่จำเป็น"
        assert pilot.app.screen.query_one("#ask-password", Input).value == ""
        await press(pilot, "escape", "escape", "f9")
        assert pilot.app.unsent == {}


async def test_more_time_is_asked_for_with_a_day_from_the_calendar(lived):
    async with At(lived, "staff1") as pilot:
        await press(pilot, "f12")
        await typed(pilot, "2/2569")
        await pilot.pause(0.5)
        await press(pilot, "enter", "ctrl+e")
        await typed(pilot, "+3")
        assert "ศ. 18 ก.ย. 69" in shown(pilot)
        await press(pilot, "down", "right", "enter")
        await typed(pilot, "ประชุมต่อ")
        await press(pilot, "enter")
        assert "ถึง 19 ก.ย. 69: รอพิจารณา" in shown(pilot)


@pytest.mark.parametrize(
    ("login", "rows", "offered", "not_offered"),
    [
        ("chang", 0, ["F6 อนุมัติ", "F7 ไม่อนุมัติ"], ["F8 ส่งมอบ", "F9 รับคืน"]),
        ("patsadu", 1, ["F8 ส่งมอบ"], ["F6 อนุมัติ", "F9 รับคืน"]),
        ("patsadu", 2, ["F9 รับคืน"], ["F6 อนุมัติ", "F8 ส่งมอบ"]),
    ],
)
async def test_a_loan_offers_the_keys_that_lead_on(lived, login, rows, offered, not_offered):
    async with At(lived, login) as pilot:
        await press(pilot, *["down"] * rows, "enter")
        assert [words for words in offered if words not in shown(pilot)] == []
        assert [words for words in not_offered if words in shown(pilot)] == []


async def test_an_opinion_is_for_or_against(lived):
    async with At(lived) as pilot:
        await press(pilot, "enter", "ctrl+o", "down", "enter")
        await typed(pilot, "ใกล้กำหนดงานอื่น")
        await press(pilot, "enter")
        assert "ไม่เห็นควร" in shown(pilot)
        assert "«ใกล้กำหนดงานอื่น»" in shown(pilot)


@pytest.mark.parametrize("key", ["ctrl+ะ", "ctrl+t"])
async def test_a_control_key_works_when_the_keyboard_is_set_to_thai(lived, key):
    async with At(lived) as pilot:
        await press(pilot, "right", "right", "right", "right", "right", "enter")
        pilot.app.post_message(events.Key(key, None))
        await pilot.pause(0.1)
        await settle(pilot)
        assert isinstance(pilot.app.screen, ChooseDialog)


async def test_the_slash_key_finds_in_both_layouts(lived):
    async with At(lived) as pilot:
        await press(pilot, "f3", "enter")
        assert pilot.app.focused.id == "assets"
        pilot.app.post_message(events.Key("thai_character_fofan", to_thai("/")))
        await pilot.pause(0.1)
        assert pilot.app.focused.id == "search"


# --- counter and scanner ------------------------------------------------------------------------------------------------


async def test_a_hand_over_is_ticked_thing_by_thing(lived):
    async with At(lived) as pilot:
        await press(pilot, "f5")
        await typed(pilot, "3/2569")
        await press(pilot, "enter", "f8")
        assert "ยังไม่ได้สแกน 416-60-0017" in shown(pilot)
        assert lending.loan(lived.office, "3/2569", today=lived.today()).state == "approved"
        await typed(pilot, to_thai("416-60-0017"))
        await press(pilot, "enter")
        assert "✓ 416-60-0017 เครื่องฉายภาพ 1/1" in shown(pilot)
        await press(pilot, "f8")
        assert lending.loan(lived.office, "3/2569", today=lived.today()).state == "issued"


async def test_what_is_on_nobodys_loan_is_said_and_not_taken(lived):
    async with At(lived) as pilot:
        await press(pilot, "f5")
        for code, words in (("416-65-0003", "416-65-0003 ไม่ได้: ไม่ได้ถูกยืม"), ("9786160000000", "9786160000000")):
            await typed(pilot, code)
            await press(pilot, "enter")
            assert any(words in sentence for sentence in told(pilot)), told(pilot)
        assert pieces(pilot) == []


async def test_two_hundred_scans_back_to_back_all_arrive_once_in_order(lived):
    codes = [f"600-60-{n:04d}" for n in range(200)]
    async with At(lived) as pilot:
        await press(pilot, "f5")
        heard = []
        pilot.app.screen.action_scan = heard.append
        field = pilot.app.screen.query_one("#scan")
        for code in codes:
            for char in code:
                field.post_message(events.Key(char, char))
            field.post_message(events.Key("enter", None))
        await pilot.pause(0.5)
        await settle(pilot)
        assert heard == codes


async def test_a_scan_where_nobody_types_goes_to_the_counter_and_runs_no_command(lived):
    async with At(lived) as pilot:
        await press(pilot, "f3", "enter")
        for char in "416-60-0018":
            pilot.app.post_message(events.Key({"-": "minus"}.get(char, char), char))
        pilot.app.post_message(events.Key("enter", "\r"))
        await pilot.pause(0.3)
        await settle(pilot)
        assert pilot.app.screen.AREA == "counter"
        assert [p.code for p in pieces(pilot)] == ["416-60-0018"]


async def test_a_burst_that_is_no_code_is_dropped_and_said(lived):
    async with At(lived) as pilot:
        await press(pilot, "f3", "enter")
        for char in "/////":
            pilot.app.post_message(events.Key("slash", char))
        await pilot.pause(0.2)
        assert pilot.app.focused.id == "assets"
        assert any("ไม่ใช่รหัสพัสดุ" in words for words in told(pilot))


async def test_what_is_typed_before_a_question_has_its_field_is_not_lost(lived):
    async with At(lived, "chang") as pilot:
        await press(pilot, "enter")
        pilot.app.post_message(events.Key("f6", None))
        for char in PASSWORD:
            pilot.app.post_message(events.Key(_character_to_key(char), char))
        for _ in range(20):
            await pilot.pause(0.02)
        assert pilot.app.screen.query_one("#ask-password", Input).value == PASSWORD


async def test_a_scan_is_no_answer_to_a_question(lived):
    async with At(lived) as pilot:
        await press(pilot, "down", "down", "enter", "ctrl+t")
        for char in "416-60-0018":
            pilot.app.post_message(events.Key({"-": "minus"}.get(char, char), char))
        pilot.app.post_message(events.Key("enter", "\r"))
        await pilot.pause(0.3)
        assert isinstance(pilot.app.screen, ChooseDialog)
        assert any("สแกนที่นี่ไม่ได้" in words for words in told(pilot))


# --- import and long work -----------------------------------------------------------------------------------------------


async def test_a_register_is_imported_step_by_step(lived, tmp_path):
    path = tmp_path / "ของใหม่.csv"
    path.write_text(
        "รหัสครุภัณฑ์,รายการ,มูลค่าซื้อ,ราคา\n416-66-0001,จอภาพ,ห้อง ๑,5000\n416-66-0002,จอภาพ,ห้อง ๒,แพง\n", encoding="utf-8"
    )
    async with At(lived) as pilot:
        await press(pilot, "f3", "f9")
        await typed(pilot, str(path))
        await press(pilot, "down", "enter")
        assert "อ่านได้ 3 คอลัมน์ ไม่อ่าน 1 คอลัมน์" in shown(pilot)
        await press(pilot, "down", "down", "enter")
        options = pilot.app.screen.query_one(OptionList)
        options.highlighted = options.get_option_index("place")
        await press(pilot, "enter", "f8")
        await pilot.pause(0.3)
        await settle(pilot)
        assert "ใหม่ 1 แก้ 0 เหมือนเดิม 0 ข้าม 0 ไม่รับ 1" in shown(pilot)
        assert "แพง" in shown(pilot)
        await press(pilot, "f9")
        await pilot.pause(0.5)
        await settle(pilot)
        assert "นำเข้าใหม่ 1 รายการ" in shown(pilot)
    assert registry.asset_by_code(lived.office, "416-66-0001").row.place == "ห้อง ๑"


async def test_long_work_shows_how_far_it_is_and_stops_without_harm(lived, tmp_path, monkeypatch):
    at_its_pace = Job.step

    def slowly(job, done, of):
        time.sleep(0.05)
        at_its_pace(job, done, of)

    monkeypatch.setattr(Job, "step", slowly)
    path = tmp_path / "มาก.csv"
    path.write_text("รหัส,รายการ\n" + "".join(f"700-60-{n:05d},ของ {n}\n" for n in range(6000)), encoding="utf-8")
    async with At(lived) as pilot:
        await pilot.app.action_show("importing")
        pilot.app.screen._open(path)
        await settle(pilot)
        pilot.app.screen._show_plan(plan_import(lived.office, path, today=lived.today()))
        pilot.app.screen.action_go()
        for _ in range(200):
            await pilot.pause(0.02)
            if pilot.app.job is not None and pilot.app.job.done >= 1000:
                break
        await press_now(pilot, "f2")  # the rest stays usable
        assert pilot.app.screen.AREA == "home"
        pilot.app._look()
        await pilot.pause()
        assert "Ctrl+K" in shown(pilot)
        assert "%" in shown(pilot)
        await press_now(pilot, "ctrl+k")
        await settle(pilot)
        assert any("ไม่มีอะไรถูกบันทึก" in words for words in told(pilot))
        assert pilot.app.job is None
    assert registry.find_assets(lived.office, "700-60-00001").rows == ()


async def test_the_data_are_backed_up_while_the_screen_stays_usable(lived, tmp_path):
    async with At(lived) as pilot:
        await press(pilot, "f12")
        await typed(pilot, "สำรอง")
        await pilot.pause(0.4)
        await press(pilot, "enter")
        pilot.app.screen.query_one("#ask-text", Input).value = str(tmp_path / "สำรอง.db")
        await press(pilot, "enter")
        for _ in range(50):
            await pilot.pause(0.05)
            if pilot.app.job is None:
                break
        assert any("สำรองข้อมูลแล้ว" in words for words in told(pilot))
    assert (tmp_path / "สำรอง.db").stat().st_size > 100_000


async def press_now(pilot, *keys):
    """Keys, without waiting for the work that goes on."""
    for key in keys:
        await pilot.press(key)
        await pilot.pause(0.1)


# --- languages, digits, keys, colours -----------------------------------------------------------------------------------


async def test_the_language_changes_without_a_restart_and_what_was_typed_stays(lived):
    async with At(lived) as pilot:
        await press(pilot, "f4")
        await go_to(pilot, "reason")
        await typed(pilot, "ประชุม")
        await pilot.pause(0.6)
        await press(pilot, "ctrl+l")
        assert language() == "en"
        assert "F2 Today" in shown(pilot)
        assert "Reason" in shown(pilot)
        assert pilot.app.screen.query_one("#reason", Input).value == "ประชุม"
        assert "F9 Send" in shown(pilot)
        await press(pilot, "f9")
        assert any("article 207" in words for words in told(pilot))
    async with At(lived) as pilot:
        assert "F2 Today" in shown(pilot)


@pytest.mark.parametrize("area", ["home", "registry", "request", "counter", "settings", "importing"])
async def test_no_thai_word_of_ours_is_left_in_english(lived, area):
    ours = {say(f"area.{name}") for name in ("home", "registry", "request", "counter")} | {
        say("key.help"),
        say("column.code"),
        say("column.number"),
    }
    async with At(lived) as pilot:
        await press(pilot, "ctrl+l")
        await pilot.app.action_show(area)
        await settle(pilot)
        assert not [word for word in ours if word in shown(pilot)]


async def test_thai_digits_are_a_setting_of_the_person(lived):
    async with At(lived) as pilot:
        await press(pilot, "f6", "down", "enter", "down", "enter")
        await press(pilot, "f2")
        assert "๑๕ ก.ย. ๖๙" in shown(pilot)
        assert "เกินกำหนด ๑" in shown(pilot)


async def test_a_key_is_changed_shown_and_kept(lived):
    async with At(lived) as pilot:
        await pilot.app.run_action("keys")
        await settle(pilot)
        assert type(pilot.app.screen) is KeyMapDialog
        keys = pilot.app.screen.query_one(OptionList)
        keys.highlighted = keys.get_option_index("counter.undo")
        await press(pilot, "enter", "f6")
        assert any("F6" in words for words in told(pilot))  # the condition's key
        for pressed, printed in (("ctrl+u", "Ctrl+U"), ("q", "Q"), ("ctrl+left", "Ctrl+←")):
            await press(pilot, "enter", pressed)
            assert f"แป้น {printed} ใช้พิมพ์" in told(pilot)[-1]
        await press(pilot, "enter", "ctrl+b", "escape", "f5")
        assert "Ctrl+B ถอน" in shown(pilot)
        for code in ("416-60-0018",):
            await typed(pilot, code)
            await press(pilot, "enter")
        assert len(pieces(pilot)) == 1
        await press(pilot, "ctrl+b")
        assert pieces(pilot) == []
    assert load(lived.settings.config_dir, "patsadu").keys == {"counter.undo": "ctrl+b"}


def test_a_key_may_be_used_twice_only_where_the_two_never_meet():
    bindings = every_binding()
    assert clash(bindings, {}, "counter.undo", "f6") == "counter.condition"
    assert clash(bindings, {}, "counter.undo", "f3") == "go.registry"
    assert clash(bindings, {"counter.condition": "f11"}, "counter.undo", "f6") is None
    assert clash(bindings, {}, "counter.undo", "ctrl+o") is None
    for name, binding in bindings.items():
        for pressed in binding.key.split(","):
            other = clash(bindings, {}, name, pressed)
            assert other is None or {name, other} & {"help.guide", "help.close", "language", "help"}, (
                name,
                other,
            )


async def test_settings_of_the_office_are_changed_by_who_may_and_refused_to_others(lived):
    for login, kept in (("patsadu", 7), ("klang", 5)):
        async with At(lived, login) as pilot:
            await press(pilot, "f6")
            table = pilot.app.screen.query_one("#settings")
            table.move_cursor(row=list(table._cells).index("setting/public_due_limit_days"))
            await press(pilot, "enter")
            pilot.app.screen.query_one("#ask-text").value = "5"
            await press(pilot, "enter")
        from assettrack.office.settings import read_settings

        assert read_settings(lived.office).public_due_limit_days == kept


async def test_purposes_periods_and_holidays_are_edited(lived):
    from assettrack.office.settings import holidays_set, purposes, read_settings

    async with At(lived, "klang") as pilot:
        await press(pilot, "f6", "f6")
        for text in ("sports", "กีฬาตำบล", "พ.ร.บ.สภาตำบลฯ มาตรา ๖๗"):
            await typed(pilot, text)
            await press(pilot, "enter")
        assert [p.name for p in purposes(lived.office) if p.code == "sports"] == ["กีฬาตำบล"]
        await press(pilot, "f4")
        assert "กีฬาตำบล" in [words for words, _ in pilot.app.screen._purposes]
        await press(pilot, "f2", "f6", "f7", "enter")
        for text in ("2/1/70", "วันหยุดพิเศษ", "มติ ครม."):
            await typed(pilot, text)
            await press(pilot, "enter")
        assert [(h.day, h.action) for h in holidays_set(lived.office)] == [(date(2027, 1, 2), "add")]
        table = pilot.app.screen.query_one("#settings")
        table.move_cursor(row=list(table._cells).index("setting/number_period"))
        await press(pilot, "enter", "down", "enter", "down", "enter")
        assert read_settings(lived.office).number_period == {
            "loan": "fiscal",
            "return": "calendar",
            "case": "fiscal",
            "chase": "calendar",
        }
        assert "ใบส่งคืน: ปีปฏิทิน" in shown(pilot)


# --- help, tour, palette, lock ------------------------------------------------------------------------------------------


async def test_help_tells_the_article_the_keys_and_leads_to_the_guide(lived):
    async with At(lived) as pilot:
        await press(pilot, "f5", "f1")
        assert isinstance(pilot.app.screen, HelpDialog)
        assert "ข้อ ๒๐๘" in shown(pilot)
        assert "เปลี่ยนสภาพของรายการที่เลือก" in shown(pilot)
        await press(pilot, "f2")
        await pilot.pause(0.3)
        assert isinstance(pilot.app.screen, GuideDialog)
        assert "ส่งมอบ" in shown(pilot)


async def test_the_tour_is_shown_once(lived):
    Preferences(file=lived.settings.config_dir / "screen" / "nayok.json").save()
    for first in (True, False):
        async with At(lived, "nayok") as pilot:
            assert isinstance(pilot.app.screen, TourDialog) is first
            if first:
                await press(pilot, "enter", "enter", "left", "enter", "enter", "enter")
                assert "5/5" in shown(pilot)
                await press(pilot, "enter")
                assert not isinstance(pilot.app.screen, TourDialog)


@pytest.mark.parametrize("words", ["ไม่มีแน่ๆ", "ฆฆฆฆ"])
async def test_the_palette_says_in_thai_that_there_is_nothing(lived, words):
    async with At(lived) as pilot:
        await press(pilot, "f12")
        await typed(pilot, words)
        await pilot.pause(0.6)
        assert f"ไม่พบ «{words}»" in shown(pilot)


async def test_the_palette_finds_a_printed_paper(lived):
    async with At(lived) as pilot:
        await press(pilot, "f12")
        await typed(pilot, "2/2569")
        await pilot.pause(0.6)
        assert "ใบยืมพัสดุ/ครุภัณฑ์ บย. ๒/๒๕๖๙" in shown(pilot)


async def test_the_lock_shows_nothing_and_another_may_sign_in(lived):
    async with At(lived) as pilot:
        await press(pilot, "enter", "f2", "f8")
        assert isinstance(pilot.app.screen, LockScreen)
        assert not [word for word in ("ณรงค์", "สุรชัย", "2569", "416-") if word in shown(pilot)]
        for key in ("f2", "f3", "f5", "f12", "escape", "ctrl+l"):
            await press(pilot, key)
            assert isinstance(pilot.app.screen, LockScreen)
        await press(pilot, "f9")
        assert isinstance(pilot.app.screen, SignInScreen)
        await sign_in(pilot, "chang")
        assert "นายธวัช มั่นคง" in shown(pilot)
        assert pilot.app.signed_in.person.login == "chang"


async def test_a_request_that_is_locked_over_is_still_there(lived):
    async with At(lived) as pilot:
        await press(pilot, "f4")
        await go_to(pilot, "reason")
        await typed(pilot, "ประชุม")
        pilot.app.action_lock()
        await settle(pilot)
        await type_thai(pilot, "ผิด")
        await press(pilot, "enter")
        assert isinstance(pilot.app.screen, LockScreen)
        pilot.app.screen.query_one("#unlock", Input).value = ""
        await type_thai(pilot, PASSWORD)
        await press(pilot, "enter")
        assert pilot.app.screen.query_one("#reason", Input).value == "ประชุม"


async def test_a_person_may_sign_in_with_the_keyboard_set_to_thai(lived):
    async with At(lived, to_thai("patsadu")) as pilot:
        assert pilot.app.signed_in.person.login == "patsadu"


# --- preferences --------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("text", ["", "{", "[]", '{"theme": 5, "keys": [], "unknown": 1}', '{"drafts": "x"}'])
def test_a_damaged_file_of_preferences_costs_nothing(tmp_path, text):
    (tmp_path / "screen").mkdir()
    (tmp_path / "screen" / "a.json").write_text(text)
    assert load(tmp_path, "a") == Preferences(file=tmp_path / "screen" / "a.json")


def test_preferences_are_kept_for_their_owner_only(tmp_path):
    own = load(tmp_path, "a")
    own.keys["counter.undo"] = "ctrl+u"
    own.save()
    assert load(tmp_path, "a").keys == {"counter.undo": "ctrl+u"}
    assert (own.file.stat().st_mode & 0o077) == 0
    assert load(tmp_path, "b").keys == {}


def test_one_that_cannot_be_written_does_not_stop_the_screen(tmp_path):
    (tmp_path / "screen").write_text("a file where a folder is wanted")
    Preferences(file=tmp_path / "screen" / "a.json").save()


# --- terminals ----------------------------------------------------------------------------------------------------------


async def test_no_colour_means_grey(lived, monkeypatch):
    monkeypatch.setenv("NO_COLOR", "1")
    async with At(lived) as pilot:
        colours = {
            part.get_truecolor()
            for strip in pilot.app.screen._compositor.render_strips()
            for segment in strip
            if segment.style
            for part in (segment.style.color, segment.style.bgcolor)
            if part is not None and not part.is_default
        }
        assert len(colours) > 3
        assert [c for c in colours if max(c) - min(c) > 2] == []


@pytest.mark.parametrize(("asked", "sent"), [(None, "น้ำ ทำ"), ("1", "นํ้า ทํา")])
async def test_sara_am_is_sent_in_halves_where_the_terminal_clips_it(lived, monkeypatch, asked, sent):
    monkeypatch.delenv("TERM_PROGRAM", raising=False)
    if asked:
        monkeypatch.setenv("ASSETTRACK_SPLIT_AM", asked)
    insert_asset(lived.office, "1-1", name="น้ำ ทำ")
    async with At(lived) as pilot:
        await press(pilot, "f3")
        await typed(pilot, "1-1")
        assert any(sent in line for line in picture(pilot.app))


@pytest.mark.parametrize(
    ("environ", "animations"),
    [({}, ""), ({"SSH_CONNECTION": "1"}, "none"), ({"SSH_CONNECTION": "1", "TEXTUAL_ANIMATIONS": "full"}, "full")],
)
def test_over_a_line_nothing_is_animated_unless_it_is_wanted(environ, animations):
    code = "import os, assettrack.tui.app; print(os.environ.get('TEXTUAL_ANIMATIONS', ''))"
    clean = {k: v for k, v in os.environ.items() if k not in ("SSH_CONNECTION", "TEXTUAL_ANIMATIONS")}
    done = subprocess.run([sys.executable, "-c", code], env=clean | environ, capture_output=True, text=True, check=True)
    assert done.stdout.strip() == animations
