"""Home: what waits for this person today. Enter opens the loan."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, ClassVar

from textual.binding import Binding
from textual.content import Content
from textual.widgets import DataTable, Footer, Static

from assettrack.rules.lending import CHASE_DAYS
from assettrack.thai.dates import short_date
from assettrack.tui.base import OfficeScreen, add_columns, add_row
from assettrack.tui.screens.lending import LoanScreen

if TYPE_CHECKING:
    from textual.app import ComposeResult

    from assettrack.office.lending import Loan
    from assettrack.office.lending.records import HomeBoard
    from assettrack.tui.base import SignedIn

SECTIONS = (
    ("to_decide", "รอท่านพิจารณา"),
    ("opinions_wanted", "รอความเห็นของท่าน"),
    ("to_hand_over", "รอส่งมอบ"),
    ("due_today", "ครบกำหนดวันนี้"),
    ("spoken_only", "รอหนังสืออนุมัติ"),
    ("overdue", "เกินกำหนด"),
    ("unsettled", "รอชดใช้"),
    ("mine", "ใบยืมของท่าน"),
)


COLUMNS = (("งาน", 14, 1), ("เลขที่", 12, 0), ("ผู้ยืม", 11, 2), ("กำหนดคืน", 10, 0), ("หมายเหตุ", 9, 3), ("รายการ", 8, 4))


LOOK_AGAIN = 15.0
"""Seconds between looks at what others have done."""


class HomeScreen(OfficeScreen):
    """A list of loans by what they wait for."""

    TITLE = "งานวันนี้"
    HELP_TEXT = (
        "รายการที่รอท่านอยู่วันนี้ เรียงตามงาน\nลูกศรขึ้นลงเพื่อเลือก Enter เปิดใบยืม\n"
        "ของที่เกินกำหนดต้องติดตามทวงคืนภายใน ๗ วันนับแต่วันครบกำหนด (ระเบียบฯ ข้อ ๒๑๑)"
    )
    BINDINGS: ClassVar[list[Any]] = [
        Binding("f6", "app.show('settings')", "ตั้งค่า", id="go.settings", tooltip="การตั้งค่าของหน่วยงาน"),
        Binding("f8", "app.change_password", "รหัสผ่าน", id="home.password", tooltip="เปลี่ยนรหัสผ่าน"),
        Binding("f9", "app.sign_out", "ออก", id="home.sign_out", tooltip="ออกจากระบบ"),
    ]

    def compose(self) -> ComposeResult:
        """A line of numbers over the list."""
        yield Static("", id="banner", markup=False)
        yield DataTable(id="work", cursor_type="row", zebra_stripes=True)
        yield Footer(compact=True, show_command_palette=False)

    def __init__(self, signed_in: SignedIn) -> None:
        super().__init__(signed_in)
        self._shown: dict[str, tuple[str, ...]] | None = None

    def on_mount(self) -> None:
        """Set up the columns, and look again from time to time."""
        self.set_interval(LOOK_AGAIN, self._refresh)
        table = self.query_one(DataTable)
        add_columns(table, COLUMNS)

    def on_screen_resume(self) -> None:
        """Read the board anew whenever the screen comes to the front."""
        from assettrack.office import lending

        self.read(lambda: lending.home_board(self.office, self.signed_in.acting()), self._show)

    def _refresh(self) -> None:
        """Others work too: read again while this screen is in front."""
        if self.is_current:
            self.on_screen_resume()

    def _show(self, board: HomeBoard) -> None:
        rows = {f"{name}/{loan.id}": _cells(title, loan) for name, title in SECTIONS for loan in getattr(board, name)}
        table = self.query_one(DataTable)
        table.focus()
        if rows == self._shown:
            return  # nothing is drawn without a reason
        chosen = list(self._shown)[table.cursor_row] if self._shown and table.row_count else ""
        self._shown = rows
        table.clear()
        for key, cells in rows.items():
            add_row(table, cells, key=key)
        if chosen in rows:
            table.move_cursor(row=list(rows).index(chosen))
        counts = "  ".join(f"{title} {len(getattr(board, name))}" for name, title in SECTIONS)
        person = self.signed_in.person
        self.query_one("#banner", Static).update(Content(f"{person.name}  {person.position}\n{counts}"))

    def on_data_table_row_selected(self, event: DataTable.RowSelected) -> None:
        """Open the loan of the row."""
        if event.row_key.value is not None:
            self.app.push_screen(LoanScreen(self.signed_in, event.row_key.value.split("/", 1)[1]))


def _cells(title: str, loan: Loan) -> tuple[str, ...]:
    things = loan.lines[0].name + (f" +{len(loan.lines) - 1}" if len(loan.lines) > 1 else "")
    note = _chase_words(loan) if loan.overdue_days else (loan.notes[0] if loan.notes else "")
    return title, loan.number or "ร่าง", loan.borrower, short_date(loan.due, "arabic"), note, things


def _chase_words(loan: Loan) -> str:
    """How late a loan is, and whether it was asked back; how many days are left to ask (ข้อ ๒๑๑)."""
    late = f"เกิน {loan.overdue_days} วัน"
    if loan.chases:
        return f"{late} ติดตามแล้ว"
    left = CHASE_DAYS - loan.overdue_days
    return f"{late} ต้องทวงใน {left} วัน" if left >= 0 else f"{late} ยังไม่ได้ทวง"
