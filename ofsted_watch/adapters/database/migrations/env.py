"""Alembic runs this for every upgrade, on the connection that `upgrade` was given."""

from alembic import context

from ofsted_watch.adapters.database.schema import metadata

context.configure(
    connection=context.config.attributes["connection"],
    target_metadata=metadata,
    transactional_ddl=True,
)
with context.begin_transaction():
    context.run_migrations()
