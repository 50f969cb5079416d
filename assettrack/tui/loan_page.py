"""A loan as a page of facts: on its own screen, and beside the list of the day's work."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from assettrack.tui.widgets.facts import facts
from assettrack.words.speech import money, say, say_many, shown

if TYPE_CHECKING:
    from collections.abc import Iterator

    from rich.console import Group

    from assettrack.office.lending import Loan
    from assettrack.office.lending.background import Background
    from assettrack.tui.widgets.facts import Fact

FREE = ("", "")
"""A line left free."""


def notes(loan: Loan) -> Iterator[str]:
    """What is to be known of a loan beside its fields."""
    if loan.awaits_writing:
        yield say("loan.note.spoken")
    elif loan.notes and loan.state == "submitted":
        yield say("loan.note.no_opinion")
    if loan.paper_entry:
        yield say("loan.note.paper", number=loan.paper_entry)


def loan_page(loan: Loan) -> Group:
    """A loan with everything that was asked, decided and done."""
    late = f"  {say_many('home.late', loan.overdue_days)}" if loan.overdue_days else ""
    title = f"{loan.number or say('loan.state.draft')}   [{say(f'loan.state.{loan.state}')}]{late}"
    return facts([*_asked(loan), FREE, *_lines(loan), FREE, *_decided(loan), *_since(loan)], title=title)


def _field(name: str, text: str) -> Fact:
    return say(f"loan.field.{name}"), text


def _asked(loan: Loan) -> Iterator[Fact]:
    """Who, what for, on which ground, where, until when."""
    yield _field("borrower", f"{loan.borrower} {loan.borrower_position} {loan.borrower_agency}")
    yield _field("purpose", f"{loan.purpose_name}: {loan.reason}")
    yield _field("basis", loan.legal_basis)
    yield _field("place", f"{say(f'loan.place.{loan.place}')} {loan.place_text}")
    yield _field("days", say("loan.span", first=loan.starts, last=loan.due))
    if loan.certifier:
        yield _field("certifier", loan.certifier)
    if loan.letter_no:
        yield _field("letter", loan.letter_no)


def _lines(loan: Loan) -> Iterator[Fact]:
    """The things, and how many were asked, granted, issued and came back."""
    for line in loan.lines:
        back = [
            (word, getattr(line, column))
            for word, column in (("back", "returned"), ("damaged", "damaged"), ("lost", "lost"))
        ]
        counts = [
            ("asked", line.quantity),
            ("granted", line.approved),
            ("issued", line.issued),
            *((w, n) for w, n in back if n),
        ]
        words = " ".join(f"{say(f'line.{word}')} {shown(n)}" for word, n in counts if n is not None)
        price = f"  {say('line.price', price=money(line.price_at_loan))}" if line.price_at_loan is not None else ""
        yield f"{shown(line.no)}. {line.asset}", f"{line.name}  {words} {line.unit}{price}"


def _decided(loan: Loan) -> Iterator[Fact]:
    """Whose decision is awaited, and what was decided."""
    if loan.needs.office:
        who = ", ".join(loan.needs.persons) or say("loan.nobody")
        yield _field("power", f"{loan.needs.office}: {who} ({loan.needs.law})")
    for one in loan.approvals:
        order = f" {say('loan.order', order=one.order)}" if one.order else ""
        reason = f" «{one.reason}»" if one.reason else ""
        yield say(f"step.{one.step}"), f"{one.by} {one.capacity}{order} {shown(one.at)}{reason}"


def _since(loan: Loan) -> Iterator[Fact]:
    """More time, asking back, liability, conflicts, notes."""
    for more in loan.extensions:
        outcome = say(f"outcome.{more.outcome or 'waiting'}")
        yield _field("extension", say("loan.extension", no=more.no, day=more.new_due, outcome=outcome))
    for chase in loan.chases:
        yield _field("chase", f"{shown(chase.on)} {say(f'channel.{chase.channel}')} {chase.result}")
    for case in loan.cases:
        settled = say("loan.settled" if case.settled_on else "loan.unsettled")
        yield _field("case", f"{case.number} {case.name} {shown(case.quantity)} {settled}")
    yield from (_field("conflict", name) for name in loan.conflicts)
    yield from (_field("note", note) for note in notes(loan))


def papers_of_loan(loan: Loan) -> Iterator[tuple[str, str]]:
    """The papers of a loan as it is now, as kind and what each is about."""
    yield "loan_form", loan.id
    yield "approval_memo", loan.id
    if loan.overdue_days or any(chase.channel == "letter" for chase in loan.chases):
        yield "chase_letter", loan.id
    for case in loan.cases:
        yield "settlement", case.number


def past_page(past: Background) -> Group:
    """What the decider should know of the borrower and of the things."""
    rows: list[Fact] = []
    for thing in past.things:
        loans: list[Any] = [
            f"{n.number} {n.borrower} {shown(n.starts)} [{say(f'loan.state.{n.state}')}]" for n in thing.loans
        ]
        rows += [(thing.code, words) for words in loans or [say("loan.never_lent")]]
    title = say("loan.past", out=past.out, overdue=past.overdue, closed=past.closed, unsettled=past.unsettled)
    return facts(rows, title=f"\n{title}")
