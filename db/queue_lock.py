"""A fair queue before SQLite's write lock: writers of all processes wait on one side file instead of polling the database."""

from __future__ import annotations

import os
import sys
import threading
from typing import TYPE_CHECKING

from assettrack.rules.refusal import Unusable

if TYPE_CHECKING:
    from pathlib import Path
    from types import TracebackType


class QueueLock:
    """A lock on a file that one thread of one process holds at a time; the operating system wakes the next in line."""

    def __init__(self, path: Path) -> None:
        self._path = path
        self._thread = threading.Lock()
        self._file: int | None = None

    def __enter__(self) -> None:
        self._thread.acquire()
        try:
            if self._file is None:
                self._file = os.open(self._path, os.O_CREAT | os.O_RDWR, 0o660)
            _lock(self._file)
        except OSError as error:
            self._thread.release()
            raise Unusable(what=str(self._path), why=f"เขียนไฟล์คิวไม่ได้ ({error})", why_en=str(error)) from error
        except BaseException:
            self._thread.release()
            raise

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        try:
            if self._file is not None:
                _unlock(self._file)
        finally:
            self._thread.release()

    def close(self) -> None:
        """Give the file back."""
        with self._thread:
            if self._file is not None:
                os.close(self._file)
                self._file = None


if sys.platform == "win32":
    import msvcrt
    import time

    def _lock(file: int) -> None:
        while True:
            try:
                os.lseek(file, 0, os.SEEK_SET)
                msvcrt.locking(file, msvcrt.LK_NBLCK, 1)
            except OSError:
                time.sleep(0.002)
            else:
                return

    def _unlock(file: int) -> None:
        os.lseek(file, 0, os.SEEK_SET)
        msvcrt.locking(file, msvcrt.LK_UNLCK, 1)

else:
    import fcntl

    def _lock(file: int) -> None:
        fcntl.flock(file, fcntl.LOCK_EX)

    def _unlock(file: int) -> None:
        fcntl.flock(file, fcntl.LOCK_UN)
