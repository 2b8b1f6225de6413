"""A running service, and targets that ask it."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Any

import pytest
from tests.probes.targets.http.search_server import Service, running_service

from ragaudit.asking import Asking
from ragaudit.model import SyncSettings, TargetSettings
from ragaudit_probes.targets.http import HttpTarget

Make = Callable[..., HttpTarget]
MAPPING = {
    "hits": "$.results[*]",
    "id": "$.id",
    "document": "$.meta.path",
    "text": "$.text",
    "score": "$.score",
    "total": "$.total",
    "cost": "$.usage.cost",
}


@pytest.fixture
def service() -> Iterator[Service]:
    with running_service() as running:
        yield running


@pytest.fixture
def make(service: Service) -> Iterator[Make]:
    """Builds targets: options as given, else a POST with the usual mapping; no waits."""
    made: list[HttpTarget] = []

    def build(url: str = "", *, tries: int = 1, sync: Any = None, **options: Any) -> HttpTarget:
        options.setdefault("mapping", MAPPING)
        if not {"body", "params", "method"} & options.keys() and "{query}" not in url:
            options["body"] = {"query": "{query}", "top_k": "{k}"}
        settings = TargetSettings(
            "http",
            url=url or service.url + "/search",
            options={name: value for name, value in options.items() if value is not None},
            options_at="ragaudit.yaml:7",
            sync=sync or SyncSettings(timeout_s=5.0, tries=tries),
        )
        made.append(HttpTarget(settings, Asking(settings.sync, sleep=lambda _: None)))
        return made[-1]

    yield build
    for target in made:
        target.close()
