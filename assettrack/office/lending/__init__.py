"""Lending (การยืม): every use case from the request to the last piece back, one transaction each.

``request`` asks, ``decision`` gives opinions and decides, ``counter`` hands over and takes back, ``after`` extends, chases and
enters paper; ``reading`` shows. The law is ``assettrack.rules.lending``.
"""

from assettrack.office.lending.after import chase, enter_paper, extend
from assettrack.office.lending.background import background
from assettrack.office.lending.counter import hand_over, settle, take_back
from assettrack.office.lending.decision import approve, give_opinion, recuse, reject
from assettrack.office.lending.powers import deciders
from assettrack.office.lending.reading import availability, home_board, loan, loans
from assettrack.office.lending.records import (
    Loan,
    LoanAsk,
    LoanLineAsk,
    OutsideBorrower,
    PaperEntry,
    Returned,
    ReturnLine,
    VerbalApproval,
)
from assettrack.office.lending.request import cancel, request_loan, save_draft, submit
from assettrack.office.lending.returns import last_returns, return_slip

__all__ = [
    "Loan",
    "LoanAsk",
    "LoanLineAsk",
    "OutsideBorrower",
    "PaperEntry",
    "ReturnLine",
    "Returned",
    "VerbalApproval",
    "approve",
    "availability",
    "background",
    "cancel",
    "chase",
    "deciders",
    "enter_paper",
    "extend",
    "give_opinion",
    "hand_over",
    "home_board",
    "last_returns",
    "loan",
    "loans",
    "recuse",
    "reject",
    "request_loan",
    "return_slip",
    "save_draft",
    "settle",
    "submit",
    "take_back",
]
