"""The register: assets (ครุภัณฑ์/วัสดุ), their identifiers, parts, places and imported files."""

import sqlalchemy as sa

from db.base import agency_table, flag, one_of, ref
from db.types import Day, Flag, Moment, Satang

asset = agency_table(
    "asset",
    sa.Column("code", sa.Text, nullable=False),  # the number people say: the identifier shown first
    sa.Column("name", sa.Text, nullable=False),
    sa.Column("sort_key", sa.Text, nullable=False),
    sa.Column("details", sa.Text, nullable=False),  # ยี่ห้อ รุ่น ขนาด ลักษณะ
    sa.Column(
        "kind", sa.Text, nullable=False
    ),  # item: one object; lot: counted by quantity; set: one number, many parts
    sa.Column("quantity", sa.Integer, nullable=False),
    sa.Column("unit", sa.Text, nullable=False),  # ตัว หลัง เครื่อง
    sa.Column("reserve", sa.Integer, nullable=False),  # kept for the office's own use, never lent to villagers
    sa.Column("loan_class", sa.Text, nullable=False),  # durable คงรูป, consumable สิ้นเปลือง
    sa.Column("book_class", sa.Text, nullable=False),  # equipment ครุภัณฑ์, material วัสดุ, property ที่ดินสิ่งก่อสร้าง
    sa.Column("category", sa.Text, nullable=False),  # ประเภท, e.g. ครุภัณฑ์สำนักงาน
    sa.Column("vehicle", Flag, nullable=False),
    sa.Column("public_lendable", Flag, nullable=False),
    sa.Column("division_id", sa.Text),
    sa.Column("custodian_id", sa.Text),
    sa.Column("place", sa.Text, nullable=False),
    sa.Column("price", Satang),  # a unit's, in satang
    sa.Column("fund", sa.Text, nullable=False),
    sa.Column("acquired_on", Day),
    sa.Column("acquired_by", sa.Text, nullable=False),  # ซื้อ/จ้าง รับบริจาค รับโอน
    sa.Column("acquired_from", sa.Text, nullable=False),
    sa.Column("evidence", sa.Text, nullable=False),  # ที่เอกสาร
    sa.Column("life_years", sa.Integer),
    sa.Column("condition", sa.Text, nullable=False),
    sa.Column("stage", sa.Text, nullable=False),
    sa.Column("note", sa.Text, nullable=False),
    sa.Column("version", sa.Integer, nullable=False),
    ref("division", "division_id"),
    ref("person", "custodian_id"),
    sa.UniqueConstraint("agency_id", "code"),
    sa.CheckConstraint("trim(name) <> ''", name="name"),
    sa.CheckConstraint("trim(code) <> ''", name="code"),
    one_of("kind", "item", "lot", "set"),
    one_of("loan_class", "durable", "consumable"),
    one_of("book_class", "equipment", "material", "property"),
    one_of("condition", "serviceable", "damaged", "deteriorated", "unneeded"),
    one_of("stage", "in_service", "in_repair", "awaiting_disposal", "disposed"),
    flag("vehicle"),
    flag("public_lendable"),
    sa.CheckConstraint("quantity >= 1 AND (kind = 'lot' OR quantity = 1)", name="quantity"),
    sa.CheckConstraint("reserve >= 0 AND reserve <= quantity", name="reserve"),
    sa.CheckConstraint("price IS NULL OR price >= 0", name="price"),
    sa.CheckConstraint("life_years IS NULL OR life_years BETWEEN 0 AND 100", name="life"),
    sa.Index("ix_asset_sort", "agency_id", "sort_key", "id"),
    sa.Index("ix_asset_division", "agency_id", "division_id", "sort_key", "id"),
    sa.Index("ix_asset_custodian", "agency_id", "custodian_id"),
)

asset_identifier = agency_table(
    "asset_identifier",
    sa.Column("asset_id", sa.Text, nullable=False),
    sa.Column("scheme", sa.Text, nullable=False),
    sa.Column("raw", sa.Text, nullable=False),  # as printed
    sa.Column("norm", sa.Text, nullable=False),  # thai.text.code_key
    sa.Column("since", Day),
    sa.Column("ended", Day),
    ref("asset", "asset_id"),
    one_of("scheme", "local", "fsn", "elaas", "old", "serial", "plate", "chassis"),
    sa.CheckConstraint("trim(norm) <> ''", name="norm"),
    sa.Index(
        "uq_asset_identifier_active",
        "agency_id",
        "scheme",
        "norm",
        unique=True,
        sqlite_where=sa.text("ended IS NULL"),
        postgresql_where=sa.text("ended IS NULL"),
    ),
    sa.Index("ix_asset_identifier_norm", "agency_id", "norm"),
    sa.Index("ix_asset_identifier_asset", "agency_id", "asset_id"),
)

asset_part = agency_table(
    "asset_part",
    sa.Column("asset_id", sa.Text, nullable=False),
    sa.Column("no", sa.Integer, nullable=False),
    sa.Column("name", sa.Text, nullable=False),
    sa.Column("quantity", sa.Integer, nullable=False),
    ref("asset", "asset_id"),
    sa.CheckConstraint("quantity >= 1", name="quantity"),
    sa.CheckConstraint("trim(name) <> ''", name="name"),
    key=("asset_id", "no"),
)

import_run = agency_table(
    "import_run",
    sa.Column("file_name", sa.Text, nullable=False),
    sa.Column("file_sha256", sa.Text, nullable=False),
    sa.Column("sheet", sa.Text, nullable=False),
    sa.Column("at", Moment, nullable=False),
    sa.Column("by_person", sa.Text, nullable=False),
    sa.Column("read", sa.Integer, nullable=False),
    sa.Column("created", sa.Integer, nullable=False),
    sa.Column("updated", sa.Integer, nullable=False),
    sa.Column("unchanged", sa.Integer, nullable=False),
    sa.Column("skipped", sa.Integer, nullable=False),
    sa.Column("refused", sa.Integer, nullable=False),
    ref("person", "by_person"),
    sa.CheckConstraint("read = created + updated + unchanged + skipped + refused", name="accounted"),
)

asset_photo = agency_table(  # the picture itself is a file named by its hash; a row is never deleted, it is voided
    "asset_photo",
    sa.Column("asset_id", sa.Text, nullable=False),
    sa.Column("sha256", sa.Text, nullable=False),
    sa.Column("title", sa.Text, nullable=False),
    sa.Column("at", Moment, nullable=False),
    sa.Column("by_person", sa.Text, nullable=False),
    sa.Column("voided", sa.Text, nullable=False),  # why it no longer counts, or empty
    ref("asset", "asset_id"),
    ref("person", "by_person"),
    sa.CheckConstraint("length(sha256) = 64", name="sha256"),
    sa.Index("ix_asset_photo_asset", "agency_id", "asset_id"),
)
