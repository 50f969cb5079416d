"""What an import costs: the command line loads no screen, the screen paints before the database library."""

import subprocess
import sys

import pytest

HEAVY = ("sqlalchemy", "textual", "reportlab", "holidays", "alembic", "numpy", "zxingcpp", "PIL")


def loaded_after(code):
    script = f"import sys\n{code}\nprint(*[m for m in {HEAVY!r} if m in sys.modules])"
    done = subprocess.run([sys.executable, "-c", script], capture_output=True, text=True, check=True)
    return done.stdout.split()


@pytest.mark.parametrize(
    ("code", "allowed"),
    [
        ("import assettrack.cli.main", []),
        ("from assettrack.cli.main import grammar; grammar('th').format_help()", []),
        ("import assettrack.bootstrap", []),
        ("import assettrack.tui.app", ["textual"]),
        ("import forms.registry", []),
        ("import assettrack.office.lending", ["sqlalchemy"]),
        ("import assettrack.office.papers", ["sqlalchemy"]),
        ("import assettrack.office.photo_scans", ["sqlalchemy"]),
        ("import assettrack.cli.scan", []),
    ],
)
def test_an_import_loads_only_what_it_must(code, allowed):
    assert loaded_after(code) == allowed
