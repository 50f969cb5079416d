"""The longest plausible values that documents are tried with; every name is made up."""

from datetime import date

from forms.kit.page import PaperFacts

AGENCY = "องค์การบริหารส่วนตำบลพะงาด"
PERSON = "ว่าที่ร้อยตรีหญิง กัญญาณัฐนันท์ ศรีสุวรรณพิพัฒน์กุลวงศ์ไพศาล"
DEPUTY = "ปลัดองค์การบริหารส่วนตำบล รักษาราชการแทน นายกองค์การบริหารส่วนตำบลพะงาด"
ITEM = "เครื่องคอมพิวเตอร์โน้ตบุ๊กสำหรับงานประมวลผลพร้อมอุปกรณ์ประกอบครบชุด"
SIGNED = "ลงนามทางอิเล็กทรอนิกส์ ๑๕ ก.ย. ๖๙ ๐๙:๓๐ น. ตามคำสั่งที่ ๑๒/๒๕๖๘ อ้างอิง 0a1b2c3d"


def sample_facts(number: str, *, mark: str = "P-04HMASW9NF6YH") -> PaperFacts:
    """A practice office's paper, numbered and sealed."""
    return PaperFacts(
        agency=AGENCY, district="ขามสะแกแสง", province="นครราชสีมา", number=number, practice=True, digest="0" * 64, mark=mark,
        seal=mark, ledger_seq=123456, ledger_code="ABCDEFGHIJKLMNOP", issued_on=date(2026, 9, 15),
    )  # fmt: skip
