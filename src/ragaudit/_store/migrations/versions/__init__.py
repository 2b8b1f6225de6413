"""One module a version; alembic reads them."""
