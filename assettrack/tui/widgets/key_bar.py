"""The last line of a screen: its keys, in the language of now."""

from __future__ import annotations

from textual.widgets import Footer


class KeyBar(Footer):
    """The keys of this screen, on one line."""

    def __init__(self) -> None:
        super().__init__(compact=True, show_command_palette=False)
