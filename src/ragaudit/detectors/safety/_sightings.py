"""What the three rules about secrets and personal data have in common."""

from __future__ import annotations

from collections.abc import Iterable

from ragaudit.redact import quote
from ragaudit.sensitive import Sighting

_QUOTED, _LISTED = 200, 3
_HARM = "everybody who can query the index can read it."


def by_kind(seen: Iterable[Sighting]) -> dict[str, list[Sighting]]:
    """Sightings of each kind, in order of first appearance."""
    kinds: dict[str, list[Sighting]] = {}
    for sighting in seen:
        kinds.setdefault(sighting.kind, []).append(sighting)
    return kinds


def shown(sighting: Sighting) -> str:
    """The text around a value, with the kind in the value's place; never the value."""
    hidden = sighting.quote.replace(sighting.value, f"[redacted: {sighting.kind}]")
    return quote(hidden, _QUOTED)


def what_where(kind: str, found: list[Sighting]) -> str:
    """A sentence that names the kind, the number, the lines, and who can read it."""
    lines = sorted({s.line for s in found})
    name = kind[0].upper() + kind[1:]
    count = f"{name}, {len(found)} of them," if len(found) > 1 else name
    if len(lines) == 1:
        where = f"in line {lines[0]}"
    else:
        more = f" and {len(lines) - _LISTED} more" if len(lines) > _LISTED else ""
        where = f"in lines {', '.join(map(str, lines[:_LISTED]))}{more}"
    return f"{count} {where}: {_HARM}"
