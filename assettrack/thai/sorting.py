"""A sort key for Thai: stored beside a name, it gives dictionary order under plain byte comparison on every engine.

A vowel written before its consonant sorts after it, and tone marks, ์ and punctuation decide only between words that are
otherwise alike (พจนานุกรม ฉบับราชบัณฑิตยสถาน; compared with ICU's Thai collation in the tests).
"""

from assettrack.thai.text import ascii_digits, normalise

_LEADING = frozenset("เแโใไ")
_SECOND = {"็": "1", "่": "2", "้": "3", "๊": "4", "๋": "5", "์": "6", "ํ": "7", "๎": "8", "ฺ": "9", "ฯ": "A", "ๆ": "B"}
_SKIPPED = frozenset(" -().,/«»\"'")


def sort_key(text: str) -> str:
    """The key of a text: its letters in dictionary order, U+0001, then its marks."""
    plain = ascii_digits(normalise(text)).casefold()
    letters: list[str] = []
    marks: list[str] = []
    at = 0
    while at < len(plain):
        char = plain[at]
        following = plain[at + 1 : at + 2]
        if char in _LEADING and "ก" <= following <= "ฮ":
            letters += (following, char)
            marks += ("0", "0")
            at += 2
            continue
        _place(char, letters, marks)
        at += 1
    return "".join(letters) + "\x01" + "".join(marks).rstrip("0")


def _place(char: str, letters: list[str], marks: list[str]) -> None:
    if char in _SECOND:
        if marks:
            marks[-1] += _SECOND[char]
    elif char not in _SKIPPED:
        letters.append(char)
        marks.append("0")
