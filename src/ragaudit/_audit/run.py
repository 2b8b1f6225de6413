"""What happens between reading and result."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import UTC

from ragaudit import __version__
from ragaudit._audit.changed import Changed
from ragaudit._audit.fresh import freshness_of
from ragaudit._audit.links import LinkHistory
from ragaudit._audit.request import Request
from ragaudit._audit.verdicts import Outcome, verdict_on
from ragaudit._engine import age
from ragaudit._engine.cache import Cache
from ragaudit._engine.corpus import ReadCorpus
from ragaudit._engine.detecting import (
    content_findings,
    corpus_findings,
    crashes,
    document_findings,
)
from ragaudit._engine.findings import (
    Satisfied,
    Seen,
    collapse_gaps,
    source_findings,
    to_findings,
)
from ragaudit._engine.pool import Pool
from ragaudit._engine.reading import Listing, Reading
from ragaudit._engine.served import raised
from ragaudit._engine.summary import summarise_source
from ragaudit._gate import Scope, scope_of, suppress
from ragaudit.contracts import CodeBase, Context, Detector, GapDetector, LinkChecker
from ragaudit.model import (
    Audit,
    Directory,
    Document,
    Finding,
    IndexManifest,
    RunInfo,
    Severity,
    SkippedRule,
    SourceFailure,
    Status,
)


@dataclass(slots=True)
class Run:
    """The state of one audit between reading and result."""

    request: Request
    detectors: Sequence[Detector]
    directory: Directory
    listings: Sequence[Listing]
    reading: Reading
    code: Mapping[str, tuple[CodeBase, ...]] = field(default_factory=dict)
    indexes: Mapping[str, IndexManifest] = field(default_factory=dict)
    findings: list[Finding] = field(default_factory=list)
    skipped_rules: list[SkippedRule] = field(default_factory=list)
    broken: list[SkippedRule] = field(default_factory=list)
    comparing_interrupted: bool = False
    raised: int = 0
    """Findings that count one step more, as people are served the document."""
    links: LinkHistory | None = None
    changed: Changed | None = None
    """The documents that are judged; None judges all."""
    failures: Sequence[SourceFailure] = ()
    """Whatever could not be read to its end."""

    @property
    def documents(self) -> dict[str, Document]:
        """Every document that was read, in order of id."""
        return self.reading.documents

    def find(self, pool: Pool, cache: Cache, version: str) -> None:
        """Run the detectors, and turn what they saw into findings."""
        seen = self._observe(pool, cache, version)
        settings = self.request.settings
        sources = {s.id: s for s in settings.sources}
        levels = self._levels()
        wanted = [s for s in seen if levels.get(self._place(s)) != "off"]
        inside = [s for s in wanted if s.document]
        left, gaps = collapse_gaps(inside, self.documents, sources, self._satisfied())
        found = (
            to_findings(left, self.documents, _severities(levels), self.directory)
            + source_findings([s for s in wanted if not s.document], _severities(levels))
            + gaps
            + self._ages(levels)
        )
        found = suppress(found, self.documents, settings.suppressions, self.request.as_of)
        self.findings, self.raised = raised(found, self.request.served)

    def _observe(self, pool: Pool, cache: Cache, version: str) -> list[Seen]:
        analyses = self.reading.analyses
        seen = list(content_findings(self.detectors, analyses))
        self.broken.extend(crashes(self.detectors, analyses))
        contexts = {
            s.id: Context(self.request.as_of, s, self.directory)
            for s in self.request.settings.sources
        }
        seen.extend(
            document_findings(
                self.detectors,
                self.documents.values(),
                contexts,
                self.skipped_rules.append,
                self.broken.append,
            )
        )
        if self.reading.interrupted:
            return seen
        try:
            corpus = self._corpus(pool, cache, version)
            seen.extend(
                corpus_findings(
                    self.detectors,
                    analyses,
                    corpus,
                    self.request.progress,
                    self.skipped_rules.append,
                    self.broken.append,
                )
            )
        except KeyboardInterrupt:
            self.comparing_interrupted = True
        return seen

    def _corpus(self, pool: Pool, cache: Cache, version: str) -> ReadCorpus:
        return ReadCorpus(
            as_of=self.request.as_of,
            directory=self.directory,
            sources={s.id: s for s in self.request.settings.sources},
            connectors={item.settings.id: item.connector for item in self.listings},
            documents=self.documents,
            refs=self.reading.refs,
            paths={item.settings.id: item.paths for item in self.listings},
            pool=pool,
            cache=cache,
            version=version,
            code=self.code,
            indexes=self.indexes,
            links=self._links(cache),
            nli=self.request.nli,
            judge=self.request.judge,
        )

    def _links(self, cache: Cache) -> LinkChecker | None:
        asked = self.request.links
        self.links = LinkHistory(asked, cache, self.request.started_at) if asked else None
        return self.links

    def _satisfied(self) -> Satisfied:
        gaps = {d.rule.code: d for d in self.detectors if isinstance(d, GapDetector)}
        return lambda code, document: code in gaps and gaps[code].satisfied(document)

    def _place(self, seen: Seen) -> tuple[str, str]:
        source = seen.observation.source or self.documents[seen.document].source_id
        return source, seen.rule.code

    def _levels(self) -> dict[tuple[str, str], str]:
        """What the user set, by source and rule: a severity or `off`."""
        settings = self.request.settings
        return {
            (source.id, d.rule.code): level
            for source in settings.sources
            for d in self.detectors
            if (level := settings.severity(d.rule.code, source)) is not None
        }

    def _ages(self, levels: Mapping[tuple[str, str], str]) -> list[Finding]:
        rule = next((d.rule for d in self.detectors if d.rule.code == "FRS201"), None)
        if rule is None:
            return []
        made = (
            age.undeclared(rule, source, self._of(source.id), self.request.as_of)
            for source in self.request.settings.sources
            if levels.get((source.id, rule.code)) != "off"
        )
        return [finding for finding in made if finding is not None]

    def _of(self, source: str) -> list[Document]:
        return [d for d in self.documents.values() if d.source_id == source]

    def result(self, notes: Iterable[str]) -> Audit:
        """Judge, and put everything in its final order."""
        request = self.request
        findings, fixed = request.baseline.apply(self.findings, request.as_of, self._scope())
        interrupted = self.reading.interrupted or self.comparing_interrupted
        settings, skips = request.settings, self.reading.skips
        freshness = freshness_of(
            settings, request.as_of, self.listings, self.reading, self.directory, findings,
            self.failures,
        )  # fmt: skip
        count, told = None, []
        if (changed := self.changed) is not None:
            count, every = changed.count(self.documents), len(findings)
            findings = changed.findings(findings, self.documents)
            skips = changed.skips(skips)
            told = [changed.note(every - len(findings))]
        outcome = Outcome(
            len(self.documents), count, findings, skips, self.broken, self.failures,
            len(self.detectors), interrupted, freshness,
        )  # fmt: skip
        return Audit(
            run=self._info(interrupted),
            sources=tuple(
                summarise_source(item, self._of(item.settings.id), self.reading.skips)
                for item in self.listings
            ),
            documents=tuple(self.documents.values()),
            findings=tuple(sorted(findings, key=_order)),
            skips=tuple(sorted(skips, key=lambda s: (s.source_id, s.path))),
            verdict=verdict_on(request, outcome, changed),
            rules={d.rule.code: d.rule for d in self.detectors},
            source_failures=tuple(self.failures),
            skipped_rules=(*self.broken, *self.skipped_rules),
            fixed=() if interrupted else fixed,
            notes=(*told, *notes, *self._notes(interrupted)),
            freshness=freshness,
        )

    def _scope(self) -> Scope:
        failed = {failure.source for failure in self.failures}
        return scope_of(
            (s for s in self.request.settings.sources if s.id not in failed),
            (d.rule.code for d in self.detectors),
            (*self.broken, *self.skipped_rules),
            self.reading.skips,
        )

    def _info(self, interrupted: bool) -> RunInfo:
        request = self.request
        lines = (f"{d.id}\0{d.raw_sha256}" for d in self.documents.values())
        corpus = hashlib.sha256("\n".join(lines).encode("utf-8", "surrogatepass")).hexdigest()
        return RunInfo(
            id=f"{request.started_at.astimezone(UTC):%Y%m%dT%H%M%S%f}-{corpus[:8]}",
            as_of=request.as_of,
            started_at=request.started_at,
            version=__version__,
            config_digest=request.settings.digest,
            corpus_digest=corpus,
            rules=tuple(d.rule.code for d in self.detectors),
            interrupted=interrupted,
            kind=request.kind,
            changed_since=request.changed_since,
        )

    def _notes(self, interrupted: bool) -> list[str]:
        notes = [
            note
            for item in self.listings
            for note in (item.connector.notes() if item.notes is None else item.notes)
        ]
        notes.extend(self.links.notes() if self.links else ())
        sources = [item.settings.id for item in self.listings]
        ahead = (age.ahead(name, self._of(name), self.request.as_of) for name in sources)
        notes.extend(note for note in ahead if note)
        if self.raised:
            notes.append(
                f"{self.raised} findings count one step more: people are served these documents "
                "(`ragaudit monitor import`)."
            )
        if interrupted:
            read = len(self.documents) + len(self.reading.skips)
            notes.append(f"Interrupted: {read} of {self.reading.total} documents were read.")
        return notes


def _severities(levels: Mapping[tuple[str, str], str]) -> dict[tuple[str, str], Severity]:
    return {place: Severity(level) for place, level in levels.items() if level != "off"}


def _order(finding: Finding) -> tuple[object, ...]:
    return (
        finding.status is not Status.OPEN,
        -finding.severity.rank,
        finding.source,
        finding.path or "",
        finding.line or 0,
        finding.code,
        finding.fingerprint,
    )
