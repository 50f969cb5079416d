"""How to trust the office's certificate on a phone, and the certificate itself."""

from __future__ import annotations

from typing import TYPE_CHECKING

from starlette.exceptions import HTTPException
from starlette.responses import Response

from assettrack.web.door import get

if TYPE_CHECKING:
    from assettrack.web.visit import Visit


def trust(visit: Visit) -> Response:
    """The steps for each kind of phone."""
    from assettrack.web.certificate import fingerprint

    return visit.show("help.html", fingerprint=fingerprint(visit.site.ca) if visit.site.ca else "")


def ca(visit: Visit) -> Response:
    """The certificate that phones are to trust."""
    if not visit.site.ca:
        raise HTTPException(404)
    named = {"Content-Disposition": 'attachment; filename="assettrack-ca.crt"'}
    return Response(visit.site.ca, media_type="application/x-x509-ca-cert", headers=named)


PAGES = (get("/help", trust), get("/ca.crt", ca))
