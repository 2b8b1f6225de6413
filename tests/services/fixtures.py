"""The web servers as fixtures: one process for each test process, cleared before each test."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from tests.services.apache_dav import ApacheDav, running_apache_dav
from tests.services.dokuwiki import DokuWiki, running_dokuwiki
from tests.services.mediawiki import MediaWiki, running_mediawiki
from tests.services.website import Website, running_website

__all__ = [
    "apache_dav",
    "apache_dav_server",
    "dokuwiki",
    "dokuwiki_server",
    "mediawiki",
    "mediawiki_server",
    "website",
]


@pytest.fixture(scope="session")
def dokuwiki_server() -> Iterator[DokuWiki]:
    """The process; tests ask for `dokuwiki`."""
    with running_dokuwiki() as wiki:
        yield wiki


@pytest.fixture
def dokuwiki(dokuwiki_server: DokuWiki) -> DokuWiki:
    """A DokuWiki without pages."""
    dokuwiki_server.reset()
    return dokuwiki_server


@pytest.fixture(scope="session")
def mediawiki_server() -> Iterator[MediaWiki]:
    """The process; tests ask for `mediawiki`."""
    with running_mediawiki() as wiki:
        yield wiki


@pytest.fixture
def mediawiki(mediawiki_server: MediaWiki) -> MediaWiki:
    """A MediaWiki as installed: private, with a main page only."""
    mediawiki_server.reset()
    return mediawiki_server


@pytest.fixture(scope="session")
def apache_dav_server() -> Iterator[ApacheDav]:
    """The process; tests ask for `apache_dav`."""
    with running_apache_dav() as dav:
        yield dav


@pytest.fixture
def apache_dav(apache_dav_server: ApacheDav) -> ApacheDav:
    """An Apache with an empty folder `hr/`."""
    apache_dav_server.reset()
    return apache_dav_server


@pytest.fixture
def website() -> Iterator[Website]:
    """A website without pages."""
    with running_website() as site:
        yield site
