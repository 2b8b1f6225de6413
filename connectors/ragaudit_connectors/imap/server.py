"""An IMAP server: its commands, asked politely, over a connection that is renewed when it ends."""

from __future__ import annotations

import imaplib
from collections.abc import Callable, Iterable, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass
from functools import cached_property
from typing import TypeVar

from ragaudit.errors import AuthExpiredError, AuthInvalidError, CursorExpiredError, SourceError
from ragaudit_connectors.imap.answers import (
    AnswerError,
    Listed,
    Piece,
    Value,
    attributes,
    fetched,
    listed,
    number,
    numbers,
    rights,
    values,
)
from ragaudit_connectors.imap.names import quoted
from ragaudit_connectors.imap.namespaces import Namespaces
from ragaudit_connectors.imap.options import Address
from ragaudit_connectors.imap.session import (
    RefusedError,
    Session,
    code_of,
    failed,
    passing,
    sign_in,
)
from ragaudit_connectors.remote import Account, Asking

T = TypeVar("T")
Answer = tuple[str, Sequence[Piece]]

HEADERS = "DATE FROM SUBJECT MESSAGE-ID EXPIRES EXPIRY-DATE"
LONGEST_HEADER = 16_384
_LISTING = (
    f"(UID INTERNALDATE RFC822.SIZE BODY.PEEK[HEADER.FIELDS ({HEADERS})]<0.{LONGEST_HEADER}>)"
)
_BROKEN = (imaplib.IMAP4.error, OSError, AnswerError, ValueError, IndexError, TypeError)
"""Everything imaplib is known to raise over answers that are none."""


@dataclass(frozen=True, slots=True)
class Status:
    """What a mailbox holds: while none of it changes, nothing came and nothing went."""

    validity: int
    next: int
    count: int


class Mailserver:
    """One account at one server. Mailboxes are opened to read only, messages left unseen."""

    def __init__(self, address: Address, account: Account, asking: Asking) -> None:
        self.address, self.account, self._asking = address, account, asking
        self._session: Session | None = None
        self._worked = self._open_door = False

    @property
    def user(self) -> bytes:
        """Who has signed in."""
        return (self.account.user or "").encode()

    @cached_property
    def offered(self) -> tuple[str, ...]:
        """What the server can do, once signed in. Raises `SourceError`."""
        return self._ask(lambda session: session.capabilities)

    @property
    def lets_anybody_in(self) -> bool:
        """Whether the server offers to sign in without an account (RFC 4505)."""
        return bool(self.offered) and self._open_door

    @cached_property
    def software(self) -> str:
        """The name the server gives itself; empty where it gives none."""
        if "ID" not in self.offered:
            return ""
        told = self._read(values, self._command(_identify))
        if not told or not isinstance(told[0], list):
            return ""
        name = attributes(told[0]).get("NAME")
        return name.decode("ascii", "replace") if isinstance(name, bytes) else ""

    @cached_property
    def namespaces(self) -> Namespaces:
        """Whose mailboxes stand where; none where the server does not say."""
        if "NAMESPACE" not in self.offered:
            return Namespaces(())
        return self._read(Namespaces.read, self._command(lambda s: s.namespace()))

    def mailboxes(self) -> list[Listed]:
        """Every mailbox the account is shown. Raises `SourceError`."""
        told = self._command(lambda session: session.list('""', '"*"'))
        return self._read(lambda pieces: list(listed(pieces)), told)

    def status(self, raw: bytes) -> Status:
        """What a mailbox holds. Raises `RefusedError`, `SourceError`."""
        items = "(UIDVALIDITY UIDNEXT MESSAGES)"
        told = self._command(lambda session: session.status(_text(raw), items))
        found = self._read(lambda pieces: attributes(values(pieces)[-1]), told)
        parts = [number(found.get(key)) for key in ("UIDVALIDITY", "UIDNEXT", "MESSAGES")]
        return Status(*(part or 0 for part in parts))

    def rights(self, raw: bytes) -> tuple[tuple[str, str], ...]:
        """The access list of a mailbox. Raises `RefusedError`, `SourceError`."""
        told = self._command(lambda session: session.getacl(_text(raw)))
        return self._read(rights, told)

    def uids(self, raw: bytes, validity: int) -> list[int]:
        """Every message of a mailbox. Raises `RefusedError`, `SourceError`."""
        told = self._in(raw, validity, lambda session: session.uid("SEARCH", "ALL"))
        return self._read(numbers, told)

    def headers(self, raw: bytes, validity: int, uids: str) -> dict[int, Mapping[str, Value]]:
        """Dates, size and header of messages. Raises `RefusedError`, `SourceError`."""
        told = self._in(raw, validity, lambda session: session.uid("FETCH", uids, _LISTING))
        return self._read(fetched, told)

    def message(self, raw: bytes, validity: int, uid: int, most: int) -> bytes | None:
        """The first bytes of a message; None if it is not there. Raises as `headers` does."""
        wanted = f"(UID BODY.PEEK[]<0.{most}>)"
        told = self._in(raw, validity, lambda s: s.uid("FETCH", str(uid), wanted), most)
        found = self._read(fetched, told).get(uid)
        if found is None:
            return None
        body = found.get("BODY")
        return body if isinstance(body, bytes) else b""

    def close(self) -> None:
        """End the connection."""
        session, self._session = self._session, None
        if session is not None:
            with suppress(*_BROKEN):
                session.logout()

    def _in(
        self, raw: bytes, validity: int, command: Callable[[Session], Answer], extra: int = 0
    ) -> Sequence[Piece]:
        """Give a command in an open mailbox, opening it anew after a lost connection."""

        def inside(session: Session) -> Sequence[Piece]:
            session.expect(extra)
            if session.selected != (raw, validity):
                self._open(session, raw, validity)
                session.expect(extra)
            return _good(command(session), self.address.shown)

        return self._ask(inside)

    def _open(self, session: Session, raw: bytes, validity: int) -> None:
        session.selected = None
        _good(session.select(_text(raw), readonly=True), self.address.shown)
        found = number(next(iter(session.response("UIDVALIDITY")[1]), None))
        if found != validity:
            told = f"{self.address.shown} has numbered the messages of a mailbox anew"
            raise CursorExpiredError(told, "run again: everything is listed from the beginning")
        session.selected = (raw, validity)

    def _command(self, command: Callable[[Session], Answer]) -> Sequence[Piece]:
        """Give a command that needs no open mailbox."""

        def outside(session: Session) -> Sequence[Piece]:
            session.expect()
            return _good(command(session), self.address.shown)

        return self._ask(outside)

    def _ask(self, work: Callable[[Session], T]) -> T:
        return self._asking(lambda: self._once(work))

    def _once(self, work: Callable[[Session], T]) -> T:
        try:
            if self._session is None:
                self._session = self._signed_in()
            return work(self._session)
        except _BROKEN as error:
            self._drop()
            raise failed(error, self.address.shown) from error

    def _signed_in(self) -> Session:
        session = Session(self.address, self._asking.settings.timeout_s)
        # Before signing in: afterwards servers no longer say how one may.
        self._open_door = "AUTH=ANONYMOUS" in session.capabilities
        try:
            sign_in(session, self.address, self.account)
        except AuthInvalidError as error:
            if self._worked:
                hint = "renew the credential, then run again to go on from here"
                raise AuthExpiredError(f"{error.message} any more", hint) from error
            raise
        finally:
            if session.state == "NONAUTH":
                session.shutdown()
        self._worked = True
        return session

    def _drop(self) -> None:
        session, self._session = self._session, None
        if session is not None:
            with suppress(*_BROKEN):
                session.shutdown()

    def _read(self, reader: Callable[[Iterable[Piece]], T], pieces: Sequence[Piece]) -> T:
        try:
            return reader(pieces)
        except (AnswerError, LookupError) as error:
            raise failed(error, self.address.shown) from error


def _good(answer: Answer, host: str) -> Sequence[Piece]:
    """What came with an OK. Raises `RefusedError`, or `SourceError` where it may pass."""
    state, told = answer
    if state == "OK":
        return told
    first = next(iter(told), b"")
    code = code_of(first.decode("utf-8", "replace")) if isinstance(first, bytes) else ""
    later: SourceError | None = passing(code, host)
    raise later or RefusedError(code)


def _identify(session: Session) -> Answer:
    state, told = session.xatom("ID", "NIL")
    return state, session.response("ID")[1] if state == "OK" else told


def _text(raw: bytes) -> str:
    """A mailbox as imaplib takes it; it writes text as ASCII."""
    return quoted(raw).decode("ascii")
