"""What changed between two sets of records, by name."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from ragaudit._signoff.access import AccessSnapshot, Reach

_SHOWN = 5
"""Names in one sentence; the rest is counted."""


@dataclass(frozen=True, slots=True)
class Change:
    """Something that is not as it was signed."""

    kind: str
    """`documents`, `access`, `probes`, `config`, `policy`, `files`, `signature`, `time`."""
    what: str


def documents(
    before: Sequence[Mapping[str, Any]], after: Sequence[Mapping[str, Any]], unread: frozenset[str]
) -> Iterator[Change]:
    """Documents changed, added or gone; rows are those of the manifest.

    What could not be read this time (`unread`, as `source:path`) is not gone.
    """
    old, new = _digests(before), _digests(after)
    was_unread = {row["unread"] for row in before if "unread" in row}
    now_unread = {row["unread"] for row in after if "unread" in row}
    changed = [name for name in old.keys() & new.keys() if old[name] != new[name]]
    gone = old.keys() - new.keys() - unread
    yield from _named("documents", "changed", changed)
    yield from _named("documents", "added", new.keys() - old.keys() - was_unread)
    yield from _named("documents", "gone", gone)
    yield from _named("documents", "can be read now", was_unread & new.keys())
    yield from _named(
        "documents", "added, and cannot be read", now_unread - was_unread - old.keys()
    )
    yield from _named(
        "documents", "gone (it could not be read)", was_unread - now_unread - new.keys()
    )


def _digests(rows: Sequence[Mapping[str, Any]]) -> dict[str, str]:
    return {row["document"]: row["sha256"] for row in rows if "document" in row}


def access(before: AccessSnapshot, after: AccessSnapshot) -> Iterator[Change]:
    """Who can now read what he could not, and the reverse.

    People who are new since then are looked at only through lists that changed: a new colleague
    in an old group is no change of a list.
    """
    tables: dict[str, dict[tuple[str, ...], list[str]]] = {}
    reworded: list[str] = []
    for name in sorted(before.documents.keys() & after.documents.keys()):
        old, new = before.documents[name], after.documents[name]
        if old == new:
            continue
        same_list = (old.state, old.says) == (new.state, new.says)
        known = before.people if same_list else before.people | after.people
        moved = [(told, people & known & after.people) for told, people in _moves(old, new)]
        for told, people in moved:
            if people:
                table = tables.setdefault(told, defaultdict(list))
                table[tuple(sorted(people))].append(name)
        if not same_list and not any(people for _, people in moved):
            said = f"“{_list(old.says) or old.state}”, now “{_list(new.says) or new.state}”"
            reworded.append(f"{name}: the access list says something else: {said}")
    for told in (told for told, _ in _moves(_NOBODY, _NOBODY) if told in tables):
        found = sorted(tables[told].items(), key=lambda pair: (-len(pair[1]), pair[0]))
        for who, names in found:
            yield Change("access", f"{_list(who)} {told}: {_list(names)}")
    yield from (Change("access", told) for told in reworded)


_NOBODY = Reach("known", (), frozenset())


def _moves(old: Reach, new: Reach) -> tuple[tuple[str, frozenset[str]], ...]:
    """Who moved where between may, perhaps and may not; the worst first."""
    was, now = old.readers | old.unknown, new.readers | new.unknown
    return (
        ("may now read what they could not", new.readers - old.readers),
        ("may perhaps read now what they could not", new.unknown - was),
        ("may or may not read now, which is not known", new.unknown & old.readers),
        ("may no longer read", old.readers - now),
        ("may not read, which was not known", old.unknown - now),
    )


def new_people(before: AccessSnapshot, after: AccessSnapshot) -> list[str]:
    """Notes on people who came and went since."""
    notes = []
    if came := sorted(after.people - before.people):
        notes.append(f"new since then, by access lists that are as they were: {_list(came)}")
    if left := sorted(before.people - after.people):
        notes.append(f"no longer there: {_list(left)}")
    return notes


def rows(kind: str, before: Mapping[str, str], after: Mapping[str, str]) -> Iterator[Change]:
    """Values that changed, came or went, with both sides; for the configuration."""
    for key in sorted(before.keys() | after.keys()):
        old, new = before.get(key), after.get(key)
        if old != new:
            yield Change(kind, f"{key}: {old or 'not there'}, now {new or 'not there'}")


def probes(before: Mapping[str, str], after: Mapping[str, str]) -> Iterator[Change]:
    """Probes edited, added or gone."""
    edited = [name for name in before.keys() & after.keys() if before[name] != after[name]]
    yield from _named("probes", "edited", edited)
    yield from _named("probes", "added", after.keys() - before.keys())
    yield from _named("probes", "gone", before.keys() - after.keys())


def _named(
    kind: str, what: str, names: Sequence[str] | set[str] | frozenset[str]
) -> Iterator[Change]:
    if names:
        yield Change(kind, f"{len(names):,} {what}: {_list(sorted(names))}")


def _list(names: Sequence[str]) -> str:
    more = len(names) - _SHOWN
    return ", ".join(names[:_SHOWN]) + (f" and {more:,} more" if more > 0 else "")
