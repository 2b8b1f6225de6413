"""Two runs held against each other, source by source."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator
from typing import TypeVar

from ragaudit._history.access import access_changes
from ragaudit._history.documents import document_changes, moves
from ragaudit._history.findings import by_source, finding_changes
from ragaudit._history.leaks import leak_changes
from ragaudit._history.sides import Side
from ragaudit.model import (
    ChangeKind,
    Changes,
    DocumentChange,
    DocumentChangeKind,
    LeakChange,
    Since,
    SourceChanges,
)

C = TypeVar("C")
_CODES_SHOWN = 6


def compare(before: Side, after: Side) -> Changes:
    """What changed. Whatever one of the two did not look at is neither new nor fixed."""
    moved = moves(before, after)
    findings = by_source(finding_changes(before, after, moved))
    documents = _grouped(document_changes(before, after, moved))
    access = _grouped(access_changes(before, after))
    leaks = _leaks(before, after)
    names = dict.fromkeys((*after.sources, *before.sources, *findings, *leaks))
    return Changes(
        before.run,
        after.run,
        tuple(
            SourceChanges(
                name,
                before.sources[name].counts if name in before.sources else None,
                after.sources[name].counts if name in after.sources else None,
                tuple(findings.get(name, ())),
                tuple(leaks.get(name, ())),
                tuple(access.get(name, ())),
                tuple(documents.get(name, ())),
            )
            for name in names
        ),
        tuple(_lost(before, after, documents)),
        tuple(_notes(before, after)),
    )


def since(before: Side, after: Side) -> Since:
    """The findings alone, in numbers."""
    kinds = [c.kind for c in finding_changes(before, after, moves(before, after))]
    return Since(
        before.run.id,
        before.run.started_at,
        new=kinds.count(ChangeKind.NEW),
        worse=kinds.count(ChangeKind.WORSE),
        fixed=kinds.count(ChangeKind.FIXED),
        unknown=kinds.count(ChangeKind.UNKNOWN),
        gone=kinds.count(ChangeKind.GONE),
    )


def _grouped(changes: Iterator[tuple[str, C]]) -> dict[str, list[C]]:
    found: dict[str, list[C]] = defaultdict(list)
    for source, change in changes:
        found[source].append(change)
    return found


def _leaks(before: Side, after: Side) -> dict[str, list[LeakChange]]:
    found: dict[str, list[LeakChange]] = defaultdict(list)
    for change in leak_changes(before, after):
        name = change.leak.document
        held = after.documents.get(name) or before.documents.get(name)
        found[held.source if held else name.partition(":")[0]].append(change)
    return found


def _lost(before: Side, after: Side, documents: dict[str, list[DocumentChange]]) -> Iterator[str]:
    """What the earlier run looked at and the later one did not."""
    if after.interrupted and not before.interrupted:
        yield f"{after.shown} was interrupted"
    for name, row in before.sources.items():
        now = after.sources.get(name)
        if now is None:
            yield f"{name}: it was not part of {after.shown}"
        elif now.failed and not row.failed:
            yield f"{name}: it was not read to its end in {after.shown}"
        elif now.partial and not row.partial:
            yield f"{name}: only a part of it was asked for in {after.shown}"
        elif unread := _unread(documents.get(name, [])):
            yield f"{name}: {unread}"
    yield from _lost_rules(before, after)
    if before.probing is not None and after.probing is None:
        yield f"leaks: no retriever was asked in {after.shown}"


def _unread(changes: list[DocumentChange]) -> str:
    number = sum(change.kind is DocumentChangeKind.UNREAD for change in changes)
    if number == 1:
        return "1 document that was read before could not be read"
    return f"{number:,} documents that were read before could not be read" if number else ""


def _lost_rules(before: Side, after: Side) -> Iterator[str]:
    if before.rules is None or after.rules is None:
        return
    if missing := sorted(before.rules - after.rules):
        yield f"rules: {_listed(missing)} did not run in {after.shown}"
    known = {(rule.code, rule.source) for rule in before.skipped_rules}
    for rule in after.skipped_rules:
        if rule.code not in before.rules or (rule.code, None) in known:
            continue
        if (rule.code, rule.source) not in known and rule.source in (None, *before.sources):
            where = f" in {rule.source}" if rule.source else ""
            yield f"rules: {rule.code}{where} could not run in {after.shown}: {rule.reason}"


def _notes(before: Side, after: Side) -> Iterator[str]:
    if before.run.kind is not after.run.kind:
        yield f"the earlier run is a {before.run.kind}, the later one a {after.run.kind} run"
    if before.config_digest != after.config_digest:
        yield "the configuration, or what was asked for on the command line, is another"
    if before.run.version != after.run.version:
        yield f"ragaudit was {before.run.version} and is {after.run.version}"
    if not (before.complete and after.complete):
        yield (
            "one of the runs was recorded by ragaudit 0.1.0, which kept neither access lists nor "
            "which rules ran: both are left out"
        )
    elif before.rules is not None and after.rules and (more := after.rules - before.rules):
        yield f"{_listed(sorted(more))} did not run before: what they find is not counted as new"
    for name, row in after.sources.items():
        if name not in before.sources:
            yield f"{name} was not part of {before.shown}; what is found there is not “new”"
        elif not row.is_same(before.sources[name]):
            was = before.sources[name].root
            yield f"{name} is at {row.root} and was at {was}: they may be two different sources"


def _listed(codes: list[str]) -> str:
    more = len(codes) - _CODES_SHOWN
    return ", ".join(codes[:_CODES_SHOWN]) + (f" and {more} more rules" if more > 0 else "")
