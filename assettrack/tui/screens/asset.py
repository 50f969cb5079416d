"""One asset with everything of it: facts, numbers, history, loans, photographs, papers, depreciation."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any, ClassVar

from rich.text import Text
from textual import work
from textual.containers import VerticalScroll
from textual.content import Content
from textual.widgets import Static, TabbedContent, TabPane

from assettrack.tui.asset_page import (
    asset_page,
    depreciation_lines,
    history_page,
    history_words,
    label_lines,
    loans_page,
    number_lines,
    paper_words,
)
from assettrack.tui.base import OfficeScreen
from assettrack.tui.dialogs.ask import AskDialog
from assettrack.tui.dialogs.choose import ChooseDialog
from assettrack.tui.dialogs.labels import print_labels_of, replace_label_of
from assettrack.tui.keys import key
from assettrack.tui.printing import paper_title, print_and_show
from assettrack.tui.viewer import show_file
from assettrack.tui.widgets.key_bar import KeyBar
from assettrack.words.speech import say

if TYPE_CHECKING:
    from collections.abc import Mapping

    from textual.app import ComposeResult

    from assettrack.office.labels import LabelRecord
    from assettrack.office.papers import KeptPaper
    from assettrack.office.register_photos import Photo
    from assettrack.office.registry import AssetRecord
    from assettrack.tui.signed_in import SignedIn

TABS = ("facts", "numbers", "loans", "history", "photos", "papers", "depreciation")


class AssetScreen(OfficeScreen):
    """One asset."""

    AREA = "asset"
    BINDINGS: ClassVar[list[Any]] = [
        key("escape", "app.pop_screen", "asset.back"),
        key("f6", "edit", "asset.edit"),
        key("f7", "undo", "asset.undo"),
        key("f8", "copy", "asset.copy"),
        key("f9", "request", "asset.request"),
        key("f10", "print", "asset.print"),
        key("ctrl+p", "photo", "asset.photo", show=False),
        key("ctrl+o", "open_photo", "asset.open_photo", show=False),
        key("ctrl+d", "void_photo", "asset.void_photo", show=False),
        key("up", "scroll(-1)", "asset.up", show=False),
        key("down", "scroll(1)", "asset.down", show=False),
    ]

    def __init__(self, signed_in: SignedIn, code: str) -> None:
        super().__init__(signed_in)
        self._code = code
        self.record: AssetRecord | None = None
        self._photos: tuple[Photo, ...] = ()
        self._papers: tuple[KeptPaper, ...] = ()
        self._labels: tuple[LabelRecord, ...] = ()
        self._payload: str | None = None
        self._names: Mapping[str, str] = {}

    def compose(self) -> ComposeResult:
        """The title over the tabs."""
        yield Static("", id="title", markup=False)
        with TabbedContent(id="tabs"):
            for name in TABS:
                with TabPane(say(f"tab.{name}"), id=f"tab-{name}"), VerticalScroll(can_focus=False):
                    yield Static("", id=name, markup=False)
        yield KeyBar()

    def on_screen_resume(self) -> None:
        """Read the asset anew."""
        from assettrack.office.labels import labels_of_asset, payload_of
        from assettrack.office.papers import papers_of_asset
        from assettrack.office.people import names_of
        from assettrack.office.register_photos import photos
        from assettrack.office.registry import asset_by_code

        code, folder = self._code, self.signed_in.desk.pictures
        self.read(
            lambda: (
                asset_by_code(self.office, code),
                photos(self.office, code, folder),
                papers_of_asset(self.office, code),
                names_of(self.office),
                labels_of_asset(self.office, code),
                payload_of(self.office, code),
            ),
            lambda everything: self.show(*everything),
        )

    def show(
        self,
        record: AssetRecord,
        photographs: tuple[Photo, ...],
        papers: tuple[KeptPaper, ...],
        names: Mapping[str, str],
        labels: tuple[LabelRecord, ...],
        payload: str | None,
    ) -> None:
        """Fill the tabs."""
        self.record, self._photos, self._papers, self._names = record, photographs, papers, names
        self._labels, self._payload = labels, payload
        row = record.row
        title = f"{row.code}   {row.name}   [{say(f'asset.state.{row.state}')}]"
        self.query_one("#title", Static).update(Content(title))
        pages: dict[str, Any] = {
            "facts": asset_page(record),
            "loans": loans_page(record),
            "history": history_page(record, names),
            "papers": Content("\n".join([paper_words(paper) for paper in papers] or [say("asset.no_papers")])),
            "depreciation": Content("\n".join(depreciation_lines(record, self.signed_in.desk.today()))),
        }
        for name, page in pages.items():
            self.query_one(f"#{name}", Static).update(page)
        self._draw_pictures()

    def _draw_pictures(self) -> None:
        """The QR code of the label below the numbers, and the newest photograph."""
        from assettrack.tui.widgets.picture import photo, qr

        if self.record is None:
            return
        text = Text("\n".join([*number_lines(self.record), *label_lines(self._labels), "", ""]))
        if self._payload is not None:
            text.append_text(qr(self._payload))
        self.query_one("#numbers", Static).update(text)
        first = self._photos[0] if self._photos else None
        shown_photo: Any = Content(say("asset.no_photos"))
        if first is not None:
            try:
                shown_photo = photo(first.file, self.size.width - 4, self.size.height - 9)
                shown_photo.append(
                    say("asset.photo_line", title=first.title, at=first.at, by=first.by, n=len(self._photos))
                )
            except OSError:
                shown_photo = Content(say("asset.photo_gone", path=str(first.file)))
        self.query_one("#photos", Static).update(shown_photo)

    def action_scroll(self, by: int) -> None:
        """Scroll the open tab."""
        pane = self.query_one(TabbedContent).active_pane
        if pane is not None:
            pane.query_one(VerticalScroll).scroll_relative(y=by, animate=False)

    def action_edit(self) -> None:
        """Correct the asset."""
        from assettrack.tui.screens.asset_form import AssetForm

        if self.record is not None:
            self.app.push_screen(AssetForm(self.signed_in, self.record))

    def action_copy(self) -> None:
        """Enter another one like it."""
        from assettrack.tui.screens.asset_form import AssetForm

        if self.record is not None:
            self.app.push_screen(AssetForm(self.signed_in, self.record, copy=True))

    @work(group="ask")
    async def action_undo(self) -> None:
        """Take the last correction back by a counter-entry, after looking at what it does."""
        from assettrack.office.register_edits import undo_edit

        record = self.record
        last = next((line for line in reversed(record.history) if line.before is not None), None) if record else None
        if record is None or last is None:
            self.tell(say("asset.nothing_to_undo"))
            return
        question = say("asset.undo_ask", line=history_words(last, self._names))
        if (
            await self.app.push_screen_wait(
                ChooseDialog(question, [("yes", say("word.true")), ("no", say("word.false"))])
            )
            == "yes"
        ):
            self.act(
                lambda actor: undo_edit(self.office, actor, record.row.code, record.version),
                lambda _: self._told("asset.undone"),
            )

    def _told(self, sentence: str) -> None:
        """Say what was done, and read the asset again."""
        self.tell(say(sentence))
        self.on_screen_resume()

    async def action_request(self) -> None:
        """Put this asset on a request."""
        await self.app.run_action("show('request')")
        await self.app.screen.run_action(f"line({self._code!r})")

    @work(group="ask")
    async def action_print(self) -> None:
        """Print its label or its card, replace a label, or print one of its papers again, as a marked copy."""
        living = [one for one in self._labels if one.retired_on is None]
        options = [("label", say("labels.print")), ("card", paper_title("asset_card"))]
        options += [("replace", say("labels.replace"))] if living else []
        options += [(str(n), paper_words(paper)) for n, paper in enumerate(self._papers)]
        chosen = await self.app.push_screen_wait(ChooseDialog(say("print.which"), options))
        if chosen == "label":
            await print_labels_of(self, (self._code,))
        elif chosen == "card":
            print_and_show(self, "asset_card", self._code)
        elif chosen == "replace":
            await replace_label_of(self, living)
        elif chosen is not None:
            paper = self._papers[int(chosen)]
            print_and_show(self, paper.kind, paper.ref)

    @work(group="ask")
    async def action_photo(self) -> None:
        """Keep a photograph from a file."""
        from assettrack.office.register_photos import add_photo

        answer = await self.app.push_screen_wait(AskDialog(say("asset.photo_ask"), text=say("asset.photo_file")))
        if answer is not None:
            self.act(
                lambda actor: add_photo(
                    self.office, actor, self._code, Path(answer.text.strip()).expanduser(), self.signed_in.desk.pictures
                ),
                lambda _: self._told("asset.photo_kept"),
            )

    def action_open_photo(self) -> None:
        """Open the newest photograph in the desktop's own program."""
        if self._photos:
            path = self._photos[0].file
            self.act(
                lambda _: show_file(path),
                lambda opened: self.tell(say("print.shown" if opened else "print.no_viewer", path=str(path))),
            )

    @work(group="ask")
    async def action_void_photo(self) -> None:
        """Let the newest photograph count no longer; it stays on record."""
        from assettrack.office.register_photos import void_photo

        if not self._photos:
            self.tell(say("asset.no_photos"))
            return
        answer = await self.app.push_screen_wait(AskDialog(say("asset.photo_void"), text=say("loan.reason")))
        if answer is not None:
            self.act(
                lambda actor: void_photo(self.office, actor, self._photos[0].id, reason=answer.text),
                lambda _: self.on_screen_resume(),
            )
