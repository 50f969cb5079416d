"""Borrowing: ask, see one's loans, ask for more time, decide."""

from __future__ import annotations

from typing import TYPE_CHECKING

from assettrack.rules.refusal import NotFound
from assettrack.thai.dates import DateNotUnderstood, parse_date
from assettrack.thai.text import ascii_digits
from assettrack.web.door import get, note, post

if TYPE_CHECKING:
    from collections.abc import Iterable
    from datetime import date

    from starlette.responses import Response

    from assettrack.office.lending import Loan, LoanAsk
    from assettrack.rules.refusal import BadInput
    from assettrack.web.visit import Visit

MOST_LOANS = 30


def borrow_form(visit: Visit) -> Response:
    """The request, of one thing."""
    from assettrack.office.labels import label_scanned
    from assettrack.office.settings import purposes

    found = label_scanned(visit.office, visit.value("code"))
    offered = [purpose for purpose in purposes(visit.office) if purpose.active]
    return visit.show("borrow.html", code=visit.value("code"), thing=found, purposes=offered)


def borrow(visit: Visit) -> Response:
    """Send the request; it waits for who may decide."""
    from assettrack.office.labels import label_scanned
    from assettrack.office.lending import request_loan

    found = label_scanned(visit.office, visit.value("code"))
    request_loan(visit.office, visit.staff, _ask(visit, found.code))
    return visit.goto("/loans", done="asked")


def _ask(visit: Visit, code: str) -> LoanAsk:
    from assettrack.office.lending import LoanAsk, LoanLineAsk

    if not visit.value("purpose"):
        raise visit.voice.bad_input("request.field.purpose", "", "request.purpose_rule")
    return LoanAsk(
        borrower=visit.staff.login,
        purpose=visit.value("purpose"),
        reason=visit.value("reason"),
        place=visit.value("place"),
        place_text=visit.value("place_text"),
        due=_day(visit, "due", "request.field.due"),
        lines=(LoanLineAsk(code, _quantity(visit)),),
        terms_accepted=visit.value("terms") == "yes",
    )


def _day(visit: Visit, name: str, field: str) -> date:
    text = visit.value(name)
    try:
        return parse_date(text, today=visit.staff.today, strict=True)
    except DateNotUnderstood as error:
        raise _unread(visit.voice.say(field), text, error) from error


def _unread(field: str, text: str, error: DateNotUnderstood) -> BadInput:
    from assettrack.rules.refusal import BadInput

    return BadInput(field=field, value=text, rule=error.reason_th, rule_en=error.reason_en)


def _quantity(visit: Visit) -> int:
    text = ascii_digits(visit.value("quantity", "1")).strip()
    if not (text.isdecimal() and 1 <= int(text[:7]) <= 100_000):
        raise visit.voice.bad_input("web.borrow.quantity", text, "web.borrow.quantity_rule")
    return int(text)


def mine(visit: Visit) -> Response:
    """One's own loans, those that ended too."""
    return visit.show("loans.html", loans=_mine(visit))


def _mine(visit: Visit) -> tuple[Loan, ...]:
    from assettrack.office.lending import loans

    return loans(visit.office, today=visit.staff.today, borrower=visit.staff.login, limit=MOST_LOANS)


def _one_of(visit: Visit, loans: Iterable[Loan]) -> Loan:
    """The loan that the page is about, among those that are this person's business.

    Raises:
        NotFound: it is not among them.
    """
    wanted = visit.value("loan")
    for loan in loans:
        if loan.id == wanted:
            return loan
    words = visit.voice.say("area.loan")
    raise NotFound(what=words, what_en=words, value=wanted)


def extend_form(visit: Visit) -> Response:
    """Ask for more time for one of one's loans."""
    return visit.show("extend.html", loan=_one_of(visit, _mine(visit)))


def extend(visit: Visit) -> Response:
    """Send the request for more time."""
    from assettrack.office.lending import extend as ask

    due = _day(visit, "due", "loan.new_due")
    ask(visit.office, visit.staff, visit.value("loan"), due=due, reason=visit.value("reason"))
    return visit.goto("/loans", done="extended")


def decide_form(visit: Visit) -> Response:
    """What waits for this person's decision; one of it where it is named."""
    from assettrack.office.lending import home_board

    waiting = home_board(visit.office, visit.staff).to_decide
    if not visit.value("loan"):
        return visit.show("decisions.html", loans=waiting)
    return visit.show("decide.html", loan=_one_of(visit, waiting))


def decide(visit: Visit) -> Response:
    """Approve or reject with the password again; never over a line that others can read or change."""
    from assettrack.office.lending import approve, reject
    from assettrack.office.sign_in import confirm_password

    if not visit.encrypted:
        note("decision over plain HTTP", visit.request)
        visit.status, visit.problem = 403, visit.voice.say("web.decide.plain")
        return decide_form(visit)
    confirm_password(visit.office, visit.staff, visit.form.get("password", ""))
    act = {"approve": approve, "reject": reject}.get(visit.value("decision"))
    if act is None:
        raise visit.voice.bad_input("web.decide.decision", visit.value("decision"), "web.decide.decision_rule")
    act(visit.office, visit.staff, visit.value("loan"), reason=visit.value("reason"))
    return visit.goto("/decide", done="decided")


PAGES = (
    get("/borrow", borrow_form, staff=True),
    post("/borrow", borrow, borrow_form, staff=True),
    get("/loans", mine, staff=True),
    get("/extend", extend_form, staff=True),
    post("/extend", extend, extend_form, staff=True),
    get("/decide", decide_form, staff=True),
    post("/decide", decide, decide_form, staff=True, rate="sign_in"),
)
