"""Whether two runs fail a gate on what is new."""

from __future__ import annotations

from ragaudit.model import ChangeKind, Changes, FindingChange, Severity


def judge_changes(changes: Changes, level: Severity) -> tuple[int, str]:
    """0 nothing got worse, 1 something did, 3 that cannot be told; with the reason for the others.

    It cannot be told where the later run did not look at what the earlier one did, and where it
    found something at or above the level that the earlier one could not have seen.
    """
    worse = list(changes.findings(ChangeKind.NEW, ChangeKind.WORSE))
    bad = sum(_counts(change, level) for change in worse)
    leaking = sum(1 for _ in changes.leaks(ChangeKind.NEW))
    if bad or leaking:
        found = [f"findings that are new or worse at or above “{level}”: {bad}"] if bad else []
        found += [f"new leaks: {leaking}"] if leaking else []
        return 1, "; ".join(found)
    if changes.lost:
        return 3, f"whether anything is new cannot be told: {changes.lost[0]}"
    later = (change for change in changes.findings(ChangeKind.UNKNOWN) if change.appeared)
    unsure = sum(_counts(change, level) for change in later)
    unsure += sum(change.appeared for change in changes.leaks(ChangeKind.UNKNOWN))
    if unsure:
        return 3, f"{unsure} findings or leaks cannot be compared, so nobody knows if they are new"
    return 0, ""


def _counts(change: FindingChange, level: Severity) -> bool:
    return change.finding.severity.rank >= level.rank
