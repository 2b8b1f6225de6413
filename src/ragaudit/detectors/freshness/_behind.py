"""How a document that lags behind its original is told."""

from __future__ import annotations

from dataclasses import dataclass

from ragaudit.contracts import Moment, Past
from ragaudit.detectors._words import known_date
from ragaudit.detectors.freshness._declared_base import DeclaredBase
from ragaudit.detectors.freshness._drift import Drift
from ragaudit.detectors.freshness._families import Pair
from ragaudit.model import Confidence, Observation, Related


@dataclass(frozen=True, slots=True)
class Behind:
    """A document that lags, with what is known about it."""

    pair: Pair
    since: Moment
    """The state of the original it follows."""
    past: Past | None = None
    change: Drift | None = None
    sure: bool = True
    """Whether something in the document shows that it did not go along."""
    declared: DeclaredBase | None = None
    """Set where the document itself says which state it follows."""


def observation(behind: Behind) -> Observation:
    """What is reported: what changed, when, by which commit, and after what."""
    base, change = behind.pair.base, behind.change
    field = behind.declared.field if behind.declared else None
    told = f"{base.path}, which it {'translates' if behind.pair.translation else 'follows'}, "
    other = Related(base.id, change.line, change.new) if change else Related(base.id)
    return Observation(
        told + _when(behind) + (f": {_what(change)}" if change else "."),
        line=field.line if field else None,
        quote=f"{field.key}: {field.value}" if field else "",
        document=behind.pair.sibling.id,
        related=(other,),
        confidence=Confidence.HIGH if behind.sure else Confidence.MEDIUM,
        key=f"{base.id}|{behind.since.revision or behind.since.day or ''}",
    )


def _when(behind: Behind) -> str:
    base, declared = behind.pair.base, behind.declared
    if declared is not None and declared.sha256:
        return (
            f"is not the text it declares: its sha256 is {base.raw_sha256[:12]}…, "
            f"not {declared.sha256[:12]}…"
        )
    return f"{_changed(behind)}, after {_state(behind)}"


def _changed(behind: Behind) -> str:
    edits = behind.past.edits if behind.past else ()
    if not edits:
        times = behind.pair.base.times
        day = known_date(times.content_modified) or known_date(times.modified)
        return f"changed on {day}" if day else "changed"
    last = f"on {edits[-1].day} (commit {edits[-1].revision[:10]})"
    if len(edits) == 1:
        return f"changed {last}"
    return f"changed {len(edits)} times since {edits[0].day}, last {last}"


def _state(behind: Behind) -> str:
    since = behind.since
    if behind.declared is None:
        return f"this one last changed on {since.day}"
    if since.revision:
        return f"commit {since.revision[:10]}, from which it was made"
    return f"{since.day}, the state it was made from"


def _what(change: Drift) -> str:
    parts = (
        (change.changed, "has another wording", "have another wording"),
        (change.added, "is new", "are new"),
        (change.removed, "is gone", "are gone"),
    )
    said = [f"{n} {one if n == 1 else many}" for n, one, many in parts if n]
    noun = "sentence or line" if said[0].startswith("1 ") else "sentences or lines"
    said[0] = said[0].replace(" ", f" {noun} ", 1)
    return f"{', '.join(said)}.{_quoted(change)}"


def _quoted(change: Drift) -> str:
    if change.old and change.new:
        return f" It said “{change.old}” and now says “{change.new}”."
    if change.new:
        return f" New: “{change.new}”."
    return f" Gone: “{change.old}”." if change.old else ""
