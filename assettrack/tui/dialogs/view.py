"""A view of the register: filters, order and columns; a name keeps it for another day."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, ClassVar

from textual.containers import Horizontal, VerticalScroll
from textual.widgets import Label, Select
from textual.widgets.selection_list import Selection

from assettrack.rules.registry import CONDITIONS, STAGES
from assettrack.tui.keys import SpokenDialog, key
from assettrack.tui.thai import ThaiInput
from assettrack.tui.widgets.key_bar import KeyBar
from assettrack.tui.widgets.mark_list import MarkList
from assettrack.words.speech import say

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from textual.app import ComposeResult

    from assettrack.office.register_pages import RegisterView

ONLY = ("out", "lendable")
SORTS = ("name", "code", "newest")


@dataclass(frozen=True)
class ViewAnswer:
    """What was chosen; a ``name`` keeps the view."""

    view: RegisterView
    name: str
    columns: tuple[str, ...]


class ViewDialog(SpokenDialog):
    """Filters, order, columns, and a name to keep them under."""

    BINDINGS: ClassVar[list[Any]] = [
        key("escape", "dismiss(None)", "ask.cancel"),
        key("f8", "everything", "view.everything"),
        key("f10", "send", "ask.send"),
    ]

    def __init__(
        self,
        view: RegisterView,
        name: str,
        columns: Sequence[str],
        divisions: Sequence[str],
        kept: Mapping[str, Mapping[str, Any]],
    ) -> None:
        super().__init__()
        self._view, self._name, self._columns, self._divisions, self._kept = view, name, columns, divisions, kept

    def compose(self) -> ComposeResult:
        """A row a choice; the columns under them."""
        from assettrack.tui.screens.registry import COLUMNS

        view, anything = self._view, (say("view.any"), "")
        with VerticalScroll(id="view-box"):
            if self._kept:
                yield from _row("kept", [(say("view.none"), ""), *((name, name) for name in self._kept)], "")
            yield from _row("division", [anything, *((name, name) for name in self._divisions)], view.division)
            yield from _row("condition", [anything, *((say(f"condition.{n}"), n) for n in CONDITIONS)], view.condition)
            yield from _row("stage", [anything, *((say(f"stage.{n}"), n) for n in STAGES)], view.stage)
            only = next((n for n in ONLY if getattr(view, n)), "")
            yield from _row("only", [anything, *((say(f"view.{n}"), n) for n in ONLY)], only)
            yield from _row("sort", [(say(f"sort.{n}"), n) for n in SORTS], view.sort)
            with Horizontal(classes="field"):
                yield Label(say("view.field.name"), markup=False)
                yield ThaiInput(self._name, id="name", compact=True, placeholder=say("view.name_hint"))
            yield Label(say("view.field.columns"), markup=False)
            yield MarkList(
                *(Selection(say(f"column.{n}"), n, n in self._columns, disabled=n == "code") for n in COLUMNS),
                id="columns",
                compact=True,
            )
        yield KeyBar()

    def on_select_changed(self, event: Select.Changed) -> None:
        """A kept view fills the other fields."""
        if event.select.id != "kept" or not event.value:
            return
        kept = self._kept[str(event.value)]
        for name in ("division", "condition", "stage", "sort"):
            self._put(name, kept.get(name, ""))
        self._put("only", next((n for n in ONLY if kept.get(n)), ""))
        self.query_one("#name", ThaiInput).value = str(event.value)

    def _put(self, name: str, value: str) -> None:
        field = self.query_one(f"#{name}", Select)
        if value in [choice for _, choice in field._options]:  # noqa: SLF001 -- a division may be gone since the view was kept
            field.value = value

    def action_everything(self) -> None:
        """No filter, the usual order."""
        for name in ("division", "condition", "stage", "only"):
            self._put(name, "")
        self._put("sort", "name")
        self.query_one("#name", ThaiInput).value = ""

    def action_send(self) -> None:
        """That view."""
        from assettrack.office.register_pages import RegisterView

        chosen = {
            name: str(self.query_one(f"#{name}", Select).value)
            for name in ("division", "condition", "stage", "sort", "only")
        }
        only = chosen.pop("only")
        columns = tuple(self.query_one("#columns", MarkList).selected)
        name = self.query_one("#name", ThaiInput).value.strip()
        self.dismiss(ViewAnswer(RegisterView(**chosen, out=only == "out", lendable=only == "lendable"), name, columns))


def _row(name: str, options: list[tuple[str, str]], value: str) -> ComposeResult:
    with Horizontal(classes="field"):
        yield Label(say(f"view.field.{name}"), markup=False)
        yield Select(options, value=value, allow_blank=False, id=name, compact=True)
