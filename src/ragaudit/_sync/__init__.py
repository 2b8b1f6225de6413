"""Keeps what is known of source systems in step with them. Knows no connector by name."""

from ragaudit._sync.catalogue import Catalogue
from ragaudit._sync.mirror import Mirror
from ragaudit._sync.passes import Changes, Syncing, sync

__all__ = ["Catalogue", "Changes", "Mirror", "Syncing", "sync"]
