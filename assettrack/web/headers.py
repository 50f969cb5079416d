"""What every answer tells the browser: run and load nothing from elsewhere, be framed by nobody, keep nothing."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from starlette.types import ASGIApp, Message, Receive, Scope, Send

SECURITY = {
    "Content-Security-Policy": (
        "default-src 'none'; style-src 'self'; script-src 'self'; img-src 'self'; form-action 'self'; base-uri 'none'; "
        "frame-ancestors 'none'"
    ),
    "X-Content-Type-Options": "nosniff",
    "X-Frame-Options": "DENY",
    "Referrer-Policy": "same-origin",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
    "Permissions-Policy": "camera=(self), geolocation=(), microphone=(), payment=(), usb=()",
}
"""No Strict-Transport-Security: it holds for every port of a host, and the labels open plain HTTP on the same one."""


_RAW = [(name.lower().encode(), value.encode()) for name, value in SECURITY.items()]
_KEEP, _NEVER = b"cache-control", (b"cache-control", b"no-store")


class SecurityHeaders:
    """Adds ``SECURITY`` to every answer, and no-store to those that do not say how long they may be kept."""

    def __init__(self, app: ASGIApp) -> None:
        self._app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass the request on and the answer back with its headers."""

        async def sending(message: Message) -> None:
            if message["type"] == "http.response.start":
                own = message["headers"]
                kept = any(name == _KEEP for name, _ in own)
                message = {**message, "headers": [*own, *_RAW, *([] if kept else [_NEVER])]}
            await send(message)

        await self._app(scope, receive, sending)
