"""The other servers as fixtures: one process for each test process, cleared before each test."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from tests.services.dovecot import Dovecot, running_dovecot
from tests.services.moto import Moto, running_moto
from tests.services.plone import Plone, running_plone
from tests.services.postgres import Postgres, running_postgres
from tests.services.samba import Samba, running_samba
from tests.services.slapd import Slapd, running_slapd

__all__ = [
    "dovecot",
    "dovecot_server",
    "moto",
    "moto_server",
    "plone",
    "plone_server",
    "postgres",
    "postgres_server",
    "samba",
    "samba_server",
    "slapd",
    "slapd_server",
]


@pytest.fixture(scope="session")
def samba_server() -> Iterator[Samba]:
    """The process; tests ask for `samba`."""
    with running_samba() as share:
        yield share


@pytest.fixture
def samba(samba_server: Samba) -> Samba:
    """A share with an empty folder `hr/`."""
    samba_server.reset()
    return samba_server


@pytest.fixture(scope="session")
def dovecot_server() -> Iterator[Dovecot]:
    """The process; tests ask for `dovecot`."""
    with running_dovecot() as imap:
        yield imap


@pytest.fixture
def dovecot(dovecot_server: Dovecot) -> Dovecot:
    """An IMAP server with the empty mailboxes Policies and HR."""
    dovecot_server.reset()
    return dovecot_server


@pytest.fixture(scope="session")
def slapd_server() -> Iterator[Slapd]:
    """The process; tests ask for `slapd`."""
    with running_slapd() as directory:
        yield directory


@pytest.fixture
def slapd(slapd_server: Slapd) -> Slapd:
    """A directory with its first people and groups."""
    slapd_server.reset()
    return slapd_server


@pytest.fixture(scope="session")
def postgres_server() -> Iterator[Postgres]:
    """The process; tests ask for `postgres`."""
    with running_postgres() as cluster:
        yield cluster


@pytest.fixture
def postgres(postgres_server: Postgres) -> Postgres:
    """A database with the table `kb` and its two rows."""
    postgres_server.reset()
    return postgres_server


@pytest.fixture(scope="session")
def moto_server() -> Iterator[Moto]:
    """The process; tests ask for `moto`."""
    with running_moto() as store:
        yield store


@pytest.fixture
def moto(moto_server: Moto) -> Moto:
    """An object store with an empty bucket."""
    moto_server.reset()
    return moto_server


@pytest.fixture(scope="session")
def plone_server() -> Iterator[Plone]:
    """The process; tests ask for `plone`, and are marked `nightly`."""
    with running_plone() as site:
        yield site


@pytest.fixture
def plone(plone_server: Plone) -> Plone:
    """A site with an empty folder `hr`."""
    plone_server.reset()
    return plone_server
