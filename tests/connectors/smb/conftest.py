"""Sources on the test's own share, and on none."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import pytest
from tests.connectors.smb.helpers import settings
from tests.services.base import HOST
from tests.services.samba import Samba

from ragaudit.model import Credentials, SourceSettings, SyncSettings
from ragaudit_connectors.smb import SmbConnector


@pytest.fixture
def made(samba: Samba, monkeypatch: pytest.MonkeyPatch) -> SourceSettings:
    """The whole share."""
    return settings(samba, monkeypatch)


@pytest.fixture
def source(made: SourceSettings) -> Iterator[SmbConnector]:
    """A connector to the whole share."""
    with closing(SmbConnector(made)) as connector:
        yield connector


@pytest.fixture
def nowhere(monkeypatch: pytest.MonkeyPatch) -> SourceSettings:
    """A share that nobody serves."""
    monkeypatch.setenv("SMB_AUDITOR", "secret")
    return SourceSettings(
        "kb", "smb", Path(), remote=True, url=f"smb://{HOST}:1/kb",
        auth=Credentials(user="auditor", password_env="SMB_AUDITOR"),
        sync=SyncSettings(tries=2, timeout_s=1.0), options={"access": "config"},
    )  # fmt: skip
