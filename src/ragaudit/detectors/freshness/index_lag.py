"""FRS216: the retrieval index holds something else than the source does."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import date

from ragaudit.contracts import Corpus, CorpusDetector, Member, NoFeatures
from ragaudit.detectors._words import count
from ragaudit.detectors.freshness._index import Held, IndexState, states
from ragaudit.model import (
    Confidence,
    Document,
    Lifecycle,
    Observation,
    Related,
    Remedy,
    Rule,
    Severity,
)
from ragaudit.text import shorten

_MANY = 10
"""More documents of one source than that are one finding."""
_SHOWN = 5
_NOT_INDEXED = (Lifecycle.DRAFT, Lifecycle.ARCHIVED, Lifecycle.DEPRECATED, Lifecycle.EXPIRED)


class IndexLag(CorpusDetector):
    """Reports documents of which the index holds an old text, none, or too long."""

    extractor = NoFeatures()

    rule = Rule(
        code="FRS216",
        name="index-lag",
        severity=Severity.ERROR,
        summary="The index holds an older text, a deleted document, or lacks a document.",
        why=(
            "Answers come from the index, not from the source. A page that was corrected goes on "
            "being quoted in its old wording, and a page that was deleted goes on answering, "
            "until it is indexed again."
        ),
        remedy=Remedy.FIX,
        how_to_fix="Index the document again, and take entries of deleted documents out.",
        example=(
            '{"path": "hr/leave.md", "sha256": "9f2b…", "indexed_at": "2026-03-02"}\n'
            "# a line of the exported list; hr/leave.md has had another sha256 since 2026-08-14"
        ),
        not_reported=(
            "Entries whose hash is the sha256 of the file or of its normalised text. A hash of "
            "another kind is not compared: where no hash of the list fits any document, the time "
            "of indexing is compared with the day of the last change instead, and where that is "
            "missing too, the report says for how many documents nothing could be told. Files "
            "that exist but are excluded from the audit or could not be read are not taken for "
            "deleted. Drafts, archived and empty documents need not be indexed. Many missing or "
            "lagging documents of one source are one finding. Without `index:` in ragaudit.yaml "
            "the rule does not run, and the report says so."
        ),
        references=(
            "https://github.com/langgenius/dify/issues/3022",
            "https://github.com/langgenius/dify/issues/31225",
            "https://github.com/infiniflow/ragflow/issues/9710",
        ),
    )

    def skips(self, corpus: Corpus) -> str | None:
        """Say that no index is configured, or for how many documents nothing could be told."""
        found = states(corpus)
        if not found:
            return "no `index:` in ragaudit.yaml to compare the sources with"
        unknown = sum(len(state.unknown) for state in found)
        if not unknown:
            return None
        return (
            f"for {count(unknown, 'indexed document')} the list has neither a sha256 of the file "
            "or its text nor a time of indexing to compare with a trusted date of change"
        )

    def compare(
        self, groups: Mapping[str, tuple[Member, ...]], corpus: Corpus
    ) -> Iterator[Observation]:
        """Yield what lags, what is gone and what is missing, in that order."""
        for state in states(corpus):
            yield from (_old_text(held, state) for held in state.old)
            yield from _late(state)
            yield from _gone(state)
            yield from _missing(state, corpus)


def _old_text(held: Held, state: IndexState) -> Observation:
    document, entry = held.document, held.stale[0]
    parts = f"{len(held.stale)} of its {held.entries} entries are" if held.entries > 1 else "it is"
    since = f", indexed on {entry.indexed_at}" if entry.indexed_at else ""
    known = held.changed != date.min
    changed = f" The text last changed on {held.changed}." if known else ""
    return Observation(
        f"The index holds another text than the source: by their hash {parts} of an older "
        f"state{since} ({state.place(entry)}).{changed}",
        document=document.id,
        quote=f"indexed {entry.hash[:12]}…, now {document.raw_sha256[:12]}…",
        confidence=Confidence.HIGH if state.sure else Confidence.MEDIUM,
        action="Index the document again.",
        key=f"old|{state.shown}",
    )


def _late(state: IndexState) -> Iterator[Observation]:
    """By dates only. Where nothing was indexed since the newest change, it is one finding."""
    if len(state.late) > 1 and state.newest and all(h.changed > state.newest for h in state.late):
        yield _whole_index(state)
        return
    for held in state.late:
        yield Observation(
            f"Indexed on {held.indexed} and changed on {held.changed}, so the index holds an "
            f"older text ({state.place(held.first)}).",
            document=held.document.id,
            confidence=Confidence.MEDIUM,
            action="Index the document again.",
            key=f"late|{state.shown}",
        )


def _whole_index(state: IndexState) -> Observation:
    last = max(held.changed for held in state.late)
    return Observation(
        f"Nothing was indexed after {state.newest} ({state.shown}); "
        f"{count(len(state.late), 'document')} changed since, the last on {last}.",
        source=state.sources[0],
        related=tuple(Related(held.document.id) for held in state.late[:_SHOWN]),
        confidence=Confidence.MEDIUM,
        action="Run the indexing, and find out why it stopped.",
        key=f"whole|{state.shown}",
    )


def _gone(state: IndexState) -> Iterator[Observation]:
    for source, path, entries in state.gone:
        more = f", {len(entries)} entries" if len(entries) > 1 else ""
        yield Observation(
            "The index still holds a document that is no longer in the source, so it goes on "
            f"answering ({state.place(entries[0])}{more}).",
            source=source,
            path=shorten(path, 200),
            confidence=Confidence.HIGH if state.sure or not state.has_hashes else Confidence.MEDIUM,
            action="Take it out of the index.",
            key="gone",
        )


def _missing(state: IndexState, corpus: Corpus) -> Iterator[Observation]:
    for source in state.sources:
        lacking = [d for d in state.missing if d.source_id == source and _wanted(d)]
        if len(lacking) > _MANY:
            total = sum(d.source_id == source for d in corpus.documents.values())
            yield Observation(
                f"{len(lacking)} of the {total} documents of “{source}” are not in the index "
                f"({state.shown}).",
                source=source,
                related=tuple(Related(d.id) for d in lacking[:_SHOWN]),
                severity=Severity.WARN,
                action="Index them, or exclude them from the source.",
                key="missing",
            )
            continue
        for document in lacking:
            yield Observation(
                f"Not in the index ({state.shown}), so nobody finds it.",
                document=document.id,
                severity=Severity.WARN,
                action="Index it, or exclude it from the source.",
                key="missing",
            )


def _wanted(document: Document) -> bool:
    """Whether a document should be found: not a draft, not retired, not empty."""
    status = document.lifecycle
    retired = status.trusted and status.value in _NOT_INDEXED
    return not retired and not document.superseded_by.known and document.content.words > 0
