"""Labels, their printings, printer profiles; papers found by the start of their digest and by their number.

Revision ID: 0003
Revises: 0002
"""

import sqlalchemy as sa
from alembic import op

from db import types

revision = "0003"
down_revision = "0002"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "label",
        sa.Column("agency_id", sa.Text(), nullable=False),
        sa.Column("id", sa.Text(), nullable=False),
        sa.Column("token", sa.Text(), nullable=False),
        sa.Column("asset_id", sa.Text(), nullable=False),
        sa.Column("piece", sa.Integer(), nullable=False),
        sa.Column("made_at", types.Moment(), nullable=False),
        sa.Column("made_by", sa.Text(), nullable=False),
        sa.Column("retired_at", types.Moment(), nullable=True),
        sa.Column("retired_by", sa.Text(), nullable=True),
        sa.Column("retired_why", sa.Text(), nullable=False),
        sa.CheckConstraint("length(token) = 7", name=op.f("ck_label_token")),
        sa.CheckConstraint("piece >= 0", name=op.f("ck_label_piece")),
        sa.CheckConstraint(
            "retired_why IN ('', 'lost', 'faded', 'damaged', 'duplicate', 'wrong')", name=op.f("ck_label_retired_why")
        ),
        sa.CheckConstraint(
            "(retired_at IS NULL) = (retired_why = '') AND (retired_at IS NULL) = (retired_by IS NULL)",
            name=op.f("ck_label_retired"),
        ),
        sa.ForeignKeyConstraint(
            ["agency_id", "asset_id"],
            ["asset.agency_id", "asset.id"],
            name=op.f("fk_label_agency_id_asset_id_asset"),
        ),
        sa.ForeignKeyConstraint(
            ["agency_id", "made_by"],
            ["person.agency_id", "person.id"],
            name=op.f("fk_label_agency_id_made_by_person"),
        ),
        sa.ForeignKeyConstraint(
            ["agency_id", "retired_by"],
            ["person.agency_id", "person.id"],
            name=op.f("fk_label_agency_id_retired_by_person"),
        ),
        sa.ForeignKeyConstraint(["agency_id"], ["agency.agency_id"], name=op.f("fk_label_agency_id_agency")),
        sa.PrimaryKeyConstraint("agency_id", "id", name=op.f("pk_label")),
        sa.UniqueConstraint("agency_id", "token", name=op.f("uq_label_agency_id_token")),
        sqlite_strict=True,
    )
    op.create_index(
        "uq_label_in_use",
        "label",
        ["agency_id", "asset_id", "piece"],
        unique=True,
        sqlite_where=sa.text("retired_at IS NULL"),
        postgresql_where=sa.text("retired_at IS NULL"),
    )
    op.create_index("ix_label_asset", "label", ["agency_id", "asset_id"], unique=False)
    op.create_table(
        "label_printing",
        sa.Column("agency_id", sa.Text(), nullable=False),
        sa.Column("label_id", sa.Text(), nullable=False),
        sa.Column("no", sa.Integer(), nullable=False),
        sa.Column("at", types.Moment(), nullable=False),
        sa.Column("by_person", sa.Text(), nullable=False),
        sa.Column("stock", sa.Text(), nullable=False),
        sa.Column("why", sa.Text(), nullable=False),
        sa.CheckConstraint("no >= 1", name=op.f("ck_label_printing_no")),
        sa.CheckConstraint("why IN ('', 'spoilt', 'extra')", name=op.f("ck_label_printing_why")),
        sa.CheckConstraint("(no = 1) = (why = '')", name=op.f("ck_label_printing_again")),
        sa.ForeignKeyConstraint(
            ["agency_id", "label_id"],
            ["label.agency_id", "label.id"],
            name=op.f("fk_label_printing_agency_id_label_id_label"),
        ),
        sa.ForeignKeyConstraint(
            ["agency_id", "by_person"],
            ["person.agency_id", "person.id"],
            name=op.f("fk_label_printing_agency_id_by_person_person"),
        ),
        sa.ForeignKeyConstraint(["agency_id"], ["agency.agency_id"], name=op.f("fk_label_printing_agency_id_agency")),
        sa.PrimaryKeyConstraint("agency_id", "label_id", "no", name=op.f("pk_label_printing")),
        sqlite_strict=True,
    )
    op.create_table(
        "printer_profile",
        sa.Column("agency_id", sa.Text(), nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("stock", sa.Text(), nullable=False),
        sa.Column("dx", sa.Integer(), nullable=False),
        sa.Column("dy", sa.Integer(), nullable=False),
        sa.Column("scale_x", sa.Integer(), nullable=False),
        sa.Column("scale_y", sa.Integer(), nullable=False),
        sa.CheckConstraint("trim(name) <> ''", name=op.f("ck_printer_profile_name")),
        sa.CheckConstraint(
            "dx BETWEEN -15000 AND 15000 AND dy BETWEEN -15000 AND 15000", name=op.f("ck_printer_profile_offset")
        ),
        sa.CheckConstraint(
            "scale_x BETWEEN 950000 AND 1050000 AND scale_y BETWEEN 950000 AND 1050000",
            name=op.f("ck_printer_profile_scale"),
        ),
        sa.ForeignKeyConstraint(["agency_id"], ["agency.agency_id"], name=op.f("fk_printer_profile_agency_id_agency")),
        sa.PrimaryKeyConstraint("agency_id", "name", "stock", name=op.f("pk_printer_profile")),
        sqlite_strict=True,
    )
    op.create_index("ix_paper_digest", "paper", ["agency_id", "digest"], unique=False)
    op.create_index("ix_paper_number", "paper", ["agency_id", "number"], unique=False)


def downgrade() -> None:
    raise RuntimeError("the labels that stand on things are known by these rows; the tables stay")
