"""Making labels: a token each that this office never gave, and the replacement of one that is lost or worn."""

from __future__ import annotations

import secrets
from typing import TYPE_CHECKING, Any

import sqlalchemy as sa

from assettrack.office.context import need_role, writing
from assettrack.office.labels.printers import LABELLERS
from assettrack.office.labels.scan import asset_and_label, found_in, scanned
from assettrack.office.labels.wanted import chunks
from assettrack.office.registry import id_of
from assettrack.rules.labels import (
    RETIRED_ENGLISH,
    RETIRED_WORDS,
    AlreadyRetired,
    DisposedOf,
    NoLabelYet,
    WhichPiece,
    check_replace,
)
from assettrack.scanning.codes import new_label
from db.base import new_id
from db.tables.labels import label

if TYPE_CHECKING:
    from collections.abc import Sequence

    from sqlalchemy import Connection

    from assettrack.office.context import Actor, Office
    from assettrack.office.labels.scan import LabelFound


def replace_label(office: Office, actor: Actor, code_or_token: str, why: str) -> LabelFound:
    """Retire a label and make the one that takes its place; print it with ``print_labels``.

    Args:
        office: the office.
        actor: one of ``LABELLERS``.
        code_or_token: what the label says, or the number of an asset with one label.
        why: lost, faded, damaged, duplicate or wrong (it stands on another thing).

    Returns:
        The new label.

    Raises:
        NotAllowed; BadInput: a reason that is none; NotFound, NoLabelYet, AlreadyRetired, DisposedOf.
        WhichPiece: the asset has several labels.
    """
    need_role(actor, *LABELLERS, task="เปลี่ยนป้ายพัสดุ", task_en="replace labels")
    check_replace(why)
    with writing(office, actor) as journal:
        found = _replaceable(journal.connection, office.agency_id, code_or_token)
        query = sa.select(label).where(label.c.agency_id == office.agency_id, label.c.id == found.id)
        row = dict(journal.connection.execute(query).mappings().one())
        journal.update(label, row, retired_at=actor.at, retired_by=actor.person_id, retired_why=why)
        place = (row["asset_id"], row["piece"])
        new = journal.insert(label, **new_labels(journal.connection, office.agency_id, actor, [place])[0])
        journal.close("label.replaced", label=found.token, why=why)
        query = asset_and_label(office.agency_id).where(label.c.id == new["id"])
        return found_in(journal.connection, office.agency_id, journal.connection.execute(query).one())


def _replaceable(connection: Connection, agency_id: str, typed: str) -> LabelFound:
    """The one label in use that is meant."""
    found = scanned(connection, agency_id, typed)
    if found.retired_why == "disposed":
        raise DisposedOf(asset=found.code)
    if found.status == "retired":
        why, day = found.retired_why, str(found.retired_on)
        raise AlreadyRetired(token=found.token, day=day, why=RETIRED_WORDS[why], why_en=RETIRED_ENGLISH[why])
    if found.status == "none":
        raise NoLabelYet(asset=found.code)
    if not found.by_label:
        _check_single(connection, agency_id, found)
    return found


def _check_single(connection: Connection, agency_id: str, found: LabelFound) -> None:
    asset_id = id_of(connection, agency_id, found.code)
    query = sa.select(sa.func.count()).where(
        label.c.agency_id == agency_id, label.c.asset_id == asset_id, label.c.retired_at.is_(None)
    )
    count = connection.execute(query).scalar_one()
    if count > 1:
        raise WhichPiece(asset=found.code, count=count)


def new_labels(
    connection: Connection, agency_id: str, actor: Actor, places: Sequence[tuple[str, int]]
) -> list[dict[str, Any]]:
    """Rows of new labels for assets' pieces, each with a token that this office never gave."""
    tokens = _fresh_tokens(connection, agency_id, len(places))
    same = {"made_at": actor.at, "made_by": actor.person_id, "retired_at": None, "retired_by": None, "retired_why": ""}
    return [
        {"id": new_id(actor.at), "token": token, "asset_id": asset_id, "piece": piece, **same}
        for token, (asset_id, piece) in zip(tokens, places, strict=True)
    ]


def _fresh_tokens(connection: Connection, agency_id: str, count: int) -> list[str]:
    fresh: dict[str, None] = {}
    while len(fresh) < count:
        drawn = [new_label(secrets.randbelow) for _ in range(count - len(fresh))]
        given = _given(connection, agency_id, drawn)
        fresh |= dict.fromkeys(token for token in drawn if token not in given)
    return list(fresh)


def _given(connection: Connection, agency_id: str, tokens: Sequence[str]) -> set[str]:
    query = sa.select(label.c.token).where(label.c.agency_id == agency_id)
    return {
        token for some in chunks(tokens) for token in connection.execute(query.where(label.c.token.in_(some))).scalars()
    }
