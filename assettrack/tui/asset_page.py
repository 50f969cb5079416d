"""What the register knows of an asset, as pages of facts and lines: the tabs of its screen, and the side of the list."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from assettrack.rules.upkeep import KEPT, below_threshold, schedule
from assettrack.thai.dates import fiscal_year
from assettrack.thai.text import pad, pad_left
from assettrack.tui.printing import paper_title
from assettrack.tui.widgets.facts import facts
from assettrack.words.speech import known, money, say, shown

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from datetime import date

    from rich.console import Group

    from assettrack.office.labels import LabelRecord
    from assettrack.office.papers import KeptPaper
    from assettrack.office.registry import AssetRecord
    from assettrack.tui.widgets.facts import Fact

LONGEST = 200
"""Lines of history and loans that are shown."""
LABEL = 19
"""Cells of the names of fields."""


def _field(name: str, text: str) -> Fact:
    return say(f"field.{name}"), text or "–"


def asset_page(record: AssetRecord, title: str = "") -> Group:
    """The facts of an asset."""
    row = record.row
    pieces = say("asset.pieces", n=row.quantity, unit=row.unit, kind=say(f"kind.{row.kind}"), free=row.free)
    rows = [
        _field("details", record.details),
        _field("quantity", pieces),
        _field("reserve", shown(record.reserve)),
        _field("category", record.category),
        _field("book_class", say(f"book_class.{record.book_class}")),
        _field("loan_class", say(f"loan_class.{row.loan_class}")),
        _field("condition", say(f"condition.{row.condition}")),
        _field("stage", say(f"stage.{row.stage}")),
        _field("division", row.division),
        _field("place", row.place),
        _field("custodian", row.custodian),
        _field("price", money(row.price)),
        _field("fund", record.fund),
        _field("acquired_on", shown(record.acquired_on) if record.acquired_on else ""),
        _field("acquired_by", record.acquired_by),
        _field("acquired_from", record.acquired_from),
        _field("evidence", record.evidence),
        _field("life_years", shown(record.life_years) if record.life_years is not None else ""),
        _field("public_lendable", shown(row.public_lendable)),
        _field("note", record.note),
        *(_field("parts", f"{name} {shown(quantity)}") for name, quantity in record.parts),
    ]
    return facts(rows, title=title, label=LABEL)


def side_page(record: AssetRecord) -> Group:
    """What is asked most of an asset: how it is, where it is, and with whom it is or was last."""
    row = record.row
    rows = [
        (say("column.state"), say(f"asset.state.{row.state}")),
        _field("condition", say(f"condition.{row.condition}")),
        _field("division", row.division),
        _field("place", row.place),
        _field("custodian", row.custodian),
        _field("price", money(row.price)),
        ("", ""),
        *(
            (one.number or "", f"{one.borrower}  {shown(one.due)}  [{say(f'loan.state.{one.state}')}]")
            for one in record.loans[:5]
        ),
    ]
    return facts(rows, title=f"{row.code}  {row.name}\n")


def number_lines(record: AssetRecord) -> list[str]:
    """Every number that the asset goes by."""
    return [f"{pad(say(f'scheme.{i.scheme}'), 18)} {i.raw}" for i in record.identifiers]


def label_lines(labels: Sequence[LabelRecord]) -> list[str]:
    """The labels that it has and had, or that it has none yet."""
    return [_label_words(one) for one in labels] or [say("labels.none")]


def _label_words(one: LabelRecord) -> str:
    printed = say("labels.printed_on", n=one.printed, day=one.printed_on) if one.printed_on else say("labels.unprinted")
    piece = f" {say('labels.piece', n=one.piece)}" if one.piece else ""
    retired = (
        f"  {say('labels.retired', day=one.retired_on, why=say(f'retired.{one.retired_why}'))}"
        if one.retired_on
        else ""
    )
    return f"{pad(say('labels.label'), 18)} {one.token}{piece}  {printed}{retired}"


def loans_page(record: AssetRecord) -> Group:
    """Who had it, newest first."""
    rows = [
        (
            one.number or "",
            f"{one.borrower}  {shown(one.starts)} – {shown(one.due)}  {shown(one.quantity)}  [{say(f'loan.state.{one.state}')}]",
        )
        for one in record.loans[:LONGEST]
    ]
    return facts(rows or [("", say("loan.never_lent"))])


def paper_words(paper: KeptPaper) -> str:
    """A printed paper in a line."""
    return say("asset.paper", kind=paper_title(paper.kind), number=paper.number, at=paper.issued_at, n=paper.copies)


def depreciation_lines(record: AssetRecord, today: date) -> list[str]:
    """The years of an asset's depreciation as lines of text, or why there are none."""
    cost, acquired, life = record.row.price, record.acquired_on, record.life_years
    if cost is None or acquired is None or not life or cost * record.row.quantity <= KEPT:
        return [say("depreciation.unknown")]
    if below_threshold(cost, acquired):
        return [say("depreciation.below")]
    lines = [_columns([say(f"depreciation.{name}") for name in ("year", "lost", "so_far", "book")])]
    for year in schedule(cost * record.row.quantity, acquired, life):
        mark = "  ◄" if year.year == fiscal_year(today) else ""
        cells = (str(year.year), money(year.lost), money(year.lost_so_far), money(year.book))
        lines.append(_columns(cells) + mark)
    return [*lines, "", say("depreciation.rule")]


def _columns(cells: Sequence[str]) -> str:
    """A year and its amounts, the amounts to the right."""
    return pad(cells[0], 14) + "".join(pad_left(cell, 18) for cell in cells[1:])


def history_page(record: AssetRecord, names: Mapping[str, str]) -> Group:
    """Who changed what, when, newest first; ``names`` are those of divisions and people by id."""
    return facts([(shown(line.at), history_words(line, names)) for line in record.history[::-1][:LONGEST]], label=18)


def history_words(line: Any, names: Mapping[str, str]) -> str:
    """One change: by whom, and from what to what."""
    if line.before is None:
        return f"{line.actor}  {say('asset.entered')}"
    changed = [n for n in line.after if line.before[n] != line.after[n] and n not in ("version", "sort_key")]
    words = (f"{_column(n)}: {_stored(n, line.before[n], names)} → {_stored(n, line.after[n], names)}" for n in changed)
    return f"{line.actor}  {', '.join(words)}"


def _column(name: str) -> str:
    field = f"field.{name.removesuffix('_id')}"
    return say(field) if known(field) else name


def _stored(name: str, value: Any, names: Mapping[str, str]) -> str:
    if name == "price":
        return money(value)
    if name.endswith("_id"):
        return names.get(str(value), "–")
    if known(f"{name}.{value}"):
        return say(f"{name}.{value}")
    return "–" if value in (None, "") else shown(value)
