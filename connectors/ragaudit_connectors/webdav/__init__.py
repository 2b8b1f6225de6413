"""Files of a WebDAV server."""

from ragaudit_connectors.webdav.connector import WebdavConnector

__all__ = ["WebdavConnector"]
