"""What a database's errors mean for a source. No message of the database reaches the user whole:
it may quote a row."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager

from sqlalchemy.exc import DBAPIError, SQLAlchemyError
from sqlalchemy.exc import TimeoutError as PoolTimeoutError

from ragaudit.errors import (
    AuthExpiredError,
    AuthInvalidError,
    MalformedError,
    ScopeMissingError,
    SourceError,
    TransientError,
)

_LATER = "check that the database is up, then run again"
_SLOW = "raise `sync: {timeout_s: …}`, or map `version` or `updated` so that no row is hashed"
_REFUSED = (
    "password authentication failed", "no password supplied", "no pg_hba.conf entry",
    "is not permitted to log in", "authentication failed", "permission denied for database",
)  # fmt: skip
_WRONG_PLACE = ("does not exist", "could not translate host name")


@contextmanager
def translated(name: str, relation: str, *, worked: bool) -> Iterator[None]:
    """Turn whatever the library raises into an error of ours.

    `worked` says whether the account was let in before.
    """
    try:
        yield
    except DBAPIError as error:
        raise _meaning(error.orig, name, relation, worked) from error
    except (UnicodeError, OverflowError) as error:
        raise MalformedError(f"{name} holds a value that cannot be passed on") from error
    except PoolTimeoutError as error:
        raise TransientError(f"{name} gave no connection in time", _LATER) from error
    except SQLAlchemyError as error:
        raise MalformedError(f"{name} cannot be asked: {type(error).__name__}") from error


def _meaning(error: BaseException | None, name: str, relation: str, worked: bool) -> SourceError:
    if isinstance(error, sqlite3.Error):
        return _of_sqlite(error, name, relation)
    state = str(getattr(error, "sqlstate", None) or "")
    if not state:
        return _of_connecting(error, name, worked)
    return _of_state(state, error, name, relation, worked)


def _of_sqlite(error: sqlite3.Error, name: str, relation: str) -> SourceError:
    code = getattr(error, "sqlite_errorname", "") or ""
    if code.startswith(("SQLITE_BUSY", "SQLITE_LOCKED")):
        return TransientError(f"{name} is locked by another program", "run again later")
    if code.startswith("SQLITE_INTERRUPT"):
        return TransientError(f"{name} did not answer in time", _SLOW)
    if code.startswith(("SQLITE_NOTADB", "SQLITE_CORRUPT")):
        return MalformedError(f"{name} is no sound SQLite file", "check `url`")
    if code.startswith("SQLITE_READONLY"):
        return MalformedError(f"`{relation}` tries to write", "write a SELECT that only reads")
    if code.startswith("SQLITE_CANTOPEN"):
        return MalformedError(f"{name} cannot be opened", "check `url` and the file's rights")
    if code.startswith(("SQLITE_PERM", "SQLITE_AUTH")):
        return ScopeMissingError("read", "read the file", f"{name} may not be read")
    if code == "SQLITE_ERROR":
        # It is about the statement: names from the configuration, never a value of a row.
        return MalformedError(f"{name}: {relation}: {_first_line(error)}", "check `options`")
    return MalformedError(f"{name} answered with {code or type(error).__name__}")


def _of_connecting(error: BaseException | None, name: str, worked: bool) -> SourceError:
    """The client library gives no code for what happens before somebody is signed in."""
    said = str(error or "").lower()
    if any(words in said for words in _REFUSED) or ("role" in said and "does not exist" in said):
        if worked:
            told = f"{name} no longer lets the account in"
            return AuthExpiredError(told, "renew the credential, then run again")
        return AuthInvalidError(f"{name}: name or password is wrong", "check `url_env` or `auth`")
    if any(words in said for words in _WRONG_PLACE):
        return MalformedError(f"{name}: there is no such database", "check `url`")
    return TransientError(f"{name} cannot be reached", _LATER)


def _of_state(
    state: str, error: BaseException | None, name: str, relation: str, worked: bool
) -> SourceError:
    if state == "57014":
        return TransientError(f"{name} did not answer in time", _SLOW)
    if state.startswith("28"):
        kind = AuthExpiredError if worked else AuthInvalidError
        return kind(f"{name} refuses the account", "check `url_env` or `auth`")
    if state == "42501":
        told = f"{name}: the account may not read `{relation}`"
        return ScopeMissingError("read", "SELECT", told, f"GRANT SELECT ON {relation} TO …")
    if state.startswith(("08", "40", "53", "55", "57", "58")):
        return TransientError(f"{name} cannot answer now ({state})", _LATER)
    if state == "25006":
        return MalformedError(f"`{relation}` tries to write", "write a SELECT that only reads")
    if state.startswith("42"):
        # Class 42 is about the statement: names from the configuration, never a value of a row.
        said = getattr(getattr(error, "diag", None), "message_primary", None) or state
        return MalformedError(f"{name}: {relation}: {said}", "check `options`")
    return MalformedError(f"{name} answered with error {state}", "check `options`")


def _first_line(error: BaseException) -> str:
    return (str(error).splitlines() or [""])[0][:200]
