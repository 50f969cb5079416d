"""The page: margins, number, marks of practice and copy, footer with page x of y, anchor and digest; same data, same bytes."""

from __future__ import annotations

import io
from dataclasses import dataclass
from datetime import date  # noqa: TC003 -- snapshot.thaw reads the field's type
from typing import TYPE_CHECKING, Any

from reportlab.lib.pagesizes import A4
from reportlab.lib.units import mm
from reportlab.pdfgen.canvas import Canvas
from reportlab.platypus import BaseDocTemplate, Frame, PageTemplate

from assettrack.thai.text import thai_digits
from forms.kit.flow import SIZE, SMALL, enter
from forms.kit.font import BOLD, REGULAR, font, width

if TYPE_CHECKING:
    from reportlab.platypus import Flowable

LEFT, RIGHT, TOP, BOTTOM = 25 * mm, 18 * mm, 18 * mm, 18 * mm
BODY = A4[0] - LEFT - RIGHT
"""Width of the text, in points."""


@dataclass(frozen=True)
class PaperFacts:
    """What every paper says of itself."""

    agency: str
    district: str
    province: str
    number: str = ""
    version: int = 1
    practice: bool = False
    copy_no: int = 0
    digest: str = ""
    ledger_seq: int | None = None
    ledger_code: str | None = None
    digits: str = "thai"
    issued_on: date | None = None


def shown(text: str, facts: PaperFacts) -> str:
    """Text with the office's digits, where it is a sentence and not a code."""
    return thai_digits(text) if facts.digits == "thai" else text


class _CountingCanvas(Canvas):  # type: ignore[misc]  # reportlab has no types
    """Keeps every page until the end, to know how many there are."""

    def __init__(self, *args: Any, facts: PaperFacts, **kwargs: Any) -> None:
        super().__init__(*args, **{**kwargs, "initialFontName": font(REGULAR).fontName})
        self._facts = facts
        self._kept: list[dict[str, Any]] = []

    def showPage(self) -> None:  # noqa: N802 -- reportlab's name
        """Keep the page."""
        self._kept.append(dict(self.__dict__))
        self._startPage()

    def save(self) -> None:
        """Draw what stands around every page, now that their number is known, and write the file."""
        pages = self._kept
        for number, page in enumerate(pages, 1):
            self.__dict__.update(page)
            _around(self, self._facts, number, len(pages))
            super().showPage()
        super().save()


def _around(canvas: Canvas, facts: PaperFacts, page: int, pages: int) -> None:
    top, right = A4[1] - 12 * mm, A4[0] - RIGHT
    _put(canvas, facts.number, right, top, bold=True, align="right")
    if facts.practice:
        _put(canvas, "ตัวอย่าง/ฝึกอบรม ใช้เป็นหลักฐานไม่ได้", LEFT, top, bold=True)
    if facts.copy_no:
        _put(canvas, shown(f"สำเนา ฉบับที่ {facts.copy_no}", facts), A4[0] / 2, top, bold=True, align="center")
    y = 11 * mm
    canvas.setLineWidth(0.3)
    canvas.line(LEFT, y + 11, right, y + 11)
    _put(canvas, facts.agency, LEFT, y, size=SMALL)
    _put(canvas, shown(f"หน้า {page} จาก {pages}", facts), right, y, size=SMALL, align="right")
    _put(canvas, "  ".join(_proofs(facts)), LEFT, y - 11, size=SMALL)


def _proofs(facts: PaperFacts) -> list[str]:
    """What ties the page to the ledger and to what was approved."""
    words = [f"ฉบับที่ {facts.version} รหัสเอกสาร {facts.digest[:12]}"] if facts.digest else []
    if facts.ledger_seq is not None:
        words.append(f"บัญชีการเปลี่ยนแปลง {facts.ledger_seq}:{facts.ledger_code}")
    return words


def _put(
    canvas: Canvas, text: str, x: float, y: float, *, bold: bool = False, size: float = SIZE, align: str = "left"
) -> None:
    face = BOLD if bold else REGULAR
    clean = enter(text, face)
    wide = width(clean, face, size)
    canvas.setFont(font(face).fontName, size)
    canvas.drawString(x - {"left": 0, "center": wide / 2, "right": wide}[align], y, clean)


def build(facts: PaperFacts, title: str, story: list[Flowable]) -> bytes:
    """The PDF of a document's flowables: A4, tagged with title, author and language."""
    out = io.BytesIO()
    font(BOLD)
    document = BaseDocTemplate(
        out, pagesize=A4, invariant=1, title=title, author=facts.agency, subject=facts.number, lang="th-TH"
    )
    frame = Frame(LEFT, BOTTOM, BODY, A4[1] - TOP - BOTTOM, 0, 0, 0, 0)
    document.addPageTemplates([PageTemplate(frames=[frame], onPage=lambda canvas, _: _bookmark(canvas, title))])
    document.build(story, canvasmaker=lambda *a, **k: _CountingCanvas(*a, facts=facts, **k))
    return out.getvalue()


def _bookmark(canvas: Canvas, title: str) -> None:
    if canvas.getPageNumber() == 1:
        canvas.bookmarkPage("top")
        canvas.addOutlineEntry(title, "top")
        canvas.setViewerPreference("DisplayDocTitle", "true")
