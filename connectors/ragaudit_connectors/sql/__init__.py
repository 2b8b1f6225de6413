"""The `sql` connector: a table or a query, one document a row."""

from ragaudit_connectors.sql.connector import SqlConnector

__all__ = ["SqlConnector"]
