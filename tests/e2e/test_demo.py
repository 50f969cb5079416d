"""The first command of the README, from its end: the practice office is made and the screen opens with what to type."""

import os
import shutil
import sys
from pathlib import Path

import pytest

from assettrack.office.practice_people import PASSWORD
from tests.e2e.terminal import Terminal

ROOT = Path(__file__).parents[2]


@pytest.mark.xdist_group("terminal")
def test_demo_ends_with_the_screen_open_and_says_what_to_type(tmp_path):
    if shutil.which("tmux") is None:
        pytest.skip("needs tmux")
    environ = {
        "PATH": os.environ["PATH"],
        "PYTHONPATH": str(ROOT),
        "HOME": str(tmp_path),
        "LANG": "C.UTF-8",
        "ASSETTRACK_CONFIG_DIR": str(tmp_path / "config"),
    }
    words = ["demo", "--dir", str(tmp_path / "ฝึก"), "--assets", "60", "--loans", "12"]
    terminal = Terminal([sys.executable, "-m", "assettrack", *words], environ)
    try:
        terminal.wait("รหัสผ่านทุกคน", PASSWORD, "องค์การบริหารส่วนตำบลพะงาด", seconds=60)
        terminal.type("patsadu")
        terminal.keys("Enter")
        terminal.type(PASSWORD)
        terminal.keys("Enter")
        terminal.wait("1/5")
        terminal.keys("Escape")
        terminal.wait_gone("1/5")
        terminal.wait("นายณรงค์ ละเอียด", "รอส่งมอบ")
        assert "assettrack" in (tmp_path / "ฝึก" / "README.txt").read_text(encoding="utf-8-sig")
    finally:
        terminal.close()
