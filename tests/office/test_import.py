"""Importing registers as offices really keep them: every row accounted for, nothing lost in silence."""

from datetime import date

import pytest

from assettrack.office import import_apply, importing, ledger, register_pages, registry
from assettrack.office.exporting import export_register
from assettrack.rules.refusal import Unusable
from tests.office.register_files import elaas_export, municipal_workbook

TODAY = date(2026, 9, 15)


def accounted(plan):
    return len(plan.created) + len(plan.updated) + plan.unchanged + len(plan.skipped) + plan.refused_rows


def imported(office, actor, path, **options):
    plan = importing.plan_import(office, path, today=TODAY, **options)
    return import_apply.apply_import(office, actor("patsadu"), plan)


def test_an_elaas_export_of_3000_rows_imports_with_every_row_accounted_for(office, actor, tmp_path):
    path = elaas_export(tmp_path / "elaas.xlsx", rows=3000)
    plan = imported(office, actor, path)
    assert plan.read == accounted(plan)
    assert (len(plan.created), len(plan.refused)) == (3000, 0)
    assert {s.why for s in plan.skipped} == {"แถวรวม"}
    one = registry.asset_by_code(office, "101-630926-00001")
    assert {(i.scheme, i.raw) for i in one.identifiers} == {("elaas", "101-630926-00001"), ("local", "001 43 0001")}
    assert (one.row.code, one.fund, one.acquired_on) == ("001-43-0001", "เงินงบประมาณ", date(2020, 9, 26))


def test_importing_the_same_file_again_changes_nothing(office, actor, tmp_path):
    path = elaas_export(tmp_path / "elaas.xlsx", rows=50)
    imported(office, actor, path)
    again = importing.plan_import(office, path, today=TODAY)
    assert (again.created, again.updated, again.unchanged) == ([], [], 50)


def test_a_municipal_workbook_with_bands_totals_and_two_row_headers_is_accounted_for(office, actor, tmp_path):
    path = municipal_workbook(tmp_path / "municipal.xlsx")
    plan = imported(office, actor, path)
    assert plan.read == accounted(plan)
    assert {s.why for s in plan.skipped} == {"แถวหัวข้อ", "แถวรวม", "ลายมือชื่อหรือหมายเหตุท้ายตาราง"}
    assert [(c.column, c.code) for c in plan.refused] == [("ราคา", "import.price"), ("รหัส", "import.duplicate")]
    chairs = registry.asset_by_code(office, "401-60-0001")
    assert (chairs.row.kind, chairs.row.quantity, chairs.row.name) == ("lot", 100, "เก้าอี้สำนักงาน")
    assert chairs.acquired_on == date(2017, 3, 1)


@pytest.mark.parametrize("suffix", [".csv", ".xlsx"])
def test_an_export_imports_back_without_loss(office, actor, tmp_path, suffix):
    imported(office, actor, municipal_workbook(tmp_path / "m.xlsx"))
    out = tmp_path / f"register{suffix}"
    written = export_register(office, out)
    plan = importing.plan_import(office, out, today=TODAY)
    assert (plan.unchanged, plan.created, plan.updated, plan.refused, plan.skipped) == (written, [], [], [], [])


HEAD = "รหัสครุภัณฑ์,รายการ,วันที่ได้มา,ราคาต่อหน่วย\r\n"
LINE = '๔๑๖–๖๐–๐๐๑๗,เก้าอี้สํานักงาน,01/10/2560,"3,350.00"\r\n'


@pytest.mark.parametrize(
    "data",
    [
        (HEAD + LINE).encode("utf-8-sig"),
        (HEAD + LINE).encode(),
        (HEAD + LINE).replace("–", "-").encode("cp874"),
        (HEAD + LINE).replace("\r\n", "\r").encode(),
        (HEAD + LINE).replace(',"3,350.00"', ";3350").replace(",", ";").encode(),
        (HEAD + LINE).replace('"3,350.00"', "3350").replace(",", "\t").encode(),
        (HEAD + LINE).replace("01/10/2560", "2017-10-01").encode(),
        (HEAD + LINE).replace("01/10/2560", "43009").encode(),
        (HEAD + LINE).replace("01/10/2560", "1 ต.ค. 60").encode(),
    ],
    ids=["bom", "utf8", "cp874", "cr", "semicolon", "tab", "gregorian", "serial", "worded"],
)
def test_a_csv_reads_the_same_however_it_was_saved(office, actor, tmp_path, data):
    path = tmp_path / "list.csv"
    path.write_bytes(data)
    plan = imported(office, actor, path)
    assert plan.refused == []
    one = registry.asset_by_code(office, "416-60-0017")
    assert (one.row.name, one.row.price, one.acquired_on) == ("เก้าอี้สำนักงาน", 335_000, date(2017, 10, 1))


@pytest.mark.parametrize(
    ("cells", "code"),
    [
        ("416-60-0001,,01/10/2560,5", "import.name_missing"),
        (",พัดลม,01/10/2560,5", "import.code_missing"),
        ("416-60-0001,พัดลม,31/02/2560,5", "import.date"),
        ("416-60-0001,พัดลม,01/10/2400,5", "import.date_impossible"),
        ("416-60-0001,พัดลม,01/10/2590,5", "import.date_impossible"),
        ("416-60-0001,พัดลม,01/10/2560,ห้าบาท", "import.price"),
        ("416-60-0001,พัดลม,01/10/2560,-5", "import.price"),
    ],
)
def test_a_refused_cell_is_named_and_nothing_of_its_row_is_written(office, actor, tmp_path, cells, code):
    path = tmp_path / "list.csv"
    path.write_text(HEAD + cells + "\n", encoding="utf8")
    plan = imported(office, actor, path)
    assert [cell.code for cell in plan.refused] == [code]
    assert plan.refused[0].row == 2
    assert register_pages.count_assets(office) == 0


def test_a_dry_run_writes_nothing(office, tmp_path):
    plan = importing.plan_import(office, elaas_export(tmp_path / "e.xlsx", rows=5), today=TODAY)
    assert len(plan.created) == 5
    assert register_pages.count_assets(office) == 0


def test_a_file_without_a_register_is_refused(office, tmp_path):
    path = tmp_path / "x.csv"
    path.write_text("สวัสดี\n", encoding="utf8")
    with pytest.raises(Unusable):
        importing.plan_import(office, path, today=TODAY)


def test_a_person_says_what_a_column_holds_and_what_is_left_out(office, tmp_path):
    path = tmp_path / "ทะเบียน.csv"
    path.write_text("เลข,รายการ,ราคา,อะไรไม่รู้\n416-60-0001,จอ,5000,ห้อง ๑\n", encoding="utf-8")
    (code, name, price, other) = importing.file_columns(path)
    assert [(c.title, c.field, c.sample) for c in (name, price, other)] == [
        ("รายการ", "name", "จอ"), ("ราคา", "price", "5000"), ("อะไรไม่รู้", "", "ห้อง ๑"),
    ]  # fmt: skip
    chosen = {code.title: "code", other.title: "place", price.title: ""}
    plan = importing.plan_import(office, path, today=TODAY, chosen=chosen)
    (row,) = plan.created
    assert (row.code, row.values.get("place"), row.values.get("price")) == ("416-60-0001", "ห้อง ๑", None)


def test_an_import_tells_its_steps_and_stopped_it_leaves_nothing(office, actor, tmp_path):
    path = elaas_export(tmp_path / "e.xlsx", rows=2500)
    read, written = [], []
    plan = importing.plan_import(
        office, path, today=TODAY, create_divisions=True, progress=lambda *step: read.append(step)
    )
    assert read[-1][0] <= read[-1][1]
    assert len(read) > 10

    def stop(done, of):
        written.append((done, of))
        if done > 1500:
            raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        import_apply.apply_import(office, actor("patsadu"), plan, progress=stop)
    assert written[0][1] == len(plan.created) > 2000
    assert register_pages.register_window(office, register_pages.EVERYTHING, size=10).count == 0
    assert ledger.verify(office).broken == ()
