"""Signing in: the first thing on the screen, before the database is even opened; and the lock of an idle screen."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, ClassVar

from textual import work
from textual.binding import Binding
from textual.containers import Vertical
from textual.content import Content
from textual.message import Message
from textual.screen import ModalScreen, Screen
from textual.widgets import Footer, Input, Label, Static

from assettrack.rules.refusal import Refusal
from assettrack.tui.base import SignedIn
from assettrack.tui.thai import ThaiInput

if TYPE_CHECKING:
    from textual.app import ComposeResult

    from assettrack.bootstrap import Desk, Settings


class SignInScreen(Screen[None]):
    """Login and password. The desk is opened in a thread while the person types."""

    BINDINGS: ClassVar[list[Any]] = [Binding("ctrl+q", "app.quit", "ออก", id="quit", tooltip="ออกจากโปรแกรม")]

    class Done(Message):
        """Somebody has signed in."""

        def __init__(self, signed_in: SignedIn) -> None:
            super().__init__()
            self.signed_in = signed_in

    def __init__(self, settings: Settings, desk: Desk | None = None) -> None:
        super().__init__()
        self._settings, self._desk = settings, desk
        self._shut = ""  # why the database does not open

    def compose(self) -> ComposeResult:
        """Two fields in a box."""
        with Vertical(id="sign-in-box"):
            yield Static(Content("ทะเบียนคุมทรัพย์สินและการยืมพัสดุ"), id="sign-in-title")
            yield Static("", id="agency", markup=False)
            yield Label("ชื่อผู้ใช้", markup=False)
            yield ThaiInput(self._settings.user or "", id="login", compact=True, enter_moves_on=True)
            yield Label("รหัสผ่าน", markup=False)
            yield ThaiInput(password=True, id="password", compact=True)
            yield Static("", id="verdict", markup=False)
            yield Static(Content("Enter เข้าสู่ระบบ   Ctrl+Q ออก"), classes="hint")
            if self._settings.hint:
                yield Static(Content(self._settings.hint), id="practice-hint")
        yield Footer(compact=True, show_command_palette=False)

    def on_mount(self) -> None:
        """Put the cursor where typing begins, and open the desk."""
        self.query_one("#password" if self._settings.user else "#login", Input).focus()
        self.call_after_refresh(self._open)

    @work(thread=True, group="open")
    def _open(self) -> None:
        try:
            if self._desk is None:
                from assettrack.bootstrap import open_desk

                self._desk = open_desk(self._settings)
        except Refusal as refusal:
            self._shut = refusal.sentence()
            self.app.call_from_thread(self._say, self._shut)
        else:
            self.app.call_from_thread(self._opened)

    def _opened(self) -> None:
        if self._desk is not None:
            practice = "  (ฝึกหัด)" if self._desk.agency.practice else ""
            self.query_one("#agency", Static).update(self._desk.agency.name + practice)
            for warning in self._desk.office.database.warnings:
                self.notify(warning, severity="warning", timeout=15, markup=False)

    def _say(self, sentence: str) -> None:
        self.query_one("#verdict", Static).update(sentence)

    def on_input_submitted(self, event: Input.Submitted) -> None:
        """Enter in the password goes into the office."""
        event.stop()
        self._sign_in(self.query_one("#login", Input).value, event.value)

    @work(thread=True, group="sign-in", exclusive=True)
    def _sign_in(self, login: str, password: str) -> None:
        if self._desk is None:
            wait = "กำลังเปิดฐานข้อมูล กรุณารอสักครู่แล้วกด Enter อีกครั้ง"
            self.app.call_from_thread(self._say, self._shut or wait)
            return
        try:
            actor = self._desk.sign_in(login, password)
        except Refusal as refusal:
            self.app.call_from_thread(self._wrong, refusal.sentence())
        else:
            self.post_message(self.Done(SignedIn(self._desk, actor)))

    def _wrong(self, sentence: str) -> None:
        self._say(sentence)
        self.query_one("#password", Input).value = ""


class LockScreen(ModalScreen[None]):
    """Covers an idle screen until the same person gives the password; what was typed beneath stays."""

    def __init__(self, signed_in: SignedIn) -> None:
        super().__init__()
        self._signed_in = signed_in

    def compose(self) -> ComposeResult:
        """One field."""
        with Vertical(id="ask-box"):
            yield Static(Content(f"หน้าจอล็อกอยู่ ({self._signed_in.person.name})"))
            yield Label("รหัสผ่าน", markup=False)
            yield ThaiInput(password=True, id="unlock", compact=True)
            yield Static("", id="verdict", markup=False)

    def on_input_submitted(self, event: Input.Submitted) -> None:
        """Check the password."""
        event.stop()
        self._check(event.value)

    @work(thread=True, group="unlock", exclusive=True)
    def _check(self, password: str) -> None:
        try:
            self._signed_in.desk.sign_in(self._signed_in.person.login, password)
        except Refusal as refusal:
            self.app.call_from_thread(self.query_one("#verdict", Static).update, refusal.sentence())
        else:
            self.app.call_from_thread(self.dismiss)
