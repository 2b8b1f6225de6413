"""The bucket of `tests.services`, and everybody's keys in the environment."""

from __future__ import annotations

from pathlib import Path

import pytest
from tests.connectors.s3.helpers import METADATA, settings_of, variables
from tests.services.moto import BUCKET, Moto

from ragaudit.model import SourceSettings


@pytest.fixture
def settings(moto: Moto, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> SourceSettings:
    """The bucket as the auditor."""
    for name, value in variables(moto).items():
        monkeypatch.setenv(name, value)
    return settings_of(moto, tmp_path, metadata=METADATA)


@pytest.fixture(scope="module")
def started(moto_server: Moto) -> Moto:
    """A store for a module whose tests change no user, so that one start does for all."""
    moto_server.reset()
    return moto_server


@pytest.fixture
def emptied(started: Moto) -> Moto:
    """The store with an empty bucket."""
    store = started.client()
    # One by one: a list of keys would be XML, which some of them cannot stand in.
    for one in store.list_objects_v2(Bucket=BUCKET).get("Contents", ()):
        store.delete_object(Bucket=BUCKET, Key=one["Key"])
    return started
