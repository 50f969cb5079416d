"""The only list of documents: the list of papers, the command line and the tests come from it."""

from __future__ import annotations

from dataclasses import dataclass
from importlib import import_module
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from types import ModuleType


@dataclass(frozen=True)
class Paper:
    """A document: its kind, titles and the article it stands on; the module of the same name draws it (imported when printed)."""

    kind: str
    title_th: str
    title_en: str
    law: str

    @property
    def _drawn_by(self) -> ModuleType:
        return import_module(f"forms.documents.{self.kind}")

    @property
    def variants(self) -> tuple[str, ...]:
        """The forms this document comes in."""
        variants: tuple[str, ...] = self._drawn_by.VARIANTS
        return variants

    @property
    def kind_of_data(self) -> type[Any]:
        """The document's data class, named like its module."""
        kind: type[Any] = getattr(self._drawn_by, "".join(word.title() for word in self.kind.split("_")))
        return kind

    def sample(self, variant: str) -> Any:
        """The document with the longest plausible values."""
        return self._drawn_by.sample(variant)

    def blank(self, facts: Any, variant: str) -> Any:
        """The document with nothing in it but whose form it is."""
        kind = self.kind_of_data
        return kind(facts=facts, variant=variant) if "variant" in kind.__dataclass_fields__ else kind(facts=facts)

    @property
    def later(self) -> tuple[str, ...]:
        """Fields filled after the approval: a paper without them is still the approved one."""
        return getattr(self._drawn_by, "LATER", ())

    def render(self, data: Any) -> bytes:
        """The document as PDF."""
        drawn: bytes = self._drawn_by.render(data)
        return drawn


_ALL = (
    Paper("loan_form", "ใบยืมพัสดุ/ครุภัณฑ์", "Loan form", "ระเบียบฯ ข้อ ๒๐๘, ๒๑๐"),
    Paper("return_slip", "ใบส่งคืนพัสดุ", "Return slip", "ระเบียบฯ ข้อ ๒๐๙"),
    Paper("approval_memo", "บันทึกขออนุมัติให้ยืมพัสดุ", "Request for approval", "ระเบียบฯ ข้อ ๒๐๗–๒๑๐"),
    Paper("chase_letter", "หนังสือทวงคืนพัสดุ", "Reminder letter", "ระเบียบฯ ข้อ ๒๐๙, ๒๑๑"),
    Paper("settlement", "บันทึกชดใช้ / ใบรับเงินชดใช้", "Settlement", "ระเบียบฯ ข้อ ๒๐๙"),
    Paper("loan_register", "ทะเบียนคุมการยืม", "Register of loans", "ระเบียบฯ ข้อ ๒๐๘"),
    Paper("asset_card", "ทะเบียนคุมทรัพย์สิน", "Asset card", "ระเบียบฯ ข้อ ๒๐๓"),
    Paper("asset_register", "ทะเบียนพัสดุ/ครุภัณฑ์", "Asset register", "ระเบียบฯ ข้อ ๒๐๓"),
    Paper("stock_card", "บัญชีวัสดุ", "Stock card", "ระเบียบฯ ข้อ ๒๐๓"),
    Paper("requisition", "ใบเบิกวัสดุ", "Requisition", "ระเบียบฯ ข้อ ๒๐๔–๒๐๕"),
    Paper("count_sheet", "ใบตรวจนับพัสดุ", "Count sheet", "ระเบียบฯ ข้อ ๒๑๓"),
    Paper("inspection_request", "บันทึกขออนุมัติแต่งตั้งผู้ตรวจสอบพัสดุประจำปี", "Request to appoint inspectors", "ระเบียบฯ ข้อ ๒๑๓"),
    Paper("inspection_order", "คำสั่งแต่งตั้งผู้ตรวจสอบพัสดุประจำปี", "Order appointing inspectors", "ระเบียบฯ ข้อ ๒๑๓"),
    Paper("inspection_working", "กระดาษทำการตรวจสอบพัสดุประจำปี", "Inspection working papers", "ระเบียบฯ ข้อ ๒๑๓"),
    Paper("inspection_balance", "บัญชีวัสดุคงเหลือ / บัญชีครุภัณฑ์คงเหลือ", "Balance at year's end", "ระเบียบฯ ข้อ ๒๑๓"),
    Paper(
        "inspection_exceptions", "บัญชีพัสดุชำรุด เสื่อมสภาพ สูญไป หรือไม่จำเป็นต้องใช้", "List of exceptions", "ระเบียบฯ ข้อ ๒๑๓, ๒๑๔"
    ),
    Paper("inspection_difference", "บัญชีพัสดุที่เหลือไม่ตรงตามบัญชี", "List of differences", "ระเบียบฯ ข้อ ๒๑๓"),
    Paper("inspection_summary", "บันทึกสรุปผลการตรวจสอบพัสดุประจำปี", "Inspection summary", "ระเบียบฯ ข้อ ๒๑๓, ๒๑๔"),
    Paper("inspection_report", "บันทึกรายงานผลการตรวจสอบพัสดุประจำปี", "Inspection report", "ระเบียบฯ ข้อ ๒๑๓, ๒๑๔"),
    Paper(
        "inspection_cover_letter",
        "หนังสือนำส่งรายงานผลการตรวจสอบพัสดุประจำปี",
        "Cover letter to the audit office",
        "ระเบียบฯ ข้อ ๒๑๓",
    ),
)
PAPERS = {paper.kind: paper for paper in _ALL}
