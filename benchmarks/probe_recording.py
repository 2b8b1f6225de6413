"""One recorded run with planted faults, and what is true of it.

SciFact's questions, each asked as somebody who may read its answers, were answered by the built-in
index as it should; then some answers are broken, each in one way. Questions about computing, which
nothing in SciFact answers, are added.
"""

from __future__ import annotations

import json
import random
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from benchmarks import retrieval_access as access
from benchmarks import retrieval_data as data
from benchmarks import retrieval_folder as folders

from ragaudit.model import TargetSettings
from ragaudit_probes.index import IndexTarget

K = 10
LEAKED, FAILED, EMPTY = "leaked", "failed", "empty"
DUPLICATES, UNMAPPED, UNANSWERABLE = "duplicates", "unmapped", "unanswerable"
CLEAN = "clean"
PLANTED = {LEAKED: 30, FAILED: 15, EMPTY: 15, DUPLICATES: 15, UNMAPPED: 15}
NO_ANSWER, QUIET = 20, 5
"""Questions nothing answers, and how many of them get no result, which is right."""


@dataclass
class Case:
    """A question, what was recorded for it, and what is true of it."""

    id: str
    query: str
    principal: str
    gold: list[str]
    documents: list[str]
    kind: str = CLEAN
    leak: str = ""
    """The document its asker may not read."""
    error: str = ""

    def line(self) -> dict[str, Any]:
        """As a recorded run has it."""
        told: dict[str, Any] = {"query": self.query, "principal": self.principal, "k": K}
        if self.error:
            return told | {"error": self.error}
        n = len(self.documents)
        hits = [
            {"id": f"{d}#{rank}", "document": d, "score": (n - rank) / n}
            for rank, d in enumerate(self.documents)
        ]
        return told | {"latency_s": 0.05, "hits": hits}


@dataclass
class Recording:
    """Everything the peers and ragaudit are given."""

    cases: list[Case]
    corpus: list[str]
    """Every document, as hits name it."""
    principals: list[str] = field(default_factory=list)

    def of(self, *kinds: str) -> list[Case]:
        """The cases of some kinds."""
        return [case for case in self.cases if case.kind in kinds]


def record(folder: Path) -> Recording:
    """Write the sources, build the index, ask, and break some answers."""
    scifact = data.read("scifact", "dev")
    world = access.world([document.id for document in scifact.documents])
    folders.write_sources(folder, scifact.documents, world)
    places = {name: folders.place_of(name, world) for name in world.sources}
    options = {"path": str(folder / "recorded-index"), "model": "static"}
    target = IndexTarget(TargetSettings("index", options=options))
    target.build(scifact.documents)
    target.use_readers(lambda principal: world.true[principal.name])
    cases = [
        _asked(target, name, query, sorted(scifact.qrels[name]), world, places)
        for name, query in scifact.queries.items()
    ]
    found = [case for case in cases if case is not None]
    _plant(found, world, places)
    found += _unanswerable(target, world, places)
    target.close()
    people = sorted({case.principal for case in found})
    return Recording(found, sorted(places.values()), people)


def write(folder: Path, cases: Sequence[Case], principals: Sequence[str]) -> tuple[Path, Path]:
    """The probe set and the run, as files of ragaudit."""
    probes, run = folder / "probes.yaml", folder / "run.jsonl"
    folders.write_probes(probes, [_probe(case) for case in cases], principals)
    lines = (json.dumps(case.line(), ensure_ascii=False) + "\n" for case in cases)
    run.write_text("".join(lines), encoding="utf-8")
    return probes, run


def _probe(case: Case) -> dict[str, object]:
    told: dict[str, object] = {"id": case.id, "query": case.query, "as": [case.principal]}
    if case.kind == UNANSWERABLE:
        return told | {"category": "missing", "expect": {"unanswerable": True}}
    return told | {"gold": case.gold}


def _asked(
    target: IndexTarget,
    name: str,
    query: str,
    gold: Sequence[str],
    world: access.World,
    places: Mapping[str, str],
) -> Case | None:
    """The question as the first person who may read all its answers; None where nobody may."""
    able = [p for p in world.people if world.true[p.name].issuperset(gold)]
    if not able:
        return None
    person = able[int(name) % len(able)]
    hits = target.retrieve(query, K, person).hits
    documents = [places[hit.document] for hit in hits]
    return Case(f"q{name}", query, person.name, [places[g] for g in gold], documents)


def _plant(cases: list[Case], world: access.World, places: Mapping[str, str]) -> None:
    rng = random.Random(5)
    names = sorted(places)
    # An answer with its gold first, so that counting it three times would show.
    first = [c for c in cases if c.documents and c.documents[0] in c.gold]
    for case in rng.sample(first, PLANTED[DUPLICATES]):
        case.kind = DUPLICATES
        case.documents = [case.documents[0]] * 3 + case.documents[1 : K - 2]
    left = [c for c in cases if c.kind == CLEAN]
    rng.shuffle(left)
    for kind, count in PLANTED.items():
        for case in left[: 0 if kind == DUPLICATES else count]:
            case.kind = kind
            if kind == LEAKED:
                barred = [n for n in names if n not in world.true[case.principal]]
                case.leak = places[rng.choice(barred)]
                case.documents = [*case.documents[: K - 1]]
                case.documents.insert(rng.randrange(K), case.leak)
            elif kind == FAILED:
                case.error, case.documents = "timed out after 30 s", []
            elif kind == EMPTY:
                case.documents = []
            elif kind == UNMAPPED:
                case.documents = [f"chunk-{rng.randrange(10**9):09d}" for _ in range(K)]
        left = left[0 if kind == DUPLICATES else count :]


def _unanswerable(
    target: IndexTarget, world: access.World, places: Mapping[str, str]
) -> list[Case]:
    asked = list(data.read("cacm").queries.items())[:NO_ANSWER]
    found = []
    for number, (name, query) in enumerate(asked):
        person = world.people[number % len(world.people)]
        hits = target.retrieve(query, K, person).hits if number >= QUIET else ()
        documents = [places[hit.document] for hit in hits]
        found.append(Case(f"none{name}", query, person.name, [], documents, UNANSWERABLE))
    return found
