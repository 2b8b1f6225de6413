"""What trackers with a REST interface share."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from typing import Any
from urllib.parse import urlsplit

from ragaudit.asking import Asking
from ragaudit.errors import (
    CursorExpiredError,
    ForbiddenError,
    MalformedError,
    NotFoundError,
    ScopeMissingError,
    TooLargeError,
    UnsureError,
    UsageError,
)
from ragaudit.http import Http
from ragaudit.model import TrackerSettings

PAGE, MOST_PAGES = 100, 1_000
MOVED = (301, 302, 307, 308)


def client(settings: TrackerSettings, url: str, headers: Mapping[str, str], **rest: Any) -> Http:
    """A client that paces and repeats requests as configured. Raises `UsageError`."""
    where = f"tracker “{settings.name}”: `url`"
    parts = urlsplit(url)
    if parts.scheme not in ("http", "https") or not parts.hostname:
        raise UsageError(f"{where} is no address such as https://tracker.example.org")
    if "@" in parts.netloc or parts.query or parts.fragment:
        raise UsageError(f"{where} holds more than an address", "secrets go into `auth`")
    hint = "raise `sync: {budget_s: …}` of the tracker"
    asking = Asking(settings.sync, what="tracker", hint=hint)
    return Http(url, asking, headers=headers, **rest)


@contextmanager
def about(what: str) -> Iterator[None]:
    """Say of refusals what was refused. Raises `SourceError`."""
    try:
        yield
    except NotFoundError as error:
        hint = "check `options`, and that the token may see it"
        raise MalformedError(f"{what}: {error.detail}", hint) from error
    except CursorExpiredError as error:
        hint = "it was deleted, or issues are switched off there"
        raise MalformedError(f"{what}: {error.message}", hint) from error
    except ForbiddenError as error:
        hint = "give the token the right to read and write issues"
        raise ScopeMissingError("tickets", "issues", f"{what}: {error.detail}", hint) from error
    except TooLargeError as error:
        raise MalformedError(f"{what}: {error.detail}") from error


def pages(http: Http, path: str, query: Mapping[str, Any]) -> Iterator[Mapping[str, Any]]:
    """Every item of a list that comes in numbered pages. Raises `SourceError`."""
    for number in range(1, MOST_PAGES + 1):
        with about("the list of tickets"):
            found = http.json("GET", path, params={**query, "per_page": PAGE, "page": number})
        if not isinstance(found, list):
            raise MalformedError(f"{http.host} answered without a list of tickets", "check `url`")
        yield from (item for item in found if isinstance(item, dict))
        # A server may give fewer on a page than it was asked for: only an empty one is the last.
        if not found:
            return
    raise MalformedError(f"{http.host} has too many tickets to look through", "use a label")


def found(http: Http, path: str, **rest: Any) -> Mapping[str, Any] | None:
    """One item, or None where it is gone or was moved elsewhere. Raises `SourceError`."""
    with about("a ticket"):
        try:
            answer = http.request("GET", path, accept=MOVED, **rest)
        except (NotFoundError, CursorExpiredError):
            return None
    if answer.status_code in MOVED:
        return None
    try:
        item = answer.json()
    except ValueError as error:
        raise MalformedError(f"{http.host} answered without a ticket", "check `url`") from error
    return item if isinstance(item, dict) else None


def created(http: Http, path: str, data: Mapping[str, Any]) -> Mapping[str, Any]:
    """Make something, once. Raises `SourceError`, and `UnsureError` where it may have been made."""
    with about("a new ticket"):
        once = http.once(path, data)
    if not isinstance(once, dict):
        raise UnsureError(f"{http.host} did not say what it made", "run again")
    return once


def changed(http: Http, method: str, path: str, data: Mapping[str, Any]) -> None:
    """Change something that may be changed twice. Raises `SourceError`."""
    with about("a change of a ticket"):
        http.request(method, path, json=data)


def added(http: Http, path: str, data: Mapping[str, Any]) -> None:
    """Add something that must not be there twice, such as a remark. Raises `SourceError`."""
    with about("a change of a ticket"):
        http.once(path, data)
