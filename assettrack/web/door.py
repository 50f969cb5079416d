"""The door: every request passes here, so that no page can forget what is to be checked before it.

In this order: the address's rate, the body's size, the browser's key, the form's token, who is signed in, the page. A refusal of
the office is shown on the page it was asked from, with what was typed.
"""

from __future__ import annotations

import hmac
import logging
import secrets
from typing import TYPE_CHECKING

from starlette.concurrency import run_in_threadpool
from starlette.datastructures import UploadFile
from starlette.exceptions import HTTPException
from starlette.routing import Route

from assettrack.rules.refusal import NotAllowed, NotFound, Refusal, Unusable
from assettrack.web.speech import voice_of
from assettrack.web.visit import Visit, status_of
from assettrack.words.speech import LANGUAGES

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from starlette.requests import Request
    from starlette.responses import Response

    from assettrack.office.context import Actor
    from assettrack.web.visit import Site

    Page = Callable[[Visit], Response]
    Form = tuple[Mapping[str, str], bytes]

LOG = logging.getLogger("assettrack.web")
PLAIN_KEY, ENCRYPTED_KEY, LANGUAGE = "assettrack", "__Host-assettrack", "lang"
"""Cookies. All ports of a host share them, so the key of an encrypted line has a name that a plain line cannot set."""
A_YEAR = 365 * 86_400
MOST_FIELD = 16 * 1024
"""Bytes of one field."""
_PEPPER = secrets.token_bytes(16)


def get(path: str, show: Page, *, staff: bool = False) -> Route:
    """A page that is looked at; ``staff``: only by who is signed in."""

    async def endpoint(request: Request) -> Response:
        site = _site(request, "page")
        return await run_in_threadpool(_answer, site, request, None, show, staff=staff)

    return Route(path, endpoint, methods=["GET"])


def post(path: str, act: Page, again: Page, *, staff: bool = False, rate: str = "act") -> Route:
    """A form that does something; ``again`` shows it anew where that was refused."""

    async def endpoint(request: Request) -> Response:
        site = _site(request, rate)
        form = await _read(request)
        return await run_in_threadpool(_answer, site, request, form, act, again, staff=staff)

    return Route(path, endpoint, methods=["POST"])


def _site(request: Request, rate: str) -> Site:
    check_rate(request, rate)
    site: Site = request.app.state.site
    return site


def check_rate(request: Request, kind: str) -> None:
    """Send away an address that asks too often.

    Raises:
        HTTPException: 429.
    """
    if not request.app.state.site.limiter.allows(kind, _address(request)):
        note("rate", request)
        raise HTTPException(429, headers={"Retry-After": "60"})


async def _read(request: Request) -> Form:
    async with request.form(max_files=1, max_fields=30, max_part_size=MOST_FIELD) as form:
        values = form.multi_items()
        fields = {name: value for name, value in values if isinstance(value, str)}
        photo = next((value for _, value in values if isinstance(value, UploadFile)), None)
        return fields, await photo.read() if photo else b""


def _answer(
    site: Site, request: Request, form: Form | None, page: Page, again: Page | None = None, *, staff: bool
) -> Response:
    visit = visit_of(site, request)
    if form is not None:
        visit.form, visit.photo = form
        if not site.sessions.token_fits(visit.key, visit.form.get("token", "")):
            note("form without its token", request)
            raise HTTPException(403)
    visit.actor = _actor(visit)
    if staff and visit.actor is None:
        here = f"{request.url.path}?{request.url.query}" if form is None else "/"
        return with_cookies(visit, visit.goto("/sign-in", next=here))
    return with_cookies(visit, _asked(visit, page, again))


def _asked(visit: Visit, page: Page, again: Page | None) -> Response:
    """What the page answers; where the office refuses, the form again with the refusal, or the refusal alone.

    What cannot be used (files, machines) is the administrator's business: it is in the log, and the visitor hears that it failed.
    """
    for shown in (page, again):
        try:
            if shown is not None:
                return shown(visit)
        except Unusable as refusal:
            LOG.warning(refusal.sentence())
            raise HTTPException(503) from refusal
        except Refusal as refusal:
            if isinstance(refusal, NotAllowed):
                note(refusal.code, visit.request)
            if not visit.problem:
                visit.problem, visit.status = visit.voice.refusal(refusal), status_of(refusal)
    return visit.show("refused.html")


def visit_of(site: Site, request: Request) -> Visit:
    """The visit of a request, of nobody yet."""
    cookie = request.cookies.get(_cookie_name(request), "")
    key = site.sessions.key_of(cookie) if cookie else None
    if cookie and key is None:
        note("cookie of another run, or forged", request)
    voice = voice_of(request.query_params.get("lang"), request.cookies.get(LANGUAGE), site.desk.settings.lang)
    return Visit(site, request, voice, key or site.sessions.new_key(), known=key is not None)


def _actor(visit: Visit) -> Actor | None:
    """Who is signed in, as the office has it now; a sign-in ends with the account."""
    found = visit.site.sessions.actor(visit.key)
    if found is None:
        return None
    try:
        return visit.desk.again(found)
    except (NotAllowed, NotFound):
        visit.site.sessions.close(visit.key)
        return None


def with_cookies(visit: Visit, answer: Response) -> Response:
    """Give the browser its key where it needs one and has none, and keep the language it chose."""
    if visit.keyed and not visit.known:
        answer.set_cookie(
            _cookie_name(visit.request), visit.site.sessions.signed(visit.key),
            secure=visit.encrypted, httponly=True, samesite="strict",
        )  # fmt: skip
    chosen = visit.request.query_params.get("lang")
    if chosen in LANGUAGES:
        answer.set_cookie(LANGUAGE, chosen, max_age=A_YEAR, httponly=True, samesite="strict")
    return answer


def _cookie_name(request: Request) -> str:
    return ENCRYPTED_KEY if request.url.scheme == "https" else PLAIN_KEY


def _address(request: Request) -> str:
    return request.client.host if request.client else ""


def note(what: str, request: Request) -> None:
    """Log what was refused: never who, what was typed or from where; ``from`` tells only that two lines are of one address."""
    seen = hmac.new(_PEPPER, _address(request).encode(), "sha256").hexdigest()[:8]
    LOG.warning("%s: %s %s from=%s", what, request.method, request.url.path, seen)
