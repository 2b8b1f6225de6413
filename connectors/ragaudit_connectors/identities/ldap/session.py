"""One connection to an LDAP server: signed in, paged, never led to another server."""

from __future__ import annotations

import math
import ssl
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Literal

from ragaudit.errors import MalformedError, SourceError
from ragaudit_connectors.identities.ldap.errors import NO_OBJECT, OK, of_exception, of_result
from ragaudit_connectors.identities.ldap.options import LdapKeys
from ragaudit_connectors.remote import Account, needs

Scope = Literal["BASE", "SUBTREE"]
MOST_ENTRIES = 5_000_000
_PAGED = "1.2.840.113556.1.4.319"
_ELSEWHERE = ("cn=configuration,", "cn=schema,", "dc=domaindnszones,", "dc=forestdnszones,")
"""Parts of every Active Directory that hold no people, and that it refers to all the same."""


@dataclass(frozen=True, slots=True)
class LdapEntry:
    """An entry as the server gave it."""

    dn: str
    attributes: Mapping[str, tuple[bytes, ...]]
    """By name in lower case, options such as `;range=0-1499` included."""

    def values(self, name: str) -> tuple[bytes, ...]:
        """The values of an attribute; empty where there are none or they may not be seen."""
        return self.attributes.get(name.lower(), ())

    def texts(self, name: str) -> list[str]:
        """The same as text."""
        return [value.decode("utf-8", "replace") for value in self.values(name)]

    def text(self, *names: str) -> str:
        """The first value of the first of these attributes that has any."""
        return next((text for name in names for text in self.texts(name) if text.strip()), "")


@contextmanager
def signed_in(keys: LdapKeys, account: Account, home: Path) -> Iterator[Session]:
    """A session, ended at the end. Raises `SourceError`."""
    ldap3 = needs("ldap3", "ldap")
    with translated(keys.host):
        connection = ldap3.Connection(
            _server(keys, home),
            account.user,
            account.password,
            auto_referrals=False,
            auto_range=False,
            return_empty_attributes=False,
            check_names=False,
            read_only=True,
            receive_timeout=math.ceil(keys.timeout_s),
        )
        connection.open()
    try:
        with translated(keys.host):
            if keys.upgraded:
                connection.start_tls(read_server_info=False)
            if not connection.bind(read_server_info=False):
                code, text = connection.result["result"], str(connection.result["message"])
                raise of_result(code, text, keys.host, keys.base)
        yield Session(connection, keys)
    finally:
        connection.strategy.close()


def _server(keys: LdapKeys, home: Path) -> Any:
    ldap3 = needs("ldap3", "ldap")
    checked = ssl.CERT_NONE if keys.insecure else ssl.CERT_REQUIRED
    vouching = str(home / keys.ca_file) if keys.ca_file else None
    return ldap3.Server(
        keys.host,
        keys.port,
        use_ssl=keys.tls,
        tls=ldap3.Tls(validate=checked, ca_certs_file=vouching, sni=keys.host),
        get_info=ldap3.NONE,
        connect_timeout=math.ceil(keys.timeout_s),
    )


@contextmanager
def translated(host: str) -> Iterator[None]:
    """Turn whatever the library raises into an error of ours."""
    try:
        yield
    except SourceError:
        raise
    except Exception as error:
        raise of_exception(error, host) from error


class Session:
    """What is asked of the server."""

    def __init__(self, connection: Any, keys: LdapKeys) -> None:
        self._connection, self._keys = connection, keys

    def search(self, base: str, filter_: str, attributes: Sequence[str]) -> Iterator[LdapEntry]:
        """Every entry below a base that a filter matches. Raises `SourceError` rather than stop."""
        cookie, count = None, 0
        while True:
            result = self._ask(base, filter_, "SUBTREE", attributes, cookie)
            for answer in self._connection.response or ():
                if answer["type"] == "searchResRef":
                    self._check_referral(answer["uri"], base)
                elif answer["type"] == "searchResEntry":
                    count += 1
                    yield _entry(answer)
            if result["result"] != OK:
                code, text = result["result"], str(result["message"])
                raise of_result(code, text, self._keys.host, base, count)
            if count > MOST_ENTRIES:
                raise MalformedError(f"{self._keys.host} lists more than {MOST_ENTRIES:,} entries")
            cookie = _cookie(result)
            if not cookie:
                return

    def read(self, dn: str, attributes: Sequence[str]) -> LdapEntry | None:
        """One entry by name; None where there is none, or the account may not see it."""
        result = self._ask(dn, "(objectClass=*)", "BASE", attributes)
        found = [a for a in self._connection.response or () if a["type"] == "searchResEntry"]
        if result["result"] == OK and found:
            return _entry(found[0])
        if result["result"] in (OK, NO_OBJECT, 10, 34, 50):
            return None
        code, text = result["result"], str(result["message"])
        raise of_result(code, text, self._keys.host, dn)

    def _ask(
        self,
        base: str,
        filter_: str,
        scope: Scope,
        attributes: Sequence[str],
        cookie: bytes | None = None,
    ) -> Mapping[str, Any]:
        size = self._keys.page_size if scope == "SUBTREE" else 0
        with translated(self._keys.host):
            self._connection.search(
                base,
                filter_,
                scope,
                dereference_aliases="NEVER",
                attributes=list(attributes),
                paged_size=size or None,
                paged_cookie=cookie,
            )
        found: Mapping[str, Any] = self._connection.result
        return found

    def _check_referral(self, addresses: Sequence[str], base: str) -> None:
        """Refuse to leave out people in silence. Raises `MalformedError`."""
        names = [address.split("://", 1)[-1].partition("/")[2].lower() for address in addresses]
        if self._keys.skip_referrals or any(name.startswith(_ELSEWHERE) for name in names):
            return
        raise MalformedError(
            f"part of “{base}” is on another server ({addresses[0][:100] if addresses else '?'})",
            "add that server as an entry of its own and set `skip_referrals: true` here",
        )


def _entry(answer: Mapping[str, Any]) -> LdapEntry:
    attributes: dict[str, tuple[bytes, ...]] = {}
    for name, values in answer["raw_attributes"].items():
        attributes[str(name).lower()] = tuple(bytes(value) for value in values)
    return LdapEntry(str(answer["dn"]), attributes)


def _cookie(result: Mapping[str, Any]) -> bytes | None:
    control = (result.get("controls") or {}).get(_PAGED)
    return control["value"]["cookie"] if control else None
