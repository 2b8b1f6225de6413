"""How fresh a source is: each document held against its contract and its own dates.

The arithmetic is that of FRS201, FRS202 and FRS203, so that a source and the findings on it cannot
disagree: a document is overdue exactly where one of the three is an open error on it.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta
from enum import StrEnum

from ragaudit._engine.age import last_confirmed
from ragaudit._engine.findings import responsible
from ragaudit._engine.freshness_words import contract_in_words, reasons_for, share_allowed
from ragaudit.detectors.freshness import _contract as rules
from ragaudit.detectors.freshness.date_invalid import postdated
from ragaudit.model import (
    Directory,
    Document,
    Expiry,
    FreshnessContract,
    FreshnessState,
    Interval,
    SourceFreshness,
    SourceSettings,
)

CONTRACT, REVIEW, EXPIRY = "contract", "review", "expiry"
CODES = {CONTRACT: "FRS201", REVIEW: "FRS202", EXPIRY: "FRS203"}
AHEAD = Interval(30, "day")
"""How far ahead is looked where no contract says."""
_DAY = timedelta(days=1)

Level = Callable[[str], str | None]
"""Rule code to the severity the user set: `error`, `warn`, `info`, `off`, or None for none."""


class Stand(StrEnum):
    """How one document stands."""

    FRESH = "fresh"
    WARNED = "warned"
    OVERDUE = "overdue"
    UNDATED = "undated"
    EXCUSED = "excused"
    UNLIMITED = "unlimited"
    """Nothing limits its age."""


@dataclass(frozen=True, slots=True)
class Read:
    """What is known of a source besides its documents."""

    level: Level = lambda code: None
    accepted: Mapping[str, frozenset[str]] = field(default_factory=dict)
    """Document to the codes somebody decided to live with there."""
    unread: int = 0
    failed: bool = False
    """Whether the source was not read to its end."""
    directory: Directory = field(default_factory=Directory)


def source_freshness(
    settings: SourceSettings, documents: Sequence[Document], as_of: date, read: Read | None = None
) -> SourceFreshness:
    """The source held against its contract: a pure function of what is given."""
    contract, read = settings.freshness, read or Read()
    judge = _Judge(contract, as_of, read)
    stands = [(judge.stand(document), document) for document in documents]
    counts = Counter(stand for stand, _ in stands)
    state = _state(contract, len(documents), counts, read)
    ahead = contract.upcoming if contract else AHEAD
    horizon = rules.last_day(as_of, ahead, contract.calendar if contract else None) or date.max
    dates = judge.dates
    return SourceFreshness(
        source=settings.id,
        state=state,
        contract=contract_in_words(contract) if contract else "",
        documents=len(documents),
        fresh=counts[Stand.FRESH],
        warned=counts[Stand.WARNED],
        overdue=counts[Stand.OVERDUE],
        undated=counts[Stand.UNDATED],
        excused=counts[Stand.EXCUSED],
        unread=read.unread,
        oldest=min(dates, default=None),
        newest=max(dates, default=None),
        upcoming=tuple(sorted(judge.ahead(stands, horizon), key=_soonest)),
        late=tuple(sorted(judge.late, key=_longest)),
        reasons=tuple(
            reasons_for(
                contract, len(documents), {k.value: n for k, n in counts.items()}, read.unread,
                read.failed, judge.ended, judge.postdated,
            )
        ),
    )  # fmt: skip


def _state(
    contract: FreshnessContract | None, total: int, counts: Counter[Stand], read: Read
) -> FreshnessState:
    late = counts[Stand.OVERDUE]
    if late > share_allowed(contract, total):
        return FreshnessState.ERROR
    if not total or read.failed:
        return FreshnessState.UNKNOWN
    if contract is None:
        return FreshnessState.UNDECLARED
    judged = late + counts[Stand.FRESH] + counts[Stand.WARNED]
    if not judged and (counts[Stand.UNDATED] or counts[Stand.UNLIMITED]):
        return FreshnessState.UNKNOWN
    if late or counts[Stand.WARNED] or counts[Stand.UNDATED] or read.unread:
        return FreshnessState.WARN
    return FreshnessState.FRESH


class _Judge:
    """Holds documents of one source against its contract, remembering each deadline."""

    def __init__(self, contract: FreshnessContract | None, as_of: date, read: Read) -> None:
        self._contract, self._as_of, self._read = contract, as_of, read
        self._ends: dict[tuple[date, Interval], date | None] = {}
        self.dates: list[date] = []
        """By the contract's clock, of every document that has one."""
        self.late: list[Expiry] = []
        self.ended: Counter[tuple[str, str, date]] = Counter()
        """Exceptions that no longer count: glob, reason and last day."""
        self.postdated = 0

    def stand(self, document: Document) -> Stand:
        """How a document stands; notes what is late."""
        problems = list(self._problems(document))
        open_ = [p for p in problems if CODES[p.what] not in self._accepted(document)]
        errors = [p for p in open_ if p.severity == "error"]
        warnings = [p for p in open_ if p.severity == "warn"]
        age = self._age(document)
        if worst := sorted(errors or warnings, key=_soonest)[:1]:
            self.late += worst
            return Stand.OVERDUE if errors else Stand.WARNED
        return Stand.EXCUSED if len(open_) < len(problems) else age

    def _accepted(self, document: Document) -> frozenset[str]:
        return self._read.accepted.get(document.id, frozenset())

    def _problems(self, document: Document) -> Iterator[Expiry]:
        """What FRS201, FRS202 and FRS203 would report, each with the severity it has here."""
        if rules.expired(document, self._as_of):
            yield from self._found(document, EXPIRY, rules.valid_until(document), "error")
        if rules.review_late(document, self._as_of):
            yield from self._found(document, REVIEW, rules.review_due(document), "error")
        for severity, end in self._limits(document):
            if end is not None and end < self._as_of:
                yield from self._found(document, CONTRACT, end, severity)
                return

    def _found(
        self, document: Document, what: str, end: date | None, severity: str
    ) -> Iterator[Expiry]:
        level = self._read.level(CODES[what]) or severity
        if level != "off":
            # Of what is only marked as expired no day is known but this one.
            on = self._as_of if end is None or end >= self._as_of else end + _DAY
            yield self._expiry(document, what, on, level)

    def _expiry(self, document: Document, what: str, on: date, severity: str = "error") -> Expiry:
        owner = responsible(document, self._read.directory)
        return Expiry(document.id, document.path, on, what, owner, severity)

    def _limits(self, document: Document) -> Iterator[tuple[str, date | None]]:
        """The last day of each limit of the contract, the severe one first."""
        contract = self._contract
        if contract is None or rules.exempt(document):
            return
        terms = rules.terms_for(contract, document.path, self._as_of)
        _, fact = rules.clock(contract, document)
        if terms.never or fact is None or fact.value is None:
            return
        for severity, limit in (("error", terms.error_after), ("warn", terms.warn_after)):
            if limit is not None:
                yield severity, self._end(fact.value, limit, contract)

    def _end(self, since: date, limit: Interval, contract: FreshnessContract) -> date | None:
        key = since, limit
        if key not in self._ends:
            self._ends[key] = rules.last_day(since, limit, contract.calendar)
        return self._ends[key]

    def _age(self, document: Document) -> Stand:
        """How it stands where nothing is late; notes its date."""
        contract = self._contract
        if contract is None:
            if (day := last_confirmed(document)) is not None:
                self.dates.append(day)
            own = rules.review_due(document) or rules.valid_until(document)
            return Stand.FRESH if own is not None else Stand.UNLIMITED
        terms = rules.terms_for(contract, document.path, self._as_of)
        if (gone := terms.ended) is not None and gone.until is not None:
            self.ended[gone.glob, gone.reason, gone.until] += 1
        name, fact = rules.clock(contract, document)
        ahead = fact is not None and postdated(name, fact, self._as_of)
        if fact is not None and fact.value is not None and not ahead:
            self.dates.append(fact.value)
        if rules.exempt(document) or terms.never:
            return Stand.EXCUSED
        if not terms.limited or self._read.level(CODES[CONTRACT]) == "off":
            return Stand.UNLIMITED
        if fact is None or fact.value is None:
            return Stand.UNDATED
        if ahead:
            self.postdated += 1
            return Stand.UNDATED
        return Stand.FRESH

    def ahead(self, stands: Sequence[tuple[Stand, Document]], horizon: date) -> Iterator[Expiry]:
        """Documents that will be late up to a day, each with what ends first."""
        for stand, document in stands:
            if stand is not Stand.OVERDUE:
                coming = [e for e in self._ends_of(document) if self._as_of < e.on <= horizon]
                if coming:
                    yield min(coming, key=_soonest)

    def _ends_of(self, document: Document) -> Iterator[Expiry]:
        for what, end in (
            (EXPIRY, rules.valid_until(document)),
            (REVIEW, rules.review_due(document)),
        ):
            if end is not None and end < date.max and self._read.level(CODES[what]) != "off":
                yield self._expiry(document, what, end + _DAY)
        if self._read.level(CODES[CONTRACT]) != "off":
            for severity, end in self._limits(document):
                if end is not None and end < date.max:
                    yield self._expiry(document, CONTRACT, end + _DAY, severity)


def _soonest(expiry: Expiry) -> tuple[date, str, str]:
    return expiry.on, expiry.path, expiry.what


def _longest(expiry: Expiry) -> tuple[bool, date, str]:
    return expiry.severity != "error", expiry.on, expiry.path
