"""What the audit says nothing about: never to be read as fine."""

from __future__ import annotations

from dataclasses import dataclass

from ragaudit_reports._clean import one_line
from ragaudit_reports._summary import by_reason, not_counting, unchecked
from ragaudit_reports.html._index import Index
from ragaudit_reports.html._names import sentence
from ragaudit_reports.html._safe import name

LIMIT = 1_000
"""Files that were not read."""


@dataclass(frozen=True, slots=True)
class Failure:
    """A source that was not read to its end."""

    source: str
    kind: str
    detail: str
    action: str


@dataclass(frozen=True, slots=True)
class Unread:
    """A file that was not read."""

    source: str
    path: str
    detail: str


@dataclass(frozen=True, slots=True)
class Reason:
    """Files that were not read for the same reason."""

    reason: str
    action: str
    files: tuple[Unread, ...]


@dataclass(frozen=True, slots=True)
class Unchecked:
    """The section."""

    failures: tuple[Failure, ...]
    skips: tuple[Reason, ...]
    skipped: int
    skips_left_out: int
    gaps: tuple[tuple[str, str], ...]
    """Subject and reason."""
    rules: tuple[tuple[str, str, str], ...]
    """Code, source and reason of rules that could not run."""
    remarks: tuple[str, ...]

    @property
    def count(self) -> int:
        """How many things there are to say."""
        return len(self.failures) + self.skipped + len(self.gaps)


def not_checked(index: Index) -> Unchecked:
    """Failures first, then files, then what nobody declared."""
    audit = index.audit
    left, groups = LIMIT, []
    for reason, action, skips in by_reason(audit.skips):
        files = tuple(
            Unread(name(s.source_id, 60), name(s.path, 300), _plain(s.detail)) for s in skips[:left]
        )
        left -= len(files)
        if files:
            told = sentence(one_line(action))
            groups.append(Reason(reason.value.replace("-", " "), told, files))
    return Unchecked(
        failures=tuple(
            Failure(
                name(f.source, 60),
                f.kind,
                _plain(f.detail),
                sentence(one_line(f.action)),
            )
            for f in audit.source_failures
        ),
        skips=tuple(groups),
        skipped=len(audit.skips),
        skips_left_out=max(0, len(audit.skips) - LIMIT),
        gaps=tuple((subject, _plain(reason)) for subject, reason in unchecked(audit)),
        rules=tuple(
            (r.code, name(r.source or "all sources", 60), _plain(r.reason))
            for r in audit.skipped_rules[:LIMIT]
        ),
        remarks=tuple(map(_plain, (*not_counting(audit), *audit.notes))),
    )


def _plain(text: str) -> str:
    return sentence(one_line(text), capital=False)
