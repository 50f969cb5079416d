"""Questions: a few fields, a line of text, a password."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, ClassVar

from textual.containers import Vertical
from textual.content import Content
from textual.widgets import Label, Static

from assettrack.tui.keys import SpokenDialog, key
from assettrack.tui.thai import ThaiInput
from assettrack.words.speech import say

if TYPE_CHECKING:
    from collections.abc import Sequence

    from textual.app import ComposeResult
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


class FieldsDialog(SpokenDialog):
    """Asks for some fields at once; gives name -> text, or none where Esc took the question back."""

    BINDINGS: ClassVar[list[Any]] = [
        key("escape", "dismiss(None)", "ask.cancel"),
        key("f10", "send", "ask.send"),
    ]

    def __init__(self, question: str, fields: Sequence[AskField]) -> None:
        super().__init__()
        self._question, self._fields = question, tuple(fields)

    def compose(self) -> ComposeResult:
        """The question over its fields; Enter goes to the next one and in the last sends."""
        with Vertical(id="ask-box"):
            yield Static(Content(self._question), classes="question")
            for field in self._fields:
                yield Label(field.label, markup=False)
                goes_on = field is not self._fields[-1]
                yield ThaiInput(
                    field.value, id=f"ask-{field.name}", compact=True, password=field.password, enter_moves_on=goes_on
                )
            yield Static(Content(say("ask.hint")), classes="hint")

    def on_input_submitted(self, event: Input.Submitted) -> None:
        """Enter in the last field sends."""
        event.stop()
        self.action_send()

    def typed(self) -> dict[str, str]:
        """What stands in the fields."""
        return {field.name: self.query_one(f"#ask-{field.name}", ThaiInput).value for field in self._fields}

    def action_send(self) -> None:
        """Give the answer."""
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
        self.dismiss(Answer(**self.typed()))
