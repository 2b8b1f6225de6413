"""The `jsonl` connector: an export with one document a line."""

from ragaudit_connectors.jsonl.connector import JsonlConnector

__all__ = ["JsonlConnector"]
