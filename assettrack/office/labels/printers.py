"""Stocks of labels, and printers: where each prints away from where it should, measured on its ruler page."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import sqlalchemy as sa

from assettrack.office.agencies import agency
from assettrack.office.context import need_role, reading, writing
from assettrack.office.registry import KEEPERS
from assettrack.rules.refusal import BadInput, NotFound
from assettrack.thai.text import normalise
from db.tables.labels import printer_profile
from forms.kit.label_stock import STOCKS, STRAIGHT, BadMeasure, LabelStock, PrinterProfile, profile_from

if TYPE_CHECKING:
    from sqlalchemy import Connection

    from assettrack.office.context import Actor, Office

LABELLERS = (*KEEPERS, "admin", "custodian")
"""Roles that print labels, replace them and measure printers."""
_MICROMETRES, _MILLIONTHS = 1_000, 1_000_000


@dataclass(frozen=True)
class Printer:
    """A printer as it was measured for a stock."""

    name: str
    stock: str
    profile: PrinterProfile


def label_stocks() -> tuple[LabelStock, ...]:
    """The stocks that labels can be printed on."""
    return tuple(STOCKS.values())


def stock_of(name: str) -> LabelStock:
    """A stock by its name.

    Raises:
        NotFound: no such stock.
    """
    if name not in STOCKS:
        raise NotFound(what="แบบแผ่นป้าย", what_en="label stock", value=name)
    return STOCKS[name]


def printers(office: Office) -> tuple[Printer, ...]:
    """The measured printers by name and stock."""
    query = sa.select(printer_profile).where(printer_profile.c.agency_id == office.agency_id)
    with reading(office) as connection:
        rows = connection.execute(query.order_by(printer_profile.c.name, printer_profile.c.stock)).mappings()
        return tuple(Printer(row["name"], row["stock"], _profile(row)) for row in rows)


def profile_of(connection: Connection, agency_id: str, printer: str, stock: str) -> PrinterProfile:
    """What undoes a printer's fault on a stock; a printer without a name has none.

    Raises:
        NotFound: the printer was not measured for this stock.
    """
    if not printer:
        return STRAIGHT
    row = _row(connection, agency_id, printer, stock)
    if row is None:
        what = f"ผลวัดเครื่องพิมพ์สำหรับแผ่น {stock} ของ"
        raise NotFound(what=what, what_en=f"measure for {stock} of printer", value=printer)
    return _profile(row)


def save_printer(
    office: Office, actor: Actor, name: str, stock: str, *, left: float, top: float, across: float, down: float
) -> Printer:
    """Keep what was measured with a ruler on a printer's ruler page, for one stock of sheets.

    Args:
        office: the office.
        actor: one of ``LABELLERS``.
        name: how the office calls the printer.
        stock: a name of ``label_stocks``.
        left: mm from the paper's left edge to the first cross.
        top: mm from the paper's top edge to the first cross.
        across: mm from the first cross to the one at its right.
        down: mm from the first cross to the one below it.

    Raises:
        NotAllowed, NotFound; BadInput: no name, tape or a roll, or a measure that no printer set to 100 % gives.
    """
    need_role(actor, *LABELLERS, task="ตั้งค่าเครื่องพิมพ์ป้าย", task_en="set up label printers")
    called = normalise(name)
    if not called:
        raise BadInput(field="ชื่อเครื่องพิมพ์", value=name, rule="ต้องไม่ว่าง", rule_en="must not be empty")
    _check_sheet(stock)
    try:
        profile = profile_from(left, top, across, down)
    except BadMeasure as error:
        raise bad_measure(error) from error
    with writing(office, actor) as journal:
        row = _row(journal.connection, office.agency_id, called, stock)
        if row is None:
            journal.insert(printer_profile, name=called, stock=stock, **_stored(profile))
        else:
            journal.update(printer_profile, dict(row), **_stored(profile))
        journal.close("printer.saved", name=called, stock=stock)
    return Printer(called, stock, profile)


def ruler(office: Office, actor: Actor, printer: str = "", stock: str = "") -> bytes:
    """The page on which a printer is measured; with a ``stock``, as the printer's profile for it prints, to see that it is right.

    Raises:
        NotAllowed; NotFound: the printer was not measured for this stock.
    """
    need_role(actor, *LABELLERS, task="พิมพ์หน้าวัดเครื่องพิมพ์", task_en="print a ruler page")
    from forms.documents.label_ruler import LabelRuler, render

    own = agency(office)
    profile = None
    if stock:
        with reading(office) as connection:
            profile = profile_of(connection, office.agency_id, normalise(printer), stock)
    return render(LabelRuler(own.name, normalise(printer), own.practice, profile))


def bad_measure(error: BadMeasure) -> BadInput:
    """The refusal of a measure."""
    value, english = f"{error.value:g}", "outside what can be printed"
    return BadInput(field=error.field, value=value, rule=error.rule, rule_en=english)


def _check_sheet(stock: str) -> None:
    if stock_of(stock).kind != "sheet":
        rule = "วัดด้วยหน้าวัดได้เฉพาะแผ่น A4"
        raise BadInput(field="แบบแผ่นป้าย", value=stock, rule=rule, rule_en="only sheets are measured on a ruler page")


def _row(connection: Connection, agency_id: str, name: str, stock: str) -> sa.RowMapping | None:
    query = sa.select(printer_profile).where(
        printer_profile.c.agency_id == agency_id, printer_profile.c.name == name, printer_profile.c.stock == stock
    )
    return connection.execute(query).mappings().one_or_none()


def _stored(profile: PrinterProfile) -> dict[str, int]:
    offsets = {name: round(getattr(profile, name) * _MICROMETRES) for name in ("dx", "dy")}
    return offsets | {name: round(getattr(profile, name) * _MILLIONTHS) for name in ("scale_x", "scale_y")}


def _profile(row: sa.RowMapping) -> PrinterProfile:
    dx, dy = (row[name] / _MICROMETRES for name in ("dx", "dy"))
    scale_x, scale_y = (row[name] / _MILLIONTHS for name in ("scale_x", "scale_y"))
    return PrinterProfile(dx, dy, scale_x, scale_y)
