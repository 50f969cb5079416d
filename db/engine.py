"""The open database: one SQLite file, or PostgreSQL by URL, with the recipes that keep concurrent writers honest.

The plain engine loses updates: the driver begins a transaction at the first write, after the reads it was based on. Here a
writer begins IMMEDIATE behind a fair queue lock (SQLite's own waiting starves processes), and on PostgreSQL takes its agency's
advisory lock first; a reader sees one moment and cannot write.
"""

from __future__ import annotations

import sqlite3
from contextlib import contextmanager, nullcontext
from pathlib import Path
from typing import TYPE_CHECKING, Any

import sqlalchemy as sa
from sqlalchemy import event
from sqlalchemy.exc import ArgumentError, DataError, DBAPIError, IntegrityError
from sqlalchemy.exc import TimeoutError as PoolTimeoutError

from assettrack.rules.refusal import BadInput, Conflict, Unusable
from db.guards import refusal_of
from db.local_drive import check_local
from db.queue_lock import QueueLock

if TYPE_CHECKING:
    from collections.abc import Iterator
    from types import ModuleType

SAFE_SQLITE = (3, 51, 3)
"""Older ones may corrupt a file when two connections checkpoint at once (fixed 13 March 2026)."""
RETRY_CODES = frozenset({"40001", "40P01"})
BUSY_SECONDS = 10
URL_STARTS = ("postgresql://", "postgresql+psycopg://")


def is_url(where: str) -> bool:
    """Whether ``where`` names a server's database and not a file."""
    return "://" in where


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
        """A transaction that alone may write this agency's rows (on SQLite, any row).

        Raises:
            Conflict: a constraint of the schema refused it; nothing is written.
            GuardRefused: a guard of the schema refused it; nothing is written.
            Unusable: the database cannot be reached or written.
        """
        with self._translated(), self._lock or nullcontext(), self._begin("BEGIN IMMEDIATE") as connection:
            if self.dialect == "postgresql":
                _enter_agency(connection, agency_id)
                connection.exec_driver_sql("SELECT pg_advisory_xact_lock(hashtextextended(%s, 7))", (agency_id,))
            yield connection

    @contextmanager
    def read(self, agency_id: str) -> Iterator[sa.Connection]:
        """A transaction that sees one moment and cannot write.

        Raises:
            Unusable: the database cannot be reached or read.
        """
        with self._translated(), self._begin("BEGIN") as connection:
            if self.dialect == "postgresql":
                connection.exec_driver_sql("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ, READ ONLY")
                _enter_agency(connection, agency_id)
                yield connection
            else:
                with _query_only(connection):
                    yield connection

    @contextmanager
    def _begin(self, begin: str) -> Iterator[sa.Connection]:
        with self.engine.connect().execution_options(sqlite_begin=begin) as connection, connection.begin():
            yield connection

    @contextmanager
    def _translated(self) -> Iterator[None]:
        try:
            yield
        except IntegrityError as error:
            raise _refusal(error) from error
        except DataError as error:
            why = str(error.orig).strip().split("\n")[0]
            raise BadInput(field="ข้อมูล", value="", rule=why, rule_en=why) from error
        except DBAPIError as error:
            if getattr(error.orig, "sqlstate", None) in RETRY_CODES:
                raise Conflict(what="serialization") from error
            raise unusable(self.where, error) from error
        except PoolTimeoutError as error:
            raise Unusable(what=self.where, why=str(error), why_en=str(error)) from error

    def close(self) -> None:
        """Give every connection and the queue's file back."""
        self.engine.dispose()
        if self._lock is not None:
            self._lock.close()


def _enter_agency(connection: sa.Connection, agency_id: str) -> None:
    connection.exec_driver_sql("SELECT set_config('app.agency', %s, true)", (agency_id,))


@contextmanager
def _query_only(connection: sa.Connection) -> Iterator[None]:
    connection.exec_driver_sql("PRAGMA query_only=ON")
    try:
        yield
    finally:
        connection.exec_driver_sql("PRAGMA query_only=OFF")


def open_database(where: str) -> Database:
    """Open a SQLite file (made where missing) or a ``postgresql://`` database.

    Raises:
        Unusable: a network drive, no database, a wrong encoding, or a role that would see every agency.
    """
    return _open_postgresql(where) if is_url(where) else _open_sqlite(Path(where))


def _open_sqlite(path: Path) -> Database:
    check_local(path)
    if not path.parent.is_dir():
        raise Unusable(what=str(path), why="ไม่มีโฟลเดอร์นี้", why_en="there is no such folder")
    driver = sqlite_driver()
    url = sa.URL.create("sqlite", database=str(path))
    engine = sa.create_engine(url, module=driver, connect_args={"timeout": float(BUSY_SECONDS)})
    event.listen(engine, "connect", _set_pragmas)
    event.listen(engine, "begin", _begin_as_told)
    try:
        with engine.connect() as connection:
            connection.exec_driver_sql("SELECT count(*) FROM sqlite_schema")
    except DBAPIError as error:
        engine.dispose()
        raise unusable(str(path), error) from error
    return Database(engine, str(path), QueueLock(Path(f"{path}.lock")), sqlite_warnings(driver.sqlite_version_info))


def _set_pragmas(connection: Any, _record: object) -> None:
    connection.isolation_level = None  # transactions are begun by us, not by the driver
    for pragma in (
        "journal_mode=WAL",
        "synchronous=FULL",
        "foreign_keys=ON",
        "recursive_triggers=ON",
        f"busy_timeout={BUSY_SECONDS * 1000}",
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


def _open_postgresql(url: str) -> Database:
    engine = _engine_of(url)
    shown = engine.url.render_as_string(hide_password=True)
    try:
        with engine.connect() as connection:
            _check_postgresql(connection)
    except DBAPIError as error:
        engine.dispose()
        raise unusable(shown, error) from error
    except Unusable:
        engine.dispose()
        raise
    return Database(engine, shown, None)


def _engine_of(url: str) -> sa.Engine:
    options = {"options": "-c plan_cache_mode=force_custom_plan", "connect_timeout": BUSY_SECONDS}
    why = "ที่อยู่ฐานข้อมูลต้องเป็น postgresql://ผู้ใช้:รหัสผ่าน@เครื่อง/ฐานข้อมูล"
    refused = Unusable(what=url.partition("@")[2] or url, why=why, why_en="not a postgresql:// address")
    if not url.startswith(URL_STARTS):
        raise refused
    try:
        address = sa.make_url(url).set(drivername="postgresql+psycopg")
    except (ArgumentError, ValueError) as error:
        raise refused from error
    return sa.create_engine(address, connect_args=options, pool_pre_ping=True)


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


def _refusal(error: IntegrityError) -> Conflict:
    """The guard that refused, else the constraint, as far as the engine tells."""
    text = str(error.orig)
    if "assettrack:" in text:
        return refusal_of(text.split("assettrack:", 1)[1].split(maxsplit=1)[0].strip("'\""))
    named = getattr(getattr(error.orig, "diag", None), "constraint_name", None)
    return Conflict(what=str(named or text))


def unusable(where: str, error: DBAPIError) -> Unusable:
    """What the engine says, as a refusal."""
    why = str(error.orig).strip().split("\n")[0]
    return Unusable(what=where, why=why, why_en=why)
