"""Official correspondence: บันทึกข้อความ, หนังสือภายนอก, คำสั่ง (ระเบียบสำนักนายกรัฐมนตรีว่าด้วยงานสารบรรณ พ.ศ. ๒๕๒๖, DOMAIN §4.9).

Sizes stand as the rule names them for TH Sarabun and are set in Sarabun of the same width (`flow.points`). The ครุฑ is drawn from
a file that the office supplies; without one its space is kept.
"""

from __future__ import annotations

import base64
import io
from dataclasses import dataclass
from typing import TYPE_CHECKING

from reportlab.lib.units import cm
from reportlab.lib.utils import ImageReader
from reportlab.platypus import Flowable, KeepTogether, Spacer

from forms.kit.flow import SIZE, SMALL, Field, Text, TickBox, points
from forms.kit.font import BOLD, REGULAR, width
from forms.kit.ink import enter, ink, runs_width
from forms.kit.page import LETTER, PaperFacts, shown
from forms.kit.parts import DOT, Signature, blank, side_by_side, signature
from forms.kit.tags import tagged

if TYPE_CHECKING:
    from collections.abc import Sequence

LINE = 20.0
"""Points from line to line of a letter."""
GAP = 6.0
"""Points between the parts of a letter."""
FIRST = 2.5 * cm
"""First-line indent (one tab)."""
MEMO_EMBLEM, LETTER_EMBLEM = 1.5 * cm, 3 * cm
_WIDEST = 1.25
"""How much wider than high a picture may be before it is made smaller."""
_BESIDE = 1.6 * cm
"""How far right of the middle the sender's address begins, so that the ครุฑ is clear of it."""
_PEN = 2.2 * LINE
"""Room to sign between the closing words and the name."""
_TITLE, _LABEL = points(29), points(20)


class Emblem(Flowable):  # type: ignore[misc]  # reportlab has no types
    """The ครุฑ ``tall`` points high: at the left of a memorandum with a title in the middle of the line, in the middle of a letter.

    It reaches ``sunk`` points below its own room, to stand on the line of the letter's number.
    """

    def __init__(
        self, facts: PaperFacts, tall: float, *, title: str = "", center: bool = False, sunk: float = 0
    ) -> None:
        super().__init__()
        self.picture, self.tall, self.center, self.sunk = facts.emblem, tall, center, sunk
        self.title = enter(title, BOLD)

    def wrap(self, available: float, _height: float) -> tuple[float, float]:
        """Its height, whether there is a picture or not."""
        self.width, self.height = available, self.tall - self.sunk
        return available, self.height

    def draw(self) -> None:
        """The picture, then the title in the middle of the line."""
        if self.picture:
            with tagged(self.canv):
                self._draw_picture()
        if self.title:
            x = (self.width - runs_width([(BOLD, self.title)], _TITLE)) / 2
            with tagged(self.canv, ("H1", self)):
                ink(self.canv, [(BOLD, self.title)], x, self.tall * 0.2, _TITLE)
            self.canv.headings.append((self.canv.getPageNumber(), 0, self.title))

    def _draw_picture(self) -> None:
        image = ImageReader(io.BytesIO(base64.b64decode(self.picture)))
        across, down = image.getSize()
        high = min(self.tall, self.tall * _WIDEST * down / across)
        wide = high * across / down
        x = (self.width - wide) / 2 if self.center else 0
        self.canv.drawImage(image, x, -self.sunk, wide, high, mask="auto")


class Hung(Flowable):  # type: ignore[misc]  # reportlab has no types
    """A word of the head (เรื่อง, เรียน, อ้างถึง, สิ่งที่ส่งมาด้วย) with what it says beside it, however many lines that takes."""

    def __init__(self, label: str, words: str, *, role: str = "P") -> None:
        super().__init__()
        self.label = enter(label)
        self.text = Text(words, leading=LINE, role=role)
        self.spaceBefore = GAP

    def wrap(self, available: float, height: float) -> tuple[float, float]:
        """As many lines as the words need right of the label and two spaces."""
        self.indent = width(f"{self.label}  ", REGULAR, SIZE)
        self.width = available
        self.height = self.text.wrap(available - self.indent, height)[1]
        return available, self.height

    def draw(self) -> None:
        """The label on the first line, the words beside it."""
        with tagged(self.canv, *self.text.path):
            ink(self.canv, [(REGULAR, f"{self.label} ")], 0, self.height - LINE + (LINE - SIZE) * 0.45, SIZE)
        self.text.canv = self.canv
        self.canv.saveState()
        self.canv.translate(self.indent, 0)
        self.text.draw()
        self.canv.restoreState()


class Rule(Flowable):  # type: ignore[misc]  # reportlab has no types
    """A line over ``share`` of the width, in the middle: whole under an order's head, dashed (points) where a slip is cut off."""

    def __init__(self, share: float = 1.0, dash: tuple[float, ...] = ()) -> None:
        super().__init__()
        self.share, self.dash = share, dash

    def wrap(self, available: float, _height: float) -> tuple[float, float]:
        """The line and the room above and below it."""
        self.width, self.height = available, 2 * GAP
        return available, self.height

    def draw(self) -> None:
        """The line."""
        margin = self.width * (1 - self.share) / 2
        with tagged(self.canv):
            self.canv.saveState()
            self.canv.setLineWidth(0.6)
            self.canv.setDash(*self.dash)
            self.canv.line(margin, GAP, self.width - margin, GAP)
            self.canv.restoreState()


class Parts(Flowable):  # type: ignore[misc]  # reportlab has no types
    """Columns of one row, each from its own place of the line (points) to where the next begins; never parted."""

    def __init__(self, *columns: tuple[float, Sequence[Flowable]]) -> None:
        super().__init__()
        self.columns = columns

    def wrap(self, available: float, height: float) -> tuple[float, float]:
        """As high as the highest column."""
        ends = [start for start, _ in self.columns[1:]] + [available]
        tall = [
            sum(part.wrap(end - start, height)[1] for part in parts)
            for (start, parts), end in zip(self.columns, ends, strict=True)
        ]
        self.width, self.height = available, max(tall)
        return available, self.height

    def draw(self) -> None:
        """Each column from the top."""
        for start, parts in self.columns:
            y = self.height
            for part in parts:
                y -= part.height
                part.drawOn(self.canv, start, y)


def text(words: str, **style: object) -> Text:
    """A line or paragraph of a letter at 16 pt."""
    return Text(words, leading=LINE, **style)  # type: ignore[arg-type]


def dots(wide: float) -> str:
    """Dots to write on over ``wide`` points."""
    return DOT * int(wide / width(DOT, REGULAR, SIZE))


def memo_head(
    facts: PaperFacts,
    *,
    office: str,
    number: str,
    day: str,
    subject: str,
    to: str,
    references: Sequence[str] = (),
    enclosures: Sequence[str] = (),
) -> list[Flowable]:
    """The head of a บันทึกข้อความ: ส่วนราชการ, ที่, วันที่, เรื่อง, เรียน, and อ้างถึง, สิ่งที่ส่งมาด้วย if any; empty values leave dots."""
    two = Parts(
        (0, [Field("ที่", shown(number, facts), label_size=_LABEL)]),
        (LETTER.body / 2 - GAP, []),
        (LETTER.body / 2, [Field("วันที่", shown(day, facts), label_size=_LABEL)]),
    )
    return [
        Emblem(facts, MEMO_EMBLEM, title="บันทึกข้อความ"),
        Field("ส่วนราชการ", shown(office, facts), label_size=_LABEL),
        two,
        Field("เรื่อง", shown(subject, facts), label_size=_LABEL),
        Hung("เรียน", shown(blank(to, 60), facts)),
        *_listed("อ้างถึง", references, facts),
        *_listed("สิ่งที่ส่งมาด้วย", enclosures, facts),
    ]


@dataclass(frozen=True)
class LetterHead:
    """Who writes to whom about what; ``references`` (อ้างถึง) and ``enclosures`` (สิ่งที่ส่งมาด้วย) may be none."""

    number: str
    address: tuple[str, ...]
    day: str
    subject: str
    to: str
    references: tuple[str, ...] = ()
    enclosures: tuple[str, ...] = ()


def letter_head(facts: PaperFacts, head: LetterHead) -> list[Flowable]:
    """The head of a หนังสือภายนอก: ครุฑ, ที่ and address, date, เรื่อง, เรียน, อ้างถึง, สิ่งที่ส่งมาด้วย."""
    sender = [text(shown(line, facts)) for line in head.address or (dots(5 * cm),)]
    number = [text(f"ที่ {shown(blank(head.number), facts)}")]
    middle = LETTER.body / 2
    return [
        Emblem(facts, LETTER_EMBLEM, center=True, sunk=LINE * 0.7),
        Parts((0, number), (middle + _BESIDE, sender)),
        Spacer(0, GAP),
        Parts((middle, [text(shown(blank(head.day), facts))])),
        Hung("เรื่อง", shown(head.subject, facts), role="H1"),
        Hung("เรียน", shown(blank(head.to, 60), facts)),
        *_listed("อ้างถึง", head.references, facts),
        *_listed("สิ่งที่ส่งมาด้วย", head.enclosures, facts),
    ]


def _listed(label: str, things: Sequence[str], facts: PaperFacts) -> list[Flowable]:
    """A word of the head with one thing, or with several that are numbered, each on its own line."""
    if not things:
        return []
    each = things if len(things) == 1 else [f"{no}. {thing}" for no, thing in enumerate(things, 1)]
    return [Hung(label, shown("\n".join(each), facts))]


def order_head(facts: PaperFacts, *, issuer: str, number: str, subject: str) -> list[Flowable]:
    """The head of a คำสั่ง: ครุฑ, who orders, ที่, เรื่อง, and the rule under them."""
    return [
        Emblem(facts, LETTER_EMBLEM, center=True),
        Spacer(0, 8),
        text(f"คำสั่ง{issuer}", align="center", bold=True, role="H1"),
        text(f"ที่ {shown(blank(number), facts)}", align="center"),
        text(f"เรื่อง {shown(subject, facts)}", align="center"),
        Rule(0.28),
        Spacer(0, 4),
    ]


def paragraph(words: str) -> Text:
    """A paragraph: its first line a tab in, spread to the margin."""
    made = text(words, first=FIRST, align="justify")
    made.spaceBefore = GAP
    return made


def numbered(words: str) -> Text:
    """A numbered clause: as a paragraph, close under the one before it."""
    return text(words, first=FIRST, align="justify")


def closing(words: str, block: Signature, *last: str) -> Flowable:
    """The closing words and the signature in the right half, with the ``last`` paragraphs before them, never parted.

    Closing words («ขอแสดงความนับถือ», «สั่ง ณ วันที่ …») leave room for the pen, as letters and orders have it; without them
    there is a line to sign on.
    """
    above = [text(words, align="center")] if words else []
    signed = Parts((LETTER.body / 2, [*above, *_signed(block, on_line=not words)]))
    return KeepTogether([*(paragraph(one) for one in last), Spacer(0, 2 * GAP), signed])


def _signed(block: Signature, *, on_line: bool) -> list[Flowable]:
    """Name and position of who signs a letter, under the electronic signature, the line, or the room for the pen."""
    if block.signed:
        mark: list[Flowable] = [Text(block.signed, align="center", size=SMALL)]
    elif on_line:
        mark = [Spacer(0, LINE * 0.6), text(f"(ลงชื่อ) {DOT * 38}", align="center")]
    else:
        mark = [Spacer(0, _PEN)]
    position = [text(block.position, align="center")] if block.position else []
    return [*mark, text(f"({blank(block.name, 40)})", align="center", fit=True), *position]


def contact(*lines: str) -> list[Flowable]:
    """Whom to ask, at the left under a letter: ส่วนราชการเจ้าของเรื่อง, โทร."""
    return [Spacer(0, 16), *(text(line) for line in lines if line)]


@dataclass(frozen=True)
class Endorsement:
    """One step of a memorandum on its way up: whose opinion or order, what may be ticked, what was ticked, and the signature.

    ``words`` stand under the choices, or after a chosen one that ends in «เพราะ»; where nothing was chosen, dots do.
    """

    title: str
    block: Signature
    choices: tuple[str, ...] = ()
    chosen: str = ""
    words: str = ""


def endorsements(steps: Sequence[Endorsement], *, wide: float = LETTER.body) -> list[Flowable]:
    """The steps in pairs, each kept whole, over ``wide`` points."""
    found: list[Flowable] = []
    for at in range(0, len(steps), 2):
        pair = [_endorsed(step, wide / 2) for step in steps[at : at + 2]]
        found += [side_by_side(*(pair if len(pair) == 2 else [*pair, [text("")]]), width=wide), Spacer(0, 10)]
    return found


def _endorsed(step: Endorsement, wide: float) -> list[Flowable]:
    line = dots(wide - 10)
    ticks = [TickBox(_choice(step, choice, wide), ticked=choice == step.chosen) for choice in step.choices]
    explained = step.chosen.endswith("เพราะ")
    under = "" if explained else step.words or ("" if step.chosen else line)
    return [
        Text(step.title, bold=True),
        *ticks,
        *([Text(under)] if under else []),
        Spacer(0, 8),
        *signature(step.block),
    ]


def _choice(step: Endorsement, choice: str, wide: float) -> str:
    """A choice with the reason it asks for, or dots to write it on."""
    if not choice.endswith("เพราะ"):
        return choice
    if step.chosen:
        return f"{choice} {step.words}" if choice == step.chosen else choice
    return f"{choice} {dots(wide - 30 - width(choice, REGULAR, SIZE))}"
