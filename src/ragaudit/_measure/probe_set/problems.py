"""What is wrong with a probe set, as values."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from ragaudit.model import Probe, Severity


@dataclass(frozen=True, slots=True)
class Problem:
    """One thing that keeps a set from measuring what it should."""

    code: str
    """`gold-gone`, `duplicate`, …: a key of `ACTIONS`."""
    level: Severity
    """`error` where a result would be wrong or missing, `warn` where it would say little."""
    message: str
    probe: str | None = None
    line: int | None = None
    source: str | None = None

    @property
    def action(self) -> str:
        """What to do about it."""
        return ACTIONS[self.code]

    @classmethod
    def of(cls, probe: Probe, code: str, level: Severity, message: str) -> Problem:
        """A problem of one probe."""
        return cls(code, level, message, probe.id, probe.line, probe.source)


ACTIONS: Mapping[str, str] = {
    "empty": "write probes, or run `ragaudit probes generate`",
    "gold-gone": "name the document that answers now, or drop the probe",
    "gold-ambiguous": "write `source:path`",
    "gold-unread": "see why it could not be read: `ragaudit scan`, `ragaudit sources check`",
    "span-gone": "quote what the document says now, or name the document that says it",
    "span-unchecked": "see why the text cannot be read again: `ragaudit scan`",
    "unanswerable-with-gold": "drop the gold, or `unanswerable` and `category: missing`",
    "expects-nothing": "name its gold under `gold`, or say `expect: {unanswerable: true}`",
    "cannot-hold": "correct the expectation; as it is, it cannot be checked",
    "duplicate": "merge them: wordings go under `variants`, people under `as`",
    "unknown-source": "name a source of ragaudit.yaml",
    "missing-category": "write at least one; docs/probes.md has an example of each",
    "source-without-probes": "write probes about it, or run `ragaudit probes generate`",
    "too-few-probes": "write more, or accept that no interval is given for the source",
    "unreviewed": "read them, and write your name under `provenance: {reviewed_by: …}`",
    "access-unknown": "give the source its access lists; `ragaudit access explain` says what lacks",
    "nobody-denied": "add a principal who may not read it, or drop `deny`",
    "nobody-allowed": "add a principal who may read it: without one, silence looks safe",
    "unused-principal": "name them under `as` or `defaults: {principals: […]}`, or drop them",
    "no-principals": "declare who asks under `principals:`",
    "unknown-person": "correct `who`, or say their `groups`: nobody knows what they may read",
    "corpus-changed": "check the gold, then write the new digest under `corpus: {snapshot: …}`",
    "access-changed": "check the deny probes, then write the new `acl_snapshot`",
}
