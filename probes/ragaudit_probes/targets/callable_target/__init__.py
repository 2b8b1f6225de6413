"""A function of the user's own program."""

from ragaudit_probes.targets.callable_target.target import CallableTarget

__all__ = ["CallableTarget"]
