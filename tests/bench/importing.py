"""Import of a register with its ledger entries and search lines, against csv + the same validation + executemany.

Goal: at most 3 times the floor.
"""

import csv
import sqlite3
import sys
from datetime import date

from assettrack.office.import_apply import apply_import
from assettrack.office.import_columns import find_columns
from assettrack.office.importing import plan_import
from assettrack.rules.importing import RowReader
from assettrack.thai.text import code_key, normalise
from db.base import new_id
from tests.bench.offices import COLUMNS, NAMES, PLACES, Bench, seconds
from tests.offices import START, TODAY, actor_of

HEAD = ("รหัสครุภัณฑ์", "รายการ", "รายละเอียด", "ส่วนราชการ", "สถานที่", "ราคาต่อหน่วย", "วันที่ได้มา", "อายุการใช้งาน")


def write(path, count):
    with path.open("w", newline="", encoding="utf8") as file:
        out = csv.writer(file)
        out.writerow(HEAD)
        for no in range(count):
            out.writerow((f"{400 + no % 97}-{50 + no % 20}-{no:06d}", NAMES[no % 8], f"รุ่น {no % 499}", "กองช่าง", PLACES[no % 5],
                          f"{1500 + no % 900:,}.00", f"{no % 27 + 1:02d}/{no % 12 + 1:02d}/{2550 + no % 18}", "5"))  # fmt: skip


def ours(office, path):
    clerk = actor_of(office, "patsadu")
    return apply_import(office, clerk, plan_import(office, path, today=TODAY))


def floor(office, path):
    """Csv, every cell checked, two tables by executemany; no matching, no search lines, no ledger."""
    with path.open(newline="", encoding="utf8") as file:
        rows = [[normalise(cell) for cell in row] for row in csv.reader(file)]
    columns = find_columns(rows)
    reader = RowReader(columns.fields, columns.funds, columns.titles, split_date=columns.split_date, today=date.today())  # noqa: DTZ011
    assets, codes = [], []
    for number, row in enumerate(rows[columns.first_row :], columns.first_row + 1):
        read = reader.read(number, row)
        values, asset_id = read.values, new_id(START)
        assets.append((office.agency_id, asset_id, read.code, values["name"], "", values.get("details", ""), "item", 1, "", 0, "durable",
                       "equipment", "", 0, 0, values["place"], values["price"], "", "", "", "", "serviceable", "in_service", "", 1))  # fmt: skip
        codes += [(office.agency_id, new_id(START), asset_id, s, raw, code_key(raw)) for s, raw in read.identifiers]
    connection = sqlite3.connect(office.database.where, isolation_level=None)
    connection.execute("PRAGMA synchronous=FULL")
    connection.execute("BEGIN IMMEDIATE")
    marks = ", ".join("?" * len(COLUMNS.split(",")))
    connection.executemany(f"INSERT INTO asset ({COLUMNS}) VALUES ({marks})", assets)
    connection.executemany(
        "INSERT INTO asset_identifier (agency_id, id, asset_id, scheme, raw, norm) VALUES (?, ?, ?, ?, ?, ?)", codes
    )
    connection.execute("COMMIT")
    connection.close()
    return len(assets)


def main(count):
    with Bench() as bench:
        path = bench.folder / "register.csv"
        write(path, count)
        below, written = seconds(floor, bench.office("floor.db"), path)
        above, plan = seconds(ours, bench.office("ours.db"), path)
        assert written == len(plan.created) == count
        print(
            f"import of {count:,}: {count / above:,.0f} rows/s, floor (csv + validation + executemany) {count / below:,.0f} rows/s; "
            f"ratio {above / below:.2f} (goal 3)"
        )


if __name__ == "__main__":
    main(int(sys.argv[1]) if len(sys.argv) > 1 else 20_000)
