"""Notices of things found or damaged; acknowledgements of the handbook.

Revision ID: 0004
Revises: 0003
"""

import sqlalchemy as sa
from alembic import op

from db import types

revision = "0004"
down_revision = "0003"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "asset_notice",
        sa.Column("agency_id", sa.Text(), nullable=False),
        sa.Column("id", sa.Text(), nullable=False),
        sa.Column("kind", sa.Text(), nullable=False),
        sa.Column("asset_id", sa.Text(), nullable=False),
        sa.Column("piece", sa.Integer(), nullable=False),
        sa.Column("words", sa.Text(), nullable=False),
        sa.Column("contact", sa.Text(), nullable=False),
        sa.Column("photo_sha256", sa.Text(), nullable=False),
        sa.Column("by_person", sa.Text(), nullable=True),
        sa.Column("at", types.Moment(), nullable=False),
        sa.Column("handled_at", types.Moment(), nullable=True),
        sa.Column("handled_by", sa.Text(), nullable=True),
        sa.Column("handled_how", sa.Text(), nullable=False),
        sa.CheckConstraint("kind IN ('found', 'damaged')", name=op.f("ck_asset_notice_kind")),
        sa.CheckConstraint("piece >= 0", name=op.f("ck_asset_notice_piece")),
        sa.CheckConstraint(
            "trim(words) <> '' AND length(words) <= 1000 AND length(contact) <= 120", name=op.f("ck_asset_notice_words")
        ),
        sa.CheckConstraint("length(photo_sha256) IN (0, 64)", name=op.f("ck_asset_notice_photo_sha256")),
        sa.CheckConstraint(
            "(handled_at IS NULL) = (handled_how = '') AND (handled_at IS NULL) = (handled_by IS NULL)",
            name=op.f("ck_asset_notice_handled"),
        ),
        sa.ForeignKeyConstraint(
            ["agency_id", "asset_id"],
            ["asset.agency_id", "asset.id"],
            name=op.f("fk_asset_notice_agency_id_asset_id_asset"),
        ),
        sa.ForeignKeyConstraint(
            ["agency_id", "by_person"],
            ["person.agency_id", "person.id"],
            name=op.f("fk_asset_notice_agency_id_by_person_person"),
        ),
        sa.ForeignKeyConstraint(
            ["agency_id", "handled_by"],
            ["person.agency_id", "person.id"],
            name=op.f("fk_asset_notice_agency_id_handled_by_person"),
        ),
        sa.ForeignKeyConstraint(["agency_id"], ["agency.agency_id"], name=op.f("fk_asset_notice_agency_id_agency")),
        sa.PrimaryKeyConstraint("agency_id", "id", name=op.f("pk_asset_notice")),
        sqlite_strict=True,
    )
    op.create_index("ix_asset_notice_asset", "asset_notice", ["agency_id", "asset_id"], unique=False)
    op.create_index(
        "ix_asset_notice_waiting",
        "asset_notice",
        ["agency_id", "at"],
        unique=False,
        sqlite_where=sa.text("handled_at IS NULL"),
        postgresql_where=sa.text("handled_at IS NULL"),
    )
    op.create_table(
        "handbook_acknowledgement",
        sa.Column("agency_id", sa.Text(), nullable=False),
        sa.Column("person_id", sa.Text(), nullable=False),
        sa.Column("version", sa.Text(), nullable=False),
        sa.Column("at", types.Moment(), nullable=False),
        sa.CheckConstraint("length(version) = 8", name=op.f("ck_handbook_acknowledgement_version")),
        sa.ForeignKeyConstraint(
            ["agency_id", "person_id"],
            ["person.agency_id", "person.id"],
            name=op.f("fk_handbook_acknowledgement_agency_id_person_id_person"),
        ),
        sa.ForeignKeyConstraint(
            ["agency_id"], ["agency.agency_id"], name=op.f("fk_handbook_acknowledgement_agency_id_agency")
        ),
        sa.PrimaryKeyConstraint("agency_id", "person_id", "version", name=op.f("pk_handbook_acknowledgement")),
        sqlite_strict=True,
    )


def downgrade() -> None:
    raise RuntimeError("what people told and acknowledged is evidence; the tables stay")
