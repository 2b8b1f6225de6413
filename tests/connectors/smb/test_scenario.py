"""The scenario every connector has to pass, on a Samba with NT access lists."""

from __future__ import annotations

import pytest
from tests.connectors.smb.helpers import reader, settings
from tests.services.samba import Samba
from tests.services.samba_security import Ace, deny

from ragaudit.contracts import RemoteConnector
from ragaudit.model import Directory, Principal
from ragaudit.testing.scenario import ConnectorScenario, World
from ragaudit_connectors.smb import SmbConnector


class SambaWorld(World):
    """Files at the top of the share. The server itself tells who is in which group."""

    def __init__(self, samba: Samba, patch: pytest.MonkeyPatch) -> None:
        self._samba, self._patch = samba, patch
        self.settings = settings(samba, patch)
        self.directory = Directory()
        self.lacks = {"expire": "a file on a share has no date of expiry"}

    def remote(self) -> RemoteConnector:
        return SmbConnector(self.settings)

    def path(self, name: str) -> str:
        return name

    def put(self, name: str, text: str) -> None:
        self._samba.put(name, text.encode())

    def delete(self, name: str) -> None:
        self._samba.delete(name)

    def rename(self, old: str, new: str) -> None:
        self._samba.rename(old, new)

    def restrict(self, name: str) -> None:
        self._samba.set_acl(name, [Ace("hr")])

    def deny(self, name: str, person: str) -> None:
        self._samba.set_acl(name, [deny(person), Ace("everyone")])

    def expire(self, name: str) -> None:
        raise NotImplementedError(self.lacks["expire"])

    def reader(self, person: str) -> Principal:
        return reader(person)

    def wrong_password(self) -> RemoteConnector:
        self._patch.setenv("SMB_AUDITOR", "wrong")
        return self.remote()


class TestSamba(ConnectorScenario):
    """Access lists of a running server."""

    @pytest.fixture
    def world(self, samba: Samba, monkeypatch: pytest.MonkeyPatch) -> World:
        """A share with its users and the auditor."""
        return SambaWorld(samba, monkeypatch)
