"""Passwords: argon2id by the argon2-cffi library, and the one rule they must keep."""

from __future__ import annotations

from functools import cache
from typing import TYPE_CHECKING

from assettrack.rules.refusal import BadInput

if TYPE_CHECKING:
    from argon2 import PasswordHasher

SHORTEST = 8


@cache
def hasher() -> PasswordHasher:
    """The hasher with the parameters of RFC 9106's low-memory profile (the library's default)."""
    from argon2 import PasswordHasher

    return PasswordHasher()


def hash_password(password: str) -> str:
    """The argon2id hash of a password, with its own salt and parameters."""
    return hasher().hash(password)


def matches(password_hash: str | None, password: str) -> bool:
    """Whether the password is the one that was hashed; no account, or one without a password, takes as long to say no."""
    from argon2.exceptions import Argon2Error, InvalidHashError

    try:
        return hasher().verify(password_hash or _nobody(), password) and password_hash is not None
    except (Argon2Error, InvalidHashError):
        return False


@cache
def _nobody() -> str:
    return hash_password("")


def check_new_password(password: str, login: str) -> None:
    """Refuse a password that is short or is the login.

    Raises:
        BadInput: without showing the password.
    """
    if len(password.strip()) < SHORTEST or password.casefold() == login.casefold():
        rule = f"อย่างน้อย {SHORTEST} ตัวอักษร และไม่ใช่ชื่อผู้ใช้"
        raise BadInput(field="รหัสผ่าน", value="•••", rule=rule, rule_en=f"at least {SHORTEST} characters, not the login")
