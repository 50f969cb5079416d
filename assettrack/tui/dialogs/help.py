"""Help for one screen: what it is for, the article behind it, its keys; and the clerk's guide, opened at this task."""

from __future__ import annotations

import re
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Any, ClassVar

from textual.containers import VerticalScroll
from textual.content import Content
from textual.widgets import Markdown, Static

from assettrack.thai.text import pad
from assettrack.tui.keys import SpokenDialog, key
from assettrack.tui.widgets.key_bar import KeyBar
from assettrack.words.speech import known, say

if TYPE_CHECKING:
    from collections.abc import Sequence

    from textual.app import ComposeResult

GUIDE = "guide-th.md"
PICTURE = re.compile(r"^!\[.*\n", re.MULTILINE)
"""A picture of the guide; here the screen itself is behind it."""


@cache
def guide_path() -> Path:
    """The clerk's guide: inside the installed package, or in the source tree."""
    package = Path(__file__).parents[2]
    inside = package / GUIDE
    return inside if inside.exists() else package.parent / "docs" / GUIDE


class HelpDialog(SpokenDialog):
    """Help for one screen."""

    BINDINGS: ClassVar[list[Any]] = [
        key("escape,enter,f1", "dismiss", "help.close"),
        key("f2", "guide", "help.guide"),
    ]

    def __init__(self, area: str, keys: Sequence[tuple[str, str]]) -> None:
        super().__init__()
        self._area, self._keys = area, keys

    def compose(self) -> ComposeResult:
        """The text in a box."""
        wide = max((len(name) for name, _ in self._keys), default=0)
        lines = ["", say(f"help.{self._area}"), ""]
        lines += [f"{pad(name, wide)}  {words}" for name, words in self._keys]
        with VerticalScroll(id="help-box"):
            yield Static(Content(say(f"area.{self._area}")), classes="question")
            yield Static(Content("\n".join(lines)))
        yield KeyBar()

    def action_guide(self) -> None:
        """Open the guide."""
        self.app.push_screen(GuideDialog(self._area))


class GuideDialog(SpokenDialog):
    """The clerk's guide (Thai), at the chapter of a task where it has one."""

    BINDINGS: ClassVar[list[Any]] = [key("escape,f1", "dismiss", "help.close")]

    def __init__(self, area: str) -> None:
        super().__init__()
        self._area = area

    def compose(self) -> ComposeResult:
        """The guide, scrolled by the arrows."""
        path = guide_path()
        text = (
            PICTURE.sub("", path.read_text(encoding="utf-8")) if path.exists() else say("help.no_guide", path=str(path))
        )
        with VerticalScroll(id="guide-box"):
            yield Markdown(text, open_links=False)
        yield KeyBar()

    def on_markdown_table_of_contents_updated(self, event: Markdown.TableOfContentsUpdated) -> None:
        """Go to the chapter of the area."""
        chapter = f"guide.{self._area}"
        for _, title, heading in event.table_of_contents:
            if known(chapter) and title == say(chapter) and heading:
                self.call_after_refresh(self.query_one(f"#{heading}").scroll_visible, top=True, animate=False)
