"""Runs the detectors that see metadata or the whole corpus."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence

from ragaudit._engine.corpus import ReadCorpus, groups
from ragaudit._engine.findings import Seen
from ragaudit._engine.progress import Progress
from ragaudit._engine.record import Analysis, clean
from ragaudit.contracts import (
    ContentDetector,
    Context,
    CorpusDetector,
    Detector,
    DocumentDetector,
    NoFeatures,
)
from ragaudit.model import Content, Document, Observation, SkippedRule
from ragaudit.redact import Veil

Sink = Callable[[SkippedRule], None]
_NO_VEIL = Veil(Content("text", ""))
"""What a comparison quotes was hidden when its features were taken, or may be of any document."""


def content_findings(
    detectors: Sequence[Detector], analyses: Mapping[str, Analysis]
) -> Iterator[Seen]:
    """What content detectors saw when the files were analysed."""
    rules = {d.rule.code: d.rule for d in detectors if isinstance(d, ContentDetector)}
    for document, analysis in analyses.items():
        for code, observations in analysis.observations.items():
            if code in rules:
                yield from (Seen(rules[code], document, seen) for seen in observations)


def crashes(
    detectors: Sequence[Detector], analyses: Mapping[str, Analysis]
) -> Iterator[SkippedRule]:
    """Rules that could not finish a document, one entry a rule."""
    told: dict[str, list[str]] = {}
    for document, analysis in analyses.items():
        for name, error in analysis.broken.items():
            told.setdefault(name, []).append(f"{document}: {error}")
    for name, places in told.items():
        for code in _codes_of(detectors, name):
            more = f" and {len(places) - 1} more" if len(places) > 1 else ""
            yield SkippedRule(code, None, f"stopped on {places[0]}{more}; please report this")


def _codes_of(detectors: Sequence[Detector], name: str) -> list[str]:
    return [
        d.rule.code
        for d in detectors
        if d.rule.code == name or (isinstance(d, CorpusDetector) and d.extractor.name == name)
    ]


def document_findings(
    detectors: Sequence[Detector],
    documents: Iterable[Document],
    contexts: Mapping[str, Context],
    skipped: Sink,
    broken: Sink,
) -> Iterator[Seen]:
    """Run every metadata detector over every document."""
    chosen = [d for d in detectors if isinstance(d, DocumentDetector)]
    for detector in chosen:
        for source, context in contexts.items():
            if (reason := detector.skips(context)) is not None:
                skipped(SkippedRule(detector.rule.code, source, reason))
    for document in documents:
        for detector in list(chosen):
            try:
                for seen in detector.detect(document, contexts[document.source_id]):
                    yield Seen(detector.rule, document.id, seen)
            except Exception as error:
                chosen.remove(detector)
                broken(_broken(detector, f"{document.id}: {error!r}"))


def corpus_findings(
    detectors: Sequence[Detector],
    analyses: Mapping[str, Analysis],
    corpus: ReadCorpus,
    progress: Progress,
    skipped: Sink,
    broken: Sink,
) -> Iterator[Seen]:
    """Run every corpus detector; features are grouped once for detectors that share them."""
    chosen = [d for d in detectors if isinstance(d, CorpusDetector)]
    by_extractor: dict[str, list[CorpusDetector]] = {}
    for detector in chosen:
        by_extractor.setdefault(detector.extractor.name, []).append(detector)
    progress.stage("comparing", len(chosen))
    for name, sharing in by_extractor.items():
        company = sharing[0].extractor.in_company
        grouped = groups(analyses, name, in_company=company)
        for detector in sharing:
            try:
                for seen in detector.compare(grouped, corpus):
                    if seen.document is not None or seen.source is not None:
                        yield Seen(detector.rule, seen.document or "", _shown(detector, seen))
                if (reason := detector.skips(corpus)) is not None:
                    skipped(SkippedRule(detector.rule.code, None, reason))
            except Exception as error:
                broken(_broken(detector, repr(error)))
            progress.step()


def _shown(detector: CorpusDetector, seen: Observation) -> Observation:
    """Redact what rests on a text; what rests on metadata has to name the people it is about."""
    return seen if isinstance(detector.extractor, NoFeatures) else clean(seen, _NO_VEIL)


def _broken(detector: Detector, error: str) -> SkippedRule:
    return SkippedRule(detector.rule.code, None, f"stopped on {error[:300]}; please report this")
