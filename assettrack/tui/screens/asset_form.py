"""Entering and correcting an asset: every field says while one types whether the register will take it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, ClassVar

from textual.containers import Horizontal, VerticalScroll
from textual.content import Content
from textual.widgets import Input, Label, Select, Static

from assettrack.rules.importing import RowReader
from assettrack.rules.refusal import Refusal
from assettrack.rules.registry import CONDITIONS, STAGES
from assettrack.thai.dates import numeric_date
from assettrack.tui.base import OfficeScreen
from assettrack.tui.keys import key
from assettrack.tui.thai import ThaiInput
from assettrack.tui.typed import read_day
from assettrack.tui.widgets.day import DayField
from assettrack.tui.widgets.key_bar import KeyBar
from assettrack.tui.widgets.pick import Pick
from assettrack.words.speech import known, say

if TYPE_CHECKING:
    from textual.app import ComposeResult
    from textual.widget import Widget

    from assettrack.office.context import Actor
    from assettrack.office.registry import AssetRecord
    from assettrack.tui.signed_in import SignedIn

FIELDS = (
    "code", "serial", "name", "details", "quantity", "unit", "reserve", "division", "place", "custodian", "category", "book_class",
    "loan_class", "condition", "stage", "public_lendable", "price", "fund", "acquired_on", "acquired_by", "acquired_from",
    "evidence", "life_years", "note",
)  # fmt: skip
ONLY_NEW = ("code", "serial", "quantity")
"""What is set once: numbers are not reused, and pieces come and go by their own papers."""
WORDS = {
    "book_class": ("equipment", "material", "property"),
    "loan_class": ("durable", "consumable"),
    "condition": CONDITIONS,
    "stage": tuple(stage for stage in STAGES if stage != "disposed"),
    "public_lendable": ("false", "true"),
}
DRAFT_AFTER = 0.5
"""Seconds without a key before what is typed is kept."""
EMPTY: dict[str, Any] = {"price": None, "life_years": None, "acquired_on": None, "reserve": 0}
"""What a field that was cleared becomes; the others become an empty text."""


class AssetForm(OfficeScreen):
    """A form over one asset, a copy of one, or a new one."""

    AREA = "asset_form"
    BINDINGS: ClassVar[list[Any]] = [
        key("escape", "back", "asset_form.back"),
        key("f8", "clear", "asset_form.clear"),
        key("f9", "save", "asset_form.save"),
    ]

    def __init__(self, signed_in: SignedIn, record: AssetRecord | None = None, *, copy: bool = False) -> None:
        super().__init__(signed_in)
        self._old = None if copy else record
        self._begins = texts_of(record) if record else {}
        if copy:
            self._begins |= {"code": "", "serial": ""}
        self._draft = f"asset {record.row.code}" if record and not copy else "asset new"
        self._first: dict[str, str] = {}
        self._saving: Any = None

    @property
    def _fields(self) -> tuple[str, ...]:
        return FIELDS if self._old is None else tuple(name for name in FIELDS if name not in ONLY_NEW)

    def compose(self) -> ComposeResult:
        """A row a field: its name, the field, what is wrong with it."""
        title = say("asset_form.new") if self._old is None else f"{self._old.row.code}  {self._old.row.name}"
        yield Static(Content(title), id="title")
        with VerticalScroll(id="form"):
            for name in self._fields:
                with Horizontal(classes="field", id=f"row-{name}"):
                    yield Label(say(f"field.{name}"), markup=False)
                    yield self._field(name)
                    if name != "acquired_on":
                        yield Static("", id=f"rule-{name}", classes="rule", markup=False)
        yield KeyBar()

    def _field(self, name: str) -> Widget:
        begins = self._begins.get(name, "")
        if name in WORDS:
            options = [(say(f"{'word' if name == 'public_lendable' else name}.{word}"), word) for word in WORDS[name]]
            return Select(options, value=begins or WORDS[name][0], allow_blank=False, id=name, compact=True)
        if name == "acquired_on":
            return DayField(say("field.acquired_on"), self.signed_in.desk.today, id=name, hint="15/11/69")
        if name in ("division", "custodian"):
            return Pick(self._find_division if name == "division" else self._find_person, name)
        return ThaiInput(begins, id=name, compact=True, enter_moves_on=True)

    def on_mount(self) -> None:
        """What stands in the register stands in the fields."""
        self.query_one("#acquired_on", Input).value = self._begins.get("acquired_on", "")
        for name in ("division", "custodian"):
            self.query_one(f"#pick-{name}", Pick).put(self._begins.get(name, ""))
        self._first = self.texts()
        draft = self.drafts.get(self._draft, {})
        self._fill({name: text for name, text in draft.items() if name in self._fields})
        if draft:
            self.tell(say("request.draft_kept"))
        self.query(Input).first().focus()

    def _fill(self, texts: dict[str, str]) -> None:
        for name, text in texts.items():
            if name in WORDS:
                self.query_one(f"#{name}", Select).value = text
            elif name in ("division", "custodian"):
                self.query_one(f"#pick-{name}", Pick).put(text)
            else:
                self.query_one(f"#{name}", Input).value = text

    def _keep(self) -> None:
        """Keep what was typed until it is saved or cleared."""
        changed = {name: text for name, text in self.texts().items() if text != self._first[name]}
        if changed != self.drafts.get(self._draft, {}):
            self.drafts[self._draft] = changed
            if not changed:
                del self.drafts[self._draft]
            self.app.own.save()  # type: ignore[attr-defined]

    def action_back(self) -> None:
        """Leave; what was typed is there the next time."""
        self._keep()
        self.app.pop_screen()

    def action_clear(self) -> None:
        """What stands in the register stands in the fields again."""
        self._fill(self._first)
        self._keep()

    def _find_division(self, text: str) -> list[tuple[str, str]]:
        from assettrack.office.people import divisions

        return [(d.name, d.name) for d in divisions(self.office) if text.strip() in d.name]

    def _find_person(self, text: str) -> list[tuple[str, str]]:
        from assettrack.office.people import find_people

        found = find_people(self.office, text, limit=6)
        return [(p.name, f"{p.name}  {p.position} {p.division}") for p in found]

    def on_input_changed(self, _event: Input.Changed) -> None:
        """Look at every field again: one may be wrong because of another; keep what is typed."""
        if self._saving is not None:
            self._saving.stop()
        self._saving = self.set_timer(DRAFT_AFTER, self._keep)
        wrong = self.wrong_fields()
        for name in self._fields:
            if name != "acquired_on":
                self.query_one(f"#rule-{name}", Static).update(Content(f"✗ {wrong[name]}" if name in wrong else ""))

    def texts(self) -> dict[str, str]:
        """What stands in the fields."""
        return {name: self._text(name) for name in self._fields}

    def _text(self, name: str) -> str:
        if name in WORDS:
            return str(self.query_one(f"#{name}", Select).value)
        return self.query_one(f"#{name}", Input).value.strip()

    def wrong_fields(self) -> dict[str, str]:
        """Field -> the rule that it breaks, as the import of a register would say it."""
        return {cell.column: _rule(cell.code, cell.message) for cell in self._row().refused}

    def _row(self) -> Any:
        """The form read as one row of a register."""
        texts = {name: text for name, text in self.texts().items() if name not in ("acquired_on", "custodian")}
        if self._old is not None:
            texts["code"] = self._old.row.code
        names = list(texts)
        reader = RowReader(
            {name: at for at, name in enumerate(names)},
            {},
            {n: n for n in names},
            split_date=False,
            today=self.signed_in.desk.today(),
        )
        return reader.read(1, [texts[name] for name in names])

    def action_save(self) -> None:
        """Enter the asset, or the correction; what is wrong is told at its field and nothing is written."""
        wrong = self.wrong_fields()
        if wrong:
            first = next(iter(wrong))
            self.tell(say("asset_form.wrong", field=say(f"field.{first}"), rule=wrong[first]), timeout=10)
            self.query_one(f"#{first}").focus()
            return
        texts, row = self.texts(), self._row()
        do = self._enter if self._old is None else self._correct
        self.act(lambda actor: do(actor, texts, row), self._saved)

    def _values(self, actor: Actor, texts: dict[str, str], row: Any) -> dict[str, Any]:
        """The columns that the fields say, cleared ones included."""
        values = dict(row.values)
        values["acquired_on"] = (
            read_day(say("field.acquired_on"), texts["acquired_on"], actor.today) if texts["acquired_on"] else None
        )
        values["custodian_id"] = self._person_id(texts["custodian"])
        for name, text in texts.items():
            if not text and name not in ("code", "serial", "division", "custodian", "quantity"):
                values[name] = EMPTY.get(name, "")
        return values

    def _person_id(self, name: str) -> str | None:
        from assettrack.office.people import people
        from assettrack.rules.refusal import NotFound

        if not name:
            return None
        found = [p.id for p in people(self.office, everybody=True) if name in (p.name, p.login)]
        if len(found) != 1:
            raise NotFound(what=say("field.custodian"), what_en=say("field.custodian"), value=name)
        return found[0]

    def _enter(self, actor: Actor, texts: dict[str, str], row: Any) -> AssetRecord:
        from assettrack.office.registry import NewAsset, add_asset

        serial = (("serial", texts["serial"]),) if texts["serial"] else ()
        new = NewAsset(texts["code"], self._values(actor, texts, row), texts["division"], serial)
        return add_asset(self.office, actor, new)

    def _correct(self, actor: Actor, texts: dict[str, str], row: Any) -> AssetRecord:
        from assettrack.office.register_edits import edit_asset

        old = self._old
        if old is None:
            raise Refusal
        changed = {name for name, text in texts.items() if text != self._begins.get(name, "")}
        columns = {"custodian": "custodian_id"}
        values = self._values(actor, texts, row) | {"division": texts["division"]}
        changes = {columns.get(n, n): values[columns.get(n, n)] for n in changed}
        return edit_asset(self.office, actor, old.row.code, old.version, **changes) if changes else old

    def _saved(self, record: AssetRecord) -> None:
        from assettrack.tui.screens.asset import AssetScreen

        self.tell(say("asset_form.saved", code=record.row.code))
        new = self._old is None
        self._fill(self._first)
        self.action_back()
        if new:
            self.app.push_screen(AssetScreen(self.signed_in, record.row.code))


def texts_of(record: AssetRecord) -> dict[str, str]:
    """The fields of an asset as somebody would type them."""
    row = record.row
    own: dict[str, Any] = {
        name: getattr(row, name, None) or getattr(record, name, None) or ""
        for name in FIELDS
        if name not in ("serial", "code")
    }
    price = f"{row.price // 100:,}.{row.price % 100:02d}" if row.price is not None else ""
    acquired = numeric_date(record.acquired_on) if record.acquired_on else ""
    serial = next((i.raw for i in record.identifiers if i.scheme == "serial"), "")
    own |= {
        "code": row.code,
        "serial": serial,
        "price": price,
        "acquired_on": acquired,
        "reserve": record.reserve or "",
    }
    own["public_lendable"] = str(row.public_lendable).lower()
    return {name: str(value) for name, value in own.items()}


def _rule(code: str, message: str) -> str:
    """The rule of a refused cell in the language of now."""
    return say(f"rule.{code}") if known(f"rule.{code}") else message.partition(": ")[2] or message
