"""A LlamaIndex retriever, as the application makes it."""

from ragaudit_probes.targets.llamaindex.target import LlamaIndexTarget

__all__ = ["LlamaIndexTarget"]
