"""Printing from wherever a thing is shown: looked at first, then made, kept as a file, and shown or sent to a printer."""

from __future__ import annotations

from contextlib import contextmanager
from typing import TYPE_CHECKING

from assettrack.rules.refusal import Unusable
from assettrack.tui.dialogs.choose import ChooseDialog
from assettrack.tui.viewer import KEEP, VIEW, printers, send_to_printer, show_file
from assettrack.words.speech import language, say

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence
    from pathlib import Path

    from assettrack.office.context import Actor, Office
    from assettrack.office.papers import PrintedPaper
    from assettrack.tui.base import OfficeScreen

_NAMES = str.maketrans({"/": "-", " ": "", "#": "-"})
"""Signs of a paper's number that no file's name should have."""


def print_and_show(screen: OfficeScreen, kind: str, ref: str) -> None:
    """Show what would be printed; the paper is made and recorded when it is printed, opened or kept."""
    from assettrack.office.papers import preview_paper

    def go(answer: str) -> None:
        _do(screen, lambda actor: _done(paper_file(screen.office, actor, kind, ref), answer))

    screen.act(
        lambda actor: (preview_paper(screen.office, actor, kind, ref), printers()),
        lambda made: look_first(screen, _title(made[0]), made[0].pdf, made[1], go),
    )


def print_as_it_is(screen: OfficeScreen, title: str, name: str, draw: Callable[[Actor], bytes]) -> None:
    """Show pages that are recorded nowhere (a blank form, a ruler page), and keep them as ``name`` when they are printed."""

    def shown(made: tuple[bytes, tuple[str, ...]]) -> None:
        pdf, names = made

        def go(answer: str) -> None:
            _do(screen, lambda _: _done(write_pdf(name, pdf), answer))

        look_first(screen, title, pdf, names, go)

    screen.act(lambda actor: (draw(actor), printers()), shown)


def look_first(screen: OfficeScreen, title: str, pdf: bytes, names: Sequence[str], go: Callable[[str], None]) -> None:
    """Show pages, and go on with what is to be done with them: VIEW, KEEP or a printer; it is proposed the next time."""
    from assettrack.tui.dialogs.preview import PagesDialog

    own = screen.app.own  # type: ignore[attr-defined]

    def answered(answer: str | None) -> None:
        if answer is not None:
            own.printer = answer
            own.save()
            go(answer)

    dialog = PagesDialog(title, pdf, folder=papers_folder(), printers=names, usual=own.printer)
    screen.app.push_screen(dialog, answered)


def deliver(screen: OfficeScreen, paths: Sequence[Path]) -> None:
    """Papers of the counter: to where the last one went, without a question; the first time it is asked."""
    where = screen.app.own.printer  # type: ignore[attr-defined]
    if where:
        _do(screen, lambda _: "\n".join(_done(path, where) for path in paths))
    else:
        screen.act(lambda _: printers(), lambda names: ask_where(screen, paths[-1], names))


def ask_where(screen: OfficeScreen, path: Path, names: tuple[str, ...]) -> None:
    """Ask where a paper goes."""
    own = screen.app.own  # type: ignore[attr-defined]
    options = [
        (VIEW, say("print.view")),
        *((name, say("print.to", printer=name)) for name in names),
        (KEEP, say("print.keep")),
    ]
    question = say("print.ask", path=str(path))

    def sent(answer: str | None) -> None:
        if answer is None:
            return
        own.printer = answer
        own.save()
        hand_on(screen, path, answer)

    screen.app.push_screen(ChooseDialog(question, options, chosen=own.printer), sent)


def hand_on(screen: OfficeScreen, path: Path, where: str) -> None:
    """Bring a file that was made to where it should go: VIEW, KEEP or a printer."""
    _do(screen, lambda _: _done(path, where))


def _do(screen: OfficeScreen, do: Callable[[Actor], str]) -> None:
    """Do it, say what was done, and show what the screen shows anew: a paper more, a letter written."""

    def told(words: str) -> None:
        screen.tell(words, timeout=10)
        if screen.is_current:
            screen.on_screen_resume()

    screen.act(do, told)


def _done(path: Path, answer: str) -> str:
    """Bring a file to where it should go, and say what was done; the file stays whatever happens."""
    if answer == VIEW:
        return say("print.shown" if show_file(path) else "print.no_viewer", path=str(path))
    if answer == KEEP:
        return say("print.kept", path=str(path))
    sent = send_to_printer(path, answer)
    return say("print.sent" if sent else "print.not_sent", path=str(path), printer=answer)


def paper_file(office: Office, actor: Actor, kind: str, ref: str) -> Path:
    """Print a paper into the papers folder of the user's documents; returns the file.

    Raises:
        NotFound: no such loan or slip; Unusable: the folder cannot be written.
    """
    from assettrack.office.papers import print_paper

    _make_folder()  # before anything is recorded
    paper = print_paper(office, actor, kind, ref)
    return write_pdf(f"{paper.number}-v{paper.version}" + (f"-copy{paper.copy_no}" if paper.copy_no else ""), paper.pdf)


def write_pdf(name: str, pdf: bytes) -> Path:
    """Write a PDF into the papers folder; ``name`` is without its ending, signs that no file's name has are replaced.

    Raises:
        Unusable: the folder cannot be written.
    """
    path = _make_folder() / f"{name.translate(_NAMES)}.pdf"
    with _told(path):
        path.write_bytes(pdf)
    return path


def _make_folder() -> Path:
    folder = papers_folder()
    with _told(folder):
        folder.mkdir(parents=True, exist_ok=True)
    return folder


@contextmanager
def _told(path: Path) -> Iterator[None]:
    try:
        yield
    except OSError as error:
        raise Unusable(what=str(path), why=f"เขียนไฟล์ไม่ได้ ({error})", why_en=str(error)) from error


def papers_folder() -> Path:
    """Where papers are kept: in the user's documents."""
    from platformdirs import user_documents_path

    return user_documents_path() / "assettrack"


def paper_title(kind: str) -> str:
    """What a document is called, in the language of now."""
    from assettrack.office.papers import papers

    titles = {paper.kind: (paper.title_th, paper.title_en)[language() == "en"] for paper in papers()}
    return titles.get(kind, kind)


def _title(paper: PrintedPaper) -> str:
    return f"{paper_title(paper.kind)} {paper.number}".strip()
