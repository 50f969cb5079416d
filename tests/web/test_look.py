"""The look by itself: colours that can be told apart, pages that need nothing else."""

import re
from pathlib import Path

import pytest

from assettrack.web import app

WEB = Path(app.__file__).parent
STYLE = (WEB / "static" / "office.css").read_text(encoding="utf8")
COLOURS = dict(re.findall(r"--([a-z-]+): (#[0-9a-f]{6});", STYLE))
TEMPLATES = sorted((WEB / "templates").glob("*.html"))
TEXT = [
    ("ink", "paper"), ("soft", "paper"), ("link", "paper"), ("head", "paper"), ("on-head", "head"), ("good", "paper"),
    ("bad", "paper"), ("good", "good-back"), ("bad", "bad-back"), ("note", "note-back"),
]  # fmt: skip
SHAPES = [("line", "paper"), ("focus", "paper"), ("head", "paper")]


def light(colour):
    """Relative luminance (WCAG 2.2)."""
    parts = [int(colour[at : at + 2], 16) / 255 for at in (1, 3, 5)]
    red, green, blue = (p / 12.92 if p <= 0.04045 else ((p + 0.055) / 1.055) ** 2.4 for p in parts)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def contrast(one, other):
    low, high = sorted((light(COLOURS[one]), light(COLOURS[other])))
    return (high + 0.05) / (low + 0.05)


@pytest.mark.parametrize(("ink", "paper"), TEXT)
def test_text_can_be_read(ink, paper):
    assert contrast(ink, paper) >= 4.5


@pytest.mark.parametrize(("shape", "paper"), SHAPES)
def test_borders_and_focus_can_be_seen(shape, paper):
    assert contrast(shape, paper) >= 3


def test_every_colour_is_one_of_those_that_were_measured():
    assert (
        set(re.findall(r"var\(--([a-z-]+)\)", STYLE))
        == set(COLOURS)
        == {name for pair in TEXT + SHAPES for name in pair}
    )
    rules = STYLE.partition("}")[2]
    assert not re.search(r"#[0-9a-fA-F]{3,8}\b|rgb|hsl|@import|url\(", rules)


@pytest.mark.parametrize("path", TEMPLATES, ids=lambda path: path.name)
def test_a_template_needs_nothing_but_the_office(path):
    text = path.read_text(encoding="utf8")
    assert not re.search(r"<script(?! src=)|<style|\bstyle=|\bon[a-z]+=|https?://|\|\s*safe|<iframe|<object", text)
    assert text.count("<form") == text.count("</form>")
    assert text.count('method="post"') == len(re.findall(r"\b(?:form|visit)\.token\(\)", text)) - (
        "macro token" in text
    )
    assert not re.search("[ก-๙]", text)
