"""Home: what waits for this person today, by kind of work. Enter opens the loan."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, ClassVar

from textual.containers import HorizontalScroll
from textual.content import Content
from textual.message import Message
from textual.widgets import DataTable, Static

from assettrack.rules.lending import CHASE_DAYS
from assettrack.tui.base import OfficeScreen
from assettrack.tui.keys import key
from assettrack.tui.loan_page import loan_page, notes
from assettrack.tui.screens.lending import LoanScreen
from assettrack.tui.widgets.fitted_table import FittedTable
from assettrack.tui.widgets.key_bar import KeyBar
from assettrack.words.speech import say, say_many, shown

if TYPE_CHECKING:
    from textual import events
    from textual.app import ComposeResult

    from assettrack.office.lending import Loan
    from assettrack.office.lending.records import HomeBoard
    from assettrack.tui.signed_in import SignedIn

QUEUES = (
    "to_decide", "opinions_wanted", "waiting", "to_hand_over", "due_today", "spoken_only", "overdue", "unsettled", "out", "mine",
)  # fmt: skip
"""The kinds of work, most pressing first; each is a list of the board."""
ALWAYS = {
    "supplies_officer": {"opinions_wanted", "waiting", "to_hand_over", "due_today", "overdue", "unsettled"},
    "supplies_chief": {"opinions_wanted", "waiting", "to_hand_over", "due_today", "overdue", "unsettled"},
    "head": {"to_decide", "overdue"},
    "division_head": {"to_decide", "overdue"},
    "permanent_secretary": {"opinions_wanted", "to_decide", "overdue"},
    "auditor": {"out", "overdue", "spoken_only", "unsettled"},
}
"""What somebody of a role sees even where nothing waits there: zero is an answer too."""
COLUMNS = (("work", 13, 0), ("number", 12, 0), ("borrower", 11, 2), ("due", 11, 0), ("note", 22, 0))
THINGS = ("things", 10, 4)
"""The last column where there is room for it."""
ROOMY = 100
"""Columns of a screen that has room for it."""
LOOK_AGAIN = 15.0
"""Seconds between looks at what others have done."""


class Queue(Static):
    """One kind of work and how many wait; a click shows that list."""

    DEFAULT_CSS = "Queue { width: auto; padding: 0 1; } Queue.-chosen { text-style: reverse; }"

    class Clicked(Message):
        """A click on a kind of work."""

        def __init__(self, name: str) -> None:
            super().__init__()
            self.name = name

    def on_click(self) -> None:
        """Show that list."""
        self.post_message(self.Clicked(self.name or ""))


class HomeScreen(OfficeScreen):
    """A list of loans by what they wait for."""

    AREA = "home"
    BINDINGS: ClassVar[list[Any]] = [
        key("left", "queue(-1)", "home.before", show=False, priority=True),
        key("right", "queue(1)", "home.after", priority=True),
        key("f6", "app.show('settings')", "home.settings"),
        key("f8", "app.lock", "home.lock"),
        key("f9", "app.sign_out", "home.sign_out"),
    ]

    def __init__(self, signed_in: SignedIn) -> None:
        super().__init__(signed_in)
        self._board: HomeBoard | None = None
        self._rows: dict[str, tuple[str, ...]] | None = None
        self._chosen = ""

    def compose(self) -> ComposeResult:
        """Where and when, the kinds of work, the list and what its cursor is on."""
        yield Static("", id="banner", markup=False)
        yield HorizontalScroll(id="queues", can_focus=False)
        yield FittedTable(id="work")
        yield Static("", id="side", markup=False)
        yield Static("", id="empty", markup=False)
        yield KeyBar()

    def on_mount(self) -> None:
        """Look again from time to time."""
        self.set_interval(LOOK_AGAIN, self._look_again)

    def on_screen_resume(self) -> None:
        """Read the board anew whenever the screen comes to the front."""
        from assettrack.office import lending

        today, person = self.signed_in.desk.today(), self.signed_in.person
        words = (
            f"{say(f'weekday.{today.weekday()}')} {shown(today)}  {self.signed_in.desk.agency.name}  {person.position}"
        )
        self.query_one("#banner", Static).update(Content(words))
        self.query_one(FittedTable).focus()
        self.read(lambda: lending.home_board(self.office, self.signed_in.acting()), self.show)

    def _look_again(self) -> None:
        """Others work too: read again while this screen is in front."""
        if self.is_current:
            self.on_screen_resume()

    def show(self, board: HomeBoard) -> None:
        """Draw the board where it differs from what is drawn."""
        self._board = board
        rows = {
            f"{name}/{n.id}": _cells(name, n) for name in self._queues() for n in getattr(board, name) if self._in(name)
        }
        if rows == self._rows:
            return  # nothing is drawn without a reason
        self._rows = rows
        roomy = self.size.width >= ROOMY
        cells = rows if roomy else {row: texts[:-1] for row, texts in rows.items()}
        self.query_one(FittedTable).fill(cells, (*COLUMNS, THINGS) if roomy else COLUMNS)
        self._draw_queues()
        empty = self.query_one("#empty", Static)
        empty.display = not rows
        empty.update(Content(say("home.empty")))

    def on_resize(self, event: events.Resize) -> None:
        """Other columns fit."""
        super().on_resize(event)
        self._rows = None
        if self._board is not None:
            self.show(self._board)

    def on_data_table_row_highlighted(self, event: DataTable.RowHighlighted) -> None:
        """Show beside the list what the cursor is on."""
        name, _, ref = str(event.row_key.value or "").partition("/")
        loan = next((n for n in getattr(self._board, name, ()) if n.id == ref), None)
        self.query_one("#side", Static).update(loan_page(loan) if loan else "")

    def _in(self, name: str) -> bool:
        return self._chosen in ("", name)

    def _queues(self) -> list[str]:
        """The kinds of work that this person is shown."""
        own = set().union(*(ALWAYS.get(role, set()) for role in self.signed_in.person.roles))
        return [name for name in QUEUES if name in own or getattr(self._board, name)]

    def _draw_queues(self) -> None:
        bar = self.query_one("#queues")
        bar.remove_children()
        for name in ["", *self._queues()]:
            words = f"{say(f'queue.{name}')} {shown(len(getattr(self._board, name)))}" if name else say("queue.all")
            queue = Queue(Content(words), name=name, classes="-chosen" if name == self._chosen else "")
            bar.mount(queue)
            if name == self._chosen:
                self.call_after_refresh(queue.scroll_visible, animate=False)

    def on_queue_clicked(self, event: Queue.Clicked) -> None:
        """Show that list only."""
        self._choose(event.name)

    def action_queue(self, by: int) -> None:
        """Show the next kind of work only, or all of them."""
        names = ["", *self._queues()] if self._board else [""]
        at = names.index(self._chosen) if self._chosen in names else 0
        self._choose(names[(at + by) % len(names)])

    def _choose(self, name: str) -> None:
        self._chosen, self._rows = name, None
        if self._board is not None:
            self.show(self._board)

    def on_data_table_row_selected(self, event: DataTable.RowSelected) -> None:
        """Open the loan of the row."""
        if event.row_key.value is not None:
            self.app.push_screen(LoanScreen(self.signed_in, event.row_key.value.split("/", 1)[1]))


def _cells(name: str, loan: Loan) -> tuple[str, ...]:
    things = loan.lines[0].name + (f" +{len(loan.lines) - 1}" if len(loan.lines) > 1 else "")
    note = _chase_words(loan) if loan.overdue_days else next(notes(loan), "")
    return say(f"queue.{name}"), loan.number or say("loan.state.draft"), loan.borrower, shown(loan.due), note, things


def _chase_words(loan: Loan) -> str:
    """How late a loan is, and whether it was asked back; how many days are left to ask (ข้อ ๒๑๑)."""
    late = say_many("home.late", loan.overdue_days)
    if loan.chases:
        return f"{late} {say('home.chased')}"
    left = CHASE_DAYS - loan.overdue_days
    return f"{late} {say_many('home.chase_in', left)}" if left >= 0 else f"{late} {say('home.not_chased')}"
