"""Upkeep (การดูแลพัสดุ): what people tell the office of a thing they found or saw damaged."""

import sqlalchemy as sa

from db.base import agency_table, one_of, ref
from db.types import Moment

asset_notice = agency_table(  # a row is never deleted; it is handled, by whom and how
    "asset_notice",
    sa.Column("kind", sa.Text, nullable=False),
    sa.Column("asset_id", sa.Text, nullable=False),
    sa.Column("piece", sa.Integer, nullable=False),  # which of a lot's pieces; 0: the whole asset
    sa.Column("words", sa.Text, nullable=False),  # where it was found, or what is wrong with it
    sa.Column("contact", sa.Text, nullable=False),  # how the teller may be asked back; may be empty
    sa.Column(
        "photo_sha256", sa.Text, nullable=False
    ),  # the picture is a file named by its hash; empty where there is none
    sa.Column("by_person", sa.Text),  # none: somebody of the public
    sa.Column("at", Moment, nullable=False),
    sa.Column("handled_at", Moment),
    sa.Column("handled_by", sa.Text),
    sa.Column("handled_how", sa.Text, nullable=False),  # empty while it waits
    ref("asset", "asset_id"),
    ref("person", "by_person"),
    ref("person", "handled_by"),
    one_of("kind", "found", "damaged"),
    sa.CheckConstraint("piece >= 0", name="piece"),
    sa.CheckConstraint("trim(words) <> '' AND length(words) <= 1000 AND length(contact) <= 120", name="words"),
    sa.CheckConstraint("length(photo_sha256) IN (0, 64)", name="photo_sha256"),
    sa.CheckConstraint(
        "(handled_at IS NULL) = (handled_how = '') AND (handled_at IS NULL) = (handled_by IS NULL)", name="handled"
    ),
    sa.Index("ix_asset_notice_asset", "agency_id", "asset_id"),
    sa.Index(
        "ix_asset_notice_waiting",
        "agency_id",
        "at",
        sqlite_where=sa.text("handled_at IS NULL"),
        postgresql_where=sa.text("handled_at IS NULL"),
    ),
)
