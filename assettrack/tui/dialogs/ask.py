"""Questions: a few fields, a line of text, a password."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, ClassVar

from textual.containers import Vertical
from textual.content import Content
from textual.widgets import Label, Static

from assettrack.tui.keys import SpokenDialog, key
from assettrack.tui.thai import ThaiInput
from assettrack.tui.widgets.day import DayField
from assettrack.words.speech import say

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence
    from datetime import date

    from textual.app import ComposeResult
    from textual.widget import Widget
    from textual.widgets import Input


@dataclass(frozen=True)
class Answer:
    """What was typed; fields that were not asked are empty."""

    text: str = ""
    password: str = ""


@dataclass(frozen=True)
class AskField:
    """One field of a question."""

    name: str
    label: str
    value: str = ""
    password: bool = False
    today: Callable[[], date] | None = None  # a field for a day, and what «+7» is counted from


def _field_of(field: AskField, value: str, *, goes_on: bool) -> Widget:
    if field.today is not None:
        return DayField(field.label, field.today, id=f"ask-{field.name}", value=value)
    return ThaiInput(value, id=f"ask-{field.name}", compact=True, password=field.password, enter_moves_on=goes_on)


class FieldsDialog(SpokenDialog):
    """Asks for some fields at once; gives name -> text, or none where Esc took the question back."""

    BINDINGS: ClassVar[list[Any]] = [
        key("escape", "cancel", "ask.cancel"),
        key("f10", "send", "ask.send"),
    ]

    def __init__(self, question: str, fields: Sequence[AskField]) -> None:
        super().__init__()
        self._question, self._fields = question, tuple(fields)

    def compose(self) -> ComposeResult:
        """The question over its fields; Enter goes to the next one and in the last sends. What Esc left is there again."""
        left = self._unsent.get(self._question, {})
        with Vertical(id="ask-box"):
            yield Static(Content(self._question), classes="question")
            for field in self._fields:
                yield Label(field.label, markup=False)
                goes_on = field is not self._fields[-1]
                yield _field_of(field, left.get(field.name, field.value), goes_on=goes_on)
            yield Static(Content(say("ask.hint")), classes="hint")

    @property
    def _unsent(self) -> dict[str, dict[str, str]]:
        unsent: dict[str, dict[str, str]] = self.app.unsent  # type: ignore[attr-defined]
        return unsent

    def action_cancel(self) -> None:
        """No answer; what was typed is there when the question is asked again, passwords excepted."""
        secret = {field.name for field in self._fields if field.password}
        self._unsent[self._question] = {
            name: text for name, text in self.typed().items() if name not in secret and text
        }
        self.dismiss(None)

    def on_input_submitted(self, event: Input.Submitted) -> None:
        """Enter in the last field sends."""
        event.stop()
        self.action_send()

    def typed(self) -> dict[str, str]:
        """What stands in the fields."""
        return {field.name: self.query_one(f"#ask-{field.name}", ThaiInput).value for field in self._fields}

    def action_send(self) -> None:
        """Give the answer."""
        self._unsent.pop(self._question, None)
        self.dismiss(self.typed())


class AskDialog(FieldsDialog):
    """Asks for a text, a password or both; gives an Answer."""

    def __init__(self, question: str, *, text: str | None = None, password: bool = False, value: str = "") -> None:
        fields = [] if text is None else [AskField("text", text, value)]
        super().__init__(
            question, [*fields, *([AskField("password", say("ask.password"), password=True)] if password else [])]
        )

    def action_send(self) -> None:
        """Give the answer."""
        self._unsent.pop(self._question, None)
        self.dismiss(Answer(**self.typed()))
