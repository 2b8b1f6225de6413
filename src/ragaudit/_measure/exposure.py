"""What a scan found of the documents that a retriever may return."""

from __future__ import annotations

import posixpath
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from ragaudit.model import Document, Finding, Status

STALE = ("FRS201", "FRS202", "FRS203", "FRS213")
"""Rules after which a document should not be served as it is: its contract is broken, its review
overdue, it has expired, or it was replaced."""
CONFLICT = "CNF3"


@dataclass(frozen=True, slots=True)
class Exposed:
    """Documents that do harm where they are returned."""

    stale: frozenset[str] = frozenset()
    successors: Mapping[str, str] | None = None
    conflicts: tuple[frozenset[str], ...] = ()

    @classmethod
    def of(cls, findings: Sequence[Finding], documents: Mapping[str, Document]) -> Exposed:
        """Open and accepted findings count: whoever accepted one is served it all the same."""
        real = [f for f in findings if f.status is not Status.SUPPRESSED and f.document]
        stale = frozenset(f.document for f in real if f.document and f.code in STALE)
        clusters = {
            frozenset((f.document, *(r.document for r in f.related)))
            for f in real
            if f.document and f.code.startswith(CONFLICT)
        }
        pairs = tuple(sorted((c for c in clusters if len(c) > 1), key=sorted))
        return cls(stale, _successors(documents), pairs)


def _successors(documents: Mapping[str, Document]) -> dict[str, str]:
    """Document to the one its metadata names as its replacement, in the same source."""
    places = {(d.source_id, d.path): d.id for d in documents.values()}
    found = {}
    for document in documents.values():
        named = document.superseded_by
        if not named.trusted or not named.value:
            continue
        beside = posixpath.normpath(posixpath.join(posixpath.dirname(document.path), named.value))
        for path in (beside, named.value.lstrip("/")):
            target = places.get((document.source_id, path))
            if target and target != document.id:
                found[document.id] = target
                break
    return found
