"""The register: search as you type, and one asset with everything of it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, ClassVar

from textual import work
from textual.binding import Binding
from textual.containers import VerticalScroll
from textual.content import Content
from textual.widgets import Footer, Static

from assettrack.rules.refusal import Refusal
from assettrack.rules.registry import (
    BOOK_CLASS_WORDS,
    CONDITION_WORDS,
    KIND_WORDS,
    LOAN_CLASS_WORDS,
    STAGE_WORDS,
    STATE_WORDS,
)
from assettrack.thai.baht import baht
from assettrack.thai.dates import BANGKOK, short_date
from assettrack.tui.base import OfficeScreen
from assettrack.tui.thai import ThaiInput
from assettrack.tui.widgets.window_list import PAGE, WindowList

if TYPE_CHECKING:
    from textual.app import ComposeResult
    from textual.widgets import Input

    from assettrack.office.register_pages import RegisterWindow
    from assettrack.office.registry import AssetRecord, AssetRow, Found
    from assettrack.tui.base import SignedIn

COLUMNS = (("รหัส", 13, 1), ("รายการ", 14, 4), ("สถานะ", 11, 0), ("ว่าง", 7, 0), ("ส่วนราชการ", 10, 2), ("สถานที่", 8, 2))
DEBOUNCE = 0.03
"""Seconds without a key before the search begins."""


class RegistryScreen(OfficeScreen):
    """A search box over the list of assets."""

    TITLE = "ทะเบียน"
    HELP_TEXT = "พิมพ์ส่วนใดก็ได้ของชื่อ รหัส หมายเลขเครื่อง สถานที่ หรือผู้ดูแล ทีละตัวอักษรก็ค้นได้\nEnter ลงไปที่รายการ Enter อีกครั้งเปิดดู"

    def __init__(self, signed_in: SignedIn) -> None:
        super().__init__(signed_in)
        self._waiting: Any = None
        self._window: RegisterWindow | None = None

    def compose(self) -> ComposeResult:
        """Search box, list, verdict."""
        yield ThaiInput(placeholder="ค้นหา: ชื่อ รหัส สถานที่ ผู้ดูแล", id="search", compact=True)
        yield Static("", id="found", markup=False)
        yield WindowList(COLUMNS, id="assets")
        yield Footer(compact=True, show_command_palette=False)

    def on_mount(self) -> None:
        """Typing begins in the search box."""
        self.query_one(ThaiInput).focus()

    def on_screen_resume(self) -> None:
        """Search again: others work too."""
        self._search()

    def on_input_changed(self, _event: Input.Changed) -> None:
        """Search a moment after the last key."""
        if self._waiting is not None:
            self._waiting.stop()
        self._waiting = self.set_timer(DEBOUNCE, self._search)

    def on_input_submitted(self, _event: Input.Submitted) -> None:
        """Enter goes down to the list."""
        self.query_one(WindowList).focus()

    def _search(self) -> None:
        from assettrack.office import register_pages, registry
        from assettrack.office.register_search import MOST

        text = self.query_one(ThaiInput).value
        if text.strip():
            self.read(lambda: registry.find_assets(self.office, text, limit=MOST), self._show_found)
        else:
            self.read(lambda: register_pages.register_window(self.office, size=PAGE), self._show_all)

    def _show_found(self, found: Found) -> None:
        self._window = None
        rows = [_cells(row) for row in found.rows]
        listing = self.query_one(WindowList)
        edition = listing.begin(len(rows), rows[:PAGE])
        for page in range(1, -(-len(rows) // PAGE)):
            listing.put(page, rows[page * PAGE : (page + 1) * PAGE], edition)
        meant = f"  หมายถึง {', '.join(found.did_you_mean)} ?" if found.did_you_mean else ""
        more = " แรก พิมพ์เพิ่มเพื่อเจาะจง" if found.more else ""
        self.query_one("#found", Static).update(Content(f"{len(rows):,} รายการ{more}{meant}"))

    def _show_all(self, window: RegisterWindow) -> None:
        self._window = window
        self.query_one(WindowList).begin(window.count)
        self.query_one("#found", Static).update(Content(f"{window.count:,} รายการ"))

    def on_window_list_wanted(self, event: WindowList.Wanted) -> None:
        """Fetch a page that came into view."""
        if self._window is not None:
            self._fetch(self._window, event.page, event.edition)

    @work(thread=True, group="page")
    def _fetch(self, window: RegisterWindow, page: int, edition: int) -> None:
        from assettrack.office.register_pages import window_page

        try:
            rows = [_cells(row) for row in window_page(self.office, window, page)]
        except Refusal as refusal:
            self.app.call_from_thread(self.refused, refusal)
        else:
            self.app.call_from_thread(self.query_one(WindowList).put, page, rows, edition)

    def on_window_list_chosen(self, event: WindowList.Chosen) -> None:
        """Open the asset of the row."""
        self.app.push_screen(AssetScreen(self.signed_in, event.cells[0]))


def _cells(row: AssetRow) -> tuple[str, ...]:
    return row.code, row.name, STATE_WORDS[row.state], f"{row.free}/{row.quantity}", row.division, row.place


class AssetScreen(OfficeScreen):
    """One asset: facts, numbers, parts, loans, history."""

    TITLE = "พัสดุ"
    HELP_TEXT = "ข้อมูล รหัสทั้งหมด ส่วนประกอบ การยืม และประวัติการแก้ไขของพัสดุ"
    BINDINGS: ClassVar[list[Any]] = [Binding("escape", "app.pop_screen", "กลับ", id="asset.back", tooltip="กลับทะเบียน")]

    def __init__(self, signed_in: SignedIn, code: str) -> None:
        super().__init__(signed_in)
        self._code = code

    def compose(self) -> ComposeResult:
        """The page."""
        with VerticalScroll(id="page"):
            yield Static("", id="asset", markup=False)
        yield Footer(compact=True, show_command_palette=False)

    def on_mount(self) -> None:
        """Read the asset."""
        from assettrack.office.registry import asset_by_code

        self.read(
            lambda: asset_by_code(self.office, self._code),
            lambda record: self.query_one("#asset", Static).update(Content("\n".join(asset_lines(record)))),
        )


def asset_lines(record: AssetRecord) -> list[str]:
    """An asset as lines of text."""
    row = record.row
    acquired = short_date(record.acquired_on, "arabic") if record.acquired_on else "–"
    lines = [
        f"{row.code}   {row.name}   [{STATE_WORDS[row.state]}]",
        f"รายละเอียด   {record.details or '–'}",
        f"จำนวน       {row.quantity} {row.unit} ({KIND_WORDS[row.kind]}) ว่าง {row.free} สำรองราชการ {record.reserve}",
        f"ประเภท      {record.category or '–'} / {BOOK_CLASS_WORDS[record.book_class]} / {LOAN_CLASS_WORDS[row.loan_class]}",
        f"สภาพ        {CONDITION_WORDS[row.condition]} ({STAGE_WORDS[row.stage]})",
        f"ส่วนราชการ   {row.division or '–'}  สถานที่ {row.place or '–'}  ผู้ดูแล {row.custodian or '–'}",
        f"ราคา        {baht(row.price) if row.price is not None else '–'}  แหล่งเงิน {record.fund or '–'}",
        f"ได้มา        {acquired} {record.acquired_by} {record.acquired_from} หลักฐาน {record.evidence or '–'}",
        f"ประชาชนยืม   {'ได้' if row.public_lendable else 'ไม่ได้'}",
        *([f"หมายเหตุ     {record.note}"] if record.note else []),
        "",
        *(f"รหัส {i.scheme:<8} {i.raw}" for i in record.identifiers),
        *(f"ส่วนประกอบ   {name} {quantity}" for name, quantity in record.parts),
        "",
        "การยืม" if record.loans else "ยังไม่เคยยืม",
        *(
            f"  {n.number} {n.borrower} {short_date(n.starts, 'arabic')} – {short_date(n.due, 'arabic')} {n.quantity}"
            for n in record.loans[:30]
        ),
        "",
        "ประวัติ",
    ]
    return [*lines, *(_history(h) for h in record.history[-30:])]


def _history(line: Any) -> str:
    at = line.at.astimezone(BANGKOK)
    changed = (
        "ลงทะเบียน"
        if line.before is None
        else ", ".join(f"{k}: {line.before[k]} → {line.after[k]}" for k in line.after if k != "version")
    )
    return f"  {short_date(at.date(), 'arabic')} {at:%H:%M} {line.actor} {changed}"
