"""What every use case gets: the office it works in, and the person who acts."""

from __future__ import annotations

from contextlib import contextmanager
from dataclasses import dataclass
from typing import TYPE_CHECKING

from assettrack.rules.refusal import NotAllowed
from db.journal import Journal
from db.journal import writing as journal_writing
from db.ledger import Signer

if TYPE_CHECKING:
    from collections.abc import Iterator
    from contextlib import AbstractContextManager
    from datetime import date, datetime

    from sqlalchemy import Connection

    from db.engine import Database


@dataclass(frozen=True)
class Office:
    """One agency's rows in an open database, with the key of its ledger."""

    database: Database
    agency_id: str
    key: bytes


@dataclass(frozen=True)
class Actor:
    """The person who acts, with the moment (UTC) and the office's calendar day of the act."""

    person_id: str
    login: str
    name: str
    position: str
    division_id: str | None
    roles: frozenset[str]
    at: datetime
    today: date


def reading(office: Office) -> AbstractContextManager[Connection]:
    """A connection that sees one moment of the agency's rows and writes nothing."""
    return office.database.read(office.agency_id)


@contextmanager
def writing(office: Office, actor: Actor, capacity: str = "") -> Iterator[Journal]:
    """A transaction whose changes are signed by ``actor``; close the journal with the kind of act before leaving."""
    signer = Signer(actor.person_id, actor.name, capacity or actor.position, actor.at)
    with journal_writing(office.database, office.agency_id, office.key, signer) as journal:
        yield journal


def need_role(actor: Actor, *roles: str, task: str, task_en: str) -> None:
    """Refuse an actor who holds none of ``roles``.

    Raises:
        NotAllowed: with the task in words.
    """
    if not actor.roles.intersection(roles):
        raise NotAllowed(name=actor.name, task=task, task_en=task_en, needs=list(roles))
