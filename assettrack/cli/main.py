"""``assettrack``: the entry of the command line."""

from __future__ import annotations

import json
import os
import sys
from typing import TYPE_CHECKING

from assettrack.bootstrap import read_settings
from assettrack.rules.refusal import Refusal

if TYPE_CHECKING:
    import argparse
    from collections.abc import Sequence

    from assettrack.cli.session import Faces


def grammar(lang: str) -> argparse.ArgumentParser:
    """The whole grammar in one language; its columns are imported only for a command, not for the screen."""
    from assettrack.cli import authority, database, demo, labels, ledger, lending, papers, people, registry, scan, serve
    from assettrack.cli.parser import Words, common

    words = Words(lang)
    parser: argparse.ArgumentParser = words.grammar(
        prog="assettrack",
        description=words.say(
            "ทะเบียนคุมทรัพย์สินและโต๊ะยืมพัสดุขององค์กรปกครองส่วนท้องถิ่น ไม่ระบุคำสั่ง = เปิดหน้าจอ",
            "Asset register and lending desk of a Thai local government; without a command it opens the screen",
        ),
    )
    common(parser, words)
    commands = parser.add_subparsers(dest="command", metavar=words.say("คำสั่ง", "COMMAND"))
    for column in (demo, database, people, authority, registry, labels, scan, lending, papers, serve, ledger):
        column.register(commands, words)
    return parser


def run(argv: Sequence[str], faces: Faces) -> int:
    """Run one command; returns the exit code of INTERFACE.md. Without a command the screen opens."""
    if not argv and sys.stdin.isatty() and sys.stdout.isatty():
        return _straight_to_the_screen(faces)
    from assettrack.cli.parser import language
    from assettrack.cli.session import start

    lang = language(argv, os.environ.get("ASSETTRACK_LANG"))
    parser = grammar(lang if lang in ("th", "en") else "th")
    args = parser.parse_args(argv)
    if args.command is None:
        return _screen(parser, args, faces)
    session = None
    try:
        session = start(args, faces)
        code: int = args.run(session)
    except Refusal as refusal:
        return _refused(refusal, args)
    finally:
        if session is not None:
            session.close()
    return code


def _straight_to_the_screen(faces: Faces) -> int:
    try:
        settings = read_settings(os.environ)
    except Refusal as refusal:
        print(refusal.sentence(), file=sys.stderr)
        return refusal.exit_code
    return faces.open_screen(settings)


def _refused(refusal: Refusal, args: argparse.Namespace) -> int:
    if args.json:
        print(json.dumps({"error": refusal.as_json()}, ensure_ascii=False, indent=2))
    else:
        print(refusal.sentence(args.lang), file=sys.stderr)
    return refusal.exit_code


def _screen(parser: argparse.ArgumentParser, args: argparse.Namespace, faces: Faces) -> int:
    if not (sys.stdin.isatty() and sys.stdout.isatty()):
        parser.print_help(sys.stderr)
        return 2
    from assettrack.cli.session import start

    try:
        settings = start(args, faces).settings
    except Refusal as refusal:
        return _refused(refusal, args)
    return faces.open_screen(settings)
