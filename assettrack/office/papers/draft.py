"""A paper before it is issued, and the words that papers share: moments, signatures, counts."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from assettrack.thai.dates import BANGKOK, short_date
from assettrack.thai.text import thai_digits

if TYPE_CHECKING:
    from datetime import date, datetime

    from assettrack.office.lending.records import Approval, Loan
    from assettrack.office.settings import OfficeSettings
    from forms.kit.page import PaperFacts
    from forms.kit.parts import Signature


@dataclass(frozen=True)
class Draft:
    """What a paper says: ``data`` with facts still to be filled, its number, and the row it is about.

    ``void`` says since when and why it holds no more (a loan that was cancelled or refused); ``loan`` is the number of its loan;
    a number that is an asset's ``code`` keeps its digits.
    """

    data: Any
    number: str
    subject: tuple[str, str]
    void: str = ""
    loan: str = ""
    code: bool = False


def no_facts() -> PaperFacts:
    """Stands in a draft until the paper's own facts are known."""
    from forms.kit.page import PaperFacts

    return PaperFacts("", "", "")


def approval_of(loan: Loan, step: str) -> Approval | None:
    """The last opinion or decision of a kind on the loan itself, not on an extension."""
    found = [a for a in loan.approvals if a.step == step and a.extension_no is None]
    return found[-1] if found else None


def signed_by(role: str, given: Approval | None, settings: OfficeSettings) -> Signature:
    """An electronic signature in words (who, capacity, moment, order, digest), or a line to sign on."""
    from forms.kit.parts import Signature

    if given is None:
        return Signature(role)
    order = f" ตามคำสั่ง {given.order}" if given.order else ""
    words = f"ลงนามทางอิเล็กทรอนิกส์ {moment_words(given.at, settings)}{order} อ้างอิง {given.digest[:8]}"
    return Signature(role, given.by, given.capacity, signed=words)


def moment_words(at: datetime, settings: OfficeSettings) -> str:
    """«๑๕ ก.ย. ๖๙ ๐๙:๓๐ น.» in Thai time."""
    local = at.astimezone(BANGKOK)
    time = f"{local:%H:%M} น."
    return f"{short_date(local.date(), settings.digits)} {thai_digits(time) if settings.digits == 'thai' else time}"


def day_words(day: date | None, settings: OfficeSettings) -> str:
    """«วันที่ ๑๕ ก.ย. ๖๙», or empty."""
    return f"วันที่ {short_date(day, settings.digits)}" if day else ""
