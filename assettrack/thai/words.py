"""Borders of Thai words, where a line may break.

Maximal matching by dynamic programming over a word list (PyThaiNLP's, CC0, and the office's own words): fewest words win, and
letters that no word covers cost three times as much each.
"""

from __future__ import annotations

import re
from functools import cache, lru_cache

from assettrack.thai.dates import MONTHS_LONG, MONTHS_SHORT

_ABBREVIATION = r"(?:[ก-ฮ]{1,3}\.){2,}|(?<![ก-ฮะ-ฺเ-๎])[ก-ฮ]{1,4}\."
_THAI_RUN = re.compile(rf"({_ABBREVIATION})|(?:(?!{_ABBREVIATION})[ก-ฮะ-ฺเ-๎])+")  # ฯ stays with what is before it
_TOKEN = re.compile(r"\s*\S+\s*|\s+")
_NO_START = re.compile("[\ue000ะ-ฺๅๆ็-๎ฯ)\\]”’»,.:;!?%/–]")
_NO_END = re.compile("[เ-ไ(\\[“‘«\ue000]$")
_NUMBER_UNIT = re.compile(
    r"([0-9๐-๙,.]+) (?=(?:วัน|เดือน|ปี|บาท|ตัว|หลัง|คัน|ชุด|เครื่อง|อัน|ใบ|รายการ|ครั้ง|นาย|คน|แผ่น|ชิ้น|น\.|นิ้ว|ฟุต|ล้อ|เมตร|แรงม้า|ซีซี|บีทียู)(?![ก-์]))"
)
_ARTICLE = re.compile(r"((?:[ก-ฮ]{1,4}\.|มาตรา|ข้อ|หมู่|หมู่ที่|เลขที่)) (?=\(?[0-9๐-๙])")
_DAY = re.compile(rf"([0-9๐-๙]) (?=(?:{'|'.join((*MONTHS_LONG, *MONTHS_SHORT)).replace('.', chr(92) + '.')}))")
_TITLE = re.compile("(?:^|[(« ])(?:นาย|นาง|นางสาว)$")
_LONG = 24
_GLUE = "\ue000"


@cache
def _word_list() -> tuple[frozenset[str], dict[str, int]]:
    import gzip  # the list is not read before the first paint
    from importlib import resources

    data = resources.files("assettrack.thai") / "data"
    text = gzip.decompress((data / "words_th.txt.gz").read_bytes()).decode()
    text += "\n" + (data / "office_words.txt").read_text(encoding="utf8")
    words = frozenset(w for w in text.split("\n") if 1 < len(w) <= _LONG and " " not in w and "." not in w)
    longest: dict[str, int] = {}
    for word in words:
        longest[word[:2]] = max(longest.get(word[:2], 0), len(word))
    return words, longest


def _borders(run: str) -> list[bool]:
    """Whether a word may begin at each position of a run of Thai letters."""
    may = [True] * (len(run) + 1)
    for at in range(1, len(run)):
        char = run[at]
        bound = "ะ" <= char <= "ฺ" or "็" <= char <= "๎" or char in "ๅๆฯ" or run[at - 1] in "เแโใไ"
        silenced = run[at + 1 : at + 2] == "์" or (run[at + 2 : at + 3] == "์" and run[at + 1] in "ิุ")
        may[at] = not bound and not silenced
    return may


@lru_cache(maxsize=8192)
def _words_of(run: str) -> tuple[str, ...]:
    words, longest = _word_list()
    size, may = len(run), _borders(run)
    cost, came_from = [0] + [1 << 30] * size, [0] * (size + 1)
    for start in range(size):
        if cost[start] >= 1 << 30 or not may[start]:
            continue
        for end in range(start + 2, min(size, start + longest.get(run[start : start + 2], 0)) + 1):
            if may[end] and cost[start] + 10 <= cost[end] and run[start:end] in words:
                cost[end], came_from[end] = cost[start] + 10, start
        end = start + 1
        while end < size and not may[end]:
            end += 1
        if cost[start] + 30 * (end - start) < cost[end]:
            cost[end], came_from[end] = cost[start] + 30 * (end - start), start
    found, end = [], size
    while end:
        found.append(run[came_from[end] : end])
        end = came_from[end]
    return tuple(reversed(found))


@lru_cache(maxsize=8192)
def pieces(text: str) -> tuple[str, ...]:
    """The pieces of ``text`` between which a line may break; joined they are ``text`` again.

    White space stays at the end of its piece. No piece begins with a dependent vowel, a mark, ๆ, ฯ or a closing sign; a number
    stays with its unit, its month, and the word that it numbers (ข้อ ๒๐๘, บย. ๑๒/๒๕๖๙), a title with its name; an abbreviation
    stays whole; a code breaks only where it is longer than a line could hold.
    """
    glued = text
    for kept in (_NUMBER_UNIT, _ARTICLE, _DAY):
        glued = kept.sub(f"\\1{_GLUE}", glued)
    found: list[str] = []
    for token in _TOKEN.findall(glued):
        for part in _split(token):
            if found and not found[-1][-1].isspace() and _belong(found[-1], part):
                found[-1] += part
            else:
                found.append(part)
    return _as_typed(found, text)


def _belong(before: str, after: str) -> bool:
    """Whether two pieces stay together: a sign with its word, a title (นาย) with its name."""
    return not may_part(before, after) or _TITLE.search(before) is not None


def may_part(before: str, after: str) -> bool:
    """Whether a line may end with ``before`` and the next begin with ``after``, where a word must be torn."""
    return not _NO_START.match(after) and not _NO_END.search(before)


def _split(token: str) -> list[str]:
    """One token of text without inner white space, cut at Thai word borders."""
    body = token.rstrip()
    parts: list[str] = []
    at = 0
    for run in _THAI_RUN.finditer(body):
        parts += _plain(body[at : run.start()])
        parts += [run.group()] if run[1] else _words_of(run.group())
        at = run.end()
    parts += _plain(body[at:])
    tail = token[len(body) :]
    if not parts:
        return [token]
    parts[-1] += tail
    return parts


def _plain(text: str) -> list[str]:
    """Text that is not Thai: whole, or cut after dashes and slashes where it is very long."""
    if len(text) <= _LONG:
        return [text] if text else []
    return [part for part in re.split(r"(?<=[-/_.])", text) if part]


def _as_typed(found: list[str], text: str) -> tuple[str, ...]:
    """The pieces with the text's own spaces where glue held a number to its unit."""
    out, at = [], 0
    for piece in found:
        out.append(text[at : at + len(piece)])
        at += len(piece)
    return tuple(out)
