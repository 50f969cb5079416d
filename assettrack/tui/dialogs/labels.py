"""Printing labels: on which stock, from which free label of the sheet on, for which printer; looked at, printed and counted."""

from __future__ import annotations

import asyncio
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any, ClassVar

from textual.containers import Horizontal, VerticalScroll
from textual.content import Content
from textual.widgets import Label, Select, Static

from assettrack.rules.labels import AGAIN_WORDS, REPLACE_REASONS, USUAL_STOCK
from assettrack.rules.refusal import Refusal
from assettrack.thai.text import ascii_digits
from assettrack.tui.dialogs.ask import AskDialog
from assettrack.tui.dialogs.choose import ChooseDialog
from assettrack.tui.jobs import JobRunner
from assettrack.tui.keys import SpokenDialog, key
from assettrack.tui.printing import hand_on, look_first, write_pdf
from assettrack.tui.thai import ThaiInput
from assettrack.tui.viewer import printers as system_printers
from assettrack.tui.widgets.key_bar import KeyBar
from assettrack.words.speech import language, say, say_many

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence
    from pathlib import Path

    from textual.app import ComposeResult

    from assettrack.office.labels import LabelChoice, LabelRecord, PrintedLabels, Printer
    from assettrack.tui.base import OfficeScreen

    Stocks = dict[str, tuple[str, int]]
    """Name of a stock -> its title, labels on a sheet."""

MISSING, ALL = "missing", "all"
WHOLE, PIECES = "whole", "pieces"


@dataclass(frozen=True)
class LabelsAsked:
    """Which labels, and what they are printed on; ``skip`` places of the first sheet are used up."""

    choice: LabelChoice
    stock: str
    skip: int
    printer: str


class LabelsDialog(SpokenDialog):
    """What the labels of assets are printed on; without codes also of which division, and whether only what has none."""

    BINDINGS: ClassVar[list[Any]] = [
        key("escape", "dismiss(None)", "ask.cancel"),
        key("f10", "send", "labels.look"),
    ]

    def __init__(
        self, codes: Sequence[str], stocks: Stocks, measured: Sequence[Printer], divisions: Sequence[str]
    ) -> None:
        super().__init__()
        self._codes, self._stocks, self._measured, self._divisions = tuple(codes), stocks, measured, divisions

    @property
    def _last(self) -> dict[str, str]:
        """The stock and printer of the last time, and the label after its last one."""
        last: dict[str, str] = self.app.own.labels  # type: ignore[attr-defined]
        return last

    def compose(self) -> ComposeResult:
        """A row a choice."""
        stock = self._last.get("stock", USUAL_STOCK)
        question = say_many("labels.of", len(self._codes)) if self._codes else say("labels.of_register")
        with VerticalScroll(id="view-box"):
            yield Static(Content(question), classes="question")
            yield from _row("stock", [(title, name) for name, (title, _) in self._stocks.items()], stock)
            with Horizontal(classes="field"):
                yield Label(say("labels.field.first"), markup=False)
                yield ThaiInput(self._last.get("first", "1"), id="first", compact=True)
            yield from _row("printer", self._printers(stock), "")
            yield from _row("pieces", [(say(f"labels.{name}"), name) for name in (WHOLE, PIECES)], WHOLE)
            if not self._codes:
                yield from _row("division", [(say("labels.everywhere"), ""), *((d, d) for d in self._divisions)], "")
                yield from _row("which", [(say(f"labels.{name}"), name) for name in (MISSING, ALL)], MISSING)
            yield Static(Content(say("labels.hint")), classes="hint")
        yield KeyBar()

    def on_mount(self) -> None:
        """The printer of the last time."""
        self._propose_printer(self._last.get("printer", ""))

    def _printers(self, stock: str) -> list[tuple[str, str]]:
        return [(say("labels.straight"), ""), *((p.name, p.name) for p in self._measured if p.stock == stock)]

    def _propose_printer(self, name: str) -> None:
        field = self.query_one("#printer", Select)
        if name in [one.name for one in self._measured if one.stock == self._value("stock")]:
            field.value = name

    def on_select_changed(self, event: Select.Changed) -> None:
        """Another stock begins at its first label, and printers are measured for it anew."""
        if event.select.id == "stock" and event.value != self._last.get("stock", USUAL_STOCK):
            self.query_one("#printer", Select).set_options(self._printers(str(event.value)))
            self.query_one("#first", ThaiInput).value = "1"

    def _value(self, name: str) -> str:
        return str(self.query_one(f"#{name}", Select).value)

    def action_send(self) -> None:
        """Those labels, where the first free one is one of the sheet."""
        from assettrack.office.labels import LabelChoice

        stock, first = self._value("stock"), ascii_digits(self.query_one("#first", ThaiInput).value.strip())
        on_sheet = self._stocks[stock][1]
        if not (first.isdecimal() and 1 <= int(first) <= on_sheet):
            self.notify(say("labels.first_rule", most=on_sheet), severity="error", markup=False)
            return
        asked: dict[str, Any] = {"codes": self._codes}
        if not self._codes:
            missing, division = self._value("which") == MISSING, self._value("division")
            asked = {"division": division, "missing": missing, "everything": not missing and not division}
        choice = LabelChoice(**asked, pieces=self._value("pieces") == PIECES)
        self.dismiss(LabelsAsked(choice, stock, int(first) - 1, self._value("printer")))


def _row(name: str, options: list[tuple[str, str]], value: str) -> ComposeResult:
    with Horizontal(classes="field"):
        yield Label(say(f"labels.field.{name}"), markup=False)
        yield Select(options, value=value, allow_blank=False, id=name, compact=True)


async def replace_label_of(screen: OfficeScreen, living: Sequence[LabelRecord]) -> None:
    """Retire a label that is lost or worn, and print the one that takes its place; of several it is asked which."""
    from assettrack.office.labels import replace_label

    token = living[0].token
    if len(living) > 1:
        answer = await screen.app.push_screen_wait(AskDialog(say("labels.replace"), text=say("labels.label")))
        token = "" if answer is None else answer.text.strip()
    options = [(why, say(f"retired.{why}")) for why in REPLACE_REASONS]
    why = (
        await screen.app.push_screen_wait(ChooseDialog(say("labels.replace_why", token=token), options))
        if token
        else None
    )
    if why is None:
        return
    try:
        fresh = await asyncio.to_thread(lambda: replace_label(screen.office, screen.signed_in.acting(), token, why))
    except Refusal as refusal:
        screen.refused(refusal)
        return
    screen.tell(say("labels.replaced", old=token, new=fresh.token))
    screen.on_screen_resume()
    await print_labels_of(screen, (fresh.token,))


async def print_labels_of(screen: OfficeScreen, codes: Sequence[str] = ()) -> None:
    """Ask for the stock, show the sheets, then print; ``codes`` are numbers of assets or labels, or none for the register."""
    try:
        asked = await screen.app.push_screen_wait(await asyncio.to_thread(_dialog, screen, codes))
        job = None if asked is None else await _looked_at(screen, asked)
    except Refusal as refusal:
        screen.refused(refusal)
        return
    if job is not None:
        names = await asyncio.to_thread(system_printers)
        look_first(screen, job.title, job.drawn.pdf, names, lambda where: _begin(screen, job, where))


def _dialog(screen: OfficeScreen, codes: Sequence[str]) -> LabelsDialog:
    from assettrack.office.labels import label_stocks, printers
    from assettrack.office.people import divisions

    english = language() == "en"
    stocks = {s.name: (s.title_en if english else s.title_th, s.per_sheet) for s in label_stocks()}
    names = [division.name for division in divisions(screen.office)]
    return LabelsDialog(codes, stocks, printers(screen.office), names)


@dataclass(frozen=True)
class _Job:
    asked: LabelsAsked
    why: str
    drawn: PrintedLabels

    @property
    def title(self) -> str:
        """How many labels on how many sheets."""
        return say("labels.title", labels=self.drawn.labels, sheets=self.drawn.pages)


async def _looked_at(screen: OfficeScreen, asked: LabelsAsked) -> _Job | None:
    """The sheets; where some labels were printed before, why again, or only the others."""
    drawn = await asyncio.to_thread(_drawn, screen, asked)
    if not drawn.again:
        return _Job(asked, "", drawn)
    options = [(MISSING, say_many("labels.only_first", drawn.first))] if drawn.first else []
    options += [(why, say(f"labels.again.{why}")) for why in AGAIN_WORDS]
    why = await screen.app.push_screen_wait(ChooseDialog(say_many("labels.printed", drawn.again), options))
    if why == MISSING:
        return await _looked_at(screen, replace(asked, choice=replace(asked.choice, missing=True)))
    return None if why is None else _Job(asked, why, drawn)


def _drawn(screen: OfficeScreen, asked: LabelsAsked) -> PrintedLabels:
    from assettrack.office.labels import preview_labels

    return preview_labels(screen.office, asked.choice, stock=asked.stock, skip=asked.skip, printer=asked.printer)


def _begin(screen: OfficeScreen, job: _Job, where: str) -> None:
    """Print and count the labels, as a job: a register of them takes seconds."""
    if isinstance(screen.app, JobRunner):
        screen.app.start_job(
            job.title, lambda step: _print(screen, job, step), lambda path: _printed(screen, job, path, where)
        )


def _print(screen: OfficeScreen, job: _Job, step: Callable[[int, int], None]) -> Path:
    """Print into a file; stopped before that, no label is made or counted, and no file is left."""
    from assettrack.office.labels import print_labels

    asked, actor = job.asked, screen.signed_in.acting()
    kept: list[Path] = []

    def keep(pdf: bytes) -> None:
        step(1, 2)
        kept.append(write_pdf(f"labels-{actor.at:%Y%m%d-%H%M%S}", pdf))

    step(0, 2)
    try:
        print_labels(
            screen.office,
            actor,
            asked.choice,
            stock=asked.stock,
            skip=asked.skip,
            printer=asked.printer,
            why=job.why,
            keep=keep,
        )
    except BaseException:
        for path in kept:
            path.unlink(missing_ok=True)
        raise
    return kept[0]


def _printed(screen: OfficeScreen, job: _Job, path: Path, where: str) -> None:
    """Bring the file to where it should go, and remember the stock and its next free label."""
    from assettrack.office.labels import label_stocks

    on_sheet = next(stock.per_sheet for stock in label_stocks() if stock.name == job.asked.stock)
    first = (job.asked.skip + job.drawn.labels) % on_sheet + 1
    own = screen.app.own  # type: ignore[attr-defined]
    own.labels = {"stock": job.asked.stock, "printer": job.asked.printer, "first": str(first)}
    own.save()
    hand_on(screen, path, where)
