"""``init``, ``db``, ``doctor``: making and caring for the database."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import TYPE_CHECKING, Any

from assettrack.bootstrap import back_up, create_office, database_findings, key_path, sqlite_in_use, upgrade_database
from assettrack.cli.parser import Argument, Words
from assettrack.cli.session import ask_password
from assettrack.rules.refusal import Refusal

if TYPE_CHECKING:
    from assettrack.cli.session import Session


def _init(session: Session) -> int:
    args = session.args
    password = session.settings.password or ask_password(f"รหัสผ่านของ {args.admin}: ")
    desk = create_office(
        session.settings,
        name=args.agency,
        district=args.district,
        province=args.province,
        practice=args.practice,
        admin_login=args.admin,
        admin_name=args.admin_name or args.admin,
        admin_password=password,
    )
    key = key_path(session.settings, desk.agency.agency_id)
    desk.close()
    lines = (f"สร้าง {args.agency} แล้ว: {session.settings.database}", f"กุญแจบัญชี (สำรองไว้นอกเครื่อง): {key}")
    return session.answer({"db": session.settings.database, "key": str(key)}, *lines)


def _upgrade(session: Session) -> int:
    revision = upgrade_database(session.settings)
    return session.answer({"revision": revision}, f"โครงสร้างข้อมูลเป็นรุ่น {revision} แล้ว")


def _check(session: Session) -> int:
    findings = database_findings(session.settings)
    document = {"findings": [{"what": what, "sentence": sentence} for what, sentence in findings]}
    session.answer(document, *(sentence for _, sentence in findings), *([] if findings else ["ฐานข้อมูลปกติ"]))
    return 1 if findings else 0


def _backup(session: Session) -> int:
    path = Path(session.args.file)
    back_up(session.settings, path)
    return session.answer({"file": str(path), "bytes": path.stat().st_size}, f"สำรองข้อมูลแล้ว: {path}")


def _doctor(session: Session) -> int:
    checks = [{"what": "python", "found": sys.version.split()[0], "ok": True}, _sqlite(), _font(), *_office(session)]
    lines = [f"{'ปกติ' if c['ok'] else 'ต้องแก้'}  {c['what']}: {c['found']}" for c in checks]
    session.answer({"checks": checks}, *lines)
    return 0


def _sqlite() -> dict[str, Any]:
    version, warnings = sqlite_in_use()
    return {"what": "sqlite", "found": "; ".join((version, *warnings)), "ok": not warnings}


def _font() -> dict[str, Any]:
    from importlib.util import find_spec

    there = find_spec("fontpkg_sarabun") is not None
    return {"what": "font", "found": "Sarabun" if there else "ไม่มีฟอนต์ Sarabun", "ok": there}


def _office(session: Session) -> list[dict[str, Any]]:
    where = {"what": "database", "found": session.settings.database, "ok": True}
    try:
        office = session.desk.office
    except Refusal as refusal:
        return [where | {"found": refusal.sentence(session.args.lang), "ok": False}]
    from assettrack.office.ledger import head

    mark = head(office)
    key = {"what": "key", "found": str(key_path(session.settings, office.agency_id)), "ok": True}
    chain = {"what": "ledger", "found": f"{mark.seq}:{mark.code}", "ok": True}
    return [where, {"what": "agency", "found": session.desk.agency.name, "ok": True}, key, chain]


def register(commands: Any, words: Words) -> None:
    """Add ``init``, ``db`` and ``doctor`` to the grammar."""
    words.command(
        commands,
        "init",
        _init,
        "สร้างฐานข้อมูลของหน่วยงาน",
        "Make an office's database",
        Argument("--agency", required=True, thai="ชื่อหน่วยงาน", english="agency"),
        Argument("--district", required=True, thai="อำเภอ", english="district"),
        Argument("--province", required=True, thai="จังหวัด", english="province"),
        Argument("--admin", required=True, metavar="LOGIN", thai="ชื่อผู้ใช้ของผู้ดูแลระบบ", english="administrator's login"),
        Argument("--admin-name", default="", thai="ชื่อผู้ดูแลระบบ", english="administrator's name"),
        Argument("--practice", action="store_true", thai="ฐานข้อมูลฝึกหัด", english="a practice database"),
    )
    verbs = words.group(commands, "db", "ดูแลฐานข้อมูล", "Care of the database")
    words.command(verbs, "upgrade", _upgrade, "ปรับโครงสร้างเป็นรุ่นล่าสุด", "Upgrade the schema")
    words.command(verbs, "check", _check, "ตรวจฐานข้อมูล", "Check the database")
    words.command(
        verbs, "backup", _backup, "สำรองข้อมูลลงไฟล์ใหม่ ระหว่างที่คนอื่นทำงาน", "Copy the database into a new file",
        Argument("file", thai="ไฟล์ที่จะสร้าง", english="the file to make"),
    )  # fmt: skip
    words.command(commands, "doctor", _doctor, "ตรวจเครื่องและการติดตั้ง", "What is missing on this machine")
