"""The wiki of `tests.services`, as a source."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from tests.connectors.mediawiki.helpers import settings_of
from tests.services.mediawiki import MediaWiki

from ragaudit.model import Credentials, SourceSettings


@pytest.fixture(scope="module")
def handbook(mediawiki_server: MediaWiki) -> MediaWiki:
    """One page for all, one for `hr`, and the main page, which `$wgWhitelistRead` names.

    For tests that leave it as it is: to make a wiki anew for each takes seconds.
    """
    mediawiki_server.reset()
    mediawiki_server.put("Leave", "28 days")
    mediawiki_server.put("HR:Salaries", "Grade 3 earns more.")
    return mediawiki_server


@pytest.fixture
def public(handbook: MediaWiki) -> Iterator[MediaWiki]:
    """The same, open to strangers."""
    handbook.set_public(True)
    yield handbook
    handbook.set_public(False)


@pytest.fixture
def open_settings(mediawiki: MediaWiki, monkeypatch: pytest.MonkeyPatch) -> SourceSettings:
    """A wiki of its own that everybody may read, without an account, which saves the login."""
    mediawiki.set_public(True)
    return settings_of(mediawiki, monkeypatch, auth=Credentials())
