"""A server that says what a test wants, for what a sound server never says."""

from __future__ import annotations

import socket
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

from tests.services.base import HOST

from ragaudit.model import Credentials, SourceSettings, SyncSettings

Script = Callable[[str], bytes]
"""From a command (`SELECT "HR"`) to what comes before its OK; None of it where it ends in a tag."""
GREETING = b"* OK [CAPABILITY IMAP4rev1 AUTH=PLAIN] ready\r\n"
MAILBOX = {
    "CAPABILITY": b"* CAPABILITY IMAP4rev1 AUTH=PLAIN ACL\r\n",
    "LIST": b'* LIST () "/" HR\r\n',
    "STATUS": b"* STATUS HR (UIDVALIDITY 7 UIDNEXT 2 MESSAGES 1)\r\n",
    "EXAMINE": b"* 1 EXISTS\r\n* OK [UIDVALIDITY 7] valid\r\n",
    "GETACL": b"* ACL HR alice lr auditor lra\r\n",
    "UID SEARCH": b"* SEARCH 1\r\n",
    "UID FETCH": b'* 1 FETCH (UID 1 RFC822.SIZE 3 INTERNALDATE "01-Jan-2024 00:00:00 +0000"'
    b" BODY[HEADER.FIELDS (SUBJECT)]<0> {17}\r\nSubject: Text\r\n\r\n)\r\n",
}
"""A mailbox with one message."""


@contextmanager
def answering(answers: dict[str, bytes], greeting: bytes = GREETING) -> Iterator[SourceSettings]:
    """A source whose server answers these commands, by their beginnings, and the rest with OK.

    `{tag}` in an answer is the command's; then nothing follows, and an answer ending in `BYE` ends
    the connection.
    """
    with socket.create_server((HOST, 0)) as listener:
        thread = threading.Thread(target=_serve, args=(listener, answers, greeting), daemon=True)
        thread.start()
        port = listener.getsockname()[1]
        yield SourceSettings(
            "mail", "imap", Path(), remote=True, url=f"imap://{HOST}:{port}",
            auth=Credentials(user="auditor", password_env="MAIL_AUDITOR"),
            options={"mailboxes": ["**"]}, sync=SyncSettings(tries=1, timeout_s=3.0),
        )  # fmt: skip
        listener.shutdown(socket.SHUT_RDWR)
    thread.join(5)


def _serve(listener: socket.socket, answers: dict[str, bytes], greeting: bytes) -> None:
    with suppress(OSError):
        while True:
            connection, _ = listener.accept()
            with connection, suppress(OSError):
                _talk(connection, answers, greeting)


def _talk(connection: socket.socket, answers: dict[str, bytes], greeting: bytes) -> None:
    connection.sendall(greeting)
    reader = connection.makefile("rb")
    while line := reader.readline():
        tag, _, command = line.decode("latin-1").strip().partition(" ")
        if command.startswith("AUTHENTICATE"):
            connection.sendall(b"+ \r\n")
            reader.readline()
        answer = next((answers[key] for key in answers if command.startswith(key)), b"")
        done = b"" if b"{tag}" in answer else f"{tag} OK done\r\n".encode()
        connection.sendall(answer.replace(b"{tag}", tag.encode()) + done)
        if answer.endswith(b"BYE"):
            return
