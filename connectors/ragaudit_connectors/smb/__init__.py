"""The `smb` connector: files of a share on a Windows or Samba server."""

from ragaudit_connectors.smb.connector import SmbConnector

__all__ = ["SmbConnector"]
