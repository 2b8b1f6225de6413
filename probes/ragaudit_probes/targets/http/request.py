"""One question, as it is sent."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any
from urllib.parse import urlsplit

from ragaudit.errors import UsageError
from ragaudit.model import TargetSettings
from ragaudit_probes.targets.http.identity import Identity, check_sendable
from ragaudit_probes.targets.http.options import HttpOptions
from ragaudit_probes.targets.http.template import (
    Secret,
    Values,
    check_gaps,
    filled,
    filled_address,
    gaps,
)


@dataclass(frozen=True, slots=True)
class Question:
    """A request; nothing of it is ever shown, for it may hold secrets."""

    method: str
    url: str = field(repr=False)
    params: tuple[tuple[str, str], ...] = field(default=(), repr=False)
    headers: Mapping[str, str] = field(default_factory=dict, repr=False)
    body: bytes | None = field(default=None, repr=False)


def check_address(settings: TargetSettings, options: HttpOptions) -> None:
    """Raise `UsageError` for an address that cannot be asked, or a question without the query."""
    where = f"{settings.options_at}: " if settings.options_at else ""
    told = _address_problem(settings.url)
    if told is None and "query" not in options.gaps | gaps(settings.url):
        told = "nothing that is sent holds {query}: put it into `params`, `body` or `url`"
    if told:
        raise UsageError(
            f"{where}target “http”: {told}", "write …?q={query}&k={k}, or see docs/target.md"
        )


def _address_problem(url: str) -> str | None:
    try:
        parts = urlsplit(url)
        host, _ = parts.hostname, parts.port
        check_gaps(url)
    except ValueError as error:
        return f"`url`: {error}"
    if parts.scheme not in ("http", "https") or not host:
        return "`url` is no address that begins with http:// or https://"
    if "@" in parts.netloc:
        return "`url` holds a name or password: name it by variable under `options: {auth: …}`"
    if "{" in parts.netloc:
        return "`url` has a gap in the name of the server"
    return None


def question(
    settings: TargetSettings,
    options: HttpOptions,
    asker: Identity,
    values: Values,
    secret: Secret,
) -> Question:
    """Fill everything in. Raises what `secret` raises."""
    params = _pairs(filled(options.params, values, secret))
    headers = _headers(filled(options.headers, values, secret), asker)
    if asker.cookies:
        headers["Cookie"] = "; ".join(f"{name}={text}" for name, text in asker.cookies.items())
    body = None
    if options.body is not None:
        body = json.dumps(filled(options.body, values, secret)).encode()
        headers.setdefault("Content-Type", "application/json")
    return Question(
        options.method or ("GET" if options.body is None else "POST"),
        filled_address(settings.url, values, secret),
        (*(pair for pair in params if pair[0] not in asker.params), *asker.params.items()),
        headers,
        body,
    )


def _headers(common: Mapping[str, Any], asker: Identity) -> dict[str, str]:
    """Those of whoever asks stand in for common ones of the same name."""
    theirs = {name.lower() for name in asker.headers}
    headers = {n: _line(value) for n, value in common.items() if n.lower() not in theirs}
    for name, text in headers.items():
        check_sendable(asker, f"header {name}", text)
    return headers | dict(asker.headers)


def _pairs(params: Mapping[str, Any]) -> tuple[tuple[str, str], ...]:
    lists = ((name, v if isinstance(v, list) else [v]) for name, v in params.items())
    return tuple((name, _plain(one)) for name, items in lists for one in items if one is not None)


def _plain(value: object) -> str:
    if isinstance(value, bool):
        return "true" if value else "false"
    return str(value)


def _line(value: object) -> str:
    return ",".join(value) if isinstance(value, list) else str(value)
