"""The counter: one input for loan numbers and asset codes; hand-over, and return a piece at a time with its condition."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any, ClassVar

from textual.binding import Binding
from textual.content import Content
from textual.widgets import DataTable, Footer, Static

from assettrack.rules.lending_refusals import STATE_WORDS
from assettrack.rules.refusal import NotFound
from assettrack.tui.base import OfficeScreen, ScanInput, add_columns, add_row
from assettrack.tui.screens.lending import LoanScreen, save_pdf
from assettrack.tui.typed import code_and_quantity, code_readings

if TYPE_CHECKING:
    from pathlib import Path

    from textual.app import ComposeResult

    from assettrack.office.context import Actor
    from assettrack.office.lending import Loan
    from assettrack.tui.base import SignedIn

COLUMNS = (("ใบยืม", 12, 0), ("รหัส", 13, 1), ("รายการ", 12, 4), ("ผู้ยืม", 12, 2), ("จำนวน", 5, 0), ("สภาพ", 9, 0))
CONDITIONS = {"good": "ใช้การได้", "damaged": "ชำรุด", "lost": "สูญหาย"}
_NEXT = {"good": "damaged", "damaged": "lost", "lost": "good"}


@dataclass(frozen=True)
class Back:
    """One thing laid on the counter."""

    loan: str
    code: str
    name: str
    borrower: str
    quantity: int
    condition: str = "good"


class CounterScreen(OfficeScreen):
    """The desk where things go out and come back."""

    TITLE = "เคาน์เตอร์"
    HELP_TEXT = (
        "พิมพ์หรือสแกน: เลขที่ใบยืม (12/2569) เพื่อเปิดใบยืมและส่งมอบด้วย F8 หรือรหัสพัสดุ (รหัส*จำนวน) เพื่อรับคืน\n"
        "ของที่รับคืนเพิ่มลงในรายการ F6 เปลี่ยนสภาพของรายการล่าสุด: ใช้การได้ ชำรุด สูญหาย F7 ถอนรายการล่าสุด\n"
        "F9 บันทึกรับคืน แล้วโปรแกรมพิมพ์ใบส่งคืนให้ ของชำรุดหรือหายจะเปิดเรื่องชดใช้ (ระเบียบฯ ข้อ ๒๐๙)"
    )
    BINDINGS: ClassVar[list[Any]] = [
        Binding("f6", "condition", "สภาพ", id="counter.condition", tooltip="เปลี่ยนสภาพของรายการล่าสุด"),
        Binding("f7", "undo", "ถอน", id="counter.undo", tooltip="ถอนรายการล่าสุด"),
        Binding("f9", "take_back", "บันทึกรับคืน", id="counter.take_back", tooltip="รับคืนตามรายการ"),
    ]

    def __init__(self, signed_in: SignedIn) -> None:
        super().__init__(signed_in)
        self.backs: list[Back] = []

    def compose(self) -> ComposeResult:
        """Input, verdict, list."""
        yield ScanInput(placeholder="เลขที่ใบยืม หรือรหัสพัสดุที่นำมาคืน แล้ว Enter", id="scan", compact=True)
        yield Static("", id="verdict", markup=False)
        yield DataTable(id="backs", cursor_type="none", zebra_stripes=True)
        yield Footer(compact=True, show_command_palette=False)

    def on_mount(self) -> None:
        """Columns; the cursor in the input."""
        table = self.query_one(DataTable)
        table.can_focus = False
        add_columns(table, COLUMNS)

    def on_screen_resume(self) -> None:
        """The input is always ready."""
        self.query_one(ScanInput).focus()

    def scan(self, value: str) -> None:
        """Look up what was typed or scanned."""
        self.read(lambda: self._look_up(value), self._found)

    def on_scan_input_entered(self, event: ScanInput.Entered) -> None:
        """A whole code."""
        event.stop()
        self.scan(event.value)

    def _look_up(self, value: str) -> Loan | Back:
        """The loan of a number, or the thing out on loan of a code."""
        from assettrack.office import lending, registry

        today = self.signed_in.desk.today()
        for reading in code_readings(value):
            try:
                return lending.loan(self.office, reading, today=today)
            except NotFound:
                pass
            code, quantity = code_and_quantity(reading)
            try:
                record = registry.asset_by_code(self.office, code)
            except NotFound:
                continue
            out = [n for n in record.loans if n.state == "issued"]
            taken = [b for b in self.backs if b.code == record.row.code]
            for held in out:
                loan = lending.loan(self.office, held.number, today=today)
                line = next(n for n in loan.lines if n.asset == record.row.code)
                if line.still_out > sum(b.quantity for b in taken if b.loan == held.number):
                    return Back(held.number, record.row.code, record.row.name, loan.borrower, quantity)
            why = "ไม่ได้ถูกยืมอยู่" if not taken else "อยู่ในรายการรับคืนครบแล้ว"
            raise NotFound(what=f"ของค้างคืน ({record.row.name} {why})", what_en="thing out on loan", value=code)
        raise NotFound(what="เลขที่ใบยืมหรือรหัสพัสดุ", what_en="loan or asset", value=value)

    def _found(self, what: Loan | Back) -> None:
        if isinstance(what, Back):
            self.backs.append(what)
            self._say(f"รับคืน {what.code} {what.name} ของ {what.borrower} ({what.loan})")
            self._draw()
        else:
            self._say(f"{what.number} {STATE_WORDS[what.state]} {what.borrower}")
            self.app.push_screen(LoanScreen(self.signed_in, what.id))

    def _say(self, sentence: str) -> None:
        self.query_one("#verdict", Static).update(Content(sentence))

    def _draw(self) -> None:
        table = self.query_one(DataTable)
        table.clear()
        for back in self.backs:
            cells = (back.loan, back.code, back.name, back.borrower, str(back.quantity), CONDITIONS[back.condition])
            add_row(table, cells)

    def action_condition(self) -> None:
        """The condition of the last thing: good, damaged, lost."""
        if self.backs:
            last = self.backs[-1]
            self.backs[-1] = replace(last, condition=_NEXT[last.condition])
            self._say(f"{last.code} สภาพ {CONDITIONS[self.backs[-1].condition]}")
            self._draw()

    def action_undo(self) -> None:
        """Take the last thing off the list."""
        if self.backs:
            self._say(f"ถอน {self.backs.pop().code} แล้ว")
            self._draw()

    def action_take_back(self) -> None:
        """Record the return of everything on the counter, a slip a loan, and print the slips."""
        if not self.backs:
            self._say("ยังไม่มีรายการรับคืน สแกนรหัสพัสดุก่อน")
            return
        backs = list(self.backs)
        self.act(lambda actor: self._take_back(actor, backs), self._taken)

    def _take_back(self, actor: Actor, backs: list[Back]) -> list[str]:
        from assettrack.office.lending import ReturnLine, take_back
        from assettrack.office.papers import print_paper

        done = []
        for number in dict.fromkeys(back.loan for back in backs):
            lines = tuple(ReturnLine(b.code, b.quantity, b.condition) for b in backs if b.loan == number)
            returned = take_back(self.office, actor, number, lines)
            self.backs = [back for back in self.backs if back.loan != number]
            printed = print_paper(self.office, actor, "return_slip", returned.return_number)
            path: Path = save_pdf(printed.number, printed.version, printed.copy_no, printed.pdf)
            cases = "".join(f" เปิดเรื่อง {case.number}" for case in returned.cases)
            left = sum(line.still_out for line in returned.loan.lines)
            rest = f"ยังค้าง {left} ชิ้น" if left else STATE_WORDS[returned.loan.state]
            done.append(f"รับคืนแล้ว {returned.return_number} ของใบยืม {number}: {rest}{cases}\nพิมพ์ใบส่งคืนไว้ที่ {path}")
        return done

    def _taken(self, done: list[str]) -> None:
        self._say("\n".join(done))
        self._draw()
