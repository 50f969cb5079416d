"""Photographs of assets.

Revision ID: 0002
Revises: 0001
"""

import sqlalchemy as sa
from alembic import op

from db import types

revision = "0002"
down_revision = "0001"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "asset_photo",
        sa.Column("agency_id", sa.Text(), nullable=False),
        sa.Column("id", sa.Text(), nullable=False),
        sa.Column("asset_id", sa.Text(), nullable=False),
        sa.Column("sha256", sa.Text(), nullable=False),
        sa.Column("title", sa.Text(), nullable=False),
        sa.Column("at", types.Moment(), nullable=False),
        sa.Column("by_person", sa.Text(), nullable=False),
        sa.Column("voided", sa.Text(), nullable=False),
        sa.CheckConstraint("length(sha256) = 64", name=op.f("ck_asset_photo_sha256")),
        sa.ForeignKeyConstraint(
            ["agency_id", "asset_id"],
            ["asset.agency_id", "asset.id"],
            name=op.f("fk_asset_photo_agency_id_asset_id_asset"),
        ),
        sa.ForeignKeyConstraint(
            ["agency_id", "by_person"],
            ["person.agency_id", "person.id"],
            name=op.f("fk_asset_photo_agency_id_by_person_person"),
        ),
        sa.ForeignKeyConstraint(["agency_id"], ["agency.agency_id"], name=op.f("fk_asset_photo_agency_id_agency")),
        sa.PrimaryKeyConstraint("agency_id", "id", name=op.f("pk_asset_photo")),
        sqlite_strict=True,
    )
    op.create_index("ix_asset_photo_asset", "asset_photo", ["agency_id", "asset_id"], unique=False)


def downgrade() -> None:
    raise RuntimeError("photographs are evidence; the table stays")
