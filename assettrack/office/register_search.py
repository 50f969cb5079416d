"""Search in the register: any part of a name, code, serial, place or holder, from one letter up, and «did you mean»."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import sqlalchemy as sa

from assettrack.thai.sorting import sort_key
from assettrack.thai.text import code_key, search_key
from db.tables.people import division, person
from db.tables.registry import asset, asset_identifier

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from sqlalchemy import Connection

TRIGRAM = 3
"""Letters below which a trigram index finds nothing."""
MOST = 200
"""Hits that are fetched to be put in order: search as you type is bounded work."""
_CHUNK = 500


def put_words(connection: Connection, agency_id: str, asset_ids: Sequence[str]) -> None:
    """Bring the search lines of assets in step with their rows, in the caller's transaction."""
    for start in range(0, len(asset_ids), _CHUNK):
        ids = list(asset_ids[start : start + _CHUNK])
        lines = [
            {"agency_id": agency_id, "asset_id": asset_id, "words": words}
            for asset_id, words in _lines(connection, agency_id, ids)
        ]
        connection.execute(_PUT, lines)


_PUT = sa.text(
    "INSERT INTO search_asset (agency_id, asset_id, words) VALUES (:agency_id, :asset_id, :words) "
    "ON CONFLICT (agency_id, asset_id) DO UPDATE SET words = excluded.words WHERE search_asset.words <> excluded.words"
)


def _lines(connection: Connection, agency_id: str, ids: list[str]) -> Iterable[tuple[str, str]]:
    codes: dict[str, list[str]] = {}
    numbers = sa.select(asset_identifier.c.asset_id, asset_identifier.c.raw, asset_identifier.c.norm).where(
        asset_identifier.c.agency_id == agency_id, asset_identifier.c.asset_id.in_(ids)
    )
    for asset_id, raw, norm in connection.execute(numbers):
        codes.setdefault(asset_id, []).extend((raw, norm))
    query = (
        sa.select(
            asset.c.id,
            asset.c.code,
            asset.c.name,
            asset.c.details,
            asset.c.place,
            asset.c.category,
            division.c.name.label("division"),
            person.c.name.label("holder"),
        )
        .outerjoin(division, sa.and_(division.c.agency_id == asset.c.agency_id, division.c.id == asset.c.division_id))
        .outerjoin(person, sa.and_(person.c.agency_id == asset.c.agency_id, person.c.id == asset.c.custodian_id))
        .where(asset.c.agency_id == agency_id, asset.c.id.in_(ids))
    )
    for asset_id, *texts in connection.execute(query):
        words = dict.fromkeys(text for text in (*texts, *codes.get(asset_id, ())) if text)
        yield asset_id, search_key(" ".join(words))


def exact(connection: Connection, agency_id: str, text: str) -> list[str]:
    """Assets of which ``text`` is a whole number in use."""
    key = code_key(text)
    query = sa.select(asset_identifier.c.asset_id).where(
        asset_identifier.c.agency_id == agency_id, asset_identifier.c.norm == key, asset_identifier.c.ended.is_(None)
    )
    return list(dict.fromkeys(connection.execute(query).scalars()))


def matching(
    connection: Connection,
    agency_id: str,
    text: str,
    *,
    limit: int = MOST,
    where: Sequence[sa.ColumnElement[bool]] = (),
) -> list[str]:
    """Up to ``limit`` assets whose search line holds every word of ``text``, in no order.

    ``where`` are conditions on the asset table.
    """
    terms = search_key(text).split()
    if not terms:
        return []
    long = [term for term in terms if len(term) >= TRIGRAM]
    conditions = ["s.agency_id = :agency"]
    values: dict[str, Any] = {"agency": agency_id, "limit": limit}
    source = "search_asset s"
    if long and connection.dialect.name == "sqlite":
        source = "search_asset_fts f CROSS JOIN search_asset s ON s.doc = f.rowid"
        conditions.append("search_asset_fts MATCH :match")
        values["match"] = " AND ".join('"' + term.replace('"', '""') + '"' for term in long)
        terms = [term for term in terms if len(term) < TRIGRAM]
    for no, term in enumerate(terms):
        conditions.append(f"s.words LIKE :term{no} ESCAPE '!'")
        values[f"term{no}"] = f"%{_escaped(term)}%"
    query = f"SELECT s.asset_id FROM {source} WHERE {' AND '.join(conditions)}"
    if not where:
        return list(connection.execute(sa.text(f"{query} LIMIT :limit"), values).scalars())
    holding = sa.text(query).columns(sa.column("asset_id", sa.Text))
    del values["limit"]
    ids = sa.select(asset.c.id).where(asset.c.agency_id == agency_id, asset.c.id.in_(holding), *where).limit(limit)
    return list(connection.execute(ids, values).scalars())


def _escaped(term: str) -> str:
    return term.replace("!", "!!").replace("%", "!%").replace("_", "!_")


def did_you_mean(connection: Connection, agency_id: str, text: str, *, most: int = 3) -> tuple[str, ...]:
    """Names of this office's assets that are spelt nearly like ``text`` (เตนท์ finds เต็นท์), same first letter first."""
    from rapidfuzz import fuzz, process

    if not any(char.isalpha() for char in text):
        return ()  # a number that is not there is not another number
    first = sort_key(text)[:1]
    for start, end in ((first, first + "\U0010ffff"), ("", "\U0010ffff")):
        values = {"agency": agency_id, "start": start, "end": end, "most": NAMES_WALKED}
        known = {search_key(name): name for name in connection.execute(_NAMES, values).scalars()}
        found = process.extract(search_key(text), list(known), scorer=fuzz.partial_ratio, score_cutoff=70, limit=most)
        if found:
            return tuple(known[key] for key, _, _ in found)
    return ()


NAMES_WALKED = 1500
_NAMES = sa.text(  # each name once, by steps along the index instead of a scan over every asset
    "WITH RECURSIVE step(k) AS (SELECT min(sort_key) FROM asset WHERE agency_id = :agency AND sort_key >= :start UNION ALL "
    "SELECT (SELECT min(sort_key) FROM asset WHERE agency_id = :agency AND sort_key > step.k) FROM step "
    "WHERE step.k IS NOT NULL AND step.k < :end) "
    "SELECT (SELECT name FROM asset WHERE agency_id = :agency AND sort_key = step.k LIMIT 1) FROM step "
    "WHERE step.k IS NOT NULL AND step.k < :end LIMIT :most"
)
