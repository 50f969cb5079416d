"""``person``: staff."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any

from assettrack.cli.parser import Argument, Words
from assettrack.cli.session import Session, ask_password, table

if TYPE_CHECKING:
    from assettrack.office.people import Person


def as_json(person: Person) -> dict[str, Any]:
    """A person as INTERFACE.md prints them."""
    return {
        "login": person.login,
        "name": person.name,
        "position": person.position,
        "division": person.division,
        "phone": person.phone,
        "roles": list(person.roles),
    }


def _list(session: Session) -> int:
    from assettrack.office.people import people

    _ = session.actor
    found = people(session.office)
    rows = [(p.login, p.name, p.position, p.division, " ".join(p.roles)) for p in found]
    return session.answer(
        {"people": [as_json(p) for p in found]}, *table(("ชื่อผู้ใช้", "ชื่อ", "ตำแหน่ง", "ส่วนราชการ", "บทบาท"), rows)
    )


def _add(session: Session) -> int:
    from assettrack.office.people import NewPerson, add_person

    args = session.args
    new = NewPerson(
        args.login, args.name, args.position, args.division, args.phone, tuple(args.roles.split(",")), args.new_password
    )
    person = add_person(session.office, session.actor, new)
    return session.answer({"people": [as_json(person)]}, f"เพิ่ม {person.name} ({person.login}) แล้ว")


def _import(session: Session) -> int:
    from assettrack.office.people_import import import_people

    added = import_people(session.office, session.actor, Path(session.args.file))
    return session.answer({"people": [as_json(p) for p in added]}, f"เพิ่มบุคลากร {len(added)} คน")


def _roles(session: Session) -> int:
    from assettrack.office.people import set_roles

    person = set_roles(session.office, session.actor, session.args.login, session.args.roles.split(","))
    return session.answer({"people": [as_json(person)]}, f"{person.name}: {' '.join(person.roles)}")


def _password(session: Session) -> int:
    from assettrack.office.sign_in import change_password, set_password

    login, actor = session.args.login, session.actor
    new = session.args.new_password or ask_password("รหัสผ่านใหม่: ")
    if login is None or login.strip().lower() == actor.login:
        old = session.settings.password or ask_password("รหัสผ่านเดิม: ")
        change_password(session.office, actor, old, new)
    else:
        set_password(session.office, actor, login, new)
    return session.answer({"people": [{"login": login or actor.login}]}, "ตั้งรหัสผ่านแล้ว")


def register(commands: Any, words: Words) -> None:
    """Add ``person`` to the grammar."""
    verbs = words.group(commands, "person", "บุคลากร", "Staff")
    password = Argument("--new-password", thai="รหัสผ่านใหม่ (ไม่ระบุ = ถาม)", english="the new password")
    words.command(verbs, "list", _list, "รายชื่อบุคลากร", "List staff")
    words.command(
        verbs,
        "add",
        _add,
        "เพิ่มบุคลากร",
        "Add a member of staff",
        Argument("--login", required=True, thai="ชื่อผู้ใช้", english="login"),
        Argument("--name", required=True, thai="ชื่อ-สกุล", english="name"),
        Argument("--position", default="", thai="ตำแหน่ง", english="position"),
        Argument("--division", default="", thai="ส่วนราชการ", english="division"),
        Argument("--phone", default="", thai="โทรศัพท์", english="phone"),
        Argument("--roles", default="staff", thai="บทบาท คั่นด้วยจุลภาค", english="roles, comma separated"),
        password,
    )
    words.command(
        verbs, "import", _import, "นำเข้าบุคลากรจาก CSV/XLSX", "Import staff from CSV or XLSX",
        Argument("file", metavar="FILE", thai="ไฟล์ที่มี login,name,position,division,phone,roles", english="the file"),
    )  # fmt: skip
    words.command(
        verbs, "roles", _roles, "กำหนดบทบาท", "Set roles",
        Argument("login", thai="ชื่อผู้ใช้", english="login"),
        Argument("roles", thai="บทบาท คั่นด้วยจุลภาค", english="roles, comma separated"),
    )  # fmt: skip
    words.command(
        verbs, "password", _password, "เปลี่ยนหรือตั้งรหัสผ่าน", "Change or set a password",
        Argument("login", nargs="?", thai="ชื่อผู้ใช้ (ไม่ระบุ = ตนเอง)", english="login; oneself if not given"), password,
    )  # fmt: skip
