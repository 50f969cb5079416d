"""The application: a switchboard between screens, the idle lock, and nothing else."""

from __future__ import annotations

import gc
import os
import time
from typing import TYPE_CHECKING, Any, ClassVar

os.environ.setdefault("TEXTUAL_DISABLE_KITTY_KEY", "1")  # else Ctrl with a Thai letter matches nothing in kitty
if os.environ.get("SSH_CONNECTION"):
    os.environ.setdefault("TEXTUAL_ANIMATIONS", "none")  # over a slow line every frame costs

from textual import work

from assettrack.tui.jobs import JobRunner
from assettrack.tui.keys import key, printed
from assettrack.tui.preferences import Preferences, load
from assettrack.tui.scan_gate import ScanGate
from assettrack.tui.screens.sign_in import LockScreen, SignInScreen
from assettrack.tui.thai import SplitAm, mend
from assettrack.tui.themes import CONTRAST, MONO, THEMES, next_theme
from assettrack.words.speech import DIGITS, digits, language, other_language, say, speak

if TYPE_CHECKING:
    from collections.abc import Sequence

    from textual import events
    from textual.binding import Binding
    from textual.command import Provider
    from textual.filter import LineFilter

    from assettrack.bootstrap import Desk, Settings
    from assettrack.tui.base import OfficeScreen
    from assettrack.tui.scan_gate import Scanned
    from assettrack.tui.screens.lending import OpenAtCounter
    from assettrack.tui.signed_in import SignedIn


def areas() -> dict[str, type[OfficeScreen]]:
    """The areas of the office; imported while the person types the password, not before the first paint."""
    from assettrack.tui.screens.counter import CounterScreen
    from assettrack.tui.screens.home import HomeScreen
    from assettrack.tui.screens.importing import ImportScreen
    from assettrack.tui.screens.registry import RegistryScreen
    from assettrack.tui.screens.request import RequestScreen
    from assettrack.tui.screens.settings import SettingsScreen

    screens = (HomeScreen, RegistryScreen, RequestScreen, CounterScreen, SettingsScreen, ImportScreen)
    return {screen.AREA: screen for screen in screens}


MAIN = 2
"""Screens on the stack where nothing lies over an area: the library's own, and the area."""
ANY_TIME = (
    "show",
    "language",
    "digits",
    "next_theme",
    "tour",
    "keys",
    "command_palette",
    "change_password",
    "lock",
    "backup",
)
"""Actions of the program that a locked screen does not let through."""
WARM_AFTER = 0.15
"""Seconds after which the door has been painted, and what lies behind it is imported."""
LOCK_CHECK = 5.0
"""Seconds between looks at the idle clock."""


def _office_commands() -> type[Provider]:
    from assettrack.tui.palette import OfficeCommands

    return OfficeCommands


class AssetTrackApp(ScanGate, JobRunner):
    """assettrack in a terminal."""

    TITLE = "assettrack"
    CSS_PATH = "app.tcss"
    ENABLE_COMMAND_PALETTE = True
    COMMANDS: ClassVar[set[Any]] = {_office_commands}
    COMMAND_PALETTE_BINDING = "f12"
    BINDINGS: ClassVar[list[Any]] = [
        key("ctrl+l", "language", "app.language", show=False),
        key("ctrl+k", "stop_job", "app.stop_job", show=False, priority=True),
    ]

    def __init__(self, settings: Settings, desk: Desk | None = None) -> None:
        mend()
        speak(settings.lang)
        super().__init__()
        self.office_settings, self._desk = settings, desk
        self.signed_in: SignedIn | None = None
        self.own = Preferences()
        self.unsent: dict[str, dict[str, str]] = {}  # question -> what was typed when it was left
        self._areas: dict[str, OfficeScreen] = {}
        self._last_key = time.monotonic()
        self.idle_seconds = 600.0
        for theme in (CONTRAST, MONO):
            self.register_theme(theme)
        self.wear(settings.theme)  # before there is anything to colour: each change later reads all styles again

    def get_line_filters(self) -> Sequence[LineFilter]:
        """The library's, and the one that mends สระอำ in a terminal that lives in a browser."""
        split = SplitAm(enabled=os.environ.get("TERM_PROGRAM") == "vscode" or "ASSETTRACK_SPLIT_AM" in os.environ)
        return [*super().get_line_filters(), *([split] if split.enabled else [])]

    def get_key_display(self, binding: Binding) -> str:
        """Keys as they are printed on the keyboard."""
        return binding.key_display or printed(binding.key)

    def on_mount(self) -> None:
        """Begin at the door."""
        self.push_screen(SignInScreen(self.office_settings, self._desk))
        self.set_interval(LOCK_CHECK, self.lock_when_idle)
        self.set_timer(WARM_AFTER, self._warm)

    def wear(self, theme: str) -> None:
        """Put on a theme; an unknown one is left alone. NO_COLOR gives black and white whatever the theme."""
        if theme in THEMES:
            self.theme = theme

    def action_next_theme(self) -> None:
        """Dark, light, high contrast, black and white; kept for this person on this PC."""
        self.keep_own(theme=next_theme(self.theme))

    def keep_own(self, **chosen: str) -> None:
        """Keep what a person has chosen for the screen, and wear it."""
        for name, value in chosen.items():
            setattr(self.own, name, value)
        self.own.save()
        self.wear(self.own.theme)
        self.use_keys()

    def use_keys(self) -> None:
        """The keys of the office's file, then the person's own."""
        self.set_keymap({**(self.office_settings.keymap or {}), **self.own.keys})

    @work(thread=True)
    def _warm(self) -> None:
        """Import what comes after the door; none of it will ever be garbage, so no later collection walks through it."""
        areas()
        gc.freeze()

    def on_sign_in_screen_done(self, message: SignInScreen.Done) -> None:
        """Somebody is in: their language, colours and keys, then what waits for them."""
        self.signed_in = message.signed_in
        self._desk = message.signed_in.desk
        self.own = load(self.office_settings.config_dir, message.signed_in.person.login)
        speak(self.own.language or language(), self.own.digits)
        self.wear(self.own.theme)
        self.use_keys()
        self._furnish({name: area(self.signed_in) for name, area in areas().items()})
        self._read_idle_limit()
        self.switch_screen("home")
        if not self.own.tour_seen:
            self._tour()

    def _tour(self) -> None:
        from assettrack.tui.dialogs.tour import TourDialog

        self.own.tour_seen = True
        self.own.save()
        self.push_screen(TourDialog())

    def action_keys(self) -> None:
        """Show every key, to choose others."""
        from assettrack.tui.dialogs.key_map import KeyMapDialog

        self.push_screen(KeyMapDialog())

    def print_again(self, kind: str, ref: str) -> None:
        """Print a paper that the palette found, from the home screen."""
        from assettrack.tui.printing import print_and_show

        print_and_show(self._areas["home"], kind, ref)

    def action_tour(self) -> None:
        """Show the first five things to know again."""
        self._tour()

    def _furnish(self, screens: dict[str, OfficeScreen]) -> None:
        """Keep these areas, each with what is typed in it, until somebody else signs in."""
        self._areas = screens
        for name, screen in screens.items():
            self.install_screen(screen, name)

    async def _clear_out(self) -> None:
        for screen in self._areas.values():
            self.uninstall_screen(screen)
            if screen.is_attached:
                await screen.remove()
        self._areas = {}

    @work(thread=True)
    def _read_idle_limit(self) -> None:
        from assettrack.office.settings import read_settings

        if self.signed_in is not None:
            self.idle_seconds = read_settings(self.signed_in.office).idle_lock_minutes * 60

    async def action_show(self, name: str) -> None:
        """Go to an area; what was typed there before is still there."""
        if self.signed_in is None or isinstance(self.screen, LockScreen):
            return
        while len(self.screen_stack) > MAIN:
            await self.pop_screen()
        if self.screen is not self._areas[name]:
            await self.switch_screen(name)

    async def action_language(self) -> None:
        """The other language; what was being typed as a request stays."""
        if self.signed_in is not None:
            self.own.language = other_language()
            await self.speak_anew()

    async def action_digits(self) -> None:
        """Thai digits, or Arabic ones."""
        self.own.digits = next(name for name in DIGITS if name != digits())
        await self.speak_anew()

    async def speak_anew(self) -> None:
        """Build the screens again in the language and digits that were chosen; the one in front stays in front."""
        if self.signed_in is None:
            return
        speak(self.own.language or language(), self.own.digits)
        self.own.save()
        name = next((n for n, screen in self._areas.items() if screen in self.screen_stack), "home")
        while len(self.screen_stack) > MAIN:
            await self.pop_screen()
        fresh = {area: screen(self.signed_in) for area, screen in areas().items()}
        await self.switch_screen(fresh[name])
        await self._clear_out()
        self._furnish(fresh)

    async def request_for(self, login: str) -> None:
        """A new request with the borrower filled in."""
        await self.action_show("request")
        await self.screen.run_action(f"borrower({login!r})")

    def action_command_palette(self) -> None:
        """Open the palette, for who is signed in."""
        from assettrack.tui.palette import OfficePalette

        if self.signed_in is not None and not self.screen.is_modal and not isinstance(self.screen, LockScreen):
            self.push_screen(OfficePalette())

    def action_help_quit(self) -> None:
        """Ctrl+C copies in a field; elsewhere say how the program is left."""
        self.notify(say("quit.hint"), markup=False)

    async def on_open_at_counter(self, message: OpenAtCounter) -> None:
        """Take a loan back: every line that is out goes on the counter's list as it is scanned."""
        await self.action_show("counter")
        self.notify(say("counter.scan_for", number=message.number), markup=False)

    async def on_scanned(self, message: Scanned) -> None:
        """A scan where no field waited for it goes to the counter; a window that asks something takes no scan for an answer."""
        if self.signed_in is None or self.screen.is_modal or isinstance(self.screen, LockScreen):
            self.notify(say("scan.not_here"), severity="warning", markup=False)
            return
        await self.action_show("counter")
        await self.screen.run_action(f"scan({message.text!r})")

    @work(group="ask")
    async def action_change_password(self) -> None:
        """Ask for the new password and the old one."""
        if self.signed_in is None:
            return
        from assettrack.office.sign_in import change_password
        from assettrack.tui.dialogs.ask import AskDialog

        screen = self._areas["home"]
        answer = await self.push_screen_wait(AskDialog(say("password.change"), text=say("password.new"), password=True))
        if answer is not None:
            screen.act(
                lambda actor: change_password(screen.office, actor, answer.password, answer.text),
                lambda _: screen.tell(say("password.changed")),
            )

    @work(group="ask")
    async def action_backup(self) -> None:
        """Ask for a file, then copy the database into it while everybody goes on working."""
        from pathlib import Path

        from assettrack.bootstrap import back_up
        from assettrack.tui.dialogs.ask import AskDialog

        if self.signed_in is None:
            return
        beside = Path(self.office_settings.database)
        proposed = beside.with_name(f"{beside.stem}-{self.signed_in.desk.today():%Y%m%d}.db")
        answer = await self.push_screen_wait(AskDialog(say("backup.ask"), text=say("backup.file"), value=str(proposed)))
        if answer is not None:
            path = Path(answer.text.strip())
            self.start_job(
                say("backup.job", file=path.name),
                lambda step: back_up(self.office_settings, path, progress=step),
                lambda _: self.notify(say("backup.done", path=str(path)), timeout=12, markup=False),
            )

    async def action_sign_out(self) -> None:
        """Back to the door; nothing of this person stays on the screen."""
        self.signed_in, self.own, self.unsent = None, Preferences(), {}
        self.clear_notifications()
        while len(self.screen_stack) > MAIN:
            await self.pop_screen()
        await self.switch_screen(SignInScreen(self.office_settings, self._desk))
        await self._clear_out()

    async def on_event(self, event: events.Event) -> None:
        """Any key or click is a sign of life."""
        if type(event).__name__ in ("Key", "MouseDown", "Paste"):
            self._last_key = time.monotonic()
        await super().on_event(event)

    def lock_when_idle(self) -> None:
        """Cover the screen when nobody has touched it for the office's number of minutes."""
        if time.monotonic() - self._last_key > self.idle_seconds:
            self.action_lock()

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        """Over a locked screen only leaving is possible."""
        if isinstance(self.screen, LockScreen) and action in ANY_TIME:
            return False
        return super().check_action(action, parameters)

    def action_lock(self) -> None:
        """Cover the screen; nothing of what was on it can be read until the same person gives the password."""
        if self.signed_in is not None and not isinstance(self.screen, LockScreen):
            self.clear_notifications()
            self.push_screen(LockScreen(self.signed_in))

    def on_unmount(self) -> None:
        """Close the database."""
        if self._desk is not None:
            self._desk.close()


def run(settings: Settings) -> int:
    """Open the screen; returns the exit code."""
    AssetTrackApp(settings).run()
    return 0
