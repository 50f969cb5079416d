"""The ledger as people ask for it: does it hold, and where does it stand."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from assettrack.office.context import reading
from assettrack.rules.refusal import BadInput
from assettrack.thai.text import ascii_digits
from db.ledger import Mark
from db.ledger import head as ledger_head
from db.tables import LEDGERED
from db.verification import verify as ledger_verify

if TYPE_CHECKING:
    from assettrack.office.context import Office
    from db.verification import Verification

_ANCHOR = re.compile(r"(\d+)\s*[:\s]\s*([A-Z2-7]{16})")


def head(office: Office) -> Mark:
    """The last entry's number and code, as printed on papers."""
    with reading(office) as connection:
        return ledger_head(connection, office.agency_id)


def verify(office: Office, *, anchor: str | None = None) -> Verification:
    """Read the whole ledger and every row it vouches for.

    Args:
        office: the office.
        anchor: what a paper says, e.g. ``123:ABCDEFGHIJKLMNOP``; the chain must pass through it.

    Raises:
        BadInput: an anchor that is none.
    """
    with reading(office) as connection:
        return ledger_verify(
            connection, office.agency_id, office.key, LEDGERED, None if anchor is None else _mark(anchor)
        )


def _mark(text: str) -> Mark:
    match = _ANCHOR.fullmatch(ascii_digits(text).strip().upper())
    if match is None:
        raise BadInput(field="รหัสอ้างอิง", value=text, rule="เช่น 123:ABCDEFGHIJKLMNOP", rule_en="as 123:ABCDEFGHIJKLMNOP")
    return Mark(int(match[1]), match[2])
