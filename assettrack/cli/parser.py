"""The grammar of the command line, with help in Thai and English."""

from __future__ import annotations

import argparse
import sys
from typing import TYPE_CHECKING, Any, NoReturn

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from assettrack.cli.session import Session

Command = "Callable[[Session], int]"

_HEADINGS = {
    "usage: ": "วิธีใช้: ",
    "positional arguments": "ค่าที่ต้องระบุ",
    "options": "ตัวเลือก",
    "show this help message and exit": "แสดงวิธีใช้นี้",
}


class Grammar(argparse.ArgumentParser):
    """An argument parser that speaks the language asked for; its mistakes end with exit code 2."""

    lang = "th"

    def format_help(self) -> str:
        """The help text, its headings translated."""
        text = super().format_help()
        if self.lang == "th":
            for english, thai in _HEADINGS.items():
                text = text.replace(english, thai)
        return text

    def error(self, message: str) -> NoReturn:
        """Say what is wrong with the command line; exit code 2."""
        self.print_usage(sys.stderr)
        wrong = "คำสั่งไม่ถูกต้อง" if self.lang == "th" else "error"
        self.exit(2, f"{self.prog}: {wrong}: {message}\n")


class Words:
    """Adds commands and arguments with a help text in each language."""

    def __init__(self, lang: str) -> None:
        self.lang = lang
        self.grammar = type("Grammar", (Grammar,), {"lang": lang})

    def say(self, thai: str, english: str) -> str:
        """The text in the language asked for."""
        return english if self.lang == "en" else thai

    def group(self, commands: Any, name: str, thai: str, english: str) -> Any:
        """A command with sub-commands."""
        parser = commands.add_parser(name, help=self.say(thai, english), description=self.say(thai, english))
        return parser.add_subparsers(dest="verb", required=True, metavar=self.say("คำสั่งย่อย", "COMMAND"))

    def command(
        self, commands: Any, name: str, run: Callable[[Session], int], thai: str, english: str, *arguments: Argument
    ) -> None:
        """A command, what runs it, and its arguments."""
        parser = commands.add_parser(name, help=self.say(thai, english), description=self.say(thai, english))
        for argument in arguments:
            parser.add_argument(*argument.names, help=self.say(argument.thai, argument.english), **argument.options)
        for option in COMMON:
            hidden = {**option.options, "default": argparse.SUPPRESS, "help": argparse.SUPPRESS}
            parser.add_argument(*option.names, **hidden)
        parser.set_defaults(run=run)


class Argument:
    """One argument of a command, with its help in both languages."""

    def __init__(self, *names: str, thai: str, english: str, **options: Any) -> None:
        self.names, self.thai, self.english, self.options = names, thai, english, options


def language(argv: Sequence[str], environ_lang: str | None) -> str:
    """The language to parse in: ``--lang`` wins over ASSETTRACK_LANG; Thai otherwise."""
    for at, word in enumerate(argv):
        if word == "--lang" and at + 1 < len(argv):
            return argv[at + 1]
        if word.startswith("--lang="):
            return word.removeprefix("--lang=")
    return environ_lang or "th"


COMMON = (
    Argument(
        "--db",
        metavar="PATH|URL",
        thai="ไฟล์ฐานข้อมูล SQLite หรือ URL ของ PostgreSQL",
        english="SQLite file or PostgreSQL URL",
    ),
    Argument("--as", dest="as_", metavar="LOGIN", thai="ชื่อผู้ใช้ของผู้สั่ง", english="who acts"),
    Argument("--json", action="store_true", thai="ตอบเป็น JSON เอกสารเดียว", english="answer with one JSON document"),
    Argument("--lang", choices=("th", "en"), thai="ภาษา", english="language"),
)
"""Options of every command, before it or after it."""


def common(parser: argparse.ArgumentParser, words: Words) -> None:
    """Add the options that stand before every command."""
    for option in COMMON:
        parser.add_argument(*option.names, help=words.say(option.thai, option.english), **option.options)
    parser.set_defaults(lang=words.lang)
