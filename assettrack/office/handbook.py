"""The handbook (คู่มือการยืม): the lending rules as they stand in this office's settings, and who has acknowledged them.

The text is made from what the program itself goes by, so that what staff read is what the program does. A version is the short
digest of the text: whatever changes in the settings is a new version, which everybody acknowledges anew.
"""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from typing import TYPE_CHECKING

import sqlalchemy as sa

from assettrack.office.context import reading, writing
from assettrack.office.lending.powers import post_title
from assettrack.office.settings import office_settings
from assettrack.rules.approval_matrix import MATRIX
from assettrack.rules.refusal import Refusal
from assettrack.thai.sorting import sort_key
from db.tables.agency import agency, purpose
from db.tables.handbook import handbook_acknowledgement
from db.tables.people import division, person
from db.types import is_set

if TYPE_CHECKING:
    from datetime import datetime

    from sqlalchemy import Connection

    from assettrack.office.context import Actor, Office
    from assettrack.office.settings import OfficeSettings
    from assettrack.rules.approval_matrix import Rule

VERSION_LENGTH = 8
BORROWERS = {"staff": "บุคลากรของหน่วยงาน", "agency": "หน่วยงานของรัฐอื่น", "villager": "ประชาชน กลุ่ม วัด"}
CLASSES = {"durable": "พัสดุประเภทใช้คงรูป", "consumable": "พัสดุประเภทใช้สิ้นเปลือง"}
PLACES = {"inside": "ใช้ภายในสถานที่ของหน่วยงาน", "outside": "ใช้นอกสถานที่", None: "ทุกกรณี"}
LIABILITY = (
    "ผู้ยืมต้องส่งคืนในสภาพที่ใช้การได้เรียบร้อย หากชำรุดเสียหาย ใช้การไม่ได้ หรือสูญหาย ผู้ยืมต้องซ่อมแซมให้คงสภาพเดิมโดยเสียค่าใช้จ่ายของตนเอง "
    "หรือชดใช้เป็นพัสดุประเภท ชนิด ขนาด ลักษณะ และคุณภาพอย่างเดียวกัน หรือชดใช้เป็นเงินตามราคาที่เป็นอยู่ในขณะยืม {phrase} (ระเบียบฯ ข้อ ๒๐๙)"
)


@dataclass(frozen=True)
class Section:
    """A heading and the lines under it."""

    title: str
    lines: tuple[str, ...]


@dataclass(frozen=True)
class Handbook:
    """The handbook as it stands: its version, and its sections in order."""

    version: str
    sections: tuple[Section, ...]


@dataclass(frozen=True)
class Reader:
    """A member of staff, and when the present version was acknowledged; none where it was not."""

    login: str
    name: str
    division: str
    acknowledged_at: datetime | None


class HandbookChanged(Refusal):
    """The version that was read is no longer the one in force."""

    code = "handbook.changed"
    th = "คู่มือเปลี่ยนจากฉบับ {read} เป็นฉบับ {current} แล้ว กรุณาอ่านฉบับปัจจุบันก่อนรับทราบ"
    en = "The handbook has changed from version {read} to {current}; read the present one first."


def handbook(office: Office) -> Handbook:
    """The handbook as the office's settings make it today."""
    with reading(office) as connection:
        return _handbook(connection, office.agency_id)


def _handbook(connection: Connection, agency_id: str) -> Handbook:
    settings = office_settings(connection, agency_id)
    name = connection.execute(sa.select(agency.c.name).where(agency.c.agency_id == agency_id)).scalar_one()
    sections = (
        Section("เงื่อนไขการยืม", settings.loan_terms),
        Section("ยืมไปทำอะไรได้", _purposes(connection, agency_id)),
        Section("ผู้มีอำนาจอนุมัติ", _approvers(settings, name)),
        Section("กำหนดเวลา", _limits(settings)),
        Section("การชดใช้", (LIABILITY.format(phrase=settings.liability_phrase),)),
    )
    text = "\n".join(line for section in sections for line in (section.title, *section.lines))
    return Handbook(hashlib.sha256(text.encode()).hexdigest()[:VERSION_LENGTH], sections)


def _purposes(connection: Connection, agency_id: str) -> tuple[str, ...]:
    query = sa.select(purpose.c.name, purpose.c.legal_basis, purpose.c.allowed, purpose.c.public).where(
        purpose.c.agency_id == agency_id, is_set(purpose.c.active)
    )
    return tuple(_purpose(*row) for row in connection.execute(query.order_by(purpose.c.priority, purpose.c.code)))


def _purpose(name: str, basis: str, allowed: bool, public: bool) -> str:
    if not allowed:
        return f"ไม่ให้ยืมเพื่อ{name} ({basis})"
    return f"{name}{' (ประชาชนยืมได้)' if public else ''}: {basis}"


def _approvers(settings: OfficeSettings, agency_name: str) -> tuple[str, ...]:
    lines = [_rule(rule, settings, agency_name) for rule in MATRIX]
    if settings.require_opinion:
        lines.append("การยืมไปใช้นอกสถานที่ต้องมีความเห็นก่อนเสนอผู้มีอำนาจ")
    return (*lines, "ผู้มีอำนาจอนุมัติการยืมของตนเองไม่ได้ และผู้มีส่วนได้เสียต้องถอนตัว")


def _rule(rule: Rule, settings: OfficeSettings, agency_name: str) -> str:
    what = f"{BORROWERS[rule.borrower_class]} ยืม{CLASSES[rule.loan_class]} {PLACES[rule.place]}"
    needed = rule.requirement
    if needed is None:
        return f"{what}: ไม่ให้ยืม ให้ใช้ใบเบิก (ระเบียบฯ ข้อ ๒๐๔–๒๐๕, ๒๑๐)"
    own = "หัวหน้าหน่วยงานซึ่งรับผิดชอบพัสดุนั้น"
    who = own if needed.post == "division_head" else post_title(settings, needed.post, agency_name, None)
    letter = " ต้องมีหนังสือจากหน่วยงานผู้ยืม" if needed.needs_letter else ""
    return f"{what}: {who} ({needed.law}){letter}"


def _limits(settings: OfficeSettings) -> tuple[str, ...]:
    return (
        f"บุคลากรและหน่วยงานของรัฐยืมได้ไม่เกิน {settings.due_limit_days} วัน",
        f"ประชาชนยืมได้ไม่เกิน {settings.public_due_limit_days} วัน",
        "ขอขยายเวลาได้ก่อนครบกำหนดเท่านั้น โดยผู้มีอำนาจระดับเดียวกันอนุมัติ",
        "เมื่อครบกำหนดแล้วยังไม่คืน เจ้าหน้าที่ติดตามทวงคืนภายใน ๗ วัน (ระเบียบฯ ข้อ ๒๑๑)",
    )


def acknowledge(office: Office, actor: Actor, version: str) -> None:
    """Record that this person has read this version; once is enough.

    Raises:
        HandbookChanged: it is not the version in force.
    """
    table = handbook_acknowledgement
    with writing(office, actor) as journal:
        current = _handbook(journal.connection, office.agency_id).version
        if version != current:
            raise HandbookChanged(read=version, current=current)
        own = sa.and_(
            table.c.agency_id == office.agency_id, table.c.person_id == actor.person_id, table.c.version == version
        )
        if journal.connection.execute(sa.select(table.c.at).where(own)).one_or_none() is None:
            journal.insert(table, person_id=actor.person_id, version=version, at=actor.at)
        journal.close("handbook.acknowledged", version=version)


def readers(office: Office) -> tuple[Reader, ...]:
    """Everybody in office in Thai order of names, and when each acknowledged the version in force."""
    table = handbook_acknowledgement
    with reading(office) as connection:
        version = _handbook(connection, office.agency_id).version
        own = sa.and_(
            table.c.agency_id == person.c.agency_id, table.c.person_id == person.c.id, table.c.version == version
        )
        query = (
            sa.select(person.c.login, person.c.name, sa.func.coalesce(division.c.name, ""), table.c.at)
            .outerjoin(
                division, sa.and_(division.c.agency_id == person.c.agency_id, division.c.id == person.c.division_id)
            )
            .outerjoin(table, own)
            .where(person.c.agency_id == office.agency_id, is_set(person.c.active))
        )
        found = [Reader(*row) for row in connection.execute(query)]
    return tuple(sorted(found, key=lambda reader: sort_key(reader.name)))


def acknowledged_at(office: Office, actor: Actor, version: str) -> datetime | None:
    """When this person acknowledged this version; none where not."""
    table = handbook_acknowledgement
    with reading(office) as connection:
        query = sa.select(table.c.at).where(
            table.c.agency_id == office.agency_id, table.c.person_id == actor.person_id, table.c.version == version
        )
        return connection.execute(query).scalar_one_or_none()
