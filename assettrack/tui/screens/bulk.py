"""The same correction on many assets: what, to which value, a look at every line before, and progress while it is done."""

from __future__ import annotations

import asyncio
from typing import TYPE_CHECKING, Any

from assettrack.rules.refusal import Refusal
from assettrack.rules.registry import CONDITIONS, STAGES
from assettrack.tui.dialogs.ask import AskDialog
from assettrack.tui.dialogs.choose import ChooseDialog, PreviewDialog
from assettrack.words.speech import say, say_many

if TYPE_CHECKING:
    from collections.abc import Sequence

    from assettrack.office.registry import AssetRecord
    from assettrack.tui.base import OfficeScreen

FIELDS = ("division", "place", "custodian", "condition", "stage", "loan_class", "public_lendable")
"""What is corrected on many at once; the rest differs from one asset to the next."""
CHOICES = {
    "condition": CONDITIONS,
    "stage": tuple(stage for stage in STAGES if stage != "disposed"),
    "loan_class": ("durable", "consumable"),
    "public_lendable": ("true", "false"),
}


async def change_many(screen: OfficeScreen, codes: Sequence[str]) -> bool:
    """Ask what to change on these assets, show what it does, and begin; whether it was begun."""
    field = await screen.app.push_screen_wait(
        ChooseDialog(say_many("bulk.field", len(codes)), [(name, say(f"field.{name}")) for name in FIELDS])
    )
    value = await _ask_value(screen, field) if field else None
    if field is None or value is None:
        return False
    from assettrack.office.registry import asset_by_code

    try:
        records = await asyncio.to_thread(lambda: [asset_by_code(screen.office, code) for code in codes])
    except Refusal as refusal:
        screen.refused(refusal)
        return False
    words, change = value
    lines = [f"{r.row.code}  {r.row.name}:  {_now(r, field)} → {words}" for r in records]
    title = say_many("bulk.preview", len(codes), field=say(f"field.{field}"), value=words)
    if not await screen.app.push_screen_wait(PreviewDialog(title, lines)):
        return False
    _begin(screen, title, records, change)
    return True


async def _ask_value(screen: OfficeScreen, field: str) -> tuple[str, dict[str, Any]] | None:
    """The new value in words, and the change it makes."""
    title = say(f"field.{field}")
    if field in CHOICES:
        group = "word" if field == "public_lendable" else field
        options = [(value, say(f"{group}.{value}")) for value in CHOICES[field]]
        value = await screen.app.push_screen_wait(ChooseDialog(title, options))
        stored: Any = value == "true" if field == "public_lendable" else value
        return None if value is None else (say(f"{group}.{value}"), {field: stored})
    if field == "place":
        answer = await screen.app.push_screen_wait(AskDialog(say("bulk.value"), text=title))
        return None if answer is None else (answer.text or "–", {"place": answer.text})
    options = await asyncio.to_thread(_known, screen, field)
    value = await screen.app.push_screen_wait(ChooseDialog(title, options))
    column = "custodian_id" if field == "custodian" else "division"
    return None if value is None else (dict(options)[value], {column: value})


def _known(screen: OfficeScreen, field: str) -> list[tuple[str, str]]:
    """The divisions or the people of the office."""
    from assettrack.office.people import divisions, people

    if field == "division":
        return [(division.name, division.name) for division in divisions(screen.office)]
    return [(person.id, person.name) for person in people(screen.office)]


def _now(record: AssetRecord, field: str) -> str:
    value = getattr(record.row, field)
    if field == "public_lendable":
        return say(f"word.{str(value).lower()}")
    return say(f"{field}.{value}") if field in CHOICES else value or "–"


def _begin(screen: OfficeScreen, title: str, records: Sequence[AssetRecord], change: dict[str, Any]) -> None:
    from assettrack.office.register_edits import edit_assets
    from assettrack.tui.jobs import JobRunner

    versions = {record.row.code: record.version for record in records}
    if isinstance(screen.app, JobRunner):
        screen.app.start_job(
            title,
            lambda step: edit_assets(screen.office, screen.signed_in.acting(), versions, progress=step, **change),
            lambda _: screen.on_screen_resume(),
        )
