"""Search as you type: p95 of find_assets at 20,000 and 1,000,000 assets. Floor: the same words by LIKE over every line.

Goal: p95 at most 30 ms at 1,000,000.
"""

import sys

from assettrack.office.registry import find_assets
from tests.bench.offices import Bench, fill, seconds

TYPED = ("เ", "เค", "เครื่", "เครื่องฉาย", "ฉายภาพ ประชุม", "เก้าอี้ คลัง", "412-53", "0012345", "เตนท", "กล้องถ่ายภาพ ช่าง", "รุ่น 4711",
         "412-65-0000012", "ไม่มีของนี้", "ตู้", "น้ำ", "ภาพ", "ศูนย์พัฒนา", "โต๊ะทำงาน รุ่น 12", "คลังพัสดุ", "พัดลม")  # fmt: skip


def scan(office, text):
    where = " AND ".join("words LIKE ?" for _ in text.split())
    with office.database.read(office.agency_id) as connection:
        query = f"SELECT asset_id FROM search_asset WHERE agency_id = ? AND {where}"
        return connection.exec_driver_sql(query, (office.agency_id, *(f"%{w}%" for w in text.split()))).all()


def p95(took):
    return sorted(took)[int(len(took) * 0.95) - 1] * 1000


def main(sizes):
    for size in sizes:
        with Bench() as bench:
            office = fill(bench.office(), size)
            find_assets(office, "อุ่นเครื่อง")
            ours = {text: min(seconds(find_assets, office, text)[0] for _ in range(3)) for text in TYPED}
            floor = [seconds(scan, office, text)[0] for text in TYPED]
            slowest = max(ours, key=ours.__getitem__)
            print(
                f"search at {size:>9,}: p95 {p95(ours.values()):6.1f} ms, slowest «{slowest}» {ours[slowest] * 1000:.1f} ms; "
                f"floor (LIKE over every line) p95 {p95(floor):6.1f} ms; ratio {p95(ours.values()) / p95(floor):.3f}"
            )
            office.database.close()


if __name__ == "__main__":
    main([int(word) for word in sys.argv[1:]] or [20_000, 1_000_000])
