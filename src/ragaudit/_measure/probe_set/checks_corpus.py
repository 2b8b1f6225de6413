"""What can be seen of a probe set beside the corpus and its access lists."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field

from ragaudit._measure.probe_set.coverage import Coverage
from ragaudit._measure.probe_set.digests import access_digest, corpus_digest
from ragaudit._measure.probe_set.limits import ENOUGH
from ragaudit._measure.probe_set.problems import Problem
from ragaudit._measure.probe_set.resolving import Resolution, TextOf, Unread
from ragaudit._measure.probe_set.shown import visible
from ragaudit.model import Decision, Document, Exposure, Probe, ProbeSet, Severity
from ragaudit.text.suggest import did_you_mean


@dataclass(frozen=True, slots=True)
class Known:
    """What is known of the sources a set is about."""

    documents: Mapping[str, Document]
    sources: tuple[str, ...] = ()
    """Every source that is configured."""
    decisions: Mapping[str, Mapping[str, Decision]] = field(default_factory=dict)
    """Principal of the set, but the oracle, to document to whether they may read it."""
    unknown_people: tuple[str, ...] = ()
    """Principals of whom nobody knows what they may read."""
    text: TextOf | None = None
    """Reads a text again, for quoted spans; None leaves them unchecked."""
    unread: Unread = field(default_factory=Unread)


def of_corpus(resolution: Resolution, known: Known) -> Iterator[Problem]:
    """Everything that needs the corpus, but what finding its documents has told already."""
    probes = resolution.probes
    yield from _sources(probes, known)
    for probe in probes.probes:
        if known.decisions and (probe.matrix.deny or probe.matrix.allow):
            for document in resolution.found(probe.id):
                yield from _cells(probe, known.documents[document], known)
    for name in known.unknown_people:
        who = probes.principals[name].who or name
        told = f"no directory and no access list knows “{visible(who)}”"
        yield Problem("unknown-person", Severity.WARN, told)
    if not known.unread.sources:
        yield from _digests(probes, known)


def of_coverage(covered: Coverage) -> Iterator[Problem]:
    """What is missing, category by category and source by source."""
    for category in covered.missing:
        yield Problem("missing-category", Severity.WARN, f"no probe is `{category}`")
    for source, lack in covered.too_few.items():
        if not any(named == source for named, _ in covered.counts):
            told = f"no probe is about “{visible(source)}”"
            yield Problem("source-without-probes", Severity.WARN, told, source=source)
        else:
            have = f"{ENOUGH - lack} of the {ENOUGH} probes with gold that an interval needs"
            told = f"“{visible(source)}” has {have}"
            yield Problem("too-few-probes", Severity.WARN, told, source=source)


def _sources(probes: ProbeSet, known: Known) -> Iterator[Problem]:
    for probe in probes.probes:
        if probe.source is not None and probe.source not in known.sources:
            hint = did_you_mean(probe.source, known.sources)
            told = f"there is no source “{visible(probe.source)}”; {hint}"
            yield Problem.of(probe, "unknown-source", Severity.ERROR, told)


def _cells(probe: Probe, document: Document, known: Known) -> Iterator[Problem]:
    """Whether the matrix of a probe has anything to ask about one document."""
    made = {d.get(document.id, Decision.UNKNOWN) for d in known.decisions.values()}
    shown = visible(f"{document.source_id}:{document.path}")
    if made == {Decision.UNKNOWN}:
        told = f"who may read {shown} is not known, so nothing is asked about it"
        yield Problem.of(probe, "access-unknown", Severity.ERROR, told)
        return
    if document.access.exposure is Exposure.UNKNOWN:
        told = f"who may read {shown} is known only in part"
        yield Problem.of(probe, "access-unknown", Severity.WARN, told)
    if probe.matrix.deny and Decision.DENY not in made:
        public = document.access.exposure is Exposure.ANONYMOUS
        told = f"everybody may read {shown}" if public else f"all principals may read {shown}"
        yield Problem.of(probe, "nobody-denied", Severity.ERROR, told)
    if probe.matrix.allow and Decision.ALLOW not in made:
        told = f"no principal may read {shown} for certain"
        yield Problem.of(probe, "nobody-allowed", Severity.WARN, told)


def _digests(probes: ProbeSet, known: Known) -> Iterator[Problem]:
    """A source that could not be read is no change of it, so then nothing is compared."""
    if probes.corpus_digest not in (None, corpus_digest(known.documents)):
        told = "documents were added, changed or dropped since the set was written"
        yield Problem("corpus-changed", Severity.WARN, told)
    if probes.access_digest not in (None, access_digest(known.documents)):
        told = "access lists have changed since the set was written"
        yield Problem("access-changed", Severity.WARN, told)
