"""A paper in the hand: whether it still holds."""

from __future__ import annotations

from typing import TYPE_CHECKING

from assettrack.scanning.codes import PAPER, payload
from assettrack.web.door import get

if TYPE_CHECKING:
    from starlette.responses import Response

    from assettrack.office.context import Actor
    from assettrack.web.visit import Visit


def verdict(visit: Visit) -> Response:
    """The page that a paper's QR opens; the public is not told whom the paper is about."""
    from assettrack.office.papers import verify_paper

    mark = payload(PAPER, visit.request.path_params["token"].upper())
    found = verify_paper(visit.office, visit.actor or _nobody(visit), mark)
    return visit.show("paper.html", mark=mark, found=found)


def _nobody(visit: Visit) -> Actor:
    """Somebody of the public, who asks and does nothing."""
    from assettrack.office.context import Actor

    return Actor("", "", "", "", None, frozenset(), visit.desk.moment(), visit.desk.today())


PAGES = (get("/P/{token}", verdict), get("/p/{token}", verdict))
