"""The sample files of the practice office: every paper, the register, an e-LAAS export to try the import with, and a guide."""

from __future__ import annotations

from typing import TYPE_CHECKING

from assettrack.office import lending
from assettrack.office.exporting import export_register
from assettrack.office.labels import LabelChoice, print_labels, ruler
from assettrack.office.papers import papers, print_paper, sample_paper
from assettrack.office.practice_assets import write_elaas_sample
from assettrack.office.practice_people import PASSWORD

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from assettrack.office.context import Actor, Office

GUIDE = f"""สำนักงานฝึกหัดของโปรแกรม assettrack

ทุกอย่างในโฟลเดอร์นี้เป็นข้อมูลสมมุติ ใช้ฝึกได้เต็มที่ ลบทิ้งแล้วสร้างใหม่ได้ด้วยคำสั่ง assettrack demo
รหัสผ่านของทุกคน: {PASSWORD}

เปิดหน้าจอ:   assettrack --db practice.db     แล้วเข้าด้วยชื่อผู้ใช้ เช่น
  patsadu    เจ้าพนักงานพัสดุ: ทะเบียน ส่งมอบ รับคืน
  nayok      นายก อบต.: อนุมัติการยืมออกนอกสถานที่
  admin      ผู้ดูแลระบบ: บุคลากร การมอบอำนาจ

ไฟล์ตัวอย่าง
  sample-*.pdf          แบบพิมพ์ทุกแบบ ประทับว่าเป็นตัวอย่าง
  loan-*.pdf            ใบยืมจริงของปีที่สมมุติ
  loan_register.pdf     ทะเบียนคุมการยืมของปีที่สมมุติ    asset_register.pdf  ทะเบียนพัสดุทั้งหมด
  labels.pdf            ป้าย QR ของกองช่าง (A4 24 ดวง)    label-ruler.pdf     หน้าวัดเครื่องพิมพ์
  register.csv, .xlsx   ทะเบียนทั้งหมด แก้แล้วนำเข้ากลับได้
  elaas-sample.xlsx     รูปแบบที่ส่งออกจาก e-LAAS ลองนำเข้าด้วย
                        assettrack --db practice.db --as patsadu asset import elaas-sample.xlsx --dry-run
"""


def write_samples(office: Office, actor: Actor, folder: Path) -> tuple[Path, ...]:
    """Write the sample files to ``folder``; returns them."""
    return (*_papers(office, actor, folder), *_tables(office, actor, folder))


def _papers(office: Office, actor: Actor, folder: Path) -> Iterator[Path]:
    for paper in papers():
        for variant in paper.variants:
            path = folder / f"sample-{paper.kind}-{variant}.pdf"
            path.write_bytes(sample_paper(paper.kind, variant))
            yield path
    yield from _labels(office, actor, folder)
    for kind in ("loan_register", "asset_register"):
        path = folder / f"{kind}.pdf"
        path.write_bytes(print_paper(office, actor, kind, "").pdf)
        yield path
    for state in ("closed", "issued"):
        for loan in lending.loans(office, today=actor.today, state=state, limit=1):
            path = folder / f"loan-{state}.pdf"
            path.write_bytes(print_paper(office, actor, "loan_form", loan.id).pdf)
            yield path


def _labels(office: Office, actor: Actor, folder: Path) -> Iterator[Path]:
    """Labels of one division, and the page that a printer is measured with."""
    made = {
        "labels.pdf": print_labels(office, actor, LabelChoice(division="กองช่าง")).pdf,
        "label-ruler.pdf": ruler(office, actor),
    }
    for name, pdf in made.items():
        (folder / name).write_bytes(pdf)
        yield folder / name


def _tables(office: Office, actor: Actor, folder: Path) -> Iterator[Path]:
    for name in ("register.csv", "register.xlsx"):
        export_register(office, folder / name)
        yield folder / name
    write_elaas_sample(folder / "elaas-sample.xlsx", actor.today)
    yield folder / "elaas-sample.xlsx"
    (folder / "README.txt").write_text(GUIDE, encoding="utf-8-sig")
    yield folder / "README.txt"
