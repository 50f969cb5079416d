"""``demo``: the practice office, and the screen."""

from __future__ import annotations

import sys
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Any

from assettrack.cli.parser import Argument, Words
from assettrack.cli.people import as_json
from assettrack.rules.refusal import Unusable

if TYPE_CHECKING:
    from assettrack.cli.session import Session


def _demo(session: Session) -> int:
    from assettrack.bootstrap import make_practice_office

    args = session.args
    folder = Path(args.dir or Path.cwd() / "assettrack-demo").resolve()
    if (folder / "practice.db").exists():
        why = "มีสำนักงานฝึกหัดอยู่แล้วในโฟลเดอร์นี้ เลือกโฟลเดอร์อื่นด้วย --dir หรือลบไฟล์เดิม"
        raise Unusable(what=str(folder / "practice.db"), why=why, why_en="there is one already; choose another --dir")
    settings = replace(session.settings, database=str(folder / "practice.db"), agency=None)
    office = make_practice_office(settings, folder, assets=args.assets, loans=args.loans, tell=session.tell)
    files = [str(path) for path in office.files]
    people = [as_json(person) for person in office.people]
    lines = [
        f"สำนักงานฝึกหัด: {settings.database}",
        f"รหัสผ่านของทุกคน: {office.password}",
        *(f"  {p['login']:<12} {p['name']}  {p['position']}" for p in people),
        "ไฟล์ตัวอย่าง:",
        *(f"  {name}" for name in files),
    ]
    code = session.answer(
        {"db": settings.database, "password": office.password, "people": people, "files": files}, *lines
    )
    if not args.no_tui and not session.json and sys.stdin.isatty() and sys.stdout.isatty():
        hint = f"ฝึกหัด: ชื่อผู้ใช้ patsadu nayok chang staff1 admin\nรหัสผ่านทุกคน {office.password}"
        return session.faces.open_screen(replace(settings, today=session.settings.today, hint=hint))
    return code


def register(commands: Any, words: Words) -> None:
    """Add ``demo`` to the grammar."""
    words.command(
        commands, "demo", _demo, "สร้างสำนักงานฝึกหัดแล้วเปิดหน้าจอ", "Make a practice office and open the screen",
        Argument("--dir", thai="โฟลเดอร์", english="folder"),
        Argument("--assets", type=int, default=1200, thai="จำนวนพัสดุ", english="how many assets"),
        Argument("--loans", type=int, default=300, thai="จำนวนใบยืม", english="how many loans"),
        Argument("--no-tui", action="store_true", thai="ไม่เปิดหน้าจอ", english="do not open the screen"),
    )  # fmt: skip
