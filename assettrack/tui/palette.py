"""The command palette (F12): assets, loans, people, papers and actions found by typing any part."""

from __future__ import annotations

import asyncio
from functools import partial
from inspect import isawaitable
from typing import TYPE_CHECKING, Any

from textual.command import CommandInput, CommandList, CommandPalette, DiscoveryHit, Hit, Provider
from textual.containers import Horizontal, Vertical
from textual.widgets import LoadingIndicator

from assettrack.rules.refusal import Refusal
from assettrack.thai.text import search_key
from assettrack.tui import paper_desk
from assettrack.tui.base import AREAS, OfficeScreen
from assettrack.tui.dialogs.labels import print_labels_of
from assettrack.tui.printing import paper_title
from assettrack.tui.thai import ThaiInput
from assettrack.tui.typed import code_readings, is_paper, label_or_text
from assettrack.words.speech import language, say, shown

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from textual.app import ComposeResult
    from textual.command import Hits

    from assettrack.office.context import Office
    from assettrack.tui.app import AssetTrackApp
    from assettrack.tui.signed_in import SignedIn

MOST = 8
"""Hits of one kind that are shown."""
ACTIONS = {
    "go.settings": "app.show('settings')", "go.importing": "app.show('importing')", "language": "app.language",
    "digits": "app.digits", "theme": "app.next_theme", "keys": "app.keys", "tour": "app.tour",
    "backup": "app.backup", "stop_job": "app.stop_job",
    "password": "app.change_password", "lock": "app.lock", "sign_out": "app.sign_out", "quit": "app.quit",
}  # fmt: skip
"""Actions that the palette offers beside the areas; ``palette.<name>`` in the catalogue."""
PAPERS = {
    "verify": paper_desk.verify, "labels": print_labels_of, "papers": paper_desk.print_by_name, "ruler": paper_desk.print_ruler,
    "measure": paper_desk.measure_printer,
}  # fmt: skip
"""The same for papers and labels: functions of the screen that the palette was opened over."""


class PaletteInput(CommandInput, ThaiInput):
    """The palette's field, with a cursor that stops on clusters (FACTS-tui B3)."""


class OfficePalette(CommandPalette):
    """The palette in the language of now."""

    def __init__(self) -> None:
        super().__init__(placeholder=say("palette.hint"), id="--command-palette")

    def compose(self) -> ComposeResult:
        """The field over the list, as in the library; no picture of a glass, which old terminals do not have."""
        with Vertical(id="--container"):
            with Horizontal(id="--input"):
                yield PaletteInput(placeholder=say("palette.hint"), select_on_focus=False)
            with Vertical(id="--results"):
                yield CommandList()
                yield LoadingIndicator()


class OfficeCommands(Provider):
    """Everything that can be gone to or done by name."""

    @property
    def _app(self) -> AssetTrackApp:
        from assettrack.tui.app import AssetTrackApp

        if not isinstance(self.app, AssetTrackApp):
            raise TypeError(self.app)
        return self.app

    def _actions(self) -> Iterator[tuple[str, str, Callable[[], Any]]]:
        """Title, help, what it does."""
        run = self._app.run_action
        for at, area in AREAS:
            yield (
                say("palette.go", area=say(f"area.{area}"), key=at),
                say(f"key.go.{area}.tip"),
                partial(run, f"app.show('{area}')"),
            )
        for name, action in ACTIONS.items():
            if name != "stop_job" or self._app.job is not None:
                yield say(f"palette.{name}"), say(f"palette.{name}.help"), partial(run, action)
        for name, begin in PAPERS.items():
            yield say(f"palette.{name}"), say(f"palette.{name}.help"), partial(self._on_paper, begin)

    def _on_paper(self, begin: Callable[[OfficeScreen], Any]) -> None:
        """Begin something with papers on the screen below the palette."""
        screen = self._app.screen
        if isinstance(screen, OfficeScreen):
            self._app.run_worker(_asked(begin, screen), group="ask")

    async def discover(self) -> Hits:
        """Before anything is typed: the actions."""
        for title, help_text, run in self._actions():
            yield DiscoveryHit(title, run, help=help_text)

    async def search(self, query: str) -> Hits:
        """Actions by their words; then what the office knows by this text."""
        wanted = search_key(query)
        hits = [Hit(1.0, title, run, help=tip) for title, tip, run in self._actions() if wanted in search_key(title)]
        signed_in = self._app.signed_in
        if signed_in is not None:
            hits += await asyncio.to_thread(lambda: list(self._known(signed_in, query)))
        for hit in hits or [Hit(0.1, say("palette.nothing", text=query), lambda: None)]:
            yield hit

    def _known(self, signed_in: SignedIn, query: str) -> Iterator[Hit]:
        yield from self._scanned(signed_in, query)
        yield from self._loans(signed_in, query)
        yield from self._assets(signed_in, query)
        yield from self._people(signed_in.office, query)
        yield from self._papers(signed_in.office, query)

    def _scanned(self, signed_in: SignedIn, query: str) -> Iterator[Hit]:
        """What a label or a paper's code that was scanned means."""
        from assettrack.office.labels import label_scanned
        from assettrack.tui.screens.asset import AssetScreen

        code = label_or_text(signed_in.office, query)
        if is_paper(query):
            check = partial(self._on_paper, partial(paper_desk.show_verdict, typed=query))
            yield Hit(1.0, say("palette.verify"), check, help=query)
        elif code != query:
            show = partial(self._app.push_screen, AssetScreen(signed_in, code))
            yield Hit(1.0, label_scanned(signed_in.office, query).sentence(language()), show)

    def _loans(self, signed_in: SignedIn, query: str) -> Iterator[Hit]:
        """The loan of a number; loans that wait or are out by any part of borrower, thing or code."""
        from assettrack.office import lending
        from assettrack.office.lending.open_lines import find_open_lines
        from assettrack.tui.screens.lending import LoanScreen

        today = signed_in.desk.today()
        for number in list(
            dict.fromkeys([*code_readings(query), *(n.number for n in find_open_lines(signed_in.office, query))])
        )[:MOST]:
            try:
                loan = lending.loan(signed_in.office, number, today=today)
            except Refusal:
                continue
            title = say("palette.loan", number=loan.number or "", borrower=loan.borrower)
            show = partial(self._app.push_screen, LoanScreen(signed_in, loan.id))
            yield Hit(0.9, title, show, help=f"{say(f'loan.state.{loan.state}')}  {shown(loan.due)}")

    def _assets(self, signed_in: SignedIn, query: str) -> Iterator[Hit]:
        from assettrack.office.registry import find_assets
        from assettrack.tui.screens.asset import AssetScreen

        for row in find_assets(signed_in.office, query, limit=MOST).rows:
            show = partial(self._app.push_screen, AssetScreen(signed_in, row.code))
            state = say(f"asset.state.{row.state}")
            yield Hit(0.8, f"{row.code} {row.name}", show, help=f"{state}  {row.division} {row.place}")

    def _people(self, office: Office, query: str) -> Iterator[Hit]:
        from assettrack.office.people import find_people

        for person in find_people(office, query, limit=MOST):
            ask = partial(self._app.request_for, person.login)
            yield Hit(0.7, say("palette.person", name=person.name), ask, help=f"{person.position} {person.division}")

    def _papers(self, office: Office, query: str) -> Iterator[Hit]:
        from assettrack.office.papers import find_papers

        if not any(char.isdigit() for char in query):
            return
        for paper in find_papers(office, query, limit=MOST):
            title = say("palette.paper", kind=paper_title(paper.kind), number=paper.number, version=paper.version)
            show = partial(self._app.print_again, paper.kind, paper.ref)
            yield Hit(0.6, title, show, help=shown(paper.issued_at))


async def _asked(begin: Callable[[OfficeScreen], Any], screen: OfficeScreen) -> None:
    """Run what asks questions in a worker, and what asks none as it is."""
    answer = begin(screen)
    if isawaitable(answer):
        await answer
