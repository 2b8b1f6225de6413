"""What both kinds of Chroma answer, and what it means."""

from __future__ import annotations

from abc import abstractmethod
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Protocol

from ragaudit.errors import MalformedError
from ragaudit.model import Hit
from ragaudit_probes.targets.chroma.options import ChromaOptions
from ragaudit_probes.targets.shared import LONGEST_TEXT, MOST_HITS, clean, metadata_of, number

DOCUMENT = ("source", "file_path", "path", "url", "document_id", "doc_id", "ref_doc_id")
"""Metadata that applications write; the first that is there names the document."""
INCLUDE = ("documents", "metadatas", "distances")
_SPACES = ("l2", "cosine", "ip")
_MOST_NAMED = 20
BROKEN = "Chroma's answer is not what a collection gives"


@dataclass(frozen=True, slots=True)
class About:
    """What a collection says of itself."""

    space: str
    """`l2`, `cosine` or `ip`."""
    model: str | None
    """What it was embedded with, as far as it says; None where it does not."""
    model_options: Mapping[str, Any]
    dimensions: int | None
    """None where it is empty."""


class Collection(Protocol):
    """One collection, in a folder or on a server."""

    @abstractmethod
    def about(self) -> About:
        """What it says of itself. Raises `SourceError`."""

    @abstractmethod
    def query(
        self,
        vector: Sequence[float],
        k: int,
        where: Mapping[str, Any] | None,
        headers: Mapping[str, str] | None,
    ) -> Mapping[str, Any]:
        """The nearest chunks; headers stand for the settings' account. Raises `SourceError`."""

    @abstractmethod
    def sample(self, most: int) -> Mapping[str, Any]:
        """Some chunks with their vectors and texts. Raises `SourceError`."""

    def close(self) -> None:
        """Give back what was opened."""
        return None


def about_of(configuration: Any, metadata: Any, dimensions: Any) -> About:
    """Read a collection's configuration; before there was one, its metadata named the space."""
    told = configuration if isinstance(configuration, Mapping) else {}
    indexes = [told.get("hnsw"), told.get("spann")]
    spaces = [index.get("space") for index in indexes if isinstance(index, Mapping)]
    spaces.append(metadata.get("hnsw:space") if isinstance(metadata, Mapping) else None)
    space = next((one for one in spaces if one in _SPACES), "l2")
    named = told.get("embedding_function")
    function = named if isinstance(named, Mapping) and named.get("type") == "known" else {}
    model, options = clean(function.get("name"), 100), function.get("config")
    size = number(dimensions)
    return About(
        space,
        model or None,
        options if isinstance(options, Mapping) else {},
        int(size) if size else None,
    )


def score_of(distance: object, space: str) -> float | None:
    """A distance as a score, higher is better.

    Chroma's cosine distance is 1 - cosine and its inner-product distance 1 - product; both are
    turned back. Its l2 is squared and without end: 1 / (1 + d), between 0 and 1.
    """
    read = number(distance)
    if read is None:
        return None
    return 1 / (1 + max(read, 0.0)) if space == "l2" else 1 - read


def hits_of(
    answer: Mapping[str, Any], space: str, options: ChromaOptions, most: int = MOST_HITS
) -> tuple[Hit, ...]:
    """The results of one question, best first. Raises `MalformedError`."""
    ids = _column(answer, "ids", None)
    if (size := len(ids)) > most:
        # What would be cut off might be what somebody must not see.
        raise MalformedError(f"the collection returned more than {most:,} results")
    texts, metadatas, distances = (_column(answer, name, size) for name in INCLUDE)
    found = tuple(
        _hit(identity, text, metadata, score_of(distance, space), options)
        for identity, text, metadata, distance in zip(ids, texts, metadatas, distances, strict=True)
    )
    if options.document and found and not any(hit.document for hit in found):
        told = f"no chunk has the metadata field `{options.document}`"
        raise MalformedError(told, "check `options: {document: …}` of the target")
    return found


def _hit(
    identity: Any, text: Any, metadata: Any, score: float | None, options: ChromaOptions
) -> Hit:
    if not isinstance(identity, str):
        raise MalformedError(BROKEN)
    known = metadata_of(metadata)
    chosen = [options.document] if options.document else DOCUMENT
    document = next((known[name] for name in chosen if known.get(name)), "")
    if options.text and isinstance(metadata, Mapping):
        text = metadata.get(options.text)
    return Hit(clean(identity), score, document, clean(text, LONGEST_TEXT), known)


def _column(answer: Mapping[str, Any], name: str, size: int | None) -> Sequence[Any]:
    """One list of the answer to the first question; Chroma may leave a list out."""
    rows = answer.get(name)
    if rows is None and size is not None:
        return [None] * size
    if not isinstance(rows, list) or len(rows) != 1 or not isinstance(rows[0], list):
        raise MalformedError(BROKEN)
    if size is not None and len(rows[0]) != size:
        raise MalformedError(BROKEN)
    return rows[0]


def no_collection(name: str, names: Sequence[str] = ()) -> MalformedError:
    """The error for a collection that is not there."""
    there = ", ".join(names[:_MOST_NAMED]) or "none that can be seen"
    return MalformedError(f"there is no collection “{name}”", f"there is: {there}")
