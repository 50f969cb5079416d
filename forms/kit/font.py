"""Sarabun with Thai marks in their exact place, and text that can be copied out of the PDF again.

ReportLab's own shaping damages the text layer and does nothing in ``drawString``. Here every mark stack becomes one zero-width
composite glyph, built from HarfBuzz's positions and added to the font under a private code, whose ToUnicode entry gives back the
original characters. This stands on private parts of reportlab 5.1.0 (``splitString``, ``addObjects``, ``face.glyphPos``), which
is pinned exactly.
"""

from __future__ import annotations

import re
import struct
import threading
from functools import cache
from typing import Any

import uharfbuzz as hb
from fontpkg_sarabun import ROOT
from reportlab import rl_config
from reportlab.pdfbase import pdfmetrics
from reportlab.pdfbase.ttfonts import SUBSETN, TTFont

REGULAR, BOLD = "Sarabun", "Sarabun-Bold"
_FILES = {REGULAR: "Sarabun-Regular.ttf", BOLD: "Sarabun-Bold.ttf"}
_CLUSTER = re.compile("[ก-ฮ][ัิ-ฺ็-๎]*ำ|[ก-ฮ][ัิ-ฺ็-๎]+|[ฤฦ]ๅ")
_PRIVATE = 0xE000
_MORE_COMPONENTS = 32
_ARGS_ARE_WORDS_AND_XY = 3
_CMAP_BLOCK = 100
_LOCK = threading.RLock()

rl_config.useA85 = 0  # printers take binary streams; text around them costs a fifth in size and in time


class GlyphMissing(ValueError):
    """A character that the fonts cannot draw; the paper is refused before printing."""

    def __init__(self, char: str, text: str) -> None:
        super().__init__(f"ฟอนต์ไม่มีตัวอักษร {char!r} (U+{ord(char):04X}) ใน «{text[:40]}»")
        self.char, self.text = char, text


class ThaiFont(TTFont):  # type: ignore[misc]  # reportlab has no types
    """A TrueType font whose Thai clusters are drawn as base glyph plus one composite mark glyph."""

    def __init__(self, name: str, filename: str) -> None:
        super().__init__(name, filename, shapable=False)
        self._shaper = hb.Font(hb.Face(hb.Blob(self.face._ttf_data)))  # noqa: SLF001
        self._of_cluster: dict[str, str] = {}
        self._codes: dict[tuple[Any, ...], int] = {}
        self._unicode: dict[int, str] = {}
        self._next = _PRIVATE
        self._file = bytes(self.face._ttf_data)  # noqa: SLF001
        self._glyphs = bytes(self.face.get_table("glyf"))
        self._grown = False

    def shape(self, text: str) -> str:
        """``text`` with every cluster replaced by base and private mark characters; widths stay the same."""
        return _CLUSTER.sub(lambda match: self._of_cluster.get(match[0]) or self._shape_cluster(match[0]), text)

    def _shape_cluster(self, cluster: str) -> str:
        with _LOCK:
            glyphs = self._positions(cluster)
            base, advance, _, _ = glyphs[0]
            shaped = self._code(("base", base, cluster[0]), cluster[0], base, advance)
            if len(glyphs) == 1:
                shaped = self._code(("whole", base), cluster, base, advance)
            else:
                parts, pen = [], 0
                for glyph, width, dx, dy in glyphs[1:]:
                    parts.append((glyph, pen + dx, dy))
                    pen += width
                shaped += self._code(("stack", cluster[1:], tuple(parts)), cluster[1:], None, pen, parts)
            self._of_cluster[cluster] = shaped
            return shaped

    def _positions(self, cluster: str) -> list[tuple[int, int, int, int]]:
        """HarfBuzz's glyphs of a cluster: (glyph, advance, dx, dy) in font units."""
        buffer = hb.Buffer()
        buffer.add_str(cluster)
        buffer.script, buffer.direction, buffer.language = "Thai", "ltr", "th"
        hb.shape(self._shaper, buffer, {"kern": True, "liga": True})
        placed = zip(buffer.glyph_infos, buffer.glyph_positions, strict=True)
        return [(info.codepoint, at.x_advance, at.x_offset, at.y_offset) for info, at in placed]

    def _code(
        self,
        key: tuple[Any, ...],
        text: str,
        glyph: int | None,
        advance: int,
        parts: list[tuple[int, int, int]] | None = None,
    ) -> str:
        """The character that draws a glyph and copies out as ``text``: its own where the font's map has it so."""
        face = self.face
        if glyph is not None and len(text) == 1 and face.charToGlyph.get(ord(text)) == glyph:
            return text
        code = self._codes.get(key)
        if code is None:
            while self._next in face.charToGlyph:
                self._next += 1
            code = self._next
            self._next += 1
            face.charToGlyph[code] = self._composite(parts, advance) if parts else glyph
            face.charWidths[code] = advance * 1000 / face.unitsPerEm
            self._unicode[code], self._codes[key] = text, code
        return chr(code)

    def _composite(self, parts: list[tuple[int, int, int]], advance: int) -> int:
        """Append a composite glyph (OpenType glyf, simple placement by x and y) and return its number."""
        face, body, boxes = self.face, b"", []
        for at, (glyph, dx, dy) in enumerate(parts):
            start, end = face.glyphPos[glyph], face.glyphPos[glyph + 1]
            if end > start:
                x0, y0, x1, y1 = struct.unpack(">4h", self._glyphs[start + 2 : start + 10])
                boxes.append((x0 + dx, y0 + dy, x1 + dx, y1 + dy))
            more = _MORE_COMPONENTS if at + 1 < len(parts) else 0
            body += struct.pack(">HHhh", _ARGS_ARE_WORDS_AND_XY | more, glyph, dx, dy)
        low_x, low_y = min(b[0] for b in boxes), min(b[1] for b in boxes)
        high_x, high_y = max(b[2] for b in boxes), max(b[3] for b in boxes)
        data = struct.pack(">5h", -1, low_x, low_y, high_x, high_y) + body
        data += b"\0" * (-len(data) % 4)
        end = face.glyphPos[-1]
        self._glyphs = self._glyphs[:end] + data
        face.glyphPos.append(end + len(data))
        face.hmetrics.append((advance, low_x & 0xFFFF))
        self._grown = True
        return len(face.glyphPos) - 2

    def _store_glyphs(self) -> None:
        """Give the face a font file whose glyf table holds the new glyphs."""
        if self._grown:
            data = self._file + b"\0" * (-len(self._file) % 4)
            table = dict(self.face.table["glyf"], offset=len(data), length=len(self._glyphs))
            self.face.table["glyf"], self.face._ttf_data = table, data + self._glyphs  # noqa: SLF001
            self._grown = False

    def splitString(self, text: str | bytes, doc: Any, encoding: str = "utf-8") -> Any:  # noqa: N802 -- reportlab's hook
        """ReportLab's hook that all drawing goes through."""
        shown = text.decode(encoding) if isinstance(text, bytes) else text
        return super().splitString(self.shape(shown), doc)

    def addObjects(self, doc: Any) -> None:  # noqa: N802 -- reportlab's hook
        """ReportLab's hook that writes the font into the file; private codes copy out as the characters they stand for."""
        subsets = [list(subset) for subset in self.state[doc].subsets]
        with _LOCK:
            self._store_glyphs()
            super().addObjects(doc)
        for number, subset in enumerate(subsets):
            name = b"".join((SUBSETN(number), b"+", self.face.name, self.face.subfontNameX)).decode("pdfdoc")
            doc.idToObject[f"toUnicodeCMap:{name}"].content = self._to_unicode(name, subset)

    def _to_unicode(self, name: str, subset: list[int]) -> str:
        """A ToUnicode CMap (ISO 32000-1, 9.10.3) with at most 100 entries a block."""
        pairs = [(at, self._unicode.get(code) or chr(code)) for at, code in enumerate(subset) if code]
        lines = [
            "/CIDInit /ProcSet findresource begin 12 dict begin begincmap",
            "/CIDSystemInfo << /Registry (Adobe) /Ordering (UCS) /Supplement 0 >> def",
            f"/CMapName /{name} def /CMapType 2 def",
            "1 begincodespacerange <00> <FF> endcodespacerange",
        ]
        for start in range(0, len(pairs), _CMAP_BLOCK):
            block = pairs[start : start + _CMAP_BLOCK]
            lines.append(f"{len(block)} beginbfchar")
            lines += [f"<{at:02X}> <{text.encode('utf-16-be').hex().upper()}>" for at, text in block]
            lines.append("endbfchar")
        return "\n".join([*lines, "endcmap CMapName currentdict /CMap defineresource pop end end"])


@cache
def font(name: str = REGULAR) -> ThaiFont:
    """The registered face: ``REGULAR`` or ``BOLD``."""
    with _LOCK:
        face = ThaiFont(name, str(ROOT / "files" / _FILES[name]))
        pdfmetrics.registerFont(face)
        return face


def check_glyphs(text: str, face: ThaiFont) -> None:
    """Refuse text that the font cannot draw.

    Raises:
        GlyphMissing: with the character.
    """
    known = face.face.charToGlyph
    for char in text:
        if ord(char) not in known:
            raise GlyphMissing(char, text)


_WIDTHS: dict[tuple[str, str], float] = {}


def width(text: str, name: str, size: float) -> float:
    """Width of ``text`` in points; marks take none."""
    total = _WIDTHS.get((name, text))
    if total is None:
        face = font(name)
        known, default = face.face.charWidths, face.face.defaultWidth
        total = _WIDTHS[name, text] = sum(known.get(ord(char), default) for char in face.shape(text))
    return total * size / 1000
