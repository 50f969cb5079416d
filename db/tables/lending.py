"""Loans (การยืม, ระเบียบฯ ข้อ ๒๐๗–๒๑๑): request, approval, hand-over, return, extension, chase."""

import sqlalchemy as sa

from db.base import agency_table, flag, one_of, ref
from db.types import Day, Flag, Moment, Satang

loan = agency_table(
    "loan",
    sa.Column("number", sa.Text),  # บย. 12/2569, given when the request is submitted
    sa.Column("state", sa.Text, nullable=False),
    sa.Column("borrower_class", sa.Text, nullable=False),
    sa.Column("borrower_id", sa.Text),  # staff only
    sa.Column("borrower_name", sa.Text, nullable=False),
    sa.Column("borrower_position", sa.Text, nullable=False),
    sa.Column("borrower_address", sa.Text, nullable=False),
    sa.Column("borrower_phone", sa.Text, nullable=False),
    sa.Column("borrower_agency", sa.Text, nullable=False),  # state agency or the borrower's own division
    sa.Column("letter_no", sa.Text, nullable=False),  # the asking agency's letter
    sa.Column("letter_date", Day),
    sa.Column("certifier", sa.Text, nullable=False),  # ผู้รับรองของประชาชน
    sa.Column("transporter", sa.Text, nullable=False),
    sa.Column("purpose", sa.Text, nullable=False),
    sa.Column("legal_basis", sa.Text, nullable=False),  # the purpose's, as it stood at the request
    sa.Column("reason", sa.Text, nullable=False),
    sa.Column("place", sa.Text, nullable=False),
    sa.Column("place_text", sa.Text, nullable=False),
    sa.Column("loan_class", sa.Text, nullable=False),
    sa.Column("urgency", sa.Text, nullable=False),  # consumables between agencies: why it could not be bought in time
    sa.Column("owner_division_id", sa.Text),
    sa.Column("starts_on", Day, nullable=False),
    sa.Column("due_on", Day, nullable=False),  # as first asked; never edited
    sa.Column("extended_to", Day),  # the latest approved extension
    sa.Column("requested_by", sa.Text, nullable=False),
    sa.Column("requested_at", Moment, nullable=False),
    sa.Column("issued_by", sa.Text),
    sa.Column("issued_at", Moment),
    sa.Column("received_by", sa.Text, nullable=False),  # ผู้รับของ, a name
    sa.Column("closed_on", Day),
    sa.Column("ended_reason", sa.Text, nullable=False),  # why rejected or cancelled
    sa.Column("emergency", sa.Text, nullable=False),  # JSON of the verbal approval, or empty
    sa.Column("paper_entry", sa.Text, nullable=False),  # number of the paper this was keyed from afterwards, or empty
    sa.Column("version", sa.Integer, nullable=False),
    ref("person", "borrower_id"),
    ref("person", "requested_by"),
    ref("person", "issued_by"),
    ref("division", "owner_division_id"),
    ref("purpose", "purpose", target=("code",)),
    one_of("state", "draft", "submitted", "approved", "issued", "closed", "rejected", "cancelled"),
    one_of("borrower_class", "staff", "agency", "villager"),
    one_of("place", "inside", "outside"),
    one_of("loan_class", "durable", "consumable"),
    sa.UniqueConstraint("agency_id", "number"),
    sa.CheckConstraint("(borrower_class = 'staff') = (borrower_id IS NOT NULL)", name="borrower"),
    sa.CheckConstraint("trim(borrower_name) <> ''", name="borrower_name"),
    sa.CheckConstraint("state IN ('draft', 'cancelled') OR number IS NOT NULL", name="numbered"),
    sa.CheckConstraint("state = 'draft' OR trim(reason) <> ''", name="reason"),
    sa.CheckConstraint("due_on >= starts_on", name="dates"),
    sa.CheckConstraint("extended_to IS NULL OR extended_to > due_on", name="extended"),
    sa.CheckConstraint("loan_class = 'durable' OR borrower_class = 'agency'", name="consumable"),
    sa.CheckConstraint("state NOT IN ('issued', 'closed') OR issued_at IS NOT NULL", name="issued"),
    sa.CheckConstraint("(state = 'closed') = (closed_on IS NOT NULL)", name="closed"),
    sa.CheckConstraint("issued_by IS NULL OR borrower_id IS NULL OR issued_by <> borrower_id", name="issuer"),
    sa.Index("ix_loan_state", "agency_id", "state", "due_on"),
    sa.Index("ix_loan_borrower", "agency_id", "borrower_id"),
    sa.Index("ix_loan_requested", "agency_id", "requested_at"),
)

loan_line = agency_table(
    "loan_line",
    sa.Column("loan_id", sa.Text, nullable=False),
    sa.Column("no", sa.Integer, nullable=False),
    sa.Column("asset_id", sa.Text, nullable=False),
    sa.Column("sole", Flag, nullable=False),  # one object, not a lot
    sa.Column("requested", sa.Integer, nullable=False),
    sa.Column("approved", sa.Integer),  # none: not decided; 0: refused
    sa.Column("issued", sa.Integer, nullable=False),
    sa.Column("returned", sa.Integer, nullable=False),  # in good order
    sa.Column("damaged", sa.Integer, nullable=False),  # came back damaged
    sa.Column("lost", sa.Integer, nullable=False),
    sa.Column("repaired", sa.Integer, nullable=False),  # settled by remedy ก
    sa.Column("replaced", sa.Integer, nullable=False),  # settled by remedy ข
    sa.Column("paid", sa.Integer, nullable=False),  # settled by remedy ค
    sa.Column("out", Flag, nullable=False),  # something of this line is with the borrower
    sa.Column("price_at_loan", Satang),  # of a unit, frozen at hand-over (ข้อ ๒๐๙ (ค))
    sa.Column("price_source", sa.Text, nullable=False),
    sa.Column("condition_out", sa.Text, nullable=False),
    sa.Column("note", sa.Text, nullable=False),
    ref("loan", "loan_id"),
    ref("asset", "asset_id"),
    sa.UniqueConstraint("agency_id", "loan_id", "asset_id"),
    flag("sole"),
    flag("out"),
    sa.CheckConstraint("requested >= 1 AND (sole = 0 OR requested = 1)", name="requested"),
    sa.CheckConstraint("approved IS NULL OR approved BETWEEN 0 AND requested", name="approved"),
    sa.CheckConstraint("issued >= 0 AND issued <= coalesce(approved, 0)", name="issued"),
    sa.CheckConstraint("returned >= 0 AND damaged >= 0 AND lost >= 0", name="counts"),
    sa.CheckConstraint("returned + damaged + lost <= issued", name="accounted"),
    sa.CheckConstraint("repaired >= 0 AND replaced >= 0 AND paid >= 0", name="remedies"),
    sa.CheckConstraint("repaired + replaced + paid <= damaged + lost", name="settled"),
    sa.CheckConstraint("(out = 1) = (issued > returned + damaged + lost)", name="still_out"),
    sa.Index(
        "uq_loan_line_one_open",
        "agency_id",
        "asset_id",
        unique=True,
        sqlite_where=sa.text("out = 1 AND sole = 1"),
        postgresql_where=sa.text('"out" = 1 AND sole = 1'),
    ),
    sa.Index("ix_loan_line_asset", "agency_id", "asset_id"),
    key=("loan_id", "no"),
)

loan_approval = agency_table(
    "loan_approval",
    sa.Column("loan_id", sa.Text, nullable=False),
    sa.Column("extension_no", sa.Integer),  # none: the loan itself
    sa.Column("step", sa.Text, nullable=False),
    sa.Column("person_id", sa.Text, nullable=False),
    sa.Column("person_name", sa.Text, nullable=False),
    sa.Column("position", sa.Text, nullable=False),
    sa.Column("authority_id", sa.Text),  # of a decision; an opinion needs none
    sa.Column("capacity", sa.Text, nullable=False),  # as printed: position and, where acting, for whom
    sa.Column("order_no", sa.Text, nullable=False),
    sa.Column("law", sa.Text, nullable=False),
    sa.Column("at", Moment, nullable=False),
    sa.Column("digest", sa.Text, nullable=False),  # sha256 of what was decided on
    sa.Column("reason", sa.Text, nullable=False),
    ref("loan", "loan_id"),
    ref("person", "person_id"),
    ref("authority", "authority_id"),
    one_of("step", "opinion_for", "opinion_against", "approved", "rejected", "recused"),
    sa.CheckConstraint("step NOT IN ('approved', 'rejected') OR authority_id IS NOT NULL", name="authority"),
    sa.CheckConstraint("step NOT IN ('rejected', 'opinion_against', 'recused') OR trim(reason) <> ''", name="reason"),
    sa.Index("ix_loan_approval_loan", "agency_id", "loan_id", "at"),
    sa.Index(
        "uq_loan_approval_one_decision",
        "agency_id",
        "loan_id",
        unique=True,
        sqlite_where=sa.text("step IN ('approved', 'rejected') AND extension_no IS NULL"),
        postgresql_where=sa.text("step IN ('approved', 'rejected') AND extension_no IS NULL"),
    ),
)

loan_conflict = agency_table(
    "loan_conflict",
    sa.Column("loan_id", sa.Text, nullable=False),
    sa.Column("person_id", sa.Text, nullable=False),  # the official who may not decide (มาตรา ๑๓)
    sa.Column("declared_by", sa.Text, nullable=False),
    sa.Column("why", sa.Text, nullable=False),
    ref("loan", "loan_id"),
    ref("person", "person_id"),
    ref("person", "declared_by"),
    key=("loan_id", "person_id"),
)

loan_extension = agency_table(
    "loan_extension",
    sa.Column("loan_id", sa.Text, nullable=False),
    sa.Column("no", sa.Integer, nullable=False),
    sa.Column("new_due", Day, nullable=False),
    sa.Column("reason", sa.Text, nullable=False),
    sa.Column("requested_by", sa.Text, nullable=False),
    sa.Column("requested_at", Moment, nullable=False),
    sa.Column("outcome", sa.Text),  # none: waits for the decision
    ref("loan", "loan_id"),
    ref("person", "requested_by"),
    sa.CheckConstraint("trim(reason) <> ''", name="reason"),
    sa.CheckConstraint("outcome IS NULL OR outcome IN ('approved', 'rejected')", name="outcome"),
    key=("loan_id", "no"),
)

loan_return = agency_table(
    "loan_return",
    sa.Column("loan_id", sa.Text, nullable=False),
    sa.Column("number", sa.Text, nullable=False),
    sa.Column("returned_on", Day, nullable=False),
    sa.Column("returned_by", sa.Text, nullable=False),  # ผู้ส่งคืน, a name: may differ from the borrower
    sa.Column("received_by", sa.Text, nullable=False),
    sa.Column("at", Moment, nullable=False),
    ref("loan", "loan_id"),
    ref("person", "received_by"),
    sa.UniqueConstraint("agency_id", "number"),
    sa.Index("ix_loan_return_loan", "agency_id", "loan_id"),
)

loan_return_line = agency_table(
    "loan_return_line",
    sa.Column("return_id", sa.Text, nullable=False),
    sa.Column("line_no", sa.Integer, nullable=False),
    sa.Column("good", sa.Integer, nullable=False),
    sa.Column("damaged", sa.Integer, nullable=False),
    sa.Column("lost", sa.Integer, nullable=False),
    sa.Column("note", sa.Text, nullable=False),
    ref("loan_return", "return_id"),
    sa.CheckConstraint("good >= 0 AND damaged >= 0 AND lost >= 0 AND good + damaged + lost >= 1", name="counts"),
    key=("return_id", "line_no"),
)

loan_chase = agency_table(
    "loan_chase",
    sa.Column("loan_id", sa.Text, nullable=False),
    sa.Column("chased_on", Day, nullable=False),
    sa.Column("channel", sa.Text, nullable=False),
    sa.Column("contact", sa.Text, nullable=False),
    sa.Column("result", sa.Text, nullable=False),
    sa.Column("by_person", sa.Text, nullable=False),
    sa.Column("at", Moment, nullable=False),
    ref("loan", "loan_id"),
    ref("person", "by_person"),
    one_of("channel", "phone", "visit", "letter", "line", "other"),
    sa.CheckConstraint("trim(result) <> ''", name="result"),
    sa.Index("ix_loan_chase_loan", "agency_id", "loan_id"),
)
