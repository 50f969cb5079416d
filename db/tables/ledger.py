"""The ledger: one chain of entries an agency, and which rows each entry touched."""

import sqlalchemy as sa

from db.base import agency_table, ref
from db.types import Moment

SEQUENCE = sa.BigInteger().with_variant(sa.Integer(), "sqlite")

ledger_entry = agency_table(
    "ledger_entry",
    sa.Column("seq", SEQUENCE, nullable=False),
    sa.Column("at", Moment, nullable=False),
    sa.Column("actor_id", sa.Text),
    sa.Column("actor_name", sa.Text, nullable=False),
    sa.Column("capacity", sa.Text, nullable=False),
    sa.Column("kind", sa.Text, nullable=False),
    sa.Column("body", sa.Text, nullable=False),  # JSON: note, changes
    sa.Column("prev", sa.Text, nullable=False),
    sa.Column("hash", sa.Text, nullable=False),
    sa.CheckConstraint("seq >= 1", name="seq"),
    key=("seq",),
)

ledger_row = agency_table(
    "ledger_row",
    sa.Column("subject_table", sa.Text, nullable=False),
    sa.Column("subject_id", sa.Text, nullable=False),
    sa.Column("seq", SEQUENCE, nullable=False),
    ref("ledger_entry", "seq", target=("seq",)),
    key=("subject_table", "subject_id", "seq"),
)
