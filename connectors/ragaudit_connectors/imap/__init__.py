"""The `imap` connector: messages of shared mailboxes."""

from ragaudit_connectors.imap.connector import ImapConnector

__all__ = ["ImapConnector"]
