"""Importing staff from a table; all of it or nothing."""

from __future__ import annotations

from typing import TYPE_CHECKING

from assettrack.office.context import need_role, writing
from assettrack.office.people import NewPerson, insert_person, login_key, people
from assettrack.office.tabular import read_tables
from assettrack.rules.refusal import BadInput, Unusable
from assettrack.thai.text import normalise, search_key

if TYPE_CHECKING:
    from pathlib import Path

    from assettrack.office.context import Actor, Office
    from assettrack.office.people import Person
    from db.journal import Journal

_TITLES = {
    "login": "login|ชื่อผู้ใช้|user",
    "name": "name|ชื่อ|ชื่อ-สกุล|ชื่อสกุล",
    "position": "position|ตำแหน่ง",
    "division": "division|ส่วนราชการ|กอง|สำนัก/กอง|สังกัด",
    "phone": "phone|โทรศัพท์|โทร",
    "roles": "roles|บทบาท",
}
_FIELD_OF = {search_key(title): field for field, titles in _TITLES.items() for title in titles.split("|")}


def import_people(office: Office, actor: Actor, path: Path) -> tuple[Person, ...]:
    """Add the staff of a table's rows; people whose login is there already are left as they are.

    Raises:
        Unusable: no columns for login and name; BadInput: the first cell that cannot be taken (nothing is written).
    """
    need_role(actor, "admin", task="นำเข้าบุคลากร", task_en="import staff")
    rows = [[normalise(cell) for cell in row] for row in read_tables(path)[0].rows]
    rows = [row for row in rows if any(row)]
    fields = [_FIELD_OF.get(search_key(cell), "") for cell in rows[0]] if rows else []
    if not {"login", "name"} <= set(fields):
        raise Unusable(
            what=str(path), why="แถวแรกต้องมีหัว login และ name", why_en="the first row must name login and name"
        )
    there = {person.login for person in people(office, everybody=True)}
    added = []
    with writing(office, actor) as journal:
        for number, row in enumerate(rows[1:], 2):
            cells = dict.fromkeys(fields, "") | dict(zip(fields, row, strict=False))
            login = login_key(cells["login"])
            if login not in there:
                _add(journal, actor, number, cells)
                there.add(login)
                added.append(login)
        journal.close("people.imported", file=path.name)
    return tuple(person for person in people(office) if person.login in added)


def _add(journal: Journal, actor: Actor, number: int, cells: dict[str, str]) -> None:
    try:
        insert_person(journal, actor, _person(cells))
    except BadInput as refusal:
        facts = dict(refusal.facts) | {"field": f"{refusal.facts['field']} (แถว {number})"}
        raise BadInput(**facts) from refusal


def _person(cells: dict[str, str]) -> NewPerson:
    roles = tuple(cells.get("roles", "").replace(",", " ").split()) or ("staff",)
    own = {name: cells.get(name, "") for name in ("login", "name", "position", "division", "phone")}
    return NewPerson(**own, roles=roles)
