"""Whether a probe set can measure what it should, before anything is asked."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from ragaudit._measure.probe_set.checks_corpus import Known, of_corpus, of_coverage
from ragaudit._measure.probe_set.checks_set import of_set
from ragaudit._measure.probe_set.coverage import Coverage, coverage
from ragaudit._measure.probe_set.problems import Problem
from ragaudit._measure.probe_set.resolving import resolve
from ragaudit.model import ProbeSet, Severity


@dataclass(frozen=True, slots=True)
class Lint:
    """What was found."""

    probes: ProbeSet
    """With catalogue ids, where there was a catalogue."""
    problems: tuple[Problem, ...]
    """The worst first, then in the order of the file."""
    coverage: Coverage
    beside_corpus: bool
    """Whether documents and access lists were there to compare with."""

    def count(self, level: Severity) -> int:
        """Problems of a level."""
        return sum(problem.level is level for problem in self.problems)


def lint(probes: ProbeSet, known: Known | None = None) -> Lint:
    """Look for everything that would make a result wrong, missing or weak.

    Without `known` only what the set says by itself is looked at. Raises nothing.
    """
    found = list(of_set(probes))
    if known is None:
        covered = coverage(probes)
    else:
        resolution = resolve(probes, known.documents, known.text, known.unread)
        probes = resolution.probes
        lost = {probe.id for probe in probes.probes if not resolution.found(probe.id)}
        covered = coverage(probes, known.sources, lost)
        found += [*resolution.problems, *of_corpus(resolution, known)]
    if probes.probes:
        found += of_coverage(covered)
    return Lint(probes, tuple(_ordered(found)), covered, known is not None)


def _ordered(problems: Iterable[Problem]) -> list[Problem]:
    once = dict.fromkeys(problems)
    return sorted(once, key=lambda p: (-p.level.rank, p.code, p.line or 0))
