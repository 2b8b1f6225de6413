"""Where a host name leads, and whether it may be asked.

Documents are written by strangers: a link to `http://169.254.169.254/` or to a router must not make
the machine that runs the audit talk to it.
"""

from __future__ import annotations

import ipaddress
import socket
from collections.abc import Callable, Collection, Sequence
from dataclasses import dataclass
from typing import Any

_NAT64 = ipaddress.ip_network("64:ff9b::/96")
_NO_SUCH_NAME = frozenset({socket.EAI_NONAME})
_V4_IN_V6 = 32

Address = ipaddress.IPv4Address | ipaddress.IPv6Address


class NoSuchHostError(Exception):
    """The name service says there is no such name."""


class NoAddressError(Exception):
    """The name service could not say."""


class ForbiddenError(Exception):
    """The address is one of the own network, or no server's."""


@dataclass(frozen=True, slots=True)
class Resolver:
    """Looks names up and refuses what is not on the public internet."""

    allowed: Collection[str] = ()
    """Host names and addresses that may be asked although they are private."""
    lookup: Callable[..., Sequence[Any]] = socket.getaddrinfo

    def resolve(self, host: str, port: int) -> str:
        """An address to connect to.

        Raises `NoSuchHostError`, `NoAddressError` or `ForbiddenError`. The caller must connect to
        this address and not look the name up again, which could lead somewhere else by then.
        """
        found = self._looked_up(host, port)
        if host.lower() not in self.allowed and not all(map(is_public, found)):
            raise ForbiddenError("leads into a private network")
        return str(found[0])

    def _looked_up(self, host: str, port: int) -> list[Address]:
        try:
            rows = self.lookup(host, port, type=socket.SOCK_STREAM)
        except socket.gaierror as error:
            if error.errno in _NO_SUCH_NAME:
                raise NoSuchHostError(f"there is no host {host}") from error
            raise NoAddressError(f"{host} could not be looked up") from error
        except (OSError, UnicodeError) as error:
            raise NoAddressError(f"{host} could not be looked up") from error
        found = [ipaddress.ip_address(str(row[4][0]).partition("%")[0]) for row in rows]
        if not found:
            raise NoAddressError(f"{host} has no address")
        return found


def is_public(address: Address) -> bool:
    """Whether an address is on the public internet, also where it carries another one inside."""
    inner = _embedded(address)
    return address.is_global and not address.is_multicast and (inner is None or is_public(inner))


def _embedded(address: Address) -> ipaddress.IPv4Address | None:
    if isinstance(address, ipaddress.IPv4Address):
        return None
    if address in _NAT64:
        return ipaddress.IPv4Address(int(address) & (1 << _V4_IN_V6) - 1)
    return address.ipv4_mapped or address.sixtofour or (address.teredo or (None, None))[1]
