"""The handbook: made from the settings, with a version of its own, acknowledged by name."""

import json
from dataclasses import replace

import pytest

from assettrack.office import handbook, people
from assettrack.office.settings import change_setting, purposes, save_purpose
from tests.offices import CAST, START


def lines(office):
    return [line for section in handbook.handbook(office).sections for line in section.lines]


def test_the_handbook_says_what_the_office_goes_by(office, actor):
    text = "\n".join(lines(office))
    for said in (
        "ห้ามให้ผู้อื่นยืมต่อ",
        "บุคลากรของหน่วยงาน ยืมพัสดุประเภทใช้คงรูป ใช้ภายในสถานที่ของหน่วยงาน: หัวหน้าหน่วยงานซึ่งรับผิดชอบพัสดุนั้น (ระเบียบฯ ข้อ ๒๐๘ (๒))",
        "บุคลากรของหน่วยงาน ยืมพัสดุประเภทใช้คงรูป ใช้นอกสถานที่: นายกองค์การบริหารส่วนตำบลพะงาด (ระเบียบฯ ข้อ ๒๐๘ (๒))",
        "หน่วยงานของรัฐอื่น ยืมพัสดุประเภทใช้สิ้นเปลือง ทุกกรณี: นายกองค์การบริหารส่วนตำบลพะงาด (ระเบียบฯ ข้อ ๒๑๐) ต้องมีหนังสือจากหน่วยงานผู้ยืม",
        "บุคลากรของหน่วยงาน ยืมพัสดุประเภทใช้สิ้นเปลือง ทุกกรณี: ไม่ให้ยืม ให้ใช้ใบเบิก",
        "ไม่ให้ยืมเพื่อประโยชน์ส่วนตัว (ระเบียบฯ ข้อ ๒๐๗)",
        "งานศพ (ประชาชนยืมได้):",
        "ประชาชนยืมได้ไม่เกิน 7 วัน",
        "ราคาที่เป็นอยู่ในขณะยืม ตามหลักเกณฑ์ที่กระทรวงมหาดไทยกำหนด (ระเบียบฯ ข้อ ๒๐๙)",
    ):
        assert said in text
    assert "ต้องมีความเห็นก่อน" not in text


CHANGES = [
    ("loan_terms", "ห้ามทำหาย"),
    ("liability_phrase", "ตามที่กำหนด"),
    ("public_due_limit_days", "3"),
    ("due_limit_days", "30"),
    ("require_opinion", "ใช่"),
    ("head_title", "นายกฯ {agency}"),
]


@pytest.mark.parametrize(("name", "value"), CHANGES)
def test_what_changes_a_rule_is_a_new_version(office, actor, name, value):
    before = handbook.handbook(office)
    change_setting(office, actor("admin"), name, value)
    after = handbook.handbook(office)
    assert before.version != after.version
    assert before.sections != after.sections


def test_a_purpose_taken_away_is_a_new_version_and_a_printer_is_not(office, actor):
    before = handbook.handbook(office)
    change_setting(office, actor("admin"), "digits", "arabic")
    change_setting(office, actor("admin"), "number_period", json.dumps({"loan": "calendar"}))
    assert handbook.handbook(office) == before
    funeral = next(p for p in purposes(office) if p.code == "funeral")
    save_purpose(office, actor("admin"), replace(funeral, active=False))
    assert handbook.handbook(office).version != before.version
    assert not any(line.startswith("งานศพ") for line in lines(office))


def test_everybody_acknowledges_each_version_once(office, actor):
    version = handbook.handbook(office).version
    assert handbook.acknowledged_at(office, actor("staff1"), version) is None
    for at in (START, START.replace(hour=9)):
        handbook.acknowledge(office, actor("staff1", at=at), version)
    assert handbook.acknowledged_at(office, actor("staff1"), version) == START
    there = handbook.readers(office)
    assert len(there) == len(CAST) + 1
    assert [(r.name, r.division, r.acknowledged_at) for r in there if r.acknowledged_at] == [
        ("นายสุรชัย ขยัน", "กองช่าง", START)
    ]
    change_setting(office, actor("admin"), "chase_days", "9")  # of letters: no rule of lending
    assert [r.login for r in handbook.readers(office) if r.acknowledged_at] == ["staff1"]
    change_setting(office, actor("admin"), "due_limit_days", "10")
    assert not [r for r in handbook.readers(office) if r.acknowledged_at]


def test_who_read_an_older_version_reads_again(office, actor):
    read = handbook.handbook(office).version
    change_setting(office, actor("admin"), "due_limit_days", "10")
    with pytest.raises(handbook.HandbookChanged, match=f"เปลี่ยนจากฉบับ {read} เป็นฉบับ"):
        handbook.acknowledge(office, actor("staff1"), read)
    assert not [r for r in handbook.readers(office) if r.acknowledged_at]


def test_who_has_left_is_no_reader_any_more(office, actor):
    people.leave_office(office, actor("admin"), "staff2")
    assert "staff2" not in [r.login for r in handbook.readers(office)]
