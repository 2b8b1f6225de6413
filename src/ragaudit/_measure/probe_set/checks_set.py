"""What can be seen of a probe set by itself."""

from __future__ import annotations

from collections.abc import Callable, Iterator

from ragaudit._measure.probe_set.problems import Problem
from ragaudit._measure.probe_set.shown import visible
from ragaudit.model import Category, Probe, ProbeSet, ReaderKind, Severity
from ragaudit.text import normalise, words

_BY_PEOPLE = frozenset({"human", "collection"})
"""Where somebody has judged already whether the gold is right."""


def of_set(probes: ProbeSet) -> Iterator[Problem]:
    """Everything that needs no corpus."""
    if not probes.probes:
        yield Problem("empty", Severity.ERROR, "the set holds no probe")
        return
    for check in (_unanswerable, _expects_nothing, _cannot_hold, _unreviewed):
        for probe in probes.probes:
            yield from check(probe, probes)
    yield from _duplicates(probes)
    yield from _principals(probes)


def _unanswerable(probe: Probe, probes: ProbeSet) -> Iterator[Problem]:
    if probe.gold and (probe.expect.unanswerable or probe.category is Category.MISSING):
        told = "nothing is said to answer it, and it has gold"
        yield Problem.of(probe, "unanswerable-with-gold", Severity.ERROR, told)


def _expects_nothing(probe: Probe, probes: ProbeSet) -> Iterator[Problem]:
    expect, budget = probe.expect, probe.budget
    has_budget = budget.latency_p95_ms is not None or budget.cost is not None
    if probe.gold or expect.unanswerable or expect.intents or expect.not_stale or has_budget:
        return
    told = "it has neither gold nor an expectation, so only leaks can be seen with it"
    yield Problem.of(probe, "expects-nothing", Severity.WARN, told)


def _cannot_hold(probe: Probe, probes: ProbeSet) -> Iterator[Problem]:
    for told in _contradictions(probe, probes.k[-1]):
        yield Problem.of(probe, "cannot-hold", Severity.ERROR, told)


def _contradictions(probe: Probe, k: int) -> Iterator[str]:
    expect, matrix = probe.expect, probe.matrix
    if expect.rank_at_most is not None and not (probe.gold or expect.intents):
        yield "`rank_at_most` needs gold"
    if expect.rank_at_most is not None and expect.rank_at_most > k:
        yield f"`rank_at_most: {expect.rank_at_most}`, and only {k} results are asked for"
    if expect.prefer_over and not probe.gold:
        yield "`prefer` needs gold to be preferred"
    limited = expect.auto_top_score or expect.max_top_score is not None
    if limited and not expect.unanswerable:
        yield "`max_top_score` is for what is `unanswerable`"
    if probe.control and not matrix.deny:
        yield "`compare` needs `matrix: {deny: auto}`: it is asked as whoever may not read the gold"
    if expect.min_intents is not None and expect.min_intents > len(expect.intents):
        yield f"`min_intents: {expect.min_intents}`, and there are {len(expect.intents)}"
    if (matrix.deny or matrix.allow) and not probe.gold:
        yield "`matrix` needs gold: its documents are what some may read and others may not"


def _unreviewed(probe: Probe, probes: ProbeSet) -> Iterator[Problem]:
    by = probe.provenance.by
    if by not in _BY_PEOPLE and not probe.provenance.reviewed_by:
        told = f"it was made by “{visible(by, 40)}” and nobody has reviewed it"
        yield Problem.of(probe, "unreviewed", Severity.WARN, told)


def _duplicates(probes: ProbeSet) -> Iterator[Problem]:
    """Another case or spelling is what edge probes are about, so they are compared as they are."""
    first: dict[tuple[bool, str], Probe] = {}
    for probe in probes.probes:
        edge = probe.category is Category.EDGE
        fold: Callable[[str], str] = normalise if edge else _folded
        own: dict[str, str] = {}
        for query in (probe.query, *probe.variants):
            key = fold(query)
            if key in own:
                told = f"two of its wordings are the same: “{visible(query, 60)}”"
                yield Problem.of(probe, "duplicate", Severity.WARN, told)
                continue
            own[key] = query
            other = first.setdefault((edge, key), probe)
            if other is not probe:
                told = f"it asks the same as “{visible(other.id)}”: “{visible(query, 60)}”"
                yield Problem.of(probe, "duplicate", Severity.WARN, told)


def _folded(query: str) -> str:
    return " ".join(words(normalise(query))) or normalise(query)


def _principals(probes: ProbeSet) -> Iterator[Problem]:
    judged = [n for n, p in probes.principals.items() if p.kind is not ReaderKind.ORACLE]
    matrix = any(probe.matrix.deny or probe.matrix.allow for probe in probes.probes)
    if not judged:
        level = Severity.ERROR if matrix else Severity.WARN
        told = "nobody is declared to ask as, so leaks cannot be measured"
        yield Problem("no-principals", level, told)
        return
    # Probes that name nobody are asked as the defaults, or else as everybody; a matrix asks all.
    if matrix or (not probes.asked_as and any(not probe.principals for probe in probes.probes)):
        return
    asking = {name for probe in probes.probes for name in probe.principals or probes.asked_as}
    for name in judged:
        if name not in asking:
            told = f"nothing is asked as “{visible(name)}”"
            yield Problem("unused-principal", Severity.WARN, told)
