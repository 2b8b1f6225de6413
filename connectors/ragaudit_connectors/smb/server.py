"""A share, asked politely, over a connection that is renewed when it ends."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING, TypeVar

from ragaudit.errors import MalformedError, RagauditError
from ragaudit_connectors.remote import Account, Asking, needs
from ragaudit_connectors.smb.descriptor import BadDescriptorError, Descriptor, read_descriptor
from ragaudit_connectors.smb.entries import BadEntryError, Found, entries
from ragaudit_connectors.smb.failures import (
    GuestError,
    RefusedError,
    broken,
    no_share,
    not_let_in,
    passing,
)
from ragaudit_connectors.smb.options import Address, SmbOptions
from ragaudit_connectors.smb.rpc.ndr import BadAnswerError

if TYPE_CHECKING:
    from types import ModuleType

    from ragaudit_connectors.smb.files import Files
    from ragaudit_connectors.smb.rpc.pipe import Pipe

T = TypeVar("T")
LARGEST_FOLDER = 64_000_000
"""Bytes of a folder's listing: about half a million names."""


class Server:
    """One account at one share; None is nobody, who has not signed in. Everything only reads."""

    def __init__(
        self, address: Address, account: Account | None, options: SmbOptions, asking: Asking
    ) -> None:
        self.address, self.account = address, account
        self._options, self._asking = options, asking
        self._link: Files | None = None
        self._worked = False

    def open(self) -> None:
        """Connect, sign in, open the share. Raises `SourceError`, and `RefusedError` for nobody."""
        self._ask(lambda link: None)

    @property
    def protocol(self) -> str:
        """What is spoken: `SMB 3.1.1`; empty before anything was."""
        dialect = self._link.connection.dialect if self._link else None
        return f"SMB {_DIALECTS.get(dialect, hex(dialect))}" if dialect else ""

    def folder(self, path: str) -> list[Found]:
        """Everything in a folder. Raises `RefusedError`, `TooLargeError`, `SourceError`."""
        place = self.address.place(path)

        def listed(link: Files) -> list[Found]:
            answers = link.listing(place, LARGEST_FOLDER)
            return [found for answer in answers for found in entries(answer)]

        return self._ask(listed)

    def read(self, path: str, most: int) -> bytes:
        """The first bytes of a file. Raises `RefusedError`, `SourceError`."""
        return self._ask(lambda link: link.read(self.address.place(path), most))

    def may_read(self, path: str) -> None:
        """Open a file to read it, and close it. Raises `RefusedError`, `SourceError`."""
        self._ask(lambda link: link.may_read(self.address.place(path)))

    def descriptors(self, places: Sequence[str]) -> list[Descriptor | RefusedError | None]:
        """Owner and access list by place below the share; None where the bytes are no list.

        Raises `SourceError`.
        """

        def told(link: Files) -> list[bytes | RefusedError]:
            found = link.descriptors(places)
            for one in found:
                if isinstance(one, RefusedError) and passing(one.status, self.address.shown):
                    raise one
            return found

        found = self._ask(told)
        return [one if isinstance(one, RefusedError) else _descriptor(one) for one in found]

    def call(self, service: ModuleType, work: Callable[[Pipe], T]) -> T:
        """Let a service of the server do something. Raises `RefusedError`, `SourceError`."""

        def called(link: Files) -> T:
            from ragaudit_connectors.smb.rpc.pipe import Pipe

            if service.NAME not in link.pipes:
                pipe = Pipe(link, service.NAME, service.INTERFACE, service.VERSION)
                link.pipes[service.NAME] = pipe
            return work(link.pipes[service.NAME])

        return self._ask(called)

    def close(self) -> None:
        """End the connection."""
        link, self._link = self._link, None
        if link is not None:
            link.close()

    def _ask(self, work: Callable[[Files], T]) -> T:
        return self._asking(lambda: self._once(work))

    def _once(self, work: Callable[[Files], T]) -> T:
        try:
            if self._link is None:
                self._link = self._connected()
            return work(self._link)
        except RagauditError:
            raise
        except RefusedError as error:
            if later := passing(error.status, self.address.shown):
                self._drop()
                raise later from error
            raise
        except (BadEntryError, BadAnswerError) as error:
            self._drop()
            told = f"{self.address.shown} sent an answer that cannot be read: {error}"
            raise MalformedError(told, "check that it is a file server") from error
        except Exception as error:
            # Whatever the library makes of bytes that are no SMB.
            self._drop()
            raise broken(error, self.address.shown) from error

    def _connected(self) -> Files:
        link = self._signed_in()
        try:
            link.tree()
        except RefusedError as error:
            link.close()
            raise no_share(error.status, self.address.shown) from error
        except BaseException:
            link.drop()
            raise
        self._worked = True
        return link

    def _signed_in(self) -> Files:
        needs("smbprotocol", "smb")
        from ragaudit_connectors.smb.anonymous import as_nobody
        from ragaudit_connectors.smb.files import Files

        timeout = self._asking.settings.timeout_s
        if self.account is None:
            return as_nobody(self.address, timeout)
        try:
            return Files.signed_in(self.address, self.account, self._options, timeout)
        except (RefusedError, GuestError) as error:
            raise not_let_in(error, self.address.shown, worked=self._worked) from error

    def _drop(self) -> None:
        link, self._link = self._link, None
        if link is not None:
            link.drop()


_DIALECTS = {0x202: "2.0.2", 0x210: "2.1", 0x300: "3.0", 0x302: "3.0.2", 0x311: "3.1.1"}


def _descriptor(data: bytes) -> Descriptor | None:
    try:
        return read_descriptor(data)
    except BadDescriptorError:
        return None
