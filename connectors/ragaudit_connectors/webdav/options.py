"""What a user may say about a WebDAV server."""

from __future__ import annotations

from typing import Literal

from pydantic import Field

from ragaudit.model import Credentials
from ragaudit_connectors.remote import Options

Access = Literal["auto", "acl", "anonymous", "config"]


class WebdavOptions(Options):
    """`options` of a source of type `webdav`."""

    access: Access = "auto"
    """Where it is read who may read: `acl` is the server's lists (RFC 3744), `anonymous` asks for
    each file without signing in, `config` leaves it to the configuration and the documents;
    `auto` is `anonymous` without an account and `config` with one."""
    sign_in: Literal["basic", "digest"] = "basic"
    """How the server wants to be told name and password."""
    reach: Literal["anybody", "organisation"] = "anybody"
    """Who can reach the server at all, which its answers do not tell."""
    max_depth: int = Field(default=40, ge=0, le=200)
    """Folders below the first one; a folder that contains itself has no end."""
    max_items: int = Field(default=500_000, ge=1, le=10_000_000)
    """Files and folders taken from the server in one pass."""

    def mode(self, auth: Credentials) -> Access:
        """What `access` comes to with an account, or without."""
        if self.access != "auto":
            return self.access
        return "config" if auth.password_env or auth.token_env else "anonymous"
