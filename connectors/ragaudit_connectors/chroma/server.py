"""A collection of a Chroma server, by its HTTP interface (version 2)."""

from __future__ import annotations

import os
from collections.abc import Mapping, Sequence
from functools import cached_property
from typing import Any
from urllib.parse import quote, urlsplit

from ragaudit.errors import (
    AuthInvalidError,
    ForbiddenError,
    MalformedError,
    NotFoundError,
    ScopeMissingError,
    TooLargeError,
    UsageError,
)
from ragaudit.model import SourceSettings
from ragaudit_connectors.chroma.index import AT_ONCE, Chunk, Index, chunks_of
from ragaudit_connectors.chroma.local import no_collection
from ragaudit_connectors.chroma.options import ChromaOptions
from ragaudit_connectors.remote import Account, Asking, Http

_LONGEST_ANSWER = 200_000_000


class ServerIndex(Index):
    """One collection of a server."""

    still = False

    def __init__(
        self, settings: SourceSettings, options: ChromaOptions, asking: Asking, account: Account
    ) -> None:
        self._options = options
        self._http = Http(_address(settings), asking, **_credentials(account, options))

    def count(self) -> int:
        """See `Index.count`."""
        found = self._json("GET", f"{self._collection}/count")
        if not isinstance(found, int):
            raise MalformedError(f"{self._http.host}: the number of chunks is no number")
        return found

    def get(
        self,
        offset: int,
        limit: int,
        *,
        include: Sequence[str],
        where: Mapping[str, Any] | None = None,
        ids: Sequence[str] | None = None,
    ) -> list[Chunk]:
        """See `Index.get`."""
        asked: dict[str, Any] = {"limit": limit, "offset": offset, "include": list(include)}
        if where:
            asked["where"] = dict(where)
        if ids is not None:
            asked["ids"] = list(ids)
        return chunks_of(self._json("POST", f"{self._collection}/get", json=asked))

    def close(self) -> None:
        """See `Index.close`."""
        self._http.close()

    @cached_property
    def _collection(self) -> str:
        """The path of the collection, which goes by its id."""
        name = self._options.collection
        found = self._json("GET", f"{self._collections}/{quote(name, safe='')}")
        if not isinstance(found, Mapping) or not isinstance(found.get("id"), str):
            raise MalformedError(f"{self._http.host}: this is no Chroma server", "check `url`")
        return f"{self._collections}/{quote(found['id'], safe='')}"

    @property
    def _collections(self) -> str:
        options = self._options
        tenant, database = quote(options.tenant, safe=""), quote(options.database, safe="")
        return f"/api/v2/tenants/{tenant}/databases/{database}/collections"

    def _json(self, method: str, path: str, **rest: Any) -> Any:
        try:
            return self._http.json(method, path, max_bytes=_LONGEST_ANSWER, **rest)
        except NotFoundError as error:
            raise no_collection(self._options.collection) from error
        except ForbiddenError as error:
            scope = "collection:get, collection:count"
            raise ScopeMissingError("read", scope, error.detail) from error
        except TooLargeError as error:
            told = (
                f"{self._http.host}: {AT_ONCE:,} chunks are larger than {_LONGEST_ANSWER:,} bytes"
            )
            raise MalformedError(told, "index smaller chunks") from error


def _address(settings: SourceSettings) -> str:
    url = os.environ.get(settings.url_env, "") if settings.url_env else settings.url
    if settings.url_env and not url:
        told = f"the environment variable {settings.url_env} is not set"
        raise AuthInvalidError(told, f"set {settings.url_env}")
    try:
        parts = urlsplit(url)
    except ValueError:
        parts = urlsplit("")
    if parts.scheme not in ("http", "https") or not parts.hostname:
        raise UsageError(f"source “{settings.id}”: `url` is no address of a server", "http://…")
    return url.rstrip("/")


def _credentials(account: Account, options: ChromaOptions) -> dict[str, Any]:
    if account.token and options.header == "bearer":
        return {"headers": {"Authorization": f"Bearer {account.token}"}}
    if account.token:
        return {"headers": {"X-Chroma-Token": account.token}}
    if account.password:
        return {"auth": (account.user or "", account.password)}
    return {}
