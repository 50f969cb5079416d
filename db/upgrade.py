"""Care of the schema: upgrade by Alembic, and the checks of ``db check``."""

from __future__ import annotations

from contextlib import contextmanager
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import sqlalchemy as sa

from assettrack.rules.refusal import Refusal, Unusable
from db import guards
from db.tables import metadata

if TYPE_CHECKING:
    from collections.abc import Iterator

    from alembic.config import Config

    from db.engine import Database

_TABLES = tuple(metadata.tables)


@dataclass(frozen=True)
class Finding:
    """Something that a check found wrong."""

    what: str
    sentence: str


def _config(connection: sa.Connection | None = None) -> Config:
    from alembic.config import Config

    config = Config()
    config.set_main_option("script_location", "db:migrations")
    config.set_main_option("path_separator", "os")
    config.attributes["connection"] = connection
    return config


def head_revision() -> str:
    """The revision that this program knows."""
    from alembic.script import ScriptDirectory

    return str(ScriptDirectory.from_config(_config()).get_current_head())


def current_revision(database: Database) -> str | None:
    """The revision of an open database; none for an empty one."""
    with database.read("") as connection:
        return _revision(connection)


def _revision(connection: sa.Connection) -> str | None:
    if not sa.inspect(connection).has_table("alembic_version"):
        return None
    return connection.execute(sa.text("SELECT version_num FROM alembic_version")).scalar_one_or_none()


def upgrade(database: Database) -> None:
    """Bring the schema to this program's revision and put its guards on, all or nothing.

    Raises:
        Unusable: the database is newer than the program, or a row would point nowhere after the upgrade.
    """
    from alembic import command

    with _foreign_keys_off(database), database.write("") as connection:
        revision = _revision(connection)
        if revision is not None and revision > head_revision():
            raise _newer(database)
        guards.drop(connection)
        command.upgrade(_config(connection), "head")
        guards.create(connection, _TABLES)
        _check_references(database, connection)


@contextmanager
def _foreign_keys_off(database: Database) -> Iterator[None]:
    """SQLite rebuilds a table to change it, which foreign keys must not see; every connection made meanwhile has them off."""
    if database.dialect != "sqlite":
        yield
        return

    def switch(connection: Any, *_: object) -> None:
        connection.execute("PRAGMA foreign_keys=OFF")

    database.engine.dispose()
    sa.event.listen(database.engine, "connect", switch)
    try:
        yield
    finally:
        sa.event.remove(database.engine, "connect", switch)
        database.engine.dispose()


def _check_references(database: Database, connection: sa.Connection) -> None:
    dangling = _dangling(connection)
    if dangling:
        raise Unusable(what=database.where, why=dangling[0].sentence, why_en=dangling[0].sentence)


def _dangling(connection: sa.Connection) -> list[Finding]:
    if connection.dialect.name != "sqlite":
        return []
    found = connection.exec_driver_sql("PRAGMA foreign_key_check").all()
    return [Finding("foreign_key", f"แถวในตาราง {row[0]} อ้างถึงแถวที่ไม่มี") for row in found]


def _newer(database: Database) -> Unusable:
    why = "เป็นรุ่นใหม่กว่าโปรแกรมนี้ ให้ปรับปรุงโปรแกรม"
    return Unusable(what=database.where, why=why, why_en="it is newer than the program: update the program")


def check_current(database: Database) -> None:
    """Refuse a database that this program cannot work with as it is.

    Raises:
        Unusable: empty, older (say how to upgrade) or newer than the program.
    """
    revision, known = current_revision(database), head_revision()
    if revision == known:
        return
    if revision is None:
        why, why_en = "ยังไม่มีข้อมูลหน่วยงาน ให้เริ่มด้วย assettrack init หรือ assettrack demo", "it is empty: run init or demo"
    elif revision < known:
        why, why_en = "เป็นรุ่นเก่า ให้สั่ง assettrack db upgrade", "it is older than the program: run assettrack db upgrade"
    else:
        raise _newer(database)
    raise Unusable(what=database.where, why=why, why_en=why_en)


def check(database: Database) -> tuple[Finding, ...]:
    """What is wrong with the schema or the file: revision, integrity, foreign keys, guards and row-level security."""
    findings: list[Finding] = []
    for part in (_check_file, _dangling, _check_revision, _check_guards):
        try:
            with database.read("") as connection:
                findings += part(connection)
        except Refusal as refusal:
            findings.append(Finding("unreadable", refusal.sentence("th")))
    return tuple(findings)


def _check_revision(connection: sa.Connection) -> list[Finding]:
    revision, known = _revision(connection), head_revision()
    if revision == known:
        return []
    return [Finding("revision", f"โครงสร้างเป็นรุ่น {revision or '–'} โปรแกรมต้องการ {known}")]


def _check_file(connection: sa.Connection) -> list[Finding]:
    if connection.dialect.name != "sqlite":
        return []
    found = connection.exec_driver_sql("PRAGMA integrity_check").scalars()
    return [Finding("integrity", f"ไฟล์เสียหาย: {text}") for text in found if text != "ok"]


def _check_guards(connection: sa.Connection) -> list[Finding]:
    return [Finding("guard", sentence) for sentence in guards.missing(connection, _TABLES)]
