"""Labels (ป้ายครุภัณฑ์): the token that stands on a thing, each printing of it, and what a printer's fault is."""

import sqlalchemy as sa

from db.base import agency_table, one_of, ref
from db.types import Moment

label = (
    agency_table(  # a row is never deleted and never stands for another thing: a label is retired, and a new one made
        "label",
        sa.Column("token", sa.Text, nullable=False),  # assettrack.scanning.codes, the check sign included
        sa.Column("asset_id", sa.Text, nullable=False),
        sa.Column("piece", sa.Integer, nullable=False),  # which of a lot's pieces; 0: the whole asset
        sa.Column("made_at", Moment, nullable=False),
        sa.Column("made_by", sa.Text, nullable=False),
        sa.Column("retired_at", Moment),
        sa.Column("retired_by", sa.Text),
        sa.Column("retired_why", sa.Text, nullable=False),  # empty while it is in use
        ref("asset", "asset_id"),
        ref("person", "made_by"),
        ref("person", "retired_by"),
        sa.UniqueConstraint("agency_id", "token"),
        sa.CheckConstraint("length(token) = 7", name="token"),
        sa.CheckConstraint("piece >= 0", name="piece"),
        one_of("retired_why", "", "lost", "faded", "damaged", "duplicate", "wrong"),
        sa.CheckConstraint(
            "(retired_at IS NULL) = (retired_why = '') AND (retired_at IS NULL) = (retired_by IS NULL)", name="retired"
        ),
        sa.Index(
            "uq_label_in_use",
            "agency_id",
            "asset_id",
            "piece",
            unique=True,
            sqlite_where=sa.text("retired_at IS NULL"),
            postgresql_where=sa.text("retired_at IS NULL"),
        ),
        sa.Index("ix_label_asset", "agency_id", "asset_id"),
    )
)

label_printing = agency_table(
    "label_printing",
    sa.Column("label_id", sa.Text, nullable=False),
    sa.Column("no", sa.Integer, nullable=False),  # 1: the first
    sa.Column("at", Moment, nullable=False),
    sa.Column("by_person", sa.Text, nullable=False),
    sa.Column("stock", sa.Text, nullable=False),  # a key of forms.kit.label_stock.STOCKS
    sa.Column("why", sa.Text, nullable=False),  # why it was printed again; empty for the first
    ref("label", "label_id"),
    ref("person", "by_person"),
    sa.CheckConstraint("no >= 1", name="no"),
    one_of("why", "", "spoilt", "extra"),
    sa.CheckConstraint("(no = 1) = (why = '')", name="again"),
    key=("label_id", "no"),
)

printer_profile = agency_table(  # what undoes a printer's fault on one stock
    "printer_profile",
    sa.Column("name", sa.Text, nullable=False),
    sa.Column("stock", sa.Text, nullable=False),
    sa.Column("dx", sa.Integer, nullable=False),  # micrometres to the right
    sa.Column("dy", sa.Integer, nullable=False),  # micrometres downwards
    sa.Column("scale_x", sa.Integer, nullable=False),  # parts per million
    sa.Column("scale_y", sa.Integer, nullable=False),
    sa.CheckConstraint("trim(name) <> ''", name="name"),
    sa.CheckConstraint("dx BETWEEN -15000 AND 15000 AND dy BETWEEN -15000 AND 15000", name="offset"),
    sa.CheckConstraint("scale_x BETWEEN 950000 AND 1050000 AND scale_y BETWEEN 950000 AND 1050000", name="scale"),
    key=("name", "stock"),
)
