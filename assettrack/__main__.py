"""The program's entry: the command line, given the other faces to open; the faces do not know each other."""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING, Any

from assettrack.cli.main import run
from assettrack.cli.session import Faces

if TYPE_CHECKING:
    from assettrack.bootstrap import Desk, Settings
    from assettrack.web.server import Opened


def open_screen(settings: Settings) -> int:
    """Open the terminal screen; Textual is imported only now."""
    from assettrack.tui.app import run as run_screen

    return run_screen(settings)


def open_pages(desk: Desk, **wanted: Any) -> Opened:
    """Open the phone's pages; ``wanted`` are the fields of `assettrack.web.server.Wanted`."""
    from assettrack.web.server import Wanted
    from assettrack.web.server import open_pages as opened

    return opened(desk, Wanted(**wanted))


def main() -> int:
    """Run ``assettrack``; returns the exit code."""
    return run(sys.argv[1:], Faces(open_screen, open_pages))


if __name__ == "__main__":
    sys.exit(main())
