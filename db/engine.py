"""The open database: one SQLite file, or PostgreSQL by URL, with the recipes that keep concurrent writers honest.

The plain engine loses updates: the driver begins a transaction at the first write, after the reads it was based on. Here a
writer begins IMMEDIATE behind a fair queue lock (SQLite's own waiting starves processes), and a reader begins DEFERRED.
"""

from __future__ import annotations

import sqlite3
import sys
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Any

import sqlalchemy as sa
from sqlalchemy import event
from sqlalchemy.exc import DBAPIError, IntegrityError, OperationalError

from assettrack.rules.refusal import Conflict, Unusable
from db.queue_lock import QueueLock

if TYPE_CHECKING:
    from collections.abc import Iterator
    from types import ModuleType

SAFE_SQLITE = (3, 51, 3)
"""Older ones may corrupt a file when two connections checkpoint at once (fixed 13 March 2026)."""
NETWORK_FILE_SYSTEMS = frozenset({"cifs", "smb3", "smbfs", "nfs", "nfs4", "9p", "fuse.sshfs", "afs", "ncpfs"})
RETRY_CODES = frozenset({"40001", "40P01"})
BUSY_SECONDS = 10.0


def sqlite_driver() -> ModuleType:
    """``pysqlite3`` where it has a wheel (it brings a new SQLite), else the standard library's driver."""
    try:
        import pysqlite3
    except ImportError:
        return sqlite3
    driver: ModuleType = pysqlite3
    return driver


class Database:
    """An open store. ``write`` and ``read`` are the only ways in; both see one agency's rows only."""

    def __init__(self, engine: sa.Engine, where: str, lock: QueueLock | None, warnings: tuple[str, ...] = ()) -> None:
        self.engine, self.where, self._lock, self.warnings = engine, where, lock, warnings
        self.dialect = engine.dialect.name

    @contextmanager
    def write(self, agency_id: str) -> Iterator[sa.Connection]:
        """A transaction that alone may write (SQLite), or that PostgreSQL serialises by its row locks.

        Raises:
            Conflict: a constraint or a guard of the schema refused it; nothing is written.
            Unusable: the database cannot be reached or written.
        """
        try:
            if self._lock is None:
                with self._begin(agency_id, "BEGIN") as connection:
                    yield connection
            else:
                with self._lock, self._begin(agency_id, "BEGIN IMMEDIATE") as connection:
                    yield connection
        except IntegrityError as error:
            raise Conflict(what=_constraint(error)) from error
        except OperationalError as error:
            if getattr(error.orig, "sqlstate", None) in RETRY_CODES:
                raise Conflict(what="serialization") from error
            raise _unusable(self.where, error) from error

    @contextmanager
    def read(self, agency_id: str) -> Iterator[sa.Connection]:
        """A transaction that sees one moment and writes nothing."""
        with self._begin(agency_id, "BEGIN") as connection:
            yield connection

    @contextmanager
    def _begin(self, agency_id: str, begin: str) -> Iterator[sa.Connection]:
        with self.engine.connect().execution_options(sqlite_begin=begin) as connection, connection.begin():
            if self.dialect == "postgresql":
                connection.exec_driver_sql("SELECT set_config('app.agency', %s, true)", (agency_id,))
            yield connection

    def close(self) -> None:
        """Give every connection back."""
        self.engine.dispose()


def open_database(where: str) -> Database:
    """Open a SQLite file (made where missing) or a ``postgresql://`` database.

    Raises:
        Unusable: a network drive, no database, a wrong encoding, or a role that would see every agency.
    """
    return _open_postgresql(where) if where.startswith("postgresql") else _open_sqlite(Path(where))


def _open_sqlite(path: Path) -> Database:
    check_local(path)
    if not path.parent.is_dir():
        raise Unusable(what=str(path), why="ไม่มีโฟลเดอร์นี้", why_en="there is no such folder")
    driver = sqlite_driver()
    engine = sa.create_engine(
        sa.URL.create("sqlite", database=str(path)), module=driver, connect_args={"timeout": BUSY_SECONDS}
    )
    event.listen(engine, "connect", _set_pragmas)
    event.listen(engine, "begin", _begin_as_told)
    try:
        with engine.connect() as connection:
            connection.exec_driver_sql("SELECT count(*) FROM sqlite_schema")
    except DBAPIError as error:
        engine.dispose()
        raise _unusable(str(path), error) from error
    return Database(engine, str(path), QueueLock(Path(f"{path}.lock")), sqlite_warnings(driver.sqlite_version_info))


def _set_pragmas(connection: Any, _record: object) -> None:
    connection.isolation_level = None  # transactions are begun by us, not by the driver
    for pragma in (
        "journal_mode=WAL",
        "synchronous=FULL",
        "foreign_keys=ON",
        "recursive_triggers=ON",
        f"busy_timeout={int(BUSY_SECONDS * 1000)}",
    ):
        connection.execute(f"PRAGMA {pragma}")


def _begin_as_told(connection: sa.Connection) -> None:
    connection.exec_driver_sql(connection.get_execution_options().get("sqlite_begin", "BEGIN"))


def sqlite_warnings(version: tuple[int, ...]) -> tuple[str, ...]:
    """What to tell about a SQLite that is too old to be trusted with two writers."""
    if version >= SAFE_SQLITE:
        return ()
    shown = ".".join(map(str, version))
    return (
        f"SQLite {shown} เก่ากว่า 3.51.3 ซึ่งอาจทำให้ไฟล์ข้อมูลเสียหายเมื่อเปิดพร้อมกันหลายเครื่อง ควรติดตั้ง pysqlite3 และสำรองข้อมูลทุกวัน",
    )


def check_local(path: Path, mounts: str | None = None) -> None:
    """Refuse a file on a network drive, where SQLite's locks and shared memory do not hold.

    Args:
        path: the database file.
        mounts: text of /proc/self/mountinfo; read where it exists if not given.

    Raises:
        Unusable: with what to do instead.
    """
    if _is_remote(path, mounts):
        raise Unusable(
            what=str(path),
            why="อยู่บนไดรฟ์เครือข่าย ให้เปิดโปรแกรมบนเครื่องที่เก็บไฟล์ หรือใช้ PostgreSQL",
            why_en="it is on a network drive; run the program where the file is, or use PostgreSQL",
        )


def _is_remote(path: Path, mounts: str | None) -> bool:
    if sys.platform == "win32":
        import ctypes

        remote_drive = 4
        return bool(ctypes.windll.kernel32.GetDriveTypeW(path.resolve().anchor) == remote_drive)
    table = Path("/proc/self/mountinfo")
    if mounts is None:
        mounts = table.read_text(encoding="utf8") if table.exists() else ""
    return _file_system(path.resolve(), mounts) in NETWORK_FILE_SYSTEMS


def _file_system(path: Path, mounts: str) -> str:
    """The type of the file system a path is on, by the longest mount point above it."""
    found = {}
    for line in mounts.splitlines():
        before, _, after = line.partition(" - ")
        point = Path(before.split()[4].replace("\\040", " "))
        if path == point or point in path.parents:
            found[len(point.parts)] = after.split()[0]
    return found[max(found)] if found else ""


def _open_postgresql(url: str) -> Database:
    engine = sa.create_engine(url, connect_args={"options": "-c plan_cache_mode=force_custom_plan"}, pool_pre_ping=True)
    try:
        with engine.connect() as connection:
            _check_postgresql(connection)
    except DBAPIError as error:
        engine.dispose()
        raise _unusable(engine.url.render_as_string(hide_password=True), error) from error
    return Database(engine, engine.url.render_as_string(hide_password=True), None)


def _check_postgresql(connection: sa.Connection) -> None:
    encoding, ctype = connection.execute(
        sa.text("SELECT pg_encoding_to_char(encoding), datctype FROM pg_database WHERE datname = current_database()")
    ).one()
    check_encoding(encoding, ctype)
    above = sa.text("SELECT rolsuper OR rolbypassrls FROM pg_roles WHERE rolname = current_user")
    if connection.execute(above).scalar_one():
        raise Unusable(
            what="PostgreSQL",
            why="บัญชีที่ใช้เป็น superuser หรือ BYPASSRLS ข้อมูลแต่ละหน่วยงานจะไม่แยกจากกัน ให้ใช้บัญชีธรรมดา",
            why_en="the role is a superuser or bypasses row security; use an ordinary role",
        )


def check_encoding(encoding: str, ctype: str) -> None:
    """Refuse a PostgreSQL database that cannot hold or compare Thai.

    Raises:
        Unusable: encoding is not UTF8, or LC_CTYPE is C or POSIX.
    """
    if encoding != "UTF8" or ctype in ("C", "POSIX"):
        raise Unusable(
            what="PostgreSQL",
            why=f"ฐานข้อมูลเป็น {encoding}/{ctype} ให้สร้างใหม่ด้วย ENCODING 'UTF8' LC_CTYPE 'C.UTF-8'",
            why_en=f"it is {encoding}/{ctype}; create it with ENCODING 'UTF8' LC_CTYPE 'C.UTF-8'",
        )


def _constraint(error: IntegrityError) -> str:
    """The name of the constraint or guard that refused, as far as the engine tells."""
    text = str(error.orig)
    if "assettrack:" in text:
        return text.split("assettrack:", 1)[1].split(maxsplit=1)[0].strip("'\"")
    named = getattr(getattr(error.orig, "diag", None), "constraint_name", None)
    return str(named or text)


def _unusable(where: str, error: DBAPIError) -> Unusable:
    why = str(error.orig).strip().split("\n")[0]
    return Unusable(what=where, why=why, why_en=why)
