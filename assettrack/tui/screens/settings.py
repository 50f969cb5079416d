"""The office's settings: the general ones, the purposes and the holidays; Enter edits."""

from __future__ import annotations

import json
from dataclasses import fields, replace
from typing import TYPE_CHECKING, Any, ClassVar

from rich.text import Text
from textual import work
from textual.binding import Binding
from textual.widgets import DataTable, Footer

from assettrack.thai.dates import numeric_date
from assettrack.tui.base import OfficeScreen, add_columns
from assettrack.tui.dialogs.ask import AskDialog
from assettrack.tui.typed import read_day

if TYPE_CHECKING:
    from textual.app import ComposeResult

    from assettrack.office.context import Actor


class SettingsScreen(OfficeScreen):
    """One list of everything the office decides for itself."""

    TITLE = "การตั้งค่าของหน่วยงาน"
    HELP_TEXT = (
        "Enter แก้ค่าของแถว แก้ได้เฉพาะผู้ดูแลระบบหรือหัวหน้าเจ้าหน้าที่พัสดุ ทุกการแก้บันทึกในบัญชีการเปลี่ยนแปลง\n"
        "F6 เพิ่มวัตถุประสงค์ F7 เพิ่มหรือยกเลิกวันหยุด"
    )
    BINDINGS: ClassVar[list[Any]] = [
        Binding("f6", "add_purpose", "เพิ่มวัตถุประสงค์", id="settings.purpose", tooltip="เพิ่มวัตถุประสงค์พร้อมฐานกฎหมาย"),
        Binding("f7", "add_holiday", "วันหยุด", id="settings.holiday", tooltip="เพิ่มหรือยกเลิกวันหยุด"),
    ]

    def compose(self) -> ComposeResult:
        """The list."""
        yield DataTable(id="settings", cursor_type="row", zebra_stripes=True)
        yield Footer(compact=True, show_command_palette=False)

    def on_mount(self) -> None:
        """Columns."""
        add_columns(self.query_one(DataTable), (("เรื่อง", 34, 1), ("ค่า", 30, 2)))

    def on_screen_resume(self) -> None:
        """Read everything anew."""
        from assettrack.office.agencies import agency
        from assettrack.office.settings import holidays_set, purposes, read_settings

        own = self.office
        self.read(lambda: (agency(own), read_settings(own), purposes(own), holidays_set(own)), self._show)

    def _show(self, everything: Any) -> None:
        from assettrack.office.agencies import AGENCY_TITLES
        from assettrack.office.settings import TITLES

        agency, settings, purposes, holidays = everything
        table = self.query_one(DataTable)
        table.clear()
        for name, title in AGENCY_TITLES.items():
            table.add_row(Text(title), Text(getattr(agency, name)), key=f"agency/{name}")
        for field in fields(settings):
            table.add_row(
                Text(TITLES[field.name]),
                Text(_words(getattr(settings, field.name), " | ")),
                key=f"setting/{field.name}",
            )
        for purpose in purposes:
            state = "" if purpose.active else " (เลิกใช้)"
            basis = purpose.legal_basis if purpose.allowed else f"ให้ยืมไม่ได้ ({purpose.legal_basis})"
            table.add_row(Text(f"วัตถุประสงค์: {purpose.name}{state}"), Text(basis), key=f"purpose/{purpose.code}")
        for holiday in holidays:
            action = "เพิ่มวันหยุด" if holiday.action == "add" else "ไม่ใช่วันหยุด"
            words = f"{action} {holiday.title} ({holiday.document})"
            table.add_row(Text(f"วันหยุด: {numeric_date(holiday.day)}"), Text(words), key=f"holiday/{holiday.day}")
        table.focus()

    @work(group="ask")
    async def on_data_table_row_selected(self, event: DataTable.RowSelected) -> None:
        """Edit the value of the row."""
        kind, _, name = (event.row_key.value or "").partition("/")
        if kind == "setting":
            await self._edit_setting(name)
        elif kind == "purpose":
            await self._edit_purpose(name)
        elif kind == "agency":
            await self._edit_agency(name)

    async def _edit_agency(self, name: str) -> None:
        from assettrack.office.agencies import AGENCY_TITLES, agency, change_agency

        now = getattr(agency(self.office), name)
        answer = await self.app.push_screen_wait(AskDialog("แก้ชื่อหน่วยงาน", text=AGENCY_TITLES[name], value=now))
        if answer is not None:
            self.act(lambda actor: change_agency(self.office, actor, name, answer.text), self._done)

    async def _edit_setting(self, name: str) -> None:
        from assettrack.office.settings import TITLES, change_setting, read_settings

        now = _words(getattr(read_settings(self.office), name), " | ")
        answer = await self.app.push_screen_wait(AskDialog("แก้การตั้งค่า", text=TITLES[name], value=now))
        if answer is not None:
            value = answer.text.replace(" | ", "\n") if name == "loan_terms" else answer.text
            self.act(lambda actor: change_setting(self.office, actor, name, value), self._done)

    async def _edit_purpose(self, code: str) -> None:
        from assettrack.office.settings import purposes, save_purpose

        old = next(p for p in purposes(self.office) if p.code == code)
        label = "ฐานกฎหมาย (พิมพ์ - เพื่อเลิกใช้)"
        answer = await self.app.push_screen_wait(AskDialog(old.name, text=label, value=old.legal_basis))
        if answer is not None:
            ended = answer.text.strip() == "-"
            new = replace(old, active=False) if ended else replace(old, legal_basis=answer.text, active=True)
            self.act(lambda actor: save_purpose(self.office, actor, new), self._done)

    @work(group="ask")
    async def action_add_purpose(self) -> None:
        """Ask for code, name and legal basis in one line."""
        from assettrack.office.settings import Purpose, save_purpose

        label = "รหัส, ชื่อ, ฐานกฎหมาย (คั่นด้วยจุลภาค)"
        answer = await self.app.push_screen_wait(AskDialog("เพิ่มวัตถุประสงค์ (ประชาชนขอได้)", text=label))
        if answer is not None:
            code, name, basis = ([part.strip() for part in answer.text.split(",", 2)] + ["", "", ""])[:3]
            new = Purpose(code, name, basis, allowed=True, public=True, urgent=False, priority=50)
            self.act(lambda actor: save_purpose(self.office, actor, new), self._done)

    @work(group="ask")
    async def action_add_holiday(self) -> None:
        """Ask for day, title and document in one line; a leading minus takes a holiday away."""
        from assettrack.office.settings import Holiday, save_holiday

        label = "วันที่, ชื่อ, มติหรือหนังสือ (นำหน้าด้วย - หากไม่ใช่วันหยุด)"
        answer = await self.app.push_screen_wait(AskDialog("แก้วันหยุดราชการ", text=label))
        if answer is None:
            return
        text = answer.text.strip()
        action = "remove" if text.startswith("-") else "add"
        day, title, document = ([part.strip() for part in text.lstrip("-").split(",", 2)] + ["", "", ""])[:3]

        def do(actor: Actor) -> None:
            save_holiday(self.office, actor, Holiday(read_day("วันที่", day, actor.today), action, title, document))

        self.act(do, self._done)

    def _done(self, _answer: Any) -> None:
        self.notify("บันทึกแล้ว", markup=False)
        self.on_screen_resume()


def _words(value: Any, glue: str) -> str:
    if isinstance(value, bool):
        return "ใช่" if value else "ไม่"
    if isinstance(value, tuple):
        return glue.join(value)
    return json.dumps(value, ensure_ascii=False) if isinstance(value, dict) else str(value)
