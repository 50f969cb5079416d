"""The program's entry: the command line, given the screen to open; the two faces do not know each other."""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING

from assettrack.cli.main import run

if TYPE_CHECKING:
    from assettrack.bootstrap import Settings


def open_screen(settings: Settings) -> int:
    """Open the terminal screen; Textual is imported only now."""
    from assettrack.tui.app import run as run_screen

    return run_screen(settings)


def main() -> int:
    """Run ``assettrack``; returns the exit code."""
    return run(sys.argv[1:], open_screen)


if __name__ == "__main__":
    sys.exit(main())
