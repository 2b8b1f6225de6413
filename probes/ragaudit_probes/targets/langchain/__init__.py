"""A LangChain retriever, as the application makes it."""

from ragaudit_probes.targets.langchain.target import LangChainTarget

__all__ = ["LangChainTarget"]
