"""Looks at an answer and says where its results and their fields are."""

from ragaudit_probes.targets.http.looking.look import look

__all__ = ["look"]
