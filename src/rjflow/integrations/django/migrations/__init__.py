"""Django migrations, each of which runs our own Alembic revisions: one schema, whoever makes it."""
