"""The made-up register of the practice office: real categories and numbering, 1,200 rows unless told otherwise."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from assettrack.office.practice_people import DIVISION_HEADS

if TYPE_CHECKING:
    from datetime import date
    from pathlib import Path
    from random import Random

# type code, name, details, category, unit, price in baht, life, public, FSN class
THINGS = (
    ("416", "เครื่องคอมพิวเตอร์โน้ตบุ๊ก", "จอ 14 นิ้ว", "ครุภัณฑ์คอมพิวเตอร์หรืออิเล็กทรอนิกส์", "เครื่อง", 22000, 3, False, "7440-001"),
    ("416", "เครื่องคอมพิวเตอร์ตั้งโต๊ะ", "จอ 21 นิ้ว", "ครุภัณฑ์คอมพิวเตอร์หรืออิเล็กทรอนิกส์", "เครื่อง", 17000, 3, False, "7440-001"),
    ("478", "เครื่องพิมพ์เลเซอร์", "ขาวดำ", "ครุภัณฑ์คอมพิวเตอร์หรืออิเล็กทรอนิกส์", "เครื่อง", 8900, 3, False, "7430-003"),
    ("450", "เครื่องฉายภาพโปรเจกเตอร์", "3,500 ANSI", "ครุภัณฑ์โฆษณาและเผยแพร่", "เครื่อง", 26000, 5, True, "6730-001"),
    ("451", "กล้องถ่ายภาพดิจิทัล", "20 ล้านพิกเซล", "ครุภัณฑ์โฆษณาและเผยแพร่", "ตัว", 15000, 5, False, "6720-002"),
    ("452", "เครื่องเสียงเคลื่อนที่", "ลำโพงล้อลาก", "ครุภัณฑ์โฆษณาและเผยแพร่", "ชุด", 18500, 5, True, "5965-001"),
    ("400", "โต๊ะทำงาน", "เหล็ก 5 ฟุต", "ครุภัณฑ์สำนักงาน", "ตัว", 6500, 8, False, "7110-001"),
    ("401", "เก้าอี้สำนักงาน", "มีล้อ", "ครุภัณฑ์สำนักงาน", "ตัว", 2900, 8, False, "7110-002"),
    ("404", "ตู้เอกสาร", "4 ลิ้นชัก", "ครุภัณฑ์สำนักงาน", "ตู้", 5500, 8, False, "7110-003"),
    ("420", "เครื่องปรับอากาศ", "18,000 บีทียู", "ครุภัณฑ์สำนักงาน", "เครื่อง", 21000, 8, False, "4120-001"),
    ("410", "พัดลมไอน้ำ", "26 นิ้ว", "ครุภัณฑ์งานบ้านงานครัว", "ตัว", 7500, 5, True, "4140-001"),
    ("430", "เครื่องสูบน้ำ", "3 นิ้ว เบนซิน", "ครุภัณฑ์การเกษตร", "เครื่อง", 12500, 5, True, "4320-001"),
    ("431", "เครื่องตัดหญ้า", "สะพายบ่า", "ครุภัณฑ์การเกษตร", "เครื่อง", 9500, 5, True, "3750-001"),
    ("432", "เครื่องพ่นหมอกควัน", "กำจัดยุง", "ครุภัณฑ์การเกษตร", "เครื่อง", 59000, 5, False, "3740-001"),
    ("440", "เครื่องกำเนิดไฟฟ้า", "5 กิโลวัตต์", "ครุภัณฑ์ไฟฟ้าและวิทยุ", "เครื่อง", 32000, 20, True, "6115-001"),
    ("441", "วิทยุสื่อสาร", "มือถือ 5 วัตต์", "ครุภัณฑ์ไฟฟ้าและวิทยุ", "เครื่อง", 12000, 5, False, "5820-001"),
    ("460", "เต็นท์ผ้าใบ", "4 x 8 เมตร ทรงโค้ง", "ครุภัณฑ์อื่น", "หลัง", 25000, 5, True, "8340-001"),
    ("470", "เลื่อยโซ่ยนต์", "บาร์ 18 นิ้ว", "ครุภัณฑ์โรงงาน", "เครื่อง", 11500, 5, False, "3750-002"),
)
LOTS = (
    ("403", "เก้าอี้พลาสติกมีพนักพิง", "ตัว", 350, 300, 50),
    ("405", "โต๊ะพับอเนกประสงค์", "ตัว", 1800, 60, 10),
    ("461", "เต็นท์พับสนาม", "หลัง", 4500, 12, 2),
    ("462", "แผงกั้นจราจร", "แผง", 1500, 40, 10),
    ("463", "กรวยจราจร", "อัน", 350, 80, 20),
    ("464", "กระติกน้ำแข็ง", "ใบ", 1900, 15, 2),
)
SETS = (
    ("900", "ชุดโต๊ะหมู่บูชา", (("โต๊ะหมู่", 9), ("เชิงเทียน", 2), ("กระถางธูป", 1)), 15000),
    ("452", "ชุดเครื่องเสียงห้องประชุม", (("ไมโครโฟน", 4), ("ลำโพง", 2), ("เครื่องขยายเสียง", 1)), 45000),
)
VEHICLES = (("001", "รถยนต์บรรทุก ดีเซล ขนาด 1 ตัน"), ("001", "รถบรรทุกน้ำ"), ("002", "รถจักรยานยนต์"))
HOMES = (*DIVISION_HEADS.values(), "ศูนย์พัฒนาเด็กเล็ก")


def rows(random: Random, count: int, today: date) -> list[dict[str, str]]:
    """The register as rows of our own export's columns, ``count`` of them, as the office would import them."""
    made = [*_lots(today), *_sets(today), *_vehicles(today), _paper_reams(today)]
    while len(made) < count:
        made.append(_item(random, len(made), today))
    return made[:count]


def _year(today: date, back: int) -> int:
    return today.year + 543 - back


def _row(code: str, name: str, unit: str, price: int, year: int, **more: Any) -> dict[str, str]:
    own = {"code": code, "name": name, "unit": unit, "price": f"{price:,}.00", "acquired_on": f"15/02/{year}"}
    return (
        own
        | {"division": "สำนักปลัด", "place": "อาคารเก็บพัสดุ", "acquired_by": "ซื้อ/จ้าง"}
        | {k: str(v) for k, v in more.items()}
    )


def _item(random: Random, at: int, today: date) -> dict[str, str]:
    kind, name, details, category, unit, price, life, public, fsn = random.choice(THINGS)
    year = _year(today, random.randint(1, 12))
    home = random.choice(HOMES)
    stage = random.choices(("ใช้งาน", "ส่งซ่อม", "รอจำหน่าย", "จำหน่ายแล้ว"), (94, 2, 2, 2))[0]
    condition = random.choices(("ใช้การได้", "ชำรุด", "เสื่อมสภาพ"), (94, 3, 3))[0]
    more = (
        {"elaas": f"101-{year % 100:02d}0215-{at:05d}"}
        if at % 3 == 0
        else {"fsn": f"{fsn}-{at:04d}/{year % 100}"}
        if at % 7 == 0
        else {}
    )
    return _row(
        f"{kind}-{year % 100:02d}-{at:04d}", name, unit, price + random.randint(0, 9) * 100, year, details=details,
        category=category, life_years=life, division=home, place=f"ห้อง{home}", public_lendable="ใช่" if public else "ไม่",
        stage=stage, condition=condition, serial=f"SN{at:06d}", evidence=f"ตร. {at % 90 + 1}/{year}", **more,
    )  # fmt: skip


def _lots(today: date) -> list[dict[str, str]]:
    return [
        _row(
            f"{kind}-{_year(today, 3) % 100:02d}-{no:04d}", name, unit, price, _year(today, 3), quantity=quantity, reserve=reserve,
            kind="จำนวน", public_lendable="ใช่", category="ครุภัณฑ์อื่น", book_class="วัสดุ",
        )
        for no, (kind, name, unit, price, quantity, reserve) in enumerate(LOTS, 1)
    ]  # fmt: skip


def _sets(today: date) -> list[dict[str, str]]:
    return [
        _row(
            f"{kind}-{_year(today, 5) % 100:02d}-{no:04d}", name, "ชุด", price, _year(today, 5), kind="ชุด",
            parts="; ".join(f"{part}*{quantity}" for part, quantity in parts), category="ครุภัณฑ์โฆษณาและเผยแพร่",
            division="กองการศึกษา ศาสนาและวัฒนธรรม",
        )
        for no, (kind, name, parts, price) in enumerate(SETS, 90)
    ]  # fmt: skip


def _vehicles(today: date) -> list[dict[str, str]]:
    return [
        _row(
            f"{kind}-{_year(today, 6) % 100:02d}-{no:04d}", name, "คัน", 750_000, _year(today, 6), vehicle="ใช่",
            plate=f"กข {1000 + no} นครราชสีมา", category="ครุภัณฑ์ยานพาหนะและขนส่ง", division="กองช่าง",
        )
        for no, (kind, name) in enumerate(VEHICLES, 1)
    ]  # fmt: skip


def _paper_reams(today: date) -> dict[str, str]:
    year = _year(today, 1)
    return _row(
        f"800-{year % 100:02d}-0001", "กระดาษถ่ายเอกสาร A4", "รีม", 120, year, quantity=200, kind="จำนวน",
        loan_class="ใช้สิ้นเปลือง", book_class="วัสดุ", category="วัสดุสำนักงาน", division="กองคลัง",
    )  # fmt: skip


_ELAAS_HEADS = (
    "ลำดับ", "ประเภทสินทรัพย์", "ชนิดสินทรัพย์", "รหัสสินทรัพย์ในระบบ (รหัสสินทรัพย์ อปท.)", "ชื่อสินทรัพย์", "รายละเอียดสินทรัพย์",
    "วันที่ได้มา", "ราคาสินทรัพย์", "อายุสินทรัพย์ (ปี)", "ค่าเสื่อมราคาสะสม", "สถานะ", "ได้มาโดย", "ได้มาจาก", "สภาพสินทรัพย์", "งานที่รับผิดชอบ",
    "แหล่งเงิน",
)  # fmt: skip


def write_elaas_sample(path: Path, today: date, *, count: int = 40) -> None:
    """A made-up export in the layout of e-LAAS «รายงานทะเบียนข้อมูลสินทรัพย์» (DOMAIN §5.2), to try the import with."""
    from xlsxwriter import Workbook

    from assettrack.office.import_columns import FUNDS

    with Workbook(path) as book:
        sheet = book.add_worksheet("รายงาน")
        sheet.write(0, 0, "รายงานทะเบียนข้อมูลสินทรัพย์")
        sheet.write(1, 0, "องค์การบริหารส่วนตำบลพะงาด (ตัวอย่าง)")
        sheet.write_row(3, 0, _ELAAS_HEADS)
        sheet.write_row(4, len(_ELAAS_HEADS) - 1, FUNDS)
        for no in range(count):
            _, name, details, category, _, price, life, *_ = THINGS[no * 7 % len(THINGS)]
            year = today.year + 543 - 1 - no % 8
            day = f"{no * 5 % 27 + 1:02d}/{no % 12 + 1:02d}/{year}"
            amount = f"{price:,}.00"
            funds = [amount, *["0.00"] * (len(FUNDS) - 1)]
            code = f"101-{year % 100}0926-{no + 1:05d} (9{no:02d} {year % 100} {no + 1:04d})"
            row = [
                no + 1, "ครุภัณฑ์", category, code, name, details, day, amount, life, "0.00", "ใช้งาน", "ซื้อ/จ้าง", "ร้านตัวอย่าง",
                "ใช้งานได้", "งานบริหารทั่วไป", *funds,
            ]  # fmt: skip
            sheet.write_row(5 + no, 0, [str(cell) for cell in row])
