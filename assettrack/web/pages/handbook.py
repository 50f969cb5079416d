"""The handbook: read by anybody, acknowledged by staff."""

from __future__ import annotations

from typing import TYPE_CHECKING

from assettrack.web.door import get, post

if TYPE_CHECKING:
    from starlette.responses import Response

    from assettrack.web.visit import Visit


def read(visit: Visit) -> Response:
    """The rules as they stand, and whether one has acknowledged them."""
    from assettrack.office.handbook import acknowledged_at, handbook

    book = handbook(visit.office)
    at = acknowledged_at(visit.office, visit.actor, book.version) if visit.actor else None
    return visit.show("handbook.html", book=book, acknowledged_at=at)


def acknowledge(visit: Visit) -> Response:
    """Acknowledge the version that was read."""
    from assettrack.office.handbook import acknowledge as keep

    keep(visit.office, visit.staff, visit.value("version"))
    return visit.goto("/handbook", done="acknowledged")


PAGES = (get("/handbook", read), post("/handbook", acknowledge, read, staff=True))
