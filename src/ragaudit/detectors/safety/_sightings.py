"""What the three rules about secrets and personal data have in common."""

from __future__ import annotations

from collections.abc import Iterable

from ragaudit.redact import quote
from ragaudit.sensitive import Sighting

_QUOTED = 200


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


def several(kind: str, count: int) -> str:
    """A kind with its article, or with its count."""
    if count == 1:
        return (
            f"{'an' if kind[0].lower() in 'aeio' or kind.startswith('US ') is None else 'a'} {kind}"
        )
    return f"{count} values of the kind “{kind}”"


def where(found: list[Sighting]) -> str:
    """In which lines."""
    lines = sorted({s.line for s in found})
    if len(lines) == 1:
        return f"in line {lines[0]}"
    first = ", ".join(map(str, lines[:3]))
    return f"in lines {first}" + (f" and {len(lines) - 3} more" if len(lines) > 3 else "")
