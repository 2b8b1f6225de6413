"""What a retriever was found to do: who was shown what they may not read, and what was missed."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Sequence
from dataclasses import dataclass

from ragaudit.model import Leak, ProbeResult, ProbeStatus, Probing, Score
from ragaudit_reports._clean import one_line
from ragaudit_reports.html._index import Index, Place
from ragaudit_reports.html._names import sentence
from ragaudit_reports.html._safe import name

LEAKS = "leak rate"
LIMIT = 200
"""Leaked documents, missed and unjudged probes, each."""
_PEOPLE = 40
_JUDGED = (ProbeStatus.PASSED, ProbeStatus.FAILED)
_READ = "may not read"


@dataclass(frozen=True, slots=True)
class Cell:
    """A person and a source."""

    state: str
    """`bad`, `clean`, `open` or `none`."""
    text: str


@dataclass(frozen=True, slots=True)
class Row:
    """A person."""

    principal: str
    cells: tuple[Cell, ...]
    rate: str
    """Leak rate over all sources, with its bounds, or why there is none."""


@dataclass(frozen=True, slots=True)
class LeakedDocument:
    """A document that came back to people who may not read it."""

    place: Place
    people: tuple[str, ...]
    probes: tuple[str, ...]
    rank: int


@dataclass(frozen=True, slots=True)
class Missed:
    """A probe that failed, or could not be judged."""

    id: str
    principal: str
    source: str
    reason: str
    instead: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Measured:
    """A measure over all sources."""

    measure: str
    value: str
    n: int
    note: str


@dataclass(frozen=True, slots=True)
class Retrieval:
    """The section."""

    target: str
    place: str
    calls: int
    unmeasured: str
    sources: tuple[str, ...]
    rows: tuple[Row, ...]
    rates: tuple[str, ...]
    """One a source, as the last row of the matrix."""
    rate: str
    people_left_out: int
    leaks: tuple[LeakedDocument, ...]
    leaks_total: int
    missed: tuple[Missed, ...]
    missed_total: int
    open: tuple[tuple[int, str], ...]
    """Number and reason of probes that could not be judged."""
    measures: tuple[Measured, ...]
    notes: tuple[str, ...]


def retrieval(index: Index) -> Retrieval | None:
    """None where no retriever was asked."""
    probing = index.audit.probing
    if probing is None:
        return None
    sources = [source.id for source in index.audit.sources]
    people = _people(probing)
    leaked = _leaked(index, probing.leaks)
    missed = [
        r for r in probing.results if r.status is ProbeStatus.FAILED and _READ not in r.reason
    ]
    return Retrieval(
        target=name(probing.target, 120),
        place=name(probing.place, 120),
        calls=probing.calls,
        unmeasured=sentence(one_line(probing.unmeasured)),
        sources=tuple(name(source, 40) for source in sources),
        rows=_matrix(index, probing, sources, people[:_PEOPLE]),
        rates=tuple(rate(index.score(LEAKS, source)) for source in sources),
        rate=rate(index.score(LEAKS)),
        people_left_out=max(0, len(people) - _PEOPLE),
        leaks=tuple(leaked[:LIMIT]),
        leaks_total=len(leaked),
        missed=tuple(map(_missed, missed[:LIMIT])),
        missed_total=len(missed),
        open=_open(probing.results),
        measures=tuple(_measures(probing)),
        notes=tuple(sentence(one_line(note), capital=False) for note in probing.notes),
    )


def rate(score: Score | None) -> str:
    """`none in 40, at most 7.2 %`; `5 % (0 to 25 %) of 20`; or why there is no figure."""
    if score is None:
        return "not measured"
    if score.value is None:
        return one_line(score.reason) or "not measured"
    if not score.value:
        bound = f", at most {percent(score.high)}" if score.high is not None else ""
        return f"none in {score.n:,}{bound}"
    between = ""
    if score.low is not None and score.high is not None:
        between = f" ({percent(score.low)} to {percent(score.high)})"
    return f"{percent(score.value)}{between} of {score.n:,}"


def percent(share: float) -> str:
    """One decimal below 10 %, where it matters. Never 0 or 100 for what is not exactly that."""
    value = 100 * share
    if 0 < value < 0.1:
        return "under 0.1 %"
    if 99.9 < value < 100:
        return "over 99.9 %"
    return f"{value:.1f} %" if value < 10 and value != int(value) else f"{value:.0f} %"


def _people(probing: Probing) -> list[str]:
    """Those something leaked to first."""
    leaks = Counter(leak.principal for leak in probing.leaks)
    asked = {result.principal for result in probing.results} | leaks.keys()
    return sorted(asked, key=lambda person: (-leaks[person], person))


def _matrix(
    index: Index, probing: Probing, sources: Sequence[str], people: Sequence[str]
) -> tuple[Row, ...]:
    leaked: dict[tuple[str, str], set[str]] = defaultdict(set)
    for leak in probing.leaks:
        leaked[leak.principal, index.source_of(leak.document)].add(leak.document)
    asked: dict[tuple[str, str | None], Counter[bool]] = defaultdict(Counter)
    for result in probing.results:
        asked[result.principal, result.source][result.status in _JUDGED] += 1
    return tuple(
        Row(
            name(person, 60),
            tuple(
                _cell(len(leaked[person, s]), asked[person, s], bool(probing.unmeasured))
                for s in sources
            ),
            rate(index.score(LEAKS, principal=person)),
        )
        for person in people
    )


def _cell(leaked: int, asked: Counter[bool], unmeasured: bool) -> Cell:
    """What leaked counts whatever was asked about; silence counts only where somebody asked."""
    if leaked:
        return Cell("bad", f"{leaked:,} leaked")
    if asked[True] and not unmeasured:
        return Cell("clean", f"none seen in {asked[True]:,}")
    if asked[False] or asked[True]:
        return Cell("open", "not judged")
    return Cell("none", "not asked")


def _leaked(index: Index, leaks: Sequence[Leak]) -> list[LeakedDocument]:
    """Those most people got first, then by rank."""
    by_document: dict[str, list[Leak]] = defaultdict(list)
    for leak in leaks:
        by_document[leak.document].append(leak)
    found = [
        LeakedDocument(
            index.place(document),
            tuple(sorted({name(leak.principal, 60) for leak in same})),
            tuple(sorted({name(leak.probe, 80) for leak in same})),
            min(leak.rank for leak in same),
        )
        for document, same in by_document.items()
    ]
    return sorted(found, key=lambda f: (-len(f.people), f.rank, f.place.source, f.place.path))


def _missed(result: ProbeResult) -> Missed:
    return Missed(
        name(result.id, 80),
        name(result.principal, 60),
        name(result.source or "", 60),
        sentence(one_line(result.reason), capital=False),
        tuple(name(document, 100) for document in result.returned[:3]),
    )


def _open(results: Sequence[ProbeResult]) -> tuple[tuple[int, str], ...]:
    waiting = (ProbeStatus.INCONCLUSIVE, ProbeStatus.SKIPPED)
    reasons = Counter(one_line(r.reason) for r in results if r.status in waiting)
    return tuple(
        (number, sentence(reason, capital=False)) for reason, number in reasons.most_common(LIMIT)
    )


def _measures(probing: Probing) -> list[Measured]:
    """Over everything, what is undefined left out."""
    found = []
    for score in probing.scores:
        if score.source is None and score.principal is None:
            value = "–" if score.value is None else f"{score.value:.3g}"
            if score.value is not None and score.low is not None and score.high is not None:
                value += f" ({score.low:.2f} to {score.high:.2f})"
            note = one_line(score.reason)
            if score.undefined:
                note = "; ".join(p for p in (note, f"{score.undefined:,} not defined") if p)
            found.append(Measured(one_line(score.measure), value, score.n, note))
    return found
