"""Every screen and dialog of the program, and the keys that lead there: for the pictures, the tests and the guide."""

import random
from contextlib import asynccontextmanager
from datetime import UTC, datetime, timedelta
from pathlib import Path
from unittest.mock import patch

from PIL import Image, ImageDraw

from assettrack.bootstrap import Desk, Settings
from assettrack.office import agencies, labels, lending, papers, register_edits, register_photos
from assettrack.office.lending import LoanAsk, LoanLineAsk
from assettrack.office.people import people
from assettrack.tui.app import AssetTrackApp
from assettrack.tui.preferences import Preferences
from assettrack.tui.printing import ask_where
from assettrack.tui.thai import ThaiInput
from assettrack.words.speech import speak
from tests.offices import PASSWORD, TODAY, actor_of, insert_asset
from tests.tui.conftest import picture, settle, type_thai

THINGS = (
    ("416-60-0017", "เครื่องฉายภาพ", {}),
    ("416-60-0018", "จอรับภาพ", {"price": 350_000}),
    ("416-63-0002", "กล้องถ่ายภาพระบบดิจิทัล", {"place": "งานประชาสัมพันธ์", "price": 2_590_000, "acquired_on": TODAY.replace(year=2023)}),
    ("120-62-0001", "เต็นท์ผ้าใบ ขนาด ๔×๘ เมตร", {"kind": "lot", "quantity": 20, "unit": "หลัง", "public_lendable": True, "price": 1_800_000}),
    ("120-62-0002", "เก้าอี้พลาสติก มีพนักพิง", {"kind": "lot", "quantity": 300, "unit": "ตัว", "public_lendable": True, "price": 25_000}),
    ("057-58-0004", "เลื่อยโซ่ยนต์", {"place": "โรงเก็บพัสดุกองช่าง", "condition": "damaged"}),
    ("462-61-0009", "เครื่องขยายเสียงเคลื่อนที่ พร้อมไมโครโฟนไร้สายสองตัว", {"division": "สำนักปลัด", "place": "ห้องประชุม", "price": 1_290_000}),
    ("416-65-0003", "คอมพิวเตอร์โน้ตบุ๊ก", {"division": "กองคลัง", "place": "กองคลัง", "price": 2_200_000}),
)  # fmt: skip


def _at(day, hour=3):
    return datetime(day.year, day.month, day.day, hour, 0, tzinfo=UTC)


def _ask(office, login, codes, *, on=TODAY, due=TODAY, **changes):
    actor = actor_of(office, "patsadu" if "." in str(login) else login, today=on, at=_at(on))
    values = {
        "borrower": login,
        "purpose": "official",
        "reason": "ออกสำรวจพื้นที่น้ำท่วม หมู่ ๔ และหมู่ ๗",
        "place": "inside",
    } | changes
    lines = tuple(LoanLineAsk(*code) if isinstance(code, tuple) else LoanLineAsk(code) for code in codes)
    return lending.request_loan(office, actor, LoanAsk(due=due, lines=lines, starts=on, **values))


def lived_in(office, folder):
    """A desk in the middle of its year: something of everything waits."""
    for code, name, changes in THINGS:
        insert_asset(office, code, name=name, **changes)
    chang, patsadu = (
        (lambda on: actor_of(office, "chang", today=on, at=_at(on, 4))),
        (lambda on: actor_of(office, "patsadu", today=on, at=_at(on, 5))),
    )
    late = TODAY - timedelta(days=12)
    one = _ask(office, "staff1", ["416-63-0002"], on=late, due=late + timedelta(days=7), reason="ถ่ายภาพงานก่อสร้างถนน")
    lending.approve(office, chang(late), one.id)
    lending.hand_over(office, patsadu(late), one.id)
    two = _ask(office, "staff1", ["416-60-0018"], on=TODAY - timedelta(days=2), due=TODAY, reason="ประชุมสภา")
    lending.approve(office, chang(TODAY - timedelta(days=2)), two.id)
    lending.hand_over(office, patsadu(TODAY - timedelta(days=2)), two.id)
    three = _ask(
        office,
        "staff1",
        ["416-60-0017"],
        due=TODAY + timedelta(days=3),
        reason="นำเสนอแผนพัฒนาท้องถิ่น",
    )
    lending.approve(office, chang(TODAY), three.id)
    _ask(office, "staff1", [("120-62-0001", 2), ("120-62-0002", 40)], due=TODAY + timedelta(days=4))
    record = lending.loan(office, two.id, today=TODAY)
    papers.print_paper(office, patsadu(TODAY), "loan_form", record.id)
    register_edits.edit_asset(
        office, patsadu(TODAY), "416-63-0002", 1, place="ห้องประชาสัมพันธ์ ชั้น ๒", note="สายสะพายชำรุดเล็กน้อย"
    )
    with patch("assettrack.office.labels.making.secrets.randbelow", random.Random(4).randrange):
        labels.print_labels(office, patsadu(TODAY), labels.LabelChoice(("416-63-0002",)))
    picture = folder / "กล้อง.png"
    camera().save(picture)
    register_photos.add_photo(office, patsadu(TODAY), "416-63-0002", picture, folder / "desk-pictures")
    return {"late": one.id, "today": two.id, "approved": three.id}


def camera():
    """A drawn camera: what a photograph looks like in a terminal."""
    image = Image.new("RGB", (320, 200), (196, 214, 226))
    draw = ImageDraw.Draw(image)
    draw.rectangle((40, 60, 280, 170), fill=(40, 44, 52))
    draw.rectangle((120, 40, 200, 62), fill=(40, 44, 52))
    draw.ellipse((105, 65, 215, 175), fill=(120, 120, 124))
    draw.ellipse((125, 85, 195, 155), fill=(20, 40, 90))
    draw.ellipse((140, 98, 160, 118), fill=(210, 225, 245))
    draw.rectangle((235, 75, 265, 90), fill=(220, 60, 50))
    return image


def desk_of(office, folder, pictures, *, tour_seen=True):
    """An open desk whose people have seen the tour; ``pictures`` is where the office's database stands."""
    if tour_seen:
        for person in people(office, everybody=True):
            Preferences(tour_seen=True, file=folder / "screen" / f"{person.login}.json").save()
    return Desk(office, agencies.agency(office), Settings(database=str(pictures / "desk.db"), config_dir=folder), TODAY)


async def sign_in(pilot, login, password=PASSWORD):
    """Through the door."""
    await settle(pilot)
    pilot.app.screen.query_one("#login", ThaiInput).value = ""
    pilot.app.screen.query_one("#login").focus()
    await pilot.pause()
    await type_thai(pilot, login)
    await pilot.press("enter")
    await type_thai(pilot, password)
    await pilot.press("enter")
    await settle(pilot)


class At:
    """The program with somebody signed in."""

    def __init__(self, desk, login="patsadu", size=(100, 30)):
        self.app, self.login, self.size = AssetTrackApp(desk.settings, desk), login, size

    async def __aenter__(self):
        self.running = self.app.run_test(size=self.size, notifications=True)
        pilot = await self.running.__aenter__()
        await sign_in(pilot, self.login)
        return pilot

    async def __aexit__(self, *error):
        return await self.running.__aexit__(*error)


def shown(pilot):
    return "\n".join(picture(pilot.app))


def told(pilot):
    return [note.message for note in pilot.app._notifications]


async def press(pilot, *keys):
    """Keys, and what follows from them."""
    for key in keys:
        await pilot.press(key)
        await settle(pilot)


async def typed(pilot, text):
    """Type and let the program answer."""
    await type_thai(pilot, text)
    await pilot.pause(0.15)
    await settle(pilot)


async def _focus(pilot, name):
    pilot.app.screen.query_one(f"#{name}").focus()
    await pilot.pause()


async def _open_asset(pilot, *keys):
    await press(pilot, "f3")
    await typed(pilot, "กล้อง")
    await press(pilot, "enter", "enter", *keys)


async def _request(pilot):
    await press(pilot, "f4")
    pilot.app.screen.query_one("#class").value = "villager"
    await settle(pilot)
    for name, text in (("borrower", "นางบุญมี ศรีสุข"), ("address", "๑๒ หมู่ ๔ ต.พะงาด"), ("certifier", "นายสมบูรณ์ ผู้ใหญ่บ้าน"),
                       ("reason", "งานบุญประเพณีประจำหมู่บ้าน"), ("due", "+3"), ("line", "เต็นท์")):  # fmt: skip
        await _focus(pilot, name)
        await typed(pilot, text)


async def _counter(pilot):
    await press(pilot, "f5")
    for code in ("3/2569", "416-60-0017", "416-60-0018"):
        await typed(pilot, code)
        await press(pilot, "enter")
    await press(pilot, "f6")


async def _import(pilot):
    path = pilot.app.office_settings.config_dir / "ทะเบียน.csv"
    path.write_text("รหัสครุภัณฑ์,รายการ,ราคา,วันที่ได้มา,สถานที่,ผู้ขาย ก.\n416-66-0001,เครื่องพิมพ์,7500,15/11/66,กองคลัง,x\n416-66-0002,สแกนเนอร์,แพง,31/2/66,กองคลัง,x\n", encoding="utf-8")  # fmt: skip
    await pilot.app.action_show("importing")
    await settle(pilot)
    pilot.app.screen._open(path)
    await settle(pilot)


async def _tried(pilot):
    await _import(pilot)
    await press(pilot, "f8")
    await pilot.pause(0.2)
    await settle(pilot)
    pilot.app.clear_notifications()
    await pilot.pause()


async def _marked(pilot):
    await press(pilot, "f3", "enter", "space", "space", "f8")


async def _bulk(pilot):
    await _marked(pilot)
    await press(pilot, "down", "enter")
    await typed(pilot, "คลังพัสดุ ๒")
    await press(pilot, "enter")


async def _palette(pilot):
    await press(pilot, "f12")
    await typed(pilot, "ขยัน")
    await pilot.pause(0.4)


async def _approve(pilot):
    await press(pilot, "enter", "f6")


async def _print(pilot):
    await press(pilot, "down", "enter")
    ask_where(pilot.app.screen, Path("เอกสาร/assettrack/บย.3-2569-v1.pdf"), ("HP-Laser", "งานพัสดุ"))
    await settle(pilot)


async def _preview(pilot, *keys):
    await press(pilot, "enter", "f10")  # one that nobody has signed: signatures differ from run to run
    with patch("assettrack.tui.printing.papers_folder", lambda: Path("/home/patsadu/Documents/assettrack")):
        await press(pilot, "enter", *keys)


async def _preview_picture(pilot):
    await _preview(pilot, "f6", "f7")


async def _labels(pilot):
    await press(pilot, "f3", "enter", "ctrl+a", "f10", "enter")


async def _label_sheet(pilot):
    await _labels(pilot)
    with patch("assettrack.tui.printing.papers_folder", lambda: Path("/home/patsadu/Documents/assettrack")):
        await press(pilot, "f10")
        await press(pilot, "enter")


async def _press_a_key(pilot):
    await _keys(pilot)
    await press(pilot, "enter")


async def _purpose(pilot):
    await press(pilot, "f6", "f6")


async def _lock(pilot):
    await press(pilot, "f8")


async def _tour(pilot):
    await pilot.app.run_action("tour")
    await press(pilot, "enter")


async def _keys(pilot):
    await pilot.app.run_action("keys")
    await settle(pilot)


async def _calendar(pilot):
    await press(pilot, "f4")
    await _focus(pilot, "due")
    await typed(pilot, "+7")
    await press(pilot, "down")


async def _photo(pilot):
    await _open_asset(pilot)
    pilot.app.screen.query_one("#tabs").active = "tab-photos"
    await settle(pilot)


def _tab(name):
    async def go(pilot):
        await _open_asset(pilot)
        pilot.app.screen.query_one("#tabs").active = f"tab-{name}"
        await settle(pilot)

    return go


def _keys_of(*keys):
    async def go(pilot):
        await press(pilot, *keys)

    return go


async def _guide(pilot):
    await press(pilot, "f5", "f1", "f2")
    await pilot.pause(0.3)


async def _edit(pilot):
    await _open_asset(pilot, "f6")
    await _focus(pilot, "price")
    pilot.app.screen.query_one("#price").value = "แพง"
    await settle(pilot)


SCENES = {  # name -> who sits there, how one comes there
    "sign_in": (None, None),
    "home": ("patsadu", _keys_of()),
    "home_supervisor": ("chang", _keys_of()),
    "home_auditor": ("trwj", _keys_of()),
    "home_staff": ("staff2", _keys_of()),
    "loan": ("chang", _keys_of("enter")),
    "approve": ("chang", _approve),
    "reject": ("chang", _keys_of("enter", "f7")),
    "chase": ("patsadu", _keys_of("down", "down", "down", "enter", "ctrl+t")),
    "extend": ("patsadu", _keys_of("down", "down", "enter", "ctrl+e")),
    "print": ("patsadu", _print),
    "preview": ("patsadu", _preview),
    "preview_picture": ("patsadu", _preview_picture),
    "labels": ("patsadu", _labels),
    "label_sheet": ("patsadu", _label_sheet),
    "registry": ("patsadu", _keys_of("f3")),
    "view": ("patsadu", _keys_of("f3", "f6")),
    "marked": ("patsadu", _marked),
    "bulk": ("patsadu", _bulk),
    "asset": ("patsadu", _open_asset),
    "asset_numbers": ("patsadu", _tab("numbers")),
    "asset_loans": ("patsadu", _tab("loans")),
    "asset_papers": ("patsadu", _tab("papers")),
    "asset_history": ("patsadu", _tab("history")),
    "asset_photos": ("patsadu", _photo),
    "asset_depreciation": ("patsadu", _tab("depreciation")),
    "asset_form": ("patsadu", _edit),
    "request": ("patsadu", _request),
    "calendar": ("patsadu", _calendar),
    "counter": ("patsadu", _counter),
    "import": ("patsadu", _import),
    "import_tried": ("patsadu", _tried),
    "purpose": ("klang", _purpose),
    "settings": ("klang", _keys_of("f6")),
    "keys": ("patsadu", _keys),
    "press_a_key": ("patsadu", _press_a_key),
    "palette": ("patsadu", _palette),
    "help": ("patsadu", _keys_of("f5", "f1")),
    "guide": ("patsadu", _guide),
    "tour": ("patsadu", _tour),
    "lock": ("patsadu", _lock),
}


@asynccontextmanager
async def stage(name, desk, language="th", size=(100, 30)):
    """The application at a scene, as (app, pilot)."""
    login, go = SCENES[name]
    app = AssetTrackApp(desk.settings, desk)
    async with app.run_test(size=size, notifications=True) as pilot:
        await settle(pilot)
        if login:
            await sign_in(pilot, login)
            if language == "en":
                await app.run_action("language")
                await settle(pilot)
            await go(pilot)
        elif language == "en":
            await press(pilot, "f10")
        await settle(pilot)
        yield app, pilot
    speak("th")
