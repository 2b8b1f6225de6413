"""Every source on one line: what is known of it, what is wrong, and which way it goes."""

from __future__ import annotations

from dataclasses import dataclass, field, replace

from ragaudit.model import (
    Severity,
    SourceFreshness,
    SourceSummary,
)
from ragaudit_reports._clean import one_line
from ragaudit_reports._summary import count, share
from ragaudit_reports.html._freshness import STATES
from ragaudit_reports.html._index import Index
from ragaudit_reports.html._names import CONFLICT, sentence
from ragaudit_reports.html._retrieval import LEAKS, rate
from ragaudit_reports.html._safe import filtered, name
from ragaudit_reports.html._trend import Change, source_changes

LIMIT = 200
"""Sources on the scorecard."""


@dataclass(frozen=True, slots=True)
class Cell:
    """One thing about a source: how it stands, and where the evidence is."""

    heading: str
    state: str
    """`good`, `warn`, `bad`, `unknown` or `plain`."""
    text: str
    note: str = ""
    link: str = ""
    sort: float = 0


@dataclass(frozen=True, slots=True)
class Source:
    """One row."""

    id: str
    type: str
    root: str
    documents: int
    skipped: int
    failed: str
    """Why it was not read to its end; empty where it was."""
    cells: tuple[Cell, ...]
    changes: tuple[Change, ...] | None
    """None where no earlier run had it."""
    link: str = field(default="")


def sources(index: Index) -> tuple[Source, ...]:
    """In the order of the configuration."""
    fresh = {one.source: one for one in index.audit.freshness}
    failures = {one.source: one for one in index.audit.source_failures}
    return tuple(
        Source(
            id=name(one.id, 60),
            type=one.type,
            root=name(one.root, 80),
            documents=one.documents,
            skipped=one.skipped,
            failed=one_line(failures[one.id].kind) if one.id in failures else "",
            cells=_cells(index, one, fresh.get(one.id), failed=one.id in failures),
            changes=source_changes(index, one.id),
            link=filtered(source=one.id),
        )
        for one in index.audit.sources[:LIMIT]
    )


def _cells(
    index: Index, source: SourceSummary, fresh: SourceFreshness | None, *, failed: bool
) -> tuple[Cell, ...]:
    """What a source that was not read to its end looks like says nothing good of it."""
    cells = (
        _owners(source),
        _freshness(source, fresh),
        _conflicts(index, source),
        _permissions(source),
        _recall(index, source),
        _leaks(index, source),
        _found(index, source),
    )
    if not failed:
        return cells
    return tuple(
        replace(cell, state="unknown", note=cell.note or "of what was read")
        if cell.state == "good"
        else cell
        for cell in cells
    )


def _owners(source: SourceSummary) -> Cell:
    heading = "Owners"
    if not source.documents:
        return Cell(heading, "unknown", "no document", sort=-1)
    missing = source.documents - source.owned
    note = f"{missing:,} without" if missing else ""
    state = "good" if not missing else "warn" if source.owned else "bad"
    to = filtered(source=source.id, rule="OWN") if missing else ""
    part = source.owned / source.documents
    return Cell(heading, state, share(source.owned, source.documents), note, to, part)


def _freshness(source: SourceSummary, found: SourceFreshness | None) -> Cell:
    heading = "Freshness contract"
    to = filtered(source=source.id, rule="FRS")
    if found is None:
        text = "no contract" if source.clock is None else "not measured"
        return Cell(heading, "unknown", text, one_line(source.clock or ""), to, -1)
    state, label = STATES[found.state]
    parts = [
        f"{number:,} {word}"
        for number, word in (
            (found.overdue, "overdue"),
            (found.warned, "late"),
            (found.undated, "undated"),
            (found.unread, "unread"),
        )
        if number
    ]
    told = ", ".join(parts) or (f"{found.fresh:,} in time" if found.contract else "")
    overdue = found.overdue + found.warned
    return Cell(heading, state, label.lower(), told, to, overdue)


def _conflicts(index: Index, source: SourceSummary) -> Cell:
    heading = "Conflicts"
    found = [f for f in index.by_source.get(source.id, ()) if f.code.startswith(CONFLICT)]
    if not found and not index.ran(CONFLICT):
        return Cell(heading, "unknown", "not checked", sort=-1)
    if not source.documents:
        return Cell(heading, "unknown", "no document", sort=-1)
    if not found:
        return Cell(heading, "good", "none found", sort=0)
    documents = {f.document for f in found}
    note = f"in {count(len(documents), 'document')}"
    bad = any(f.severity is Severity.ERROR for f in found)
    to = filtered(source=source.id, rule=CONFLICT)
    return Cell(heading, "bad" if bad else "warn", f"{len(found):,}", note, to, len(found))


def _permissions(source: SourceSummary) -> Cell:
    heading = "Permissions known"
    if not source.documents:
        return Cell(heading, "unknown", "no document", sort=-1)
    missing = source.documents - source.access_known
    state = "good" if not missing else "warn" if source.access_known else "unknown"
    note = f"{missing:,} unknown" if missing else ""
    to = filtered(source=source.id, rule="PRM") if missing else ""
    part = source.access_known / source.documents
    return Cell(heading, state, share(source.access_known, source.documents), note, to, part)


def _recall(index: Index, source: SourceSummary) -> Cell:
    probing = index.audit.probing
    k = probing.k[-1] if probing and probing.k else 0
    heading = f"Recall@{k}" if k else "Recall"
    score = index.score(f"R@{k}", source.id)
    if score is None:
        return Cell(heading, "unknown", "not measured", sort=-1)
    if score.value is None:
        return Cell(heading, "unknown", "too few", sentence(one_line(score.reason)), sort=-1)
    between = ""
    if score.low is not None and score.high is not None:
        between = f"{score.low:.2f} to {score.high:.2f}, {count(score.n, 'probe')}"
    return Cell(heading, "plain", f"{score.value:.2f}", between, "#retrieval", score.value)


def _leaks(index: Index, source: SourceSummary) -> Cell:
    heading = "Leaks"
    probing = index.audit.probing
    if probing is None or probing.unmeasured:
        return Cell(heading, "unknown", "not measured", sort=-1)
    score = index.score(LEAKS, source.id)
    cells = {(leak.principal, leak.document) for leak in probing.leaks}
    leaked = sum(index.source_of(document) == source.id for _, document in cells)
    told = rate(score)
    if leaked:
        return Cell(heading, "bad", f"{leaked:,} leaked", told, "#retrieval", leaked)
    if score is None or score.value is None:
        return Cell(heading, "unknown", "not told", told, "#retrieval", -1)
    return Cell(heading, "good", "none seen", told, "#retrieval", 0)


def _found(index: Index, source: SourceSummary) -> Cell:
    severities = [f.severity for f in index.by_source.get(source.id, ())]
    errors, warnings, notes = map(severities.count, (Severity.ERROR, Severity.WARN, Severity.INFO))
    state = "bad" if errors else "warn" if warnings else "plain"
    told = f"{count(warnings, 'warning')}, {count(notes, 'note')}"
    to = filtered(source=source.id) if severities else ""
    weight = errors * 1_000_000 + warnings * 1_000 + notes
    return Cell("Open findings", state, count(errors, "error"), told, to, weight)
