"""The lending law: who must approve, may this loan leave, when is it due, what is still missing.

Source: ระเบียบกระทรวงการคลังว่าด้วยการจัดซื้อจัดจ้างและการบริหารพัสดุภาครัฐ พ.ศ. ๒๕๖๐ ข้อ ๒๐๗–๒๑๑ and
พ.ร.บ.วิธีปฏิบัติราชการทางปกครอง พ.ศ. ๒๕๓๙ มาตรา ๑๓. Pure functions over frozen facts; a refusal is an exception of
``assettrack.rules.lending_refusals``.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta
from typing import TYPE_CHECKING

from assettrack.rules import lending_refusals as refuse
from assettrack.rules.approval_matrix import CONSUMABLE, Requirement, requirement

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import date

CHASE_DAYS = 7
"""Calendar days after the due date within which the lender must ask for the thing back (ข้อ ๒๑๑)."""


@dataclass(frozen=True)
class PurposeFact:
    """A purpose of the office's list with its legal basis."""

    code: str
    name: str
    legal_basis: str
    allowed: bool
    public: bool
    urgent: bool
    active: bool


@dataclass(frozen=True)
class AssetFact:
    """What lending needs to know of one asset."""

    id: str
    code: str
    name: str
    kind: str
    quantity: int
    reserve: int
    loan_class: str
    vehicle: bool
    public_lendable: bool
    division_id: str | None
    custodian_id: str | None
    condition: str
    stage: str
    price: int | None
    unmade_good: int  # pieces that came back damaged or lost and are not made good


@dataclass(frozen=True)
class Booking:
    """A loan that holds, or may hold, pieces of an asset."""

    number: str
    borrower: str
    starts: date
    due: date
    quantity: int
    is_out: bool


@dataclass(frozen=True)
class Request:
    """A loan request as the law looks at it."""

    borrower_class: str
    borrower_id: str | None
    borrower_agency: str
    letter_no: str
    certifier: str
    purpose: PurposeFact
    reason: str
    place: str
    starts: date
    due: date
    urgency: str
    terms_accepted: bool


def check_request(
    request: Request, assets: Sequence[tuple[AssetFact, int]], *, today: date, limit_days: int
) -> Requirement:
    """Refuse a request that the law or the office's list does not allow; else say who decides.

    Args:
        request: the request's own facts.
        assets: each asset with the quantity asked.
        today: the office's day.
        limit_days: the longest loan that the office allows, in days.

    Raises:
        Refusal: of ``lending_refusals``, with article and facts.
    """
    _check_words(request)
    _check_dates(request, today, limit_days)
    if not assets:
        raise refuse.NothingAsked
    for asset, quantity in assets:
        _check_asset(request, asset, quantity)
    classes = {asset.loan_class for asset, _ in assets}
    if len(classes) > 1:
        raise refuse.MixedClasses
    needed = requirement(request.borrower_class, classes.pop(), request.place)
    _check_owner(needed, [asset for asset, _ in assets])
    if needed.needs_letter and not request.letter_no.strip():
        raise refuse.LetterMissing(borrower=request.borrower_agency)
    if needed is CONSUMABLE and not request.urgency.strip():
        raise refuse.UrgencyMissing
    return needed


def _check_words(request: Request) -> None:
    purpose = request.purpose
    if not purpose.allowed or not purpose.active:
        raise refuse.PurposeRefused(purpose=purpose.name)
    if request.borrower_class == "villager" and not purpose.public:
        raise refuse.PurposeNotPublic(purpose=purpose.name)
    if not request.reason.strip():
        raise refuse.ReasonMissing
    if not request.terms_accepted:
        raise refuse.TermsNotAccepted
    if request.borrower_class == "villager" and not request.certifier.strip():
        raise refuse.CertifierMissing


def _check_dates(request: Request, today: date, limit_days: int) -> None:
    if request.starts < today:
        raise refuse.StartsInThePast(starts=request.starts.isoformat(), today=today.isoformat())
    if request.due < request.starts:
        raise refuse.DueBeforeStart(due=request.due.isoformat(), starts=request.starts.isoformat())
    if (request.due - request.starts).days > limit_days:
        raise refuse.DueTooFar(due=request.due.isoformat(), days=limit_days)


def _check_asset(request: Request, asset: AssetFact, quantity: int) -> None:
    if asset.vehicle:
        raise refuse.VehicleNotLent(asset=asset.code, name=asset.name)
    if quantity < 1 or quantity > asset.quantity:
        raise refuse.QuantityImpossible(asset=asset.code, asked=quantity, there=asset.quantity)
    if request.borrower_class == "villager" and not asset.public_lendable:
        raise refuse.NotPublic(asset=asset.code, name=asset.name)
    check_fit(asset)


def check_fit(asset: AssetFact) -> None:
    """Refuse an asset that may not leave as it is: damaged, in repair, awaiting disposal, disposed (ข้อ ๒๑๒, ๒๑๕).

    Raises:
        NotFit: with the state in words.
    """
    if asset.stage != "in_service":
        raise refuse.NotFit(asset=asset.code, name=asset.name, why=refuse.STAGE_WORDS[asset.stage])
    if asset.kind != "lot" and asset.condition == "damaged":
        raise refuse.NotFit(asset=asset.code, name=asset.name, why=refuse.STAGE_WORDS["damaged"])
    if asset.kind != "lot" and asset.unmade_good:
        raise refuse.NotFit(asset=asset.code, name=asset.name, why=refuse.STAGE_WORDS["lost"])


def _check_owner(needed: Requirement, assets: Sequence[AssetFact]) -> None:
    if needed.post != "division_head":
        return
    without = [a.code for a in assets if a.division_id is None]
    if without:
        raise refuse.OwnerUnknown(asset=without[0])
    if len({a.division_id for a in assets}) > 1:
        raise refuse.ManyOwners(assets=[a.code for a in assets])


@dataclass(frozen=True)
class Availability:
    """How many pieces are free in a period, and what holds the others."""

    total: int
    reserve: int
    held: int
    free: int
    blocking: tuple[Booking, ...]


def availability(
    asset: AssetFact, bookings: Sequence[Booking], *, starts: date, due: date, public: bool, today: date
) -> Availability:
    """Pieces of ``asset`` free from ``starts`` to ``due``, both days included.

    A loan that is out past its due date holds its pieces until they are back. What is kept for the office's own use
    (``reserve``) is not free for the public.
    """
    blocking = tuple(b for b in bookings if b.starts <= due and _held_until(b, today) >= starts)
    held = _most_at_once(blocking, starts, due, today) + asset.unmade_good
    reserve = asset.reserve if public else 0
    return Availability(asset.quantity, reserve, held, max(0, asset.quantity - reserve - held), blocking)


def _held_until(booking: Booking, today: date) -> date:
    return max(booking.due, today) if booking.is_out else booking.due


def _most_at_once(bookings: Sequence[Booking], starts: date, due: date, today: date) -> int:
    days = {starts, *(b.starts for b in bookings if starts <= b.starts <= due)}
    return max(sum(b.quantity for b in bookings if b.starts <= day <= _held_until(b, today)) for day in days)


def check_free(asset: AssetFact, free: Availability, quantity: int) -> None:
    """Refuse when fewer than ``quantity`` pieces are free; the refusal names the loan, whose it is, and until when.

    Raises:
        NotAvailable: with the blocking loans.
    """
    if quantity > free.free:
        held = [
            f"{b.number} {b.borrower} ({b.quantity}) {b.starts.isoformat()}–{b.due.isoformat()}" for b in free.blocking
        ]
        raise refuse.NotAvailable(
            asset=asset.code, name=asset.name, asked=quantity, free=free.free, reserve=free.reserve, blocking=held
        )


def check_opinion(*, state: str, person_id: str, borrower_id: str | None) -> None:
    """Refuse an opinion after the decision, or one on the giver's own loan (มาตรา ๑๓).

    Raises:
        WrongState: the request is not waiting for a decision.
        ApproverIsBorrower: the giver is the borrower.
    """
    _check_state(state, "submitted", task="ให้ความเห็น", task_en="give an opinion")
    _check_not_borrower(person_id, borrower_id)


def _check_state(state: str, *wanted: str, task: str, task_en: str) -> None:
    if state not in wanted:
        raise refuse.WrongState(state=refuse.STATE_WORDS[state], task=task, task_en=task_en, state_en=state)


def _check_not_borrower(person_id: str, borrower_id: str | None) -> None:
    if borrower_id is not None and person_id == borrower_id:
        raise refuse.ApproverIsBorrower


def check_decision(*, state: str, person_id: str, borrower_id: str | None, conflicted: frozenset[str]) -> None:
    """Refuse a decision by the borrower, by one in conflict, or on a request that does not wait for one.

    Nobody is exempt, the administrator included (มาตรา ๑๓).

    Raises:
        WrongState, ApproverIsBorrower, ConflictOfInterest
    """
    _check_state(state, "submitted", "issued", task="พิจารณา", task_en="decide")
    _check_not_borrower(person_id, borrower_id)
    if person_id in conflicted:
        raise refuse.ConflictOfInterest


def approved_quantities(requested: Sequence[tuple[int, int]], given: dict[int, int] | None) -> dict[int, int]:
    """Quantity approved for each line number; what ``given`` does not name is approved as asked.

    Args:
        requested: (line number, quantity asked) of each line.
        given: line number -> quantity the approver grants; 0 refuses the line.

    Raises:
        ApprovedTooMuch: more than was asked, or a line that is not there.
        NothingApproved: every line is refused; that is a rejection.
    """
    asked = dict(requested)
    granted = {**asked, **(given or {})}
    for no, quantity in granted.items():
        if not 0 <= quantity <= asked.get(no, -1):
            raise refuse.ApprovedTooMuch(line=no, approved=quantity, asked=asked.get(no, 0))
    if not any(granted.values()):
        raise refuse.NothingApproved
    return granted


def check_hand_over(
    *, state: str, person_id: str, borrower_id: str | None, starts: date, due: date, today: date
) -> None:
    """Refuse to hand over what is not approved, to oneself, before its first day or after its last.

    Raises:
        NotApproved, IssuerIsBorrower, TooEarly, TooLate
    """
    if state != "approved":
        raise refuse.NotApproved(state=refuse.STATE_WORDS[state])
    if borrower_id is not None and person_id == borrower_id:
        raise refuse.IssuerIsBorrower
    if today < starts:
        raise refuse.TooEarly(starts=starts.isoformat())
    if today > due:
        raise refuse.TooLate(due=due.isoformat())


@dataclass(frozen=True)
class LineFact:
    """The counts of one loan line."""

    no: int
    code: str
    issued: int
    returned: int
    damaged: int
    lost: int
    settled: int

    @property
    def still_out(self) -> int:
        """Pieces that the borrower still has."""
        return self.issued - self.returned - self.damaged - self.lost

    @property
    def unsettled(self) -> int:
        """Damaged or lost pieces that are not yet made good or paid (ข้อ ๒๐๙)."""
        return self.damaged + self.lost - self.settled


def check_return(line: LineFact, quantity: int) -> None:
    """Refuse to take back more than is out.

    Raises:
        ReturnTooMuch: with what is still out.
    """
    if not 1 <= quantity <= line.still_out:
        raise refuse.ReturnTooMuch(asset=line.code, returned=quantity, out=line.still_out)


def loan_state(stored: str, lines: Sequence[LineFact]) -> str:
    """The state of a loan in INTERFACE.md's words: an issued loan whose pieces are all back or answered for awaits settlement."""
    if stored == "issued" and not any(line.still_out for line in lines):
        return "awaiting_settlement"
    return stored


def may_close(lines: Sequence[LineFact]) -> bool:
    """Whether returned + made good = issued on every line (DOMAIN §1.2 rule 7)."""
    return not any(line.still_out or line.unsettled for line in lines)


def overdue_days(state: str, due: date, today: date) -> int:
    """Days past the due date of a loan that is still out; 0 otherwise. Computed, never stored."""
    return max(0, (today - due).days) if state == "issued" else 0


def chase_by(due: date) -> date:
    """The last day to ask for the thing back: seven days from the due date (ข้อ ๒๑๑)."""
    return due + timedelta(days=CHASE_DAYS)


def check_extension(*, state: str, due: date, new_due: date, today: date, limit_days: int, reason: str) -> None:
    """Refuse an extension asked after the due date, without a reason, not later than the due date, or too far.

    Raises:
        WrongState, ReasonMissing, ExtensionTooLate, DueBeforeStart, DueTooFar
    """
    _check_state(state, "issued", task="ขยายเวลา", task_en="extend")
    if not reason.strip():
        raise refuse.ReasonMissing
    if today > due:
        raise refuse.ExtensionTooLate(due=due.isoformat())
    if new_due <= due:
        raise refuse.DueBeforeStart(due=new_due.isoformat(), starts=due.isoformat())
    if (new_due - today).days > limit_days:
        raise refuse.DueTooFar(due=new_due.isoformat(), days=limit_days)
