"""A loan on one page, with everything needed to decide on it, and the keys to act."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, ClassVar

from textual import work
from textual.containers import VerticalScroll
from textual.message import Message
from textual.widgets import Static

from assettrack.tui.base import OfficeScreen
from assettrack.tui.dialogs.ask import Answer, AskDialog, AskField, FieldsDialog
from assettrack.tui.dialogs.choose import ChooseDialog
from assettrack.tui.keys import key
from assettrack.tui.loan_page import loan_page, papers_of_loan, past_page
from assettrack.tui.printing import paper_title, print_and_show
from assettrack.tui.widgets.key_bar import KeyBar
from assettrack.words.speech import say

if TYPE_CHECKING:
    from collections.abc import Callable

    from textual.app import ComposeResult

    from assettrack.office.context import Actor
    from assettrack.office.lending import Loan
    from assettrack.tui.signed_in import SignedIn

STATES = {
    "approve": ("submitted",), "reject": ("submitted",), "opinion": ("submitted",), "hand_over": ("approved",),
    "take_back": ("issued",), "chase": ("issued",), "cancel": ("submitted", "approved"),
}  # fmt: skip
"""Acts, and the states of a loan in which their keys are offered; who may, the law says when it is tried."""
CHANNELS = ("phone", "visit", "letter", "line", "other")


class LoanScreen(OfficeScreen):
    """One loan: who, what, why, where, until when, and what may be done now."""

    AREA = "loan"
    BINDINGS: ClassVar[list[Any]] = [
        key("escape", "app.pop_screen", "loan.back"),
        key("f6", "approve", "loan.approve"),
        key("f7", "reject", "loan.reject"),
        key("f8", "hand_over", "loan.hand_over"),
        key("f9", "take_back", "loan.take_back"),
        key("f10", "print", "loan.print"),
        key("ctrl+o", "opinion", "loan.opinion", show=False),
        key("ctrl+t", "chase", "loan.chase", show=False),
        key("ctrl+e", "extend", "loan.extend", show=False),
        key("ctrl+r", "recuse", "loan.recuse", show=False),
        key("ctrl+x", "cancel", "loan.cancel", show=False),
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
        yield KeyBar()

    def on_screen_resume(self) -> None:
        """Read the loan anew."""
        from assettrack.office import lending

        self.read(lambda: lending.loan(self.office, self.ref, today=self.signed_in.desk.today()), self.show_loan)

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        """Only the keys that lead on from here."""
        states = STATES.get(action)
        if states is not None and (self.loan is None or self.loan.state not in states):
            return False
        return super().check_action(action, parameters)

    def show_loan(self, loan: Loan) -> None:
        """Draw the loan, and where it waits for a decision what the decider should know."""
        from assettrack.office import lending

        self.loan, self.ref = loan, loan.id
        self.refresh_bindings()
        self.query_one("#loan", Static).update(loan_page(loan))
        past = self.query_one("#past", Static)
        past.display = bool(loan.needs.office)
        if past.display:
            today = self.signed_in.desk.today()
            self.read(
                lambda: lending.background(self.office, loan.id, today=today),
                lambda found: past.update(past_page(found)),
            )

    def _after(self, done: str) -> Callable[[Any], None]:
        def show(loan: Loan) -> None:
            self.show_loan(loan)
            self.tell(f"{loan.number}: {done}")

        return show

    @work(group="ask")
    async def action_approve(self) -> None:
        """Ask for the password, then approve."""
        await self._decide("approve", text=None)

    @work(group="ask")
    async def action_reject(self) -> None:
        """Ask for the reason and the password, then reject."""
        await self._decide("reject", text=say("loan.reason"))

    async def _decide(self, name: str, *, text: str | None) -> None:
        from assettrack.office import lending
        from assettrack.office.sign_in import confirm_password

        if self.loan is None:
            return
        question = say(f"loan.{name}.ask", number=self.loan.number, borrower=self.loan.borrower)
        answer = await self.app.push_screen_wait(AskDialog(question, text=text, password=True))
        if answer is None:
            return

        def decide(actor: Actor) -> Loan:
            confirm_password(self.office, actor, answer.password)
            act: Callable[..., Loan] = getattr(lending, name)
            return act(self.office, actor, self.ref, reason=answer.text)

        self.act(decide, self._after(say(f"loan.{name}.done")))

    async def _choose(self, group: str, values: tuple[str, ...]) -> str | None:
        """One of a few words of the catalogue, or none."""
        options = [(value, say(f"{group}.{value}")) for value in values]
        chosen: str | None = await self.app.push_screen_wait(ChooseDialog(say(f"{group}.ask"), options))
        return chosen

    async def _with_reason(self, name: str, do: Callable[[Actor, str], Any]) -> None:
        if self.loan is None:
            return
        question = say(f"loan.{name}.ask", number=self.loan.number)
        dialog = AskDialog(question, text=say(f"loan.{name}.label"))
        answer: Answer | None = await self.app.push_screen_wait(dialog)
        if answer is not None:
            self.act(lambda actor: do(actor, answer.text), self._after(say(f"loan.{name}.done")))

    @work(group="ask")
    async def action_opinion(self) -> None:
        """Give an opinion for or against, with a remark."""
        from assettrack.office.lending import give_opinion

        side = await self._choose("step", ("opinion_for", "opinion_against"))
        if side is not None:
            in_favour = side == "opinion_for"
            await self._with_reason(
                "opinion",
                lambda actor, text: give_opinion(self.office, actor, self.ref, in_favour=in_favour, reason=text),
            )

    @work(group="ask")
    async def action_recuse(self) -> None:
        """Step aside for a conflict of interest."""
        from assettrack.office.lending import recuse

        await self._with_reason("recuse", lambda actor, text: recuse(self.office, actor, self.ref, reason=text))

    @work(group="ask")
    async def action_cancel(self) -> None:
        """Cancel before anything has left."""
        from assettrack.office.lending import cancel

        await self._with_reason("cancel", lambda actor, text: cancel(self.office, actor, self.ref, reason=text))

    @work(group="ask")
    async def action_chase(self) -> None:
        """Record how the borrower was asked to bring it back, and what came of it (ข้อ ๒๑๑)."""
        from assettrack.office.lending import chase

        channel = await self._choose("channel", CHANNELS)
        if channel is not None:
            await self._with_reason(
                "chase", lambda actor, text: chase(self.office, actor, self.ref, channel=channel, result=text)
            )

    @work(group="ask")
    async def action_extend(self) -> None:
        """Ask for more time: new due date and reason."""
        from assettrack.office.lending import extend
        from assettrack.tui.typed import read_day

        if self.loan is None:
            return
        asked = [
            AskField("due", say("loan.new_due"), today=self.signed_in.desk.today),
            AskField("reason", say("loan.extend.label")),
        ]
        typed = await self.app.push_screen_wait(FieldsDialog(say("loan.extend.ask", number=self.loan.number), asked))
        if typed is None:
            return

        def do(actor: Actor) -> Loan:
            due = read_day(say("loan.new_due"), typed["due"], actor.today)
            return extend(self.office, actor, self.ref, due=due, reason=typed["reason"])

        self.act(do, self._after(say("loan.extend.done")))

    def action_hand_over(self) -> None:
        """Hand over what was approved."""
        from assettrack.office.lending import hand_over

        self.act(lambda actor: hand_over(self.office, actor, self.ref), self._after(say("loan.hand_over.done")))

    def action_take_back(self) -> None:
        """Go to the counter with this loan."""
        if self.loan is not None and self.loan.number:
            self.app.post_message(OpenAtCounter(self.loan.number))

    @work(group="ask")
    async def action_print(self) -> None:
        """Print one of its papers: the loan form, the memo that asks for approval, a reminder letter, a settlement."""
        if self.loan is None:
            return
        papers = {f"{kind} {ref}": (kind, ref) for kind, ref in papers_of_loan(self.loan)}
        options = [
            (name, f"{paper_title(kind)} {ref * (kind == 'settlement')}") for name, (kind, ref) in papers.items()
        ]
        chosen = await self.app.push_screen_wait(ChooseDialog(say("print.which"), options))
        if chosen is not None:
            print_and_show(self, *papers[chosen])


class OpenAtCounter(Message):
    """A loan to be taken back at the counter."""

    def __init__(self, number: str) -> None:
        super().__init__()
        self.number = number
