"""Refusals: everything the program says no to, in one exception family.

Refusal                  a rule, a conflict or a missing thing      exit code 1
├── NotFound             no such person, asset, loan, paper
├── Conflict             somebody else was faster
│   └── GuardRefused     a guard of the schema refused it
├── BadInput             a field, its value, and the rule it breaks
├── NotAllowed           not signed in, wrong password, no such right    exit code 3
└── Unusable             the database or a file cannot be used           exit code 4

A refusal carries a stable ``code`` for programs, the ``law`` it stands on (the article, or an empty string), a Thai
sentence for people (an English one where ``--lang en`` asks for it) and the ``facts`` the sentence names.
"""

from __future__ import annotations

import re
from datetime import date
from typing import TYPE_CHECKING, ClassVar

from assettrack.thai.dates import short_date

if TYPE_CHECKING:
    from collections.abc import Mapping

Fact = str | int | bool | None | list[str]


class Refusal(Exception):
    """A refusal with a stable code, the article it stands on, and the facts.

    Subclasses give ``code``, ``law`` and the two sentence templates; the templates name the facts as ``{name}``.
    """

    code: ClassVar[str] = "refused"
    law: ClassVar[str] = ""
    exit_code: ClassVar[int] = 1
    th: ClassVar[str] = "ทำรายการนี้ไม่ได้"
    en: ClassVar[str] = "This cannot be done."

    def __init__(self, **facts: Fact) -> None:
        self.facts: Mapping[str, Fact] = facts
        super().__init__(self.sentence("th"))

    def sentence(self, lang: str = "th") -> str:
        """The sentence for people, in Thai (``th``, days as «๒๐ ก.ย. ๖๙» are written) or English (``en``)."""
        template = self.en if lang == "en" else self.th
        sentence = template.format(**{name: _shown(name, fact, lang) for name, fact in self.facts.items()})
        return f"{sentence} ({self.law})" if self.law and self.law not in sentence else sentence

    def as_json(self) -> dict[str, object]:
        """The ``error`` object of INTERFACE.md."""
        return {"code": self.code, "law": self.law, "message": self.sentence("th"), "facts": dict(self.facts)}


_ISO_DAY = re.compile(r"\b\d{4}-(0[1-9]|1[0-2])-(0[1-9]|[12]\d|3[01])\b")


def _shown(name: str, fact: Fact, lang: str) -> Fact:
    """A fact in a sentence; what was typed (``value``) stands as it was typed."""
    if fact is None:
        return "–"
    text = ", ".join(fact) if isinstance(fact, list) else fact
    return _ISO_DAY.sub(_thai_day, text) if isinstance(text, str) and lang != "en" and name != "value" else text


def _thai_day(found: re.Match[str]) -> str:
    try:
        return short_date(date.fromisoformat(found[0]), "arabic")
    except ValueError:
        return found[0]


class NotFound(Refusal):
    """No such person, asset, loan or paper in this office."""

    code = "not_found"
    th = "ไม่พบ{what} «{value}» ในหน่วยงานนี้"
    en = "No {what_en} “{value}” in this office."


class Conflict(Refusal):
    """Somebody else changed the same thing first."""

    code = "conflict"
    th = "มีผู้อื่นบันทึกรายการเดียวกันไปก่อนแล้ว กรุณาเปิดดูใหม่แล้วทำอีกครั้ง ({what})"
    en = "Somebody else has just changed this; look again and retry ({what})."


class GuardRefused(Conflict):
    """The database itself refused what must never happen; the rule in words."""

    code = "guard"
    th = "ฐานข้อมูลไม่ยอมบันทึก: {rule} รายการนี้ไม่ได้บันทึก"
    en = "The database refused it ({guard}); nothing is written."


class BadInput(Refusal):
    """A field whose value breaks a rule of its form."""

    code = "bad_input"
    th = "ช่อง «{field}» ใส่ค่า «{value}» ไม่ได้: {rule}"
    en = "Field “{field}” cannot be “{value}”: {rule_en}"


class NotAllowed(Refusal):
    """Not signed in, or without the right."""

    code = "not_allowed"
    exit_code = 3
    th = "{name} ไม่มีสิทธิ{task}"
    en = "{name} may not do this ({task_en})."


class SignInRefused(NotAllowed):
    """Wrong login or password; the sentence does not tell which."""

    code = "people.sign_in_refused"
    th = "ชื่อผู้ใช้หรือรหัสผ่านไม่ถูกต้อง"
    en = "Wrong login or password."


class SignInLocked(NotAllowed):
    """Too many failures; the account rests until a moment."""

    code = "people.sign_in_locked"
    th = "ใส่รหัสผ่านผิดหลายครั้ง บัญชี «{login}» พักไว้ถึงเวลา {until}"
    en = "Too many wrong passwords; “{login}” is locked until {until}."


class Unusable(Refusal):
    """The database or a file cannot be used."""

    code = "unusable"
    exit_code = 4
    th = "ใช้ {what} ไม่ได้: {why}"
    en = "Cannot use {what}: {why_en}"
