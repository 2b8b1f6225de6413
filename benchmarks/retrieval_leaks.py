"""Fifty people ask for what they may not read, through the probe run that users have.

The pages are in folders with access lists, and the set is `matrix: auto`. The index answers as it
is, then without its filter, then by older lists than the sources have, then by filtering only
after it has ranked. What is reported is compared with an oracle that shares no code with it.
"""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path

from benchmarks import retrieval_access as access
from benchmarks import retrieval_data as data
from benchmarks import retrieval_folder as folders

from ragaudit import _registry
from ragaudit._audit import Survey
from ragaudit._config.settings import ProbePolicy
from ragaudit._measure.probe_set.reading import read_probes
from ragaudit._measure.running import ProbeRequest, probed
from ragaudit.cli._run import execute, prepare
from ragaudit.contracts.indexing import Readable
from ragaudit.model import Audit, ProbePrincipal, Probing, Retrieved, Score, TargetSettings
from ragaudit_probes.index import IndexTarget

PER_SOURCE = 20


@dataclass(frozen=True)
class Fault:
    """A way for an index to answer by something else than the sources' lists."""

    told: str
    instead: Callable[[Mapping[str, str]], Readable] | None = None
    """From the catalogue's ids of documents to who may read what by the index; None for a sound
    one."""
    after: bool = False
    """Whether it ranks what nobody may see too, and takes it out of the first k."""


class Faulty(IndexTarget):
    """The built-in index with a fault."""

    def __init__(self, settings: TargetSettings, fault: Fault, ids: Mapping[str, str]) -> None:
        super().__init__(settings)
        self._fault, self._ids = fault, ids
        self._true: Readable | None = None

    def use_readers(self, readable: Readable) -> None:
        """Put something else in the place of what the sources say."""
        self._true = readable
        super().use_readers(self._fault.instead(self._ids) if self._fault.instead else readable)

    def retrieve(self, query: str, k: int, principal: ProbePrincipal | None) -> Retrieved:
        """Answer, and filter late where that is the fault."""
        if not self._fault.after or principal is None or self._true is None:
            return super().retrieve(query, k, principal)
        found = super().retrieve(query, k, None)
        mine = self._true(principal)
        return Retrieved(tuple(h for h in found.hits if h.document in mine), found.total)


def leaks(folder: Path, per_source: int = PER_SOURCE) -> None:
    """Print what a probe run reports of a sound index, and of each fault."""
    scifact = data.read("scifact", "dev")
    names = [document.id for document in scifact.documents]
    now, before = access.world(names, seed=1), access.world(names, seed=2)
    assert now.decided == now.true, "decisions differ from the oracle"
    folders.write_sources(folder, scifact.documents, now)
    titles = {document.id: document.title for document in scifact.documents}
    folders.write_matrix(folder / "probes.yaml", titles, now, per_source)
    for fault, probing, seconds in runs(folder, [*faults(before)]):
        _print(fault, probing, now)
        print(f"  {probing.calls:,} questions, with measuring {seconds:.0f} s", flush=True)


def faults(before: access.World) -> Iterator[Fault]:
    """A sound index, and three that are not."""
    yield Fault("sound")
    yield Fault("filter removed", lambda ids: lambda principal: frozenset(ids))

    def old(ids: Mapping[str, str]) -> Readable:
        by_person = {
            person: frozenset(i for i, name in ids.items() if name in mine)
            for person, mine in before.decided.items()
        }
        return lambda principal: by_person[principal.name]

    yield Fault("old access lists copied into the index", old)
    yield Fault("filtered after ranking", after=True)


def runs(folder: Path, faulty: list[Fault]) -> list[tuple[Fault, Probing, float]]:
    """One survey of the sources, and a probe run of each fault against it."""
    request, state = prepare((), folder / folders.CONFIG, None, ("EXT701",), (), 2)
    probes = read_probes(folder / "probes.yaml")
    found = []

    def then(survey: Survey, audit: Audit) -> Audit:
        ids = {d.id: folders.name_of(d.path) for d in survey.documents.values()}
        for fault in faulty:
            options = {"path": str(folder / "index"), "model": "static"}
            target = Faulty(TargetSettings("index", options=options), fault, ids)
            asking = ProbeRequest(probes, target, fault.told, _registry.measures(), jobs=2)
            began = time.perf_counter()
            result = probed(asking, survey, audit, ProbePolicy())
            assert result.probing is not None
            found.append((fault, result.probing, time.perf_counter() - began))
        return audit

    execute(request, state, quiet=True, then=lambda progress: then)
    return found


def _print(fault: Fault, probing: Probing, now: access.World) -> None:
    whole = {s.measure: s for s in probing.scores if s.source is s.principal is None}
    rate, coverage = whole["leak rate"], whole["deny-matrix coverage"]
    where = {leak.document.partition(":")[0] for leak in probing.leaks}
    restricted = sorted(set(now.sources.values()) - {folders.OPEN})
    print(f"{fault.told}: {_leaked(rate)}; leaks in {len(where)} of {len(restricted)} sources")
    wrong, missed = against_oracle(probing, now)
    print(f"  leaks {len(probing.leaks):,}, of which false {wrong:,}; missed {missed:,}")
    for name, score in whole.items():
        if name.startswith(("over-restriction", "existence")):
            print(f"  {name} {_value(score)}")
    share = f"{coverage.value:.1%}" if coverage.value is not None else coverage.reason
    print(f"  forbidden cells asked for: {share} of {coverage.n:,}")


def against_oracle(probing: Probing, now: access.World) -> tuple[int, int]:
    """Leaks that are none by the oracle, and documents of answers that are and are not listed."""
    listed = {(leak.principal, leak.document) for leak in probing.leaks}
    wrong = sum(folders.name_of(d) in now.true[person] for person, d in listed)
    people = now.true.keys()
    came = {(r.principal, d) for r in probing.results if r.principal in people for d in r.returned}
    true = {(person, d) for person, d in came if folders.name_of(d) not in now.true[person]}
    return wrong, len(true - listed)


def _leaked(score: Score) -> str:
    if score.value is None or score.high is None:
        return f"no leak rate: {score.reason}"
    found = round(score.value * score.n)
    told = f"{found:,} of {score.n:,} cells leak"
    return told if found else f"{told}, at most {score.high:.3%} with 95 %"


def _value(score: Score) -> str:
    return f"{score.value:.1%} of {score.n:,}" if score.value is not None else score.reason
