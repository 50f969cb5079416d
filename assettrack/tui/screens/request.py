"""A loan request: typed from top to bottom; what is refused keeps what was typed, and so does a broken line."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, ClassVar

from textual.containers import Horizontal, VerticalScroll
from textual.content import Content
from textual.widgets import Input, Label, Select, Static

from assettrack.tui.base import OfficeScreen
from assettrack.tui.keys import key
from assettrack.tui.screens.lending import LoanScreen
from assettrack.tui.thai import ThaiInput
from assettrack.tui.typed import asset_meant, code_and_quantity, read_day, refused
from assettrack.tui.widgets.day import DayField
from assettrack.tui.widgets.key_bar import KeyBar
from assettrack.tui.widgets.pick import Pick
from assettrack.words.speech import known, say

if TYPE_CHECKING:
    from textual.app import ComposeResult
    from textual.widget import Widget

    from assettrack.office.context import Actor
    from assettrack.office.lending import Loan, LoanAsk
    from assettrack.office.lending.records import OutsideBorrower
    from assettrack.office.people import Person
    from assettrack.office.settings import Purpose
    from assettrack.tui.signed_in import SignedIn

CLASSES = ("staff", "villager", "agency")
PLACES = ("inside", "outside")
CHOICES = ("class", "purpose", "place")
FIELDS = {  # field -> the borrowers it is asked of
    "borrower": "staff villager agency",
    "agency": "agency",
    "letter_no": "agency",
    "position": "villager agency",
    "address": "villager agency",
    "phone": "villager agency",
    "certifier": "villager",
    "reason": "staff villager agency",
    "place_text": "staff villager agency",
    "starts": "staff villager agency",
    "due": "staff villager agency",
}
OUTSIDE = ("position", "address", "phone", "agency", "letter_no", "certifier")
DRAFT_AFTER = 0.5
"""Seconds without a key before what is typed is kept."""


class RequestScreen(OfficeScreen):
    """The form of a request."""

    AREA = "request"
    AUTO_FOCUS = ""
    BINDINGS: ClassVar[list[Any]] = [
        key("f7", "drop", "request.drop"),
        key("f8", "clear", "request.clear"),
        key("f9", "send", "request.send"),
    ]

    def __init__(self, signed_in: SignedIn) -> None:
        super().__init__(signed_in)
        self.lines: list[tuple[str, int, str]] = []
        self._saving: Any = None
        self._before: dict[str, OutsideBorrower] = {}
        self._purposes = _purposes(signed_in.purposes)
        self._class = "staff"

    def compose(self) -> ComposeResult:
        """Labelled fields a row, the lines, the verdict."""
        with VerticalScroll(id="form"):
            yield from self._row(
                "class", Select(_options("class", CLASSES), value="staff", allow_blank=False, id="class", compact=True)
            )
            who = Static("", id="who", classes="rule", markup=False)
            yield from self._row("borrower", Pick(self._find_borrower, "borrower", hint=_hint("borrower")), who)
            yield from self._row(
                "purpose", Select(self._purposes, prompt=say("request.choose"), id="purpose", compact=True)
            )
            yield from self._row(
                "place", Select(_options("place", PLACES), value="inside", allow_blank=False, id="place", compact=True)
            )
            for name in list(FIELDS)[1:]:
                yield from self._row(name, self._field(name))
            yield from self._row("line", Pick(self._find_asset, "line", hint=_hint("line"), empties=True))
            yield Static("", id="lines", markup=False)
        yield KeyBar()

    @staticmethod
    def _row(name: str, *fields: Widget) -> ComposeResult:
        with Horizontal(classes="field", id=f"row-{name}"):
            yield Label(say(f"request.field.{name}"), markup=False)
            yield from fields

    def _field(self, name: str) -> Widget:
        if name in ("starts", "due"):
            return DayField(say(f"request.field.{name}"), self.signed_in.desk.today, id=name, hint=_hint(name))
        return ThaiInput(placeholder=_hint(name), id=name, compact=True, enter_moves_on=True)

    def on_mount(self) -> None:
        """Begin with what was being typed when the screen was left."""
        self._put("borrower", self.signed_in.person.login)
        self._show_fields("staff")
        self._take_up(self.drafts.get("request", {}))

    def on_screen_resume(self) -> None:
        """Go on where one was; the desk begins with who borrows, staff with what for."""
        from assettrack.office.settings import purposes

        if self.focused is None:
            at_desk = self.signed_in.person.roles & {"supplies_officer", "supplies_chief"}
            self.query_one("#class" if at_desk else "#purpose").focus()
        self.in_turn(lambda: _purposes(purposes(self.office)), self._offer)

    def _offer(self, found: list[tuple[str, str]]) -> None:
        """Offer other purposes where the office has changed them; what was chosen stays while it is there."""
        if found == self._purposes:
            return
        chosen, self._purposes = self._choice("purpose"), found
        self.query_one("#purpose", Select).set_options(found)
        if chosen in [code for _, code in found]:
            self.query_one("#purpose", Select).value = chosen

    def _take_up(self, draft: dict[str, Any]) -> None:
        """Go on with what was typed before a mistaken key, a broken line or a change of language."""
        for name, value in draft.get("choices", {}).items():
            if name != "purpose" or value in [code for _, code in self._purposes]:
                self.query_one(f"#{name}", Select).value = value
        self._class = self._choice("class")
        self._show_fields(self._class)
        for name, value in draft.get("typed", {}).items():
            self._put(name, value)
        self.lines = [(code, quantity, words) for code, quantity, words in draft.get("lines", [])]
        self._draw()
        if draft:
            self.tell(say("request.draft_kept"))

    def _put(self, name: str, value: str) -> None:
        if name == "borrower":
            self.query_one("#pick-borrower", Pick).put(value)
            person = self.signed_in.person
            self._say_who(f"{person.name}  {person.position}" if value == person.login else "")
        else:
            self.query_one(f"#{name}", Input).value = value

    def _say_who(self, words: str) -> None:
        self.query_one("#who", Static).update(Content(words))

    def _keep(self) -> None:
        """Keep what is typed, a moment after the last key, until it is sent or cleared."""
        typed = {name: self._value(name) for name in FIELDS}
        typed = {
            name: text
            for name, text in typed.items()
            if text and (name, text) != ("borrower", self.signed_in.person.login)
        }
        choices = {name: self._choice(name) for name in CHOICES if self._choice(name)}
        if typed or self.lines:
            self.drafts["request"] = {"typed": typed, "choices": choices, "lines": [list(line) for line in self.lines]}
        else:
            self.drafts.pop("request", None)
        self.app.own.save()  # type: ignore[attr-defined]

    def _keep_soon(self) -> None:
        if self._saving is not None:
            self._saving.stop()
        self._saving = self.set_timer(DRAFT_AFTER, self._keep)

    def on_input_changed(self, _event: Input.Changed) -> None:
        """Something was typed."""
        self._keep_soon()

    def action_borrower(self, login: str) -> None:
        """Fill in a borrower of the staff, after the draft where there is one."""
        from assettrack.office.people import person_by_login

        self.in_turn(lambda: person_by_login(self.office, login), self._lend_to)

    def _lend_to(self, person: Person) -> None:
        self._class = "staff"
        self.query_one("#class", Select).value = "staff"
        self._show_fields("staff")
        self._put("borrower", person.login)
        self._say_who(f"{person.name}  {person.position}")
        self.query_one("#purpose").focus()

    def action_line(self, code: str) -> None:
        """Put an asset on the list."""
        self._look_up(code)

    def on_select_changed(self, event: Select.Changed) -> None:
        """Other borrowers, other fields; who is not staff mostly uses things outside."""
        chosen = str(event.value)
        if event.select.id == "class" and chosen != self._class:
            self._class = chosen
            self._show_fields(chosen)
            self.query_one("#place", Select).value = "inside" if chosen == "staff" else "outside"
            self._put("borrower", self.signed_in.person.login if chosen == "staff" else "")
        self._keep_soon()

    def _show_fields(self, borrower_class: str) -> None:
        for name, classes in FIELDS.items():
            self.query_one(f"#row-{name}").display = borrower_class in classes.split()

    def _find_borrower(self, text: str) -> list[tuple[str, str]]:
        """Staff by any part of their name; villagers and agencies who were here before."""
        kind = self._choice("class")
        if kind == "staff":
            from assettrack.office.people import find_people

            return [(p.login, f"{p.name}  {p.position} {p.division}") for p in find_people(self.office, text, limit=6)]
        from assettrack.office.lending.borrowers import find_borrowers

        found = find_borrowers(self.office, kind, text)
        self._before = {b.name: b for b in found}
        return [(b.name, f"{b.name}  {b.agency} {b.address}") for b in found]

    def _find_asset(self, text: str) -> list[tuple[str, str]]:
        from assettrack.office.registry import find_assets

        code, _ = code_and_quantity(text)
        return [
            (row.code, say("request.free", code=row.code, name=row.name, free=row.free, total=row.quantity))
            for row in find_assets(self.office, code, limit=6).rows
        ]

    def on_pick_picked(self, event: Pick.Picked) -> None:
        """A borrower who was here before brings the address along; an asset goes on the list."""
        event.stop()
        if event.pick.id == "pick-line":
            self._look_up(event.value)
            return
        self._say_who(event.words)
        if event.value in self._before:
            known_one = self._before[event.value]
            for name in ("position", "address", "phone", "agency", "certifier"):
                self._put(name, getattr(known_one, name))
            self.query_one("#reason").focus()

    def on_pick_entered(self, event: Pick.Entered) -> None:
        """A code, scanned or typed."""
        event.stop()
        self._look_up(event.value)

    def _look_up(self, text: str) -> None:
        """Find what a code is and how many are free, then put it on the list."""
        starts, due = self._value("starts"), self._value("due")
        self.in_turn(lambda: self._line(text, starts, due), self._add)

    def _line(self, text: str, starts: str, due: str) -> tuple[str, int, str]:
        from assettrack.office import lending

        today = self.signed_in.desk.today()
        first = read_day(say("request.field.starts"), starts, today) if starts else today
        last = read_day(say("request.field.due"), due, today) if due else first
        meant = asset_meant(self.office, text, "request.asset")
        row, quantity = meant.row, meant.quantity
        free = lending.availability(self.office, row.code, first, last, today=today)
        words = say("request.free", code="", name=row.name, free=free.free, total=free.total).strip()
        blocking = free.blocking if free.free < quantity else ()
        taken = [say("request.taken", number=b.number, borrower=b.borrower) for b in blocking]
        return row.code, quantity, "\n        ".join([words, *taken, *([meant.warning] if meant.warning else [])])

    def _add(self, line: tuple[str, int, str]) -> None:
        self.lines.append(line)
        self._draw()
        self._keep_soon()

    def _draw(self) -> None:
        shown = "\n".join(f"  {no}. {code} x {n}  {words}" for no, (code, n, words) in enumerate(self.lines, 1))
        self.query_one("#lines", Static).update(Content(shown))

    def _value(self, name: str) -> str:
        return self.query_one(f"#{name}", Input).value.strip()

    def _choice(self, name: str) -> str:
        value = self.query_one(f"#{name}", Select).value
        return "" if value == Select.NULL else str(value)

    def action_drop(self) -> None:
        """Take the last line off."""
        if self.lines:
            self.lines.pop()
            self._draw()
            self._keep_soon()

    def action_clear(self) -> None:
        """Begin again."""
        for name in FIELDS:
            self._put(name, "")
        self.lines.clear()
        self._draw()
        self._keep()
        self.query_one("#borrower").focus()

    def action_send(self) -> None:
        """Send the request; a refusal leaves everything as typed."""
        from assettrack.office.lending import request_loan

        typed = {name: self._value(name) for name in FIELDS}
        choices = {name: self._choice(name) for name in CHOICES}
        lines = list(self.lines)
        self.act(lambda actor: request_loan(self.office, actor, _ask(typed, choices, lines, actor)), self._sent)

    def _sent(self, loan: Loan) -> None:
        self.action_clear()
        self.tell(say("request.sent", number=loan.number))
        self.app.push_screen(LoanScreen(self.signed_in, loan.id))


def _purposes(found: tuple[Purpose, ...]) -> list[tuple[str, str]]:
    """The purposes as a list to choose from; those that nothing is lent for are there, to be refused with the article."""
    return [(p.name if p.allowed else say("request.not_lent_for", name=p.name), p.code) for p in found if p.active]


def _options(group: str, values: tuple[str, ...]) -> list[tuple[str, str]]:
    return [(say(f"loan.{group}.{value}"), value) for value in values]


def _hint(name: str) -> str:
    hint = f"request.hint.{name}"
    return say(hint) if known(hint) else ""


def _ask(typed: dict[str, str], choices: dict[str, str], lines: list[tuple[str, int, str]], actor: Actor) -> LoanAsk:
    from assettrack.office.lending import LoanAsk, LoanLineAsk, OutsideBorrower

    if not choices["purpose"]:
        raise refused("request.field.purpose", "", "request.purpose_rule")
    borrower: str | OutsideBorrower = typed["borrower"]
    if choices["class"] != "staff":
        more: dict[str, Any] = {name: typed[name] for name in OUTSIDE}
        borrower = OutsideBorrower(choices["class"], typed["borrower"], **more)
    return LoanAsk(
        borrower=borrower,
        purpose=choices["purpose"],
        reason=typed["reason"],
        place=choices["place"],
        due=read_day(say("request.field.due"), typed["due"], actor.today),
        lines=tuple(LoanLineAsk(code, quantity) for code, quantity, _ in lines),
        starts=read_day(say("request.field.starts"), typed["starts"], actor.today) if typed["starts"] else None,
        place_text=typed["place_text"],
    )
