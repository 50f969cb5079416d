"""Thai on the screen: where Textual 8.2.8 and Rich 15.0.0 break clusters or words, mended once for every widget.

Both are pinned; the tests show each bug gone. ``mend()`` is called before the first screen is drawn.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any

import rich._wrap
import rich.text
import textual._wrap
import textual.content
from rich.cells import cell_len
from rich.segment import Segment
from textual import events
from textual.filter import LineFilter
from textual.widgets import Input
from textual.widgets.input import Selection

from assettrack.thai.text import clusters, is_mark
from assettrack.thai.words import pieces

if TYPE_CHECKING:
    from collections.abc import Iterator

    from textual.color import Color

_THAI = re.compile("[ก-๎]")
_WORD = re.compile(r"\s*\S+\s*")
_split_cells = Segment._split_cells.__func__  # type: ignore[attr-defined]  # noqa: SLF001


def mend() -> None:
    """Replace the functions of Rich and Textual that cut Thai in the wrong place."""
    Segment._split_cells = classmethod(_split_between_clusters)  # type: ignore[assignment,method-assign]  # noqa: SLF001
    rich._wrap.words = words  # noqa: SLF001
    setattr(rich.text, "divide_line", divide_line)  # noqa: B010 -- imported there, not exported
    setattr(textual.content, "divide_line", divide_line)  # noqa: B010 -- imported there, not exported
    textual._wrap.chunks = chunks  # noqa: SLF001


def _split_between_clusters(cls: type[Segment], segment: Segment, cut: int) -> tuple[Segment, Segment]:
    """B1: a cut between a base and its marks leaves the marks on the next cell; here they stay with their base."""
    left, right = _split_cells(cls, segment, cut)
    loose = 0
    while loose < len(right.text) and is_mark(right.text[loose]):
        loose += 1
    if not loose or not left.text:
        return left, right
    return (
        Segment(left.text + right.text[:loose], left.style, left.control),
        Segment(right.text[loose:], right.style, right.control),
    )


def words(text: str) -> Iterator[tuple[int, int, str]]:
    """B2: pieces between which a line may break, as (start, end, text); Thai breaks between words, not only at spaces."""
    if not _THAI.search(text):
        for match in _WORD.finditer(text):
            yield match.start(), match.end(), match.group()
        return
    at = 0
    for piece in pieces(text):
        yield at, at + len(piece), piece
        at += len(piece)


def chunks(text: str) -> Iterator[tuple[int, int, str]]:
    """The same for TextArea."""
    yield from words(text)


def divide_line(text: str, width: int, fold: bool = True) -> list[int]:
    """Offsets at which ``text`` breaks into lines of ``width`` cells; a word wider than a line breaks between clusters."""
    if cell_len(text) <= width:
        return []  # most lines; the word list is not even read before the first paint
    breaks: list[int] = []
    used = 0
    for start, _, word in words(text):
        wide = cell_len(word.rstrip())
        if used + wide <= width:
            used += cell_len(word)
        elif wide <= width or not fold:
            if start:
                breaks.append(start)
            used = cell_len(word)
        else:
            used = _fold(word, start, width, breaks)
    return breaks


def _fold(word: str, start: int, width: int, breaks: list[int]) -> int:
    """Break one long word; returns the cells its last line takes."""
    if start:
        breaks.append(start)
    used, at = 0, start
    for cluster in clusters(word):
        wide = cell_len(cluster)
        if used and used + wide > width:
            breaks.append(at)
            used = 0
        used += wide
        at += len(cluster)
    return used


class SplitAm(LineFilter):
    """B6: terminals in a browser (xterm.js, VS Code) clip the ring of สระอำ; there it is sent in its two halves."""

    _AM = re.compile("([่-๋]?)ำ")

    def apply(self, segments: list[Segment], background: Color) -> list[Segment]:  # noqa: ARG002 -- as every filter
        """Each ำ as ◌ํ, its tone mark, า."""
        return [Segment(self._AM.sub("\u0e4d\\1\u0e32", text), style, control) for text, style, control in segments]


def _before(text: str, at: int) -> int:
    at -= 1
    while at > 0 and is_mark(text[at]):
        at -= 1
    return max(at, 0)


def _after(text: str, at: int) -> int:
    at += 1
    while at < len(text) and is_mark(text[at]):
        at += 1
    return min(at, len(text))


class ThaiInput(Input):
    """B3: an Input whose cursor stops on clusters, not on marks where it cannot be seen. Backspace still takes one mark.

    It moves the focus by itself on Tab, and on Enter where ``enter_moves_on``, and hands on keys that were typed ahead: a stock
    Input lets the key bubble to the application and goes on inserting what was meant for the next field.
    """

    def __init__(self, *arguments: Any, enter_moves_on: bool = False, **options: Any) -> None:
        super().__init__(*arguments, **options)
        self.cursor_blink = False  # a blink repaints for ever, and over a slow line every byte counts
        self._enter_moves_on = enter_moves_on

    async def _on_key(self, event: events.Key) -> None:
        focused = self.screen.focused
        if focused is not None and focused is not self:
            event.stop()
            event.prevent_default()
            focused.post_message(events.Key(event.key, event.character))
        elif event.key in ("tab", "shift+tab") or (event.key == "enter" and self._enter_moves_on):
            event.stop()
            event.prevent_default()
            move = self.screen.focus_previous if event.key == "shift+tab" else self.screen.focus_next
            move()
        else:
            await super()._on_key(event)

    def _position_to_cell(self, position: int) -> int:
        """B11: a password shows one dot a character, marks too; the stock Input scrolls as if marks took no cell."""
        return position if self.password else super()._position_to_cell(position)

    def _cell_offset_to_index(self, offset: int) -> int:
        """B13: a click lands between a letter and its marks, or right of the text in the midst of it; here it lands on a letter."""
        at, left = 0, offset + self.scroll_offset.x
        for cluster in self.value if self.password else clusters(self.value):
            left -= 1 if self.password else cell_len(cluster)
            if left < 0:
                break
            at += len(cluster)
        return at

    def _word_borders(self) -> list[int]:
        """Where words begin, and the end; a password is one word, because its words are nobody's business."""
        inner = [] if self.password else [start for start, _, word in words(self.value) if word.strip()]
        return [0, *inner, len(self.value)]

    def _go_to(self, at: int, select: bool) -> None:
        self.selection = Selection(self.selection.start if select else at, at)

    def action_cursor_left_word(self, select: bool = False) -> None:
        """B12: the stock Input knows words by the spaces between them; Thai has none."""
        self._go_to(max((n for n in self._word_borders() if n < self.cursor_position), default=0), select)

    def action_cursor_right_word(self, select: bool = False) -> None:
        """To the beginning of the next word."""
        self._go_to(min((n for n in self._word_borders() if n > self.cursor_position), default=len(self.value)), select)

    def action_delete_left_word(self) -> None:
        """Delete to the beginning of the word."""
        if self.selection.is_empty:
            self.action_cursor_left_word(select=True)
        self.delete_selection()

    def action_delete_right_word(self) -> None:
        """Delete to the beginning of the next word."""
        if self.selection.is_empty:
            self.action_cursor_right_word(select=True)
        self.delete_selection()

    def action_cursor_left(self, select: bool = False) -> None:
        """Move or select one cluster to the left."""
        if select:
            start, end = self.selection
            self.selection = Selection(start, _before(self.value, end))
        elif self.selection.is_empty:
            self.cursor_position = _before(self.value, self.cursor_position)
        else:
            self.cursor_position = min(self.selection)

    def action_cursor_right(self, select: bool = False) -> None:
        """Move or select one cluster to the right."""
        if select:
            start, end = self.selection
            self.selection = Selection(start, _after(self.value, end))
        elif self.selection.is_empty:
            self.cursor_position = _after(self.value, self.cursor_position)
        else:
            self.cursor_position = max(self.selection)

    def action_delete_right(self) -> None:
        """Delete the cluster to the right."""
        if self.selection.is_empty:
            self.delete(self.cursor_position, _after(self.value, self.cursor_position))
        else:
            self.delete_selection()
