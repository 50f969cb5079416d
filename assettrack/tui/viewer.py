"""Opening a file in the program that the person has for it."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from pathlib import Path


LONGEST = 10.0
"""Seconds that the desktop has to take the file."""


def show_file(path: Path) -> bool:
    """Open a PDF in the system's viewer; false where there is no desktop to show it on (a console, SSH). Call it in a worker."""
    if sys.platform == "win32":
        os.startfile(path)  # noqa: S606 -- the system's own opener
        return True
    opener = _opener()
    if opener is None:
        return False
    try:
        done = subprocess.run([opener, str(path)], capture_output=True, check=False, timeout=LONGEST)  # noqa: S603
    except (OSError, subprocess.TimeoutExpired):
        return False
    return done.returncode == 0


def _opener() -> str | None:
    if sys.platform == "darwin":
        return shutil.which("open")
    on_desktop = os.environ.get("DISPLAY") or os.environ.get("WAYLAND_DISPLAY")
    return shutil.which("xdg-open") if on_desktop else None
