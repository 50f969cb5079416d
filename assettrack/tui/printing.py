"""Printing from wherever a thing is shown: the paper is made and kept as a file, then shown or sent to a printer."""

from __future__ import annotations

from typing import TYPE_CHECKING

from assettrack.rules.refusal import Unusable
from assettrack.tui.dialogs.choose import ChooseDialog
from assettrack.tui.viewer import printers, send_to_printer, show_file
from assettrack.words.speech import say

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

    from assettrack.office.context import Actor, Office
    from assettrack.tui.base import OfficeScreen

VIEW, KEEP = ":view", ":keep"
"""What to do with a paper that goes to no printer."""


def print_and_show(screen: OfficeScreen, kind: str, ref: str) -> None:
    """Make a paper, then ask where it goes; the last answer is proposed first."""
    screen.act(
        lambda actor: (paper_file(screen.office, actor, kind, ref), printers()),
        lambda made: ask_where(screen, *made),
    )


def deliver(screen: OfficeScreen, paths: Sequence[Path]) -> None:
    """Papers of the counter: to where the last one went, without a question; the first time it is asked."""
    where = screen.app.own.printer  # type: ignore[attr-defined]
    if where:
        screen.act(
            lambda _: [_done(path, where) for path in paths], lambda told: screen.tell("\n".join(told), timeout=10)
        )
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
        screen.act(lambda _: _done(path, answer), lambda words: screen.tell(words, timeout=10))

    screen.app.push_screen(ChooseDialog(question, options, chosen=own.printer), sent)


def _done(path: Path, answer: str) -> str:
    """Do it, and say what was done; the file stays whatever happens."""
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
    from platformdirs import user_documents_path

    from assettrack.office.papers import print_paper

    paper = print_paper(office, actor, kind, ref)
    folder = user_documents_path() / "assettrack"
    name = paper.number.replace("/", "-").replace(" ", "") + f"-v{paper.version}"
    path = folder / f"{name}{f'-copy{paper.copy_no}' if paper.copy_no else ''}.pdf"
    try:
        folder.mkdir(parents=True, exist_ok=True)
        path.write_bytes(paper.pdf)
    except OSError as error:
        raise Unusable(what=str(path), why=f"เขียนไฟล์ไม่ได้ ({error})", why_en=str(error)) from error
    return path
