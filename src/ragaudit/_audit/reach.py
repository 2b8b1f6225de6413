"""Who may read what, over everything that was read."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from ragaudit._audit import asked
from ragaudit._audit.survey import Survey
from ragaudit.contracts import Probed
from ragaudit.errors import UsageError
from ragaudit.model import (
    AccessDecision,
    AccessMatrix,
    Decision,
    Document,
    Principal,
)
from ragaudit.text.suggest import did_you_mean


@dataclass(frozen=True, slots=True)
class Cell:
    """One principal and one document."""

    principal: str
    source: str
    path: str
    decision: Decision


@dataclass(frozen=True, slots=True)
class Answer:
    """What the real system answered, beside what we say."""

    cell: Cell
    probe: Probed

    @property
    def open(self) -> bool:
        """Whether one of the two does not know, so that there is nothing to compare."""
        return Decision.UNKNOWN in (self.cell.decision, self.probe.decision)

    @property
    def differs(self) -> bool:
        """A mistake of ours, or a list that just changed."""
        return not self.open and self.cell.decision is not self.probe.decision


def find_document(documents: Mapping[str, Document], name: str) -> Document:
    """A document by id, `source:path`, or a path only one has. Raises `UsageError`."""
    wanted = name.removeprefix("./")
    found = [
        d for d in documents.values() if wanted in (d.id, f"{d.source_id}:{d.path}", d.path)
    ] or [d for d in documents.values() if d.path and wanted.endswith(f"/{d.path}")]
    if len(found) == 1:
        return found[0]
    if found:
        ids = ", ".join(f"{d.source_id}:{d.path}" for d in found[:5])
        raise UsageError(f"“{name}” is in more than one source", f"write one of: {ids}")
    paths = [f"{d.source_id}:{d.path}" for d in documents.values()]
    raise UsageError(f"no document “{name}” was read", did_you_mean(name, paths, 5))


def explain(survey: Survey, document: Document, reader: Principal, on: date) -> AccessDecision:
    """Whether somebody may read one document, and why."""
    return document.access.decide(reader, survey.directory, on)


def cells(survey: Survey, readers: Sequence[tuple[str, Principal]], on: date) -> Iterator[Cell]:
    """Every principal and document, by document."""
    matrix = AccessMatrix([principal for _, principal in readers], survey.directory, on)
    for document in survey.documents.values():
        for (name, _), decision in zip(readers, matrix.decide(document.access), strict=True):
            yield Cell(name, document.source_id, document.path, decision)


def verified(survey: Survey, sources: Sequence[str], on: date) -> list[Answer]:
    """What the systems answer to every persona about every document.

    Without `sources` all that have personas. Raises `UsageError` where nobody can be asked as.
    """
    able = {
        item.settings.id: sorted(item.settings.personas)
        for item in survey.listings
        if item.settings.personas and item.settings.id in survey.systems
    }
    for name in sources:
        if name not in able:
            raise UsageError(f"“{name}” has no personas to ask as", did_you_mean(name, able))
    if not able:
        raise UsageError("no source has `personas:`", "add accounts to ask the system with")
    return [
        answer
        for name in (sources or able)
        for persona in able[name]
        for answer in _probed(survey, name, persona, on)
    ]


def _probed(survey: Survey, source: str, persona: str, on: date) -> Iterator[Answer]:
    remote = survey.systems[source]
    reader = asked.persona(survey, source, persona)
    matrix = AccessMatrix([reader], survey.directory, on)
    for document in survey.documents.values():
        if document.source_id != source:
            continue
        probe = remote.probe_as(persona, survey.reading.refs[document.id])
        if probe is not None:
            (ours,) = matrix.decide(document.access)
            yield Answer(Cell(persona, source, document.path, ours), probe)
