"""What every screen of the office shares: work in a thread, refusals as sentences, help, the keys to the other screens."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, ClassVar

from rich.text import Text
from textual import events, work
from textual.binding import Binding
from textual.content import Content
from textual.message import Message
from textual.screen import ModalScreen, Screen
from textual.widgets import DataTable, Static
from textual.worker import get_current_worker

from assettrack.rules.refusal import Refusal
from assettrack.thai.keyboard import latin_key
from assettrack.thai.text import shorten
from assettrack.tui.thai import ThaiInput

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from assettrack.bootstrap import Desk
    from assettrack.office.context import Actor, Office


class SignedIn:
    """The open desk and the person at it; the actor is made anew for every act, so that time and roles are of now."""

    def __init__(self, desk: Desk, actor: Actor) -> None:
        self.desk, self._actor = desk, actor

    @property
    def office(self) -> Office:
        """The office."""
        return self.desk.office

    @property
    def person(self) -> Actor:
        """The person as signed in, for showing."""
        return self._actor

    def acting(self) -> Actor:
        """The person acting at this moment. Reads the database: call it in a worker."""
        return self.desk.again(self._actor)


class ScanInput(ThaiInput):
    """One input for typed and scanned codes: it handles Enter itself, so that a burst of scans keeps its order.

    A stock Input posts a message and goes on inserting the next scan's characters before the message is handled.
    """

    class Entered(Message):
        """A whole code."""

        def __init__(self, value: str) -> None:
            super().__init__()
            self.value = value

    async def _on_key(self, event: events.Key) -> None:
        if event.key in ("enter", "tab") and self.value.strip():
            event.stop()
            event.prevent_default()
            value, self.value = self.value.strip(), ""
            self.post_message(self.Entered(value))
            return
        await super()._on_key(event)


AREAS = (
    ("F2", "home", "งานวันนี้"),
    ("F3", "registry", "ทะเบียน"),
    ("F4", "request", "ขอยืม"),
    ("F5", "counter", "เคาน์เตอร์"),
)
"""The areas of the office and the keys that lead there from anywhere."""


class AreaBar(Static):
    """One line on top: the keys to the areas, the one that is open, and who is signed in."""

    def __init__(self, title: str, name: str) -> None:
        parts: list[Any] = []
        for key, _, area in AREAS:
            parts += [(f" {key} {area} ", "reverse" if area == title else ""), " "]
        super().__init__(Content.assemble(*parts, " F12 ค้นทุกอย่าง  ", (name, "dim")), markup=False)


class OfficeScreen(Screen[None]):
    """A screen that asks the office in a thread and shows its answer, or its refusal in words."""

    TITLE = ""
    HELP_TEXT: ClassVar[str] = ""
    BINDINGS: ClassVar[list[Any]] = [
        Binding("f1", "help_here", "ช่วยเหลือ", id="help", tooltip="วิธีใช้หน้านี้"),
        *(
            Binding(key.lower(), f"app.show('{area}')", title, id=f"go.{area}", show=False)
            for key, area, title in AREAS
        ),
    ]

    def __init__(self, signed_in: SignedIn) -> None:
        super().__init__()
        self.signed_in = signed_in

    def on_mount(self) -> None:
        """Put the bar of areas on top; the footer below is the screen's own."""
        self.mount(AreaBar(self.TITLE or "", self.signed_in.person.name), before=0)

    @property
    def office(self) -> Office:
        """The office."""
        return self.signed_in.office

    @work(thread=True, exclusive=True, group="read")
    def read(self, ask: Callable[[], Any], then: Callable[[Any], None]) -> None:
        """Ask the office for something to show; an older question that is overtaken shows nothing."""
        worker = get_current_worker()
        try:
            answer = ask()
        except Refusal as refusal:
            self.app.call_from_thread(self.refused, refusal)
            return
        if not worker.is_cancelled:
            self.app.call_from_thread(then, answer)

    @work(thread=True, group="write")
    def act(self, do: Callable[[Actor], Any], then: Callable[[Any], None]) -> None:
        """Do one act as the person signed in; its refusal is shown, and nothing was written."""
        try:
            answer = do(self.signed_in.acting())
        except Refusal as refusal:
            self.app.call_from_thread(self.refused, refusal)
            return
        self.app.call_from_thread(then, answer)

    def refused(self, refusal: Refusal) -> None:
        """Show a refusal in its own words."""
        self.notify(refusal.sentence(), severity="error", timeout=12, markup=False)

    def action_help_here(self) -> None:
        """Show this screen's help."""
        self.app.push_screen(HelpDialog(self.TITLE or "", self.HELP_TEXT))

    def on_key(self, event: events.Key) -> None:
        """Ctrl with a Thai letter is Ctrl with the Latin letter of the same key."""
        modifier, plus, char = event.key.rpartition("+")
        latin = latin_key(char) if plus and len(char) == 1 else None
        if latin is not None:
            event.stop()
            self.app.simulate_key(f"{modifier}+{latin}")


def add_columns(table: DataTable[Any], columns: Sequence[tuple[str, int, int]]) -> None:
    """Columns of (title, least width, share of what is left), so that a table is as wide as the screen and no wider."""
    edges = 2 * len(columns) + 2
    left = max(0, table.app.size.width - edges - sum(least for _, least, _ in columns))
    shares = sum(share for _, _, share in columns) or 1
    for title, least, share in columns:
        table.add_column(title, width=least + left * share // shares)


def add_row(table: DataTable[Any], cells: Sequence[str], *, key: str | None = None) -> None:
    """A row whose cells are cut between clusters, with «…», where they are wider than their column."""
    fitted = (shorten(cell, column.width) for cell, column in zip(cells, table.ordered_columns, strict=True))
    table.add_row(*(Text(cell) for cell in fitted), key=key)


class HelpDialog(ModalScreen[None]):
    """Help for one screen."""

    BINDINGS: ClassVar[list[Any]] = [Binding("escape,enter,f1", "dismiss", "ปิด", id="help.close", tooltip="ปิดหน้าต่างนี้")]

    def __init__(self, title: str, text: str) -> None:
        super().__init__()
        self._words = f"{title}\n\n{text}\n\nกด Esc เพื่อปิด"

    def compose(self) -> Any:
        """The text in a box."""
        yield Static(Content(self._words), id="help-box")
