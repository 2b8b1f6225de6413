"""A retriever behind an HTTP interface that answers in JSON."""

from ragaudit_probes.targets.http.target import HttpTarget, inspect

__all__ = ["HttpTarget", "inspect"]
