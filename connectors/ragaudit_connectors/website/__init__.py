"""Pages of a web site, by its sitemaps or by following its links."""

from ragaudit_connectors.website.connector import WebsiteConnector

__all__ = ["WebsiteConnector"]
