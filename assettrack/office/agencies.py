"""Agencies (หน่วยงาน): making an office with its divisions, purposes and administrator, and finding the ones there are."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import sqlalchemy as sa

from assettrack.office.context import Office, need_role, reading
from assettrack.office.context import writing as acting
from assettrack.office.passwords import check_new_password, hash_password
from assettrack.office.people import login_key
from assettrack.rules.refusal import BadInput
from assettrack.thai.sorting import sort_key
from assettrack.thai.text import normalise
from db.base import new_id
from db.journal import writing
from db.ledger import Signer
from db.tables.agency import agency as agency_table
from db.tables.agency import purpose
from db.tables.people import division, person, person_role

if TYPE_CHECKING:
    from datetime import datetime

    from assettrack.office.context import Actor
    from db.engine import Database
    from db.journal import Journal

DIVISIONS = (
    "สำนักปลัด", "กองคลัง", "กองช่าง", "กองการศึกษา ศาสนาและวัฒนธรรม", "กองสวัสดิการสังคม",
    "หน่วยตรวจสอบภายใน", "ศูนย์พัฒนาเด็กเล็ก",
)  # fmt: skip
_COUNCIL_ACT = "พ.ร.บ.สภาตำบลและองค์การบริหารส่วนตำบล พ.ศ. ๒๕๓๗ มาตรา ๖๗"
_ART_207 = "ระเบียบฯ ข้อ ๒๐๗"
PURPOSES = (  # code, name, legal basis, allowed, public, urgent, priority
    ("official", "ปฏิบัติราชการ", f"อำนาจหน้าที่ของหน่วยงาน ({_COUNCIL_ACT})", True, False, False, 1),
    ("disaster_relief", "ป้องกันและบรรเทาสาธารณภัย", f"{_COUNCIL_ACT} (๔)", True, True, True, 2),
    ("meeting", "ประชุมราชการ", f"อำนาจหน้าที่ของหน่วยงาน ({_COUNCIL_ACT})", True, False, False, 3),
    ("training", "ฝึกอบรม", f"อำนาจหน้าที่ของหน่วยงาน ({_COUNCIL_ACT})", True, False, False, 3),
    ("agency_support", "สนับสนุนหน่วยงานของรัฐ", "ระเบียบฯ ข้อ ๒๐๘ (๑)", True, False, False, 4),
    ("funeral", "งานศพ", f"{_COUNCIL_ACT} (๘) จารีตประเพณี", True, True, False, 5),
    ("religious_event", "งานบุญ งานศาสนา", f"{_COUNCIL_ACT} (๘) จารีตประเพณี", True, True, False, 6),
    ("community_event", "งานประเพณีและกิจกรรมชุมชน", f"{_COUNCIL_ACT} (๘) วัฒนธรรมอันดีของท้องถิ่น", True, True, False, 7),
    ("personal", "ประโยชน์ส่วนตัว", _ART_207, False, False, False, 90),
    ("commercial", "การค้า", _ART_207, False, False, False, 91),
    ("political", "การเมืองหรือหาเสียง", _ART_207, False, False, False, 92),
)


@dataclass(frozen=True)
class AgencyRecord:
    """An agency as people see it; ``practice`` marks one that exists to learn with."""

    agency_id: str
    name: str
    district: str
    province: str
    practice: bool


def create_agency(
    database: Database,
    key: bytes,
    agency_id: str,
    *,
    name: str,
    district: str,
    province: str,
    practice: bool,
    admin_login: str,
    admin_name: str,
    admin_password: str,
    at: datetime,
) -> Office:
    """Make an office with its usual divisions, its list of purposes and its first administrator.

    Raises:
        BadInput: an empty name, or a password that is too easy.
    """
    for title, value in (("ชื่อหน่วยงาน", name), ("อำเภอ", district), ("จังหวัด", province), ("ชื่อผู้ใช้", admin_login)):
        if not value.strip():
            raise BadInput(field=title, value=value, rule="ต้องไม่ว่าง", rule_en="must not be empty")
    check_new_password(admin_password, admin_login)
    signer = Signer(None, "assettrack init", "ติดตั้งระบบ", at)
    with writing(database, agency_id, key, signer) as journal:
        values = {"name": normalise(name), "district": normalise(district), "province": normalise(province)}
        journal.insert(agency_table, **values, practice=practice, created_at=at)
        _fill(journal)
        admin = journal.insert(
            person,
            login=login_key(admin_login),
            name=normalise(admin_name),
            position="ผู้ดูแลระบบ",
            division_id=None,
            phone="",
            password_hash=hash_password(admin_password),
            password_changed_at=at,
            active=True,
        )
        journal.insert(person_role, person_id=admin["id"], role="admin", granted=True)
        journal.close("agency.created")
    return Office(database, agency_id, key)


def _fill(journal: Journal) -> None:
    for name in DIVISIONS:
        journal.insert(division, name=name, sort_key=sort_key(name), active=True)
    names = ("code", "name", "legal_basis", "allowed", "public", "urgent", "priority")
    for row in PURPOSES:
        journal.insert(purpose, **dict(zip(names, row, strict=True)), active=True)


def new_agency_id(at: datetime) -> str:
    """An id for an agency that is about to be made."""
    return new_id(at)


def agencies(database: Database) -> tuple[AgencyRecord, ...]:
    """The agencies of this database by name; their names are no secret."""
    columns = [agency_table.c[name] for name in AgencyRecord.__dataclass_fields__]
    with database.read("") as connection:
        rows = connection.execute(sa.select(*columns).order_by(agency_table.c.name))
        return tuple(AgencyRecord(*row) for row in rows)


def agency(office: Office) -> AgencyRecord:
    """This office's agency."""
    columns = [agency_table.c[name] for name in AgencyRecord.__dataclass_fields__]
    with reading(office) as connection:
        query = sa.select(*columns).where(agency_table.c.agency_id == office.agency_id)
        return AgencyRecord(*connection.execute(query).one())


AGENCY_TITLES = {"name": "ชื่อหน่วยงาน", "district": "อำเภอ", "province": "จังหวัด"}


def change_agency(office: Office, actor: Actor, field: str, value: str) -> AgencyRecord:
    """Correct the agency's name, district or province; papers that are frozen keep what they said.

    Raises:
        NotAllowed: not the administrator; BadInput: empty, or a field that is none.
    """
    need_role(actor, "admin", task="แก้ชื่อหน่วยงาน", task_en="change the agency's name")
    if field not in AGENCY_TITLES or not value.strip():
        title = AGENCY_TITLES.get(field, field)
        raise BadInput(field=title, value=value, rule="ต้องไม่ว่าง", rule_en="must not be empty")
    with acting(office, actor) as journal:
        query = sa.select(agency_table).where(agency_table.c.agency_id == office.agency_id)
        row = dict(journal.connection.execute(query).mappings().one())
        if row[field] != normalise(value):
            journal.update(agency_table, row, **{field: normalise(value)})
        journal.close("agency.changed", field=field)
    return agency(office)
