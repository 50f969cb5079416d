"""What one address may ask in a while, and how much a body may hold: counted before anything is read or looked up."""

from __future__ import annotations

import time
from collections import OrderedDict
from dataclasses import dataclass
from ipaddress import IPv6Address, ip_address, ip_network
from threading import Lock
from typing import TYPE_CHECKING

import anyio
from starlette.exceptions import HTTPException

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from starlette.types import ASGIApp, Message, Receive, Scope, Send


@dataclass(frozen=True)
class Rate:
    """So many at once, and again as many in so many seconds."""

    count: int
    seconds: float


RATES = {"page": Rate(240, 60), "act": Rate(40, 60), "sign_in": Rate(20, 300), "notice": Rate(6, 600)}
"""Of one address. An office's whole network may stand behind one address, so these stop machines and not people."""
EVERYBODY = {"notice": Rate(60, 3600)}
"""Of all addresses together: what is told fills the office's disk."""
REMEMBERED = 4096
"""Addresses at most; the one not seen for longest is forgotten."""
MOST_BODY, MOST_PHOTO = 64 * 1024, 15 * 1024 * 1024
"""Bytes of a form, and of a form with a photograph."""
READ_SECONDS = 60.0
"""For a whole body: a phone on a weak signal, not a visitor who holds the line open."""


class Limiter:
    """Counts what each address asks: a bucket that fills again with time."""

    def __init__(self, rates: Mapping[str, Rate] = RATES, clock: Callable[[], float] = time.monotonic) -> None:
        self._rates, self._clock, self._lock = rates, clock, Lock()
        self._left: OrderedDict[tuple[str, str], tuple[float, float]] = OrderedDict()

    def allows(self, kind: str, address: str) -> bool:
        """Whether this address may ask for one more of this kind now; a kind without a rate is free."""
        with self._lock:
            own = self._rates.get(kind)
            whole = EVERYBODY.get(kind) if own else None
            asked = [(own, home(address)), (whole, "everybody")]
            return all(self._take(kind, who, rate) for rate, who in asked if rate is not None)

    def _take(self, kind: str, who: str, rate: Rate) -> bool:
        at = self._clock()
        left, since = self._left.pop((kind, who), (float(rate.count), at))
        left = min(float(rate.count), left + (at - since) * rate.count / rate.seconds)
        self._left[kind, who] = (left - 1 if left >= 1 else left, at)
        if len(self._left) > REMEMBERED:
            self._left.popitem(last=False)
        return left >= 1


def home(address: str) -> str:
    """What an address is counted by: itself, or the /64 network that one IPv6 visitor has to choose addresses from."""
    try:
        whole = ip_address(address.partition("%")[0])
    except ValueError:
        return address
    if isinstance(whole, IPv6Address) and whole.ipv4_mapped is None:
        return str(ip_network((whole, 64), strict=False))
    return str(getattr(whole, "ipv4_mapped", None) or whole)


class BodyLimit:
    """Refuses a body that announces, or turns out, to be larger than its page takes, and one that comes too slowly."""

    def __init__(self, app: ASGIApp, photo_paths: frozenset[str]) -> None:
        self._app, self._photo_paths = app, photo_paths

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass the request on; its body is counted as it is read."""
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return
        most = MOST_PHOTO if scope["path"] in self._photo_paths else MOST_BODY
        body = _Body(receive, most, _announced(scope))
        await self._app(scope, body.receive, send)


class _Body:
    """A body as it is read: how much more may come, and until when."""

    def __init__(self, receive: Receive, most: int, announced: int) -> None:
        self._receive, self._left, self._too_large = receive, most, announced > most
        self._until: float | None = None

    async def receive(self) -> Message:
        if self._too_large:
            raise HTTPException(413)
        if self._until is None:
            self._until = anyio.current_time() + READ_SECONDS
        with anyio.CancelScope(deadline=self._until) as scope:
            message = await self._receive()
        if scope.cancelled_caught:
            raise HTTPException(408)
        self._left -= len(message.get("body", b""))
        if self._left < 0:
            raise HTTPException(413)
        return message


def _announced(scope: Scope) -> int:
    length = next((value for name, value in scope["headers"] if name == b"content-length"), b"0")
    return int(length) if length.isdigit() else 0
