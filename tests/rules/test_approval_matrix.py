"""The approval matrix: who decides, by which article (ระเบียบฯ ข้อ ๒๐๗–๒๑๐; DOMAIN §1.2). One row a rule."""

import pytest

from assettrack.rules.approval_matrix import MATRIX, requirement
from assettrack.rules.lending_refusals import ConsumableNotLent

HEAD, DIVISION = "head", "division_head"


@pytest.mark.parametrize(
    ("borrower", "loan_class", "place", "post", "article", "letter"),
    [
        ("staff", "durable", "inside", DIVISION, "ข้อ ๒๐๘ (๒)", False),
        ("staff", "durable", "outside", HEAD, "ข้อ ๒๐๘ (๒)", False),
        ("agency", "durable", "inside", HEAD, "ข้อ ๒๐๘ (๑)", True),
        ("agency", "durable", "outside", HEAD, "ข้อ ๒๐๘ (๑)", True),
        ("villager", "durable", "inside", HEAD, "ข้อ ๒๐๗ และข้อ ๒๐๘ (๒)", False),
        ("villager", "durable", "outside", HEAD, "ข้อ ๒๐๗ และข้อ ๒๐๘ (๒)", False),
        ("agency", "consumable", "inside", HEAD, "ข้อ ๒๑๐", True),
        ("agency", "consumable", "outside", HEAD, "ข้อ ๒๑๐", True),
    ],
)
def test_who_decides(borrower, loan_class, place, post, article, letter):
    found = requirement(borrower, loan_class, place)
    assert (found.post, found.needs_letter) == (post, letter)
    assert found.law == f"ระเบียบฯ {article}"


@pytest.mark.parametrize("borrower", ["staff", "villager"])
@pytest.mark.parametrize("place", ["inside", "outside"])
def test_consumables_are_lent_between_agencies_only(borrower, place):
    with pytest.raises(ConsumableNotLent) as refused:
        requirement(borrower, "consumable", place)
    assert refused.value.law == "ระเบียบฯ ข้อ ๒๑๐"
    assert "ใบเบิก" in refused.value.sentence()


def test_the_matrix_answers_every_case_once():
    for borrower in ("staff", "agency", "villager"):
        for loan_class in ("durable", "consumable"):
            for place in ("inside", "outside"):
                rows = [
                    r
                    for r in MATRIX
                    if (r.borrower_class, r.loan_class) == (borrower, loan_class) and r.place in (None, place)
                ]
                assert len(rows) == 1, (borrower, loan_class, place)
