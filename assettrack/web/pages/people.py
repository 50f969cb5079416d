"""Signing in and out."""

from __future__ import annotations

from typing import TYPE_CHECKING

from assettrack.web.door import get, post

if TYPE_CHECKING:
    from starlette.responses import Response

    from assettrack.web.visit import Visit


def sign_in_form(visit: Visit) -> Response:
    """Login and password; where the same pages are encrypted, only there. Who is signed in goes on."""
    if visit.actor is not None:
        return visit.goto(_own_path(visit.value("next")))
    return visit.show("sign_in.html", next=_own_path(visit.value("next")))


def sign_in(visit: Visit) -> Response:
    """Sign in, with a key that no browser had before, and go where one wanted to go."""
    from assettrack.office.settings import read_settings

    if visit.encrypted_address:
        visit.status = 403
        return sign_in_form(visit)
    actor = visit.desk.sign_in(visit.value("login"), visit.form.get("password", ""))
    idle = 60.0 * read_settings(visit.office).idle_lock_minutes
    visit.site.sessions.close(visit.key)
    visit.become(visit.site.sessions.open(actor, idle=idle))
    return visit.goto(_own_path(visit.value("next")))


def sign_out(visit: Visit) -> Response:
    """End the sign-in."""
    visit.site.sessions.close(visit.key)
    visit.become(visit.site.sessions.new_key())
    return visit.goto("/")


def _own_path(wanted: str) -> str:
    """The page to go to afterwards, if it is one of ours: nobody is sent elsewhere from here."""
    ours = wanted.startswith("/") and not wanted.startswith(("//", "/\\")) and wanted.isprintable()
    return wanted if ours else "/"


PAGES = (
    get("/sign-in", sign_in_form),
    post("/sign-in", sign_in, sign_in_form, rate="sign_in"),
    post("/sign-out", sign_out, sign_in_form),
)
