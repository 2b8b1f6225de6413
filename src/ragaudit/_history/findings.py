"""What became of the findings."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from itertools import chain

from ragaudit._history.sides import Side
from ragaudit.model import ChangeKind, Finding, FindingChange, Status

_ORDER = tuple(ChangeKind)
_Alike = tuple[str, str]


def finding_changes(before: Side, after: Side, moved: Mapping[str, str]) -> list[FindingChange]:
    """Every finding that is not as it was, the gravest first. `moved` is old id to new id."""
    old = {f.fingerprint: f for f in before.findings}
    new = {f.fingerprint: f for f in after.findings}
    both = old.keys() & new.keys()
    found = list(chain.from_iterable(_altered(old[key], new[key]) for key in sorted(both)))
    left = [f for key, f in old.items() if key not in both and f.status is Status.OPEN]
    came = [f for key, f in new.items() if key not in both and f.status is Status.OPEN]
    left, came, carried = _carried(left, came, moved)
    left, came, summed = _summed(left, came, before, after)
    found += carried + summed
    found += (_appeared(finding, before) for finding in came)
    found += (_vanished(finding, after) for finding in left)
    return sorted(found, key=_order)


def _altered(old: Finding, new: Finding) -> Iterator[FindingChange]:
    """A finding both runs have, in other words or of another weight."""
    if old.status is Status.OPEN and new.status is not Status.OPEN:
        yield FindingChange(ChangeKind.ACCEPTED, new, new.status_reason or new.status.value)
    elif old.status is not Status.OPEN and new.status is Status.OPEN:
        why = new.status_reason or f"it was {_ACCEPTED[old.status]} before"
        yield FindingChange(ChangeKind.WORSE, new, f"it counts again: {why}")
    elif new.status is Status.OPEN:
        yield from _weighed(old, new)


_ACCEPTED = {Status.BASELINE: "in the baseline", Status.SUPPRESSED: "suppressed"}


def _weighed(old: Finding, new: Finding) -> Iterator[FindingChange]:
    if old.severity is not new.severity:
        kind = ChangeKind.WORSE if new.severity.rank > old.severity.rank else ChangeKind.BETTER
        yield FindingChange(kind, new, f"it was “{old.severity}”")
    elif old.affected != new.affected:
        kind = ChangeKind.WORSE if new.affected > old.affected else ChangeKind.BETTER
        yield FindingChange(kind, new, f"of {new.affected} documents; it was {old.affected}")


def _carried(
    left: list[Finding], came: list[Finding], moved: Mapping[str, str]
) -> tuple[list[Finding], list[Finding], list[FindingChange]]:
    """Apart from findings that are what others were.

    They went along when their document was moved, or rest on the same words of the same line and
    differ in what stands on the other side. Returns what is left, what came, what weighs otherwise.
    """
    there: dict[tuple[object, ...], list[Finding]] = defaultdict(list)
    for finding in came:
        there[_spot(finding, finding.document)].append(finding)
    stayed: set[str] = set()
    gone: list[Finding] = []
    changes: list[FindingChange] = []
    for finding in left:
        name = finding.document
        same = there[_spot(finding, moved.get(name, name) if name else None)]
        if same:
            now = same.pop()
            stayed.add(now.fingerprint)
            changes.extend(_weighed(finding, now))
        else:
            gone.append(finding)
    return gone, [finding for finding in came if finding.fingerprint not in stayed], changes


def _spot(finding: Finding, document: str | None) -> tuple[object, ...]:
    where = (finding.source, finding.path) if document is None else document
    return finding.code, where, finding.line, finding.quote


def _summed(
    left: list[Finding], came: list[Finding], before: Side, after: Side
) -> tuple[list[Finding], list[Finding], list[FindingChange]]:
    """A gap is one finding where a whole source has it, and one a document where only some have.

    Going from the one to the other is told by the number of documents, and nothing else.
    """
    ended = {_alike(f): f for f in left if f.document is None and f.path is None}
    began = {_alike(f): f for f in came if f.document is None and f.path is None}
    changes = []
    for key in ended.keys() ^ began.keys():
        one, singles = (ended[key], came) if key in ended else (began[key], left)
        known = before.documents if key in ended else after.documents
        alike = [f for f in singles if _alike(f) == key and f.document in known]
        if not alike:
            continue
        now, then = (len(alike), one.affected) if key in ended else (one.affected, len(alike))
        spared = {f.fingerprint for f in (one, *alike)}
        left = [f for f in left if f.fingerprint not in spared]
        came = [f for f in came if f.fingerprint not in spared]
        if now != then:
            kind = ChangeKind.WORSE if now > then else ChangeKind.BETTER
            shown = alike[0] if key in ended else one
            changes.append(FindingChange(kind, shown, f"of {now} documents; it was {then}"))
    return left, came, changes


def _alike(finding: Finding) -> _Alike:
    return finding.code, finding.source


def _appeared(finding: Finding, before: Side) -> FindingChange:
    reason = before.blind(finding)
    return FindingChange(ChangeKind.UNKNOWN if reason else ChangeKind.NEW, finding, reason)


def _vanished(finding: Finding, after: Side) -> FindingChange:
    if reason := after.blind(finding):
        return FindingChange(ChangeKind.UNKNOWN, finding, reason, appeared=False)
    if finding.document is not None and finding.document not in after.documents:
        told = "its document is not there any more"
        return FindingChange(ChangeKind.GONE, finding, told, appeared=False)
    return FindingChange(ChangeKind.FIXED, finding, appeared=False)


def _order(change: FindingChange) -> tuple[object, ...]:
    finding = change.finding
    return (
        _ORDER.index(change.kind),
        -finding.severity.rank,
        finding.source,
        finding.path or "",
        finding.line or 0,
        finding.code,
        finding.fingerprint,
    )


def by_source(changes: Iterable[FindingChange]) -> dict[str, list[FindingChange]]:
    """The changes of each source."""
    found: dict[str, list[FindingChange]] = defaultdict(list)
    for change in changes:
        found[change.finding.source].append(change)
    return found
