"""A collection of a Chroma server, by its HTTP interface (version 2)."""

from __future__ import annotations

import threading
from collections.abc import Mapping, Sequence
from typing import Any, NoReturn
from urllib.parse import quote, urlsplit

import httpx

from ragaudit import __version__
from ragaudit.errors import (
    AuthInvalidError,
    MalformedError,
    RateLimitedError,
    ScopeMissingError,
    TransientError,
    UsageError,
)
from ragaudit.model import TargetSettings
from ragaudit_probes.targets.chroma.answers import (
    INCLUDE,
    About,
    Collection,
    about_of,
    no_collection,
)
from ragaudit_probes.targets.chroma.options import ChromaOptions
from ragaudit_probes.targets.options import secret

_LONGEST_ANSWER = 200_000_000
_PASSING = frozenset({408, 425, 500, 502, 503, 504})
_LATER = "check that the server is up, then run again"


class ServerCollection(Collection):
    """One collection of a server. Redirects are not followed: they may lead to another one."""

    def __init__(self, settings: TargetSettings, options: ChromaOptions) -> None:
        self._options = options
        self._base = _address(settings)
        self._host = urlsplit(self._base).netloc.rpartition("@")[2]
        self._client = httpx.Client(
            headers={"User-Agent": f"ragaudit/{__version__}"},
            timeout=settings.sync.timeout_s,
            follow_redirects=False,
            trust_env=False,
        )
        self._lock = threading.Lock()
        self._found: Mapping[str, Any] | None = None

    def about(self) -> About:
        """See `Collection.about`."""
        found = self._collection()
        return about_of(
            found.get("configuration_json"), found.get("metadata"), found.get("dimension")
        )

    def query(
        self,
        vector: Sequence[float],
        k: int,
        where: Mapping[str, Any] | None,
        headers: Mapping[str, str] | None,
    ) -> Mapping[str, Any]:
        """See `Collection.query`."""
        asked: dict[str, Any] = {
            "query_embeddings": [list(vector)],
            "n_results": k,
            "include": list(INCLUDE),
        }
        if where:
            asked["where"] = dict(where)
        sent = self._account() if headers is None else headers
        return self._mapping("POST", f"{self._path()}/query", sent, asked)

    def sample(self, most: int) -> Mapping[str, Any]:
        """See `Collection.sample`."""
        asked = {"limit": most, "include": ["embeddings", "documents", "metadatas"]}
        return self._mapping("POST", f"{self._path()}/get", self._account(), asked)

    def close(self) -> None:
        """Give the connections back."""
        self._client.close()

    def _collection(self) -> Mapping[str, Any]:
        with self._lock:
            if self._found is None:
                path = f"{self._collections()}/{quote(self._options.collection, safe='')}"
                found = self._mapping("GET", path, self._account())
                if not isinstance(found.get("id"), str):
                    raise MalformedError(f"{self._host}: this is no Chroma server", "check `url`")
                self._found = found
            return self._found

    def _path(self) -> str:
        """A collection goes by its id."""
        return f"{self._collections()}/{quote(str(self._collection()['id']), safe='')}"

    def _collections(self) -> str:
        options = self._options
        tenant, database = quote(options.tenant, safe=""), quote(options.database, safe="")
        return f"/api/v2/tenants/{tenant}/databases/{database}/collections"

    def _account(self) -> dict[str, str]:
        if not self._options.token_env:
            return {}
        token = secret(self._options.token_env)
        if self._options.header == "bearer":
            return {"Authorization": f"Bearer {token}"}
        return {"X-Chroma-Token": token}

    def _mapping(
        self, method: str, path: str, headers: Mapping[str, str], asked: object = None
    ) -> Mapping[str, Any]:
        response = self._request(method, path, headers, asked)
        try:
            found = response.json()
        except (ValueError, RecursionError):
            found = None
        if not isinstance(found, dict):
            kind = response.headers.get("content-type", "something else").split(";")[0]
            hint = "check `url`; a login page or a proxy may be in the way"
            raise MalformedError(f"{self._host} answered with {kind[:40]} where JSON belongs", hint)
        return found

    def _request(
        self, method: str, path: str, headers: Mapping[str, str], asked: object
    ) -> httpx.Response:
        url = self._base + path
        try:
            with self._client.stream(method, url, headers=dict(headers), json=asked) as response:
                if not response.is_success:
                    self._refused(response, path)
                self._read(response)
        except httpx.TimeoutException:
            raise TransientError(f"{self._host} did not answer in time", _LATER) from None
        except (httpx.TransportError, httpx.DecodingError) as error:
            kind = type(error).__name__
            raise TransientError(f"{self._host} cannot be reached ({kind})", _LATER) from None
        except (httpx.InvalidURL, ValueError):
            told = f"{self._host}: neither an address nor headers that can be sent"
            raise MalformedError(told) from None
        return response

    def _read(self, response: httpx.Response) -> None:
        """Read a body, but no further than the limit, whatever its length claims."""
        parts, size = [], 0
        for part in response.iter_bytes():
            size += len(part)
            if size > _LONGEST_ANSWER:
                raise MalformedError(f"{self._host} answered with over {_LONGEST_ANSWER:,} bytes")
            parts.append(part)
        response._content = b"".join(parts)

    def _refused(self, response: httpx.Response, path: str) -> NoReturn:
        """Of what a server says only the status is told: the rest may quote the question."""
        status = response.status_code
        told = f"{self._host} answered {status}"
        if status == 401:
            raise AuthInvalidError(f"{told}: the token is wrong or missing", "check `token_env`")
        if status == 403:
            raise ScopeMissingError("read", "collection:get, collection:query", told)
        if status == 404 and "/collections/" in path:
            raise no_collection(self._options.collection)
        if status == 429:
            wait = response.headers.get("retry-after", "").strip()
            raise RateLimitedError(told, float(wait) if wait.isdigit() else None)
        if status in _PASSING:
            raise TransientError(told, _LATER)
        hint = "check `url`, `where`, and that `embed` is the collection's model"
        raise MalformedError(told, hint)


def _address(settings: TargetSettings) -> str:
    try:
        parts = urlsplit(settings.url)
    except ValueError:
        parts = urlsplit("")
    if parts.scheme not in ("http", "https") or not parts.hostname:
        where = f"{settings.options_at}: " if settings.options_at else ""
        told = f"{where}target “{settings.type}”: `url` is no address of a server"
        raise UsageError(told, "http://localhost:8000")
    return settings.url.rstrip("/")
