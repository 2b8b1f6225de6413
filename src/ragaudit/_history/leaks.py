"""What leaks that did not, and what no longer does."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator

from ragaudit._history.sides import Side
from ragaudit.model import ChangeKind, Leak, LeakChange, ProbeStatus, Probing

_Cell = tuple[str, str]
_JUDGED = (ProbeStatus.PASSED, ProbeStatus.FAILED)


def leak_changes(before: Side, after: Side) -> Iterator[LeakChange]:
    """Cells of principal and document that leaked in one of two runs, the new ones first.

    A leak is new if one of its questions was judged before and did not bring it up; it is fixed
    if all of them were judged again.
    """
    if after.probing is None:
        return
    old, new = _cells(before.probing), _cells(after.probing)
    other = _other_target(before, after)
    for cell in sorted(new.keys() - old.keys()):
        unasked = [other or _unasked(leak, before) for leak in new[cell]]
        reason = "" if not all(unasked) else unasked[0]
        yield LeakChange(ChangeKind.UNKNOWN if reason else ChangeKind.NEW, new[cell][0], reason)
    if before.probing is None:
        return
    for cell in sorted(old.keys() - new.keys()):
        unasked = [other or _unasked(leak, after) for leak in old[cell]]
        reason = next(filter(None, unasked), "")
        kind = ChangeKind.UNKNOWN if reason else ChangeKind.FIXED
        yield LeakChange(kind, old[cell][0], reason, appeared=False)


def _cells(probing: Probing | None) -> dict[_Cell, list[Leak]]:
    """The leaks of each cell, the best rank first."""
    found: dict[_Cell, list[Leak]] = defaultdict(list)
    for leak in sorted(probing.leaks if probing else (), key=lambda leak: leak.rank):
        found[leak.principal, leak.document].append(leak)
    return found


def _other_target(before: Side, after: Side) -> str:
    if before.probing is None or after.probing is None:
        return f"nobody asked a retriever in {before.shown}"
    if before.probing.target != after.probing.target:
        return f"{before.shown} asked another retriever"
    return ""


def _unasked(leak: Leak, side: Side) -> str:
    """Why a run cannot tell whether a cell leaked; empty if its question was judged."""
    assert side.probing is not None  # noqa: S101 - the caller has looked
    if side.probing.unmeasured:
        return f"leakage was not measured in {side.shown}"
    asked = (r for r in side.probing.results if (r.id, r.principal) == (leak.probe, leak.principal))
    if any(result.status in _JUDGED for result in asked):
        return ""
    return f"its question was not asked, or not judged, in {side.shown}"
