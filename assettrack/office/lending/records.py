"""What lending takes in and gives back: frozen records, no rows."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from datetime import date, datetime


@dataclass(frozen=True)
class LoanLineAsk:
    """One line asked for: any active number of an asset, and how many."""

    code: str
    quantity: int = 1


@dataclass(frozen=True)
class OutsideBorrower:
    """A borrower who is not staff: a state agency's signatory, or a villager or group (ประชาชน กลุ่ม วัด)."""

    kind: str  # agency or villager
    name: str
    position: str = ""
    address: str = ""
    phone: str = ""
    agency: str = ""
    letter_no: str = ""
    letter_date: date | None = None
    certifier: str = ""
    transporter: str = ""


@dataclass(frozen=True)
class LoanAsk:
    """A loan request as it is typed. ``borrower`` is a login for staff."""

    borrower: str | OutsideBorrower
    purpose: str
    reason: str
    place: str
    due: date
    lines: tuple[LoanLineAsk, ...]
    starts: date | None = None
    place_text: str = ""
    urgency: str = ""
    conflicts: tuple[str, ...] = ()
    terms_accepted: bool = True


@dataclass(frozen=True)
class VerbalApproval:
    """A spoken approval of an emergency issue (สาธารณภัย): who said it, when, over what."""

    login: str
    at: datetime
    channel: str


@dataclass(frozen=True)
class ReturnLine:
    """What comes back of one asset, in which condition: good, damaged or lost."""

    code: str
    quantity: int = 1
    condition: str = "good"
    note: str = ""


@dataclass(frozen=True)
class PaperEntry:
    """A loan that was approved and handed over on paper while the computer was off (บันทึกย้อนหลัง)."""

    ask: LoanAsk
    paper_no: str
    approver: str
    approved_on: date
    handed_over_on: date
    received_by: str = ""


@dataclass(frozen=True)
class Needs:
    """Whose decision a loan waits for."""

    office: str
    persons: tuple[str, ...]
    law: str


@dataclass(frozen=True)
class LoanLine:
    """A line with its counts; ``asset`` is the number people say."""

    no: int
    asset: str
    asset_id: str
    name: str
    unit: str
    quantity: int
    approved: int | None
    issued: int
    returned: int
    damaged: int
    lost: int
    settled: int
    price_at_loan: int | None
    condition_out: str
    note: str

    @property
    def still_out(self) -> int:
        """Pieces the borrower still has."""
        return self.issued - self.returned - self.damaged - self.lost


@dataclass(frozen=True)
class Approval:
    """One opinion or decision."""

    step: str
    by: str
    position: str
    capacity: str
    order: str
    law: str
    at: datetime
    digest: str
    reason: str
    extension_no: int | None


@dataclass(frozen=True)
class Extension:
    """A request for more time; ``outcome`` is none while it waits."""

    no: int
    new_due: date
    reason: str
    outcome: str | None


@dataclass(frozen=True)
class Chase:
    """One recorded attempt to get the thing back (ติดตามทวงคืน, ข้อ ๒๑๑)."""

    on: date
    channel: str
    contact: str
    result: str
    by: str


@dataclass(frozen=True)
class Case:
    """A borrower's liability for damaged or lost pieces (ข้อ ๒๐๙)."""

    number: str
    loan: str
    asset: str
    name: str
    what: str
    quantity: int
    price_at_loan: int | None
    opened_on: date
    remedy: str | None
    evidence: str
    settled_on: date | None


@dataclass(frozen=True)
class Loan:
    """A loan as people see it."""

    id: str
    number: str | None
    state: str
    borrower: str
    borrower_class: str
    borrower_login: str | None
    borrower_position: str
    borrower_address: str
    borrower_phone: str
    borrower_agency: str
    letter_no: str
    letter_date: date | None
    certifier: str
    transporter: str
    purpose: str
    purpose_name: str
    legal_basis: str
    reason: str
    place: str
    place_text: str
    loan_class: str
    urgency: str
    owner_division: str
    starts: date
    due: date
    first_due: date
    requested_by: str
    requested_at: datetime
    issued_on: date | None
    issued_by: str
    received_by: str
    closed_on: date | None
    ended_reason: str
    overdue_days: int
    chase_by: date | None
    needs: Needs
    lines: tuple[LoanLine, ...]
    approvals: tuple[Approval, ...] = ()
    extensions: tuple[Extension, ...] = ()
    chases: tuple[Chase, ...] = ()
    cases: tuple[Case, ...] = ()
    conflicts: tuple[str, ...] = ()
    emergency: str = ""
    paper_entry: str = ""
    notes: tuple[str, ...] = ()

    @property
    def awaits_writing(self) -> bool:
        """Whether it left on a spoken approval (สาธารณภัย) and the written one is still missing."""
        return self.emergency != "" and not any(a.step == "approved" and a.extension_no is None for a in self.approvals)


@dataclass(frozen=True)
class Returned:
    """A return: the loan after it, the slip's number, and the cases it opened."""

    loan: Loan
    return_number: str
    cases: tuple[Case, ...]


@dataclass(frozen=True)
class LastReturn:
    """When a line last came back, and who brought it."""

    on: date
    by: str


@dataclass(frozen=True)
class ReturnSlip:
    """One return as the slip prints it: per line the quantity lent, back now, still out, condition and note."""

    number: str
    loan_number: str
    returned_on: date
    returned_by: str
    received_by: str
    lines: tuple[SlipLine, ...]
    complete: bool


@dataclass(frozen=True)
class SlipLine:
    """One line of a return slip."""

    code: str
    name: str
    lent: int
    good: int
    damaged: int
    lost: int
    still_out: int
    note: str


@dataclass(frozen=True)
class HomeBoard:
    """What waits for one person today."""

    to_decide: tuple[Loan, ...] = ()
    opinions_wanted: tuple[Loan, ...] = ()
    waiting: tuple[Loan, ...] = ()  # for somebody else's decision
    to_hand_over: tuple[Loan, ...] = ()
    spoken_only: tuple[Loan, ...] = ()
    due_today: tuple[Loan, ...] = ()
    overdue: tuple[Loan, ...] = ()
    unsettled: tuple[Loan, ...] = ()
    out: tuple[Loan, ...] = ()  # everything with a borrower, for the auditor
    mine: tuple[Loan, ...] = field(default=())
