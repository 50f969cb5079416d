"""Care of the schema: upgrade by Alembic, and the checks of ``db check``."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import sqlalchemy as sa

from assettrack.rules.refusal import Unusable
from db import guards
from db.tables import metadata

if TYPE_CHECKING:
    from alembic.config import Config

    from db.engine import Database


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
        if not sa.inspect(connection).has_table("alembic_version"):
            return None
        return connection.execute(sa.text("SELECT version_num FROM alembic_version")).scalar_one_or_none()


def upgrade(database: Database) -> None:
    """Bring the schema to this program's revision, all or nothing."""
    from alembic import command

    with database.write("") as connection:
        command.upgrade(_config(connection), "head")


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
        why, why_en = "เป็นรุ่นใหม่กว่าโปรแกรมนี้ ให้ปรับปรุงโปรแกรม", "it is newer than the program: update the program"
    raise Unusable(what=database.where, why=why, why_en=why_en)


def check(database: Database) -> tuple[Finding, ...]:
    """What is wrong with the schema or the file: revision, integrity, foreign keys, missing guards."""
    findings: list[Finding] = []
    revision = current_revision(database)
    if revision != head_revision():
        findings.append(Finding("revision", f"โครงสร้างเป็นรุ่น {revision} โปรแกรมต้องการ {head_revision()}"))
    with database.read("") as connection:
        if database.dialect == "sqlite":
            findings += _check_file(connection)
        present = _guard_names(connection)
    wanted = {f"guard_{g.name}" for g in (*guards.GUARDS, *guards.append_only(tuple(metadata.tables)))}
    findings += [Finding("guard", f"ไม่มีตัวป้องกัน {name} ในฐานข้อมูล") for name in sorted(wanted - present)]
    return tuple(findings)


def _check_file(connection: sa.Connection) -> list[Finding]:
    broken = [row[0] for row in connection.exec_driver_sql("PRAGMA integrity_check") if row[0] != "ok"]
    dangling = connection.exec_driver_sql("PRAGMA foreign_key_check").all()
    return [Finding("integrity", f"ไฟล์เสียหาย: {text}") for text in broken] + [
        Finding("foreign_key", f"แถวในตาราง {row[0]} อ้างถึงแถวที่ไม่มี") for row in dangling
    ]


def _guard_names(connection: sa.Connection) -> set[str]:
    if connection.dialect.name == "postgresql":
        query: Any = sa.text("SELECT tgname FROM pg_trigger WHERE NOT tgisinternal")
    else:
        query = sa.text("SELECT name FROM sqlite_schema WHERE type = 'trigger'")
    return set(connection.execute(query).scalars())
