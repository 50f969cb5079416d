"""Questions: a line of text, a password, or both at once."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, ClassVar

from textual.binding import Binding
from textual.containers import Vertical
from textual.content import Content
from textual.screen import ModalScreen
from textual.widgets import Label, Static

from assettrack.tui.thai import ThaiInput

if TYPE_CHECKING:
    from textual.app import ComposeResult
    from textual.widgets import Input


@dataclass(frozen=True)
class Answer:
    """What was typed; fields that were not asked are empty."""

    text: str = ""
    password: str = ""


class AskDialog(ModalScreen[Answer | None]):
    """Asks for a text, a password or both; Esc takes the question back."""

    BINDINGS: ClassVar[list[Any]] = [
        Binding("escape", "dismiss(None)", "ยกเลิก", id="ask.cancel", tooltip="ไม่ทำ"),
        Binding("f10", "send", "ตกลง", id="ask.send", tooltip="ยืนยัน"),
    ]

    def __init__(self, question: str, *, text: str | None = None, password: bool = False, value: str = "") -> None:
        super().__init__()
        self._question, self._text, self._password, self._value = question, text, password, value

    def compose(self) -> ComposeResult:
        """The question over its fields."""
        with Vertical(id="ask-box"):
            yield Static(Content(self._question))
            if self._text is not None:
                yield Label(self._text, markup=False)
                yield ThaiInput(self._value, id="ask-text", compact=True, enter_moves_on=self._password)
            if self._password:
                yield Label("รหัสผ่านของท่าน", markup=False)
                yield ThaiInput(password=True, id="ask-password", compact=True)
            yield Static(Content("Enter ตกลง   Esc ยกเลิก"), classes="hint")

    def on_input_submitted(self, event: Input.Submitted) -> None:
        """Enter in the last field sends."""
        event.stop()
        self.action_send()

    def action_send(self) -> None:
        """Give the answer."""
        typed = {field.id: field.value for field in self.query(ThaiInput)}
        self.dismiss(Answer(typed.get("ask-text", ""), typed.get("ask-password", "")))
