"""What waits for who is signed in; for the public, how to find a thing."""

from __future__ import annotations

from typing import TYPE_CHECKING

from assettrack.scanning.codes import PAPER, payload, read
from assettrack.web.door import get

if TYPE_CHECKING:
    from starlette.responses import Response

    from assettrack.office.lending import Loan
    from assettrack.web.visit import Visit

ENDED = ("closed", "rejected", "cancelled")


def home(visit: Visit) -> Response:
    """One's loans, and a field for the code of a thing."""
    return visit.show("home.html", mine=_mine(visit) if visit.actor else ())


def _mine(visit: Visit) -> tuple[Loan, ...]:
    from assettrack.office.lending import loans

    found = loans(visit.office, today=visit.staff.today, borrower=visit.staff.login, limit=20)
    return tuple(one for one in found if one.state not in ENDED)


def find(visit: Visit) -> Response:
    """The page of a code that was typed, whatever it is of."""
    typed = visit.value("code").strip()
    code = read(typed)
    if code is not None and code.kind == PAPER:
        return visit.goto(f"/{PAPER}/{code.token}")
    if code is not None:
        typed = payload(code.kind, code.token)
    return visit.goto("/asset", code=typed) if typed else visit.goto("/")


PAGES = (get("/", home), get("/find", find))
