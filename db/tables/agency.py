"""The agency (หน่วยงานของรัฐ), its settings, document counters, holidays and lending purposes."""

import sqlalchemy as sa

from db.base import agency_table, flag, metadata, one_of
from db.types import Day, Flag, Moment

agency = sa.Table(
    "agency",
    metadata,
    sa.Column("agency_id", sa.Text, nullable=False),
    sa.Column("name", sa.Text, nullable=False),
    sa.Column("district", sa.Text, nullable=False),
    sa.Column("province", sa.Text, nullable=False),
    sa.Column("practice", Flag, nullable=False),
    sa.Column("created_at", Moment, nullable=False),
    sa.PrimaryKeyConstraint("agency_id"),
    sa.CheckConstraint("trim(name) <> ''", name="name"),
    flag("practice"),
    sqlite_strict=True,
)

office_setting = agency_table(
    "office_setting",
    sa.Column("name", sa.Text, nullable=False),
    sa.Column("value", sa.Text, nullable=False),  # JSON
    key=("name",),
)

document_counter = agency_table(
    "document_counter",
    sa.Column("kind", sa.Text, nullable=False),
    sa.Column("period", sa.Integer, nullable=False),  # fiscal or calendar year, B.E.
    sa.Column("last", sa.Integer, nullable=False),
    sa.CheckConstraint("last >= 0", name="last"),
    key=("kind", "period"),
)

holiday_override = agency_table(
    "holiday_override",
    sa.Column("day", Day, nullable=False),
    sa.Column("action", sa.Text, nullable=False),
    sa.Column("title", sa.Text, nullable=False),
    sa.Column("document", sa.Text, nullable=False),
    one_of("action", "add", "remove"),
    key=("day",),
)

purpose = agency_table(
    "purpose",
    sa.Column("code", sa.Text, nullable=False),
    sa.Column("name", sa.Text, nullable=False),
    sa.Column("legal_basis", sa.Text, nullable=False),
    sa.Column("allowed", Flag, nullable=False),
    sa.Column("public", Flag, nullable=False),  # may a villager or group ask for it
    sa.Column("urgent", Flag, nullable=False),  # may it leave before the written approval (สาธารณภัย)
    sa.Column("priority", sa.Integer, nullable=False),  # 1 first
    sa.Column("active", Flag, nullable=False),
    flag("allowed"),
    flag("public"),
    flag("urgent"),
    flag("active"),
    sa.CheckConstraint("trim(name) <> ''", name="name"),
    sa.CheckConstraint("allowed = 0 OR trim(legal_basis) <> ''", name="legal_basis"),
    sa.CheckConstraint("allowed = 0 OR code NOT IN ('personal', 'commercial', 'political')", name="official"),
    key=("code",),
)
