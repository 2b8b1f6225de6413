"""One connection to an IMAP server: bounded, signed in, its refusals typed."""

from __future__ import annotations

import imaplib
import io
import re
import ssl
from typing import NoReturn

from ragaudit.errors import (
    AuthInvalidError,
    MalformedError,
    RateLimitedError,
    SourceError,
    TransientError,
)
from ragaudit_connectors.imap.options import Address
from ragaudit_connectors.remote import Account

LONGEST_ANSWER = 64_000_000
"""Bytes one command may bring besides the message that is asked for."""
_CODE = re.compile(r"\[([A-Z][A-Z0-9-]*)[ \]]")
_LATER = "check that the source is up, then run again"
_PASSING = frozenset({"UNAVAILABLE", "SERVERBUG", "INUSE", "CORRUPTION", "EXPUNGEISSUED"})
_REPEATED = ("unexpected response", "unexpected tagged response")


class RefusedError(Exception):
    """A command was answered with NO; stays within this package."""

    def __init__(self, code: str) -> None:
        super().__init__(code)
        self.code = code
        """`NONEXISTENT`, `NOPERM`; empty where the server gave none."""


class TooMuchError(imaplib.IMAP4.abort):
    """An answer beyond what is read."""


class Session(imaplib.IMAP4):
    """Reads no more than it was told to expect, in lines as long as that."""

    def __init__(self, address: Address, timeout_s: float) -> None:
        """Connect; nobody is signed in yet."""
        self.selected: tuple[bytes, int] | None = None
        """The open mailbox and its UIDVALIDITY."""
        self._left = LONGEST_ANSWER
        self._reader: io.BufferedIOBase | None = None
        self._read_from: object = None
        self._context = _trusting(address)
        self._tls = address.tls
        super().__init__(address.host, address.port, timeout=timeout_s)
        if address.starttls:
            if "STARTTLS" not in self.capabilities:
                raise ssl.SSLError("STARTTLS is not offered")
            self.starttls(self._context)

    def expect(self, extra: int = 0) -> None:
        """Allow for the answer of one command."""
        self._left = LONGEST_ANSWER + extra

    def open(self, host: str = "", port: int = 143, timeout: float | None = None) -> None:
        """Connect, under TLS if the address says so."""
        super().open(host, port, timeout)
        if self._tls:
            self.sock = self._context.wrap_socket(self.sock, server_hostname=host)

    def read(self, size: int) -> bytes:
        """Read a literal."""
        self._spend(size)
        return self._buffer.read(size)

    def readline(self) -> bytes:
        """Read a line."""
        line = self._buffer.readline(self._left + 1)
        self._spend(len(line))
        return line

    @property
    def _buffer(self) -> io.BufferedIOBase:
        """Our own, since imaplib's lines end at a million bytes; a new one under STARTTLS."""
        if self._reader is None or self._read_from is not self.sock:
            self._reader, self._read_from = self.sock.makefile("rb"), self.sock
        return self._reader

    def _spend(self, size: int) -> None:
        if size > self._left:
            raise TooMuchError("the answer is longer than expected")
        self._left -= size


def _trusting(address: Address) -> ssl.SSLContext:
    cafile = str(address.ca_file) if address.ca_file else None
    try:
        return ssl.create_default_context(cafile=cafile)
    except OSError as error:
        told = f"{address.shown}: `ca_file` holds no certificates that can be read"
        raise MalformedError(told, "name a file in PEM format beside ragaudit.yaml") from error


def sign_in(session: imaplib.IMAP4, address: Address, account: Account) -> None:
    """Sign in by the best way the server offers. Raises `SourceError`."""
    offered = session.capabilities
    user = account.user or ""
    try:
        if not account.given:
            _sign_in_as_nobody(session, address)
        elif account.token:
            bearer = f"user={user}\x01auth=Bearer {account.token}\x01\x01".encode()
            session.authenticate("XOAUTH2", lambda _: bearer)
        elif "AUTH=PLAIN" in offered:
            plain = f"\0{user}\0{account.password or ''}".encode()
            session.authenticate("PLAIN", lambda _: plain)
        elif "LOGINDISABLED" in offered:
            told = f"{address.shown} takes no password over an unprotected connection"
            raise MalformedError(told, "use imaps://, or set `options: {starttls: true}`")
        else:
            session.login(user, account.password or "")
    except imaplib.IMAP4.abort:
        raise
    except imaplib.IMAP4.error as error:
        _not_signed_in(address, str(error), error)
    except UnicodeError as error:
        told = f"{address.shown} takes ASCII names and passwords only"
        raise AuthInvalidError(told, "choose another password for the audit's account") from error
    session.capabilities = _capabilities(session)


def _sign_in_as_nobody(session: imaplib.IMAP4, address: Address) -> None:
    if "AUTH=ANONYMOUS" not in session.capabilities:
        told = f"{address.shown} lets nobody in without an account"
        raise AuthInvalidError(told, "name `user` and `password_env` under `auth`")
    session.authenticate("ANONYMOUS", lambda _: b"ragaudit")


def code_of(text: str) -> str:
    """The response code of an answer; empty where there is none."""
    found = _CODE.match(text)
    return found[1] if found else ""


def passing(code: str, host: str) -> SourceError | None:
    """The error of an answer that may be another one later."""
    if code in _PASSING:
        return TransientError(f"{host} answered {code}", _LATER)
    if code in ("LIMIT", "OVERQUOTA"):
        return RateLimitedError(f"{host} answered {code}")
    return None


def failed(error: Exception, host: str) -> SourceError:
    """What went wrong with a connection, as an error of ours."""
    error = _first(error)
    if isinstance(error, TooMuchError):
        return MalformedError(f"{host} sent more than was asked for", "check `url`")
    if isinstance(error, ssl.SSLCertVerificationError):
        told = f"the certificate of {host} cannot be trusted: {error.verify_message}"
        return MalformedError(told, "name its authority under `options: {ca_file: …}`")
    if isinstance(error, ssl.SSLError):
        return MalformedError(f"{host} does not speak TLS there", "check scheme and port of `url`")
    if isinstance(error, TimeoutError):
        return TransientError(f"{host} did not answer in time", _LATER)
    if isinstance(error, OSError):
        why = error.strerror or type(error).__name__
        return TransientError(f"{host} cannot be reached: {why}", _LATER)
    if isinstance(error, imaplib.IMAP4.abort) and not str(error).startswith(_REPEATED):
        return TransientError(f"{host} ended the connection", _LATER)
    return MalformedError(f"{host} does not answer as an IMAP server should", "check `url`")


def _first(error: Exception) -> Exception:
    """What imaplib told anew, with the name of the command in front."""
    while isinstance(error, imaplib.IMAP4.abort) and isinstance(
        error.__context__, imaplib.IMAP4.abort
    ):
        error = error.__context__
    return error


def _not_signed_in(address: Address, text: str, error: Exception) -> NoReturn:
    code = code_of(text)
    if later := passing(code, address.shown):
        raise later from error
    told = f"{address.shown} does not let the account in" + (f" ({code})" if code else "")
    hint = "check `auth`: name or secret is wrong"
    if code == "PRIVACYREQUIRED":
        hint = "use imaps://, or set `options: {starttls: true}`"
    raise AuthInvalidError(told, hint) from error


def _capabilities(session: imaplib.IMAP4) -> tuple[str, ...]:
    """What is offered to who has signed in, which is more than before."""
    _, told = session.capability()
    words = b" ".join(part for part in told if isinstance(part, bytes))
    return tuple(sorted({word.upper() for word in words.decode("ascii", "replace").split()}))
