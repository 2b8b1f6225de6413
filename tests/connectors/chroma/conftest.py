"""A Chroma in a folder, and one behind a server."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from uuid import uuid4

import pytest
from tests.connectors.chroma.helpers import Shelf, local
from tests.extras import needs
from tests.services.base import HOST, Server, free_port, http_answers, temporary_folder

from ragaudit.model import SourceSettings, SyncSettings


@pytest.fixture
def shelf(tmp_path: Path) -> Iterator[Shelf]:
    """A local collection."""
    needs("chroma", "chromadb")
    made = local(tmp_path)
    yield made
    made.client.close()


@pytest.fixture(scope="session")
def chroma_server() -> Iterator[str]:
    """The address of a running server."""
    needs("chroma", "chromadb")
    program = Path(sys.executable).with_name("chroma")
    port = free_port()
    url = f"http://{HOST}:{port}"
    with temporary_folder("chroma") as folder:
        where = ["--host", HOST, "--port", str(port)]
        arguments: list[str | Path] = [program, "run", "--path", folder / "data", *where]
        with Server(arguments, folder, http_answers(f"{url}/api/v2/heartbeat")):
            yield url


@pytest.fixture
def served(chroma_server: str, tmp_path: Path) -> Shelf:
    """A collection of its own on the server."""
    import chromadb
    from chromadb.config import Settings

    host, _, port = chroma_server.removeprefix("http://").partition(":")
    quiet = Settings(anonymized_telemetry=False)
    client = chromadb.HttpClient(host, int(port), settings=quiet)
    settings = SourceSettings("index", "chroma", tmp_path, url=chroma_server, remote=True)
    sync = SyncSettings(tries=2, timeout_s=10)
    return Shelf(client, replace(settings, sync=sync), f"kb-{uuid4().hex[:8]}")


@pytest.fixture(params=["shelf", "served"])
def any_shelf(request: pytest.FixtureRequest) -> Shelf:
    """Both kinds, one after the other."""
    found: Shelf = request.getfixturevalue(request.param)
    return found
