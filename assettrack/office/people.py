"""Staff: who they are, what they may do, and how they sign in."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import sqlalchemy as sa

from assettrack.office.context import need_role, reading, writing
from assettrack.office.passwords import check_new_password, hash_password
from assettrack.rules.refusal import BadInput, NotFound, Refusal
from assettrack.thai.sorting import sort_key
from assettrack.thai.text import normalise, search_key
from db.tables.people import division, person, person_role
from db.types import is_set

if TYPE_CHECKING:
    from collections.abc import Sequence

    from sqlalchemy import Connection

    from assettrack.office.context import Actor, Office
    from db.journal import Journal

ROLES = (
    "head", "permanent_secretary", "supplies_chief", "supplies_officer", "division_head", "custodian", "staff",
    "auditor", "admin",
)  # fmt: skip


@dataclass(frozen=True)
class Person:
    """A member of staff."""

    id: str
    login: str
    name: str
    position: str
    division_id: str | None
    division: str
    phone: str
    roles: tuple[str, ...]
    active: bool
    has_password: bool


@dataclass(frozen=True)
class NewPerson:
    """Staff to be added; ``division`` is a division's name."""

    login: str
    name: str
    position: str = ""
    division: str = ""
    phone: str = ""
    roles: tuple[str, ...] = ("staff",)
    password: str | None = None


@dataclass(frozen=True)
class Division:
    """A division (ส่วนราชการ: สำนัก/กอง)."""

    id: str
    name: str
    active: bool


class LastAdministrator(Refusal):
    """The office would be left without an administrator."""

    code = "people.last_admin"
    th = "{name} เป็นผู้ดูแลระบบคนสุดท้าย ให้กำหนดผู้ดูแลระบบคนใหม่ก่อน"
    en = "{name} is the last administrator; name another one first."


def login_key(login: str) -> str:
    """What a login is stored and compared by: small letters, no blanks around."""
    return normalise(login).strip().lower()


def active_row(connection: Connection, agency_id: str, login: str) -> dict[str, Any] | None:
    """The row of somebody who is in office, or none."""
    query = sa.select(person).where(
        person.c.agency_id == agency_id, person.c.login == login_key(login), is_set(person.c.active)
    )
    row = connection.execute(query).mappings().one_or_none()
    return None if row is None else dict(row)


def known_row(connection: Connection, agency_id: str, login: str) -> dict[str, Any]:
    """The row of somebody who is in office.

    Raises:
        NotFound: no such login.
    """
    row = active_row(connection, agency_id, login)
    if row is None:
        raise NotFound(what="บุคลากรชื่อผู้ใช้", what_en="member of staff", value=login)
    return row


def people(office: Office, *, everybody: bool = False) -> tuple[Person, ...]:
    """Staff in Thai order of names; those who have left only with ``everybody``."""
    query = _people_query(office.agency_id)
    if not everybody:
        query = query.where(is_set(person.c.active))
    with reading(office) as connection:
        found = _records(connection, office.agency_id, query)
    return tuple(sorted(found, key=lambda p: sort_key(p.name)))


def _people_query(agency_id: str) -> sa.Select[Any]:
    joined = sa.and_(division.c.agency_id == person.c.agency_id, division.c.id == person.c.division_id)
    return (
        sa.select(person, division.c.name.label("division"))
        .outerjoin(division, joined)
        .where(person.c.agency_id == agency_id)
    )


def _records(connection: Connection, agency_id: str, query: sa.Select[Any]) -> list[Person]:
    granted = sa.select(person_role.c.person_id, person_role.c.role).where(
        person_role.c.agency_id == agency_id, is_set(person_role.c.granted)
    )
    roles: dict[str, list[str]] = {}
    for row in connection.execute(granted):
        roles.setdefault(row.person_id, []).append(row.role)
    return [_record(row, roles.get(row["id"], [])) for row in connection.execute(query).mappings()]


def _record(row: sa.RowMapping, roles: list[str]) -> Person:
    return Person(
        id=row["id"],
        login=row["login"],
        name=row["name"],
        position=row["position"],
        division_id=row["division_id"],
        division=row["division"] or "",
        phone=row["phone"],
        roles=tuple(sorted(roles, key=ROLES.index)),
        active=row["active"],
        has_password=row["password_hash"] is not None,
    )


def person_by_login(office: Office, login: str) -> Person:
    """A member of staff.

    Raises:
        NotFound: no such login.
    """
    with reading(office) as connection:
        found = _records(
            connection, office.agency_id, _people_query(office.agency_id).where(person.c.login == login_key(login))
        )
    if not found:
        raise NotFound(what="บุคลากรชื่อผู้ใช้", what_en="member of staff", value=login)
    return found[0]


def find_people(office: Office, text: str, *, limit: int = 20) -> tuple[Person, ...]:
    """Staff whose name, login, position or division holds every word typed."""
    words = search_key(text).split()
    return tuple(
        p
        for p in people(office)
        if all(word in search_key(f"{p.name} {p.login} {p.position} {p.division}") for word in words)
    )[:limit]


def add_person(office: Office, actor: Actor, new: NewPerson) -> Person:
    """Add a member of staff.

    Raises:
        NotAllowed: not the administrator.
        BadInput: empty name or login, a login in use, an unknown role or division, an easy password.
    """
    need_role(actor, "admin", task="เพิ่มบุคลากร", task_en="add staff")
    with writing(office, actor) as journal:
        insert_person(journal, actor, new)
        journal.close("person.added", login=new.login)
    return person_by_login(office, new.login)


def insert_person(journal: Journal, actor: Actor, new: NewPerson) -> str:
    """Check and insert one person in the caller's transaction; returns the id."""
    for title, value in (("ชื่อผู้ใช้", new.login), ("ชื่อ", new.name)):
        if not value.strip():
            raise BadInput(field=title, value=value, rule="ต้องไม่ว่าง", rule_en="must not be empty")
    if len(new.login.split()) > 1:
        raise BadInput(field="ชื่อผู้ใช้", value=new.login, rule="ต้องไม่มีช่องว่าง", rule_en="no blanks")
    if _by_login_any(journal, new.login):
        raise BadInput(field="ชื่อผู้ใช้", value=new.login, rule="มีผู้ใช้ชื่อนี้แล้ว", rule_en="in use")
    _check_roles(new.roles)
    if new.password is not None:
        check_new_password(new.password, new.login)
    row = journal.insert(
        person,
        login=login_key(new.login),
        name=normalise(new.name),
        position=normalise(new.position),
        division_id=division_id_of(journal.connection, journal.agency_id, new.division),
        phone=normalise(new.phone),
        password_hash=None if new.password is None else hash_password(new.password),
        password_changed_at=actor.at,
        active=True,
    )
    for role in dict.fromkeys(new.roles):
        journal.insert(person_role, person_id=row["id"], role=role, granted=True)
    return str(row["id"])


def _by_login_any(journal: Journal, login: str) -> bool:
    query = sa.select(sa.func.count()).where(
        person.c.agency_id == journal.agency_id, person.c.login == login_key(login)
    )
    return bool(journal.connection.execute(query).scalar_one())


def _check_roles(roles: Sequence[str]) -> None:
    for role in roles:
        if role not in ROLES:
            raise BadInput(field="บทบาท", value=role, rule=" ".join(ROLES), rule_en=" ".join(ROLES))


def division_id_of(connection: Connection, agency_id: str, name: str) -> str | None:
    """The id of a division's name; none for an empty name.

    Raises:
        BadInput: no such division, with the ones there are.
    """
    if not name.strip():
        return None
    query = sa.select(division.c.name, division.c.id).where(division.c.agency_id == agency_id)
    known = {search_key(row.name): (row.name, row.id) for row in connection.execute(query)}
    if search_key(name) not in known:
        names = ", ".join(shown for shown, _ in known.values())
        raise BadInput(field="ส่วนราชการ", value=name, rule=f"ไม่มีในหน่วยงาน มี: {names}", rule_en=f"one of: {names}")
    return str(known[search_key(name)][1])


@dataclass(frozen=True)
class PersonEdit:
    """What may be corrected of a member of staff; what is none stays as it is. ``division`` is a division's name."""

    name: str | None = None
    position: str | None = None
    division: str | None = None
    phone: str | None = None


def edit_person(office: Office, actor: Actor, login: str, edit: PersonEdit) -> Person:
    """Correct a name, position, division or telephone; papers that are frozen keep what they said.

    Raises:
        NotAllowed, NotFound, BadInput
    """
    need_role(actor, "admin", task="แก้ข้อมูลบุคลากร", task_en="edit staff")
    if edit.name is not None and not edit.name.strip():
        raise BadInput(field="ชื่อ", value="", rule="ต้องไม่ว่าง", rule_en="must not be empty")
    with writing(office, actor) as journal:
        row = known_row(journal.connection, office.agency_id, login)
        typed = {"name": edit.name, "position": edit.position, "phone": edit.phone}
        values: dict[str, Any] = {column: normalise(text) for column, text in typed.items() if text is not None}
        if edit.division is not None:
            values["division_id"] = division_id_of(journal.connection, office.agency_id, edit.division)
        if any(row[column] != value for column, value in values.items()):
            journal.update(person, row, **values)
        journal.close("person.edited", login=row["login"])
    return person_by_login(office, login)


def set_roles(office: Office, actor: Actor, login: str, roles: Sequence[str]) -> Person:
    """Give exactly these roles; a role taken away stays on record as taken away. Nobody changes his own.

    Raises:
        NotAllowed, NotFound, BadInput
    """
    need_role(actor, "admin", task="กำหนดบทบาท", task_en="set roles")
    _check_roles(roles)
    if login_key(login) == actor.login:
        raise BadInput(field="บทบาท", value=login, rule="กำหนดบทบาทให้ตนเองไม่ได้", rule_en="not for oneself")
    with writing(office, actor) as journal:
        row = known_row(journal.connection, office.agency_id, login)
        query = sa.select(person_role).where(
            person_role.c.agency_id == office.agency_id, person_role.c.person_id == row["id"]
        )
        held = {r["role"]: dict(r) for r in journal.connection.execute(query).mappings()}
        for role in sorted(set(roles) - held.keys()):
            journal.insert(person_role, person_id=row["id"], role=role, granted=True)
        for role, old in held.items():
            if old["granted"] != (role in roles):
                journal.update(person_role, old, granted=role in roles)
        journal.close("person.roles_set", login=login)
    return person_by_login(office, login)


def leave_office(office: Office, actor: Actor, login: str) -> None:
    """Record that somebody has left: no more sign-in, no more loans; the rows stay.

    Raises:
        NotAllowed, NotFound, LastAdministrator
    """
    need_role(actor, "admin", task="บันทึกการพ้นจากตำแหน่ง", task_en="record leavers")
    with writing(office, actor) as journal:
        row = known_row(journal.connection, office.agency_id, login)
        everybody = _records(journal.connection, office.agency_id, _people_query(office.agency_id))
        admins = [p for p in everybody if p.active and p.has_password and "admin" in p.roles]
        if [p.id for p in admins] == [row["id"]]:
            raise LastAdministrator(name=row["name"])
        journal.update(person, row, active=False)
        journal.close("person.left", login=login)


def divisions(office: Office) -> tuple[Division, ...]:
    """Divisions in Thai order."""
    query = sa.select(division.c.id, division.c.name, division.c.active).where(division.c.agency_id == office.agency_id)
    with reading(office) as connection:
        return tuple(Division(*row) for row in connection.execute(query.order_by(division.c.sort_key)))


def add_division(office: Office, actor: Actor, name: str) -> Division:
    """Add a division.

    Raises:
        NotAllowed, BadInput: empty or there already.
    """
    need_role(actor, "admin", "supplies_chief", task="เพิ่มส่วนราชการ", task_en="add divisions")
    shown = normalise(name)
    if not shown or any(search_key(d.name) == search_key(shown) for d in divisions(office)):
        raise BadInput(field="ส่วนราชการ", value=name, rule="ต้องไม่ว่างและไม่ซ้ำ", rule_en="not empty, not there already")
    with writing(office, actor) as journal:
        row = journal.insert(division, name=shown, sort_key=sort_key(shown), active=True)
        journal.close("division.added", name=shown)
    return Division(row["id"], shown, active=True)


def names_of(office: Office) -> dict[str, str]:
    """The names of divisions and people by id, those who have left included: what old entries of the ledger speak of."""
    with reading(office) as connection:
        return {
            row.id: row.name
            for table in (division, person)
            for row in connection.execute(
                sa.select(table.c.id, table.c.name).where(table.c.agency_id == office.agency_id)
            )
        }
