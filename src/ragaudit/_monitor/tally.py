"""Counts a query log: what was asked, what was returned, what people said of it."""

from __future__ import annotations

from collections import Counter, OrderedDict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime

from ragaudit._measure.mapping.lookup import Lookup
from ragaudit._measure.mapping.mapper import Mapper
from ragaudit._monitor.sketches import Frequent, Percentiles
from ragaudit.model import (
    COMPLAINTS,
    AskedOften,
    BadLine,
    Document,
    Hit,
    Latency,
    LogRecord,
    Served,
    Signal,
    Usage,
)

NOBODY = "(no owner)"
_UNKNOWN = "\0"
"""No document is called so."""
_Key = tuple[str, str]
"""`document`, `source` or `owner`, and which."""
MOST_TRACES = 100_000
"""Questions that news may still come about."""
MOST_QUERIES = 20_000
"""Wordings that are counted at once; what came more than one time in so many is among them."""
MOST_SHOWN_BAD, LONGEST_QUERY, LONGEST_TRACE = 20, 2_000, 200


@dataclass(slots=True)
class _Group:
    answers: int = 0
    signals: Counter[Signal] = field(default_factory=Counter)


@dataclass(slots=True)
class _Often:
    """Wordings that went wrong in one way, with the documents that were returned last."""

    counts: Frequent = field(default_factory=lambda: Frequent(MOST_QUERIES))
    told: dict[str, tuple[str, tuple[str, ...]]] = field(default_factory=dict)

    def add(self, query: str, documents: tuple[str, ...]) -> None:
        key = " ".join(query.casefold().split())
        if self.counts.add(key):
            self.told[key] = (query, documents)
        if len(self.told) > 2 * MOST_QUERIES:
            self.told = {k: v for k, v in self.told.items() if k in self.counts.counts}


@dataclass(slots=True)
class Tally:
    """Counts records one by one. Memory is bounded by the catalogue and the constants above."""

    documents: Mapping[str, Document]
    _mapper: Mapper = field(init=False)
    _known: dict[tuple[str, str], str | None] = field(default_factory=dict)
    _groups: dict[_Key, _Group] = field(default_factory=dict)
    _keys: dict[str, tuple[_Key, ...]] = field(default_factory=dict)
    """Document to everything that is counted with it."""
    _recent: OrderedDict[str, tuple[str, tuple[str, ...]]] = field(default_factory=OrderedDict)
    _early: OrderedDict[str, set[Signal]] = field(default_factory=OrderedDict)
    """News that came before the question they are about."""
    _signals: Counter[Signal] = field(default_factory=Counter)
    _counts: Counter[str] = field(default_factory=Counter)
    _latency: Percentiles = field(default_factory=Percentiles)
    _cost: float | None = None
    _first: datetime | None = None
    _last: datetime | None = None
    _unanswered: _Often = field(default_factory=_Often)
    _complained: _Often = field(default_factory=_Often)
    _bad: list[BadLine] = field(default_factory=list)

    def __post_init__(self) -> None:
        self._mapper = Mapper(Lookup.of(self.documents.values()))

    def add_all(self, records: Iterable[LogRecord | BadLine]) -> None:
        """Count everything of a log."""
        for record in records:
            if isinstance(record, BadLine):
                self._counts["bad"] += 1
                if len(self._bad) < MOST_SHOWN_BAD:
                    self._bad.append(record)
            elif record.query:
                self._question(record)
            elif record.signals:
                self._news(record.trace[:LONGEST_TRACE], record.signals)

    def _question(self, record: LogRecord) -> None:
        found = self._returned(record.hits or ())
        self._counts["questions"] += 1
        self._measure(record)
        for group in self._places(found):
            group.answers += 1
        query = record.query[:LONGEST_QUERY]
        if record.unanswered:
            self._counts["unanswered"] += 1
            self._unanswered.add(query, ())
        elif record.hits is None and record.answered is None:
            self._counts["unknown"] += 1
        trace = record.trace[:LONGEST_TRACE]
        early: Iterable[Signal] = self._early.pop(trace, ()) if trace else ()
        if record.signals or early:
            self._apply({*record.signals, *early}, query, found)
        if trace:
            self._remember(trace, query, found)

    def _remember(self, trace: str, query: str, found: tuple[str, ...]) -> None:
        self._recent[trace] = (query, found)
        if len(self._recent) > MOST_TRACES:
            self._recent.popitem(last=False)

    def _news(self, trace: str, signals: Iterable[Signal]) -> None:
        if (known := self._recent.get(trace)) is not None:
            self._apply(signals, *known)
            return
        self._early.setdefault(trace, set()).update(signals)
        if len(self._early) > MOST_TRACES:
            _, lost = self._early.popitem(last=False)
            self._counts["loose"] += len(lost)

    def _apply(self, signals: Iterable[Signal], query: str, found: tuple[str, ...]) -> None:
        given = set(signals)
        self._signals.update(given)
        for group in self._places(found):
            group.signals.update(given)
        if given & COMPLAINTS:
            self._complained.add(query, found)

    def _returned(self, hits: Sequence[Hit]) -> tuple[str, ...]:
        """Distinct documents of an answer; what is none of the catalogue's is counted."""
        own = [self._own(hit) for hit in hits]
        self._counts["results"] += len(own)
        if missing := own.count(None):
            self._counts["unmapped"] += missing
        return tuple(dict.fromkeys(one for one in own if one is not None))

    def _own(self, hit: Hit) -> str | None:
        if hit.metadata:
            return self._resolved(hit)
        key = (hit.id, hit.document)
        found = self._known.get(key, _UNKNOWN)
        if found is _UNKNOWN:
            if len(self._known) > MOST_TRACES:
                self._known.clear()
            found = self._known[key] = self._resolved(hit)
        return found

    def _resolved(self, hit: Hit) -> str | None:
        # Texts of documents are not at hand here, so that a name must be enough.
        ids = self._mapper.candidates(Hit(hit.id, document=hit.document, metadata=hit.metadata))
        return next(iter(ids)) if len(ids) == 1 else None

    def _places(self, found: tuple[str, ...]) -> list[_Group]:
        keys: dict[_Key, None] = {}
        for own in found:
            for key in self._above(own):
                keys[key] = None
        return [self._group(key) for key in keys]

    def _above(self, own: str) -> tuple[_Key, ...]:
        keys = self._keys.get(own)
        if keys is None:
            keys = self._keys[own] = (("document", own), *_above(self.documents[own]))
        return keys

    def _group(self, key: _Key) -> _Group:
        group = self._groups.get(key)
        if group is None:
            group = self._groups[key] = _Group()
        return group

    def _measure(self, record: LogRecord) -> None:
        if record.latency_s is not None and record.latency_s >= 0:
            self._latency.add(record.latency_s)
        if record.cost is not None and record.cost >= 0:
            self._cost = (self._cost or 0.0) + record.cost
        if record.at is not None:
            self._first = min(self._first or record.at, record.at)
            self._last = max(self._last or record.at, record.at)

    def usage(self) -> Usage:
        """What was counted so far."""
        counts = self._counts
        loose = counts["loose"] + sum(map(len, self._early.values()))
        latency = self._latency
        return Usage(
            questions=counts["questions"],
            unanswered=counts["unanswered"],
            unknown_answers=counts["unknown"],
            unmapped=counts["unmapped"],
            results=counts["results"],
            loose=loose,
            signals=dict(self._signals),
            first=self._first,
            last=self._last,
            latency=Latency(latency.at(0.5), latency.at(0.95), latency.n) if latency.n else None,
            cost=self._cost,
            sources=self._served("source"),
            owners=self._served("owner"),
            documents=self._documents(),
            often=(*self._often(self._unanswered, False), *self._often(self._complained, True)),
            bad=tuple(self._bad),
            bad_lines=counts["bad"],
        )

    def _served(self, kind: str) -> tuple[Served, ...]:
        distinct: Counter[_Key] = Counter()
        for (what, name), group in self._groups.items():
            if what == "document" and group.answers:
                distinct.update(_above(self.documents[name]))
        found = (
            Served(key[1], group.answers, distinct[key], dict(group.signals))
            for key, group in self._groups.items()
            if key[0] == kind
        )
        return tuple(sorted(found, key=lambda s: (-s.answers, s.name)))

    def _documents(self) -> tuple[Served, ...]:
        found = (
            Served(name, group.answers, 1, dict(group.signals))
            for (what, name), group in self._groups.items()
            if what == "document"
        )
        return tuple(sorted(found, key=lambda s: (-complaints(s.signals), -s.answers, s.name)))

    def _often(self, often: _Often, complaint: bool) -> list[AskedOften]:
        counts = often.counts.counts
        ranked = sorted(counts, key=lambda key: (-counts[key], key))
        told = ((key, *often.told[key]) for key in ranked)
        return [AskedOften(query, counts[key], complaint, found) for key, query, found in told]


def complaints(signals: Mapping[Signal, int]) -> int:
    """How many signals say that something was wrong."""
    return sum(count for signal, count in signals.items() if signal in COMPLAINTS)


def _above(document: Document) -> tuple[_Key, _Key]:
    owner = document.owner.principal if document.owner else NOBODY
    return ("source", document.source_id), ("owner", owner)
