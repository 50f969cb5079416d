"""The approval matrix as data: who decides on a loan, and by which article (ระเบียบฯ ข้อ ๒๐๘, ๒๑๐; DOMAIN §1.2)."""

from __future__ import annotations

from dataclasses import dataclass

from assettrack.rules import lending_refusals as refuse


@dataclass(frozen=True)
class Requirement:
    """What one kind of loan needs: the post that decides, and the article that says so."""

    post: str  # head: หัวหน้าหน่วยงานของรัฐ; division_head: หัวหน้าหน่วยงานซึ่งรับผิดชอบพัสดุนั้น
    law: str
    needs_letter: bool = False
    public_only: bool = False


@dataclass(frozen=True)
class Rule:
    """One row of the approval matrix; ``None`` stands for any."""

    borrower_class: str
    loan_class: str
    place: str | None
    requirement: Requirement | None  # none: never lent


BETWEEN_AGENCIES = Requirement("head", "ระเบียบฯ ข้อ ๒๐๘ (๑)", needs_letter=True)
INSIDE = Requirement("division_head", "ระเบียบฯ ข้อ ๒๐๘ (๒)")
OUTSIDE = Requirement("head", "ระเบียบฯ ข้อ ๒๐๘ (๒)")
TO_THE_PUBLIC = Requirement("head", "ระเบียบฯ ข้อ ๒๐๗ และข้อ ๒๐๘ (๒)", public_only=True)
CONSUMABLE = Requirement("head", "ระเบียบฯ ข้อ ๒๑๐", needs_letter=True)

MATRIX = (
    Rule("staff", "durable", "inside", INSIDE),
    Rule("staff", "durable", "outside", OUTSIDE),
    Rule("agency", "durable", None, BETWEEN_AGENCIES),
    Rule("agency", "consumable", None, CONSUMABLE),
    Rule("villager", "durable", "outside", TO_THE_PUBLIC),
    Rule("villager", "durable", "inside", TO_THE_PUBLIC),
    Rule("staff", "consumable", None, None),
    Rule("villager", "consumable", None, None),
)


def requirement(borrower_class: str, loan_class: str, place: str) -> Requirement:
    """Who decides on a loan of ``loan_class`` to ``borrower_class`` for use at ``place`` (ข้อ ๒๐๘, ๒๑๐).

    Raises:
        ConsumableNotLent: consumables leave by requisition unless another state agency borrows them.
    """
    for rule in MATRIX:
        if (rule.borrower_class, rule.loan_class) == (borrower_class, loan_class) and rule.place in (None, place):
            if rule.requirement is None:
                raise refuse.ConsumableNotLent(borrower_class=borrower_class)
            return rule.requirement
    raise AssertionError((borrower_class, loan_class, place))
