"""Alembic's environment: migrations run on the connection that the program has open."""

from alembic import context

from db.tables import metadata


def _not_search(_object: object, name: str | None, *_: object) -> bool:
    return not (name or "").startswith("search_asset")


context.configure(
    connection=context.config.attributes["connection"],
    target_metadata=metadata,
    render_as_batch=True,
    include_object=_not_search,
    transaction_per_migration=False,
    transactional_ddl=True,
)
context.run_migrations()
