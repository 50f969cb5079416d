"""A person's own keys: every binding with its key, and the next key pressed becomes the new one."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, ClassVar

from textual import work
from textual.binding import Binding
from textual.containers import Vertical
from textual.content import Content
from textual.keys import key_to_character
from textual.widgets import Input, OptionList, Static
from textual.widgets.option_list import Option

from assettrack.thai.text import pad
from assettrack.tui.keys import SpokenDialog, key, printed
from assettrack.tui.widgets.key_bar import KeyBar
from assettrack.words.speech import say

if TYPE_CHECKING:
    from collections.abc import Iterable

    from textual import events
    from textual.app import ComposeResult

EVERYWHERE = ("help", "go", "app")
"""Groups of bindings that work beside those of any screen."""


def every_binding() -> dict[str, Binding]:
    """Every binding of the program by its id, in the order of the screens."""
    from assettrack.tui.app import AssetTrackApp, areas
    from assettrack.tui.base import OfficeScreen
    from assettrack.tui.dialogs.ask import FieldsDialog
    from assettrack.tui.dialogs.calendar import CalendarDialog
    from assettrack.tui.dialogs.help import HelpDialog
    from assettrack.tui.dialogs.labels import LabelsDialog
    from assettrack.tui.dialogs.preview import PagesDialog
    from assettrack.tui.dialogs.tour import TourDialog
    from assettrack.tui.dialogs.view import ViewDialog
    from assettrack.tui.screens.asset import AssetScreen
    from assettrack.tui.screens.asset_form import AssetForm
    from assettrack.tui.screens.lending import LoanScreen
    from assettrack.tui.screens.sign_in import LockScreen, SignInScreen
    from assettrack.tui.widgets.window_list import WindowList

    own: list[type] = [
        OfficeScreen,
        AssetTrackApp,
        *areas().values(),
        LoanScreen,
        AssetScreen,
        AssetForm,
        WindowList,
        SignInScreen,
    ]
    own += [
        LockScreen,
        FieldsDialog,
        CalendarDialog,
        HelpDialog,
        TourDialog,
        ViewDialog,
        PagesDialog,
        LabelsDialog,
        KeyMapDialog,
    ]
    found = {b.id: b for owner in own for b in _bindings_of(owner) if b.id}
    groups = list(dict.fromkeys(name.partition(".")[0] for name in found))
    return {name: found[name] for group in groups for name in found if name.partition(".")[0] == group}


def _bindings_of(owner: type) -> Iterable[Binding]:
    return (binding for binding in vars(owner).get("BINDINGS", ()) if isinstance(binding, Binding))


def types_or_edits(pressed: str) -> bool:
    """Whether a key does something in a field that is typed into: there it would never arrive as a command."""
    own = {one for binding in Input.BINDINGS if isinstance(binding, Binding) for one in binding.key.split(",")}
    return pressed in own or key_to_character(pressed) is not None


def clash(bindings: dict[str, Binding], chosen: dict[str, str], name: str, pressed: str) -> str | None:
    """The id of another binding that this key already has where ``name`` works, or none."""
    group = name.partition(".")[0]
    for other, binding in bindings.items():
        theirs = other.partition(".")[0]
        near = group == theirs or group in EVERYWHERE or theirs in EVERYWHERE or {group, theirs} == {"list", "registry"}
        if other != name and near and pressed in chosen.get(other, binding.key).split(","):
            return other
    return None


class PressDialog(SpokenDialog):
    """Gives the next key that is pressed; none for Esc."""

    def __init__(self, question: str) -> None:
        super().__init__()
        self._question = question

    def compose(self) -> ComposeResult:
        """The question."""
        with Vertical(id="ask-box"):
            yield Static(Content(self._question), classes="question")
            yield Static(Content(say("keys.press")), classes="hint")

    def on_key(self, event: events.Key) -> None:
        """That key."""
        event.stop()
        event.prevent_default()
        self.dismiss(None if event.key == "escape" else event.key)


class KeyMapDialog(SpokenDialog):
    """Every binding; Enter gives it another key, F8 its first one again."""

    BINDINGS: ClassVar[list[Any]] = [
        key("escape", "dismiss", "help.close"),
        key("f8", "first", "keys.first"),
    ]

    def __init__(self) -> None:
        super().__init__()
        self._known = every_binding()

    def compose(self) -> ComposeResult:
        """The list."""
        with Vertical(id="guide-box"):
            yield Static(Content(say("keys.title")), classes="question")
            yield OptionList(id="keys")
        yield KeyBar()

    def on_mount(self) -> None:
        """Fill the list."""
        self._draw()
        self.query_one(OptionList).focus()

    @property
    def _own(self) -> dict[str, str]:
        own: dict[str, str] = self.app.own.keys  # type: ignore[attr-defined]
        return own

    def _draw(self) -> None:
        listing = self.query_one(OptionList)
        at = listing.highlighted or 0
        listing.clear_options()
        group = ""
        for name in self._known:
            if name.partition(".")[0] != group:
                group = name.partition(".")[0]
                listing.add_option(Option(Content.assemble((say(f"keys.group.{group}"), "bold")), disabled=True))
            listing.add_option(Option(Content(self._words(name)), id=name))
        listing.highlighted = max(1, at)

    def _words(self, name: str) -> str:
        mark = "*" if name in self._own else " "
        keys = printed(self._own.get(name, self._known[name].key))
        return f"{mark} {pad(keys, 14)} {say(f'key.{name}.tip')}"

    @work(group="ask")
    async def on_option_list_option_selected(self, event: OptionList.OptionSelected) -> None:
        """Another key."""
        name = str(event.option_id)
        pressed = await self.app.push_screen_wait(PressDialog(say(f"key.{name}.tip")))
        if pressed is None:
            return
        taken = clash(self._known, self._own, name, pressed)
        if types_or_edits(pressed):
            self.notify(say("keys.typing", key=printed(pressed)), severity="error", markup=False)
        elif taken:
            self.notify(
                say("keys.taken", key=printed(pressed), what=say(f"key.{taken}.tip")), severity="error", markup=False
            )
        else:
            self._keep(name, pressed)

    def action_first(self) -> None:
        """The first key again."""
        listing = self.query_one(OptionList)
        if listing.highlighted is not None:
            self._keep(str(listing.get_option_at_index(listing.highlighted).id), None)

    def _keep(self, name: str, pressed: str | None) -> None:
        self._own.pop(name, None)
        if pressed is not None:
            self._own[name] = pressed
        self.app.keep_own()  # type: ignore[attr-defined]
        self._draw()
