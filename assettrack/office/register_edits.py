"""Corrections of the register: one asset, many at once, and the last one taken back; the ledger keeps what stood before."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING, Any

import sqlalchemy as sa

from assettrack.office import register_search as search
from assettrack.office.context import need_role, writing
from assettrack.office.people import division_id_of
from assettrack.office.registry import KEEPERS, asset_by_code, id_of
from assettrack.rules.refusal import BadInput, NotFound
from assettrack.thai.sorting import sort_key
from assettrack.thai.text import normalise
from db.tables.registry import asset
from db.types import Day, Flag

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping

    from assettrack.office.context import Actor, Office
    from assettrack.office.registry import AssetRecord
    from db.journal import Journal

EDITABLE = frozenset(
    [
        "name",
        "details",
        "unit",
        "reserve",
        "loan_class",
        "book_class",
        "category",
        "vehicle",
        "public_lendable",
        "custodian_id",
        "place",
        "price",
        "fund",
        "acquired_on",
        "acquired_by",
        "acquired_from",
        "evidence",
        "life_years",
        "condition",
        "stage",
        "note",
    ]
)


def edit_asset(office: Office, actor: Actor, code: str, version: int, **changes: Any) -> AssetRecord:
    """Correct columns of an asset; the ledger keeps what stood before.

    Args:
        office: the office.
        actor: a keeper of the register.
        code: any number of the asset.
        version: the version that was looked at.
        changes: columns of ``EDITABLE``; ``division`` takes a division's name.

    Raises:
        Conflict: somebody has changed it meanwhile.
        BadInput: a column that is not edited here, or a disposal (ข้อ ๒๑๕–๒๑๘).
    """
    edit_assets(office, actor, {code: version}, **changes)
    return asset_by_code(office, code)


def edit_assets(
    office: Office,
    actor: Actor,
    versions: Mapping[str, int],
    *,
    progress: Callable[[int, int], None] | None = None,
    **changes: Any,
) -> int:
    """Make the same correction on several assets, on all or on none; returns how many.

    Args:
        office: the office.
        actor: a keeper of the register.
        versions: any number of each asset -> the version that was looked at.
        progress: told (done, of how many) at every asset; what it raises takes everything back.
        changes: as of ``edit_asset``.

    Raises:
        Conflict, BadInput: as ``edit_asset``.
    """
    need_role(actor, *KEEPERS, task="แก้ทะเบียนพัสดุ", task_en="edit the register")
    _check_changes(changes)
    with writing(office, actor) as journal:
        if "division" in changes:
            changes["division_id"] = division_id_of(journal.connection, office.agency_id, changes.pop("division"))
        codes = [_edit(journal, code, version, changes) for code, version in _told(versions, progress)]
        journal.close("asset.edited", codes=codes)
    return len(codes)


def _told(versions: Mapping[str, int], progress: Callable[[int, int], None] | None) -> Iterator[tuple[str, int]]:
    for done, pair in enumerate(versions.items()):
        if progress is not None:
            progress(done, len(versions))
        yield pair


def _check_changes(changes: Mapping[str, Any]) -> None:
    unknown = changes.keys() - EDITABLE - {"division"}
    if unknown:
        raise BadInput(field=min(unknown), value="", rule="แก้ในหน้านี้ไม่ได้", rule_en="not edited here")
    if changes.get("stage") == "disposed":
        rule = "จำหน่ายออกจากทะเบียนได้เมื่อมีเอกสารอนุมัติเท่านั้น (ระเบียบฯ ข้อ ๒๑๕–๒๑๘)"
        raise BadInput(field="สถานะ", value="disposed", rule=rule, rule_en="disposal needs its approval document")


def _edit(journal: Journal, code: str, version: int, changes: Mapping[str, Any]) -> str:
    asset_id = id_of(journal.connection, journal.agency_id, code)
    query = sa.select(asset).where(asset.c.agency_id == journal.agency_id, asset.c.id == asset_id)
    row = dict(journal.connection.execute(query).mappings().one())
    named = {"sort_key": sort_key(changes["name"]), "name": normalise(changes["name"])} if "name" in changes else {}
    journal.update(asset, row | {"version": version}, **{**changes, **named})
    search.put_words(journal.connection, journal.agency_id, [asset_id])
    return str(row["code"])


def undo_edit(office: Office, actor: Actor, code: str, version: int) -> AssetRecord:
    """Take the last correction of an asset back by a counter-entry: a new correction to what stood before it.

    Raises:
        NotFound: it was never corrected.
        Conflict, BadInput, NotAllowed: as ``edit_asset``.
    """
    record = asset_by_code(office, code)
    last = next((line for line in reversed(record.history) if line.before is not None), None)
    if last is None or last.before is None:
        raise NotFound(what="การแก้ไขของพัสดุ", what_en="correction of asset", value=code)
    stood = {n: _typed(n, v) for n, v in last.before.items() if last.after[n] != v and n in (*EDITABLE, "division_id")}
    return _put_back(office, actor, code, version, stood)


def _typed(column: str, stored: Any) -> Any:
    """A value of the ledger's JSON as the column takes it."""
    if isinstance(asset.c[column].type, Day) and isinstance(stored, str):
        return date.fromisoformat(stored)
    return bool(stored) if isinstance(asset.c[column].type, Flag) else stored


def _put_back(office: Office, actor: Actor, code: str, version: int, stood: dict[str, Any]) -> AssetRecord:
    need_role(actor, *KEEPERS, task="แก้ทะเบียนพัสดุ", task_en="edit the register")
    with writing(office, actor) as journal:
        _edit(journal, code, version, stood)
        journal.close("asset.edit_undone", code=code)
    return asset_by_code(office, code)
