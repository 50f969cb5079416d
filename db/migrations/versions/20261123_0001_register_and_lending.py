"""Register, people, lending, ledger and papers.

Revision ID: 0001
Revises:
"""

from alembic import op

from db import guards, search_index
from db.tables import metadata

revision = "0001"
down_revision = None
branch_labels = None
depends_on = None


def upgrade() -> None:
    bind = op.get_bind()
    metadata.create_all(bind)
    dialect = bind.dialect.name
    for guard in (*guards.GUARDS, *guards.append_only(tuple(metadata.tables))):
        for statement in guards.sql(guard, dialect):
            bind.exec_driver_sql(statement)
    for statement in search_index.POSTGRESQL if dialect == "postgresql" else search_index.SQLITE:
        bind.exec_driver_sql(statement)
    if dialect == "postgresql":
        for table in (*metadata.tables, "search_asset"):
            for statement in guards.row_level_security(table):
                bind.exec_driver_sql(statement)


def downgrade() -> None:
    raise RuntimeError("the first migration is not taken back")
