"""Keys: each has an id, which names its words in the catalogue and its place in a person's own key map."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Any

from textual.binding import ActiveBinding, Binding
from textual.keys import _character_to_key
from textual.screen import ModalScreen, Screen

from assettrack.thai.keyboard import latin_key
from assettrack.words.speech import known, say

if TYPE_CHECKING:
    from collections.abc import Iterable

    from textual import events


def key(keys: str, action: str, name: str, *, show: bool = True, priority: bool = False) -> Binding:
    """A binding; ``key.<name>`` in the catalogue is what the footer says, ``key.<name>.tip`` what it does."""
    return Binding(keys, action, f"key.{name}", id=name, tooltip=f"key.{name}.tip", show=show, priority=priority)


def spoken(binding: Binding) -> Binding:
    """The binding in the language of now; one of the library's own that has no words of ours is not shown."""
    if not known(binding.description):
        words = f"library.{binding.action}"
        return replace(binding, description=say(words), show=binding.show and known(words))
    return replace(binding, description=say(binding.description), tooltip=say(binding.tooltip))


def _spoken(active: ActiveBinding) -> ActiveBinding:
    binding = spoken(active.binding)
    return active._replace(binding=binding, tooltip=binding.tooltip)


PRINTED = {
    "escape": "Esc", "left": "←", "right": "→", "up": "↑", "down": "↓", "pageup": "PgUp", "pagedown": "PgDn", "slash": "/",
}  # fmt: skip
"""Keys whose name on the keyboard is not their name in the library."""


def printed(pressed: str) -> str:
    """A key, or several ways to press it, as printed on the keyboard: ``ctrl+k`` is «Ctrl+K»."""
    ways = ("+".join(PRINTED.get(part, part.title()) for part in way.split("+")) for way in pressed.split(","))
    return " ".join(ways)


class Spoken(Screen[Any]):
    """A screen whose keys speak the language of now, and work whichever layout the keyboard is in."""

    @property
    def active_bindings(self) -> dict[str, ActiveBinding]:
        """The keys that work here, described in the language of now."""
        found = super().active_bindings
        help_first = sorted(found.items(), key=lambda item: item[1].binding.id != "help")
        return {name: _spoken(active) for name, active in help_first}

    def on_key(self, event: events.Key) -> None:
        """A Thai letter is the Latin letter of the same key, with Ctrl or Alt always, alone where nothing is being typed."""
        modifier, _, _ = event.key.rpartition("+")
        char = event.character if not modifier else event.key.rpartition("+")[2]
        latin = latin_key(char) if char and len(char) == 1 and not char.isascii() else None
        if latin is not None and self._may_repeat(modifier, event):
            event.stop()
            again = f"{modifier}+{latin}" if modifier else _character_to_key(latin)
            self.app.call_later(self.app.simulate_key, again)  # from the program: a key sent by a screen stops there

    def _may_repeat(self, modifier: str, event: events.Key) -> bool:
        typing = self.focused is not None and self.focused.check_consume_key(event.key, event.character)
        return bool(modifier) or not typing


OFFICE_CSS = Path(__file__).with_name("office.tcss")
"""The looks of everything behind the door; the door has its own, so that it is painted first."""


class SpokenDialog(ModalScreen[Any], Spoken):
    """The same for a window over a screen."""

    CSS_PATH = OFFICE_CSS


def shown_keys(screen: Screen[Any]) -> Iterable[tuple[str, str]]:
    """The keys that work on a screen, as printed on the keyboard, and what each does: for the help."""
    said = set()
    for active in screen.active_bindings.values():
        binding = active.binding
        if binding.id and binding.id not in said and binding.tooltip:
            said.add(binding.id)
            yield screen.app.get_key_display(binding), binding.tooltip
