"""Made-up registers in the layouts that offices have: the e-LAAS export and a municipal workbook."""

import openpyxl

from assettrack.office.import_columns import FUNDS

_THINGS = ("โต๊ะทำงาน", "เก้าอี้สำนักงาน", "ตู้เอกสาร", "เครื่องพิมพ์", "เครื่องสูบน้ำ", "เต็นท์ผ้าใบ")


def elaas_export(path, *, rows):
    """«รายงานทะเบียนข้อมูลสินทรัพย์» with title rows, two header rows, fund columns, totals and blank order cells."""
    book = openpyxl.Workbook()
    sheet = book.active
    sheet.append(["รายงานทะเบียนข้อมูลสินทรัพย์"])
    sheet.append(["องค์การบริหารส่วนตำบลพะงาด"])
    sheet.append([])
    head = [
        "ลำดับ",
        "ประเภทสินทรัพย์",
        "ชนิดสินทรัพย์",
        "รหัสสินทรัพย์ในระบบ (รหัสสินทรัพย์ อปท.)",
        "ชื่อสินทรัพย์",
        "รายละเอียดสินทรัพย์",
        "วันที่ได้มา",
        "ราคาสินทรัพย์",
        "อายุสินทรัพย์ (ปี)",
        "ค่าเสื่อมราคาสะสม",
        "สถานะ",
        "ได้มาโดย",
        "ได้มาจาก",
        "สภาพสินทรัพย์",
        "งานที่รับผิดชอบ",
        "แหล่งเงิน",
    ]
    sheet.append(head)
    sheet.append([""] * 15 + list(FUNDS))
    for i in range(rows):
        day = ("26/09/2563", f"{i % 27 + 1:02d}/{i % 12 + 1:02d}/{2550 + i % 18}")[bool(i)]
        price = f"{1500 + i * 7:,}.00"
        funds = ["0.00"] * 8
        funds[i % 8 if i else 0] = price
        sheet.append(
            [
                str(i + 1) if i % 9 else "",
                "ครุภัณฑ์",
                f"ครุภัณฑ์ชนิดที่ {i // 500}",
                f"101-630926-{i + 1:05d} (001 43 {i + 1:04d})",
                _THINGS[i % 6],
                f"รุ่นที่ {i}",
                day,
                price,
                str(i % 10 + 1),
                "0.00",
                "ใช้งาน",
                "ซื้อ/จ้าง",
                "ร้านทดสอบ",
                "ใช้งานได้",
                "งานบริหารทั่วไป",
                *funds,
            ]
        )
        if i % 500 == 499:
            sheet.append(["", "", f"รวมชนิดสินทรัพย์ : ครุภัณฑ์ชนิดที่ {i // 500}", "", "", "", "", "1,000.00"])
    sheet.append(["", "รวมประเภทสินทรัพย์ : ครุภัณฑ์", "", "", "", "", "", "9,999.00"])
    sheet.append(["รวมทั้งสิ้น", "", "", "", "", "", "", "9,999.00"])
    book.save(path)
    return path


def municipal_workbook(path):
    """Two-row header on rows 3–4, band rows, a lot of 100, an AD-looking B.E. date, a bad price, a duplicate, signatures."""
    book = openpyxl.Workbook()
    sheet = book.active
    sheet.title = "ครุภัณฑ์สำนักปลัด67"
    sheet.append(["ทะเบียนครุภัณฑ์ ประจำปี 2567"])
    sheet.append([])
    sheet.append(["ที่", "*รหัส", "รายการ", "จำนวน", "หน่วยนับ", "*วันที่ได้มา (วว/ดด/ปปปป)", "", "", "มูลค่า", "หมายเหตุ"])
    sheet.append(["", "", "", "", "", "วัน", "เดือน", "ปี", "ราคา", ""])
    sheet.append(["ประเภทเก้าอี้"])
    sheet.append(["1", "401-60-0001", "เก้าอี้สํานักงาน", "100", "ตัว", 1, 3, 2560, "350.00", "-"])
    sheet.append(["2", "401 60 0101", "เก้าอี้ผู้บริหาร", "1", "ตัว", 15, 6, 2561, "4,500.00", ""])
    sheet.append(["ประเภทโต๊ะ"])
    sheet.append(["3", "400-60-0001", "โต๊ะทำงาน", "1", "ตัว", 2, 2, 2562, "สองพัน", ""])
    sheet.append(["4", "๔๐๑-๖๐-๐๐๐๑", "เก้าอี้ซ้ำ", "1", "ตัว", 2, 2, 2562, "2,000", ""])
    sheet.append(["5", "400-60-0003", "โต๊ะหมู่บูชา", "1", "ชุด", 2, 2, 2562, "-", "ครบชุด"])
    sheet.append(["", "", "รวมทั้งสิ้น", "", "", "", "", "", "41,500.00", ""])
    sheet.append(["", "", "ลงชื่อ ................................ กรรมการ"])
    book.save(path)
    return path
