"""Collections that applications make, and connectors to them."""

from __future__ import annotations

import random
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

from ragaudit.contracts import PassEnd, Ref, RefPage
from ragaudit.model import SourceSettings, SyncSettings
from ragaudit_connectors.chroma import ChromaConnector
from ragaudit_connectors.remote import Asking

NAME = "handbook"


@dataclass
class Shelf:
    """A collection that is written, by an application's own client."""

    client: Any
    settings: SourceSettings
    name: str = NAME

    @property
    def collection(self) -> Any:
        """The collection; made when it is first asked for."""
        return self.client.get_or_create_collection(self.name, embedding_function=None)

    def add(self, name: str, text: str | None, **metadata: Any) -> None:
        """Put a chunk in, or change it; its text may be absent."""
        texts = {"documents": [text]} if text is not None else {}
        told = {"metadatas": [metadata]} if metadata else {}
        vectors = [[random.random() for _ in range(4)]]
        self.collection.upsert(ids=[name], embeddings=vectors, **texts, **told)

    def delete(self, **where: Any) -> None:
        """Take chunks out."""
        self.collection.delete(where=where)

    def connector(self, **options: Any) -> ChromaConnector:
        """A new connector, as in a new run."""
        given = {"collection": self.name, **options}
        settings = replace(self.settings, options=given, options_at="ragaudit.yaml:7")
        return ChromaConnector(settings, Asking(settings.sync, sleep=lambda _: None))


def local(folder: Path, name: str = "index") -> Shelf:
    """A collection in a folder of its own."""
    import chromadb
    from chromadb.config import Settings

    root = folder / name
    client = chromadb.PersistentClient(str(root), settings=Settings(anonymized_telemetry=False))
    settings = SourceSettings("index", "chroma", root, shown_root=name)
    return Shelf(client, replace(settings, sync=SyncSettings(tries=2)))


def listed(connector: ChromaConnector, cursor: str | None = None) -> RefPage:
    """All pages as one."""
    pages = list(connector.list_refs(cursor))
    assert [None] * (len(pages) - 1) == [page.end for page in pages[:-1]]
    assert isinstance(pages[-1].end, PassEnd)
    refs = tuple(ref for page in pages for ref in page.refs)
    return RefPage(refs, skips=tuple(s for page in pages for s in page.skips), end=pages[-1].end)


def texts(connector: ChromaConnector, refs: Sequence[Ref]) -> Mapping[str, str]:
    """What is read, by path."""
    return {ref.path: connector.fetch(ref).data.decode() for ref in refs}
