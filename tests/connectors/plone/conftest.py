"""The site of `tests.services`, with the accounts the tests here need."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from tests.connectors.plone.fake import ADDRESS, FakeSite
from tests.connectors.plone.helpers import INSPECTOR, PEOPLE, prepare, settings_of, tidy, variable
from tests.services.plone import Plone

from ragaudit.model import SourceSettings


@pytest.fixture
def site(plone: Plone) -> Iterator[Plone]:
    """An empty folder `hr` for the group hr, in which is hr-leads, in which is alice."""
    prepare(plone)
    yield plone
    tidy(plone)


@pytest.fixture(autouse=True)
def passwords(monkeypatch: pytest.MonkeyPatch) -> None:
    """In the environment, where connectors look for them."""
    for name in (*PEOPLE, INSPECTOR, "auditor"):
        monkeypatch.setenv(variable(name), f"{name}-password")
    monkeypatch.setenv(variable("wrong"), "wrong-password")


@pytest.fixture
def fake() -> FakeSite:
    """A site in memory, with a folder `hr` for the group hr, in which is hr-leads, with alice."""
    made = FakeSite()
    made.put("hr", kind="Folder", title="HR", shares={"hr": ("Reader",)})
    return made


@pytest.fixture
def settings(site: Plone, tmp_path: Path) -> SourceSettings:
    """The site as the inspector."""
    return settings_of(site.url, tmp_path)


@pytest.fixture
def made(tmp_path: Path) -> SourceSettings:
    """The site in memory as the inspector."""
    return settings_of(ADDRESS, tmp_path)
