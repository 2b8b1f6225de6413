"""The scenario every connector has to pass, on a Dovecot: one mailbox a document."""

from __future__ import annotations

from contextlib import suppress
from datetime import UTC, datetime

import pytest
from tests.connectors.imap.helpers import ORGANISATION, path_of, settings
from tests.services.dovecot import READ, Dovecot, RefusedError, message

from ragaudit.contracts import RemoteConnector
from ragaudit.testing.scenario import ConnectorScenario, World
from ragaudit_connectors.imap import ImapConnector

WRITTEN = datetime(2026, 3, 1, 9, tzinfo=UTC)


class DovecotWorld(World):
    """A message in a mailbox of its own, since rights are a mailbox's."""

    directory = ORGANISATION

    def __init__(self, dovecot: Dovecot, patch: pytest.MonkeyPatch) -> None:
        self._dovecot, self._patch = dovecot, patch
        dovecot.set_groups({"hr": ["alice", "carol"], "hr-leads": ["alice"]})
        self.settings = settings(dovecot, patch)
        self.lacks: dict[str, str] = {}
        self._uids: dict[str, int] = {}

    def remote(self) -> RemoteConnector:
        return ImapConnector(self.settings)

    def path(self, name: str) -> str:
        return path_of(_mailbox(name), name, _identity(name))

    def put(self, name: str, text: str) -> None:
        self._append(name, message(name, text, WRITTEN))

    def delete(self, name: str) -> None:
        self._dovecot.expunge(_mailbox(name), self._uids.pop(name))

    def rename(self, old: str, new: str) -> None:
        self.delete(old)
        self.put(new, "Book trains before planes.")

    def restrict(self, name: str) -> None:
        self._dovecot.set_acl(_mailbox(name), "anyone", "")
        self._dovecot.set_acl(_mailbox(name), "$hr", READ)

    def deny(self, name: str, person: str) -> None:
        self._dovecot.set_acl(_mailbox(name), f"-{person}", "r")

    def expire(self, name: str) -> None:
        data = message(name, "Book trains before planes.", WRITTEN)
        ended = b"Expires: Tue, 30 Jun 2026 12:00:00 +0000\r\n"
        self._append(name, ended + data)

    def wrong_password(self) -> RemoteConnector:
        self._patch.setenv("MAIL_AUDITOR", "wrong")
        return self.remote()

    def _append(self, name: str, data: bytes) -> None:
        mailbox = _mailbox(name)
        with suppress(RefusedError):
            self._dovecot.create(mailbox)
            self._dovecot.set_acl(mailbox, "anyone", READ)
            self._dovecot.set_acl(mailbox, "auditor", "lra")
        if name in self._uids:
            self.delete(name)
        self._uids[name] = self._dovecot.append(mailbox, data)


class TestDovecot(ConnectorScenario):
    """Access lists of a running server."""

    @pytest.fixture
    def world(self, dovecot: Dovecot, monkeypatch: pytest.MonkeyPatch) -> World:
        """A server with three users and the auditor."""
        return DovecotWorld(dovecot, monkeypatch)


def _mailbox(name: str) -> str:
    return name.removesuffix(".md")


def _identity(name: str) -> str:
    return f"<{name.replace('.', '-')}@acme.example>"
