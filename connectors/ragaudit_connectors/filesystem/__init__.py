"""Documents in a folder, or one file."""

from ragaudit_connectors.filesystem.connector import FilesystemConnector

__all__ = ["FilesystemConnector"]
