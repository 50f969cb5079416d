"""The application: every page and what stands before them."""

from __future__ import annotations

import hashlib
from pathlib import Path
from typing import TYPE_CHECKING

import jinja2
from starlette.applications import Starlette
from starlette.exceptions import HTTPException
from starlette.middleware import Middleware
from starlette.responses import FileResponse
from starlette.routing import Route

from assettrack.web.door import note, visit_of, with_cookies
from assettrack.web.headers import SecurityHeaders
from assettrack.web.limits import BodyLimit, Limiter
from assettrack.web.pages import PAGES, PHOTO_PATHS
from assettrack.web.sessions import Sessions
from assettrack.web.visit import Site

if TYPE_CHECKING:
    from starlette.requests import Request
    from starlette.responses import Response

    from assettrack.bootstrap import Desk

FOLDER = Path(__file__).parent
KEPT = "public, max-age=604800"
"""A week; the address of a changed file is another one."""
BODY = (400, 408, 413)
"""Refusals of a body that is broken, too slow or too large."""


def create_app(desk: Desk, *, limiter: Limiter | None = None, https_port: int = 0, ca: bytes = b"") -> Starlette:
    """The pages of an open office.

    Args:
        desk: the office.
        limiter: what one address may ask; the usual where none is given.
        https_port: where the same pages are served over HTTPS; 0 where they are not.
        ca: the certificate that phones are to trust, PEM.
    """
    app = Starlette(
        routes=[*PAGES, *(_static(path) for path in sorted((FOLDER / "static").iterdir()))],
        middleware=[Middleware(SecurityHeaders), Middleware(BodyLimit, photo_paths=PHOTO_PATHS)],
        exception_handlers={HTTPException: _refused, 500: _failed},  # type: ignore[dict-item]
    )
    app.state.site = Site(desk, Sessions(), limiter or Limiter(), _templates(), https_port, ca)
    return app


def _templates() -> jinja2.Environment:
    loader = jinja2.FileSystemLoader(FOLDER / "templates")
    own = jinja2.Environment(
        loader=loader, autoescape=True, undefined=jinja2.StrictUndefined, trim_blocks=True, lstrip_blocks=True,
        auto_reload=False,
    )  # fmt: skip
    own.globals |= {"style": _marked("office.css"), "camera": _marked("camera.js")}
    return own


def _marked(name: str) -> str:
    """The address of a file that changes with what is in it."""
    return f"/static/{name}?v={hashlib.sha256((FOLDER / 'static' / name).read_bytes()).hexdigest()[:8]}"


def _static(path: Path) -> Route:
    async def endpoint(_request: Request) -> Response:
        return FileResponse(path, headers={"Cache-Control": KEPT})

    return Route(f"/static/{path.name}", endpoint, methods=["GET"])


async def _refused(request: Request, error: HTTPException) -> Response:
    """A page for what is refused before any page: no such address, too large, too often, without its token."""
    if error.status_code in BODY:
        note(f"body refused with {error.status_code}", request)
    visit = visit_of(request.app.state.site, request)
    visit.status = error.status_code
    answer = with_cookies(visit, visit.show("error.html", status=error.status_code))
    answer.headers.update(error.headers or {})
    return answer


async def _failed(request: Request, _error: Exception) -> Response:
    """A page for a mistake of ours; what happened is in the log."""
    visit = visit_of(request.app.state.site, request)
    visit.status = 500
    return visit.show("error.html", status=500)
