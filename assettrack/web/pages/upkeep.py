"""What people tell of a thing: found, or damaged; and the desk that handles it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from starlette.responses import FileResponse

from assettrack.web.door import check_rate, get, post

if TYPE_CHECKING:
    from starlette.responses import Response

    from assettrack.web.visit import Visit


def notice_form(visit: Visit) -> Response:
    """Tell that a thing was found or is damaged; anybody may."""
    from assettrack.office.notices import public_asset

    code = visit.value("code")
    kind = "found" if visit.value("kind") == "found" else "damaged"
    return visit.show("notice.html", code=code, kind=kind, thing=public_asset(visit.office, code))


def give(visit: Visit) -> Response:
    """Keep what was told; the public tells only so much in a while."""
    from assettrack.office.notices import NoticeAsk, give_notice

    if visit.actor is None:
        check_rate(visit.request, "notice")
    ask = NoticeAsk(visit.value("kind"), visit.value("words"), visit.value("contact"), visit.photo)
    code = visit.value("code")
    give_notice(visit.office, code, ask, visit.desk.pictures, at=visit.desk.moment(), actor=visit.actor)
    return visit.goto("/asset", code=code, done="told")


def waiting(visit: Visit) -> Response:
    """What people told and nobody has handled, or what is done with."""
    from assettrack.office.notices import notices

    handled = visit.value("handled") == "yes"
    return visit.show("notices.html", handled=handled, told=notices(visit.office, visit.staff, handled=handled))


def handle(visit: Visit) -> Response:
    """Say what was done about a notice."""
    from assettrack.office.notices import handle_notice

    handle_notice(visit.office, visit.staff, visit.value("notice"), how=visit.value("how"))
    return visit.goto("/notices", done="handled")


def picture(visit: Visit) -> Response:
    """The photograph of a notice."""
    from assettrack.office.notices import notice_picture

    file = notice_picture(visit.office, visit.staff, visit.value("notice"), visit.desk.pictures)
    return FileResponse(file, media_type="image/jpeg")


PAGES = (
    get("/notice", notice_form),
    post("/notice", give, notice_form),
    get("/notices", waiting, staff=True),
    post("/notices", handle, waiting, staff=True),
    get("/notices/photo", picture, staff=True),
)
