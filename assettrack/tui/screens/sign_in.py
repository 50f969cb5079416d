"""Signing in: the first thing on the screen, before the database is even opened; and the lock of an idle screen."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, ClassVar

from textual import work
from textual.containers import Vertical
from textual.content import Content
from textual.message import Message
from textual.widgets import Input, Label, Static

from assettrack.rules.refusal import Refusal
from assettrack.thai.keyboard import to_latin
from assettrack.tui.keys import Spoken, key
from assettrack.tui.signed_in import SignedIn
from assettrack.tui.thai import ThaiInput
from assettrack.words.speech import language, other_language, say, speak

if TYPE_CHECKING:
    from textual.app import ComposeResult

    from assettrack.bootstrap import Desk, Settings


PAINTED = 0.05
"""Seconds after which the first paint has reached the terminal."""


class SignInScreen(Spoken):
    """Login and password. The desk is opened in a thread while the person types."""

    BINDINGS: ClassVar[list[Any]] = [
        key("f10", "language", "language"),
        key("ctrl+q", "app.quit", "quit"),
    ]

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
            yield Static(Content(say("sign_in.title")), id="sign-in-title")
            yield Static("", id="agency", markup=False)
            yield Label(say("sign_in.login"), markup=False)
            yield ThaiInput(self._settings.user or "", id="login", compact=True, enter_moves_on=True)
            yield Label(say("sign_in.password"), markup=False)
            yield ThaiInput(password=True, id="password", compact=True)
            yield Static("", id="verdict", markup=False)
            yield Static(Content(say("sign_in.hint")), classes="hint")
            if self._settings.hint:
                yield Static(Content(self._settings.hint), id="practice-hint")

    def on_mount(self) -> None:
        """Open the desk when the screen has been painted: its imports would hold up the first paint."""
        self.set_timer(PAINTED, self._open)

    def on_screen_resume(self) -> None:
        """Put the cursor where typing begins."""
        self.query_one("#password" if self._settings.user else "#login", Input).focus()

    async def action_language(self) -> None:
        """The other language; what is typed is typed again."""
        speak(other_language())
        await self.recompose()
        self._opened()
        self.on_screen_resume()

    @work(thread=True, group="open")
    def _open(self) -> None:
        try:
            if self._desk is None:
                from assettrack.bootstrap import open_desk

                self._desk = open_desk(self._settings)
        except Refusal as refusal:
            self._shut = refusal.sentence(language())
            self.app.call_from_thread(self._say, self._shut)
        else:
            self.app.call_from_thread(self._opened)

    def _opened(self) -> None:
        if self._desk is not None:
            practice = "  " + say("sign_in.practice") if self._desk.agency.practice else ""
            self.query_one("#agency", Static).update(self._desk.agency.name + practice)
            for warning in self._desk.office.database.warnings:
                self.notify(warning, severity="warning", timeout=15, markup=False)

    def _say(self, sentence: str) -> None:
        self.query_one("#verdict", Static).update(sentence)

    def on_input_changed(self, event: Input.Changed) -> None:
        """What is typed cannot be seen: say when the keyboard types Thai."""
        if event.input.password:
            self._say(say("sign_in.thai_keys") if any(not char.isascii() for char in event.value) else "")

    def on_input_submitted(self, event: Input.Submitted) -> None:
        """Enter in the password goes into the office."""
        event.stop()
        self._sign_in(self.query_one("#login", Input).value, event.value)

    @work(thread=True, group="sign-in", exclusive=True)
    def _sign_in(self, login: str, password: str) -> None:
        if self._desk is None:
            wait = say("sign_in.wait")
            self.app.call_from_thread(self._say, self._shut or wait)
            return
        from assettrack.office.settings import purposes

        try:
            actor = self._desk.sign_in(_meant(self._desk, login), password)
        except Refusal as refusal:
            self.app.call_from_thread(self._wrong, refusal.sentence(language()))
        else:
            self.post_message(self.Done(SignedIn(self._desk, actor, purposes(self._desk.office))))

    def _wrong(self, sentence: str) -> None:
        with self.prevent(Input.Changed):
            self.query_one("#password", Input).value = ""
        self._say(sentence)


def _meant(desk: Desk, login: str) -> str:
    """A login as typed, or as the same keys would have typed it in the Latin layout where only that one is known."""
    from assettrack.office.people import person_by_login

    for reading in (login, to_latin(login)):
        try:
            return person_by_login(desk.office, reading).login
        except Refusal:
            continue
    return login


class LockScreen(Spoken):
    """Covers a screen until the same person gives the password; what was typed beneath stays, and nothing of it shows."""

    BINDINGS: ClassVar[list[Any]] = [key("f9", "app.sign_out", "lock.sign_out")]

    def __init__(self, signed_in: SignedIn) -> None:
        super().__init__()
        self._signed_in = signed_in

    def compose(self) -> ComposeResult:
        """One field."""
        with Vertical(id="ask-box"):
            yield Static(Content(say("lock.title", position=self._signed_in.person.position)))
            yield Label(say("sign_in.password"), markup=False)
            yield ThaiInput(password=True, id="unlock", compact=True)
            yield Static("", id="verdict", markup=False)
            yield Static(Content(say("lock.hint")), classes="hint")

    def on_input_submitted(self, event: Input.Submitted) -> None:
        """Check the password."""
        event.stop()
        self._check(event.value)

    @work(thread=True, group="unlock", exclusive=True)
    def _check(self, password: str) -> None:
        try:
            self._signed_in.desk.sign_in(self._signed_in.person.login, password)
        except Refusal as refusal:
            self.app.call_from_thread(self.query_one("#verdict", Static).update, refusal.sentence(language()))
        else:
            self.app.call_from_thread(self.dismiss)
