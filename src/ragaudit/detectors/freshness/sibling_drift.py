"""FRS214: the text a document follows changed, and the document did not."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from ragaudit.contracts import Corpus, CorpusDetector, Extractor, Feature, Member, Moment, Past
from ragaudit.detectors._words import known_date
from ragaudit.detectors.freshness._archive import in_archive
from ragaudit.detectors.freshness._behind import Behind, observation
from ragaudit.detectors.freshness._declared_base import DeclaredBase, declared_base
from ragaudit.detectors.freshness._drift import Drift, drift, likeness, went_along
from ragaudit.detectors.freshness._families import Pair, pairs
from ragaudit.model import (
    Content,
    Document,
    Lifecycle,
    Observation,
    Origin,
    Remedy,
    Rule,
    Severity,
)

_SAME_LANGUAGE, _COPY = 0.35, 0.8
"""Texts in two languages share fewer words than the first, copies more than the second; between
them are texts of their own in one language, such as the rules of two countries."""
_RETIRED = (Lifecycle.ARCHIVED, Lifecycle.DEPRECATED, Lifecycle.EXPIRED, Lifecycle.DRAFT)


class _Nothing(Extractor):
    """The texts are read from history, pair by pair; unlike `NoFeatures`, quotes are redacted."""

    name = "siblings"

    def extract(self, content: Content) -> Iterator[Feature]:
        """Yield nothing."""
        return iter(())


@dataclass(frozen=True, slots=True)
class _Found:
    behind: tuple[Behind, ...]
    untold: int
    """Pairs of which no history and no declaration tells."""


class SiblingDrift(CorpusDetector):
    """Reports translations and copies whose original changed since their own last change."""

    extractor = _Nothing()

    rule = Rule(
        code="FRS214",
        name="sibling-drift",
        severity=Severity.WARN,
        summary="The original of a translation or copy changed, and this document did not follow.",
        why=(
            "Readers of the other language get the old answer. A retriever that searches all "
            "languages finds both texts and has no way to tell which of them is out of date."
        ),
        remedy=Remedy.FIX,
        how_to_fix=(
            "Carry the change over. If it is in the text already, or does not concern it, record "
            "the commit it was compared with, e.g. `source_commit: 1f3a9c2e10`."
        ),
        example=(
            "# docs/en/leave.md, since 2026-03-02:  Everybody has 30 days of leave.\n"
            "# docs/de/leave.md, since 2024-05-13:  Alle haben 28 Tage Urlaub."
        ),
        not_reported=(
            "Changes of form: markup, wrapping, punctuation, order, link targets, spelling, and "
            "one or two words of a sentence unless a number or a word such as “not” or “must” is "
            "among them. Changes whose new numbers, names and addresses the document has already. "
            "Documents in one language with words of their own (the rules of two countries). "
            "Parallel versions (`v1/`, `v2/`), which are meant to differ, unless `based_on:` "
            "names an original. Documents that are archived, drafts or generated. Without a "
            "history only a declared `source_hash` or `source_date` is compared; the report says "
            "for how many documents there is neither."
        ),
        references=(
            "https://github.com/kubernetes/website/blob/main/scripts/lsync.sh",
            "https://github.com/mdn/translated-content",
            "https://opentelemetry.io/docs/contributing/localization/",
        ),
    )

    def skips(self, corpus: Corpus) -> str | None:
        """Say for how many documents nothing tells which state of the original they follow."""
        untold = _found(corpus).untold
        if not untold:
            return None
        noun = "translation or copy" if untold == 1 else "translations or copies"
        return (
            f"for {untold} {noun} neither a git history nor `source_commit`, `source_hash` or "
            "`source_date` tells which state of the original it follows"
        )

    def compare(
        self, groups: Mapping[str, tuple[Member, ...]], corpus: Corpus
    ) -> Iterator[Observation]:
        """Yield one observation for every document that lags."""
        for behind in _found(corpus).behind:
            yield observation(behind)


def _found(corpus: Corpus) -> _Found:
    return corpus.once("sibling drift", lambda: _search(corpus))


def _search(corpus: Corpus) -> _Found:
    behind: list[Behind] = []
    untold = 0
    for pair in pairs(corpus):
        if _is_out(pair.base) or _is_out(pair.sibling):
            continue
        judged = _judged(pair, corpus)
        if isinstance(judged, Behind):
            behind.append(judged)
        untold += judged is None
    return _Found(tuple(behind), untold)


def _is_out(document: Document) -> bool:
    """Whether nobody has to keep a document in step: retired, generated, or without a text."""
    status = document.lifecycle
    retired = status.trusted and status.value in _RETIRED
    empty = not document.content.words
    return retired or empty or document.generated.known or in_archive(document.path)


def _judged(pair: Pair, corpus: Corpus) -> Behind | bool | None:
    """What lags; False where it does not, None where nothing tells."""
    declared = declared_base(pair.sibling)
    base = pair.base
    if declared.sha256 in (base.raw_sha256, base.content.text_sha256):
        return False
    if pair.sibling.content.text_sha256 == base.content.text_sha256:
        return False
    changed = corpus.last_change(pair.sibling.id)
    moments = [Moment(declared.revision), Moment(day=declared.day), changed]
    for moment in moments:
        if moment is None or moment == Moment():
            continue
        past = corpus.past(base.id, moment)
        if past is not None:
            return _compared(pair, moment, past, declared, corpus)
    return _by_declaration(pair, declared)


def _by_declaration(pair: Pair, declared: DeclaredBase) -> Behind | bool | None:
    """Without a history: another hash, or a day before the original's last change."""
    times = pair.base.times
    if declared.sha256:
        return Behind(pair, Moment(), declared=declared)
    if declared.day is not None:
        changed = known_date(times.content_modified) or known_date(times.modified)
        if changed is None:
            return None
        return changed > declared.day and Behind(pair, Moment(day=declared.day), declared=declared)
    committed = pair.sibling.times.content_modified
    # With uncommitted changes on top, somebody is at it.
    return False if committed.known and committed.origin is Origin.VCS else None


def _compared(
    pair: Pair, moment: Moment, past: Past, declared: DeclaredBase, corpus: Corpus
) -> Behind | bool:
    base, sibling = pair.base, pair.sibling
    old_digest = _digest(past.data)
    if old_digest == base.raw_sha256:
        return False
    change = Drift.decode(
        corpus.remember(
            "sibling drift/1",
            f"{base.path}:{old_digest}:{base.raw_sha256}",
            lambda: _change(base, past, corpus).encode(),
        )
    )
    text = corpus.content(sibling.id) if change.size else None
    if text is None:
        return False
    done = went_along(change, text)
    if done or (pair.translation and _is_own_text(base, text, corpus)):
        return False
    own = moment == corpus.last_change(sibling.id)
    return Behind(pair, moment, past, change, done is False, None if own else declared)


def _digest(data: bytes) -> str:
    return hashlib.sha256(data).hexdigest()


def _change(base: Document, past: Past, corpus: Corpus) -> Drift:
    old, new = corpus.parse(base.id, past.data), corpus.content(base.id)
    return drift(old, new) if old and new else Drift()


def _is_own_text(base: Document, sibling: Content, corpus: Corpus) -> bool:
    """Whether a document in a language's folder is in the same language and says other things."""
    original = corpus.content(base.id)
    return original is not None and _SAME_LANGUAGE < likeness(original, sibling) < _COPY
