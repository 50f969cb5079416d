"""The application: a switchboard between screens, the idle lock, and nothing else."""

from __future__ import annotations

import os
import time
from typing import TYPE_CHECKING, Any, ClassVar

os.environ.setdefault("TEXTUAL_DISABLE_KITTY_KEY", "1")  # else Ctrl with a Thai letter matches nothing in kitty

from textual import work
from textual.app import App
from textual.theme import Theme

from assettrack.tui.screens.sign_in import LockScreen, SignInScreen
from assettrack.tui.thai import mend

if TYPE_CHECKING:
    from textual import events
    from textual.binding import Binding
    from textual.command import Provider

    from assettrack.bootstrap import Desk, Settings
    from assettrack.tui.base import OfficeScreen, SignedIn
    from assettrack.tui.screens.lending import OpenAtCounter


def areas() -> dict[str, type[OfficeScreen]]:
    """The areas of the office; imported while the person types the password, not before the first paint."""
    from assettrack.tui.screens.counter import CounterScreen
    from assettrack.tui.screens.home import HomeScreen
    from assettrack.tui.screens.registry import RegistryScreen
    from assettrack.tui.screens.request import RequestScreen
    from assettrack.tui.screens.settings import SettingsScreen

    screens = (HomeScreen, RegistryScreen, RequestScreen, CounterScreen, SettingsScreen)
    return dict(zip(("home", "registry", "request", "counter", "settings"), screens, strict=True))


CONTRAST = Theme(
    name="assettrack-contrast", primary="#ffd700", secondary="#00ffff", accent="#ffd700", foreground="#ffffff",
    background="#000000", surface="#000000", panel="#000080", warning="#ffd700", error="#ff5f5f", success="#5fff5f", dark=True,
)  # fmt: skip
THEMES = ("textual-dark", "textual-light", CONTRAST.name)
LOCK_CHECK = 5.0
"""Seconds between looks at the idle clock."""


def _office_commands() -> type[Provider]:
    from assettrack.tui.palette import OfficeCommands

    return OfficeCommands


class AssetTrackApp(App[None]):
    """assettrack in a terminal."""

    TITLE = "assettrack"
    CSS_PATH = "app.tcss"
    ENABLE_COMMAND_PALETTE = True
    COMMANDS: ClassVar[set[Any]] = {_office_commands}
    COMMAND_PALETTE_BINDING = "f12"
    BINDINGS: ClassVar[list[Any]] = []

    def __init__(self, settings: Settings, desk: Desk | None = None) -> None:
        mend()
        super().__init__()
        self.office_settings, self._desk = settings, desk
        self.signed_in: SignedIn | None = None
        self._areas: dict[str, OfficeScreen] = {}
        self._last_key = time.monotonic()
        self.idle_seconds = 600.0

    def get_key_display(self, binding: Binding) -> str:
        """Keys as they are printed on the keyboard."""
        return binding.key_display or "+".join(part.title() for part in binding.key.split("+")).replace("Escape", "Esc")

    def action_next_theme(self) -> None:
        """Dark, light, high contrast; ``theme`` in config.toml keeps one. NO_COLOR gives black and white."""
        names = list(THEMES)
        self.theme = names[(names.index(self.theme) + 1) % len(names)]

    def on_mount(self) -> None:
        """Begin at the door."""
        self.register_theme(CONTRAST)
        if self.office_settings.theme in THEMES:
            self.theme = self.office_settings.theme
        if self.office_settings.keymap:
            self.set_keymap(dict(self.office_settings.keymap))
        self.push_screen(SignInScreen(self.office_settings, self._desk))
        self.set_interval(LOCK_CHECK, self.lock_when_idle)
        self.call_after_refresh(self._warm)

    @work(thread=True)
    def _warm(self) -> None:
        areas()

    def on_sign_in_screen_done(self, message: SignInScreen.Done) -> None:
        """Somebody is in: show what waits for them."""
        self.signed_in = message.signed_in
        self._desk = message.signed_in.desk
        self._areas = {name: area(message.signed_in) for name, area in areas().items()}
        for name, screen in self._areas.items():
            self.install_screen(screen, name)
        self._read_idle_limit()
        self.switch_screen("home")

    @work(thread=True)
    def _read_idle_limit(self) -> None:
        from assettrack.office.settings import read_settings

        if self.signed_in is not None:
            self.idle_seconds = read_settings(self.signed_in.office).idle_lock_minutes * 60

    async def action_show(self, name: str) -> None:
        """Go to an area; what was typed there before is still there."""
        if self.signed_in is None or isinstance(self.screen, LockScreen):
            return
        while len(self.screen_stack) > 2:
            await self.pop_screen()
        if self.screen is not self._areas[name]:
            await self.switch_screen(name)

    async def request_for(self, login: str) -> None:
        """A new request with the borrower filled in."""
        await self.action_show("request")
        await self.screen.run_action(f"borrower({login!r})")

    def action_command_palette(self) -> None:
        """Open the palette, for who is signed in."""
        if self.signed_in is not None and not isinstance(self.screen, LockScreen):
            super().action_command_palette()

    async def on_open_at_counter(self, message: OpenAtCounter) -> None:
        """Take a loan back: every line that is out goes on the counter's list as it is scanned."""
        await self.action_show("counter")
        self.notify(f"สแกนหรือพิมพ์รหัสของที่คืนตาม {message.number}", markup=False)

    @work(group="ask")
    async def action_change_password(self) -> None:
        """Ask for the new password and the old one."""
        if self.signed_in is None:
            return
        from assettrack.office.sign_in import change_password
        from assettrack.tui.dialogs.ask import AskDialog

        screen = self._areas["home"]
        answer = await self.push_screen_wait(
            AskDialog("เปลี่ยนรหัสผ่าน", text="รหัสผ่านใหม่ (อย่างน้อย 8 ตัวอักษร)", password=True)
        )
        if answer is not None:
            screen.act(
                lambda actor: change_password(screen.office, actor, answer.password, answer.text),
                lambda _: screen.notify("เปลี่ยนรหัสผ่านแล้ว", markup=False),
            )

    async def action_sign_out(self) -> None:
        """Back to the door; nothing of this person stays on the screen."""
        self.signed_in = None
        self.clear_notifications()
        await self.switch_screen(SignInScreen(self.office_settings, self._desk))
        for screen in self._areas.values():
            self.uninstall_screen(screen)
            if screen.is_attached:
                await screen.remove()
        self._areas = {}

    async def on_event(self, event: events.Event) -> None:
        """Any key or click is a sign of life."""
        if type(event).__name__ in ("Key", "MouseDown", "Paste"):
            self._last_key = time.monotonic()
        await super().on_event(event)

    def lock_when_idle(self) -> None:
        """Cover the screen when nobody has touched it for the office's number of minutes."""
        idle = time.monotonic() - self._last_key
        if self.signed_in is not None and idle > self.idle_seconds and not isinstance(self.screen, LockScreen):
            self.push_screen(LockScreen(self.signed_in))

    def on_unmount(self) -> None:
        """Close the database."""
        if self._desk is not None:
            self._desk.close()


def run(settings: Settings) -> int:
    """Open the screen; returns the exit code."""
    AssetTrackApp(settings).run()
    return 0
