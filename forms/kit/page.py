"""The page: margins, number, marks of practice and copy, footer with page x of y, anchor and seal; same data, same bytes."""

from __future__ import annotations

import io
from dataclasses import dataclass, field
from datetime import date  # noqa: TC003 -- snapshot.thaw reads the field's type
from typing import TYPE_CHECKING, Any

from reportlab.lib.pagesizes import A4
from reportlab.lib.units import mm
from reportlab.pdfgen.canvas import Canvas
from reportlab.platypus import BaseDocTemplate, Frame, PageTemplate

from assettrack.thai.text import thai_digits
from forms.kit.flow import SIZE, SMALL
from forms.kit.font import BOLD, REGULAR, font
from forms.kit.ink import put
from forms.kit.qr import draw
from forms.kit.tags import Tags, number_page, tagged

if TYPE_CHECKING:
    from collections.abc import Sequence

    from reportlab.platypus import Flowable

NOT_FROZEN = {"frozen": False}
"""Metadata of a field that `snapshot.freeze` leaves out: it is the office's, not the paper's."""


@dataclass(frozen=True)
class Sheet:
    """A page and its margins, in points."""

    width: float
    height: float
    left: float
    right: float
    top: float
    bottom: float
    letter: bool = False
    """An official letter: its number stands in its text, later pages are numbered at the top («- ๒ -»)."""

    @property
    def body(self) -> float:
        """Width of the text."""
        return self.width - self.left - self.right


FORM = Sheet(A4[0], A4[1], 25 * mm, 18 * mm, 18 * mm, 21 * mm)
WIDE = Sheet(A4[1], A4[0], 15 * mm, 15 * mm, 18 * mm, 21 * mm)
"""A register: A4 on its side."""
LETTER = Sheet(A4[0], A4[1], 30 * mm, 20 * mm, 15 * mm, 22 * mm, letter=True)
"""Official correspondence: 3 cm left, 2 cm right (ระเบียบงานสารบรรณ พ.ศ. ๒๕๒๖; นร ๐๑๐๖/ว ๒๐๑๙)."""
BODY = FORM.body
SEAL = 14 * mm
"""Side of the small QR code on a page, its quiet zone included."""


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
    mark: str = ""
    """What to ask `paper verify` with, in words: the short digest."""
    seal: str = ""
    """What the small QR code says: the mark, or the phone's page of it."""
    ledger_seq: int | None = None
    ledger_code: str | None = None
    digits: str = "thai"
    issued_on: date | None = None
    emblem: str = field(default="", metadata=NOT_FROZEN)
    """The office's picture file of the ครุฑ in base64, or empty: its space is kept."""


def shown(text: str, facts: PaperFacts) -> str:
    """Text with the office's digits, where it is a sentence and not a code."""
    return thai_digits(text) if facts.digits == "thai" else text


class _Pages(Canvas):  # type: ignore[misc]  # reportlab has no types
    """Keeps every page until the end, to know how many there are; knows the document's structure and headings."""

    def __init__(self, *args: Any, facts: PaperFacts, sheet: Sheet, **kwargs: Any) -> None:
        super().__init__(*args, **{**kwargs, "initialFontName": font(REGULAR).fontName, "pdfVersion": (1, 7)})
        self._facts, self._sheet = facts, sheet
        self._kept: list[dict[str, Any]] = []
        self.tags = Tags()
        self.headings: list[tuple[int, int, str]] = []

    def showPage(self) -> None:  # noqa: N802 -- reportlab's name
        """Keep the page."""
        self._kept.append(dict(self.__dict__))
        self._startPage()

    def save(self) -> None:
        """Draw what stands around every page, now that their number is known, and write the file."""
        pages = self._kept
        for number, page in enumerate(pages, 1):
            self.__dict__.update(page)
            with tagged(self):
                _around(self, self._facts, self._sheet, number, len(pages))
            self._bookmark(number)
            super().showPage()
            number_page(self._doc.Pages.pages[-1], number)
        self.tags.write(self._doc)
        self.setViewerPreference("DisplayDocTitle", "true")
        super().save()

    def _bookmark(self, page: int) -> None:
        for at, (on, level, title) in enumerate(self.headings):
            if on == page:
                self.bookmarkPage(f"h{at}")
                self.addOutlineEntry(title, f"h{at}", level)


def _around(canvas: Canvas, facts: PaperFacts, sheet: Sheet, page: int, pages: int) -> None:
    """Number, marks, footer and seal of a page; all artifacts (the caller says so)."""
    right, top = sheet.width - sheet.right, sheet.height - 11 * mm
    if facts.practice:
        put(canvas, "ตัวอย่าง/ฝึกอบรม ใช้เป็นหลักฐานไม่ได้", sheet.left, top, bold=True, size=SIZE)
    if sheet.letter and page > 1:
        put(canvas, shown(f"- {page} -", facts), sheet.width / 2, top, size=SIZE, align="center")
    if facts.copy_no:
        words, middle = shown(f"สำเนา ฉบับที่ {facts.copy_no}", facts), sheet.width / 2
        put(canvas, words, right - 20 * mm if sheet.letter else middle, top, bold=True, size=SIZE, align="center")
    if not sheet.letter:
        put(canvas, facts.number, right, top, bold=True, size=SIZE, align="right")
    _foot(canvas, facts, sheet, shown(f"หน้า {page} จาก {pages}", facts))


def _foot(canvas: Canvas, facts: PaperFacts, sheet: Sheet, counted: str) -> None:
    y, right = 13 * mm, sheet.width - sheet.right
    if facts.seal:
        draw(canvas, facts.seal, right - SEAL, 5.5 * mm, SEAL)
        right -= SEAL + 2
    canvas.setLineWidth(0.3)
    canvas.line(sheet.left, y + 11, right, y + 11)
    named = f"{facts.agency}  {facts.number}" if sheet.letter and facts.seal else facts.agency
    put(canvas, named, sheet.left, y, size=SMALL)
    put(canvas, counted, right, y, size=SMALL, align="right")
    put(canvas, "  ".join(_proofs(facts)), sheet.left, y - 11, size=SMALL)


def _proofs(facts: PaperFacts) -> list[str]:
    """What ties the page to the ledger and to what was approved."""
    words = [f"{shown(f'ฉบับที่ {facts.version}', facts)} รหัสเอกสาร {facts.mark}"] if facts.mark else []
    if facts.ledger_seq is not None:
        words.append(f"บัญชีการเปลี่ยนแปลง {facts.ledger_seq}:{facts.ledger_code}")
    return words


def build(facts: PaperFacts, title: str, story: Sequence[Flowable], sheet: Sheet = FORM) -> bytes:
    """The PDF of a document's flowables: tagged, with title, author, language and bookmarks."""
    out = io.BytesIO()
    font(BOLD)
    document = BaseDocTemplate(
        out, pagesize=(sheet.width, sheet.height), invariant=1, title=title, author=facts.agency, subject=facts.number,
        lang="th-TH", creator="assettrack",
    )  # fmt: skip
    tall = sheet.height - sheet.top - sheet.bottom
    frame = Frame(sheet.left, sheet.bottom, sheet.body, tall, 0, 0, 0, 0)
    document.addPageTemplates([PageTemplate(frames=[frame])])
    document.build(list(story), canvasmaker=lambda *a, **k: _Pages(*a, facts=facts, sheet=sheet, **k))
    return out.getvalue()
