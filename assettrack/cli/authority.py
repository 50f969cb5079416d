"""``authority``: office holders and written delegations."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from assettrack.cli.parser import Argument, Words
from assettrack.cli.session import Session, iso, money, table
from assettrack.rules.refusal import BadInput
from assettrack.thai.baht import parse_baht

POSTS = ("head", "permanent_secretary", "division_head", "supplies_chief")

if TYPE_CHECKING:
    from assettrack.office.authority import Authority


def as_json(row: Authority) -> dict[str, Any]:
    """An authority as INTERFACE.md prints it."""
    own = {name: getattr(row, name) for name in ("id", "post", "division", "capacity", "order_no", "inside", "outside")}
    dates = {
        "starts": iso(row.starts),
        "ends": iso(row.ends),
        "revoked_on": iso(row.revoked_on),
        "order_date": iso(row.order_date),
    }
    return own | dates | {"login": row.person_login, "name": row.person_name, "value_limit": money(row.value_limit)}


def _list(session: Session) -> int:
    from assettrack.office.authority import authorities

    _ = session.actor
    on = session.day(session.args.on, "วันที่") if session.args.on else None
    found = authorities(session.office, on=on)
    rows = [
        (a.post, a.division, a.person_name, a.capacity, a.order_no, iso(a.starts) or "", iso(a.ends) or "")
        for a in found
    ]
    heads = ("ตำแหน่ง", "ส่วนราชการ", "ชื่อ", "ฐานะ", "คำสั่ง", "ตั้งแต่", "ถึง")
    return session.answer({"authorities": [as_json(a) for a in found]}, *table(heads, rows))


def _hold(session: Session) -> int:
    from assettrack.office.authority import hold

    args = session.args
    row = hold(
        session.office, session.actor, login=args.login, post=args.post, division_name=args.division, **_dates(session)
    )
    return session.answer({"authorities": [as_json(row)]}, f"บันทึก {row.person_name} ดำรงตำแหน่ง {row.post} แล้ว")


def _delegate(session: Session) -> int:
    from assettrack.office.authority import act_for

    args = session.args
    row = act_for(
        session.office,
        session.actor,
        login=args.login,
        post=args.post,
        division_name=args.division,
        capacity=args.capacity,
        inside=args.scope in ("inside", "both"),
        outside=args.scope in ("outside", "both"),
        value_limit=_limit(args.limit) if args.limit else None,
        **_dates(session),
    )
    return session.answer({"authorities": [as_json(row)]}, f"บันทึกคำสั่ง {row.order_no} ให้ {row.person_name} แล้ว")


def _limit(text: str) -> int | None:
    try:
        return parse_baht(text)
    except ValueError as error:
        raise BadInput(
            field="วงเงิน", value=text, rule="จำนวนเงิน เช่น 100,000.00", rule_en="an amount in baht"
        ) from error


def _dates(session: Session) -> dict[str, Any]:
    args = session.args
    return {
        "order_no": args.order,
        "order_date": session.day(args.order_date, "วันที่คำสั่ง") if args.order_date else None,
        "starts": session.day(args.starts, "ตั้งแต่วันที่"),
        "ends": session.day(args.ends, "ถึงวันที่") if args.ends else None,
    }


def _revoke(session: Session) -> int:
    from assettrack.office.authority import revoke

    on = session.day(session.args.on, "วันที่มีผล") if session.args.on else session.today
    row = revoke(session.office, session.actor, session.args.id, on=on, reason=session.args.reason)
    return session.answer({"authorities": [as_json(row)]}, f"เพิกถอนของ {row.person_name} แล้ว")


def register(commands: Any, words: Words) -> None:
    """Add ``authority`` to the grammar."""
    from_to = (
        Argument("--login", required=True, thai="ชื่อผู้ใช้", english="login"),
        Argument("--post", required=True, choices=POSTS, thai="ตำแหน่ง", english="post"),
        Argument("--division", default="", thai="ส่วนราชการ (ของ division_head)", english="division, for division_head"),
        Argument("--from", dest="starts", required=True, thai="ตั้งแต่วันที่", english="first day"),
        Argument("--to", dest="ends", thai="ถึงวันที่", english="last day"),
        Argument("--order", default="", thai="เลขที่คำสั่ง", english="order number"),
        Argument("--order-date", thai="วันที่คำสั่ง", english="order date"),
    )  # fmt: skip
    verbs = words.group(commands, "authority", "ผู้ดำรงตำแหน่งและการมอบอำนาจ", "Office holders and delegations")
    words.command(
        verbs,
        "list",
        _list,
        "รายการผู้มีอำนาจ",
        "List authorities",
        Argument("--on", thai="ที่มีผลในวันที่", english="valid on a day"),
    )
    words.command(verbs, "hold", _hold, "บันทึกผู้ดำรงตำแหน่ง", "Record an office holder", *from_to)
    words.command(
        verbs,
        "delegate",
        _delegate,
        "บันทึกรักษาราชการแทน ปฏิบัติราชการแทน หรือมอบอำนาจ",
        "Record an acting holder or a delegation",
        *from_to,
        Argument(
            "--capacity",
            choices=("acting", "on_behalf", "delegated"),
            default="delegated",
            thai="ฐานะ",
            english="capacity",
        ),
        Argument("--scope", choices=("inside", "outside", "both"), default="both", thai="ขอบเขต", english="scope"),
        Argument("--limit", thai="วงเงิน (บาท)", english="value limit in baht"),
    )
    words.command(
        verbs, "revoke", _revoke, "เพิกถอน", "Revoke",
        Argument("id", metavar="ID", thai="รหัสรายการ", english="id"),
        Argument("--on", thai="มีผลตั้งแต่วันที่", english="from which day"),
        Argument("--reason", required=True, thai="เหตุผล", english="reason"),
    )  # fmt: skip
