"""The voice of one visitor: many visitors speak at once, so the language is theirs and not the process's."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from typing import TYPE_CHECKING, Any

from assettrack.rules.refusal import BadInput
from assettrack.thai.dates import BANGKOK, numeric_date, short_date
from assettrack.words.speech import LANGUAGES, catalogue

if TYPE_CHECKING:
    from assettrack.rules.refusal import Refusal


@dataclass(frozen=True)
class Voice:
    """Words, days and refusals in one of ``LANGUAGES``."""

    language: str

    def say(self, key: str, /, **facts: Any) -> str:
        """The sentence of a key."""
        template = catalogue(self.language).gettext(key)
        return template.format(**{name: self.shown(fact) for name, fact in facts.items()}) if facts else template

    def shown(self, fact: Any) -> str:
        """A number, day or moment as the language writes it; texts stay as they are."""
        if isinstance(fact, datetime):
            at = fact.astimezone(BANGKOK)
            return f"{self.shown(at.date())} {at:%H:%M}"
        if isinstance(fact, date):
            return numeric_date(fact) if self.language == "en" else short_date(fact, "arabic")
        return f"{fact:,}" if isinstance(fact, int) else str(fact)

    def refusal(self, refusal: Refusal) -> str:
        """The sentence of a refusal."""
        return refusal.sentence(self.language)

    def bad_input(self, field: str, value: str, rule: str) -> BadInput:
        """A field, its value and the rule it breaks; ``field`` and ``rule`` are keys of the catalogue."""
        words = self.say(rule)
        return BadInput(field=self.say(field), value=value, rule=words, rule_en=words)


def voice_of(*wanted: str | None) -> Voice:
    """The voice in the first of the wanted languages that is spoken; Thai where there is none."""
    return Voice(next((language for language in wanted if language in LANGUAGES), LANGUAGES[0]))
