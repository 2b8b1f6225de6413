"""The keys of an `ldap` entry."""

from __future__ import annotations

import ipaddress
from typing import Annotated, Self
from urllib.parse import urlsplit

from pydantic import BeforeValidator, Field, field_validator, model_validator

from ragaudit.model import Credentials
from ragaudit_connectors.identities.keys import Keys


def _listed(value: object) -> object:
    return [value] if isinstance(value, str) else value


Names = Annotated[tuple[str, ...], BeforeValidator(_listed)]
_VARIABLE = r"^[A-Za-z_][A-Za-z0-9_]*$"
PORTS = {"ldap": 389, "ldaps": 636}


class Attributes(Keys):
    """Which attributes mean what. Of `id`, `name`, `email` and `group` the first present counts."""

    id: Names = Field(default=("uid", "sAMAccountName"), min_length=1)
    name: Names = ("displayName", "cn")
    email: Names = ("mail",)
    aliases: Names = (
        "sAMAccountName", "userPrincipalName", "proxyAddresses", "mailAlternateAddress",
        "mailLocalAddress", "rfc822MailAlias",
    )  # fmt: skip
    group: Names = Field(default=("cn", "sAMAccountName"), min_length=1)


class LdapKeys(Keys):
    """`{url: ldaps://ldap.acme.example, base: "dc=acme,dc=example", bind_dn: …}`."""

    url: str
    base: str
    user_base: str | None = None
    group_base: str | None = None
    bind_dn: str | None = None
    bind_dn_env: str | None = Field(default=None, pattern=_VARIABLE)
    password_env: str | None = Field(default=None, pattern=_VARIABLE)
    user_filter: str = (
        "(|(objectClass=inetOrgPerson)(objectClass=posixAccount)"
        "(&(objectClass=user)(objectCategory=person)))"
    )
    group_filter: str = (
        "(|(objectClass=groupOfNames)(objectClass=groupOfUniqueNames)(objectClass=posixGroup)"
        "(objectClass=groupOfURLs)(objectClass=group))"
    )
    attributes: Attributes = Attributes()
    page_size: int = Field(default=500, ge=0, le=100_000)
    """Entries asked for at once; 0 asks for all of them in one answer."""
    start_tls: bool = False
    """Asked for in any case where the server is not on this machine."""
    insecure: bool = False
    """Allows a connection without encryption, or with a certificate nobody vouches for."""
    ca_file: str | None = None
    skip_referrals: bool = False
    """Accepts that parts of the tree that are on other servers are left out."""
    timeout_s: float = Field(default=30, gt=0, le=600)

    @field_validator("url")
    @classmethod
    def _address(cls, value: str) -> str:
        parts = urlsplit(value)
        if parts.scheme not in PORTS or not parts.hostname or parts.username or parts.query:
            raise ValueError("write `ldaps://host` or `ldap://host:port`")
        if parts.path not in ("", "/"):
            raise ValueError("write what stands after the host to `base`")
        _ = parts.port  # raises ValueError for one that is no number
        return value.rstrip("/")

    @model_validator(mode="after")
    def _consistent(self) -> Self:
        if self.bind_dn and self.bind_dn_env:
            raise ValueError("write either `bind_dn` or `bind_dn_env`")
        # A name without a password is let in by many servers, as nobody.
        if bool(self.bind_dn or self.bind_dn_env) != bool(self.password_env):
            raise ValueError("`bind_dn` (or `bind_dn_env`) and `password_env` go together")
        return self

    @property
    def credentials(self) -> Credentials:
        """Where name and password are found."""
        return Credentials(self.bind_dn, self.bind_dn_env, self.password_env)

    @property
    def host(self) -> str:
        """The server's name or address."""
        return urlsplit(self.url).hostname or ""

    @property
    def port(self) -> int:
        """Its port."""
        parts = urlsplit(self.url)
        return parts.port or PORTS[parts.scheme]

    @property
    def tls(self) -> bool:
        """Whether encryption begins with the connection."""
        return self.url.startswith("ldaps:")

    @property
    def upgraded(self) -> bool:
        """Whether the connection is encrypted by StartTLS before anybody signs in."""
        if self.tls:
            return False
        return self.start_tls or not (self.insecure or _is_loopback(self.host))


def _is_loopback(host: str) -> bool:
    try:
        return ipaddress.ip_address(host).is_loopback
    except ValueError:
        return host.casefold() == "localhost"
