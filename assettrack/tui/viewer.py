"""Handing a file to the person's own programs: the viewer of the desktop, and the printers of the system (CUPS, Windows)."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

LONGEST = 10.0
"""Seconds that the desktop or the printer's queue has to take the file."""
VIEW, KEEP = ":view", ":keep"
"""What to do with a paper that goes to no printer."""
WINDOWS_DEFAULT = "Windows"
"""Stands for the default printer of Windows, which is asked through the file's own program."""


def show_file(path: Path) -> bool:
    """Open a file in the system's viewer; false where there is no desktop to show it on (a console, SSH). Call it in a worker."""
    if sys.platform == "win32":
        os.startfile(path)  # noqa: S606 -- the system's own opener
        return True
    opener = _opener()
    return opener is not None and _run([opener, str(path)]) is not None


def printers() -> tuple[str, ...]:
    """The printers that the system knows, its default first; none where there is no print system."""
    if sys.platform == "win32":
        return (WINDOWS_DEFAULT,)
    if shutil.which("lpstat") is None:
        return ()
    names = (_run(["lpstat", "-e"]) or "").split()
    default = (_run(["lpstat", "-d"]) or "").rpartition(": ")[2].strip()
    return tuple(sorted(names, key=lambda name: name != default))


def send_to_printer(path: Path, printer: str) -> bool:
    """Put a file into a printer's queue; whether it was taken. Call it in a worker."""
    if sys.platform == "win32":
        os.startfile(path, "print")  # noqa: S606 -- the system's own printing
        return True
    return _run(["lp", "-d", printer, str(path)]) is not None


def _run(command: Sequence[str]) -> str | None:
    """What a program of the system says; none where it is not there, is too slow or fails."""
    try:
        done = subprocess.run(command, capture_output=True, check=False, timeout=LONGEST, text=True)  # noqa: S603
    except (OSError, subprocess.TimeoutExpired):
        return None
    return done.stdout if done.returncode == 0 else None


def _opener() -> str | None:
    if sys.platform == "darwin":
        return shutil.which("open")
    on_desktop = os.environ.get("DISPLAY") or os.environ.get("WAYLAND_DISPLAY")
    return shutil.which("xdg-open") if on_desktop else None
