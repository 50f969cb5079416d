"""The ruler page (หน้าวัดเครื่องพิมพ์): crosses and scales on A4 from which a printer's fault is measured."""

from __future__ import annotations

import io
from dataclasses import dataclass

from reportlab.lib.pagesizes import A4
from reportlab.lib.units import mm
from reportlab.pdfgen.canvas import Canvas

from forms.kit.flow import SIZE, SMALL, Text
from forms.kit.font import BOLD, REGULAR, font
from forms.kit.ink import enter, put
from forms.kit.label_stock import ACROSS, DOWN, MARK, STRAIGHT, PrinterProfile

TITLE = "หน้าวัดเครื่องพิมพ์สำหรับพิมพ์ป้าย"
_HEIGHT = 297.0
_LEFT, _TOP, _WIDE = 35.0, 45.0, 150.0
"""Where the words begin, and how wide they run, in mm."""
_SPARE = 5.0
"""How far a scale goes on beyond the crosses, in mm."""
_STEPS = (
    "๑. พิมพ์หน้านี้ที่ขนาด 100 % (ขนาดจริง) ห้ามเลือก «พอดีกับหน้ากระดาษ» หรือ «ย่อให้พอดี»",
    "๒. ใช้ไม้บรรทัดวัดบนกระดาษ A4 ที่พิมพ์ออกมา ให้ละเอียดถึงครึ่งมิลลิเมตร",
    "๓. วัด ก และ ข จากขอบกระดาษถึงกากบาทมุมซ้ายบน วัด ค และ ง จากกากบาทมุมซ้ายบนถึงกากบาทอีกดวง",
    "๔. กรอกตัวเลขทั้งสี่ลงในช่องตั้งค่าเครื่องพิมพ์ของโปรแกรม",
)
_MEASURES = (
    ("ก", "จากขอบซ้ายของกระดาษถึงกากบาทมุมซ้ายบน", MARK),
    ("ข", "จากขอบบนของกระดาษถึงกากบาทมุมซ้ายบน", MARK),
    ("ค", "จากกากบาทมุมซ้ายบนถึงกากบาทมุมขวาบน", ACROSS),
    ("ง", "จากกากบาทมุมซ้ายบนถึงกากบาทมุมซ้ายล่าง", DOWN),
)
_STRAIGHT_WORDS = "หน้านี้พิมพ์โดยไม่ชดเชย ตัวเลขที่วัดได้จึงเป็นของเครื่องพิมพ์เอง"
_MENDED_WORDS = "หน้านี้พิมพ์โดยชดเชยตามค่าที่ตั้งไว้แล้ว ถ้าวัดได้ตรงตามที่ควรได้แปลว่าตั้งไว้ถูก ถ้าไม่ตรงให้พิมพ์หน้าวัดที่ไม่ชดเชยแล้ววัดใหม่"


@dataclass(frozen=True)
class LabelRuler:
    """Whose printer is measured; with a ``profile`` the page is drawn by it, to see that the crosses stand right."""

    agency: str
    printer_name: str
    practice: bool = False
    profile: PrinterProfile | None = None


def sample() -> LabelRuler:
    """A page with the longest plausible names."""
    return LabelRuler("องค์การบริหารส่วนตำบลพะงาด", "HP LaserJet Pro MFP M428fdw ห้องกองคลัง ชั้น ๒", practice=True)


def render(data: LabelRuler) -> bytes:
    """The page as PDF; same data, same bytes.

    Raises:
        GlyphMissing: a character that the font cannot draw.
    """
    out = io.BytesIO()
    font(BOLD)
    canvas = Canvas(
        out, A4, pageCompression=1, invariant=1, pdfVersion=(1, 7), initialFontName=font(REGULAR).fontName, lang="th-TH"
    )
    canvas.setTitle(f"{TITLE} {enter(data.printer_name)}".strip())
    canvas.setAuthor(enter(data.agency))
    canvas.setCreator("assettrack")
    canvas.setViewerPreference("DisplayDocTitle", "true")
    canvas.setViewerPreference("PrintScaling", "None")  # what is measured is the printer, not a setting
    canvas.saveState()
    profile = data.profile or STRAIGHT
    canvas.transform(
        profile.scale_x, 0, 0, profile.scale_y, profile.dx * mm, (_HEIGHT * (1 - profile.scale_y) - profile.dy) * mm
    )
    _marks(canvas)
    canvas.restoreState()
    _words(canvas, data)
    canvas.save()
    return out.getvalue()


def _marks(canvas: Canvas) -> None:
    """The four crosses, and a scale of millimetres from each to the next; numbers are millimetres from the paper's edge."""
    right, low = MARK + ACROSS, MARK + DOWN
    for x, y in ((MARK, MARK), (right, MARK), (MARK, low), (right, low)):
        canvas.setLineWidth(0.4)
        canvas.line((x - _SPARE) * mm, _up(y), (x + _SPARE) * mm, _up(y))
        canvas.line(x * mm, _up(y - _SPARE), x * mm, _up(y + _SPARE))
        canvas.circle(x * mm, _up(y), 2 * mm)
    canvas.setLineWidth(0.2)
    for at in range(int(MARK), int(right) + 1):
        tick = _tick(at)
        canvas.line(at * mm, _up(MARK), at * mm, _up(MARK + tick))
        if at % 10 == 0 and at > MARK:
            put(canvas, str(at), at * mm, _up(MARK + tick + 2.5), size=6, align="center")
    for at in range(int(MARK), int(low) + 1):
        tick = _tick(at)
        canvas.line(MARK * mm, _up(at), (MARK + tick) * mm, _up(at))
        if at % 10 == 0 and at > MARK:
            put(canvas, str(at), (MARK + tick + 1) * mm, _up(at + 0.7), size=6)


def _tick(at: int) -> float:
    """How long the line of a millimetre is."""
    return 4.0 if at % 10 == 0 else 2.7 if at % 5 == 0 else 1.6


def _up(y: float) -> float:
    """A distance from the top edge in mm, as the canvas counts it."""
    return float((_HEIGHT - y) * mm)


def _words(canvas: Canvas, data: LabelRuler) -> None:
    """What the page is for, and what to do with it."""
    heading = [TITLE, f"เครื่องพิมพ์ {data.printer_name}", data.agency]
    if data.practice:
        heading.append("ตัวอย่าง/ฝึกอบรม")
    y = _TOP
    for number, text in enumerate(heading):
        y = _paragraph(canvas, Text(text, bold=number != 2, size=SIZE + (4 if not number else 0)), y)
    y = _paragraph(canvas, Text(_MENDED_WORDS if data.profile else _STRAIGHT_WORDS), y + 3) + 3
    for step in _STEPS:
        y = _paragraph(canvas, Text(step, hang=SIZE * 1.2), y) + 1.5
    y += 9
    for sign, words, wanted in _MEASURES:
        put(canvas, sign, _LEFT * mm, _up(y), bold=True, size=SIZE + 2)
        put(canvas, words, (_LEFT + 8) * mm, _up(y), size=SIZE)
        put(canvas, f"{'.' * 22} มม.", (_LEFT + 90) * mm, _up(y), size=SIZE)
        put(canvas, f"ควรได้ {wanted:g}", (_LEFT + 126) * mm, _up(y), size=SMALL)
        y += 9
    _letters(canvas)


def _paragraph(canvas: Canvas, text: Text, y: float) -> float:
    """Draw a paragraph under ``y``, in mm from the top, and say where it ends."""
    _, height = text.wrap(_WIDE * mm, _HEIGHT * mm)
    text.drawOn(canvas, _LEFT * mm, _up(y) - height)
    return float(y + height / mm)


def _letters(canvas: Canvas) -> None:
    """The letters of the four measures, beside the crosses they belong to."""
    places = ((MARK - 5, MARK + 7), (MARK + 5, MARK - 3.2), (MARK + ACROSS / 2, MARK - 2), (MARK - 5, MARK + DOWN / 2))
    for (sign, _, _), (x, y) in zip(_MEASURES, places, strict=True):
        put(canvas, sign, x * mm, _up(y), bold=True, size=SIZE + 2, align="center")
