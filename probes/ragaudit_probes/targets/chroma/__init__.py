"""A Chroma collection, asked as an application asks it: a vector and a filter."""

from ragaudit_probes.targets.chroma.target import ChromaTarget

__all__ = ["ChromaTarget"]
