"""Office holders and written delegations by date; no valid row, no approval (ระเบียบฯ ข้อ ๖–๗)."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import sqlalchemy as sa

from assettrack.office.context import need_role, reading, writing
from assettrack.office.people import division_id_of, login_key
from assettrack.rules.refusal import BadInput, NotFound, Refusal
from assettrack.thai.text import normalise
from db.tables.people import authority, division, person
from db.types import is_set

if TYPE_CHECKING:
    from datetime import date

    from sqlalchemy import Connection

    from assettrack.office.context import Actor, Office
    from db.journal import Journal

POSTS = ("head", "permanent_secretary", "division_head", "supplies_chief")
CAPACITIES = ("own", "acting", "on_behalf", "delegated")
_RECORDERS = ("admin", "supplies_chief", "permanent_secretary")


class OwnAuthority(Refusal):
    """Nobody records a power for himself."""

    code = "people.own_authority"
    law = "พ.ร.บ.วิธีปฏิบัติราชการทางปกครอง พ.ศ. ๒๕๓๙ มาตรา ๑๓"
    th = "บันทึกการดำรงตำแหน่งหรือการมอบอำนาจให้ตนเองไม่ได้ ให้ผู้อื่นบันทึก"
    en = "Nobody records an office or a delegation for himself."


class PostHeld(Refusal):
    """The post has a holder in his own right at that time."""

    code = "people.post_held"
    th = "ตำแหน่งนี้มี {name} ดำรงอยู่ในช่วงวันดังกล่าว ให้เพิกถอนรายการเดิมก่อน"
    en = "{name} holds this post in that time; end that first."


class NoPrincipal(Refusal):
    """A delegation from a post that nobody holds."""

    code = "people.no_principal"
    law = "ระเบียบฯ ข้อ ๖–๗"
    th = "ไม่มีผู้ดำรงตำแหน่งที่จะมอบอำนาจในวันที่ {on} (ผู้รับมอบอำนาจมอบต่อไม่ได้)"
    en = "Nobody holds the post to delegate from on {on} (a delegate cannot delegate on)."


@dataclass(frozen=True)
class Authority:
    """An office or delegation as people see it."""

    id: str
    person_login: str
    person_name: str
    position: str
    post: str
    division: str
    capacity: str
    order_no: str
    order_date: date | None
    inside: bool
    outside: bool
    value_limit: int | None
    starts: date
    ends: date | None
    revoked_on: date | None


def authorities(office: Office, *, on: date | None = None) -> tuple[Authority, ...]:
    """All rows by post and date, or those that hold on a day."""
    query = (
        sa.select(authority, person.c.login, person.c.name, person.c.position, division.c.name.label("division"))
        .join_from(authority, person, _same(person, authority.c.person_id))
        .outerjoin(division, _same(division, authority.c.division_id))
        .where(authority.c.agency_id == office.agency_id)
        .order_by(authority.c.post, authority.c.starts, authority.c.id)
    )
    if on is not None:
        query = query.where(*in_force(on))
    with reading(office) as connection:
        return tuple(_record(row) for row in connection.execute(query).mappings())


def _same(table: sa.Table, column: sa.Column[Any]) -> sa.ColumnElement[bool]:
    return sa.and_(table.c.agency_id == authority.c.agency_id, table.c.id == column)


def in_force(day: date) -> tuple[sa.ColumnElement[bool], ...]:
    """The conditions that a row of ``authority`` gives its power on ``day``."""
    return (*_holds(authority, day), sa.or_(authority.c.capacity.in_(("own", "acting")), _giver_holds(day)))


def _holds(table: sa.FromClause, day: date) -> tuple[sa.ColumnElement[bool], ...]:
    """The conditions that a row of office or delegation holds on ``day``."""
    return (
        table.c.starts <= day,
        sa.or_(table.c.ends.is_(None), table.c.ends >= day),
        sa.or_(table.c.revoked_on.is_(None), table.c.revoked_on > day),
    )


def _giver_holds(day: date) -> sa.ColumnElement[bool]:
    """A delegation holds as long as the office it was given from, and its holder is there."""
    giver, who = authority.alias("giver"), person.alias("who")
    there = sa.and_(who.c.agency_id == giver.c.agency_id, who.c.id == giver.c.person_id, is_set(who.c.active))
    return (
        sa.select(sa.literal(1))
        .join_from(giver, who, there)
        .where(giver.c.agency_id == authority.c.agency_id, giver.c.id == authority.c.granted_by, *_holds(giver, day))
        .exists()
    )


def _record(row: sa.RowMapping) -> Authority:
    own = {name: row[name] for name in Authority.__dataclass_fields__ if name in authority.c}
    named = {"person_login": row["login"], "person_name": row["name"], "position": row["position"]}
    return Authority(**own, **named, division=row["division"] or "")


def hold(
    office: Office,
    actor: Actor,
    *,
    login: str,
    post: str,
    starts: date,
    division_name: str = "",
    ends: date | None = None,
    order_no: str = "",
    order_date: date | None = None,
) -> Authority:
    """Record that somebody holds a post in his own right.

    Raises:
        OwnAuthority, PostHeld, BadInput, NotFound, NotAllowed
    """
    return _write(
        office, actor, login, post, division_name, capacity="own", starts=starts, ends=ends, order_no=order_no,
        order_date=order_date, inside=True, outside=True, value_limit=None,
    )  # fmt: skip


def act_for(
    office: Office,
    actor: Actor,
    *,
    login: str,
    post: str,
    capacity: str,
    order_no: str,
    starts: date,
    order_date: date | None = None,
    division_name: str = "",
    inside: bool = True,
    outside: bool = True,
    value_limit: int | None = None,
    ends: date | None = None,
) -> Authority:
    """Record an acting holder (รักษาราชการแทน) or a written delegation with its order, scope and dates.

    A delegation (ปฏิบัติราชการแทน, มอบอำนาจ) holds as long as the office of the one who gave it.

    Raises:
        OwnAuthority, NoPrincipal, BadInput, NotFound, NotAllowed
    """
    if capacity not in CAPACITIES[1:]:
        raise BadInput(field="ฐานะ", value=capacity, rule=" ".join(CAPACITIES[1:]), rule_en=" ".join(CAPACITIES[1:]))
    if not order_no.strip():
        raise BadInput(field="เลขที่คำสั่ง", value="", rule="ต้องมีคำสั่งเป็นหนังสือ (ระเบียบฯ ข้อ ๖)", rule_en="required")
    return _write(
        office, actor, login, post, division_name, capacity=capacity, starts=starts, ends=ends, order_no=order_no,
        order_date=order_date, inside=inside, outside=outside, value_limit=value_limit,
    )  # fmt: skip


def _write(office: Office, actor: Actor, login: str, post: str, division_name: str, **values: Any) -> Authority:
    need_role(actor, *_RECORDERS, task="บันทึกผู้มีอำนาจ", task_en="record authorities")
    if login_key(login) == actor.login:
        raise OwnAuthority
    _check(post, division_name, values["starts"], values["ends"])
    if values["value_limit"] is not None and values["value_limit"] <= 0:
        shown = f"{values['value_limit'] / 100:,.2f}"
        raise BadInput(field="วงเงิน", value=shown, rule="ต้องมากกว่า 0 บาท", rule_en="must be more than 0 baht")
    with writing(office, actor) as journal:
        values["division_id"] = division_id_of(journal.connection, office.agency_id, division_name)
        holder = _holder(journal.connection, office.agency_id, post, values)
        if values["capacity"] == "own" and holder is not None:
            raise PostHeld(name=holder.name)
        if values["capacity"] in ("on_behalf", "delegated") and holder is None:
            raise NoPrincipal(on=values["starts"].isoformat())
        values["granted_by"] = holder.id if holder is not None else None
        row = _insert(journal, login, post, values)
        journal.close("authority.recorded", login=login, post=post)
    return next(a for a in authorities(office) if a.id == row["id"])


def _check(post: str, division_name: str, starts: date, ends: date | None) -> None:
    if post not in POSTS:
        raise BadInput(field="ตำแหน่ง", value=post, rule=" ".join(POSTS), rule_en=" ".join(POSTS))
    if (post == "division_head") != bool(division_name.strip()):
        rule = "หัวหน้าส่วนราชการต้องระบุส่วนราชการ ตำแหน่งอื่นไม่ต้อง"
        raise BadInput(field="ส่วนราชการ", value=division_name, rule=rule, rule_en="for a division head, and only then")
    if ends is not None and ends < starts:
        raise BadInput(field="วันสิ้นสุด", value=ends.isoformat(), rule="ต้องไม่ก่อนวันเริ่ม", rule_en="not before the start")


def _holder(connection: Connection, agency_id: str, post: str, values: dict[str, Any]) -> Any:
    """For a new holder in his own right: who holds the post at any time of his term. For a delegation: whom it comes from.

    An acting holder (รักษาราชการแทน) has the whole power and may delegate; a delegate may not delegate on.
    """
    own = values["capacity"] == "own"
    last = values["ends"] if own else values["starts"]
    query = (
        sa.select(authority.c.id, person.c.name)
        .join_from(authority, person, _same(person, authority.c.person_id))
        .where(
            authority.c.agency_id == agency_id,
            authority.c.post == post,
            authority.c.division_id.is_not_distinct_from(values["division_id"]),
            authority.c.capacity.in_(("own",) if own else ("own", "acting")),
            is_set(person.c.active),
            sa.or_(authority.c.ends.is_(None), authority.c.ends >= values["starts"]),
            sa.or_(authority.c.revoked_on.is_(None), authority.c.revoked_on > values["starts"]),
            sa.or_(authority.c.revoked_on.is_(None), authority.c.revoked_on > authority.c.starts),
            *([authority.c.starts <= last] if last is not None else []),
        )
        .order_by(sa.case((authority.c.capacity == "own", 0), else_=1), authority.c.starts)
    )
    return connection.execute(query.limit(1)).one_or_none()


def _insert(journal: Journal, login: str, post: str, values: dict[str, Any]) -> dict[str, Any]:
    query = sa.select(person.c.id).where(
        person.c.agency_id == journal.agency_id, person.c.login == login_key(login), is_set(person.c.active)
    )
    person_id = journal.connection.execute(query).scalar_one_or_none()
    if person_id is None:
        raise NotFound(what="บุคลากรชื่อผู้ใช้", what_en="member of staff", value=login)
    values["order_no"] = normalise(values["order_no"])
    return journal.insert(authority, person_id=person_id, post=post, revoked_on=None, revoke_reason="", **values)


def revoke(office: Office, actor: Actor, authority_id: str, *, on: date, reason: str) -> Authority:
    """End an office or delegation from a day on; what was decided before stands.

    Raises:
        NotFound, BadInput: no reason, before today, or revoked already; NotAllowed
    """
    need_role(actor, *_RECORDERS, task="เพิกถอนผู้มีอำนาจ", task_en="revoke authorities")
    if not reason.strip():
        raise BadInput(field="เหตุผล", value="", rule="ต้องระบุ", rule_en="required")
    if on < actor.today:
        raise BadInput(field="วันที่มีผล", value=on.isoformat(), rule="ต้องไม่ย้อนหลัง", rule_en="not in the past")
    with writing(office, actor) as journal:
        query = sa.select(authority).where(authority.c.agency_id == office.agency_id, authority.c.id == authority_id)
        row = journal.connection.execute(query).mappings().one_or_none()
        if row is None or row["revoked_on"] is not None:
            raise NotFound(what="รายการอำนาจที่ยังมีผล", what_en="valid authority", value=authority_id)
        journal.update(authority, dict(row), revoked_on=on, revoke_reason=normalise(reason))
        journal.close("authority.revoked", id=authority_id)
    return next(a for a in authorities(office) if a.id == authority_id)
