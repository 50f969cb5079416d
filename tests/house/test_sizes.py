"""The rooms stay small: HOUSE.md rule 7 and STYLE.md §2."""

import ast
from pathlib import Path
from statistics import median

import pytest

ROOT = Path(__file__).parents[2]
FILES = sorted(
    p for top in ("assettrack", "forms", "db") for p in (ROOT / top).rglob("*.py") if "versions" not in p.parts
)


def functions(path):
    tree = ast.parse(path.read_text(encoding="utf8"))
    return [n for n in ast.walk(tree) if isinstance(n, ast.FunctionDef | ast.AsyncFunctionDef)]


@pytest.mark.parametrize("path", FILES, ids=lambda p: str(p.relative_to(ROOT)))
def test_a_file_and_its_functions_fit_their_rooms(path):
    text = path.read_text(encoding="utf8")
    assert text.count("\n") <= 420
    long = {f.name: f.end_lineno - f.lineno + 1 for f in functions(path) if f.end_lineno - f.lineno >= 60}
    assert long == {}


def test_the_median_function_is_short():
    sizes = [f.end_lineno - f.lineno + 1 for path in FILES for f in functions(path)]
    assert 4 <= median(sizes) <= 12
