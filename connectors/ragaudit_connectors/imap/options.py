"""The options of an `imap` source, and the server its address names."""

from __future__ import annotations

import ipaddress
from dataclasses import dataclass
from pathlib import Path
from typing import Literal
from urllib.parse import urlsplit

from ragaudit.errors import UsageError
from ragaudit.model import SourceSettings
from ragaudit_connectors.remote import Options

_PORTS = {"imaps": 993, "imap": 143}
_SHAPE = "write `url: imaps://mail.example.org`, with `:port` behind it if it is not 993"

Access = Literal["auto", "dovecot", "union", "config"]


class ImapOptions(Options):
    """Which mailboxes are read, and how the server is reached and understood."""

    mailboxes: tuple[str, ...] = ()
    """Globs of mailbox paths, `/` between levels; none means every mailbox others share."""
    starttls: bool = False
    allow_plaintext: bool = False
    """Send the password unprotected to a server that is not this machine."""
    ca_file: str | None = None
    """Certificates to trust instead of the system's, beside the configuration."""
    access: Access = "auto"
    """How the rights of several identifiers come together; `auto` goes by the server's name, and
    `config` asks for no access lists, so that the configuration and documents say who may read."""


@dataclass(frozen=True, slots=True)
class Address:
    """A server and how the connection to it is protected."""

    host: str
    port: int
    tls: bool
    starttls: bool = False
    ca_file: Path | None = None

    @property
    def shown(self) -> str:
        """For messages and links: the host, and the port unless it is the usual one."""
        host = f"[{self.host}]" if ":" in self.host else self.host
        return host if self.port in _PORTS.values() else f"{host}:{self.port}"


def address_of(url: str, settings: SourceSettings, options: ImapOptions) -> Address:
    """Read an address. Raises `UsageError` for one that is none, or would expose the password."""
    try:
        parts = urlsplit(url)
        host, port = parts.hostname, parts.port
    except ValueError as error:
        raise _refused(settings, "`url` is no address", _SHAPE) from error
    if parts.scheme not in _PORTS or not host:
        raise _refused(settings, "`url` is no address of an IMAP server", _SHAPE)
    if parts.path.strip("/") or parts.query or parts.fragment or parts.username:
        hint = "name the account under `auth` and mailboxes under `options: {mailboxes: […]}`"
        raise _refused(settings, "`url` holds more than a host and a port", hint)
    tls = parts.scheme == "imaps"
    starttls = options.starttls and not tls
    if not (tls or starttls or options.allow_plaintext or _is_here(host)):
        hint = "use imaps://, or set `options: {starttls: true}`"
        raise _refused(settings, "imap:// would send the password unprotected", hint)
    ca_file = settings.root / options.ca_file if options.ca_file else None
    return Address(host, port or _PORTS[parts.scheme], tls, starttls, ca_file)


def _is_here(host: str) -> bool:
    if host == "localhost":
        return True
    try:
        return ipaddress.ip_address(host).is_loopback
    except ValueError:
        return False


def _refused(settings: SourceSettings, why: str, hint: str) -> UsageError:
    return UsageError(f"source “{settings.id}”: {why}", hint)
