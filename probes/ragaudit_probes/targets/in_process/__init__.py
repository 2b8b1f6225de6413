"""What targets share whose retriever is an object of the user's own code."""

from ragaudit_probes.targets.in_process.options import RetrieverOptions
from ragaudit_probes.targets.in_process.target import InProcessTarget

__all__ = ["InProcessTarget", "RetrieverOptions"]
