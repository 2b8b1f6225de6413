"""Names of all documents, looked up without going through them."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field

from ragaudit._measure.mapping.names import address_of, is_weak, path_of, tails, tidy
from ragaudit.model import Document

Ids = frozenset[str]
NONE: Ids = frozenset()
Table = dict[str, tuple[str, ...]]
_DEEPEST = 40
"""Ends of a path that are known; a deeper one is found by its last parts."""
_MOST = 50
"""Documents that one name may mean; a name of more tells nothing."""


@dataclass(frozen=True, slots=True)
class Found:
    """Documents that a name may mean."""

    ids: Ids = NONE
    certain: bool = True
    """Whether the name is enough; else the text must agree, where there is one to compare."""


@dataclass(slots=True)
class Lookup:
    """Documents by id, by `source:path`, by native id and path, by address, and by path ends."""

    exact: Table = field(default_factory=dict)
    within: Table = field(default_factory=dict)
    """Native id or path, which several sources may have."""
    addresses: Table = field(default_factory=dict)
    paths: Table = field(default_factory=dict)
    ends: Table = field(default_factory=dict)

    @classmethod
    def of(cls, documents: Iterable[Document]) -> Lookup:
        """Read every document once."""
        made = cls()
        for document in documents:
            made._add(document)
        return made

    def _add(self, document: Document) -> None:
        own = document.id
        path = path_of(document.path)
        for name in (own, f"{document.source_id}:{document.path}", document.deep_link or ""):
            _put(self.exact, tidy(name), own)
        for name in (document.native_id, document.path):
            _put(self.within, tidy(name), own)
        for name in (document.native_id, document.path, document.deep_link or ""):
            _put(self.addresses, address_of(name), own)
        _put(self.paths, path, own)
        parts = path.split("/")[-_DEEPEST:]
        for start in range(len(parts)):
            _put(self.ends, "/".join(parts[start:]), own)

    def by_name(self, name: str) -> Found:
        """What a name means exactly."""
        if found := self.exact.get(name):
            return Found(frozenset(found))
        if found := self.within.get(name):
            return Found(frozenset(found), certain=not is_weak(name))
        if (address := address_of(name)) and (found := self.addresses.get(address)):
            return Found(frozenset(found))
        return Found()

    def by_path(self, name: str) -> Found:
        """Documents whose path ends a longer one, or ends with a shorter one.

        A path of one part says little about which of many folders it is in, so that the text must
        agree.
        """
        whole = path_of(name)
        for tail in tails(whole):
            if found := self.paths.get(tail):
                return Found(frozenset(found), certain="/" in tail or tail == whole)
        found = self.ends.get(whole)
        if not found or len(found) > _MOST:
            return Found()
        return Found(frozenset(found), certain="/" in whole)


def _put(table: Table, name: str, own: str) -> None:
    """Past the limit it no longer matters which, and memory does."""
    known = table.get(name, ())
    if name and own not in known and len(known) <= _MOST:
        table[name] = (*known, own)
