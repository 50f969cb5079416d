"""Facts one under the other: what each is, and beside it the fact, which goes on under itself where it is long."""

from __future__ import annotations

from typing import TYPE_CHECKING

from rich.console import Group
from rich.table import Table
from rich.text import Text

if TYPE_CHECKING:
    from collections.abc import Iterable

    Fact = tuple[str, str]
    """A label and its fact; two empty texts leave a line free."""


def facts(rows: Iterable[Fact], *, title: str = "", label: int = 14) -> Group:
    """Rows under a title; ``label`` is the cells of the first column."""
    grid = Table.grid(padding=(0, 1))
    grid.add_column(width=label)
    grid.add_column()
    for name, text in rows:
        grid.add_row(Text(name, style="dim"), Text(text))
    return Group(*([Text(title, style="bold")] if title else []), grid)
