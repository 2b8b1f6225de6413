"""One fault in a shared file is one finding, however many documents the file speaks for."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import TypeVar

from ragaudit.model import Document, Related

T = TypeVar("T")

_SHOWN = 5
_FILE = re.compile(r"\S.{0,400}:\d{1,7}|[^\s,]{1,400}")
"""`hr/access.yaml:5`, `CODEOWNERS`; not `front matter, line 4`."""


@dataclass(frozen=True, slots=True)
class Place:
    """Where something is written, and the documents it speaks for."""

    documents: tuple[str, ...]
    locator: str | None
    """The shared file, or None if it is written in the one document itself."""

    @property
    def first(self) -> str:
        """The document a finding is hung on."""
        return self.documents[0]

    @property
    def related(self) -> tuple[Related, ...]:
        """Some of the other documents."""
        return tuple(Related(name) for name in self.documents[1 : _SHOWN + 1])

    def key(self, name: str) -> str | None:
        """What identifies a finding about a name in a shared file: never the line."""
        return f"{self.locator.rsplit(':', 1)[0]}|{name}" if self.locator else None


def shared(locator: str | None) -> str | None:
    """The locator if it leads to a file other documents can share."""
    return locator if locator and _FILE.fullmatch(locator) else None


def gather(found: Iterable[tuple[Document, str | None, str, T]]) -> Iterator[tuple[Place, str, T]]:
    """Join (document, shared locator, name, evidence) by place and name, in order of appearance.

    The evidence of the first document speaks for all.
    """
    joined: dict[tuple[str, str, str], tuple[list[str], str | None, T]] = {}
    for document, locator, name, evidence in found:
        key = (document.source_id, locator or document.id, name)
        documents, _, _ = joined.setdefault(key, ([], locator, evidence))
        if document.id not in documents[-1:]:
            documents.append(document.id)
    for (_, _, name), (documents, locator, evidence) in joined.items():
        yield Place(tuple(documents), locator), name, evidence
