"""Printing labels: one transaction makes those that are not there yet, counts every printing and draws the sheets."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from assettrack.office.agencies import agency
from assettrack.office.context import need_role, reading, writing
from assettrack.office.labels.making import new_labels
from assettrack.office.labels.printers import LABELLERS, bad_measure, profile_of, stock_of
from assettrack.office.labels.wanted import wanted_labels
from assettrack.office.settings import office_settings
from assettrack.rules.labels import USUAL_STOCK, check_again
from assettrack.rules.refusal import BadInput
from assettrack.scanning.codes import LABEL, LABEL_LENGTH, payload
from assettrack.thai.text import normalise
from db.tables.labels import label, label_printing
from forms.kit.label_stock import BadMeasure

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from sqlalchemy import Connection

    from assettrack.office.agencies import AgencyRecord
    from assettrack.office.context import Actor, Office
    from assettrack.office.labels.wanted import LabelChoice, Wanted
    from db.journal import Journal
    from forms.kit.label_stock import LabelStock, PrinterProfile

PLACEHOLDER = "-" * LABEL_LENGTH
"""Stands where a token would in a preview; no code of ours has such signs."""


@dataclass(frozen=True)
class PrintedLabels:
    """Sheets of labels: how many pages and labels, of which so many for the first time and so many again."""

    pdf: bytes
    pages: int
    labels: int
    first: int
    again: int


@dataclass(frozen=True)
class _Sheets:
    """What labels are drawn on and for whom."""

    own: AgencyRecord
    stock: LabelStock
    skip: int
    profile: PrinterProfile
    address: str


def preview_labels(
    office: Office, choice: LabelChoice, *, stock: str = USUAL_STOCK, skip: int = 0, printer: str = ""
) -> PrintedLabels:
    """The sheets as they would be printed, with codes that say nothing and marked ตัวอย่าง; nothing is written.

    Raises:
        NotFound, BadInput, NoLabels, DisposedOf: as ``print_labels``.
    """
    own = agency(office)
    with reading(office) as connection:
        sheets = _sheets(connection, replace(own, practice=True), stock, skip, printer)
        wanted = wanted_labels(connection, office.agency_id, choice)
    return _printed(sheets, wanted, _drawn(sheets, [replace(one, token=PLACEHOLDER) for one in wanted]))


def print_labels(
    office: Office,
    actor: Actor,
    choice: LabelChoice,
    *,
    stock: str = USUAL_STOCK,
    skip: int = 0,
    printer: str = "",
    why: str = "",
    keep: Callable[[bytes], object] | None = None,
) -> PrintedLabels:
    """Print labels and count them; what has no label yet gets one, what has one is printed with its own token again.

    Args:
        office: the office.
        actor: one of ``LABELLERS``.
        choice: which labels.
        stock: a name of ``label_stocks``.
        skip: places of the first sheet that are used up.
        printer: a printer that was measured for the stock; empty for none.
        why: why labels that were printed before are printed again: ``spoilt`` or ``extra``.
        keep: given the PDF before anything is recorded; what it raises takes everything back.

    Raises:
        NotAllowed; NotFound: no such asset, stock or printer; NoLabels: nothing to print; DisposedOf.
        AlreadyLabelled: printed before, and no ``why``.
        BadInput: nothing chosen, a reason that is none, ``skip`` a whole sheet, a text or code that cannot be drawn.
    """
    need_role(actor, *LABELLERS, task="พิมพ์ป้ายพัสดุ", task_en="print labels")
    own = agency(office)
    with writing(office, actor) as journal:
        sheets = _sheets(journal.connection, own, stock, skip, printer)
        wanted = wanted_labels(journal.connection, office.agency_id, choice)
        check_again([one.shown_code for one in wanted if one.printed], why)
        made = _made(journal, actor, wanted)
        _count(journal, actor, made, stock, why)
        pdf = _drawn(sheets, made)
        if keep is not None:
            keep(pdf)
    return _printed(sheets, wanted, pdf)


def _sheets(connection: Connection, own: AgencyRecord, stock: str, skip: int, printer: str) -> _Sheets:
    place = stock_of(stock)
    profile = profile_of(connection, own.agency_id, normalise(printer), stock)
    address = office_settings(connection, own.agency_id).label_address
    return _Sheets(own, place, skip, profile, address)


def _made(journal: Journal, actor: Actor, wanted: Sequence[Wanted]) -> list[Wanted]:
    """The same labels, each with its token; those that were not there are made."""
    places = [(one.asset_id, one.piece) for one in wanted if not one.token]
    rows = new_labels(journal.connection, journal.agency_id, actor, places)
    journal.insert_many(label, rows, "label.made")
    fresh = iter(rows)
    return [one if one.token else _with(one, next(fresh)) for one in wanted]


def _with(one: Wanted, row: dict[str, str]) -> Wanted:
    return replace(one, label_id=row["id"], token=row["token"])


def _count(journal: Journal, actor: Actor, made: Sequence[Wanted], stock: str, why: str) -> None:
    same = {"at": actor.at, "by_person": actor.person_id, "stock": stock}
    rows = (
        {"label_id": one.label_id, "no": one.printed + 1, "why": why if one.printed else "", **same} for one in made
    )
    journal.insert_many(label_printing, rows, "label.printed")


def _drawn(sheets: _Sheets, labels: Sequence[Wanted]) -> bytes:
    from forms.documents.label_sheet import Label, LabelSheet, render
    from forms.kit.font import GlyphMissing

    shown = tuple(
        Label(
            payload=payload(LABEL, one.token, sheets.address),
            token_text=payload(LABEL, one.token),
            code=one.shown_code,
            name=one.name,
            division=one.division,
        )
        for one in labels
    )
    own = sheets.own
    try:
        return render(LabelSheet(sheets.stock, shown, sheets.skip, sheets.profile, own.practice, own.name))
    except BadMeasure as error:
        raise bad_measure(error) from error
    except GlyphMissing as error:
        raise BadInput(field="ข้อความบนป้าย", value=error.char, rule=str(error), rule_en="no glyph for it") from error


def _printed(sheets: _Sheets, wanted: Sequence[Wanted], pdf: bytes) -> PrintedLabels:
    again = sum(1 for one in wanted if one.printed)
    pages = sheets.stock.sheets(len(wanted), sheets.skip)
    return PrintedLabels(pdf, pages, len(wanted), len(wanted) - again, again)
