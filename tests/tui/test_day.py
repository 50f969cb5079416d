"""The main job on the screen, driven as a person would: keys only."""

import pytest
from rich.cells import cell_len

from assettrack.office import lending
from assettrack.office.lending import LoanAsk, LoanLineAsk
from assettrack.thai.keyboard import to_thai
from assettrack.thai.text import is_mark
from assettrack.tui.app import AssetTrackApp
from assettrack.tui.screens.lending import LoanScreen
from assettrack.tui.screens.sign_in import LockScreen
from assettrack.tui.thai import ThaiInput
from tests.offices import PASSWORD, actor_of, insert_asset
from tests.tui.conftest import picture, settle, type_thai
from tests.tui.scenes import sign_in


def asked(desk, *codes, borrower="staff1"):
    for code in codes:
        insert_asset(desk.office, code)
    lines = tuple(LoanLineAsk(code) for code in codes)
    ask = LoanAsk(borrower, "official", "ออกสำรวจ", "inside", desk.today(), lines)
    return lending.request_loan(desk.office, actor_of(desk.office, borrower), ask)


def app_of(desk):
    return AssetTrackApp(desk.settings, desk)


async def test_a_wrong_password_is_refused_in_words(desk):
    async with app_of(desk).run_test(size=(80, 24)) as pilot:
        await sign_in(pilot, "patsadu", "ไม่ใช่รหัสผ่าน")
        assert "ชื่อผู้ใช้หรือรหัสผ่านไม่ถูกต้อง" in "".join(picture(pilot.app))


async def test_a_request_is_typed_and_sent(desk):
    insert_asset(desk.office, "416-60-0017")
    async with app_of(desk).run_test(size=(100, 30)) as pilot:
        await sign_in(pilot, "staff1")
        await pilot.press("f4")
        await settle(pilot)
        screen = pilot.app.screen
        screen.query_one("#purpose").value = "official"
        for name, text in (("reason", "ออกสำรวจพื้นที่น้ำท่วม"), ("due", "+5"), ("line", "๔๑๖-๖๐-๐๐๑๗")):
            screen.query_one(f"#{name}").focus()
            await pilot.pause()
            await type_thai(pilot, text)
        await pilot.press("enter")
        await settle(pilot)
        await pilot.press("f9")
        await settle(pilot)
        assert isinstance(pilot.app.screen, LoanScreen)
    made = lending.loan(desk.office, "1/2569", today=desk.today())
    assert (made.state, made.reason, made.lines[0].asset) == ("submitted", "ออกสำรวจพื้นที่น้ำท่วม", "416-60-0017")


async def test_what_is_refused_keeps_what_was_typed(desk):
    async with app_of(desk).run_test(size=(100, 30)) as pilot:
        await sign_in(pilot, "staff1")
        await pilot.press("f4")
        await settle(pilot)
        pilot.app.screen.query_one("#reason").focus()
        await pilot.pause()
        await type_thai(pilot, "ที่ประชุม")
        await pilot.press("f9")
        await settle(pilot)
        assert pilot.app.screen.query_one("#reason", ThaiInput).value == "ที่ประชุม"
        assert [n.severity for n in pilot.app._notifications] == ["error"]


async def test_a_supervisor_approves_with_the_password_and_the_clerk_hands_over(desk):
    asked(desk, "416-60-0017")
    async with app_of(desk).run_test(size=(100, 30)) as pilot:
        await sign_in(pilot, "chang")
        assert "รอท่านพิจารณา 1" in "".join(picture(pilot.app))
        await pilot.press("enter")
        await settle(pilot)
        assert "ผู้ยืมคนนี้   กำลังยืม 0" in "".join(picture(pilot.app))
        assert "ยังไม่เคยมีผู้ยืม" in "".join(picture(pilot.app))
        await pilot.press("f6")
        await settle(pilot)
        await type_thai(pilot, PASSWORD)
        await pilot.press("enter")
        await settle(pilot)
        assert pilot.app.screen.loan.state == "approved"
        await pilot.press("f2")
        await settle(pilot)
        await pilot.press("f9")
        await sign_in(pilot, "patsadu")
        await pilot.press("enter")
        await settle(pilot)
        await pilot.press("f8")
        await settle(pilot)
        assert pilot.app.screen.loan.state == "issued"


async def test_a_wrong_password_approves_nothing(desk):
    loan = asked(desk, "416-60-0017")
    async with app_of(desk).run_test(size=(80, 24)) as pilot:
        await sign_in(pilot, "chang")
        await pilot.press("enter")
        await settle(pilot)
        await pilot.press("f6")
        await settle(pilot)
        await type_thai(pilot, "ผิดแน่นอน")
        await pilot.press("enter")
        await settle(pilot)
    assert lending.loan(desk.office, loan.id, today=desk.today()).state == "submitted"


async def test_one_of_two_things_comes_back_at_the_counter(desk):
    loan = asked(desk, "416-60-0017", "416-60-0018")
    lending.approve(desk.office, actor_of(desk.office, "chang"), loan.id)
    lending.hand_over(desk.office, actor_of(desk.office, "patsadu"), loan.id)
    async with app_of(desk).run_test(size=(100, 30)) as pilot:
        await sign_in(pilot, "patsadu")
        await pilot.press("f5")
        await settle(pilot)
        await type_thai(pilot, to_thai("416-60-0018"))  # a scanner under the Thai layout
        await pilot.press("enter")
        await settle(pilot)
        await pilot.press("f9")
        await settle(pilot)
    after = lending.loan(desk.office, loan.id, today=desk.today())
    assert (after.state, [line.still_out for line in after.lines]) == ("issued", [1, 0])


async def test_search_finds_as_typed(desk):
    insert_asset(desk.office, "460-60-0001", name="เต็นท์ผ้าใบ")
    async with app_of(desk).run_test(size=(80, 24)) as pilot:
        await sign_in(pilot, "staff1")
        await pilot.press("f3")
        await settle(pilot)
        await type_thai(pilot, "เต็น")
        await pilot.pause(0.3)
        await settle(pilot)
        assert "460-60-0001" in "".join(picture(pilot.app))


async def test_an_idle_screen_locks_until_the_password_is_given(desk):
    app = app_of(desk)
    async with app.run_test(size=(80, 24)) as pilot:
        await sign_in(pilot, "patsadu")
        app.idle_seconds = -1
        app.lock_when_idle()
        await settle(pilot)
        app.idle_seconds = 600
        assert isinstance(app.screen, LockScreen)
        await pilot.press("f5")
        assert isinstance(app.screen, LockScreen)
        await type_thai(pilot, PASSWORD)
        await pilot.press("enter")
        await settle(pilot)
        assert not isinstance(app.screen, LockScreen)


@pytest.mark.parametrize("size", [(100, 30), (80, 24)])
@pytest.mark.parametrize("key", ["f2", "f3", "f4", "f5"])
async def test_every_line_is_as_wide_as_the_screen_and_begins_with_no_mark(desk, size, key):
    asked(desk, "416-60-0017")
    async with app_of(desk).run_test(size=size) as pilot:
        await sign_in(pilot, "patsadu")
        await pilot.press(key)
        await settle(pilot)
        for line in picture(pilot.app):
            assert cell_len(line) == size[0]
            assert not (line and is_mark(line[0]))


async def test_the_home_list_follows_what_others_do_and_keeps_its_place(desk):
    first = asked(desk, "416-60-0017")
    asked(desk, "416-60-0018", borrower="staff1")
    async with app_of(desk).run_test(size=(100, 30)) as pilot:
        await sign_in(pilot, "patsadu")
        table = pilot.app.screen.query_one("#work")
        assert table.row_count == 2
        await pilot.press("down")
        lending.cancel(desk.office, actor_of(desk.office, "staff1"), "2/2569", reason="ไม่ใช้แล้ว")
        asked(desk, "416-60-0019")
        pilot.app.screen._look_again()
        await settle(pilot)
        shown = "".join(picture(pilot.app))
        assert "บย. 3/2569" in shown
        assert "บย. 2/2569" not in shown
        await pilot.press("end", "enter")
        await settle(pilot)
        assert pilot.app.screen.loan.number in {first.number, "บย. 3/2569"}


async def test_the_colours_are_changed_by_a_key_and_by_the_settings(desk):
    from dataclasses import replace

    settings = replace(desk.settings, theme="textual-light")
    async with AssetTrackApp(settings, desk).run_test(size=(80, 24)) as pilot:
        assert pilot.app.theme == "textual-light"
        seen = []
        for _ in range(4):
            await pilot.app.run_action("next_theme")
            seen.append(pilot.app.theme)
        assert seen == ["assettrack-contrast", "assettrack-mono", "textual-dark", "textual-light"]


@pytest.mark.parametrize(
    ("typed", "shown", "lands_on"),
    [
        ("ฉายภาพ", "416-60-0017", "AssetScreen"),
        ("1/2569", "ใบยืม บย. 1/2569", "LoanScreen"),
        ("ขยัน", "ขอยืมให้ นายสุรชัย ขยัน", "RequestScreen"),
        ("เคาน์เตอร์", "ไปที่ เคาน์เตอร์", "CounterScreen"),
    ],
)
async def test_the_palette_finds_things_loans_people_and_places(desk, typed, shown, lands_on):
    asked(desk, "416-60-0017")
    async with app_of(desk).run_test(size=(100, 30)) as pilot:
        await sign_in(pilot, "patsadu")
        await pilot.press("f12")
        await pilot.pause(0.2)
        await type_thai(pilot, typed)
        for _ in range(20):
            await pilot.pause(0.1)
            if shown in "".join(picture(pilot.app)):
                break
        assert shown in "".join(picture(pilot.app))
        await pilot.press("enter")
        await pilot.pause(0.2)
        await settle(pilot)
        assert type(pilot.app.screen).__name__ == lands_on
        if lands_on == "RequestScreen":
            assert pilot.app.screen.query_one("#borrower", ThaiInput).value == "staff1"


async def test_the_palette_stays_shut_at_the_door(desk):
    async with app_of(desk).run_test(size=(80, 24)) as pilot:
        await settle(pilot)
        await pilot.press("f12")
        await pilot.pause()
        assert type(pilot.app.screen).__name__ == "SignInScreen"


async def test_a_database_that_does_not_open_goes_on_saying_why(desk, tmp_path):
    from dataclasses import replace

    settings = replace(desk.settings, database=str(tmp_path / "nowhere.db"))
    async with AssetTrackApp(settings).run_test(size=(80, 24)) as pilot:
        await sign_in(pilot, "patsadu")
        assert "assettrack init" in "".join(picture(pilot.app))
