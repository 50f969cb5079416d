"""The register: search as you type, views with their columns, order and filters, and the same correction on many assets."""

from __future__ import annotations

from dataclasses import asdict
from typing import TYPE_CHECKING, Any, ClassVar

from textual import work
from textual.content import Content
from textual.widgets import Static

from assettrack.rules.refusal import Refusal
from assettrack.tui.base import OfficeScreen
from assettrack.tui.keys import key
from assettrack.tui.screens.asset import AssetScreen
from assettrack.tui.thai import ThaiInput
from assettrack.tui.typed import label_or_text
from assettrack.tui.widgets.key_bar import KeyBar
from assettrack.tui.widgets.window_list import PAGE, WindowList
from assettrack.words.speech import money, say, say_many, shown

if TYPE_CHECKING:
    from textual import events
    from textual.app import ComposeResult
    from textual.widgets import Input

    from assettrack.office.register_pages import RegisterView, RegisterWindow
    from assettrack.office.registry import AssetRow, Found
    from assettrack.tui.signed_in import SignedIn

COLUMNS = {  # column -> least cells, share of what is left
    "code": (13, 1), "name": (14, 4), "state": (11, 0), "free": (7, 0), "division": (10, 2), "place": (8, 2),
    "custodian": (10, 2), "kind": (6, 0), "condition": (10, 0), "price": (12, 0), "unit": (6, 0),
}  # fmt: skip
USUAL = ("code", "name", "state", "free", "division", "place")
ROOMY = 100
"""Columns of a screen that has room for all the usual ones."""
REST = 0.15
"""Seconds that the cursor rests on a row before what it is on is read."""
DEBOUNCE = 0.02
"""Seconds without a key before the search begins."""


class RegistryScreen(OfficeScreen):
    """A search box over the list of assets."""

    AREA = "registry"
    BINDINGS: ClassVar[list[Any]] = [
        key("f6", "view", "registry.view"),
        key("f7", "add", "registry.add"),
        key("f8", "bulk", "registry.bulk"),
        key("f9", "app.show('importing')", "registry.import"),
        key("f10", "print", "registry.print"),
        key("slash", "search", "registry.search", show=False),
    ]

    def __init__(self, signed_in: SignedIn) -> None:
        super().__init__(signed_in)
        from assettrack.office.register_pages import EVERYTHING

        self.view: RegisterView = EVERYTHING
        self.view_name = ""
        self._waiting: Any = None
        self._resting: Any = None
        self._window: RegisterWindow | None = None

    @property
    def columns(self) -> tuple[str, ...]:
        """The columns that this person has chosen; the code is always the first."""
        own = [name for name in self.app.own.columns if name in COLUMNS]  # type: ignore[attr-defined]
        if own:
            return ("code", *(name for name in own if name != "code"))
        return USUAL if self.app.size.width >= ROOMY else USUAL[:-1]

    def compose(self) -> ComposeResult:
        """Search box, verdict, list."""
        yield ThaiInput(placeholder=say("registry.hint"), id="search", compact=True)
        yield Static("", id="found", markup=False)
        yield WindowList(self._columns(), id="assets", marks=True)
        yield Static("", id="side", markup=False)
        yield KeyBar()

    def _columns(self) -> tuple[tuple[str, int, int], ...]:
        return tuple((say(f"column.{name}"), *COLUMNS[name]) for name in self.columns)

    def on_mount(self) -> None:
        """Typing begins in the search box."""
        self.query_one(ThaiInput).focus()

    def on_screen_resume(self) -> None:
        """Search again: others work too."""
        self._search()

    def on_input_changed(self, _event: Input.Changed) -> None:
        """Search a moment after the last key."""
        if self._waiting is not None:
            self._waiting.stop()
        self._waiting = self.set_timer(DEBOUNCE, self._search)

    def on_input_submitted(self, _event: Input.Submitted) -> None:
        """Enter goes down to the list."""
        self.query_one(WindowList).focus()

    def action_search(self) -> None:
        """Back to the search box."""
        self.query_one(ThaiInput).focus()

    def _search(self) -> None:
        from assettrack.office import register_pages
        from assettrack.office.register_search import MOST

        text, view = self.query_one(ThaiInput).value, self.view
        if text.strip():
            self.read(
                lambda: register_pages.find_in_view(self.office, label_or_text(self.office, text), view, limit=MOST),
                self._show_found,
            )
        else:
            self.read(lambda: register_pages.register_window(self.office, view, size=PAGE), self._show_all)

    def _show_found(self, found: Found) -> None:
        self._window = None
        rows = [self._cells(row) for row in found.rows]
        listing = self.query_one(WindowList)
        edition = listing.begin(len(rows), rows[:PAGE])
        for page in range(1, -(-len(rows) // PAGE)):
            listing.put(page, rows[page * PAGE : (page + 1) * PAGE], edition)
        more = say("registry.more") if found.more else ""
        meant = say("registry.meant", names=", ".join(found.did_you_mean)) if found.did_you_mean else ""
        self._say(len(rows), more, meant)

    def _show_all(self, window: RegisterWindow) -> None:
        self._window = window
        self.query_one(WindowList).begin(window.count)
        self._say(window.count)

    def _say(self, count: int, *more: str) -> None:
        """How many, in which view, and how many are marked."""
        marked = self.query_one(WindowList).marked
        parts = [say_many("registry.count", count), *more, self._view_words()]
        parts += [say("registry.marked", n=len(marked))] if marked else []
        self.query_one("#found", Static).update(Content("  ".join(part for part in parts if part)))

    def _view_words(self) -> str:
        """The view in words, so that nobody mistakes a part for the whole."""
        view = self.view
        parts = [f"«{self.view_name}»"] if self.view_name else []
        parts += [view.division] if view.division else []
        parts += [say(f"condition.{view.condition}")] if view.condition else []
        parts += [say(f"stage.{view.stage}")] if view.stage else []
        parts += [say("view.out")] if view.out else []
        parts += [say("view.lendable")] if view.lendable else []
        parts += [say(f"sort.{view.sort}")] if view.sort != "name" else []
        return " · ".join(parts)

    def on_resize(self, event: events.Resize) -> None:
        """Other columns fit."""
        super().on_resize(event)
        self.query_one(WindowList).set_columns(self._columns())
        if self.is_current:
            self._search()

    def on_window_list_pointed(self, event: WindowList.Pointed) -> None:
        """Show beside a wide list what the cursor rests on."""
        if self._resting is not None:
            self._resting.stop()
        if event.key is not None and self.query_one("#side").display:
            code = event.key
            self._resting = self.set_timer(REST, lambda: self._read_side(code))

    @work(thread=True, exclusive=True, group="side")
    def _read_side(self, code: str) -> None:
        from assettrack.office.registry import asset_by_code
        from assettrack.tui.asset_page import side_page

        try:
            page = side_page(asset_by_code(self.office, code))
        except Refusal:
            return
        self.app.call_from_thread(self.query_one("#side", Static).update, page)

    def on_window_list_wanted(self, event: WindowList.Wanted) -> None:
        """Fetch a page that came into view."""
        if self._window is not None:
            self._fetch(self._window, event.page, event.edition)

    @work(thread=True, group="page")
    def _fetch(self, window: RegisterWindow, page: int, edition: int) -> None:
        from assettrack.office.register_pages import window_page

        try:
            rows = [self._cells(row) for row in window_page(self.office, window, page)]
        except Refusal as refusal:
            self.app.call_from_thread(self.refused, refusal)
        else:
            self.app.call_from_thread(self.query_one(WindowList).put, page, rows, edition)

    def _cells(self, row: AssetRow) -> tuple[str, ...]:
        return tuple(_cell(row, name) for name in self.columns)

    def on_window_list_chosen(self, event: WindowList.Chosen) -> None:
        """Open the asset of the row."""
        self.app.push_screen(AssetScreen(self.signed_in, event.cells[0]))

    def on_window_list_marked(self, _event: WindowList.Marked) -> None:
        """Say how many are marked."""
        self._say(self.query_one(WindowList).count)

    @work(group="ask")
    async def action_view(self) -> None:
        """Choose filters, order and columns, or a view that was kept."""
        from assettrack.office.people import divisions
        from assettrack.tui.dialogs.view import ViewDialog

        own = self.app.own  # type: ignore[attr-defined]
        names = tuple(division.name for division in divisions(self.office))
        answer = await self.app.push_screen_wait(ViewDialog(self.view, self.view_name, self.columns, names, own.views))
        if answer is None:
            return
        self.view, self.view_name, own.columns = answer.view, answer.name, list(answer.columns)
        if answer.name:
            own.views[answer.name] = asdict(answer.view)
        own.save()
        self.query_one(WindowList).set_columns(self._columns())
        self._search()

    def action_add(self) -> None:
        """Enter an asset."""
        from assettrack.tui.screens.asset_form import AssetForm

        self.app.push_screen(AssetForm(self.signed_in))

    @work(group="ask")
    async def action_bulk(self) -> None:
        """Make the same correction on everything that is marked, after looking at what it will change."""
        from assettrack.tui.screens.bulk import change_many

        codes = sorted(self.query_one(WindowList).marked)
        if not codes:
            self.tell(say("bulk.nothing"))
        elif await change_many(self, codes):
            self.query_one(WindowList).unmark()
            self._say(self.query_one(WindowList).count)

    @work(group="ask")
    async def action_print(self) -> None:
        """Print labels or lists: of what is marked, of the row of the cursor, of the division in view."""
        from assettrack.tui.dialogs.choose import ChooseDialog
        from assettrack.tui.dialogs.labels import print_labels_of
        from assettrack.tui.printing import paper_title, print_and_show

        listing = self.query_one(WindowList)
        row = listing.row(listing.cursor) if listing.count else None
        codes = sorted(listing.marked) or ([row[0]] if row else [])
        options = [("labels", say_many("registry.labels", len(codes)))] if codes else []
        options += [("asset_card", f"{paper_title('asset_card')} {row[0]}")] if row else []
        of = self.view.division
        options += [("asset_register", f"{paper_title('asset_register')} {of or say('labels.everywhere')}")]
        options += [("count_sheet", f"{paper_title('count_sheet')} {of}")] if of else []
        chosen = await self.app.push_screen_wait(ChooseDialog(say("print.which"), options))
        if chosen == "labels":
            await print_labels_of(self, codes)
        elif chosen is not None:
            print_and_show(self, chosen, row[0] if row and chosen == "asset_card" else of)


def _cell(row: AssetRow, name: str) -> str:
    """One fact of an asset as the list shows it."""
    if name == "free":
        return f"{shown(row.free)}/{shown(row.quantity)}"
    if name == "price":
        return money(row.price)
    value = str(getattr(row, name))
    return (
        say(f"{name if name != 'state' else 'asset.state'}.{value}")
        if name in ("state", "kind", "condition")
        else value
    )
