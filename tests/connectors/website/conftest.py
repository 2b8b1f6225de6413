"""Readers of the test website."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from tests.connectors.website.helpers import Pass, Reader, listing
from tests.services.website import Website


@pytest.fixture
def reader(website: Website) -> Reader:
    """Connectors to an empty site."""
    return Reader(website)


@pytest.fixture
def crawl(reader: Reader) -> Callable[..., Pass]:
    """One pass over the site by its links alone, in a run of its own."""

    def once(cursor: str | None = None, **changes: Any) -> Pass:
        return listing(reader.connector(**({"options": {"sitemaps": False}} | changes)), cursor)

    return once
