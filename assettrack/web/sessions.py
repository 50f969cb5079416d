"""Who is behind a browser: signed keys in cookies, sign-ins that end when idle, tokens that a form must carry.

The secret is drawn anew at each start and kept in memory only. Sign-ins last minutes, so a start that ends them costs one password;
a secret in a file would be one more thing to steal, and would let whoever has it sign in as anybody.
"""

from __future__ import annotations

import hashlib
import hmac
import secrets
import time
from dataclasses import dataclass
from threading import Lock
from typing import TYPE_CHECKING

from itsdangerous import BadSignature, Signer

if TYPE_CHECKING:
    from collections.abc import Callable

    from assettrack.office.context import Actor

LONGEST = 8 * 3600.0
"""Seconds that a sign-in lasts at most, however busy: a working day."""
MOST = 500
"""Sign-ins at once; beyond them the one that was idle longest ends."""


@dataclass
class SignIn:
    """A sign-in: the person, when it began and was last used, and the seconds it may be idle."""

    actor: Actor
    began: float
    used: float
    idle: float


class Sessions:
    """The sign-ins of this run. ``clock`` gives seconds that never go back."""

    def __init__(self, clock: Callable[[], float] = time.monotonic) -> None:
        secret = secrets.token_bytes(32)
        self._signer = Signer(secret, salt="assettrack.visitor", digest_method=hashlib.sha256)
        self._forms = hmac.new(secret, b"assettrack.form", "sha256").digest()
        self._clock, self._lock = clock, Lock()
        self._there: dict[str, SignIn] = {}

    def new_key(self) -> str:
        """A key for a browser that has none."""
        return secrets.token_urlsafe(24)

    def signed(self, key: str) -> str:
        """The key as the cookie holds it."""
        return self._signer.sign(key).decode()

    def key_of(self, cookie: str) -> str | None:
        """The key in a cookie; none where the signature is not of this run."""
        try:
            return self._signer.unsign(cookie).decode()
        except BadSignature:
            return None

    def token(self, key: str) -> str:
        """What a form of this browser must carry."""
        return hmac.new(self._forms, key.encode(), "sha256").hexdigest()

    def token_fits(self, key: str, token: str) -> bool:
        """Whether a form came from a page that this browser was given."""
        return hmac.compare_digest(self.token(key).encode(), token.encode())

    def open(self, actor: Actor, *, idle: float) -> str:
        """A sign-in that may be idle for so many seconds; returns its key, which no browser had before."""
        key, at = self.new_key(), self._clock()
        with self._lock:
            if len(self._there) >= MOST:
                del self._there[min(self._there, key=lambda k: self._there[k].used)]
            self._there[key] = SignIn(actor, at, at, idle)
        return key

    def actor(self, key: str) -> Actor | None:
        """Who is signed in with this key; none where nobody is, or was idle for too long."""
        at = self._clock()
        with self._lock:
            found = self._there.get(key)
            if found is None:
                return None
            if at - found.used > found.idle or at - found.began > LONGEST:
                del self._there[key]
                return None
            found.used = at
            return found.actor

    def close(self, key: str) -> None:
        """End a sign-in."""
        with self._lock:
            self._there.pop(key, None)
