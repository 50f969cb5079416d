"""Offices for the benches: many assets put in by plain SQL, and a stopwatch."""

import shutil
import tempfile
import time
from pathlib import Path

from assettrack.office.context import Office
from assettrack.thai.sorting import sort_key
from db.base import new_id
from db.engine import open_database
from db.upgrade import upgrade
from tests.offices import START, found

NAMES = ("เครื่องฉายภาพ", "โต๊ะทำงาน", "เก้าอี้สำนักงาน", "ตู้เอกสาร", "เต็นท์ผ้าใบ", "เครื่องสูบน้ำ", "พัดลมไอน้ำ", "กล้องถ่ายภาพ")
PLACES = ("ห้องประชุม", "คลังพัสดุ", "กองช่าง", "ศูนย์พัฒนาเด็กเล็ก", "อาคารป้องกัน")
KINDS = 400
"""Different names of each: an office of this size has some thousands."""
COLUMNS = (
    "agency_id, id, code, name, sort_key, details, kind, quantity, unit, reserve, loan_class, book_class, category, vehicle, "
    "public_lendable, place, price, fund, acquired_by, acquired_from, evidence, condition, stage, note, version"
)


class Bench:
    """A temporary folder that goes away."""

    def __enter__(self):
        self.folder = Path(tempfile.mkdtemp(prefix="assettrack-bench-"))
        return self

    def __exit__(self, *_):
        shutil.rmtree(self.folder)

    def office(self, name="office.db") -> Office:
        database = open_database(str(self.folder / name))
        upgrade(database)
        return found(database)


def fill(office, count):
    """``count`` items with their search lines, by plain SQL in one transaction."""
    marks = ", ".join("?" * len(COLUMNS.split(",")))
    names = [f"{name} {kind}" for name in NAMES for kind in range(KINDS)]
    keys = {name: sort_key(name) for name in names}
    with office.database.write(office.agency_id) as connection:
        for start in range(0, count, 20_000):
            assets, lines = [], []
            for no in range(start, min(count, start + 20_000)):
                asset_id, name, place = new_id(START), names[no % len(names)], PLACES[no % len(PLACES)]
                code = f"{400 + no % 97}-{50 + no % 20}-{no:07d}"
                assets.append((office.agency_id, asset_id, code, name, keys[name], f"รุ่น {no % 4999}", "item", 1, "ตัว", 0, "durable",
                               "equipment", "ครุภัณฑ์สำนักงาน", 0, 0, place, 500000, "", "", "", "", "serviceable", "in_service", "", 1))  # fmt: skip
                lines.append((office.agency_id, asset_id, f"{code} {name} รุ่น {no % 4999} {place}"))
            connection.exec_driver_sql(f"INSERT INTO asset ({COLUMNS}) VALUES ({marks})", assets)
            connection.exec_driver_sql("INSERT INTO search_asset (agency_id, asset_id, words) VALUES (?, ?, ?)", lines)
    return office


def seconds(work, *arguments):
    """How long one call takes, and what it gives."""
    began = time.perf_counter()
    result = work(*arguments)
    return time.perf_counter() - began, result
