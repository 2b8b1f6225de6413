"""From what a retriever returned to documents of the catalogue."""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field

from ragaudit._measure.mapping.contents import Contents, contents_of
from ragaudit._measure.mapping.lookup import NONE, Found, Ids, Lookup
from ragaudit._measure.mapping.names import names_of
from ragaudit.model import Document, Hit
from ragaudit.text import sha256

_MOST_KEPT = 100_000
"""Results that are remembered: the same chunk comes back for many questions."""


@dataclass(frozen=True, slots=True)
class Mapped:
    """An answer as documents."""

    documents: tuple[str, ...]
    """Distinct catalogue ids, best first; the first chunk of a document counts."""
    unmapped: int = 0
    """Results that are no document of the catalogue, or may be several."""
    ambiguous: tuple[tuple[str, ...], ...] = ()
    """Of those that may be several, which, sorted; in the order of the answer."""


@dataclass(slots=True)
class Mapper:
    """Finds the document of a result by its names, and by its text where these do not suffice.

    An exact id or address is believed. The end of a path is believed where only one document has
    it; if it is a bare file name, or an id as short as `17`, then last, and only if the text does
    not speak against it. Everything else is found by text: word for word, or nearly. Of equal
    copies nobody can say which was served: such a result is ambiguous, and counts as unmapped
    unless copies are accepted.
    """

    lookup: Lookup
    contents: Contents | None = None
    _known: OrderedDict[tuple[object, ...], Ids] = field(default_factory=OrderedDict)

    @classmethod
    def of(cls, documents: Iterable[Document], texts: Callable[[str], str] | None = None) -> Mapper:
        """Prepare for a catalogue. `texts` gives a document's text by id, empty if it has none."""
        known = list(documents)
        return cls(Lookup.of(known), contents_of((one.id for one in known), texts))

    def documents(self, hits: Iterable[Hit], *, copies: bool = False) -> Mapped:
        """The documents of an answer, chunks collapsed.

        With `copies` an ambiguous result stands for everything it may be, sorted by id.
        """
        found: dict[str, None] = {}
        unmapped, ambiguous = 0, []
        for hit in hits:
            ids = self.candidates(hit)
            if len(ids) > 1:
                ambiguous.append(tuple(sorted(ids)))
            if len(ids) == 1 or (ids and copies):
                found.update(dict.fromkeys(sorted(ids)))
            else:
                unmapped += 1
        return Mapped(tuple(found), unmapped, tuple(ambiguous))

    def candidates(self, hit: Hit) -> Ids:
        """What a result may be: nothing, one document, or several that cannot be told apart."""
        text = sha256(hit.text) if hit.text else ""
        key = (hit.id, hit.document, text, tuple(sorted(hit.metadata.items())))
        found = self._known.get(key)
        if found is None:
            found = self._known[key] = self._resolved(hit)
            if len(self._known) > _MOST_KEPT:
                self._known.popitem(last=False)
        return found

    def _resolved(self, hit: Hit) -> Ids:
        names = list(names_of(hit))
        named = [found for name in names if (found := self.lookup.by_name(name)).ids]
        named += [found for name in names if (found := self.lookup.by_path(name)).ids]
        several = NONE
        for found in sorted(named, key=lambda found: not found.certain):
            ids = self._believed(found, hit)
            if len(ids) == 1:
                return ids
            several = several or ids
        if several:
            return self._held(hit, sorted(several)) or several
        return self._held(hit)

    def _believed(self, found: Found, hit: Hit) -> Ids:
        """What a name means, without what the text speaks against."""
        if found.certain or self.contents is None or not hit.text:
            return found.ids
        contents = self.contents
        return frozenset(one for one in found.ids if not contents.disagrees(hit.text, one))

    def _held(self, hit: Hit, among: Sequence[str] | None = None) -> Ids:
        if self.contents is None or not hit.text:
            return NONE
        return self.contents.holding(hit.text, among)
