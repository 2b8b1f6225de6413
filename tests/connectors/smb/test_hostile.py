"""What no sound server says: bytes that are no answers, refusals in a storm, silence.

The server here is a socket that says what the test wants, or the library's part of the connection
is replaced; a Samba cannot be brought to any of it.
"""

from __future__ import annotations

import socket
import struct
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import replace
from typing import Any

import pytest
from tests.connectors.smb.helpers import impatient
from tests.services.base import HOST

from ragaudit.errors import (
    AuthInvalidError,
    MalformedError,
    MissingExtraError,
    RateLimitedError,
    TransientError,
    UsageError,
)
from ragaudit.model import Credentials, SkipReason, SourceSettings, SyncSettings
from ragaudit_connectors.smb import SmbConnector
from ragaudit_connectors.smb.failures import RefusedError, no_item
from ragaudit_connectors.smb.files import Files
from ragaudit_connectors.smb.options import address_of


@contextmanager
def answering(talk: Callable[[socket.socket], None]) -> Iterator[int]:
    """The port of a server that has this to say to everybody who connects."""
    with socket.create_server((HOST, 0)) as listener:

        def serve() -> None:
            with suppress(OSError):
                while True:
                    connection, _ = listener.accept()
                    with connection, suppress(OSError):
                        connection.recv(4096)
                        talk(connection)

        thread = threading.Thread(target=serve, daemon=True)
        thread.start()
        yield listener.getsockname()[1]
        listener.shutdown(socket.SHUT_RDWR)
    thread.join(5)


@pytest.mark.parametrize(
    ("said", "error"),
    [
        (b"HTTP/1.1 400 Bad Request\r\n\r\n", MalformedError),
        (b"\xff\xff\xff\xff", MalformedError),
        (struct.pack(">I", 80) + b"\xffSMB" + bytes(76), MalformedError),
        (b"", TransientError),
        (struct.pack(">I", 200) + b"\xfeSMB", TransientError),
    ],
)
def test_who_speaks_something_else_is_no_server(
    nowhere: SourceSettings, said: bytes, error: type[Exception]
) -> None:
    """Neither a web server, nor four gigabytes, nor SMB 1, nor somebody who hangs up."""

    def talk(peer: socket.socket) -> None:
        peer.sendall(said)
        if error is MalformedError:
            # To hang up at once could be seen before what was said.
            peer.recv(1)

    with answering(talk) as port:
        source = impatient(replace(nowhere, url=f"smb://{HOST}:{port}/kb"))
        with pytest.raises(error):
            list(source.list_refs(None))
        assert (1 if error is MalformedError else 2) == source.requests()


def test_who_says_nothing_is_not_waited_for(nowhere: SourceSettings) -> None:
    """The time for a request counts from its sending."""
    silent = threading.Event()
    with answering(lambda _: [silent.wait(5)].clear()) as port:
        nowhere = replace(nowhere, sync=SyncSettings(tries=1, timeout_s=1.0))
        with pytest.raises(TransientError, match="in time"):
            list(impatient(replace(nowhere, url=f"smb://{HOST}:{port}/kb")).list_refs(None))
        silent.set()


def test_a_server_that_is_not_there_is_tried_again(nowhere: SourceSettings) -> None:
    """And then said, without the address of anything in it."""
    source = impatient(replace(nowhere, url=f"smb://{HOST}:1/kb/salaries"))
    with pytest.raises(TransientError, match="cannot be reached") as told:
        list(source.list_refs(None))
    assert (2, False) == (source.requests(), "salaries" in str(told.value))


@pytest.mark.parametrize(
    ("status", "error"),
    [
        (0xC00000D0, RateLimitedError),
        (0xC0000203, TransientError),
        (0xC000006D, AuthInvalidError),
        (0xC0000071, AuthInvalidError),
        (0xC00000BB, MalformedError),
    ],
)
def test_refusals_to_sign_in_are_told_apart(
    nowhere: SourceSettings, monkeypatch: pytest.MonkeyPatch, status: int, error: type[Exception]
) -> None:
    """No more connections is a reason to wait, a password that has expired is none."""

    def refuse(*_: Any) -> Files:
        raise RefusedError(status)

    monkeypatch.setattr(Files, "signed_in", refuse)
    source = impatient(nowhere)
    with pytest.raises(error) as told:
        list(source.list_refs(None))
    assert told.value.hint  # type: ignore[attr-defined]
    passing = error in (RateLimitedError, TransientError)
    assert (2 if passing else 1) == source.requests()


@pytest.mark.parametrize(
    ("status", "reason"),
    [
        (0xC0000022, SkipReason.FORBIDDEN),
        (0xC0000034, SkipReason.VANISHED),
        (0xC00000BA, SkipReason.VANISHED),
        (0xC0000054, SkipReason.UNREADABLE),
        (0x8000002D, SkipReason.OUTSIDE_ROOT),
        (0xC0000257, SkipReason.OUTSIDE_ROOT),
        (0xC0000185, SkipReason.UNREADABLE),
    ],
)
def test_refusals_of_a_file_are_told_apart(status: int, reason: SkipReason) -> None:
    """One that is not known is said by its number."""
    assert reason is no_item(status).reason
    assert "0xC0000185" in no_item(0xC0000185).detail


@pytest.mark.parametrize(
    "url",
    ["http://server/kb", "smb://server", "smb:///kb", "smb://server/kb/../x", "smb://server/kb/a%5Cb",
     "smb://server/kb?x=1", "smb://server:0x/kb", "smb://ann@server/kb"],
)  # fmt: skip
def test_addresses_that_name_no_share_are_refused(nowhere: SourceSettings, url: str) -> None:
    """Before anything is asked."""
    with pytest.raises(UsageError, match="url"):
        address_of(url, nowhere)


def test_options_are_checked(nowhere: SourceSettings) -> None:
    """Each by name, with those that there are."""
    with pytest.raises(UsageError, match=r"options.share_permission\b") as told:
        SmbConnector(replace(nowhere, options={"share_permission": "everyone"}))
    assert "share_permissions" in told.value.hint


def test_without_an_account_nothing_is_asked(nowhere: SourceSettings) -> None:
    """To audit as nobody would be to see only what is public."""
    with pytest.raises(AuthInvalidError, match="no account"):
        list(impatient(replace(nowhere, auth=Credentials())).list_refs(None))
    first = next(iter(impatient(replace(nowhere, auth=Credentials())).check()))
    assert ("sign in", "failed") == (first.capability, first.state)


def test_a_missing_library_is_named(
    nowhere: SourceSettings, monkeypatch: pytest.MonkeyPatch
) -> None:
    """With the command that installs it."""
    import sys

    monkeypatch.setitem(sys.modules, "smbprotocol", None)
    with pytest.raises(MissingExtraError) as told:
        list(impatient(nowhere).list_refs(None))
    assert "pip install 'ragaudit[smb]'" == told.value.hint
