"""The main job by commands, from an empty folder to a returned asset, in the shapes of INTERFACE.md."""

import hashlib
from pathlib import Path

import pytest
import sqlalchemy as sa

from tests.cli.conftest import Command

REGISTER = """\
ทะเบียนครุภัณฑ์ อบต.ทดสอบ,,,,,,
รหัสครุภัณฑ์,รายการ,ส่วนราชการ,ราคาต่อหน่วย,วันที่ได้มา,จำนวน,สถานที่ตั้ง
416-60-0001,เครื่องฉายภาพ,กองช่าง,"25,000.00",15/11/2565,1,ห้องประชุม
401-60-0001,เก้าอี้พลาสติก,กองคลัง,200,1 ต.ค. 2564,100,คลังพัสดุ
,รวม,,"45,000.00",,,
001-60-0001,รถยนต์บรรทุก,กองช่าง,700000,2562-01-01,1,โรงรถ
416-60-0009,เครื่องเสีย,กองเวทมนตร์,abc,31/02/2565,1,
"""
LOAN_KEYS = {"id", "number", "state", "borrower", "place", "due", "needs", "lines", "issued_on", "closed_on", "overdue_days",
             "approvals"}  # fmt: skip


@pytest.fixture(params=["sqlite", "postgresql"])
def assettrack(request, tmp_path):
    """On an empty SQLite file, and on an empty PostgreSQL database that ``init`` fills."""
    if request.param == "sqlite":
        return Command(tmp_path)
    admin, ours = request.getfixturevalue("postgres")
    name = f"cli_{abs(hash(str(tmp_path))) % 10**12}"
    with admin.connect() as connection:
        connection.exec_driver_sql(
            f"CREATE DATABASE {name} OWNER office TEMPLATE template0 ENCODING 'UTF8' LC_COLLATE 'C' LC_CTYPE 'C.UTF-8'"
        )
    return Command(tmp_path, ours.set(database=name, drivername="postgresql").render_as_string(hide_password=False))


def staff(run):
    people = [
        ("nayok", "นายสมหมาย ใจซื่อ", "นายก อบต.", "", "head"),
        ("chang", "นายธวัช มั่นคง", "ผู้อำนวยการกองช่าง", "กองช่าง", "division_head"),
        ("patsadu", "นายณรงค์ ละเอียด", "เจ้าพนักงานพัสดุ", "กองคลัง", "supplies_officer"),
        ("staff1", "นายสุรชัย ขยัน", "นายช่างโยธา", "กองช่าง", "staff"),
    ]
    for login, name, position, division, role in people:
        added = run.json("person", "add", "--login", login, "--name", name, "--position", position, "--division", division,
                         "--roles", role, "--new-password", "ฝึกหัด-2569", as_="admin")  # fmt: skip
        assert {"login", "name", "position", "roles"} <= added["people"][0].keys()
    run.json("authority", "hold", "--login", "nayok", "--post", "head", "--from", "1/10/2568", as_="admin")
    held = run.json("authority", "hold", "--login", "chang", "--post", "division_head", "--division", "กองช่าง",
                    "--from", "2025-10-01", as_="admin")  # fmt: skip
    assert held["authorities"][0]["capacity"] == "own"


def test_from_an_empty_folder_to_a_returned_asset(made):
    run = made
    staff(run)
    register = Path(run.folder, "ทะเบียน.csv")
    register.write_bytes(REGISTER.encode("cp874"))
    dry = run.json("asset", "import", register, "--dry-run", as_="patsadu")
    assert run.json("asset", "find", "เครื่อง", as_="patsadu")["assets"] == []
    done = run.json("asset", "import", register, as_="patsadu")
    assert done == dry
    assert (done["read"], done["created"], done["updated"], done["unchanged"]) == (5, 3, 0, 0)
    assert [(row["row"], bool(row["why"])) for row in done["skipped"]] == [(5, True)]
    assert {cell["row"] for cell in done["refused"]} == {7}
    assert {cell["column"] for cell in done["refused"]} >= {"ราคาต่อหน่วย", "วันที่ได้มา"}
    assert {"row", "column", "value", "code", "message"} <= done["refused"][0].keys()
    again = run.json("asset", "import", register, as_="patsadu")
    assert (again["created"], again["updated"], again["unchanged"]) == (0, 0, 3)

    found = run.json("asset", "find", "ฉายภาพ", as_="patsadu")["assets"]
    assert [a["code"] for a in found] == ["416-60-0001"]
    assert {"code", "name", "division", "location", "custodian", "state", "loan_class", "price"} <= found[0].keys()
    assert (found[0]["price"], found[0]["state"]) == ("25000.00", "available")

    loan = run.json("loan", "request", "--borrower", "staff1", "--purpose", "official", "--reason", "สำรวจ", "--place",
                    "inside", "--due", "20/9/2569", "416-60-0001", as_="staff1")["loan"]  # fmt: skip
    assert loan.keys() >= LOAN_KEYS
    assert (loan["number"], loan["state"], loan["due"]) == ("บย. 1/2569", "submitted", "2026-09-20")
    assert loan["needs"] == {
        "office": "หัวหน้าหน่วยงานซึ่งรับผิดชอบพัสดุ",
        "persons": ["นายธวัช มั่นคง"],
        "law": "ระเบียบฯ ข้อ ๒๐๘ (๒)",
    }
    wrong = run.json("loan", "approve", "1/2569", as_="staff1", code=1)["error"]
    assert (wrong["code"], bool(wrong["law"])) == ("lending.approver_is_borrower", True)
    assert run.json("loan", "handover", "1/2569", as_="patsadu", code=1)["error"]["code"] == "lending.not_approved"
    approved = run.json("loan", "approve", loan["id"], as_="chang")["loan"]
    assert approved["approvals"][0].keys() >= {"by", "capacity", "order", "at", "digest"}
    issued = run.json("loan", "handover", "บย. ๑/๒๕๖๙", as_="patsadu")["loan"]
    assert (issued["state"], issued["issued_on"]) == ("issued", "2026-09-15")
    assert run.json("asset", "show", "416-60-0001", as_="patsadu")["asset"]["state"] == "on_loan"
    assert len(run.json("loan", "list", "--state", "issued", as_="patsadu")["loans"]) == 1
    paper = run.json("paper", "print", "loan_form", "1/2569", "--out", run.folder / "ใบยืม.pdf", as_="patsadu")
    assert Path(paper["file"]).read_bytes().startswith(b"%PDF")
    back = run.json(
        "loan", "return", "1/2569", "416-60-0001", "--condition", "damaged", "--note", "จอแตก", as_="patsadu"
    )
    assert back["loan"]["state"] == "awaiting_settlement"
    assert back["case"]["price_at_loan"] == "25000.00"
    assert run.json("asset", "show", "416-60-0001", as_="patsadu")["asset"]["state"] == "quarantined"
    run.json("loan", "settle", back["case"]["number"], "--remedy", "repair", "--evidence", "ใบตรวจรับ ๑", as_="patsadu")
    assert run.json("loan", "show", "1/2569", as_="patsadu")["loan"]["state"] == "closed"

    head = run.json("ledger", "head", as_="patsadu")["head"]
    verified = run.json("ledger", "verify", "--anchor", head, as_="patsadu")
    assert (verified["head"], verified["broken"]) == (head, [])
    assert run.json("db", "check")["findings"] == []
    shown = run("asset", "show", "416-60-0001", as_="patsadu").stdout
    assert "เครื่องฉายภาพ" in shown


def test_a_register_comes_out_and_goes_in_again_without_loss(made, tmp_path):
    run = made
    staff(run)
    register = Path(run.folder, "ทะเบียน.csv")
    register.write_text(REGISTER, encoding="utf8")
    run.json("asset", "import", register, as_="admin")
    for name in ("ออก.csv", "ออก.xlsx"):
        out = Path(run.folder, name)
        assert run.json("asset", "export", out, as_="admin")["written"] == 3
        back = run.json("asset", "import", out, as_="admin")
        assert (back["read"], back["unchanged"], back["created"], back["updated"]) == (3, 3, 0, 0)


@pytest.mark.parametrize("engine", ["sqlite"])
def test_what_is_refused_changes_no_byte(engine, tmp_path):
    run = Command(tmp_path)
    run.json("init", "--agency", "ก", "--district", "ข", "--province", "ค", "--admin", "admin", "--practice")
    database = sa.create_engine(f"sqlite:///{run.database}")

    def content():
        with database.connect() as connection:
            return hashlib.sha256("\n".join(connection.connection.driver_connection.iterdump()).encode()).hexdigest()

    run("ledger", "head", as_="admin")
    before = content()
    for words, code in [
        (("loan", "approve", "1/2569"), 1),
        (("asset", "import", "ไม่มีไฟล์.csv"), 4),
        (("asset", "show", "ไม่มี"), 1),
        (("person", "add", "--login", "x", "--name", " "), 1),
        (
            (
                "authority",
                "delegate",
                "--login",
                "x",
                "--post",
                "head",
                "--from",
                "1/1/2569",
                "--order",
                "๑",
                "--limit",
                "ห้าบาท",
            ),
            1,
        ),
        (("authority", "hold", "--login", "x", "--post", "head", "--from", "วันไหน"), 1),
        (("paper", "print", "loan_form", "1/2569", "--out", "x.pdf"), 1),
        (("paper", "print", "ไม่มีแบบนี้", "1/2569", "--out", "x.pdf"), 1),
    ]:
        assert run.json(*words, as_="admin", code=code)["error"]["message"]
    assert content() == before
    database.dispose()
