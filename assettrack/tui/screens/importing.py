"""Importing a register: choose the file, look at how its columns are read, try it without writing, look at what is refused, go."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any, ClassVar

from textual import work
from textual.content import Content
from textual.widgets import DataTable, Static

from assettrack.tui.base import OfficeScreen
from assettrack.tui.dialogs.choose import ChooseDialog
from assettrack.tui.jobs import JobRunner
from assettrack.tui.keys import key
from assettrack.tui.widgets.fitted_table import FittedTable
from assettrack.tui.widgets.key_bar import KeyBar
from assettrack.tui.widgets.pick import Pick
from assettrack.words.speech import known, say, say_many

if TYPE_CHECKING:
    from collections.abc import Sequence

    from textual.app import ComposeResult

    from assettrack.office.importing import FileColumn, ImportPlan
    from assettrack.tui.signed_in import SignedIn

KINDS = (".xlsx", ".csv")
MATCHED = (("file_column", 20, 2), ("our_column", 18, 2), ("sample", 24, 4))
REFUSED = (("row", 6, 0), ("file_column", 14, 1), ("value", 16, 2), ("why", 28, 5))


class ImportScreen(OfficeScreen):
    """The steps of an import on one screen: the verdict line says which comes next."""

    AREA = "importing"
    BINDINGS: ClassVar[list[Any]] = [
        key("f6", "columns", "importing.columns"),
        key("f7", "divisions", "importing.divisions"),
        key("f8", "try_it", "importing.try"),
        key("f9", "go", "importing.go"),
    ]

    def __init__(self, signed_in: SignedIn) -> None:
        super().__init__(signed_in)
        self._path: Path | None = None
        self._columns: list[FileColumn] = []
        self._chosen: dict[str, str] = {}
        self._make_divisions = False
        self._plan: ImportPlan | None = None

    def compose(self) -> ComposeResult:
        """File, verdict, and the table of columns or of refused cells."""
        yield Pick(files, "file", hint=say("importing.hint"))
        yield Static(Content(say("importing.step_file")), id="verdict", markup=False)
        yield FittedTable(id="table")
        yield KeyBar()

    def on_mount(self) -> None:
        """Typing begins at the file."""
        self.query_one(Pick).field.focus()

    def on_pick_picked(self, event: Pick.Picked) -> None:
        """A folder opens; a file is read."""
        event.stop()
        path = Path(event.value).expanduser()
        if path.is_dir():
            field = self.query_one(Pick).field
            field.value = event.value.rstrip("/") + "/"
            field.cursor_position = len(field.value)
            field.focus()
        else:
            self._open(path)

    def _open(self, path: Path) -> None:
        from assettrack.office.importing import file_columns

        self._path, self._plan, self._chosen = path, None, {}
        self.read(lambda: file_columns(path), self._show_columns)

    def _show_columns(self, columns: list[FileColumn]) -> None:
        self._columns = columns
        rows = [(c.title, _ours(self._field(c)), c.sample) for c in columns]
        self._draw(MATCHED, rows)
        unread = sum(not self._field(c) for c in columns)
        self._say(say("importing.step_columns", matched=len(columns) - unread, unread=unread))
        self.query_one(FittedTable).focus()

    def _field(self, column: FileColumn) -> str:
        return self._chosen.get(column.title, column.field)

    def _draw(self, columns: Sequence[tuple[str, int, int]], rows: Sequence[tuple[str, ...]]) -> None:
        self.query_one(FittedTable).fill({str(no): cells for no, cells in enumerate(rows)}, columns)

    def _say(self, sentence: str) -> None:
        self.query_one("#verdict", Static).update(Content(sentence))

    @work(group="ask")
    async def on_data_table_row_selected(self, event: DataTable.RowSelected) -> None:
        """Say what a column of the file holds."""
        from assettrack.office.import_columns import TITLES

        if self._plan is not None or event.cursor_row >= len(self._columns):
            return
        column = self._columns[event.cursor_row]
        options = [("", say("importing.leave_out")), *((name, _ours(name)) for name in TITLES)]
        field = await self.app.push_screen_wait(
            ChooseDialog(say("importing.what_is", title=column.title), options, chosen=self._field(column))
        )
        if field is not None:
            self._chosen[column.title] = field
            self._show_columns(self._columns)
            self.query_one(FittedTable).move_cursor(row=event.cursor_row)

    def action_columns(self) -> None:
        """Back to the columns."""
        if self._columns:
            self._plan = None
            self._show_columns(self._columns)

    def action_divisions(self) -> None:
        """Make divisions that the office does not have, or refuse their cells."""
        self._make_divisions = not self._make_divisions
        self._say(say("importing.divisions_made" if self._make_divisions else "importing.divisions_refused"))
        self._plan = None

    def action_try_it(self) -> None:
        """Read the file and say what importing it would do; nothing is written."""
        from assettrack.office.importing import plan_import

        path, chosen, make = self._path, dict(self._chosen), self._make_divisions
        if path is None or not isinstance(self.app, JobRunner):
            self._say(say("importing.step_file"))
            return
        self._say(say("importing.trying"))
        today = self.signed_in.desk.today()
        self.app.start_job(
            say("importing.try_job", file=path.name),
            lambda step: plan_import(
                self.office, path, today=today, create_divisions=make, chosen=chosen, progress=step
            ),
            self._show_plan,
        )

    def _show_plan(self, plan: ImportPlan) -> None:
        self._plan = plan
        self._draw(REFUSED, [(str(c.row), c.column, c.value, _why(c)) for c in plan.refused[:2000]])
        counts = say(
            "importing.counts", read=plan.read, created=len(plan.created), updated=len(plan.updated),
            unchanged=plan.unchanged, skipped=len(plan.skipped), refused=plan.refused_rows,
        )  # fmt: skip
        go = "importing.step_go" if plan.created or plan.updated else "importing.nothing"
        self._say(f"{counts}\n{say(go)}")

    def action_go(self) -> None:
        """Write what was tried: all of it or, stopped, none."""
        from assettrack.office.import_apply import apply_import

        plan = self._plan
        if plan is None or self._path is None or not isinstance(self.app, JobRunner):
            self._say(say("importing.try_first"))
            return
        self._plan = None
        self.app.start_job(
            say("importing.go_job", file=self._path.name),
            lambda step: apply_import(self.office, self.signed_in.acting(), plan, progress=step),
            self._imported,
        )

    def _imported(self, plan: ImportPlan) -> None:
        self._say(say_many("importing.done", len(plan.created), updated=len(plan.updated), refused=plan.refused_rows))


def _ours(field: str) -> str:
    return say(f"field.{field}") if field else "–"


def _why(cell: Any) -> str:
    rule = f"rule.{cell.code}"
    return say(rule) if known(rule) else str(cell.message)


def files(text: str) -> list[tuple[str, str]]:
    """Folders and registers that a path may go on to; a bare word is looked for in the home folder."""
    typed = Path(text).expanduser()
    folder, start = (typed, "") if text.endswith("/") else (typed.parent, typed.name)
    if not typed.is_absolute():
        folder = Path.home() / folder
    try:
        found = sorted(folder.iterdir(), key=lambda path: (path.is_file(), path.name.lower()))
    except OSError:
        return []
    fits = [p for p in found if start.lower() in p.name.lower() and not p.name.startswith(".")]
    return [(str(p), p.name + ("/" if p.is_dir() else "")) for p in fits if p.is_dir() or p.suffix.lower() in KINDS]
