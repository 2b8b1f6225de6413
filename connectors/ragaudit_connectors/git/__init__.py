"""Documents in a git work tree, dated by its history."""

from ragaudit_connectors.git.connector import GitConnector

__all__ = ["GitConnector"]
