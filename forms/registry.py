"""The only list of documents: the list of papers, the command line and the tests come from it."""

from __future__ import annotations

from dataclasses import dataclass
from importlib import import_module
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from types import ModuleType


@dataclass(frozen=True)
class Paper:
    """A document: its kind, titles, the article it stands on, and the module that draws it (imported when printed)."""

    kind: str
    title_th: str
    title_en: str
    law: str
    module: str
    data_class: str

    @property
    def _drawn_by(self) -> ModuleType:
        return import_module(f"forms.documents.{self.module}")

    @property
    def variants(self) -> tuple[str, ...]:
        """The forms this document comes in."""
        variants: tuple[str, ...] = self._drawn_by.VARIANTS
        return variants

    @property
    def kind_of_data(self) -> type[Any]:
        """The document's data class."""
        kind: type[Any] = getattr(self._drawn_by, self.data_class)
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
    Paper("loan_form", "ใบยืมพัสดุ/ครุภัณฑ์", "Loan form", "ระเบียบฯ ข้อ ๒๐๘, ๒๑๐", "loan_form", "LoanForm"),
    Paper("return_slip", "ใบส่งคืนพัสดุ", "Return slip", "ระเบียบฯ ข้อ ๒๐๙", "return_slip", "ReturnSlip"),
    Paper(
        "approval_memo",
        "บันทึกขออนุมัติให้ยืมพัสดุ",
        "Request for approval",
        "ระเบียบฯ ข้อ ๒๐๗–๒๑๐",
        "approval_memo",
        "ApprovalMemo",
    ),
    Paper("chase_letter", "หนังสือทวงคืนพัสดุ", "Reminder letter", "ระเบียบฯ ข้อ ๒๐๙, ๒๑๑", "chase_letter", "ChaseLetter"),
    Paper("settlement", "บันทึกชดใช้ / ใบรับเงินชดใช้", "Settlement", "ระเบียบฯ ข้อ ๒๐๙", "settlement", "Settlement"),
    Paper("loan_register", "ทะเบียนคุมการยืม", "Register of loans", "ระเบียบฯ ข้อ ๒๐๘", "loan_register", "LoanRegister"),
    Paper("asset_card", "ทะเบียนคุมทรัพย์สิน", "Asset card", "ระเบียบฯ ข้อ ๒๐๓", "asset_card", "AssetCard"),
    Paper("asset_register", "ทะเบียนพัสดุ/ครุภัณฑ์", "Asset register", "ระเบียบฯ ข้อ ๒๐๓", "asset_register", "AssetRegister"),
    Paper("stock_card", "บัญชีวัสดุ", "Stock card", "ระเบียบฯ ข้อ ๒๐๓", "stock_card", "StockCard"),
    Paper("requisition", "ใบเบิกวัสดุ", "Requisition", "ระเบียบฯ ข้อ ๒๐๔–๒๐๕", "requisition", "Requisition"),
)
PAPERS = {paper.kind: paper for paper in _ALL}
