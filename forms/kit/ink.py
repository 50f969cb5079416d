"""A line of text on the page: shaped, of one or more faces, spread to the margin where it is asked (Thai distributed)."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from assettrack.thai.text import clusters, normalise
from forms.kit.font import BOLD, REGULAR, check_glyphs, font, width
from forms.kit.tags import tagged

if TYPE_CHECKING:
    from collections.abc import Sequence

    from forms.kit.font import ThaiFont
    from forms.kit.tags import Step

Run = tuple[str, str]
"""A face and what stands in it."""


def enter(text: str, face: str = REGULAR) -> str:
    """Text as it may stand on paper: normalised, and every glyph there. The one door through which text enters.

    Raises:
        GlyphMissing: a character that the font cannot draw.
    """
    clean = normalise(text)
    check_glyphs(clean.replace("\n", ""), font(face))
    return clean


def runs_width(runs: Sequence[Run], size: float) -> float:
    """Width of a line in points."""
    return sum(width(text, face, size) for face, text in runs)


def ink(canvas: Any, runs: Sequence[Run], x: float, y: float, size: float, spread: float = 0.0) -> None:
    """Draw a line at its baseline; ``spread`` is put between every two clusters. All in points."""
    document, code = canvas._doc, canvas._code  # noqa: SLF001 -- ReportLab has no other door for an operator
    out = [f"BT 1 0 0 1 {x:.2f} {y:.2f} Tm"]
    for face, text in runs:
        typeface = font(face)
        for subset, shown in _strings(canvas, typeface, text, spread * 1000 / size):
            out.append(f"{typeface.getSubsetInternalName(subset, document)} {size:.4g} Tf {shown}")
    code.append(" ".join([*out, "ET"]))


def _strings(canvas: Any, typeface: ThaiFont, text: str, spread: float) -> list[tuple[int, str]]:
    """What shows the text: operators, each with the subset of the font that it needs."""
    escape, document = canvas._escape, canvas._doc  # noqa: SLF001
    if not spread:
        return [(subset, f"({escape(codes)}) Tj") for subset, codes in typeface.splitString(text, document)]
    found: list[tuple[int, list[str]]] = []
    for cluster in clusters(text):
        for at, (subset, codes) in enumerate(typeface.splitString(cluster, document)):
            if not found or found[-1][0] != subset:
                found.append((subset, []))
            gap = (
                "" if at else f" {-spread:.1f}"
            )  # after the cluster before; the first one moves nothing that was drawn
            found[-1][1].append(f"{gap if found[0][1] else ''}({escape(codes)})")
    return [(subset, f"[{''.join(shown)}] TJ") for subset, shown in found]


def put(
    canvas: Any,
    text: str,
    x: float,
    y: float,
    *,
    bold: bool = False,
    size: float,
    align: str = "left",
    path: tuple[Step, ...] = (),
) -> None:
    """Draw one line of text at a place of the page; without a ``path`` it is an artifact."""
    face = BOLD if bold else REGULAR
    clean = enter(text, face)
    back = {"left": 0.0, "center": 0.5, "right": 1.0}[align] * width(clean, face, size)
    with tagged(canvas, *path):
        ink(canvas, [(face, clean)], x - back, y, size)
