"""A table that is as wide as its place and no wider: cells are cut between clusters, with «…», and fitted again when it changes."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from rich.text import Text
from textual.widgets import DataTable

from assettrack.thai.text import shorten
from assettrack.words.speech import say

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    Column = tuple[str, int, int]
    """Its name in the catalogue (``column.<name>``), its least cells, its share of what is left."""

PADDING = 2
"""Cells beside the text of a cell."""


class FittedTable(DataTable[Any]):
    """Rows by key, with a cursor on one of them."""

    def __init__(self, columns: Sequence[Column] = (), *, id: str) -> None:  # noqa: A002 -- as every widget
        super().__init__(id=id, cursor_type="row", zebra_stripes=True)
        self._shape = tuple(columns)
        self._cells: dict[str, Sequence[str]] = {}

    def fill(self, rows: Mapping[str, Sequence[str]], columns: Sequence[Column] | None = None) -> None:
        """Show these rows, in other columns where they are given; the cursor stays on its row while it is there."""
        before = self.key_at_cursor
        if columns is not None:
            self._shape = tuple(columns)
        self._cells = dict(rows)
        self._build(before)

    @property
    def key_at_cursor(self) -> str | None:
        """The key of the row that the cursor is on."""
        keys = list(self._cells)
        return keys[self.cursor_row] if 0 <= self.cursor_row < min(len(keys), self.row_count) else None

    def on_resize(self) -> None:
        """Fit the columns into another width."""
        if self.widths() != [column.width for column in self.ordered_columns]:
            self._build(self.key_at_cursor)

    def widths(self) -> list[int]:
        """Cells of each column at this size: the least, and a share of what is left."""
        edges = PADDING * len(self._shape) + self.styles.scrollbar_size_vertical
        left = max(0, self.size.width - edges - sum(least for _, least, _ in self._shape))
        shares = sum(share for *_, share in self._shape) or 1
        return [least + left * share // shares for _, least, share in self._shape]

    def _build(self, cursor: str | None) -> None:
        self.clear(columns=True)
        widths = self.widths()
        for (name, *_), width in zip(self._shape, widths, strict=True):
            self.add_column(say(f"column.{name}"), width=width)
        for key, cells in self._cells.items():
            self.add_row(*(Text(shorten(cell, width)) for cell, width in zip(cells, widths, strict=True)), key=key)
        if cursor in self._cells:
            self.move_cursor(row=list(self._cells).index(cursor))
