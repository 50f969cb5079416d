"""A list to tick; what is ticked shows as [x], not by its colour alone (FACTS-tui B9: Textual draws X for on and for off)."""

from __future__ import annotations

from typing import TYPE_CHECKING

from rich.segment import Segment
from textual.strip import Strip
from textual.widgets import SelectionList

if TYPE_CHECKING:
    from textual.widgets.selection_list import Selection


class MarkList(SelectionList[str]):
    """A SelectionList whose state can be read in black and white."""

    def render_line(self, y: int) -> Strip:
        """A line with its box drawn as [x] or [ ]."""
        left, inner, right, *rest = super().render_line(y)
        index = self.scroll_offset.y + y
        if index >= self.option_count:
            return Strip([left, inner, right, *rest])
        option: Selection[str] = self.get_option_at_index(index)
        plain = rest[0].style if rest else None
        words = ("[", "x" if option.value in self.selected else " ", "]")
        boxes = [
            Segment(word, plain + part.style if plain and part is inner else plain)
            for word, part in zip(words, (left, inner, right), strict=True)
        ]
        return Strip([*boxes, *rest])
