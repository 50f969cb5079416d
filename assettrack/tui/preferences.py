"""What one person keeps on this PC for the screen: language, colours, keys, columns, saved views, an unsent request."""

from __future__ import annotations

import os
from dataclasses import asdict, dataclass, field, fields
from pathlib import Path  # noqa: TC003 -- dataclasses read it
from typing import Any


@dataclass
class Preferences:
    """One person's own settings of the screen. Nothing the office relies on is in here; a file that is lost costs a few keys."""

    language: str = ""
    digits: str = ""
    theme: str = ""
    printer: str = ""
    tour_seen: bool = False
    keys: dict[str, str] = field(default_factory=dict)
    columns: list[str] = field(default_factory=list)
    views: dict[str, dict[str, Any]] = field(default_factory=dict)
    labels: dict[str, str] = field(default_factory=dict)
    drafts: dict[str, dict[str, Any]] = field(default_factory=dict)
    file: Path | None = None

    def save(self) -> None:
        """Write the file whole, readable by its owner only; where it cannot be written, the screen goes on without."""
        if self.file is None:
            return
        import json  # not before the first paint

        text = json.dumps({k: v for k, v in asdict(self).items() if k != "file"}, ensure_ascii=False, indent=1)
        fresh = self.file.with_suffix(".new")
        try:
            self.file.parent.mkdir(parents=True, exist_ok=True)
            with os.fdopen(os.open(fresh, os.O_CREAT | os.O_WRONLY | os.O_TRUNC, 0o600), "w", encoding="utf-8") as file:
                file.write(text)
            fresh.replace(self.file)
        except OSError:
            return


def load(folder: Path, login: str) -> Preferences:
    """A person's preferences on this PC; the defaults where there are none or the file is damaged."""
    import json

    file = folder / "screen" / f"{login}.json"
    try:
        stored = json.loads(file.read_text(encoding="utf-8"))
    except (OSError, ValueError):
        stored = {}
    own = {f.name: f for f in fields(Preferences) if f.name != "file"}
    blank = Preferences()
    kept = {n: v for n, v in stored.items() if n in own and type(v) is type(getattr(blank, n))} if stored else {}
    return Preferences(**kept, file=file)
