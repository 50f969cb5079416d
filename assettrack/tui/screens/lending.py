"""A loan on one page, with everything needed to decide on it, and the keys to act."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, ClassVar

from textual import work
from textual.binding import Binding
from textual.containers import VerticalScroll
from textual.content import Content
from textual.message import Message
from textual.widgets import Footer, Static

from assettrack.rules.lending_refusals import STATE_WORDS
from assettrack.rules.refusal import Unusable
from assettrack.thai.baht import baht
from assettrack.thai.dates import BANGKOK, short_date
from assettrack.thai.text import pad
from assettrack.tui.base import OfficeScreen
from assettrack.tui.dialogs.ask import Answer, AskDialog
from assettrack.tui.viewer import show_file

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from textual.app import ComposeResult

    from assettrack.office.context import Actor
    from assettrack.office.lending import Loan
    from assettrack.office.lending.background import Background
    from assettrack.tui.base import SignedIn

PLACES = {"inside": "ภายในสถานที่", "outside": "นอกสถานที่"}
STEPS = {
    "opinion_for": "เห็นควรอนุมัติ",
    "opinion_against": "ไม่เห็นควร",
    "approved": "อนุมัติ",
    "rejected": "ไม่อนุมัติ",
    "recused": "ถอนตัว",
}


class LoanScreen(OfficeScreen):
    """One loan: who, what, why, where, until when, and what may be done now."""

    TITLE = "ใบยืม"
    HELP_TEXT = (
        "F6 อนุมัติ F7 ไม่อนุมัติ ต้องใส่รหัสผ่านทุกครั้ง ผู้ยืมพิจารณาใบยืมของตนเองไม่ได้ (มาตรา ๑๓)\n"
        "F8 ส่งมอบได้เมื่ออนุมัติแล้ว (ระเบียบฯ ข้อ ๒๐๘) F9 ไปหน้าเคาน์เตอร์เพื่อรับคืนทีละรายการ\n"
        "F10 พิมพ์ใบยืม Ctrl+O ให้ความเห็น Ctrl+T บันทึกการติดตาม Ctrl+E ขอขยายเวลา Ctrl+R ถอนตัว Ctrl+X ยกเลิก"
    )
    BINDINGS: ClassVar[list[Any]] = [
        Binding("escape", "app.pop_screen", "กลับ", id="loan.back", tooltip="กลับหน้าก่อน"),
        Binding("f6", "approve", "อนุมัติ", id="loan.approve", tooltip="อนุมัติด้วยรหัสผ่าน"),
        Binding("f7", "reject", "ไม่อนุมัติ", id="loan.reject", tooltip="ไม่อนุมัติพร้อมเหตุผล"),
        Binding("f8", "hand_over", "ส่งมอบ", id="loan.hand_over", tooltip="ส่งมอบของตามที่อนุมัติ"),
        Binding("f9", "take_back", "รับคืน", id="loan.take_back", tooltip="รับคืนที่เคาน์เตอร์"),
        Binding("f10", "print", "พิมพ์", id="loan.print", tooltip="พิมพ์ใบยืมเป็น PDF"),
        Binding("ctrl+o", "opinion", "ความเห็น", id="loan.opinion", tooltip="ให้ความเห็น", show=False),
        Binding("ctrl+t", "chase", "ติดตาม", id="loan.chase", tooltip="บันทึกการติดตามทวงคืน", show=False),
        Binding("ctrl+e", "extend", "ขยายเวลา", id="loan.extend", tooltip="ขอขยายเวลา", show=False),
        Binding("ctrl+r", "recuse", "ถอนตัว", id="loan.recuse", tooltip="มีส่วนได้เสีย ถอนตัว", show=False),
        Binding("ctrl+x", "cancel", "ยกเลิกใบยืม", id="loan.cancel", tooltip="ยกเลิกก่อนส่งมอบ", show=False),
    ]

    def __init__(self, signed_in: SignedIn, ref: str) -> None:
        super().__init__(signed_in)
        self.ref = ref
        self.loan: Loan | None = None

    def compose(self) -> ComposeResult:
        """The page."""
        with VerticalScroll(id="page"):
            yield Static("", id="loan", markup=False)
            yield Static("", id="past", markup=False)
        yield Footer(compact=True, show_command_palette=False)

    def on_screen_resume(self) -> None:
        """Read the loan anew."""
        from assettrack.office import lending

        self.read(lambda: lending.loan(self.office, self.ref, today=self.signed_in.desk.today()), self.show_loan)

    def show_loan(self, loan: Loan) -> None:
        """Draw the loan, and where it waits for a decision what the decider should know."""
        from assettrack.office import lending

        self.loan, self.ref = loan, loan.id
        self.query_one("#loan", Static).update(Content("\n".join(page_lines(loan))))
        past = self.query_one("#past", Static)
        past.display = bool(loan.needs.office)
        if past.display:
            today = self.signed_in.desk.today()
            self.read(
                lambda: lending.background(self.office, loan.id, today=today),
                lambda found: past.update(Content("\n".join(past_lines(found)))),
            )

    def _after(self, done: str) -> Callable[[Any], None]:
        def show(loan: Loan) -> None:
            self.show_loan(loan)
            self.notify(f"{loan.number}: {done}", markup=False)

        return show

    @work(group="ask")
    async def action_approve(self) -> None:
        """Ask for the password, then approve."""
        await self._decide("อนุมัติ", "approve", text=None)

    @work(group="ask")
    async def action_reject(self) -> None:
        """Ask for the reason and the password, then reject."""
        await self._decide("ไม่อนุมัติ", "reject", text="เหตุผล")

    async def _decide(self, title: str, name: str, *, text: str | None) -> None:
        from assettrack.office import lending
        from assettrack.office.sign_in import confirm_password

        if self.loan is None:
            return
        question = f"{title} {self.loan.number} ของ {self.loan.borrower}"
        answer = await self.app.push_screen_wait(AskDialog(question, text=text, password=True))
        if answer is None:
            return

        def decide(actor: Actor) -> Loan:
            confirm_password(self.office, actor, answer.password)
            act: Callable[..., Loan] = getattr(lending, name)
            return act(self.office, actor, self.ref, reason=answer.text)

        self.act(decide, self._after(f"{title}แล้ว"))

    async def _with_reason(self, title: str, label: str, do: Callable[[Actor, str], Any]) -> None:
        if self.loan is None:
            return
        answer: Answer | None = await self.app.push_screen_wait(AskDialog(f"{title} {self.loan.number}", text=label))
        if answer is not None:
            self.act(lambda actor: do(actor, answer.text), self._after(f"{title}แล้ว"))

    @work(group="ask")
    async def action_opinion(self) -> None:
        """Give an opinion in favour, with a remark."""
        from assettrack.office.lending import give_opinion

        await self._with_reason(
            "เห็นควรอนุมัติ",
            "ความเห็นเพิ่มเติม (ว่างได้)",
            lambda actor, text: give_opinion(self.office, actor, self.ref, reason=text),
        )

    @work(group="ask")
    async def action_recuse(self) -> None:
        """Step aside for a conflict of interest."""
        from assettrack.office.lending import recuse

        await self._with_reason(
            "ถอนตัวจากการพิจารณา", "เหตุผล", lambda actor, text: recuse(self.office, actor, self.ref, reason=text)
        )

    @work(group="ask")
    async def action_cancel(self) -> None:
        """Cancel before anything has left."""
        from assettrack.office.lending import cancel

        await self._with_reason(
            "ยกเลิกใบยืม", "เหตุผล", lambda actor, text: cancel(self.office, actor, self.ref, reason=text)
        )

    @work(group="ask")
    async def action_chase(self) -> None:
        """Record a telephone call to the borrower."""
        from assettrack.office.lending import chase

        await self._with_reason(
            "ติดตามทวงคืนทางโทรศัพท์",
            "ผลการติดตาม",
            lambda actor, text: chase(self.office, actor, self.ref, channel="phone", result=text),
        )

    @work(group="ask")
    async def action_extend(self) -> None:
        """Ask for more time: new due date and reason in one line."""
        from assettrack.office.lending import extend
        from assettrack.tui.typed import read_day

        def do(actor: Actor, text: str) -> Loan:
            day, _, reason = text.partition(" ")
            return extend(self.office, actor, self.ref, due=read_day("กำหนดส่งคืนใหม่", day, actor.today), reason=reason)

        await self._with_reason("ขอขยายเวลา", "วันส่งคืนใหม่แล้วเว้นวรรคเหตุผล เช่น +5 งานยังไม่เสร็จ", do)

    def action_hand_over(self) -> None:
        """Hand over what was approved."""
        from assettrack.office.lending import hand_over

        self.act(lambda actor: hand_over(self.office, actor, self.ref), self._after("ส่งมอบแล้ว"))

    def action_take_back(self) -> None:
        """Go to the counter with this loan."""
        if self.loan is not None and self.loan.number:
            self.app.post_message(OpenAtCounter(self.loan.number))

    def action_print(self) -> None:
        """Print the loan form into the user's folder."""
        from assettrack.office.papers import print_paper

        def do(actor: Actor) -> str:
            printed = print_paper(self.office, actor, "loan_form", self.ref)
            path = save_pdf(printed.number, printed.version, printed.copy_no, printed.pdf)
            return f"พิมพ์ลงไฟล์ {path}" + (" และเปิดให้ดูแล้ว" if show_file(path) else "")

        self.act(do, lambda words: self.notify(words, timeout=10, markup=False))


class OpenAtCounter(Message):
    """A loan to be taken back at the counter."""

    def __init__(self, number: str) -> None:
        super().__init__()
        self.number = number


def save_pdf(number: str, version: int, copy_no: int, pdf: bytes) -> Path:
    """Write a paper into the papers folder of the user's documents; returns the file.

    Raises:
        Unusable: the folder cannot be written.
    """
    from platformdirs import user_documents_path

    folder = user_documents_path() / "assettrack"
    name = number.replace("/", "-").replace(" ", "") + f"-v{version}" + (f"-copy{copy_no}" if copy_no else "")
    path = folder / f"{name}.pdf"
    try:
        folder.mkdir(parents=True, exist_ok=True)
        path.write_bytes(pdf)
    except OSError as error:
        raise Unusable(what=str(path), why=f"เขียนไฟล์ไม่ได้ ({error})", why_en=str(error)) from error
    return path


def page_lines(loan: Loan) -> list[str]:
    """A loan as lines of text."""
    late = f"  เกินกำหนด {loan.overdue_days} วัน" if loan.overdue_days else ""
    lines = [
        f"{loan.number or 'ร่าง'}   [{STATE_WORDS[loan.state]}]{late}",
        f"ผู้ยืม      {loan.borrower} {loan.borrower_position} {loan.borrower_agency}".rstrip(),
        f"เพื่อ       {loan.purpose_name}: {loan.reason}",
        f"ฐานอำนาจ   {loan.legal_basis}",
        f"ใช้ที่      {PLACES[loan.place]} {loan.place_text}".rstrip(),
        f"ช่วงวัน     {short_date(loan.starts, 'arabic')} ถึง {short_date(loan.due, 'arabic')}",
        *([f"ผู้รับรอง   {loan.certifier}"] if loan.certifier else []),
        *([f"หนังสือ     {loan.letter_no}"] if loan.letter_no else []),
        "",
        *(_line(line) for line in loan.lines),
        "",
    ]
    if loan.needs.office:
        who = ", ".join(loan.needs.persons) or "ไม่มีผู้มีอำนาจในวันนี้ ต้องบันทึกคำสั่งก่อน"
        lines.append(f"ผู้มีอำนาจ  {loan.needs.office}: {who} ({loan.needs.law})")
    lines += [_approval(approval) for approval in loan.approvals]
    lines += [
        f"ขยายเวลา   ครั้งที่ {e.no} ถึง {short_date(e.new_due, 'arabic')} {_outcome(e.outcome)}" for e in loan.extensions
    ]
    lines += [f"ติดตาม     {short_date(c.on, 'arabic')} {c.channel} {c.result}" for c in loan.chases]
    lines += [
        f"ชดใช้      {c.number} {c.name} {c.quantity} {'ชดใช้แล้ว' if c.settled_on else 'ยังไม่ชดใช้'}" for c in loan.cases
    ]
    lines += [f"ส่วนได้เสีย {name}" for name in loan.conflicts]
    return [*lines, *(f"หมายเหตุ   {note}" for note in loan.notes)]


def past_lines(past: Background) -> list[str]:
    """What the decider should know, as lines of text."""
    counts = f"กำลังยืม {past.out}  เกินกำหนด {past.overdue}  คืนแล้ว {past.closed}  ยังไม่ชดใช้ {past.unsettled}"
    lines = ["", f"ผู้ยืมคนนี้   {counts}"]
    for thing in past.things:
        loans = [
            f"{n.number} {n.borrower} {short_date(n.starts, 'arabic')} [{STATE_WORDS[n.state]}]" for n in thing.loans
        ]
        lines += [f"{thing.code}  {words}" for words in loans or ["ยังไม่เคยมีผู้ยืม"]]
    return lines


def _line(line: Any) -> str:
    counts = [f"ขอ {line.quantity}"]
    counts += [f"{word} {n}" for word, n in (("อนุมัติ", line.approved), ("จ่าย", line.issued)) if n is not None]
    counts += [f"{word} {n}" for word, n in (("คืน", line.returned), ("ชำรุด", line.damaged), ("หาย", line.lost)) if n]
    price = f"  ราคา {baht(line.price_at_loan)}" if line.price_at_loan is not None else ""
    return f"  {line.no}. {line.asset}  {line.name}  {' '.join(counts)} {line.unit}{price}"


def _approval(approval: Any) -> str:
    at = approval.at.astimezone(BANGKOK)
    order = f" ตามคำสั่ง {approval.order}" if approval.order else ""
    reason = f" «{approval.reason}»" if approval.reason else ""
    when = f"{short_date(at.date(), 'arabic')} {at:%H:%M}"
    return f"{pad(STEPS[approval.step], 10)} {approval.by} {approval.capacity}{order} {when}{reason}"


def _outcome(outcome: str | None) -> str:
    return {"approved": "อนุมัติ", "rejected": "ไม่อนุมัติ"}.get(outcome or "", "รอพิจารณา")
