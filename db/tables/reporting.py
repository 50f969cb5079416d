"""Printed papers: the facts frozen when a paper was issued, and each printing of it."""

import sqlalchemy as sa

from db.base import agency_table, ref
from db.types import Moment

paper = agency_table(
    "paper",
    sa.Column("kind", sa.Text, nullable=False),  # a key of forms.registry.PAPERS
    sa.Column("number", sa.Text, nullable=False),
    sa.Column("version", sa.Integer, nullable=False),
    sa.Column("subject_table", sa.Text, nullable=False),
    sa.Column("subject_id", sa.Text, nullable=False),
    sa.Column("snapshot", sa.Text, nullable=False),  # JSON of the document's data class
    sa.Column("digest", sa.Text, nullable=False),  # sha256 of the snapshot
    sa.Column("issued_at", Moment, nullable=False),
    sa.Column("issued_by", sa.Text, nullable=False),
    ref("person", "issued_by"),
    sa.CheckConstraint("version >= 1", name="version"),
    sa.UniqueConstraint("agency_id", "kind", "number", "version"),
    sa.Index("ix_paper_subject", "agency_id", "subject_table", "subject_id"),
    sa.Index("ix_paper_digest", "agency_id", "digest"),
    sa.Index("ix_paper_number", "agency_id", "number"),
)

paper_printing = agency_table(
    "paper_printing",
    sa.Column("paper_id", sa.Text, nullable=False),
    sa.Column("copy_no", sa.Integer, nullable=False),  # 0: the original
    sa.Column("at", Moment, nullable=False),
    sa.Column("by_person", sa.Text, nullable=False),
    ref("paper", "paper_id"),
    ref("person", "by_person"),
    sa.CheckConstraint("copy_no >= 0", name="copy_no"),
    key=("paper_id", "copy_no"),
)
