"""The `mediawiki` connector: pages of a wiki through its Action API."""

from ragaudit_connectors.mediawiki.connector import MediaWikiConnector

__all__ = ["MediaWikiConnector"]
