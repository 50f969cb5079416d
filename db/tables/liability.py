"""Liability of the borrower (ความรับผิดของผู้ยืม, ระเบียบฯ ข้อ ๒๐๙): one case for each damaged or lost line of a return."""

import sqlalchemy as sa

from db.base import agency_table, one_of, ref
from db.types import Day, Satang

liability_case = agency_table(
    "liability_case",
    sa.Column("number", sa.Text, nullable=False),
    sa.Column("loan_id", sa.Text, nullable=False),
    sa.Column("line_no", sa.Integer, nullable=False),
    sa.Column("asset_id", sa.Text, nullable=False),
    sa.Column("what", sa.Text, nullable=False),
    sa.Column("quantity", sa.Integer, nullable=False),
    sa.Column("price_at_loan", Satang),
    sa.Column("opened_on", Day, nullable=False),
    sa.Column("remedy", sa.Text),  # ก repair, ข replace, ค pay
    sa.Column("evidence", sa.Text, nullable=False),  # number of the receipt or acceptance report
    sa.Column("settled_on", Day),
    sa.Column("settled_by", sa.Text),
    ref("loan", "loan_id"),
    ref("loan_line", "loan_id", "line_no", target=("loan_id", "no")),
    ref("asset", "asset_id"),
    ref("person", "settled_by"),
    one_of("what", "damaged", "lost"),
    sa.CheckConstraint("remedy IS NULL OR remedy IN ('repair', 'replace', 'pay')", name="remedy"),
    sa.CheckConstraint("quantity >= 1", name="quantity"),
    sa.CheckConstraint("(settled_on IS NULL) = (remedy IS NULL)", name="settled"),
    sa.CheckConstraint("settled_on IS NULL OR trim(evidence) <> ''", name="evidence"),
    sa.CheckConstraint("NOT (what = 'lost' AND remedy = 'repair')", name="lost_not_repaired"),
    sa.UniqueConstraint("agency_id", "number"),
    sa.Index("ix_liability_case_loan", "agency_id", "loan_id"),
)
