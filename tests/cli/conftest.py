"""Commands by subprocess, as scripts and auditors run them."""

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]


class Command:
    """``assettrack`` on one database, with its own configuration folder."""

    def __init__(self, folder, database=None, day="2026-09-15"):
        self.folder, self.database = folder, str(database or folder / "office.db")
        self.environ = {
            "PATH": os.environ["PATH"],
            "PYTHONPATH": str(ROOT),
            "HOME": str(folder),
            "LANG": "C.UTF-8",
            "ASSETTRACK_DB": self.database,
            "ASSETTRACK_CONFIG_DIR": str(folder / "config"),
            "ASSETTRACK_PASSWORD": "ฝึกหัด-2569",
            **({"ASSETTRACK_TODAY": day} if day else {}),
        }

    def __call__(self, *words, as_=None, **environ):
        who = ["--as", as_] if as_ else []
        return subprocess.run(
            [sys.executable, "-m", "assettrack", *who, *map(str, words)],
            cwd=self.folder,
            env=self.environ | environ,
            stdin=subprocess.DEVNULL,
            capture_output=True,
            text=True,
            check=False,
            timeout=120,
        )

    def json(self, *words, as_=None, code=0, **environ):
        """The document that ``--json`` prints, whatever the exit code is expected to be."""
        done = self("--json", *words, as_=as_, **environ)
        assert done.returncode == code, (words, done.returncode, done.stdout, done.stderr)
        assert "Traceback" not in done.stderr
        return json.loads(done.stdout)


@pytest.fixture
def folder(tmp_path):
    return tmp_path


@pytest.fixture
def assettrack(folder):
    return Command(folder)


@pytest.fixture
def made(assettrack):
    """An empty practice office."""
    assettrack.json(
        "init", "--agency", "อบต.ทดสอบ", "--district", "เมือง", "--province", "นครราชสีมา", "--admin", "admin", "--practice"
    )  # fmt: skip
    return assettrack
