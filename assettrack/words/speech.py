"""Saying things in the language of the person at the screen (gettext catalogues under ``locale/``).

Code names a sentence by its key, ``say("counter.seen")``; the words are in ``locale/<language>/LC_MESSAGES/assettrack.po``.
As with gettext's own ``install``, one process speaks one language at a time: one process is one screen.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from functools import cache
from gettext import GNUTranslations
from pathlib import Path
from typing import Any

from assettrack.thai.baht import baht
from assettrack.thai.dates import BANGKOK, short_date
from assettrack.thai.text import thai_digits

LANGUAGES = ("th", "en")
DIGITS = ("arabic", "thai")
_MONTHS = ("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec")


@dataclass
class _Speaking:
    language: str = "th"
    digits: str = "arabic"


_now = _Speaking()


def speak(language: str, digits: str = "arabic") -> None:
    """Speak ``th`` or ``en`` from now on; Thai digits (๑๒๓) are for Thai only. Anything unknown is the first choice."""
    _now.language = language if language in LANGUAGES else LANGUAGES[0]
    _now.digits = digits if digits in DIGITS else DIGITS[0]


def language() -> str:
    """The language that is spoken."""
    return _now.language


def other_language() -> str:
    """The language that is not spoken now."""
    return LANGUAGES[1 - LANGUAGES.index(_now.language)]


def digits() -> str:
    """The digits that were chosen."""
    return _now.digits


@cache
def catalogue(language: str) -> GNUTranslations:
    """The words of one language."""
    path = Path(__file__).parent / "locale" / language / "LC_MESSAGES" / "assettrack.mo"
    with path.open("rb") as file:
        return GNUTranslations(file)


def say(key: str, /, **facts: Any) -> str:
    """The sentence of a key; numbers, days and moments among the facts are written as the language writes them."""
    return _filled(catalogue(_now.language).gettext(key), facts)


def say_many(key: str, n: int, /, **facts: Any) -> str:
    """The sentence of a key about ``n`` things: English has one and many, Thai has one form. ``{n}`` is the number."""
    return _filled(catalogue(_now.language).ngettext(key, f"{key}.many", n), facts | {"n": n})


def known(key: str) -> bool:
    """Whether the catalogue has this key."""
    return catalogue(_now.language).gettext(key) != key


def _filled(template: str, facts: dict[str, Any]) -> str:
    return template.format(**{name: shown(fact) for name, fact in facts.items()}) if facts else template


def shown(fact: Any) -> str:
    """A number, day or moment as the language writes it; texts and codes stay as they are."""
    if isinstance(fact, bool) or fact is None:
        return say(f"word.{fact}".lower())
    if isinstance(fact, int):
        return _digits(f"{fact:,}")
    if isinstance(fact, datetime):
        at = fact.astimezone(BANGKOK)
        return f"{shown(at.date())} {_digits(f'{at:%H:%M}')}"
    return _day(fact) if isinstance(fact, date) else str(fact)


def money(satang: int | None) -> str:
    """An amount with two decimals, or a dash."""
    return "–" if satang is None else _digits(baht(satang))


def _digits(text: str) -> str:
    return thai_digits(text) if (_now.language, _now.digits) == ("th", "thai") else text


def _day(day: date) -> str:
    """«15 พ.ย. 69», «15 Nov 2569»: the year is of the Buddhist era in both."""
    if _now.language == "en":
        return f"{day.day} {_MONTHS[day.month - 1]} {day.year + 543}"
    return short_date(day, "thai" if _now.digits == "thai" else "arabic")
