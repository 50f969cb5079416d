"""The handbook (คู่มือการยืม): who has acknowledged which version of it."""

import sqlalchemy as sa

from db.base import agency_table, ref
from db.types import Moment

handbook_acknowledgement = agency_table(
    "handbook_acknowledgement",
    sa.Column("person_id", sa.Text, nullable=False),
    sa.Column("version", sa.Text, nullable=False),  # the short digest of the text that was read
    sa.Column("at", Moment, nullable=False),
    ref("person", "person_id"),
    sa.CheckConstraint("length(version) = 8", name="version"),
    key=("person_id", "version"),
)
