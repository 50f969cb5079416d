"""The counter: one input for loan numbers, codes and names; what goes out and what comes back, a piece at a time."""

from __future__ import annotations

from contextlib import suppress
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any, ClassVar

from textual.content import Content
from textual.widgets import Static

from assettrack.rules.refusal import NotFound, Unusable
from assettrack.tui.base import OfficeScreen
from assettrack.tui.keys import key
from assettrack.tui.paper_desk import verdict_of
from assettrack.tui.printing import deliver, paper_file
from assettrack.tui.screens.lending import LoanScreen
from assettrack.tui.typed import asset_meant, code_readings, is_paper
from assettrack.tui.widgets.fitted_table import FittedTable
from assettrack.tui.widgets.key_bar import KeyBar
from assettrack.tui.widgets.pick import Pick
from assettrack.words.speech import language, say, shown

if TYPE_CHECKING:
    from pathlib import Path

    from textual.app import ComposeResult

    from assettrack.office.context import Actor
    from assettrack.office.lending import Loan
    from assettrack.office.lending.open_lines import OpenLine
    from assettrack.office.papers import PaperVerdict
    from assettrack.tui.signed_in import SignedIn

COLUMNS = (
    ("way", 7, 0), ("loan", 12, 0), ("code", 12, 1), ("things", 9, 4), ("borrower", 8, 2), ("quantity", 5, 0), ("state", 11, 0),
)  # fmt: skip
_NEXT = {"good": "damaged", "damaged": "lost", "lost": "good"}


@dataclass(frozen=True)
class Piece:
    """One thing on the counter: ``out`` of the office (``seen`` once it was scanned) or back into it, in some condition."""

    loan: str
    code: str
    name: str
    borrower: str
    quantity: int
    out: bool
    seen: int = 0
    condition: str = "good"

    @property
    def state(self) -> str:
        """What the last column says."""
        if not self.out:
            return say(f"condition.{self.condition}")
        return say("counter.seen") if self.seen >= self.quantity else say("counter.unseen")


@dataclass(frozen=True)
class Verified:
    """A paper that was scanned: whether it holds, and the loan it belongs to where there is one."""

    verdict: PaperVerdict
    loan: Loan | None


class CounterScreen(OfficeScreen):
    """The desk where things go out and come back."""

    AREA = "counter"
    BINDINGS: ClassVar[list[Any]] = [
        key("f6", "condition", "counter.condition"),
        key("f7", "undo", "counter.undo"),
        key("f8", "hand_over", "counter.hand_over"),
        key("f9", "take_back", "counter.take_back"),
        key("up", "row(-1)", "counter.up", show=False),
        key("down", "row(1)", "counter.down", show=False),
    ]

    def __init__(self, signed_in: SignedIn) -> None:
        super().__init__(signed_in)
        self.pieces: list[Piece] = []
        self._warned = ""

    def compose(self) -> ComposeResult:
        """Input, verdict, list."""
        yield Pick(self._find, "scan", hint=say("counter.hint"), empties=True)
        yield Static("", id="verdict", markup=False)
        yield FittedTable(COLUMNS, id="pieces")
        yield KeyBar()

    def on_mount(self) -> None:
        """The cursor stays in the input."""
        self.query_one(FittedTable).can_focus = False

    def on_screen_resume(self) -> None:
        """The input is always ready."""
        self.query_one(Pick).field.focus()

    def _find(self, text: str) -> list[tuple[str, str]]:
        """Things that wait or are out, by any part of their name, code, loan or borrower."""
        from assettrack.office.lending.open_lines import find_open_lines

        return [
            (
                f"{n.number}|{n.code}",
                f"{say('way.back' if n.out else 'way.out')} {n.code} {n.name}  {n.borrower} {n.number}",
            )
            for n in find_open_lines(self.office, text)
        ]

    def on_pick_picked(self, event: Pick.Picked) -> None:
        """One of the list: that line of that loan."""
        event.stop()
        number, _, code = event.value.rpartition("|")
        self.in_turn(lambda: self._of_code(code, 1, number), self._found)

    def on_pick_entered(self, event: Pick.Entered) -> None:
        """A whole code, scanned or typed."""
        event.stop()
        self.action_scan(event.value)

    def action_scan(self, value: str) -> None:
        """Look up what was typed or scanned, after what was scanned before it."""
        self.in_turn(lambda: self._look_up(value), self._found)

    def _look_up(self, value: str) -> Loan | Piece | Verified:
        """The loan of a number, the thing of a label or code that waits to go out or is out, or whether a paper holds."""
        from assettrack.office import lending

        today = self.signed_in.desk.today()
        if is_paper(value):
            verdict = verdict_of(self, value)
            loan = lending.loan(self.office, verdict.loan, today=today) if verdict.loan else None
            return Verified(verdict, loan)
        for number in code_readings(value):
            with suppress(NotFound):
                return lending.loan(self.office, number, today=today)
        meant = asset_meant(self.office, value, "counter.what")
        if meant.warning:
            self.app.call_from_thread(self.notify, meant.warning, severity="warning", timeout=12, markup=False)
        return self._of_code(meant.row.code, meant.quantity)

    def _of_code(self, code: str, quantity: int, number: str | None = None) -> Piece:
        """The thing as it waits or is out, less what lies on the counter already."""
        from assettrack.office.lending.open_lines import open_lines

        lines = open_lines(self.office, code=code, number=number)
        for line in sorted(lines, key=lambda n: not self._expects(n)):
            on_counter = [p for p in self.pieces if (p.loan, p.code) == (line.number, line.code)]
            taken = sum(p.seen if p.out else p.quantity for p in on_counter)
            if line.quantity > taken:
                return Piece(line.number, line.code, line.name, line.borrower, quantity, not line.out)
        why = say("counter.done" if lines else "counter.not_lent")
        raise Unusable(what=code, why=why, why_en=why)

    def _expects(self, line: OpenLine) -> bool:
        """Whether this line's loan is being handed over just now."""
        return any(p.out and p.loan == line.number for p in self.pieces)

    def _found(self, what: Loan | Piece | Verified) -> None:
        if isinstance(what, Verified):
            self._found_paper(what)
        elif not isinstance(what, Piece):
            self._found_loan(what)
        elif what.out:
            self._tick(what)
        else:
            self.pieces.append(what)
            self._say(say("counter.taken", code=what.code, name=what.name, borrower=what.borrower, loan=what.loan))
        self._draw()

    def _found_paper(self, paper: Verified) -> None:
        """A paper that holds is as good as its loan's number; of any other it is said why not, and its loan is shown."""
        holds, sentence = paper.verdict.status == "current", paper.verdict.sentence(language())
        self._say(sentence)
        self.notify(sentence, severity="information" if holds else "warning", timeout=12, markup=False)
        if paper.loan is not None and holds:
            self._found_loan(paper.loan)
        elif paper.loan is not None:
            self.app.push_screen(LoanScreen(self.signed_in, paper.loan.id))

    def _found_loan(self, loan: Loan) -> None:
        """An approved loan is laid out to be handed over; any other is shown."""
        if loan.state != "approved":
            self.app.push_screen(LoanScreen(self.signed_in, loan.id))
            return
        self._lay_out(loan.number or "")
        self._say(say("counter.laid_out", number=loan.number, borrower=loan.borrower))

    def _lay_out(self, number: str) -> None:
        from assettrack.office.lending.open_lines import open_lines

        if not any(p.out and p.loan == number for p in self.pieces):
            self.pieces += [
                Piece(n.number, n.code, n.name, n.borrower, n.quantity, out=True)
                for n in open_lines(self.office, number=number)
            ]

    def _tick(self, scanned: Piece) -> None:
        """A thing that goes out was held in hand."""
        self._lay_out(scanned.loan)
        for at, piece in enumerate(self.pieces):
            if (piece.out, piece.loan, piece.code) == (True, scanned.loan, scanned.code):
                seen = min(piece.quantity, piece.seen + scanned.quantity)
                self.pieces[at] = replace(piece, seen=seen)
                self._say(say("counter.ticked", code=piece.code, name=piece.name, seen=seen, quantity=piece.quantity))

    def _say(self, sentence: str) -> None:
        self.query_one("#verdict", Static).update(Content(sentence))

    def _draw(self) -> None:
        """The list, its cursor on the newest piece where one has come."""
        table = self.query_one(FittedTable)
        at = table.cursor_row if len(self.pieces) == table.row_count else len(self.pieces) - 1
        table.fill({str(no): _cells(piece) for no, piece in enumerate(self.pieces)})
        table.move_cursor(row=max(0, at))

    def action_row(self, by: int) -> None:
        """Choose another row of the list, from the input."""
        table = self.query_one(FittedTable)
        table.move_cursor(row=max(0, min(table.row_count - 1, table.cursor_row + by)))

    def action_condition(self) -> None:
        """The condition of the chosen thing that comes back: good, damaged, lost."""
        at = self.query_one(FittedTable).cursor_row
        if at < len(self.pieces) and not self.pieces[at].out:
            piece = replace(self.pieces[at], condition=_NEXT[self.pieces[at].condition])
            self.pieces[at] = piece
            self._say(say("counter.condition_is", code=piece.code, condition=piece.state))
            self._draw()

    def action_undo(self) -> None:
        """Take the chosen thing off the list; of a hand-over, its whole loan."""
        at = self.query_one(FittedTable).cursor_row
        if at < len(self.pieces):
            gone = self.pieces[at]
            self.pieces = [
                p for n, p in enumerate(self.pieces) if n != at and not (gone.out and p.out and p.loan == gone.loan)
            ]
            self._say(say("counter.undone", code=gone.loan if gone.out else gone.code))
            self._draw()

    def action_hand_over(self) -> None:
        """Hand over the loans laid out; what was not scanned is asked about once."""
        numbers = list(dict.fromkeys(p.loan for p in self.pieces if p.out))
        unseen = " ".join(p.code for p in self.pieces if p.out and p.seen < p.quantity)
        if not numbers:
            self._say(say("counter.no_hand_over"))
        elif unseen and unseen != self._warned:
            self._warned = unseen
            self._say(say("counter.not_seen", codes=unseen))
        else:
            self.act(lambda actor: self._hand_over(actor, numbers), self._done)

    def _hand_over(self, actor: Actor, numbers: list[str]) -> tuple[list[str], list[Path]]:
        from assettrack.office.lending import hand_over

        told, papers = [], []
        for number in numbers:
            loan = hand_over(self.office, actor, number)
            self.pieces = [p for p in self.pieces if not (p.out and p.loan == number)]
            papers.append(paper_file(self.office, actor, "loan_form", loan.id))
            told.append(say("counter.handed_over", number=number, borrower=loan.borrower, due=loan.due))
        return told, papers

    def action_take_back(self) -> None:
        """Record the return of everything that came back, a slip a loan, and print the slips."""
        backs = [p for p in self.pieces if not p.out]
        if backs:
            self.act(lambda actor: self._take_back(actor, backs), self._done)
        else:
            self._say(say("counter.no_return"))

    def _take_back(self, actor: Actor, backs: list[Piece]) -> tuple[list[str], list[Path]]:
        from assettrack.office.lending import ReturnLine, take_back

        told, papers = [], []
        for number in dict.fromkeys(back.loan for back in backs):
            lines = tuple(ReturnLine(b.code, b.quantity, b.condition) for b in backs if b.loan == number)
            returned = take_back(self.office, actor, number, lines)
            self.pieces = [p for p in self.pieces if p.out or p.loan != number]
            papers.append(paper_file(self.office, actor, "return_slip", returned.return_number))
            left = sum(line.still_out for line in returned.loan.lines)
            rest = say("counter.left", left=left) if left else say(f"loan.state.{returned.loan.state}")
            cases = " ".join(say("counter.case", number=case.number) for case in returned.cases)
            told.append(
                say("counter.taken_back", slip=returned.return_number, number=number, rest=rest, cases=cases).strip()
            )
        return told, papers

    def _done(self, answer: tuple[list[str], list[Path]]) -> None:
        told, papers = answer
        self._say("\n".join(told))
        self._draw()
        deliver(self, papers)


def _cells(piece: Piece) -> tuple[str, ...]:
    way = say("way.out" if piece.out else "way.back")
    return way, piece.loan, piece.code, piece.name, piece.borrower, shown(piece.quantity), piece.state
