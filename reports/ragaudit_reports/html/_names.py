"""Words the report uses for what the rules and remedies are about."""

from __future__ import annotations

from ragaudit.model import Severity, VerdictStatus

FAMILIES = {
    "OWN": "Ownership",
    "FRS": "Freshness",
    "CNF": "Conflicts",
    "DUP": "Duplicates",
    "PRM": "Permissions",
    "SAF": "Safety",
    "EXT": "Extraction",
    "STR": "Structure",
}
NOBODY = "(nobody)"
SEVERITIES = {Severity.ERROR: "Error", Severity.WARN: "Warning", Severity.INFO: "Note"}
VERDICTS = {
    VerdictStatus.PASSED: ("Passed", "good"),
    VerdictStatus.WARNED: ("Passed with warnings", "warn"),
    VerdictStatus.FAILED: ("Failed", "bad"),
    VerdictStatus.INCONCLUSIVE: ("Inconclusive", "unknown"),
}
STALE = ("FRS201", "FRS202", "FRS203", "FRS213")
"""Contract broken, review overdue, expired, replaced: as `stale` is counted everywhere."""
CONFLICT = "CNF"


def family(code: str) -> str:
    """The kind of problem a rule is about."""
    return FAMILIES.get(code[:3], code[:3])


def sentence(text: str, *, capital: bool = True) -> str:
    """The text as a sentence: a full stop, and a capital letter unless a name comes first."""
    text = text.strip()
    if not text:
        return ""
    start = text[0].upper() + text[1:] if capital else text
    return start if start[-1] in ".!?…:”" else start + "."
