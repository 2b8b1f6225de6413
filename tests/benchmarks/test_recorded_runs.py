"""What the figures about retrievers rest on: folders with access lists, and planted faults."""

from __future__ import annotations

from collections import Counter
from pathlib import Path

from benchmarks import probe_recording as made
from benchmarks import retrieval_access as access
from benchmarks import retrieval_data as data
from benchmarks import retrieval_folder as folders
from benchmarks.probe_recording import Case

from ragaudit._audit import Survey
from ragaudit._measure.principals import Reach
from ragaudit.cli._run import execute, prepare
from ragaudit.model import Audit, Decision

DOCUMENTS = [data.document(f"d{n}", f"Title {n}", f"Text of page {n}.") for n in range(48)]


def test_the_folders_say_what_the_oracle_says(tmp_path: Path) -> None:
    """Access lists and nested groups, written to files and read back as any source is."""
    world = access.world([d.id for d in DOCUMENTS])
    folders.write_sources(tmp_path, DOCUMENTS, world)
    people = {person.name: person for person in world.people}
    request, state = prepare((), tmp_path / folders.CONFIG, None, ("EXT701",), (), 1)
    found: dict[str, frozenset[str]] = {}
    places: dict[str, str] = {}

    def then(survey: Survey, audit: Audit) -> Audit:
        decisions = Reach.of(survey, people, request.as_of).decisions
        places.update({folders.name_of(d.path): d.id for d in survey.documents.values()})
        for name, of in decisions.items():
            allowed = {d for d, decision in of.items() if decision is Decision.ALLOW}
            found[name] = frozenset(folders.name_of(d) for d in allowed)
        return audit

    execute(request, state, quiet=True, then=lambda progress: then)

    assert world.true == found
    assert {name: folders.place_of(name, world) for name in places} == places


def test_faults_are_planted_as_counted() -> None:
    """Each answer has one fault at most, and a leaked document is one its asker may not read."""
    world = access.world([d.id for d in DOCUMENTS])
    places = {d.id: folders.place_of(d.id, world) for d in DOCUMENTS}
    names = list(places.values())
    cases = [Case(f"q{n}", f"q{n}", "p01", [names[n % 48]], names[n % 40 :]) for n in range(120)]
    made._plant(cases, world, places)

    assert made.PLANTED == Counter(c.kind for c in cases if c.kind != made.CLEAN)
    of = {place: name for name, place in places.items()}
    leaks = [c for c in cases if c.kind == made.LEAKED]
    assert all(c.leak in c.documents and of[c.leak] not in world.true["p01"] for c in leaks)
    assert {c.leak for c in cases if c.kind != made.LEAKED} == {""}
