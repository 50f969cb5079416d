"""A copy of an SQLite database, made page by page while others go on working, and checked before it gets its name (FACTS-db §2)."""

from __future__ import annotations

from contextlib import suppress
from typing import TYPE_CHECKING

from assettrack.rules.refusal import Unusable
from db.engine import sqlite_driver

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from db.engine import Database

PAGES = 250
"""Pages that are copied at once: about 1 MB, so that a writer waits some milliseconds at most."""


def backup(database: Database, path: Path, *, progress: Callable[[int, int], None] | None = None) -> None:
    """Copy the whole database into a new file.

    Args:
        database: an SQLite database.
        path: the file to make; one that is there is never overwritten.
        progress: told (pages copied, of how many); what it raises ends the work and leaves no file.

    Raises:
        Unusable: not SQLite, the file is there already or cannot be written, or the copy is damaged.
    """
    if database.dialect != "sqlite":
        why = "สำรองฐานข้อมูล PostgreSQL ด้วย pg_dump ของเครื่องแม่ข่าย"
        raise Unusable(what=str(path), why=why, why_en="back up PostgreSQL with the server's pg_dump")
    if path.exists():
        raise Unusable(what=str(path), why="มีไฟล์นี้อยู่แล้ว", why_en="the file is there already")
    fresh = path.with_name(path.name + ".part")
    try:
        _copy(database, fresh, progress)
        fresh.replace(path)
    except (OSError, sqlite_driver().Error) as error:
        raise Unusable(what=str(path), why=f"เขียนไม่ได้ ({error})", why_en=str(error)) from error
    finally:
        with suppress(OSError):
            fresh.unlink(missing_ok=True)


def _copy(database: Database, fresh: Path, progress: Callable[[int, int], None] | None) -> None:
    """Copy and check; the raw connections of the driver, because SQLAlchemy has no word for a backup."""

    def tell(_status: int, left: int, total: int) -> None:
        if progress is not None:
            progress(total - left, total)

    fresh.unlink(missing_ok=True)
    target = sqlite_driver().connect(str(fresh))
    try:
        with database.engine.connect() as connection:
            connection.connection.driver_connection.backup(target, pages=PAGES, progress=tell, sleep=0.005)  # type: ignore[union-attr]
        verdict = target.execute("PRAGMA quick_check").fetchone()[0]
    finally:
        target.close()
    if verdict != "ok":
        raise OSError(verdict)
