"""The colours one may choose; what a thing is never shows by its colour alone."""

from __future__ import annotations

from textual.theme import Theme

CONTRAST = Theme(
    name="assettrack-contrast", primary="#ffd700", secondary="#00ffff", accent="#ffd700", foreground="#ffffff",
    background="#000000", surface="#1a1a1a", panel="#000080", warning="#ffd700", error="#ff5f5f", success="#5fff5f", dark=True,
)  # fmt: skip
MONO = Theme(
    name="assettrack-mono", primary="#ffffff", secondary="#ffffff", accent="#ffffff", foreground="#ffffff",
    background="#000000", surface="#1a1a1a", panel="#303030", warning="#ffffff", error="#ffffff", success="#ffffff", dark=True,
)  # fmt: skip
THEMES = ("textual-dark", "textual-light", CONTRAST.name, MONO.name)
"""Names of the themes; ``theme.<name>`` is each in the catalogue."""


def next_theme(name: str) -> str:
    """The theme after this one."""
    return THEMES[(THEMES.index(name) + 1) % len(THEMES)] if name in THEMES else THEMES[0]
