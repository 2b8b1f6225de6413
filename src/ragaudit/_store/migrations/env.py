"""Runs migrations over the connection that `ragaudit._store.schema` hands in."""

from alembic import context

context.configure(
    connection=context.config.attributes["connection"],
    version_table="ragaudit_schema",
    transactional_ddl=True,
)
with context.begin_transaction():
    context.run_migrations()
