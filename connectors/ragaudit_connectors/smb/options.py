"""The options of an `smb` source, and the share its address names."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal
from urllib.parse import unquote, urlsplit

from pydantic import Field

from ragaudit.errors import UsageError
from ragaudit.model import SourceSettings
from ragaudit_connectors.remote import Options
from ragaudit_connectors.smb.names import is_name

PORT = 445
_SHAPE = "write `url: smb://server/share`, with a folder behind it if only that is meant"


class SmbOptions(Options):
    """How a share is reached, and what is known of it that it does not tell itself."""

    sign_in: Literal["negotiate", "ntlm", "kerberos"] = "negotiate"
    """`kerberos` without a password takes the ticket of whoever runs the audit."""
    encrypt: bool = False
    """Refuse a server that does not encrypt (SMB 3); messages are signed in any case."""
    access: Literal["acl", "config"] = "acl"
    """`config` asks for no access lists: then the configuration and documents say who may read."""
    share_permissions: Literal["ask", "everyone", "unknown"] = "ask"
    """Whom the share itself lets in; `everyone` where its permissions are known to be open."""
    traverse: Literal["bypass", "check"] = "bypass"
    """`check` where the right to pass through a folder is needed to read what is below it."""
    ask_anonymously: bool = True
    """Try once a pass whether the share lets anybody in without an account."""
    trust_change_time: bool = False
    """Whether a file's change time moves when its access list does, as on NTFS and not on Samba:
    then lists are only read where it did."""
    max_depth: int = Field(64, ge=1, le=200)
    """Folders within folders."""
    max_folders: int = Field(100_000, ge=1)
    """Folders in one pass."""

    @property
    def shows_access(self) -> bool:
        """Whether a listing shows that somebody else may read a file: not what folders change."""
        return self.trust_change_time and self.traverse == "bypass"


@dataclass(frozen=True, slots=True)
class Address:
    """A share, or a folder in one."""

    host: str
    port: int
    share: str
    folder: str = ""
    """Below the share, with `\\` between parts."""

    @property
    def shown(self) -> str:
        """For messages: the server and the share, never a folder, which may be a title."""
        port = "" if self.port == PORT else f":{self.port}"
        return f"//{self.host}{port}/{self.share}"

    def place(self, path: str) -> str:
        """A path of ours (`hr/leave.md`) as the server has it below the share."""
        return "\\".join(part for part in (self.folder, path.replace("/", "\\")) if part)


def address_of(url: str, settings: SourceSettings) -> Address:
    """Read an address. Raises `UsageError` for one that is none."""
    try:
        parts = urlsplit(url)
        host, port = parts.hostname, parts.port
    except ValueError as error:
        raise _refused(settings, "`url` is no address") from error
    if parts.scheme != "smb" or not host:
        raise _refused(settings, "`url` is no address of an SMB share")
    if parts.query or parts.fragment or parts.username:
        raise _refused(settings, "`url` holds more than a server, a share and a folder")
    names = [unquote(part) for part in parts.path.split("/") if part]
    if not names or not all(map(is_name, names)):
        raise _refused(settings, "`url` names no share, or a folder that cannot be one")
    return Address(host, port or PORT, names[0], "\\".join(names[1:]))


def _refused(settings: SourceSettings, what: str) -> UsageError:
    where = f"{settings.options_at}: " if settings.options_at else ""
    return UsageError(f"{where}source “{settings.id}”: {what}", _SHAPE)
