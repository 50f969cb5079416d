"""A thing: what the public may know of it, and what staff see."""

from __future__ import annotations

from typing import TYPE_CHECKING

from assettrack.scanning.codes import LABEL, payload
from assettrack.web.door import get

if TYPE_CHECKING:
    from starlette.responses import Response

    from assettrack.web.visit import Visit


def of_label(visit: Visit) -> Response:
    """The page that a label's QR opens."""
    return _asset(visit, payload(LABEL, visit.request.path_params["token"].upper()))


def of_code(visit: Visit) -> Response:
    """The page of a thing by its label's code or its number, as it was typed."""
    return _asset(visit, visit.value("code"))


def _asset(visit: Visit, code: str) -> Response:
    if visit.actor is None:
        from assettrack.office.notices import public_asset

        return visit.show("asset_public.html", code=code, thing=public_asset(visit.office, code))
    from assettrack.office.labels import label_scanned
    from assettrack.office.registry import asset_by_code

    found = label_scanned(visit.office, code)
    return visit.show("asset.html", code=code, found=found, thing=asset_by_code(visit.office, found.code))


PAGES = (get("/A/{token}", of_label), get("/a/{token}", of_label), get("/asset", of_code))
