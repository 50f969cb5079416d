"""What every command gets: the settings, the open desk, the signed-in person, and a way to answer."""

from __future__ import annotations

import json
import os
import sys
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from assettrack.bootstrap import Desk, Settings, open_desk, read_settings
from assettrack.rules.refusal import BadInput, NotAllowed
from assettrack.thai.dates import DateNotUnderstood, parse_date
from assettrack.thai.text import cells, pad

if TYPE_CHECKING:
    from argparse import Namespace
    from collections.abc import Callable, Sequence
    from datetime import date

    from assettrack.office.context import Actor, Office


@dataclass(frozen=True)
class Faces:
    """What opens the other faces: the terminal screen, and the phone's pages."""

    open_screen: Callable[[Settings], int]
    open_pages: Callable[..., Any]


@dataclass
class Session:
    """One run of a command."""

    args: Namespace
    settings: Settings
    faces: Faces
    _desk: Desk | None = field(default=None)
    _actor: Actor | None = field(default=None)

    @property
    def json(self) -> bool:
        """Whether one JSON document is wanted on standard output."""
        return bool(self.args.json)

    @property
    def desk(self) -> Desk:
        """The open desk; opened when first asked for."""
        if self._desk is None:
            self._desk = open_desk(self.settings)
            for warning in self._desk.office.database.warnings:
                self.tell(warning)
        return self._desk

    @property
    def office(self) -> Office:
        """The office of the desk."""
        return self.desk.office

    @property
    def actor(self) -> Actor:
        """The person signed in for this command.

        Raises:
            NotAllowed: nobody named; SignInRefused, SignInLocked
        """
        if self._actor is None:
            if not self.settings.user:
                raise NotSignedIn
            self._actor = self.desk.sign_in(self.settings.user, self._password())
        return self._actor

    def _password(self) -> str:
        if self.settings.password is not None:
            return self.settings.password
        return ask_password(f"รหัสผ่านของ {self.settings.user}: ")

    @property
    def today(self) -> date:
        """The office's day."""
        return self.desk.today()

    def day(self, text: str, name: str) -> date:
        """A day typed in a command.

        Raises:
            BadInput: with what is wrong.
        """
        try:
            return parse_date(text, today=self.today)
        except DateNotUnderstood as error:
            raise BadInput(field=name, value=text, rule=error.reason_th, rule_en=error.reason_en) from error

    def answer(self, document: Any, *lines: str) -> int:
        """Print the result: the JSON document, or the lines for people."""
        if self.json:
            print(json.dumps(document, ensure_ascii=False, indent=2))
        else:
            for line in lines:
                print(line)
        return 0

    @staticmethod
    def tell(text: str) -> None:
        """Talk and progress, on standard error."""
        print(text, file=sys.stderr)

    def close(self) -> None:
        """Close what was opened."""
        if self._desk is not None:
            self._desk.close()


class NotSignedIn(NotAllowed):
    """No person named."""

    code = "people.not_signed_in"
    th = "ต้องระบุผู้ใช้ด้วย --as ชื่อผู้ใช้ หรือ ASSETTRACK_USER"
    en = "Name the person with --as LOGIN or ASSETTRACK_USER."


def ask_password(prompt: str) -> str:
    """A password from the terminal, or from ASSETTRACK_PASSWORD where there is none.

    Raises:
        NotSignedIn: neither.
    """
    if not sys.stdin.isatty():
        raise NotSignedIn
    from getpass import getpass

    return getpass(prompt)


def start(args: Namespace, faces: Faces) -> Session:
    """The session of parsed arguments; ``faces`` open the others where a command ends in one."""
    settings = read_settings(os.environ, database=args.db, user=args.as_, lang=args.lang)
    return Session(args, settings, faces)


def money(satang: int | None) -> str | None:
    """Baht as a decimal string, or none."""
    return None if satang is None else f"{satang // 100}.{satang % 100:02d}"


def iso(day: date | None) -> str | None:
    """An ISO day, or none."""
    return None if day is None else day.isoformat()


def table(heads: Sequence[str], rows: Sequence[Sequence[str]]) -> list[str]:
    """Aligned columns for a terminal, at most 40 cells each."""
    widths = [min(40, max(cells(str(row[at])) for row in [heads, *rows])) for at in range(len(heads))]
    lines = [
        "  ".join(pad(str(cell), width) for cell, width in zip(row, widths, strict=True)).rstrip()
        for row in [heads, *rows]
    ]
    return [lines[0], "  ".join("-" * width for width in widths), *lines[1:]]
