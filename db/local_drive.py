"""Is a file on this computer's own disk? SQLite's locks and shared memory do not hold on a network drive."""

from __future__ import annotations

import re
import sys
from pathlib import Path

from assettrack.rules.refusal import Unusable

REMOTE = frozenset(
    {
        "9p", "afs", "beegfs", "ceph", "cifs", "coda", "davfs", "drvfs", "gfs2", "glusterfs", "lustre", "ncpfs", "nfs", "nfs4",
        "ocfs2", "prl_fs", "shfs", "smb3", "smbfs", "vboxsf", "virtiofs", "vmhgfs",
    }
)  # fmt: skip
LOCAL_FUSE = frozenset({"fuseblk", "fuse.portal"})
MOUNTINFO = Path("/proc/self/mountinfo")
_FIELDS = 5


def check_local(path: Path, mounts: str | None = None) -> None:
    """Refuse a file on a network drive.

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
    if mounts is None:
        mounts = MOUNTINFO.read_text(encoding="utf8", errors="replace") if MOUNTINFO.exists() else ""
    kind = file_system(path.resolve(), mounts)
    return kind in REMOTE or (kind.startswith("fuse") and kind not in LOCAL_FUSE)


def file_system(path: Path, mounts: str) -> str:
    """The type of the file system that a path is on, by the longest mount point above it; empty where none is known.

    ``mounts`` has the lines of proc_pid_mountinfo(5): the mount point is the fifth field, with blanks as octal, and the type
    stands after `` - ``.
    """
    found: dict[int, str] = {}
    for line in mounts.splitlines():
        before, _, after = line.partition(" - ")
        if len(before.split()) < _FIELDS or not after.split():
            continue
        point = Path(re.sub(r"\\([0-7]{3})", lambda octal: chr(int(octal[1], 8)), before.split()[4]))
        if path == point or point in path.parents:
            found[len(point.parts)] = after.split()[0]
    return found[max(found)] if found else ""
