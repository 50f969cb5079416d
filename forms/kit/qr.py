"""QR codes (ISO/IEC 18004) as vector operators, for text in the signs of the alphanumeric mode.

Over GF(2) every module is a sum of data bits and a constant: Reed–Solomon codes are linear, placing moves bits, mask and patterns
are added. So symbol(data) = constant + Σ bit · column(bit): one XOR a byte. Constant and columns are taken from python-qrcode's own
symbols of one version, level and mask, hence the same bit for bit.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache
from typing import Any

ALPHANUMERIC = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ $%*+-./:"
QUIET = 4
"""White modules on each side (ISO/IEC 18004, 6.3.8)."""
MASK = 2
"""One mask for all; none of the eight reads worse than python-qrcode's choice (FACTS: 95–99 % against 96 % of poor photographs)."""
LEVELS = {"L": 1, "M": 0, "Q": 3, "H": 2}
"""Error correction as the standard numbers it, weakest first."""
MOST_VERSION = 9
"""Up to it the length of the text takes nine bits (ISO/IEC 18004, table 3)."""
_VALUES = {sign: value for value, sign in enumerate(ALPHANUMERIC)}
_PIECE = 8
_SEED = 0xA5
"""What the symbols to derive from are filled with; python-qrcode cannot divide a block of zeros."""


class _Piece(dict[int, str]):
    """Rectangles of eight modules that follow each other in the raster, by their bits; made when first met.

    The origin is the symbol's lower left corner, the unit a module.
    """

    def __init__(self, start: int, side: int) -> None:
        super().__init__()
        self._start, self._side = start, side

    def __missing__(self, bits: int) -> str:
        runs: list[list[int]] = []  # row, column, length
        for at in range(_PIECE):
            if not bits << at & 1 << _PIECE - 1:
                continue
            row, column = divmod(self._start + at, self._side)
            if runs and runs[-1][0] == row and runs[-1][1] + runs[-1][2] == column:
                runs[-1][2] += 1
            else:
                runs.append([row, column, 1])
        self[bits] = " ".join(f"{column} {self._side - 1 - row} {length} 1 re" for row, column, length in runs)
        return self[bits]


class Encoder:
    """Symbols of one version and level, as integers: a constant, and what each value of each data byte adds to it."""

    def __init__(self, version: int, level: str) -> None:
        self.version, self.level, self.side = version, level, version * 4 + 17
        self.data_bytes = _data_bytes(version, level)
        seed = [_SEED] * self.data_bytes
        self._constant = drawn = self._drawn(seed)
        self._tables: list[list[int]] = []
        for number in range(self.data_bytes):
            columns = [drawn ^ self._drawn([*seed[:number], _SEED ^ 1 << bit, *seed[number + 1 :]]) for bit in range(8)]
            self._tables.append(_sums(columns))
            self._constant ^= self._tables[-1][_SEED]
        self._pieces = [_Piece(at, self.side) for at in range(0, self.side**2, _PIECE)]
        self._spare = -(self.side**2) % _PIECE

    def _drawn(self, data: list[int]) -> int:
        """Python-qrcode's symbol of these data bytes, row by row from the top."""
        import qrcode
        from qrcode import base, util

        level, buffer = LEVELS[self.level], util.BitBuffer()
        buffer.buffer, buffer.length = data, 8 * len(data)
        symbol = qrcode.QRCode(self.version, level, border=0, mask_pattern=MASK)
        symbol.data_cache = util.create_bytes(buffer, base.rs_blocks(self.version, level))
        symbol.makeImpl(False, MASK)
        return int("".join("01"[bool(module)] for row in symbol.modules for module in row), 2)

    def symbol(self, text: str) -> int:
        """The modules of a text's symbol, dark ones as ones, row by row from the top left as one integer."""
        found = self._constant
        for byte, table in zip(_data(text, self.data_bytes), self._tables, strict=True):
            found ^= table[byte]
        return found

    def operators(self, text: str) -> str:
        """Rectangles of the dark modules; as they are filled as one path, no seam shows between them."""
        raster = (self.symbol(text) << self._spare).to_bytes(len(self._pieces), "big")
        return " ".join([piece[bits] for piece, bits in zip(self._pieces, raster, strict=True) if bits])


def _sums(columns: list[int]) -> list[int]:
    """What each value of a byte adds, from what each of its bits adds."""
    sums = [0]
    for column in columns:
        sums += [column ^ other for other in sums]
    return sums


@cache
def _data_bytes(version: int, level: str) -> int:
    from qrcode import base

    return sum(block.data_count for block in base.rs_blocks(version, LEVELS[level]))


def _data(text: str, size: int) -> bytes:
    """Data bytes of a text: mode, length, pairs of signs, terminator, padding (ISO/IEC 18004, 7.4.4, 7.4.10)."""
    bits, count = 0b0010 << 9 | len(text), 13
    for at in range(0, len(text) - 1, 2):
        bits, count = bits << 11 | _VALUES[text[at]] * 45 + _VALUES[text[at + 1]], count + 11
    if len(text) % 2:
        bits, count = bits << 6 | _VALUES[text[-1]], count + 6
    ended = min(count + 4, size * 8)
    whole = -(-ended // 8)
    return (bits << whole * 8 - count).to_bytes(whole, "big") + (b"\xec\x11" * size)[: size - whole]


@dataclass(frozen=True)
class Fit:
    """The version and the level that a length of text takes."""

    version: int
    level: str


@cache
def fit(length: int) -> Fit:
    """The smallest version that holds ``length`` signs at level M, and the highest level that does not raise it.

    Raises:
        ValueError: more signs than version 9 holds (262).
    """
    bits = 13 + length // 2 * 11 + length % 2 * 6
    for version in range(1, MOST_VERSION + 1):
        holding = [level for level in LEVELS if bits <= 8 * _data_bytes(version, level)]
        if "M" in holding:
            return Fit(version, holding[-1])
    raise ValueError(f"ข้อความของคิวอาร์ยาว {length} ตัว: ยาวได้ไม่เกิน 262 ตัว")


@cache
def encoder(version: int, level: str) -> Encoder:
    """The encoder of a version and level; made once, in 20 to 160 ms for versions 1 to 4."""
    return Encoder(version, level)


def encoder_of(text: str) -> Encoder:
    """The encoder that fits a text.

    Raises:
        ValueError: no text, a sign that the alphanumeric mode does not have, or too many.
    """
    if not text:
        raise ValueError("คิวอาร์ต้องมีข้อความ")
    if not _VALUES.keys() >= set(text):
        strange = next(sign for sign in text if sign not in _VALUES)
        raise ValueError(f"คิวอาร์ «{text}» มีตัว «{strange}»: ใช้ได้เฉพาะ 0–9 A–Z เว้นวรรค และ $ % * + - . / :")
    chosen = fit(len(text))
    return encoder(chosen.version, chosen.level)


def operators(text: str) -> tuple[int, str]:
    """Modules on a side, and the operators that make the path of the dark ones; to be filled with ``f``."""
    chosen = encoder_of(text)
    return chosen.side, chosen.operators(text)


def modules(text: str) -> list[list[bool]]:
    """The symbol row by row from the top, dark modules True, without the quiet zone."""
    chosen = encoder_of(text)
    bits = f"{chosen.symbol(text):0{chosen.side**2}b}"
    return [[bit == "1" for bit in bits[at : at + chosen.side]] for at in range(0, len(bits), chosen.side)]


def draw(canvas: Any, text: str, x: float, y: float, side: float) -> None:
    """Draw a QR code on a ReportLab canvas, in black; nothing else may be drawn inside its square.

    Args:
        canvas: where to draw.
        text: in the signs of ``ALPHANUMERIC``.
        x: left edge of the square in points.
        y: lower edge of the square in points.
        side: of the square in points, the quiet zone of four modules on each side included.

    Raises:
        ValueError: the text is no text of the alphanumeric mode, or too long.
    """
    count, path = operators(text)
    module = side / (count + 2 * QUIET)
    at_x, at_y = x + QUIET * module, y + QUIET * module
    canvas._code.append(  # noqa: SLF001 -- ReportLab has no other door for an operator
        f"q 0 g {module:.5f} 0 0 {module:.5f} {at_x:.3f} {at_y:.3f} cm {path} f Q"
    )
