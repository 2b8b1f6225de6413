"""The `git` connector."""

from ragaudit.model import SourceSettings
from ragaudit_connectors.git.clone import ClonedGitConnector
from ragaudit_connectors.git.connector import GitConnector


def open_repository(settings: SourceSettings) -> GitConnector:
    """The connector for a work tree, or for a repository by address or bundle."""
    bundled = settings.root.suffix == ".bundle" and settings.root.is_file()
    return (ClonedGitConnector if settings.remote or bundled else GitConnector)(settings)


__all__ = ["ClonedGitConnector", "GitConnector", "open_repository"]
