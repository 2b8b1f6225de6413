"""Every document that was read, as corpus detectors see it."""

from __future__ import annotations

from collections import Counter, OrderedDict, defaultdict
from collections.abc import Callable, Mapping, Sequence
from datetime import date
from functools import cached_property
from typing import Any, TypeVar

from ragaudit._engine.cache import Cache
from ragaudit._engine.pool import Pool
from ragaudit._engine.record import Analysis
from ragaudit._engine.worker import Job
from ragaudit.contracts import (
    CodeBase,
    Connector,
    Corpus,
    Judge,
    LinkChecker,
    LinkResult,
    Member,
    Moment,
    Nli,
    Past,
    Ref,
)
from ragaudit.errors import SkipError
from ragaudit.model import Content, Directory, Document, IndexManifest, SourceSettings

T = TypeVar("T")
SMALL = 1_000_000
"""Bytes of a settings file that are looked at."""
HELD = 64
"""Contents kept in memory; comparing a cluster reads each of its documents a few times."""


class ReadCorpus(Corpus):
    """See `Corpus`. Texts are parsed again in a worker when a detector asks for them."""

    def __init__(
        self,
        *,
        as_of: date,
        directory: Directory,
        sources: Mapping[str, SourceSettings],
        connectors: Mapping[str, Connector],
        documents: Mapping[str, Document],
        refs: Mapping[str, Ref],
        paths: Mapping[str, frozenset[str]],
        pool: Pool,
        cache: Cache,
        version: str,
        code: Mapping[str, tuple[CodeBase, ...]],
        indexes: Mapping[str, IndexManifest],
        links: LinkChecker | None = None,
        nli: Nli | None = None,
        judge: Judge | None = None,
    ) -> None:
        self.as_of, self.directory = as_of, directory
        self.sources, self.documents = sources, documents
        self._connectors, self._refs, self._paths = connectors, refs, paths
        self._pool, self._cache, self._version = pool, cache, version
        self._code, self._indexes, self._links = code, indexes, links
        self._nli, self._judge = nli, judge
        self._held: OrderedDict[str, Content | None] = OrderedDict()
        self._once: dict[str, Any] = {}

    @cached_property
    def activity(self) -> Mapping[str, date]:  # type: ignore[override]
        """See `Corpus.activity`."""
        found: dict[str, date] = {}
        for connector in self._connectors.values():
            for who, day in connector.activity().items():
                found[who] = max(day, found.get(who, day))
        return found

    def content(self, document: str) -> Content | None:
        """See `Corpus.content`."""
        if document in self._held:
            self._held.move_to_end(document)
            return self._held[document]
        found = self._parsed(self.documents[document].source_id, self._refs[document])
        self._held[document] = found
        if len(self._held) > HELD:
            self._held.popitem(last=False)
        return found

    def _parsed(self, source: str, ref: Ref) -> Content | None:
        connector = self._connectors[source]
        if connector.local:
            return self._pool.content(Job(source, ref))
        try:
            return self._pool.content(Job(source, ref, connector.read(ref)))
        except SkipError:
            return None

    def has(self, source: str, path: str) -> bool | None:
        """See `Corpus.has`."""
        return True if path in self._paths[source] else self._connectors[source].has(path)

    def last_change(self, document: str) -> Moment | None:
        """See `Corpus.last_change`."""
        known = self.documents[document]
        return self._connectors[known.source_id].last_change(known.path)

    def past(self, document: str, moment: Moment) -> Past | None:
        """See `Corpus.past`."""
        known = self.documents[document]
        return self._connectors[known.source_id].past(known.path, moment)

    def parse(self, document: str, data: bytes) -> Content | None:
        """See `Corpus.parse`."""
        source = self.documents[document].source_id
        return self._pool.content(Job(source, self._refs[document], data))

    def code(self, source: str) -> tuple[CodeBase, ...]:
        """See `Corpus.code`."""
        return self._code.get(source, ())

    def index(self, source: str) -> IndexManifest | None:
        """See `Corpus.index`."""
        return self._indexes.get(source)

    def paths(self, source: str) -> frozenset[str]:
        """See `Corpus.paths`."""
        return self._paths[source]

    def text(self, source: str, path: str) -> str | None:
        """See `Corpus.text`."""
        if path not in self._paths[source] or not self._connectors[source].local:
            return None
        try:
            data = self._connectors[source].read(Ref(path, path))
        except SkipError:
            return None
        return data[:SMALL].decode("utf-8", "replace")

    def check_links(self, urls: Sequence[str]) -> Mapping[str, LinkResult] | None:
        """See `Corpus.check_links`."""
        return None if self._links is None else self._links.check(urls)

    def nli(self) -> Nli | None:
        """See `Corpus.nli`."""
        return self._nli

    def judge(self) -> Judge | None:
        """See `Corpus.judge`."""
        return self._judge

    def once(self, name: str, compute: Callable[[], T]) -> T:
        """See `Corpus.once`."""
        if name not in self._once:
            self._once[name] = compute()
        found: T = self._once[name]
        return found

    def remember(self, name: str, key: str, compute: Callable[[], str]) -> str:
        """See `Corpus.remember`."""
        full = f"{self._version}:{name}:{key}"
        known = self._cache.memo(full)
        if known is None:
            known = compute()
            self._cache.put_memo(full, known)
        return known


def groups(
    analyses: Mapping[str, Analysis], extractor: str, *, in_company: bool = False
) -> dict[str, tuple[Member, ...]]:
    """Members by key, both in stable order, for one extractor.

    With `in_company` what only one member has is left out, before it costs anything.
    """
    counts: Counter[str] = Counter()
    if in_company:
        for analysis in analyses.values():
            counts.update(feature.key for feature in analysis.features.get(extractor, ()))
    found: defaultdict[str, list[Member]] = defaultdict(list)
    for document, analysis in analyses.items():
        for feature in analysis.features.get(extractor, ()):
            if not in_company or counts[feature.key] > 1:
                found[feature.key].append(Member(document, feature))
    return {key: tuple(members) for key, members in sorted(found.items())}
