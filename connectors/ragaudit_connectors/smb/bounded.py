"""smbprotocol's connection, bounded in what it takes and how long it waits."""

from __future__ import annotations

import logging
import uuid
from collections.abc import Callable
from typing import Any

from smbprotocol.connection import Connection
from smbprotocol.exceptions import SMBException

from ragaudit_connectors.smb.options import Address

# It tells its log the names of files.
logging.getLogger("smbprotocol").addHandler(logging.NullHandler())
logging.getLogger("smbprotocol").propagate = False

LONGEST_MESSAGE = 16_777_215
"""The length of a message has 24 bits by the protocol; the library would believe 32."""


class Bounded(Connection):  # type: ignore[misc]
    """Waits no longer than told, takes no message that is too long, and follows no link."""

    def __init__(self, address: Address, timeout_s: float, *, signing: bool = True) -> None:
        super().__init__(uuid.uuid4(), address.host, address.port, require_signing=signing)
        self._patience = max(1, round(timeout_s))

    @property
    def transport(self) -> Any:
        """The socket."""
        return self._transport

    @transport.setter
    def transport(self, made: Any) -> None:
        if made is not None:
            made._recv = _no_longer_than(LONGEST_MESSAGE, made._recv)
        self._transport = made

    def receive(
        self,
        request: Any,
        wait: bool = True,
        timeout: float | None = None,
        resolve_symlinks: bool = False,
    ) -> Any:
        """An answer; where a link stands in the way, that is the answer."""
        return super().receive(request, wait, timeout or self._patience, resolve_symlinks=False)


def _no_longer_than(limit: int, take: Callable[..., Any]) -> Callable[..., Any]:
    def bounded(length: int, timeout: float) -> Any:
        if length > limit:
            raise SMBException("a message is longer than any can be")
        return take(length, timeout)

    return bounded
