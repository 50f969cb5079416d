"""Register, people, lending, ledger and papers.

The search index is one line of words an asset, beside the tables and rebuilt from them at will. SQLite keeps it in an FTS5 trigram
index over ``search_asset``; PostgreSQL scans the agency's own lines (row-level security keeps a trigram index from being used,
and an agency's lines are few). Guards and row-level security are put on by ``db.upgrade`` after every upgrade.

Revision ID: 0001
Revises:
"""

import sqlalchemy as sa
from alembic import op

from db import types

revision = "0001"
down_revision = None
branch_labels = None
depends_on = None

SQLITE = (
    (
        "CREATE TABLE search_asset (doc INTEGER PRIMARY KEY, agency_id TEXT NOT NULL, asset_id TEXT NOT NULL, words TEXT NOT NULL, "
        "UNIQUE (agency_id, asset_id)) STRICT"
    ),
    "CREATE VIRTUAL TABLE search_asset_fts USING fts5(words, content='search_asset', content_rowid='doc', tokenize='trigram')",
    (
        "CREATE TRIGGER search_asset_added AFTER INSERT ON search_asset BEGIN "
        "INSERT INTO search_asset_fts(rowid, words) VALUES (NEW.doc, NEW.words); END"
    ),
    (
        "CREATE TRIGGER search_asset_removed AFTER DELETE ON search_asset BEGIN "
        "INSERT INTO search_asset_fts(search_asset_fts, rowid, words) VALUES ('delete', OLD.doc, OLD.words); END"
    ),
    (
        "CREATE TRIGGER search_asset_changed AFTER UPDATE ON search_asset BEGIN "
        "INSERT INTO search_asset_fts(search_asset_fts, rowid, words) VALUES ('delete', OLD.doc, OLD.words); "
        "INSERT INTO search_asset_fts(rowid, words) VALUES (NEW.doc, NEW.words); END"
    ),
)

POSTGRESQL = (
    (
        "CREATE TABLE search_asset (agency_id TEXT NOT NULL, asset_id TEXT NOT NULL, words TEXT NOT NULL, "
        "PRIMARY KEY (agency_id, asset_id))"
    ),
)


def upgrade() -> None:
    _make_tables()
    bind = op.get_bind()
    for statement in POSTGRESQL if bind.dialect.name == "postgresql" else SQLITE:
        bind.exec_driver_sql(statement)


def _make_tables() -> None:
    op.create_table(
        "agency",
        sa.Column("agency_id", sa.Text(), nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("district", sa.Text(), nullable=False),
        sa.Column("province", sa.Text(), nullable=False),
        sa.Column("practice", types.Flag(), nullable=False),
        sa.Column("created_at", types.Moment(), nullable=False),
        sa.CheckConstraint("trim(name) <> ''", name=op.f("ck_agency_name")),
        sa.CheckConstraint("practice IN (0, 1)", name=op.f("ck_agency_practice")),
        sa.PrimaryKeyConstraint("agency_id", name=op.f("pk_agency")),
        sqlite_strict=True,
    )
    op.create_table(
        "division",
        sa.Column("agency_id", sa.Text(), nullable=False),
        sa.Column("id", sa.Text(), nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("sort_key", sa.Text(), nullable=False),
        sa.Column("active", types.Flag(), nullable=False),
        sa.CheckConstraint("trim(name) <> ''", name=op.f("ck_division_name")),
        sa.CheckConstraint("active IN (0, 1)", name=op.f("ck_division_active")),
        sa.ForeignKeyConstraint(["agency_id"], ["agency.agency_id"], name=op.f("fk_division_agency_id_agency")),
        sa.PrimaryKeyConstraint("agency_id", "id", name=op.f("pk_division")),
        sa.UniqueConstraint("agency_id", "name", name=op.f("uq_division_agency_id_name")),
        sqlite_strict=True,
    )
    op.create_table(
        "document_counter",
        sa.Column("agency_id", sa.Text(), nullable=False),
        sa.Column("kind", sa.Text(), nullable=False),
        sa.Column("period", sa.Integer(), nullable=False),
        sa.Column("last", sa.Integer(), nullable=False),
        sa.CheckConstraint("last >= 0", name=op.f("ck_document_counter_last")),
        sa.ForeignKeyConstraint(["agency_id"], ["agency.agency_id"], name=op.f("fk_document_counter_agency_id_agency")),
        sa.PrimaryKeyConstraint("agency_id", "kind", "period", name=op.f("pk_document_counter")),
        sqlite_strict=True,
    )
    op.create_table(
        "holiday_override",
        sa.Column("agency_id", sa.Text(), nullable=False),
        sa.Column("day", types.Day(), nullable=False),
        sa.Column("action", sa.Text(), nullable=False),
        sa.Column("title", sa.Text(), nullable=False),
        sa.Column("document", sa.Text(), nullable=False),
        sa.CheckConstraint("action IN ('add', 'remove')", name=op.f("ck_holiday_override_action")),
        sa.CheckConstraint("day BETWEEN '1900-01-01' AND '2400-12-31'", name=op.f("ck_holiday_override_day_range")),
        sa.ForeignKeyConstraint(["agency_id"], ["agency.agency_id"], name=op.f("fk_holiday_override_agency_id_agency")),
        sa.PrimaryKeyConstraint("agency_id", "day", name=op.f("pk_holiday_override")),
        sqlite_strict=True,
    )
    op.create_table(
        "ledger_entry",
        sa.Column("agency_id", sa.Text(), nullable=False),
        sa.Column("seq", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("at", types.Moment(), nullable=False),
        sa.Column("actor_id", sa.Text(), nullable=True),
        sa.Column("actor_name", sa.Text(), nullable=False),
        sa.Column("capacity", sa.Text(), nullable=False),
        sa.Column("kind", sa.Text(), nullable=False),
        sa.Column("body", sa.Text(), nullable=False),
        sa.Column("prev", sa.Text(), nullable=False),
        sa.Column("hash", sa.Text(), nullable=False),
        sa.CheckConstraint("seq >= 1", name=op.f("ck_ledger_entry_seq")),
        sa.ForeignKeyConstraint(["agency_id"], ["agency.agency_id"], name=op.f("fk_ledger_entry_agency_id_agency")),
        sa.PrimaryKeyConstraint("agency_id", "seq", name=op.f("pk_ledger_entry")),
        sqlite_strict=True,
    )
    op.create_table(
        "office_setting",
        sa.Column("agency_id", sa.Text(), nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("value", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(["agency_id"], ["agency.agency_id"], name=op.f("fk_office_setting_agency_id_agency")),
        sa.PrimaryKeyConstraint("agency_id", "name", name=op.f("pk_office_setting")),
        sqlite_strict=True,
    )
    op.create_table(
        "purpose",
        sa.Column("agency_id", sa.Text(), nullable=False),
        sa.Column("code", sa.Text(), nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("legal_basis", sa.Text(), nullable=False),
        sa.Column("allowed", types.Flag(), nullable=False),
        sa.Column("public", types.Flag(), nullable=False),
        sa.Column("urgent", types.Flag(), nullable=False),
        sa.Column("priority", sa.Integer(), nullable=False),
        sa.Column("active", types.Flag(), nullable=False),
        sa.CheckConstraint(
            "allowed = 0 OR code NOT IN ('personal', 'commercial', 'political')", name=op.f("ck_purpose_official")
        ),
        sa.CheckConstraint("allowed = 0 OR trim(legal_basis) <> ''", name=op.f("ck_purpose_legal_basis")),
        sa.CheckConstraint("trim(name) <> ''", name=op.f("ck_purpose_name")),
        sa.CheckConstraint("active IN (0, 1)", name=op.f("ck_purpose_active")),
        sa.CheckConstraint("allowed IN (0, 1)", name=op.f("ck_purpose_allowed")),
        sa.CheckConstraint("public IN (0, 1)", name=op.f("ck_purpose_public")),
        sa.CheckConstraint("urgent IN (0, 1)", name=op.f("ck_purpose_urgent")),
        sa.ForeignKeyConstraint(["agency_id"], ["agency.agency_id"], name=op.f("fk_purpose_agency_id_agency")),
        sa.PrimaryKeyConstraint("agency_id", "code", name=op.f("pk_purpose")),
        sqlite_strict=True,
    )
    op.create_table(
        "ledger_row",
        sa.Column("agency_id", sa.Text(), nullable=False),
        sa.Column("subject_table", sa.Text(), nullable=False),
        sa.Column("subject_id", sa.Text(), nullable=False),
        sa.Column("seq", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.ForeignKeyConstraint(
            ["agency_id", "seq"],
            ["ledger_entry.agency_id", "ledger_entry.seq"],
            name=op.f("fk_ledger_row_agency_id_seq_ledger_entry"),
        ),
        sa.ForeignKeyConstraint(["agency_id"], ["agency.agency_id"], name=op.f("fk_ledger_row_agency_id_agency")),
        sa.PrimaryKeyConstraint("agency_id", "subject_table", "subject_id", "seq", name=op.f("pk_ledger_row")),
        sqlite_strict=True,
    )
    op.create_table(
        "person",
        sa.Column("agency_id", sa.Text(), nullable=False),
        sa.Column("id", sa.Text(), nullable=False),
        sa.Column("login", sa.Text(), nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("position", sa.Text(), nullable=False),
        sa.Column("division_id", sa.Text(), nullable=True),
        sa.Column("phone", sa.Text(), nullable=False),
        sa.Column("password_hash", sa.Text(), nullable=True),
        sa.Column("password_changed_at", types.Moment(), nullable=True),
        sa.Column("active", types.Flag(), nullable=False),
        sa.CheckConstraint("login <> '' AND login = lower(trim(login))", name=op.f("ck_person_login")),
        sa.CheckConstraint("trim(name) <> ''", name=op.f("ck_person_name")),
        sa.CheckConstraint("active IN (0, 1)", name=op.f("ck_person_active")),
        sa.ForeignKeyConstraint(
            ["agency_id", "division_id"],
            ["division.agency_id", "division.id"],
            name=op.f("fk_person_agency_id_division_id_division"),
        ),
        sa.ForeignKeyConstraint(["agency_id"], ["agency.agency_id"], name=op.f("fk_person_agency_id_agency")),
        sa.PrimaryKeyConstraint("agency_id", "id", name=op.f("pk_person")),
        sa.UniqueConstraint("agency_id", "login", name=op.f("uq_person_agency_id_login")),
        sqlite_strict=True,
    )
    op.create_table(
        "asset",
        sa.Column("agency_id", sa.Text(), nullable=False),
        sa.Column("id", sa.Text(), nullable=False),
        sa.Column("code", sa.Text(), nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("sort_key", sa.Text(), nullable=False),
        sa.Column("details", sa.Text(), nullable=False),
        sa.Column("kind", sa.Text(), nullable=False),
        sa.Column("quantity", sa.Integer(), nullable=False),
        sa.Column("unit", sa.Text(), nullable=False),
        sa.Column("reserve", sa.Integer(), nullable=False),
        sa.Column("loan_class", sa.Text(), nullable=False),
        sa.Column("book_class", sa.Text(), nullable=False),
        sa.Column("category", sa.Text(), nullable=False),
        sa.Column("vehicle", types.Flag(), nullable=False),
        sa.Column("public_lendable", types.Flag(), nullable=False),
        sa.Column("division_id", sa.Text(), nullable=True),
        sa.Column("custodian_id", sa.Text(), nullable=True),
        sa.Column("place", sa.Text(), nullable=False),
        sa.Column("price", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=True),
        sa.Column("fund", sa.Text(), nullable=False),
        sa.Column("acquired_on", types.Day(), nullable=True),
        sa.Column("acquired_by", sa.Text(), nullable=False),
        sa.Column("acquired_from", sa.Text(), nullable=False),
        sa.Column("evidence", sa.Text(), nullable=False),
        sa.Column("life_years", sa.Integer(), nullable=True),
        sa.Column("condition", sa.Text(), nullable=False),
        sa.Column("stage", sa.Text(), nullable=False),
        sa.Column("note", sa.Text(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.CheckConstraint(
            "acquired_on BETWEEN '1900-01-01' AND '2400-12-31'", name=op.f("ck_asset_acquired_on_range")
        ),
        sa.CheckConstraint("book_class IN ('equipment', 'material', 'property')", name=op.f("ck_asset_book_class")),
        sa.CheckConstraint(
            "condition IN ('serviceable', 'damaged', 'deteriorated', 'unneeded')", name=op.f("ck_asset_condition")
        ),
        sa.CheckConstraint("kind IN ('item', 'lot', 'set')", name=op.f("ck_asset_kind")),
        sa.CheckConstraint("loan_class IN ('durable', 'consumable')", name=op.f("ck_asset_loan_class")),
        sa.CheckConstraint("quantity >= 1 AND (kind = 'lot' OR quantity = 1)", name=op.f("ck_asset_quantity")),
        sa.CheckConstraint(
            "stage IN ('in_service', 'in_repair', 'awaiting_disposal', 'disposed')", name=op.f("ck_asset_stage")
        ),
        sa.CheckConstraint("trim(code) <> ''", name=op.f("ck_asset_code")),
        sa.CheckConstraint("trim(name) <> ''", name=op.f("ck_asset_name")),
        sa.CheckConstraint("life_years IS NULL OR life_years BETWEEN 0 AND 100", name=op.f("ck_asset_life")),
        sa.CheckConstraint("price IS NULL OR price >= 0", name=op.f("ck_asset_price")),
        sa.CheckConstraint("public_lendable IN (0, 1)", name=op.f("ck_asset_public_lendable")),
        sa.CheckConstraint("reserve >= 0 AND reserve <= quantity", name=op.f("ck_asset_reserve")),
        sa.CheckConstraint("vehicle IN (0, 1)", name=op.f("ck_asset_vehicle")),
        sa.ForeignKeyConstraint(
            ["agency_id", "custodian_id"],
            ["person.agency_id", "person.id"],
            name=op.f("fk_asset_agency_id_custodian_id_person"),
        ),
        sa.ForeignKeyConstraint(
            ["agency_id", "division_id"],
            ["division.agency_id", "division.id"],
            name=op.f("fk_asset_agency_id_division_id_division"),
        ),
        sa.ForeignKeyConstraint(["agency_id"], ["agency.agency_id"], name=op.f("fk_asset_agency_id_agency")),
        sa.PrimaryKeyConstraint("agency_id", "id", name=op.f("pk_asset")),
        sa.UniqueConstraint("agency_id", "code", name=op.f("uq_asset_agency_id_code")),
        sqlite_strict=True,
    )
    op.create_index("ix_asset_custodian", "asset", ["agency_id", "custodian_id"], unique=False)
    op.create_index("ix_asset_division", "asset", ["agency_id", "division_id", "sort_key", "id"], unique=False)
    op.create_index("ix_asset_sort", "asset", ["agency_id", "sort_key", "id"], unique=False)
    op.create_table(
        "authority",
        sa.Column("agency_id", sa.Text(), nullable=False),
        sa.Column("id", sa.Text(), nullable=False),
        sa.Column("person_id", sa.Text(), nullable=False),
        sa.Column("post", sa.Text(), nullable=False),
        sa.Column("division_id", sa.Text(), nullable=True),
        sa.Column("capacity", sa.Text(), nullable=False),
        sa.Column("order_no", sa.Text(), nullable=False),
        sa.Column("order_date", types.Day(), nullable=True),
        sa.Column("inside", types.Flag(), nullable=False),
        sa.Column("outside", types.Flag(), nullable=False),
        sa.Column("value_limit", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=True),
        sa.Column("starts", types.Day(), nullable=False),
        sa.Column("ends", types.Day(), nullable=True),
        sa.Column("revoked_on", types.Day(), nullable=True),
        sa.Column("revoke_reason", sa.Text(), nullable=False),
        sa.Column("granted_by", sa.Text(), nullable=True),
        sa.CheckConstraint("(post = 'division_head') = (division_id IS NOT NULL)", name=op.f("ck_authority_division")),
        sa.CheckConstraint("capacity IN ('own') OR trim(order_no) <> ''", name=op.f("ck_authority_order")),
        sa.CheckConstraint(
            "capacity IN ('own', 'acting', 'on_behalf', 'delegated')", name=op.f("ck_authority_capacity")
        ),
        sa.CheckConstraint("ends BETWEEN '1900-01-01' AND '2400-12-31'", name=op.f("ck_authority_ends_range")),
        sa.CheckConstraint(
            "order_date BETWEEN '1900-01-01' AND '2400-12-31'", name=op.f("ck_authority_order_date_range")
        ),
        sa.CheckConstraint(
            "post IN ('head', 'permanent_secretary', 'division_head', 'supplies_chief')", name=op.f("ck_authority_post")
        ),
        sa.CheckConstraint(
            "revoked_on BETWEEN '1900-01-01' AND '2400-12-31'", name=op.f("ck_authority_revoked_on_range")
        ),
        sa.CheckConstraint("starts BETWEEN '1900-01-01' AND '2400-12-31'", name=op.f("ck_authority_starts_range")),
        sa.CheckConstraint("ends IS NULL OR ends >= starts", name=op.f("ck_authority_dates")),
        sa.CheckConstraint("inside IN (0, 1)", name=op.f("ck_authority_inside")),
        sa.CheckConstraint("outside IN (0, 1)", name=op.f("ck_authority_outside")),
        sa.CheckConstraint("value_limit IS NULL OR value_limit > 0", name=op.f("ck_authority_value_limit")),
        sa.ForeignKeyConstraint(
            ["agency_id", "division_id"],
            ["division.agency_id", "division.id"],
            name=op.f("fk_authority_agency_id_division_id_division"),
        ),
        sa.ForeignKeyConstraint(
            ["agency_id", "granted_by"],
            ["authority.agency_id", "authority.id"],
            name=op.f("fk_authority_agency_id_granted_by_authority"),
        ),
        sa.ForeignKeyConstraint(
            ["agency_id", "person_id"],
            ["person.agency_id", "person.id"],
            name=op.f("fk_authority_agency_id_person_id_person"),
        ),
        sa.ForeignKeyConstraint(["agency_id"], ["agency.agency_id"], name=op.f("fk_authority_agency_id_agency")),
        sa.PrimaryKeyConstraint("agency_id", "id", name=op.f("pk_authority")),
        sqlite_strict=True,
    )
    op.create_index("ix_authority_post", "authority", ["agency_id", "post", "division_id", "starts"], unique=False)
    op.create_table(
        "import_run",
        sa.Column("agency_id", sa.Text(), nullable=False),
        sa.Column("id", sa.Text(), nullable=False),
        sa.Column("file_name", sa.Text(), nullable=False),
        sa.Column("file_sha256", sa.Text(), nullable=False),
        sa.Column("sheet", sa.Text(), nullable=False),
        sa.Column("at", types.Moment(), nullable=False),
        sa.Column("by_person", sa.Text(), nullable=False),
        sa.Column("read", sa.Integer(), nullable=False),
        sa.Column("created", sa.Integer(), nullable=False),
        sa.Column("updated", sa.Integer(), nullable=False),
        sa.Column("unchanged", sa.Integer(), nullable=False),
        sa.Column("skipped", sa.Integer(), nullable=False),
        sa.Column("refused", sa.Integer(), nullable=False),
        sa.CheckConstraint(
            "read = created + updated + unchanged + skipped + refused", name=op.f("ck_import_run_accounted")
        ),
        sa.ForeignKeyConstraint(
            ["agency_id", "by_person"],
            ["person.agency_id", "person.id"],
            name=op.f("fk_import_run_agency_id_by_person_person"),
        ),
        sa.ForeignKeyConstraint(["agency_id"], ["agency.agency_id"], name=op.f("fk_import_run_agency_id_agency")),
        sa.PrimaryKeyConstraint("agency_id", "id", name=op.f("pk_import_run")),
        sqlite_strict=True,
    )
    op.create_table(
        "loan",
        sa.Column("agency_id", sa.Text(), nullable=False),
        sa.Column("id", sa.Text(), nullable=False),
        sa.Column("number", sa.Text(), nullable=True),
        sa.Column("state", sa.Text(), nullable=False),
        sa.Column("borrower_class", sa.Text(), nullable=False),
        sa.Column("borrower_id", sa.Text(), nullable=True),
        sa.Column("borrower_name", sa.Text(), nullable=False),
        sa.Column("borrower_position", sa.Text(), nullable=False),
        sa.Column("borrower_address", sa.Text(), nullable=False),
        sa.Column("borrower_phone", sa.Text(), nullable=False),
        sa.Column("borrower_agency", sa.Text(), nullable=False),
        sa.Column("letter_no", sa.Text(), nullable=False),
        sa.Column("letter_date", types.Day(), nullable=True),
        sa.Column("certifier", sa.Text(), nullable=False),
        sa.Column("transporter", sa.Text(), nullable=False),
        sa.Column("purpose", sa.Text(), nullable=False),
        sa.Column("legal_basis", sa.Text(), nullable=False),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.Column("place", sa.Text(), nullable=False),
        sa.Column("place_text", sa.Text(), nullable=False),
        sa.Column("loan_class", sa.Text(), nullable=False),
        sa.Column("urgency", sa.Text(), nullable=False),
        sa.Column("owner_division_id", sa.Text(), nullable=True),
        sa.Column("starts_on", types.Day(), nullable=False),
        sa.Column("due_on", types.Day(), nullable=False),
        sa.Column("extended_to", types.Day(), nullable=True),
        sa.Column("requested_by", sa.Text(), nullable=False),
        sa.Column("requested_at", types.Moment(), nullable=False),
        sa.Column("issued_by", sa.Text(), nullable=True),
        sa.Column("issued_at", types.Moment(), nullable=True),
        sa.Column("received_by", sa.Text(), nullable=False),
        sa.Column("closed_on", types.Day(), nullable=True),
        sa.Column("ended_reason", sa.Text(), nullable=False),
        sa.Column("emergency", sa.Text(), nullable=False),
        sa.Column("paper_entry", sa.Text(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.CheckConstraint("(borrower_class = 'staff') = (borrower_id IS NOT NULL)", name=op.f("ck_loan_borrower")),
        sa.CheckConstraint("(state = 'closed') = (closed_on IS NOT NULL)", name=op.f("ck_loan_closed")),
        sa.CheckConstraint("borrower_class IN ('staff', 'agency', 'villager')", name=op.f("ck_loan_borrower_class")),
        sa.CheckConstraint("closed_on BETWEEN '1900-01-01' AND '2400-12-31'", name=op.f("ck_loan_closed_on_range")),
        sa.CheckConstraint("due_on BETWEEN '1900-01-01' AND '2400-12-31'", name=op.f("ck_loan_due_on_range")),
        sa.CheckConstraint("extended_to BETWEEN '1900-01-01' AND '2400-12-31'", name=op.f("ck_loan_extended_to_range")),
        sa.CheckConstraint("letter_date BETWEEN '1900-01-01' AND '2400-12-31'", name=op.f("ck_loan_letter_date_range")),
        sa.CheckConstraint("loan_class = 'durable' OR borrower_class = 'agency'", name=op.f("ck_loan_consumable")),
        sa.CheckConstraint("loan_class IN ('durable', 'consumable')", name=op.f("ck_loan_loan_class")),
        sa.CheckConstraint("place IN ('inside', 'outside')", name=op.f("ck_loan_place")),
        sa.CheckConstraint("starts_on BETWEEN '1900-01-01' AND '2400-12-31'", name=op.f("ck_loan_starts_on_range")),
        sa.CheckConstraint("state = 'draft' OR trim(reason) <> ''", name=op.f("ck_loan_reason")),
        sa.CheckConstraint("state IN ('draft', 'cancelled') OR number IS NOT NULL", name=op.f("ck_loan_numbered")),
        sa.CheckConstraint(
            "state IN ('draft', 'submitted', 'approved', 'issued', 'closed', 'rejected', 'cancelled')",
            name=op.f("ck_loan_state"),
        ),
        sa.CheckConstraint("state NOT IN ('issued', 'closed') OR issued_at IS NOT NULL", name=op.f("ck_loan_issued")),
        sa.CheckConstraint("trim(borrower_name) <> ''", name=op.f("ck_loan_borrower_name")),
        sa.CheckConstraint("due_on >= starts_on", name=op.f("ck_loan_dates")),
        sa.CheckConstraint("extended_to IS NULL OR extended_to > due_on", name=op.f("ck_loan_extended")),
        sa.CheckConstraint(
            "issued_by IS NULL OR borrower_id IS NULL OR issued_by <> borrower_id", name=op.f("ck_loan_issuer")
        ),
        sa.ForeignKeyConstraint(
            ["agency_id", "borrower_id"],
            ["person.agency_id", "person.id"],
            name=op.f("fk_loan_agency_id_borrower_id_person"),
        ),
        sa.ForeignKeyConstraint(
            ["agency_id", "issued_by"],
            ["person.agency_id", "person.id"],
            name=op.f("fk_loan_agency_id_issued_by_person"),
        ),
        sa.ForeignKeyConstraint(
            ["agency_id", "owner_division_id"],
            ["division.agency_id", "division.id"],
            name=op.f("fk_loan_agency_id_owner_division_id_division"),
        ),
        sa.ForeignKeyConstraint(
            ["agency_id", "purpose"],
            ["purpose.agency_id", "purpose.code"],
            name=op.f("fk_loan_agency_id_purpose_purpose"),
        ),
        sa.ForeignKeyConstraint(
            ["agency_id", "requested_by"],
            ["person.agency_id", "person.id"],
            name=op.f("fk_loan_agency_id_requested_by_person"),
        ),
        sa.ForeignKeyConstraint(["agency_id"], ["agency.agency_id"], name=op.f("fk_loan_agency_id_agency")),
        sa.PrimaryKeyConstraint("agency_id", "id", name=op.f("pk_loan")),
        sa.UniqueConstraint("agency_id", "number", name=op.f("uq_loan_agency_id_number")),
        sqlite_strict=True,
    )
    op.create_index("ix_loan_borrower", "loan", ["agency_id", "borrower_id"], unique=False)
    op.create_index("ix_loan_requested", "loan", ["agency_id", "requested_at"], unique=False)
    op.create_index("ix_loan_state", "loan", ["agency_id", "state", "due_on"], unique=False)
    op.create_table(
        "paper",
        sa.Column("agency_id", sa.Text(), nullable=False),
        sa.Column("id", sa.Text(), nullable=False),
        sa.Column("kind", sa.Text(), nullable=False),
        sa.Column("number", sa.Text(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("subject_table", sa.Text(), nullable=False),
        sa.Column("subject_id", sa.Text(), nullable=False),
        sa.Column("snapshot", sa.Text(), nullable=False),
        sa.Column("digest", sa.Text(), nullable=False),
        sa.Column("issued_at", types.Moment(), nullable=False),
        sa.Column("issued_by", sa.Text(), nullable=False),
        sa.CheckConstraint("version >= 1", name=op.f("ck_paper_version")),
        sa.ForeignKeyConstraint(
            ["agency_id", "issued_by"],
            ["person.agency_id", "person.id"],
            name=op.f("fk_paper_agency_id_issued_by_person"),
        ),
        sa.ForeignKeyConstraint(["agency_id"], ["agency.agency_id"], name=op.f("fk_paper_agency_id_agency")),
        sa.PrimaryKeyConstraint("agency_id", "id", name=op.f("pk_paper")),
        sa.UniqueConstraint(
            "agency_id", "kind", "number", "version", name=op.f("uq_paper_agency_id_kind_number_version")
        ),
        sqlite_strict=True,
    )
    op.create_index("ix_paper_subject", "paper", ["agency_id", "subject_table", "subject_id"], unique=False)
    op.create_table(
        "person_role",
        sa.Column("agency_id", sa.Text(), nullable=False),
        sa.Column("person_id", sa.Text(), nullable=False),
        sa.Column("role", sa.Text(), nullable=False),
        sa.Column("granted", types.Flag(), nullable=False),
        sa.CheckConstraint(
            "role IN ('head', 'permanent_secretary', 'supplies_chief', 'supplies_officer', 'division_head', 'custodian', 'staff', 'auditor', 'admin')",
            name=op.f("ck_person_role_role"),
        ),
        sa.CheckConstraint("granted IN (0, 1)", name=op.f("ck_person_role_granted")),
        sa.ForeignKeyConstraint(
            ["agency_id", "person_id"],
            ["person.agency_id", "person.id"],
            name=op.f("fk_person_role_agency_id_person_id_person"),
        ),
        sa.ForeignKeyConstraint(["agency_id"], ["agency.agency_id"], name=op.f("fk_person_role_agency_id_agency")),
        sa.PrimaryKeyConstraint("agency_id", "person_id", "role", name=op.f("pk_person_role")),
        sqlite_strict=True,
    )
    op.create_table(
        "sign_in_guard",
        sa.Column("agency_id", sa.Text(), nullable=False),
        sa.Column("person_id", sa.Text(), nullable=False),
        sa.Column("failures", sa.Integer(), nullable=False),
        sa.Column("locked_until", types.Moment(), nullable=True),
        sa.CheckConstraint("failures >= 0", name=op.f("ck_sign_in_guard_failures")),
        sa.ForeignKeyConstraint(
            ["agency_id", "person_id"],
            ["person.agency_id", "person.id"],
            name=op.f("fk_sign_in_guard_agency_id_person_id_person"),
        ),
        sa.ForeignKeyConstraint(["agency_id"], ["agency.agency_id"], name=op.f("fk_sign_in_guard_agency_id_agency")),
        sa.PrimaryKeyConstraint("agency_id", "person_id", name=op.f("pk_sign_in_guard")),
        sqlite_strict=True,
    )
    op.create_table(
        "asset_identifier",
        sa.Column("agency_id", sa.Text(), nullable=False),
        sa.Column("id", sa.Text(), nullable=False),
        sa.Column("asset_id", sa.Text(), nullable=False),
        sa.Column("scheme", sa.Text(), nullable=False),
        sa.Column("raw", sa.Text(), nullable=False),
        sa.Column("norm", sa.Text(), nullable=False),
        sa.Column("since", types.Day(), nullable=True),
        sa.Column("ended", types.Day(), nullable=True),
        sa.CheckConstraint("ended BETWEEN '1900-01-01' AND '2400-12-31'", name=op.f("ck_asset_identifier_ended_range")),
        sa.CheckConstraint(
            "scheme IN ('local', 'fsn', 'elaas', 'old', 'serial', 'plate', 'chassis')",
            name=op.f("ck_asset_identifier_scheme"),
        ),
        sa.CheckConstraint("since BETWEEN '1900-01-01' AND '2400-12-31'", name=op.f("ck_asset_identifier_since_range")),
        sa.CheckConstraint("trim(norm) <> ''", name=op.f("ck_asset_identifier_norm")),
        sa.ForeignKeyConstraint(
            ["agency_id", "asset_id"],
            ["asset.agency_id", "asset.id"],
            name=op.f("fk_asset_identifier_agency_id_asset_id_asset"),
        ),
        sa.ForeignKeyConstraint(["agency_id"], ["agency.agency_id"], name=op.f("fk_asset_identifier_agency_id_agency")),
        sa.PrimaryKeyConstraint("agency_id", "id", name=op.f("pk_asset_identifier")),
        sqlite_strict=True,
    )
    op.create_index("ix_asset_identifier_asset", "asset_identifier", ["agency_id", "asset_id"], unique=False)
    op.create_index("ix_asset_identifier_norm", "asset_identifier", ["agency_id", "norm"], unique=False)
    op.create_index(
        "uq_asset_identifier_active",
        "asset_identifier",
        ["agency_id", "scheme", "norm"],
        unique=True,
        sqlite_where=sa.text("ended IS NULL"),
        postgresql_where=sa.text("ended IS NULL"),
    )
    op.create_table(
        "asset_part",
        sa.Column("agency_id", sa.Text(), nullable=False),
        sa.Column("asset_id", sa.Text(), nullable=False),
        sa.Column("no", sa.Integer(), nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("quantity", sa.Integer(), nullable=False),
        sa.CheckConstraint("trim(name) <> ''", name=op.f("ck_asset_part_name")),
        sa.CheckConstraint("quantity >= 1", name=op.f("ck_asset_part_quantity")),
        sa.ForeignKeyConstraint(
            ["agency_id", "asset_id"],
            ["asset.agency_id", "asset.id"],
            name=op.f("fk_asset_part_agency_id_asset_id_asset"),
        ),
        sa.ForeignKeyConstraint(["agency_id"], ["agency.agency_id"], name=op.f("fk_asset_part_agency_id_agency")),
        sa.PrimaryKeyConstraint("agency_id", "asset_id", "no", name=op.f("pk_asset_part")),
        sqlite_strict=True,
    )
    op.create_table(
        "loan_approval",
        sa.Column("agency_id", sa.Text(), nullable=False),
        sa.Column("id", sa.Text(), nullable=False),
        sa.Column("loan_id", sa.Text(), nullable=False),
        sa.Column("extension_no", sa.Integer(), nullable=True),
        sa.Column("step", sa.Text(), nullable=False),
        sa.Column("person_id", sa.Text(), nullable=False),
        sa.Column("person_name", sa.Text(), nullable=False),
        sa.Column("position", sa.Text(), nullable=False),
        sa.Column("authority_id", sa.Text(), nullable=True),
        sa.Column("capacity", sa.Text(), nullable=False),
        sa.Column("order_no", sa.Text(), nullable=False),
        sa.Column("law", sa.Text(), nullable=False),
        sa.Column("at", types.Moment(), nullable=False),
        sa.Column("digest", sa.Text(), nullable=False),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.CheckConstraint(
            "step IN ('opinion_for', 'opinion_against', 'approved', 'rejected', 'recused')",
            name=op.f("ck_loan_approval_step"),
        ),
        sa.CheckConstraint(
            "step NOT IN ('approved', 'rejected') OR authority_id IS NOT NULL", name=op.f("ck_loan_approval_authority")
        ),
        sa.CheckConstraint(
            "step NOT IN ('rejected', 'opinion_against', 'recused') OR trim(reason) <> ''",
            name=op.f("ck_loan_approval_reason"),
        ),
        sa.ForeignKeyConstraint(
            ["agency_id", "authority_id"],
            ["authority.agency_id", "authority.id"],
            name=op.f("fk_loan_approval_agency_id_authority_id_authority"),
        ),
        sa.ForeignKeyConstraint(
            ["agency_id", "loan_id"],
            ["loan.agency_id", "loan.id"],
            name=op.f("fk_loan_approval_agency_id_loan_id_loan"),
        ),
        sa.ForeignKeyConstraint(
            ["agency_id", "person_id"],
            ["person.agency_id", "person.id"],
            name=op.f("fk_loan_approval_agency_id_person_id_person"),
        ),
        sa.ForeignKeyConstraint(["agency_id"], ["agency.agency_id"], name=op.f("fk_loan_approval_agency_id_agency")),
        sa.PrimaryKeyConstraint("agency_id", "id", name=op.f("pk_loan_approval")),
        sqlite_strict=True,
    )
    op.create_index("ix_loan_approval_loan", "loan_approval", ["agency_id", "loan_id", "at"], unique=False)
    op.create_index(
        "uq_loan_approval_one_decision",
        "loan_approval",
        ["agency_id", "loan_id"],
        unique=True,
        sqlite_where=sa.text("step IN ('approved', 'rejected') AND extension_no IS NULL"),
        postgresql_where=sa.text("step IN ('approved', 'rejected') AND extension_no IS NULL"),
    )
    op.create_table(
        "loan_chase",
        sa.Column("agency_id", sa.Text(), nullable=False),
        sa.Column("id", sa.Text(), nullable=False),
        sa.Column("loan_id", sa.Text(), nullable=False),
        sa.Column("chased_on", types.Day(), nullable=False),
        sa.Column("channel", sa.Text(), nullable=False),
        sa.Column("contact", sa.Text(), nullable=False),
        sa.Column("result", sa.Text(), nullable=False),
        sa.Column("by_person", sa.Text(), nullable=False),
        sa.Column("at", types.Moment(), nullable=False),
        sa.CheckConstraint(
            "channel IN ('phone', 'visit', 'letter', 'line', 'other')", name=op.f("ck_loan_chase_channel")
        ),
        sa.CheckConstraint(
            "chased_on BETWEEN '1900-01-01' AND '2400-12-31'", name=op.f("ck_loan_chase_chased_on_range")
        ),
        sa.CheckConstraint("trim(result) <> ''", name=op.f("ck_loan_chase_result")),
        sa.ForeignKeyConstraint(
            ["agency_id", "by_person"],
            ["person.agency_id", "person.id"],
            name=op.f("fk_loan_chase_agency_id_by_person_person"),
        ),
        sa.ForeignKeyConstraint(
            ["agency_id", "loan_id"], ["loan.agency_id", "loan.id"], name=op.f("fk_loan_chase_agency_id_loan_id_loan")
        ),
        sa.ForeignKeyConstraint(["agency_id"], ["agency.agency_id"], name=op.f("fk_loan_chase_agency_id_agency")),
        sa.PrimaryKeyConstraint("agency_id", "id", name=op.f("pk_loan_chase")),
        sqlite_strict=True,
    )
    op.create_index("ix_loan_chase_loan", "loan_chase", ["agency_id", "loan_id"], unique=False)
    op.create_table(
        "loan_conflict",
        sa.Column("agency_id", sa.Text(), nullable=False),
        sa.Column("loan_id", sa.Text(), nullable=False),
        sa.Column("person_id", sa.Text(), nullable=False),
        sa.Column("declared_by", sa.Text(), nullable=False),
        sa.Column("why", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(
            ["agency_id", "declared_by"],
            ["person.agency_id", "person.id"],
            name=op.f("fk_loan_conflict_agency_id_declared_by_person"),
        ),
        sa.ForeignKeyConstraint(
            ["agency_id", "loan_id"],
            ["loan.agency_id", "loan.id"],
            name=op.f("fk_loan_conflict_agency_id_loan_id_loan"),
        ),
        sa.ForeignKeyConstraint(
            ["agency_id", "person_id"],
            ["person.agency_id", "person.id"],
            name=op.f("fk_loan_conflict_agency_id_person_id_person"),
        ),
        sa.ForeignKeyConstraint(["agency_id"], ["agency.agency_id"], name=op.f("fk_loan_conflict_agency_id_agency")),
        sa.PrimaryKeyConstraint("agency_id", "loan_id", "person_id", name=op.f("pk_loan_conflict")),
        sqlite_strict=True,
    )
    op.create_table(
        "loan_extension",
        sa.Column("agency_id", sa.Text(), nullable=False),
        sa.Column("loan_id", sa.Text(), nullable=False),
        sa.Column("no", sa.Integer(), nullable=False),
        sa.Column("new_due", types.Day(), nullable=False),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.Column("requested_by", sa.Text(), nullable=False),
        sa.Column("requested_at", types.Moment(), nullable=False),
        sa.Column("outcome", sa.Text(), nullable=True),
        sa.CheckConstraint(
            "new_due BETWEEN '1900-01-01' AND '2400-12-31'", name=op.f("ck_loan_extension_new_due_range")
        ),
        sa.CheckConstraint(
            "outcome IS NULL OR outcome IN ('approved', 'rejected')", name=op.f("ck_loan_extension_outcome")
        ),
        sa.CheckConstraint("trim(reason) <> ''", name=op.f("ck_loan_extension_reason")),
        sa.ForeignKeyConstraint(
            ["agency_id", "loan_id"],
            ["loan.agency_id", "loan.id"],
            name=op.f("fk_loan_extension_agency_id_loan_id_loan"),
        ),
        sa.ForeignKeyConstraint(
            ["agency_id", "requested_by"],
            ["person.agency_id", "person.id"],
            name=op.f("fk_loan_extension_agency_id_requested_by_person"),
        ),
        sa.ForeignKeyConstraint(["agency_id"], ["agency.agency_id"], name=op.f("fk_loan_extension_agency_id_agency")),
        sa.PrimaryKeyConstraint("agency_id", "loan_id", "no", name=op.f("pk_loan_extension")),
        sqlite_strict=True,
    )
    op.create_table(
        "loan_line",
        sa.Column("agency_id", sa.Text(), nullable=False),
        sa.Column("loan_id", sa.Text(), nullable=False),
        sa.Column("no", sa.Integer(), nullable=False),
        sa.Column("asset_id", sa.Text(), nullable=False),
        sa.Column("sole", types.Flag(), nullable=False),
        sa.Column("requested", sa.Integer(), nullable=False),
        sa.Column("approved", sa.Integer(), nullable=True),
        sa.Column("issued", sa.Integer(), nullable=False),
        sa.Column("returned", sa.Integer(), nullable=False),
        sa.Column("damaged", sa.Integer(), nullable=False),
        sa.Column("lost", sa.Integer(), nullable=False),
        sa.Column("repaired", sa.Integer(), nullable=False),
        sa.Column("replaced", sa.Integer(), nullable=False),
        sa.Column("paid", sa.Integer(), nullable=False),
        sa.Column("out", types.Flag(), nullable=False),
        sa.Column("price_at_loan", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=True),
        sa.Column("price_source", sa.Text(), nullable=False),
        sa.Column("condition_out", sa.Text(), nullable=False),
        sa.Column("note", sa.Text(), nullable=False),
        sa.CheckConstraint("(out = 1) = (issued > returned + damaged + lost)", name=op.f("ck_loan_line_still_out")),
        sa.CheckConstraint("approved IS NULL OR approved BETWEEN 0 AND requested", name=op.f("ck_loan_line_approved")),
        sa.CheckConstraint("issued >= 0 AND issued <= coalesce(approved, 0)", name=op.f("ck_loan_line_issued")),
        sa.CheckConstraint("out IN (0, 1)", name=op.f("ck_loan_line_out")),
        sa.CheckConstraint("repaired + replaced + paid <= damaged + lost", name=op.f("ck_loan_line_settled")),
        sa.CheckConstraint("repaired >= 0 AND replaced >= 0 AND paid >= 0", name=op.f("ck_loan_line_remedies")),
        sa.CheckConstraint("requested >= 1 AND (sole = 0 OR requested = 1)", name=op.f("ck_loan_line_requested")),
        sa.CheckConstraint("returned + damaged + lost <= issued", name=op.f("ck_loan_line_accounted")),
        sa.CheckConstraint("returned >= 0 AND damaged >= 0 AND lost >= 0", name=op.f("ck_loan_line_counts")),
        sa.CheckConstraint("sole IN (0, 1)", name=op.f("ck_loan_line_sole")),
        sa.ForeignKeyConstraint(
            ["agency_id", "asset_id"],
            ["asset.agency_id", "asset.id"],
            name=op.f("fk_loan_line_agency_id_asset_id_asset"),
        ),
        sa.ForeignKeyConstraint(
            ["agency_id", "loan_id"], ["loan.agency_id", "loan.id"], name=op.f("fk_loan_line_agency_id_loan_id_loan")
        ),
        sa.ForeignKeyConstraint(["agency_id"], ["agency.agency_id"], name=op.f("fk_loan_line_agency_id_agency")),
        sa.PrimaryKeyConstraint("agency_id", "loan_id", "no", name=op.f("pk_loan_line")),
        sa.UniqueConstraint("agency_id", "loan_id", "asset_id", name=op.f("uq_loan_line_agency_id_loan_id_asset_id")),
        sqlite_strict=True,
    )
    op.create_index("ix_loan_line_asset", "loan_line", ["agency_id", "asset_id"], unique=False)
    op.create_index(
        "uq_loan_line_one_open",
        "loan_line",
        ["agency_id", "asset_id"],
        unique=True,
        sqlite_where=sa.text("out = 1 AND sole = 1"),
        postgresql_where=sa.text('"out" = 1 AND sole = 1'),
    )
    op.create_table(
        "loan_return",
        sa.Column("agency_id", sa.Text(), nullable=False),
        sa.Column("id", sa.Text(), nullable=False),
        sa.Column("loan_id", sa.Text(), nullable=False),
        sa.Column("number", sa.Text(), nullable=False),
        sa.Column("returned_on", types.Day(), nullable=False),
        sa.Column("returned_by", sa.Text(), nullable=False),
        sa.Column("received_by", sa.Text(), nullable=False),
        sa.Column("at", types.Moment(), nullable=False),
        sa.CheckConstraint(
            "returned_on BETWEEN '1900-01-01' AND '2400-12-31'", name=op.f("ck_loan_return_returned_on_range")
        ),
        sa.ForeignKeyConstraint(
            ["agency_id", "loan_id"], ["loan.agency_id", "loan.id"], name=op.f("fk_loan_return_agency_id_loan_id_loan")
        ),
        sa.ForeignKeyConstraint(
            ["agency_id", "received_by"],
            ["person.agency_id", "person.id"],
            name=op.f("fk_loan_return_agency_id_received_by_person"),
        ),
        sa.ForeignKeyConstraint(["agency_id"], ["agency.agency_id"], name=op.f("fk_loan_return_agency_id_agency")),
        sa.PrimaryKeyConstraint("agency_id", "id", name=op.f("pk_loan_return")),
        sa.UniqueConstraint("agency_id", "number", name=op.f("uq_loan_return_agency_id_number")),
        sqlite_strict=True,
    )
    op.create_index("ix_loan_return_loan", "loan_return", ["agency_id", "loan_id"], unique=False)
    op.create_table(
        "paper_printing",
        sa.Column("agency_id", sa.Text(), nullable=False),
        sa.Column("paper_id", sa.Text(), nullable=False),
        sa.Column("copy_no", sa.Integer(), nullable=False),
        sa.Column("at", types.Moment(), nullable=False),
        sa.Column("by_person", sa.Text(), nullable=False),
        sa.CheckConstraint("copy_no >= 0", name=op.f("ck_paper_printing_copy_no")),
        sa.ForeignKeyConstraint(
            ["agency_id", "by_person"],
            ["person.agency_id", "person.id"],
            name=op.f("fk_paper_printing_agency_id_by_person_person"),
        ),
        sa.ForeignKeyConstraint(
            ["agency_id", "paper_id"],
            ["paper.agency_id", "paper.id"],
            name=op.f("fk_paper_printing_agency_id_paper_id_paper"),
        ),
        sa.ForeignKeyConstraint(["agency_id"], ["agency.agency_id"], name=op.f("fk_paper_printing_agency_id_agency")),
        sa.PrimaryKeyConstraint("agency_id", "paper_id", "copy_no", name=op.f("pk_paper_printing")),
        sqlite_strict=True,
    )
    op.create_table(
        "liability_case",
        sa.Column("agency_id", sa.Text(), nullable=False),
        sa.Column("id", sa.Text(), nullable=False),
        sa.Column("number", sa.Text(), nullable=False),
        sa.Column("loan_id", sa.Text(), nullable=False),
        sa.Column("line_no", sa.Integer(), nullable=False),
        sa.Column("asset_id", sa.Text(), nullable=False),
        sa.Column("what", sa.Text(), nullable=False),
        sa.Column("quantity", sa.Integer(), nullable=False),
        sa.Column("price_at_loan", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=True),
        sa.Column("opened_on", types.Day(), nullable=False),
        sa.Column("remedy", sa.Text(), nullable=True),
        sa.Column("evidence", sa.Text(), nullable=False),
        sa.Column("settled_on", types.Day(), nullable=True),
        sa.Column("settled_by", sa.Text(), nullable=True),
        sa.CheckConstraint(
            "NOT (what = 'lost' AND remedy = 'repair')", name=op.f("ck_liability_case_lost_not_repaired")
        ),
        sa.CheckConstraint(
            "opened_on BETWEEN '1900-01-01' AND '2400-12-31'", name=op.f("ck_liability_case_opened_on_range")
        ),
        sa.CheckConstraint(
            "remedy IS NULL OR remedy IN ('repair', 'replace', 'pay')", name=op.f("ck_liability_case_remedy")
        ),
        sa.CheckConstraint(
            "settled_on BETWEEN '1900-01-01' AND '2400-12-31'", name=op.f("ck_liability_case_settled_on_range")
        ),
        sa.CheckConstraint("settled_on IS NULL OR trim(evidence) <> ''", name=op.f("ck_liability_case_evidence")),
        sa.CheckConstraint("what IN ('damaged', 'lost')", name=op.f("ck_liability_case_what")),
        sa.CheckConstraint("(settled_on IS NULL) = (remedy IS NULL)", name=op.f("ck_liability_case_settled")),
        sa.CheckConstraint("quantity >= 1", name=op.f("ck_liability_case_quantity")),
        sa.ForeignKeyConstraint(
            ["agency_id", "asset_id"],
            ["asset.agency_id", "asset.id"],
            name=op.f("fk_liability_case_agency_id_asset_id_asset"),
        ),
        sa.ForeignKeyConstraint(
            ["agency_id", "loan_id", "line_no"],
            ["loan_line.agency_id", "loan_line.loan_id", "loan_line.no"],
            name=op.f("fk_liability_case_agency_id_loan_id_line_no_loan_line"),
        ),
        sa.ForeignKeyConstraint(
            ["agency_id", "loan_id"],
            ["loan.agency_id", "loan.id"],
            name=op.f("fk_liability_case_agency_id_loan_id_loan"),
        ),
        sa.ForeignKeyConstraint(
            ["agency_id", "settled_by"],
            ["person.agency_id", "person.id"],
            name=op.f("fk_liability_case_agency_id_settled_by_person"),
        ),
        sa.ForeignKeyConstraint(["agency_id"], ["agency.agency_id"], name=op.f("fk_liability_case_agency_id_agency")),
        sa.PrimaryKeyConstraint("agency_id", "id", name=op.f("pk_liability_case")),
        sa.UniqueConstraint("agency_id", "number", name=op.f("uq_liability_case_agency_id_number")),
        sqlite_strict=True,
    )
    op.create_index("ix_liability_case_loan", "liability_case", ["agency_id", "loan_id"], unique=False)
    op.create_table(
        "loan_return_line",
        sa.Column("agency_id", sa.Text(), nullable=False),
        sa.Column("return_id", sa.Text(), nullable=False),
        sa.Column("line_no", sa.Integer(), nullable=False),
        sa.Column("good", sa.Integer(), nullable=False),
        sa.Column("damaged", sa.Integer(), nullable=False),
        sa.Column("lost", sa.Integer(), nullable=False),
        sa.Column("note", sa.Text(), nullable=False),
        sa.CheckConstraint(
            "good >= 0 AND damaged >= 0 AND lost >= 0 AND good + damaged + lost >= 1",
            name=op.f("ck_loan_return_line_counts"),
        ),
        sa.ForeignKeyConstraint(
            ["agency_id", "return_id"],
            ["loan_return.agency_id", "loan_return.id"],
            name=op.f("fk_loan_return_line_agency_id_return_id_loan_return"),
        ),
        sa.ForeignKeyConstraint(["agency_id"], ["agency.agency_id"], name=op.f("fk_loan_return_line_agency_id_agency")),
        sa.PrimaryKeyConstraint("agency_id", "return_id", "line_no", name=op.f("pk_loan_return_line")),
        sqlite_strict=True,
    )


def downgrade() -> None:
    raise RuntimeError("the first migration is not taken back")
