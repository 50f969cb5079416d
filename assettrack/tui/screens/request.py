"""A loan request: typed from top to bottom; what is refused keeps what was typed."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, ClassVar

from textual.binding import Binding
from textual.containers import Horizontal, VerticalScroll
from textual.content import Content
from textual.widgets import Footer, Label, Select, Static

from assettrack.rules.refusal import BadInput
from assettrack.tui.base import OfficeScreen, ScanInput
from assettrack.tui.screens.lending import LoanScreen
from assettrack.tui.thai import ThaiInput
from assettrack.tui.typed import code_and_quantity, code_readings, read_day

if TYPE_CHECKING:
    from textual.app import ComposeResult

    from assettrack.office.context import Actor
    from assettrack.office.lending import Loan, LoanAsk
    from assettrack.office.settings import Purpose
    from assettrack.tui.base import SignedIn

CLASSES = (("บุคลากร", "staff"), ("ประชาชน/กลุ่ม/วัด", "villager"), ("หน่วยงานของรัฐ", "agency"))
PLACES = (("ภายในสถานที่", "inside"), ("นอกสถานที่", "outside"))
FIELDS = (  # id, label, hint, for which borrowers
    ("borrower", "ผู้ยืม", "ชื่อผู้ใช้ของบุคลากร หรือชื่อ-สกุล", "staff villager agency"),
    ("agency", "หน่วยงานผู้ยืม", "", "agency"),
    ("letter_no", "เลขที่หนังสือ", "หนังสือขอยืม", "agency"),
    ("position", "ตำแหน่ง", "", "villager agency"),
    ("address", "ที่อยู่", "บ้านเลขที่ หมู่ที่", "villager agency"),
    ("phone", "โทรศัพท์", "", "villager agency"),
    ("certifier", "ผู้รับรอง", "กำนัน ผู้ใหญ่บ้าน หรือสมาชิกสภา อบต.", "villager"),
    ("reason", "เหตุผล", "ใช้ทำอะไร", "staff villager agency"),
    ("place_text", "ใช้ที่ไหน", "", "staff villager agency"),
    ("starts", "ตั้งแต่วันที่", "ว่าง = วันนี้", "staff villager agency"),
    ("due", "กำหนดส่งคืน", "15/11/69 หรือ +7", "staff villager agency"),
)


class RequestScreen(OfficeScreen):
    """The form of a request."""

    TITLE = "ขอยืม"
    HELP_TEXT = (
        "กรอกจากบนลงล่าง Tab ไปช่องถัดไป\nช่องรายการ: พิมพ์หรือสแกนรหัสแล้ว Enter ใส่จำนวนด้วย รหัส*จำนวน\n"
        "F9 ส่งคำขอ F7 ลบรายการล่าสุด F8 ล้างฟอร์ม\nต้องมีเหตุผลและกำหนดส่งคืนเป็นลายลักษณ์อักษร (ระเบียบฯ ข้อ ๒๐๘)"
    )
    BINDINGS: ClassVar[list[Any]] = [
        Binding("f7", "drop", "ลบรายการท้าย", id="request.drop", tooltip="ลบรายการที่เพิ่มล่าสุด"),
        Binding("f8", "clear", "ล้าง", id="request.clear", tooltip="เริ่มใหม่"),
        Binding("f9", "send", "ส่งคำขอ", id="request.send", tooltip="ส่งคำขอยืม"),
    ]

    def __init__(self, signed_in: SignedIn) -> None:
        super().__init__(signed_in)
        self.lines: list[tuple[str, int, str]] = []

    def compose(self) -> ComposeResult:
        """Labelled fields a row, the lines, the verdict."""
        with VerticalScroll(id="form"):
            with Horizontal(classes="field"):
                yield Label("ประเภทผู้ยืม", markup=False)
                yield Select(CLASSES, value="staff", allow_blank=False, id="class", compact=True)
            with Horizontal(classes="field"):
                yield Label("วัตถุประสงค์", markup=False)
                yield Select([], prompt="กำลังอ่านรายการ", id="purpose", compact=True)
            with Horizontal(classes="field"):
                yield Label("สถานที่ใช้", markup=False)
                yield Select(PLACES, value="inside", allow_blank=False, id="place", compact=True)
            for name, label, hint, _ in FIELDS:
                with Horizontal(classes="field", id=f"row-{name}"):
                    yield Label(label, markup=False)
                    yield ThaiInput(placeholder=hint, id=name, compact=True, enter_moves_on=True)
            with Horizontal(classes="field"):
                yield Label("รายการ", markup=False)
                yield ScanInput(placeholder="รหัส หรือ รหัส*จำนวน แล้ว Enter", id="line", compact=True)
            yield Static("", id="lines", markup=False)
        yield Footer(compact=True, show_command_palette=False)

    def on_mount(self) -> None:
        """Fill the purposes and begin at the borrower."""
        from assettrack.office.settings import purposes

        self.read(lambda: purposes(self.office), self._fill)
        self.query_one("#borrower", ThaiInput).value = self.signed_in.person.login
        self._show_fields("staff")
        self.query_one("#borrower").focus()

    def action_borrower(self, login: str) -> None:
        """Fill in a borrower of the staff."""
        self.query_one("#class", Select).value = "staff"
        self.query_one("#borrower", ThaiInput).value = login
        self.query_one("#purpose").focus()

    def _fill(self, found: tuple[Purpose, ...]) -> None:
        options = [(p.name if p.allowed else f"{p.name} (ให้ยืมไม่ได้)", p.code) for p in found if p.active]
        choice = self.query_one("#purpose", Select)
        choice.set_options(options)
        choice.prompt = "เลือก"

    def on_select_changed(self, event: Select.Changed) -> None:
        """Other borrowers, other fields."""
        if event.select.id == "class":
            self._show_fields(str(event.value))

    def _show_fields(self, borrower_class: str) -> None:
        for name, _, _, classes in FIELDS:
            self.query_one(f"#row-{name}").display = borrower_class in classes.split()

    def on_scan_input_entered(self, event: ScanInput.Entered) -> None:
        """A code: find what it is and how many are free, then put it on the list."""
        from assettrack.office import lending, registry
        from assettrack.rules.refusal import NotFound

        event.stop()
        starts, due = self._value("starts"), self._value("due")

        def ask() -> tuple[str, int, str]:
            today = self.signed_in.desk.today()
            first = read_day("ตั้งแต่วันที่", starts, today) if starts else today
            last = read_day("กำหนดส่งคืน", due, today) if due else first
            for reading in code_readings(event.value):
                code, quantity = code_and_quantity(reading)
                try:
                    row = registry.asset_by_code(self.office, code).row
                except NotFound:
                    continue
                free = lending.availability(self.office, row.code, first, last, today=today)
                return (
                    row.code,
                    quantity,
                    f"{row.name}  ว่าง {free.free}/{free.total}"
                    + "".join(f"\n        ติด {b.number} {b.borrower}" for b in free.blocking if free.free < quantity),
                )
            raise NotFound(what="พัสดุรหัส", what_en="asset", value=event.value)

        self.read(ask, self._add)

    def _add(self, line: tuple[str, int, str]) -> None:
        self.lines.append(line)
        self._draw()

    def _draw(self) -> None:
        shown = "\n".join(f"  {no}. {code} x {n}  {words}" for no, (code, n, words) in enumerate(self.lines, 1))
        self.query_one("#lines", Static).update(Content(shown))

    def _value(self, name: str) -> str:
        return self.query_one(f"#{name}", ThaiInput).value.strip()

    def action_drop(self) -> None:
        """Take the last line off."""
        if self.lines:
            self.lines.pop()
            self._draw()

    def action_clear(self) -> None:
        """Begin again."""
        for field in self.query(ThaiInput):
            field.value = ""
        self.lines.clear()
        self._draw()
        self.query_one("#borrower").focus()

    def action_send(self) -> None:
        """Send the request; a refusal leaves everything as typed."""
        from assettrack.office.lending import request_loan

        typed = {name: self._value(name) for name, *_ in FIELDS}
        kind = str(self.query_one("#class", Select).value)
        purpose = self.query_one("#purpose", Select).value
        place = str(self.query_one("#place", Select).value)
        lines = list(self.lines)

        def do(actor: Actor) -> Loan:
            if purpose == Select.NULL:
                raise BadInput(field="วัตถุประสงค์", value="", rule="ต้องเลือก (ระเบียบฯ ข้อ ๒๐๗)", rule_en="choose one")
            return request_loan(self.office, actor, _ask(typed, kind, str(purpose), place, lines, actor))

        self.act(do, self._sent)

    def _sent(self, loan: Loan) -> None:
        self.action_clear()
        self.notify(f"ส่งคำขอแล้ว เลขที่ {loan.number}", markup=False)
        self.app.push_screen(LoanScreen(self.signed_in, loan.id))


def _ask(
    typed: dict[str, str], kind: str, purpose: str, place: str, lines: list[tuple[str, int, str]], actor: Actor
) -> LoanAsk:
    from assettrack.office.lending import LoanAsk, LoanLineAsk, OutsideBorrower

    borrower: str | OutsideBorrower = typed["borrower"]
    if kind != "staff":
        borrower = OutsideBorrower(
            kind,
            typed["borrower"],
            position=typed["position"],
            address=typed["address"],
            phone=typed["phone"],
            agency=typed["agency"],
            letter_no=typed["letter_no"],
            certifier=typed["certifier"],
        )
    return LoanAsk(
        borrower=borrower,
        purpose=purpose,
        reason=typed["reason"],
        place=place,
        due=read_day("กำหนดส่งคืน", typed["due"], actor.today),
        lines=tuple(LoanLineAsk(code, quantity) for code, quantity, _ in lines),
        starts=read_day("ตั้งแต่วันที่", typed["starts"], actor.today) if typed["starts"] else None,
        place_text=typed["place_text"],
    )
