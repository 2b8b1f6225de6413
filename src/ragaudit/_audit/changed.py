"""Narrows a run to documents that changed since a state of their repository."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import PurePosixPath

from ragaudit._engine.reading import Listing
from ragaudit.errors import UsageError
from ragaudit.model import Document, Finding, Skip, Verdict, VerdictStatus

ACCESS = "access.yaml"
"""Says who may read everything below its folder, so that all of it changes with it."""


@dataclass(frozen=True, slots=True)
class Changed:
    """Which documents a run judges."""

    since: str
    paths: Mapping[str, frozenset[str]]
    """Source to the paths that changed; a source that is in no repository here is missing."""
    folders: Mapping[str, tuple[PurePosixPath, ...]] = field(default_factory=dict)
    """Source to the folders whose access list changed."""
    apart: tuple[str, ...] = ()
    """Sources that are in no repository here, of which nothing is judged."""

    @classmethod
    def of(cls, listings: Sequence[Listing], since: str) -> Changed:
        """Ask the sources. Raises `UsageError` where none can say."""
        found = {item.settings.id: item.connector.changed_since(since) for item in listings}
        paths = {source: changed for source, changed in found.items() if changed is not None}
        if not paths:
            raise UsageError(
                f"nothing can be compared with “{since}”: no source is in a git work tree",
                "run it without --changed-since",
            )
        folders = {
            source: tuple(p.parent for p in map(PurePosixPath, changed) if p.name == ACCESS)
            for source, changed in paths.items()
        }
        return cls(
            since, paths, folders, tuple(s for s, changed in found.items() if changed is None)
        )

    def has(self, source: str, path: str) -> bool:
        """Whether a document changed, or the list of who may read it."""
        if path in self.paths.get(source, ()):
            return True
        above = self.folders.get(source, ())
        return bool(above) and any(PurePosixPath(path).is_relative_to(f) for f in above)

    def findings(
        self, findings: Sequence[Finding], documents: Mapping[str, Document]
    ) -> list[Finding]:
        """Those about a changed document, also where it is only the other side of a pair."""
        changed = {d.id for d in documents.values() if self.has(d.source_id, d.path)}
        return [
            f
            for f in findings
            if f.document in changed
            or (f.document is None and f.path and self.has(f.source, f.path))
            or any(related.document in changed for related in f.related)
        ]

    def skips(self, skips: Sequence[Skip]) -> list[Skip]:
        """Those of documents that changed."""
        return [skip for skip in skips if self.has(skip.source_id, skip.path)]

    def count(self, documents: Mapping[str, Document]) -> int:
        """How many documents changed."""
        return sum(self.has(d.source_id, d.path) for d in documents.values())

    def verdict(self, verdict: Verdict, judged: int, total: int) -> Verdict:
        """A verdict that says what it is about: never an all-clear for what was left out."""
        told = f"judged: {judged:,} of {total:,} documents, those that changed since {self.since}"
        if self.apart:
            told += f"; {', '.join(self.apart)} left out, being in no git work tree"
        passed = verdict.status is VerdictStatus.PASSED
        return Verdict(
            verdict.status, (told,) if passed else (*verdict.reasons, told), verdict.failing
        )

    def note(self, hidden: int) -> str:
        """What the reader of the report must know."""
        return (
            f"Only documents that changed since {self.since} were judged. {hidden:,} findings "
            "about others are not shown, nor is what this change does to them, such as a link that "
            "lost its target; a run without --changed-since shows them."
        )
