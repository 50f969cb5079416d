"""The Thai Kedmanee keyboard (เกษมณี, TIS 820-2538) against US QWERTY, all 94 keys.

A scanner types US key codes; under the Thai layout they arrive as Thai. The map is one to one, so a whole string can be
turned back exactly once its layout is known.
"""

_US = "`1234567890-=qwertyuiop[]\\asdfghjkl;'zxcvbnm,./"
_US_SHIFT = '~!@#$%^&*()_+QWERTYUIOP{}|ASDFGHJKL:"ZXCVBNM<>?'
_TH = "_ๅ/-ภถุึคตจขชๆไำพะัีรนยบลฃฟหกดเ้่าสวงผปแอิืทมใฝ"
_TH_SHIFT = '%+๑๒๓๔ู฿๕๖๗๘๙๐"ฎฑธํ๊ณฯญฐ,ฅฤฆฏโฌ็๋ษศซ.()ฉฮฺ์?ฒฬฦ'

_TO_THAI = str.maketrans(_US + _US_SHIFT, _TH + _TH_SHIFT)
_TO_LATIN = str.maketrans(_TH + _TH_SHIFT, _US + _US_SHIFT)
_SWAP_SHIFT = str.maketrans(_US + _US_SHIFT, _US_SHIFT + _US)


def to_thai(text: str) -> str:
    """What US keys type under the Thai layout."""
    return text.translate(_TO_THAI)


def to_latin(text: str) -> str:
    """What keys pressed under the Thai layout would have typed under US QWERTY."""
    return text.translate(_TO_LATIN)


def latin_key(char: str) -> str | None:
    """The US key behind one Thai character, or none for a character that no Thai key types."""
    latin = char.translate(_TO_LATIN)
    return latin if latin != char else None


def readings(typed: str) -> tuple[str, ...]:
    """What a scanner may have meant, likeliest first: as typed, Thai layout, Caps Lock, Thai layout with Shift Lock."""
    latin = to_latin(typed)
    return tuple(dict.fromkeys((typed, latin, typed.translate(_SWAP_SHIFT), latin.translate(_SWAP_SHIFT))))
