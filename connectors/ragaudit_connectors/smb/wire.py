"""One signed-in connection to an SMB server, with the shares that were opened over it.

Only this module, `files`, `bounded`, `anonymous` and `rpc.pipe` touch smbprotocol. Its `smbclient`
is not used: that follows links and DFS referrals to other servers.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager, suppress
from typing import TYPE_CHECKING, Any, Self

from smbprotocol.exceptions import SMBAuthenticationError, SMBException, SMBResponseException
from smbprotocol.open import (
    CreateDisposition,
    CreateOptions,
    FilePipePrinterAccessMask,
    ImpersonationLevel,
    Open,
    ShareAccess,
)
from smbprotocol.session import Session
from smbprotocol.tree import TreeConnect

from ragaudit.errors import AuthInvalidError
from ragaudit_connectors.smb.bounded import Bounded
from ragaudit_connectors.smb.failures import BUFFER_OVERFLOW, GuestError, RefusedError
from ragaudit_connectors.smb.options import Address, SmbOptions

if TYPE_CHECKING:
    from ragaudit_connectors.remote import Account
    from ragaudit_connectors.smb.rpc.pipe import Pipe

READ = FilePipePrinterAccessMask.FILE_READ_DATA | FilePipePrinterAccessMask.FILE_READ_ATTRIBUTES
FILE = CreateOptions.FILE_NON_DIRECTORY_FILE | CreateOptions.FILE_OPEN_NO_RECALL
"""What lies in an archive stays there."""
FOLDER = CreateOptions.FILE_DIRECTORY_FILE
_EVERYTHING = (
    ShareAccess.FILE_SHARE_READ | ShareAccess.FILE_SHARE_WRITE | ShareAccess.FILE_SHARE_DELETE
)
"""What others may do while we read: nobody is kept from anything."""
_TICKET = "check `auth`; Kerberos needs a ticket (kinit) and `pip install 'smbprotocol[kerberos]'`"


class Link:
    """A connection with one session in it."""

    def __init__(self, address: Address, connection: Bounded, session: Any) -> None:
        self.address, self.connection, self.session = address, connection, session
        self.pipes: dict[str, Pipe] = {}
        """Services that were called, by name."""
        self._trees: dict[str, Any] = {}

    @classmethod
    def signed_in(
        cls, address: Address, account: Account, options: SmbOptions, timeout_s: float
    ) -> Self:
        """Connect and sign in. Raises `RefusedError`, `GuestError`, and whatever breaks."""
        connection = Bounded(address, timeout_s)
        with closing_on_error(connection, timeout_s):
            session = Session(
                connection,
                account.user,
                account.password,
                require_encryption=options.encrypt,
                auth_protocol=options.sign_in,
            )
            try:
                with refusals():
                    session.connect()
            except SMBAuthenticationError as error:
                told = f"{address.shown}: signing in by {options.sign_in} cannot even be tried"
                raise AuthInvalidError(told, _TICKET) from error
            except SMBException as error:
                if "as a guest" in str(error):
                    raise GuestError from error
                raise
        return cls(address, connection, session)

    def close(self) -> None:
        """Sign out, or at least let go of the socket."""
        try:
            self.connection.disconnect(True)
        except Exception:
            self.drop()

    def drop(self) -> None:
        """Let go of the socket; what is wrong with it was told."""
        with suppress(Exception):
            self.connection.disconnect(False)

    def tree(self, share: str = "") -> Any:
        """A share of the server, the source's own if none is named. Raises `RefusedError`."""
        name = share or self.address.share
        if name not in self._trees:
            tree = TreeConnect(self.session, rf"\\{self.address.host}\{name}")
            with refusals():
                # Without a key there is nothing the answer could be verified by.
                tree.connect(require_secure_negotiate=bool(self.session.signing_key))
            # Paths are this server's own; what DFS keeps elsewhere is a link, and not followed.
            tree.is_dfs_share = False
            self._trees[name] = tree
        return self._trees[name]

    @contextmanager
    def opened(self, place: str, options: int) -> Iterator[Any]:
        """A file or folder that is read, and closed at the end. Raises `RefusedError`."""
        found = Open(self.tree(), place)
        with refusals():
            found.create(*opening(READ, options))
        try:
            yield found
        finally:
            if self.connection.transport.connected:
                with refusals():
                    found.close()

    def ask(self, message: Any, tree: Any, credits: int | None = None) -> bytes:
        """Send a message about a share, and take the answer. Raises `RefusedError`."""
        return bytes(self._asked(message, tree, credits)["data"].get_value())

    def ask_for_part(self, message: Any, tree: Any) -> bytes:
        """Take an answer also where it says that there is more. Raises `RefusedError`."""
        try:
            return self.ask(message, tree)
        except RefusedError as error:
            if error.status != BUFFER_OVERFLOW:
                raise
            return error.data

    def _asked(self, message: Any, tree: Any, credits: int | None) -> Any:
        with refusals():
            sent = self.connection.send(
                message, self.session.session_id, tree.tree_connect_id, credit_request=credits
            )
            return self.connection.receive(sent)


def opening(rights: int, options: int) -> tuple[int, int, int, int, int, int]:
    """How anything is opened: what there is, never made, and kept from nobody."""
    return (
        ImpersonationLevel.Impersonation,
        rights,
        0,
        _EVERYTHING,
        CreateDisposition.FILE_OPEN,
        options,
    )


@contextmanager
def refusals() -> Iterator[None]:
    """Turns the library's errors about an answer into ours."""
    try:
        yield
    except SMBResponseException as error:
        raise RefusedError(error.status, bytes(error.header["data"].get_value())) from error


@contextmanager
def closing_on_error(connection: Bounded, timeout_s: float) -> Iterator[None]:
    """Connects; a failure inside does not leave a socket and a thread behind."""
    try:
        connection.connect(timeout=timeout_s)
        yield
    except BaseException:
        with suppress(Exception):
            connection.disconnect(False)
        raise
