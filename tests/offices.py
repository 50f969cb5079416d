"""A small practice office: its people, their powers, and a way to add assets."""

from datetime import UTC, date, datetime, timedelta

from assettrack.office import agencies, authority, people
from assettrack.office.context import Actor
from assettrack.office.lending import LoanAsk, LoanLineAsk
from assettrack.office.register_search import put_words
from assettrack.thai.sorting import sort_key
from assettrack.thai.text import code_key
from db.base import new_id
from db.journal import writing
from db.ledger import Signer
from db.tables.registry import asset, asset_identifier

KEY = b"k" * 32
TODAY = date(2026, 9, 15)
CODE, LOT = "416-60-0017", "401-60-0001"
"""A projector and a lot of a hundred chairs (the `things` of tests/office)."""
START = datetime(2026, 9, 15, 2, 0, tzinfo=UTC)
PASSWORD = "ฝึกหัด-2569"
CAST = (
    ("nayok", "นายสมหมาย ใจซื่อ", "นายกองค์การบริหารส่วนตำบล", "", ("head",)),
    ("rongnayok", "นายประเสริฐ ทองดี", "รองนายกองค์การบริหารส่วนตำบล", "", ("staff",)),
    ("palad", "นางวิไล พูนผล", "ปลัดองค์การบริหารส่วนตำบล", "สำนักปลัด", ("permanent_secretary",)),
    ("klang", "นางสาวกัลยา รอบคอบ", "ผู้อำนวยการกองคลัง", "กองคลัง", ("supplies_chief", "division_head")),
    ("patsadu", "นายณรงค์ ละเอียด", "เจ้าพนักงานพัสดุ", "กองคลัง", ("supplies_officer",)),
    ("patsadu2", "นางสาวอรอนงค์ ตั้งใจ", "ผู้ช่วยเจ้าพนักงานพัสดุ", "กองคลัง", ("supplies_officer",)),
    ("chang", "นายธวัช มั่นคง", "ผู้อำนวยการกองช่าง", "กองช่าง", ("division_head",)),
    ("staff1", "นายสุรชัย ขยัน", "นายช่างโยธา", "กองช่าง", ("staff",)),
    ("staff2", "นางสาวดวงใจ สุภาพ", "นักจัดการงานทั่วไป", "สำนักปลัด", ("staff",)),
    ("trwj", "นางนงนุช ตรวจดี", "นักวิชาการตรวจสอบภายใน", "หน่วยตรวจสอบภายใน", ("auditor",)),
)


def ask_for(*codes, borrower="staff1", **changes):
    """A request for codes or (code, quantity) pairs: official use inside, five days, unless told otherwise."""
    lines = tuple(LoanLineAsk(*code) if isinstance(code, tuple) else LoanLineAsk(code) for code in codes)
    values = {
        "purpose": "official",
        "reason": "ออกสำรวจพื้นที่",
        "place": "inside",
        "due": TODAY + timedelta(days=5),
    } | changes
    return LoanAsk(borrower=borrower, lines=lines, **values)


def found(database, at=START, name="องค์การบริหารส่วนตำบลพะงาด"):
    """An office with its cast and valid offices on ``database``."""
    agency_id = new_id(at)
    office = agencies.create_agency(
        database,
        KEY,
        agency_id,
        name=name,
        district="ขามสะแกแสง",
        province="นครราชสีมา",
        practice=True,
        admin_login="admin",
        admin_name="ผู้ดูแล ระบบ",
        admin_password=PASSWORD,
        at=at,
    )
    admin = actor_of(office, "admin")
    for login, person, position, division, roles in CAST:
        people.add_person(
            office, admin, people.NewPerson(login, person, position, division, roles=roles, password=PASSWORD)
        )
    begin = date(2025, 1, 1)
    authority.hold(office, admin, login="nayok", post="head", starts=begin)
    authority.hold(office, admin, login="palad", post="permanent_secretary", starts=begin)
    authority.hold(office, admin, login="klang", post="division_head", division_name="กองคลัง", starts=begin)
    authority.hold(office, admin, login="chang", post="division_head", division_name="กองช่าง", starts=begin)
    authority.act_for(
        office,
        admin,
        login="rongnayok",
        post="head",
        capacity="on_behalf",
        order_no="๑๒/๒๕๖๘",
        starts=begin,
        inside=False,
        outside=True,
        value_limit=10_000_000,
    )
    return office


def actor_of(office, login, today=TODAY, at=None):
    person = people.person_by_login(office, login)
    moment = at or datetime(today.year, today.month, today.day, 3, 0, tzinfo=UTC)
    return Actor(
        person.id, login, person.name, person.position, person.division_id, frozenset(person.roles), moment, today
    )


def insert_asset(office, code, *, division="กองช่าง", at=START, **changes):
    """One asset straight through the journal; an item of กองช่าง worth 5,000 baht unless told otherwise."""
    values = {
        "name": "เครื่องฉายภาพ",
        "details": "",
        "kind": "item",
        "quantity": 1,
        "unit": "เครื่อง",
        "reserve": 0,
        "loan_class": "durable",
        "book_class": "equipment",
        "category": "ครุภัณฑ์โฆษณาและเผยแพร่",
        "vehicle": False,
        "public_lendable": False,
        "custodian_id": None,
        "place": "ห้องพัสดุ",
        "price": 500_000,
        "fund": "",
        "acquired_on": None,
        "acquired_by": "ซื้อ/จ้าง",
        "acquired_from": "",
        "evidence": "",
        "life_years": 5,
        "condition": "serviceable",
        "stage": "in_service",
        "note": "",
        "version": 1,
    } | changes
    signer = Signer(None, "ทดสอบ", "ทดสอบ", at)
    with writing(office.database, office.agency_id, office.key, signer) as journal:
        owner = people.division_id_of(journal.connection, office.agency_id, division)
        row = journal.insert(asset, code=code, sort_key=sort_key(str(values["name"])), division_id=owner, **values)
        journal.insert(
            asset_identifier, asset_id=row["id"], scheme="local", raw=code, norm=code_key(code), since=None, ended=None
        )
        put_words(journal.connection, office.agency_id, [row["id"]])
        journal.close("asset.added")
    return row["id"]
