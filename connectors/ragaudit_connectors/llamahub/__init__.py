"""Whatever a LlamaIndex reader loads."""

from ragaudit_connectors.llamahub.connector import LlamaHubConnector

__all__ = ["LlamaHubConnector"]
