"""One visit: who asks, in which language, over which line, what was typed; and the answers a page can give."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any
from urllib.parse import urlencode

from starlette.responses import HTMLResponse, RedirectResponse

from assettrack.rules.refusal import Conflict, NotAllowed, NotFound
from assettrack.words.speech import LANGUAGES

if TYPE_CHECKING:
    from collections.abc import Mapping

    import jinja2
    from starlette.requests import Request
    from starlette.responses import Response

    from assettrack.bootstrap import Desk
    from assettrack.office.context import Actor, Office
    from assettrack.rules.refusal import Refusal
    from assettrack.web.limits import Limiter
    from assettrack.web.sessions import Sessions
    from assettrack.web.speech import Voice

_STATUS = ((NotFound, 404), (NotAllowed, 403), (Conflict, 409))


def status_of(refusal: Refusal) -> int:
    """How a refusal is told to programs."""
    return next((status for kind, status in _STATUS if isinstance(refusal, kind)), 422)


@dataclass(frozen=True)
class Site:
    """What visits share; ``https_port`` and ``ca`` are of the office's own HTTPS, where it is served beside plain HTTP.

    Attributes:
        desk: the open office with its clock.
        sessions: the sign-ins of this run.
        limiter: what one address may ask.
        templates: the pages' templates.
        https_port: where the same pages are encrypted; 0 where they are not.
        ca: the certificate that phones are to trust, PEM; empty where the office's certificate is another authority's.
    """

    desk: Desk
    sessions: Sessions
    limiter: Limiter
    templates: jinja2.Environment
    https_port: int = 0
    ca: bytes = b""


@dataclass
class Visit:
    """A request being answered.

    Attributes:
        site: what visits share.
        request: as it came.
        voice: the visitor's language.
        key: the browser's, as its cookie holds it.
        known: whether the browser has the cookie already.
        keyed: whether the page needs the browser to have it.
        actor: who is signed in; none for the public.
        form: what was typed, by field; empty for a page that is only looked at.
        photo: the bytes of the photograph sent along.
        problem: why what was asked could not be done, in words.
        status: the answer's.
    """

    site: Site
    request: Request
    voice: Voice
    key: str
    known: bool
    keyed: bool = False
    actor: Actor | None = None
    form: Mapping[str, str] = field(default_factory=dict)
    photo: bytes = b""
    problem: str = ""
    status: int = 200

    @property
    def desk(self) -> Desk:
        """The open office with its clock."""
        return self.site.desk

    @property
    def office(self) -> Office:
        """The office."""
        return self.site.desk.office

    @property
    def staff(self) -> Actor:
        """Who is signed in, on a page that only staff see."""
        if self.actor is None:
            raise TypeError(self.request.url.path)
        return self.actor

    @property
    def handles_notices(self) -> bool:
        """Whether to offer the page of what people told."""
        from assettrack.office.notices import HANDLERS

        return self.actor is not None and not self.actor.roles.isdisjoint(HANDLERS)

    @property
    def encrypted(self) -> bool:
        """Whether nobody on the way can read or change what is sent."""
        return self.request.url.scheme == "https"

    @property
    def encrypted_address(self) -> str:
        """This page over HTTPS, from a page over plain HTTP; empty where it is encrypted already or the office has none."""
        port = self.site.https_port
        return str(self.request.url.replace(scheme="https", port=port)) if port and not self.encrypted else ""

    @property
    def sign_in_address(self) -> str:
        """Where one signs in and comes back to this page: over HTTPS where the office has it."""
        url = self.request.url
        here = f"{url.path}?{url.query}" if url.query else url.path
        query = urlencode({"next": here if url.path != "/sign-in" else "/"})
        if not self.encrypted_address:
            return f"/sign-in?{query}"
        return str(url.replace(scheme="https", port=self.site.https_port, path="/sign-in", query=query))

    @property
    def other_language_address(self) -> str:
        """This page in the other language; the first page where this one is the answer to a form."""
        other = next(language for language in LANGUAGES if language != self.voice.language)
        url = self.request.url.include_query_params(lang=other)
        return f"{url.path}?{url.query}" if self.request.method == "GET" else address("/", lang=other)

    def value(self, name: str, default: str = "") -> str:
        """What was typed into a field, else what the address says."""
        return self.form.get(name) or self.request.query_params.get(name) or default

    def token(self) -> str:
        """What a form of this browser must carry."""
        self.keyed = True
        return self.site.sessions.token(self.key)

    def become(self, key: str) -> None:
        """Go on with another key, as whoever signs in or out does."""
        self.key, self.known, self.keyed = key, False, True

    def show(self, template: str, **facts: Any) -> Response:
        """A page."""
        context = {"visit": self, "say": self.voice.say, "shown": self.voice.shown, "address": address, **facts}
        return HTMLResponse(self.site.templates.get_template(template).render(context), self.status)

    def goto(self, path: str, **query: str) -> Response:
        """Another page, asked for anew: going back and forth does nothing twice."""
        return RedirectResponse(address(path, **query), 303)


def address(path: str, **query: str) -> str:
    """The address of a page of ours."""
    return f"{path}?{urlencode(query)}" if query else path
