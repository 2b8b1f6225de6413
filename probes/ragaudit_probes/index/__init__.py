"""The built-in index: chunks by meaning and by words, filtered before they are ranked."""

from ragaudit_probes.index.target import IndexTarget

__all__ = ["IndexTarget"]
