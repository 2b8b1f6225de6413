"""What a Chroma collection serves: chunks, as the documents they were cut from."""

from ragaudit_connectors.chroma.connector import ChromaConnector

__all__ = ["ChromaConnector"]
