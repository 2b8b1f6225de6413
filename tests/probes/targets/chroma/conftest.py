"""Collections in a folder and behind a real server, written by an application's own client."""

from __future__ import annotations

import sys
import zlib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any
from uuid import uuid4

import pytest
from tests.extras import needs
from tests.services.base import HOST, Server, free_port, http_answers, temporary_folder

from ragaudit.asking import Asking
from ragaudit.model import SyncSettings, TargetSettings
from ragaudit_probes.targets.chroma import ChromaTarget

DIMENSIONS = 64
APPLICATION = f"""
import zlib
SECRET = "the merger is called Falcon"
calls = []
def words(text):
    calls.append(text)
    vector = [0.0] * {DIMENSIONS}
    for word in text.lower().split():
        vector[zlib.crc32(word.strip(".,?").encode()) % {DIMENSIONS}] += 1.0
    return vector
def nested(text): return [words(text)]
def short(text): return [1.0, 2.0]
def strings(text): return "no vector"
def endless(text): return [float("nan")] * {DIMENSIONS}
def broken(text): raise RuntimeError(SECRET)
"""


def words(text: str) -> list[float]:
    """As the application embeds: words are dimensions."""
    vector = [0.0] * DIMENSIONS
    for word in text.lower().split():
        vector[zlib.crc32(word.strip(".,?").encode()) % DIMENSIONS] += 1.0
    return vector


@dataclass
class Shelf:
    """One collection, and targets for it."""

    client: Any
    settings: TargetSettings
    name: str
    module: str

    def fill(
        self, chunks: Mapping[str, tuple[str, Mapping[str, Any]]], space: str = "cosine"
    ) -> None:
        """Make the collection of texts and metadata by id."""
        made = self.client.get_or_create_collection(
            self.name, embedding_function=None, configuration={"hnsw": {"space": space}}
        )
        made.upsert(
            ids=list(chunks),
            documents=[text for text, _ in chunks.values()],
            metadatas=[dict(metadata) for _, metadata in chunks.values()],
            embeddings=[words(text) for text, _ in chunks.values()],
        )

    def target(self, **options: Any) -> ChromaTarget:
        """A new target, as in a new run."""
        embed = {"embed": f"{self.module}:words"}
        given = {**self.settings.options, "collection": self.name, **embed, **options}
        given = {key: value for key, value in given.items() if value is not None}
        settings = replace(self.settings, options=given)
        return ChromaTarget(settings, Asking(settings.sync, sleep=lambda _: None))


@pytest.fixture
def module(tmp_path: Path) -> str:
    """The name of the application's module, new in each test."""
    needs("chroma", "chromadb")
    name = f"app_{uuid4().hex[:8]}"
    (tmp_path / f"{name}.py").write_text(APPLICATION, encoding="utf-8")
    return name


@pytest.fixture
def shelf(tmp_path: Path, module: str) -> Iterator[Shelf]:
    """A collection in a folder."""
    import chromadb
    from chromadb.config import Settings

    quiet = Settings(anonymized_telemetry=False)
    client: Any = chromadb.PersistentClient(str(tmp_path / "index"), settings=quiet)
    sync = SyncSettings(tries=2, timeout_s=20)
    settings = TargetSettings(
        "chroma", tmp_path, options={"path": "index"}, options_at="r.yaml:3", sync=sync
    )
    yield Shelf(client, settings, "handbook", module)
    client.close()


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
def served(chroma_server: str, tmp_path: Path, module: str) -> Shelf:
    """A collection of its own on the server."""
    import chromadb
    from chromadb.config import Settings

    host, _, port = chroma_server.removeprefix("http://").partition(":")
    quiet = Settings(anonymized_telemetry=False)
    client = chromadb.HttpClient(host, int(port), settings=quiet)
    sync = SyncSettings(tries=2, timeout_s=20)
    settings = TargetSettings("chroma", tmp_path, chroma_server, options_at="r.yaml:3", sync=sync)
    return Shelf(client, settings, f"kb-{uuid4().hex[:8]}", module)


@pytest.fixture(params=["shelf", "served"])
def any_shelf(request: pytest.FixtureRequest) -> Shelf:
    """Both kinds, one after the other."""
    found: Shelf = request.getfixturevalue(request.param)
    return found
