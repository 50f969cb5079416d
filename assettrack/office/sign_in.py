"""Signing in: passwords asked and changed, failures counted, accounts at rest."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING, Any

import sqlalchemy as sa

from assettrack.office.context import need_role, reading, writing
from assettrack.office.passwords import check_new_password, hash_password, matches
from assettrack.office.people import active_row, known_row, person_by_login
from assettrack.rules.refusal import NotAllowed, SignInLocked, SignInRefused
from assettrack.thai.dates import BANGKOK
from db.tables.people import person, sign_in_guard

if TYPE_CHECKING:
    from datetime import datetime

    from sqlalchemy import Connection

    from assettrack.office.context import Actor, Office
    from assettrack.office.people import Person

FREE_FAILURES = 5
FIRST_LOCK = timedelta(minutes=1)
LONGEST_LOCK = timedelta(minutes=15)


class LeftOffice(NotAllowed):
    """Somebody who has left the office, or whose account is closed, while a screen was open."""

    code = "people.left"
    th = "บัญชีของ {name} ปิดแล้ว ทำรายการต่อไม่ได้"
    en = "The account of {name} is closed."


def sign_in(office: Office, login: str, password: str, *, at: datetime) -> Person:
    """The person of a login and password; failures are counted, and after five the account rests for 1 to 15 minutes.

    The password is hashed before the database is locked for the outcome, so that signing in holds nobody up.

    Raises:
        SignInLocked: until when.
        SignInRefused: wrong login or password, not telling which.
    """
    with reading(office) as connection:
        row = active_row(connection, office.agency_id, login)
        _check_lock(connection, office.agency_id, row, at)
    good = matches(row["password_hash"] if row else None, password)
    if row is not None:
        with office.database.write(office.agency_id) as connection:
            _check_lock(connection, office.agency_id, row, at)
            _count(connection, office.agency_id, row["id"], good=good, at=at)
    if row is None or not good:
        raise SignInRefused
    return person_by_login(office, login)


def _check_lock(connection: Connection, agency_id: str, row: dict[str, Any] | None, at: datetime) -> None:
    """Refuse while the account rests; a rest longer than any that is given means that the clock was moved."""
    guard = None if row is None else _guard(connection, agency_id, row["id"])
    until = None if guard is None else guard.locked_until
    if row is not None and until is not None and at < until <= at + LONGEST_LOCK:
        raise SignInLocked(login=row["login"], until=until.astimezone(BANGKOK).strftime("%H:%M:%S"))


def _guard(connection: Connection, agency_id: str, person_id: str) -> Any:
    here = sa.and_(sign_in_guard.c.agency_id == agency_id, sign_in_guard.c.person_id == person_id)
    return connection.execute(sa.select(sign_in_guard).where(here)).one_or_none()


def _count(connection: Connection, agency_id: str, person_id: str, *, good: bool, at: datetime) -> None:
    guard = _guard(connection, agency_id, person_id)
    failures = 0 if good else (guard.failures if guard else 0) + 1
    values = {"failures": failures, "locked_until": at + _rest(failures) if failures >= FREE_FAILURES else None}
    here = sa.and_(sign_in_guard.c.agency_id == agency_id, sign_in_guard.c.person_id == person_id)
    if guard is None:
        connection.execute(sa.insert(sign_in_guard).values(agency_id=agency_id, person_id=person_id, **values))
    elif (guard.failures, guard.locked_until) != tuple(values.values()):
        connection.execute(sa.update(sign_in_guard).where(here).values(**values))


def _rest(failures: int) -> timedelta:
    doubled = FIRST_LOCK * (1 << min(failures - FREE_FAILURES, 8))
    return min(LONGEST_LOCK, doubled)


def confirm_password(office: Office, actor: Actor, password: str) -> None:
    """Ask the person who acts for the password again, as before every decision.

    Raises:
        SignInRefused, SignInLocked
    """
    sign_in(office, actor.login, password, at=actor.at)


def change_password(office: Office, actor: Actor, old: str, new: str) -> None:
    """Change one's own password.

    Raises:
        SignInRefused: the old one is wrong.
        BadInput: the new one is too easy.
    """
    confirm_password(office, actor, old)
    check_new_password(new, actor.login)
    _store_password(office, actor, actor.login, new)


def set_password(office: Office, actor: Actor, login: str, new: str) -> None:
    """Give somebody a new password; the administrator's work.

    Raises:
        NotAllowed, NotFound, BadInput
    """
    need_role(actor, "admin", task="ตั้งรหัสผ่านให้ผู้อื่น", task_en="set passwords")
    check_new_password(new, login)
    _store_password(office, actor, login, new)


def _store_password(office: Office, actor: Actor, login: str, new: str) -> None:
    hashed = hash_password(new)
    with writing(office, actor) as journal:
        row = known_row(journal.connection, office.agency_id, login)
        journal.update(person, row, password_hash=hashed, password_changed_at=actor.at)
        _count(journal.connection, office.agency_id, row["id"], good=True, at=actor.at)
        journal.close("person.password_set", login=row["login"])


def still_there(office: Office, login: str) -> Person:
    """Somebody who signed in earlier and is still in office.

    Raises:
        LeftOffice: the account was closed meanwhile.
    """
    found = person_by_login(office, login)
    if not found.active:
        raise LeftOffice(name=found.name)
    return found
