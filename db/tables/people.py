"""Divisions (ส่วนราชการ), staff, roles, office holders and written delegations."""

import sqlalchemy as sa

from db.base import agency_table, flag, one_of, ref
from db.types import Day, Flag, Moment, Satang

division = agency_table(
    "division",
    sa.Column("name", sa.Text, nullable=False),
    sa.Column("sort_key", sa.Text, nullable=False),
    sa.Column("active", Flag, nullable=False),
    sa.CheckConstraint("trim(name) <> ''", name="name"),
    flag("active"),
    sa.UniqueConstraint("agency_id", "name"),
)

person = agency_table(
    "person",
    sa.Column("login", sa.Text, nullable=False),
    sa.Column("name", sa.Text, nullable=False),
    sa.Column("position", sa.Text, nullable=False),
    sa.Column("division_id", sa.Text),
    sa.Column("phone", sa.Text, nullable=False),
    sa.Column("password_hash", sa.Text, info={"secret": True}),  # argon2id; none: cannot sign in yet
    sa.Column("password_changed_at", Moment),
    sa.Column("active", Flag, nullable=False),
    ref("division", "division_id"),
    sa.CheckConstraint("trim(name) <> ''", name="name"),
    sa.CheckConstraint("login <> '' AND login = lower(trim(login))", name="login"),
    flag("active"),
    sa.UniqueConstraint("agency_id", "login"),
)

person_role = agency_table(
    "person_role",
    sa.Column("person_id", sa.Text, nullable=False),
    sa.Column("role", sa.Text, nullable=False),
    sa.Column("granted", Flag, nullable=False),  # 0: taken back; the row stays
    ref("person", "person_id"),
    one_of(
        "role",
        "head",
        "permanent_secretary",
        "supplies_chief",
        "supplies_officer",
        "division_head",
        "custodian",
        "staff",
        "auditor",
        "admin",
    ),
    flag("granted"),
    key=("person_id", "role"),
)

sign_in_guard = agency_table(
    "sign_in_guard",
    sa.Column("person_id", sa.Text, nullable=False),
    sa.Column("failures", sa.Integer, nullable=False),
    sa.Column("locked_until", Moment),
    ref("person", "person_id"),
    sa.CheckConstraint("failures >= 0", name="failures"),
    key=("person_id",),
)

authority = agency_table(
    "authority",
    sa.Column("person_id", sa.Text, nullable=False),
    sa.Column("post", sa.Text, nullable=False),
    sa.Column("division_id", sa.Text),  # of a division head; none for the posts of the whole agency
    sa.Column("capacity", sa.Text, nullable=False),
    sa.Column("order_no", sa.Text, nullable=False),
    sa.Column("order_date", Day),
    sa.Column("inside", Flag, nullable=False),
    sa.Column("outside", Flag, nullable=False),
    sa.Column("value_limit", Satang),  # of one loan, at the price frozen on its lines; none: no limit
    sa.Column("starts", Day, nullable=False),
    sa.Column("ends", Day),
    sa.Column("revoked_on", Day),
    sa.Column("revoke_reason", sa.Text, nullable=False),
    sa.Column("granted_by", sa.Text),  # whose powers: the authority a delegation came from
    ref("person", "person_id"),
    ref("division", "division_id"),
    ref("authority", "granted_by"),
    one_of("post", "head", "permanent_secretary", "division_head", "supplies_chief"),
    one_of("capacity", "own", "acting", "on_behalf", "delegated"),
    flag("inside"),
    flag("outside"),
    sa.CheckConstraint("(post = 'division_head') = (division_id IS NOT NULL)", name="division"),
    sa.CheckConstraint("ends IS NULL OR ends >= starts", name="dates"),
    sa.CheckConstraint("capacity IN ('own') OR trim(order_no) <> ''", name="order"),
    sa.CheckConstraint("value_limit IS NULL OR value_limit > 0", name="value_limit"),
    sa.Index("ix_authority_post", "agency_id", "post", "division_id", "starts"),
)
