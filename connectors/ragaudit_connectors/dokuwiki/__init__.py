"""The `dokuwiki` connector: pages and media of a DokuWiki, over its XML-RPC interface."""

from ragaudit_connectors.dokuwiki.connector import DokuWikiConnector

__all__ = ["DokuWikiConnector"]
