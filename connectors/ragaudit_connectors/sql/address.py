"""Where a database is, and whether it may be opened."""

from __future__ import annotations

import os
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING

from ragaudit.errors import AuthInvalidError, UsageError
from ragaudit.model import SourceSettings
from ragaudit_connectors.remote import Account

if TYPE_CHECKING:
    from sqlalchemy import URL

_POSTGRES = frozenset({"postgresql", "postgres", "postgresql+psycopg"})
_SQLITE = frozenset({"sqlite", "sqlite+pysqlite"})
_HINT = "write `sqlite:///kb.db` or `postgresql://host/database`"


@dataclass(frozen=True, slots=True)
class Address:
    """A file, or a server."""

    name: str
    """For messages: `kb.db`, `db.example.org/kb`."""
    file: Path | None = None
    server: URL | None = field(default=None, repr=False)

    @property
    def user(self) -> str | None:
        """Whom a server is asked as."""
        return self.server.username if self.server else None


def kind_of(settings: SourceSettings) -> str:
    """`sqlite`, `postgresql`, or nothing where the address is not known here."""
    scheme = _written(settings, missing="").partition(":")[0].lower()
    if scheme in _SQLITE:
        return "sqlite"
    return "postgresql" if scheme in _POSTGRES else ""


def address_of(settings: SourceSettings, account: Account) -> Address:
    """The address of a source. Raises `AuthInvalidError` and `UsageError`."""
    from sqlalchemy import make_url
    from sqlalchemy.exc import ArgumentError

    try:
        url = make_url(_written(settings))
    except (ArgumentError, ValueError):
        # What could not be read may hold a password, so it is not repeated.
        raise UsageError(f"source “{settings.id}”: `url` is no database address", _HINT) from None
    if settings.url and url.password is not None:
        raise AuthInvalidError(
            "`url` holds a password", "write the address to a variable and name it: `url_env`"
        )
    if url.drivername in _SQLITE:
        return _file(settings, url)
    if url.drivername not in _POSTGRES:
        told = f"source “{settings.id}”: {url.drivername} databases are not read"
        raise UsageError(told, _HINT)
    return _server(url, account)


def _written(settings: SourceSettings, missing: str | None = None) -> str:
    if settings.url or settings.url_env is None:
        return settings.url
    value = os.environ.get(settings.url_env) or missing
    if value is None:
        name = settings.url_env
        raise AuthInvalidError(f"the environment variable {name} is not set", f"set {name}")
    return value


def _file(settings: SourceSettings, url: URL) -> Address:
    """A SQLite file, which must lie below the root whatever links lead to it."""
    where = f"source “{settings.id}”"
    if not url.database or url.database == ":memory:" or url.query:
        raise UsageError(f"{where}: `url` names no SQLite file", "write `sqlite:///kb.db`")
    root = Path(os.path.realpath(settings.root))
    file = Path(os.path.realpath(root / url.database))
    if not file.is_relative_to(root):
        raise UsageError(
            f"{where}: the SQLite file lies outside the folder of the configuration",
            "put it below that folder",
        )
    return Address(file.relative_to(root).as_posix(), file=file)


def _server(url: URL, account: Account) -> Address:
    url = url.set(drivername="postgresql+psycopg")
    if account.user:
        url = url.set(username=account.user)
    if account.password:
        url = url.set(password=account.password)
    host = str(url.host or url.query.get("host") or "localhost")
    return Address(f"{host}/{url.database or ''}".rstrip("/"), server=url)
