"""Papers by name: lists of the year and of a division, blank forms, the printer's ruler page, and whether a paper still holds."""

from __future__ import annotations

import asyncio
from dataclasses import dataclass
from typing import TYPE_CHECKING

from assettrack.rules.refusal import Refusal
from assettrack.thai.dates import fiscal_year
from assettrack.thai.text import ascii_digits
from assettrack.tui.dialogs.ask import AskDialog, AskField, FieldsDialog
from assettrack.tui.dialogs.choose import ChooseDialog
from assettrack.tui.printing import paper_title, print_and_show, print_as_it_is
from assettrack.tui.typed import refused
from assettrack.words.speech import known, language, say

if TYPE_CHECKING:
    from collections.abc import Iterator

    from assettrack.office.context import Actor
    from assettrack.office.papers import PaperVerdict
    from assettrack.tui.base import OfficeScreen

MEASURES = ("left", "top", "across", "down")
"""What is measured with a ruler on the ruler page, in mm."""
YEARS_BACK = 5
"""Fiscal years whose register of loans is offered, this one included."""


@dataclass(frozen=True)
class _Form:
    """A paper that can be had by name: filled from the rows of ``ref``, or blank in a ``variant``."""

    words: str
    ref: str | None = None
    variant: str = ""


async def print_by_name(screen: OfficeScreen) -> None:
    """Choose a paper, then what it is about or which blank form."""
    kinds = await asyncio.to_thread(_kinds)
    kind = await screen.app.push_screen_wait(ChooseDialog(say("papers.which"), kinds))
    if kind is None:
        return
    forms = await asyncio.to_thread(lambda: list(_forms(screen, kind)))
    number = "0"
    if len(forms) > 1:
        options = [(str(at), form.words) for at, form in enumerate(forms)]
        number = await screen.app.push_screen_wait(ChooseDialog(paper_title(kind), options))
    if number is not None:
        _print(screen, kind, forms[int(number)])


def _kinds() -> list[tuple[str, str]]:
    from assettrack.office.papers import papers

    return [(paper.kind, paper_title(paper.kind)) for paper in papers()]


def _forms(screen: OfficeScreen, kind: str) -> Iterator[_Form]:
    """What a paper can be printed of without an object at hand, then its blank forms."""
    from assettrack.office.papers import papers
    from assettrack.office.people import divisions

    if kind == "loan_register":
        year = fiscal_year(screen.signed_in.desk.today())
        yield from (_Form(say("papers.year", year=str(n)), str(n)) for n in range(year, year - YEARS_BACK, -1))
    if kind == "asset_register":
        yield _Form(say("labels.everywhere"), "")
    if kind in ("asset_register", "count_sheet"):
        yield from (_Form(division.name, division.name) for division in divisions(screen.office))
    paper = next(paper for paper in papers() if paper.kind == kind)
    differ = "variant" in paper.kind_of_data.__dataclass_fields__
    for variant in paper.variants if differ else paper.variants[:1]:
        words = say(f"variant.{variant}") if known(f"variant.{variant}") else variant
        yield _Form(f"{say('papers.blank')} {words * differ}".strip(), variant=variant)


def _print(screen: OfficeScreen, kind: str, form: _Form) -> None:
    from assettrack.office.papers import blank_paper

    if form.ref is not None:
        print_and_show(screen, kind, form.ref)
        return
    print_as_it_is(
        screen,
        f"{paper_title(kind)} {form.words}",
        f"blank-{kind}-{form.variant}",
        lambda actor: blank_paper(screen.office, actor, kind, form.variant).pdf,
    )


def print_ruler(screen: OfficeScreen) -> None:
    """The page on which a printer is measured."""
    from assettrack.office.labels import ruler

    print_as_it_is(screen, say("ruler.title"), "ruler", lambda actor: ruler(screen.office, actor))


async def measure_printer(screen: OfficeScreen) -> None:
    """Keep what was measured on a printer's ruler page, for one stock of labels."""
    from assettrack.office.labels import label_stocks, save_printer

    stocks = await asyncio.to_thread(label_stocks)
    options = [(s.name, s.title_en if language() == "en" else s.title_th) for s in stocks if s.kind == "sheet"]
    stock = await screen.app.push_screen_wait(ChooseDialog(say("ruler.stock"), options))
    if stock is None:
        return
    fields = [AskField("name", say("ruler.name")), *(AskField(name, say(f"ruler.{name}")) for name in MEASURES)]
    typed = await screen.app.push_screen_wait(FieldsDialog(say("ruler.ask"), fields))
    if typed is not None:
        screen.act(
            lambda actor: save_printer(
                screen.office,
                actor,
                typed["name"],
                stock,
                **{name: _millimetres(name, typed[name]) for name in MEASURES},
            ),
            lambda printer: screen.tell(say("ruler.kept", name=printer.name)),
        )


def _millimetres(name: str, text: str) -> float:
    """A length as typed.

    Raises:
        BadInput: no number.
    """
    try:
        return float(ascii_digits(text.strip()).replace(",", "."))
    except ValueError as error:
        raise refused(f"ruler.{name}", text, "ruler.rule") from error


async def verify(screen: OfficeScreen) -> None:
    """Scan or type a paper's code, and see whether it holds and what it must say."""
    answer = await screen.app.push_screen_wait(AskDialog(say("verify.ask"), text=say("verify.code")))
    if answer is not None and answer.text.strip():
        await show_verdict(screen, answer.text)


async def show_verdict(screen: OfficeScreen, typed: str) -> None:
    """Whether a paper holds and what it must say; its loan can be opened."""
    try:
        verdict = await asyncio.to_thread(verdict_of, screen, typed)
    except Refusal as refusal:
        screen.refused(refusal)
        return
    lines = [verdict.sentence(language()), "", *(f"{label}  {text}" for label, text in verdict.says)]
    options = [("loan", say("verify.open", number=verdict.loan))] if verdict.loan else []
    chosen = await screen.app.push_screen_wait(
        ChooseDialog("\n".join(lines).strip(), [("close", say("verify.close")), *options])
    )
    if chosen == "loan":
        from assettrack.tui.screens.lending import LoanScreen

        screen.app.push_screen(LoanScreen(screen.signed_in, verdict.loan))


def verdict_of(screen: OfficeScreen, typed: str) -> PaperVerdict:
    """Whether the paper with this code is current, replaced, void or unknown. Call it in a worker."""
    from assettrack.office.papers import verify_paper

    actor: Actor = screen.signed_in.acting()
    return verify_paper(screen.office, actor, typed)
