"""FRS213: the document was replaced or retired and is still in the source."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from ragaudit.contracts import Corpus, CorpusDetector, Member
from ragaudit.detectors._fragments import is_partial
from ragaudit.detectors._words import as_written
from ragaudit.detectors.freshness._archive import in_archive
from ragaudit.detectors.freshness._banner_words import Standing
from ragaudit.detectors.freshness._banners import (
    BANNER,
    Banner,
    BannerExtractor,
    read_feature,
)
from ragaudit.detectors.freshness._successors import path_of
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

_SAID = {
    Standing.REPLACED: "was replaced",
    Standing.RETIRED: "no longer counts",
    Standing.DEPRECATED: "is deprecated",
    Standing.OUTDATED: "is out of date",
}
_CHANGES = ("changelog", "changes", "history", "news", "release-notes", "releasenotes", "releases")
_ENDINGS = ("", ".md", ".mdx", ".html", ".rst", "/index.md", "/README.md", "/_index.md")


class SupersededInUse(CorpusDetector):
    """Reports documents that name their replacement, or say that they are retired."""

    extractor = BannerExtractor()

    rule = Rule(
        code="FRS213",
        name="superseded-in-use",
        severity=Severity.ERROR,
        summary="A document that was replaced or retired is still among those in use.",
        why=(
            "An answer can be built on the old text although the new one is there too: both "
            "match the question, and the model cannot know which one counts."
        ),
        remedy=Remedy.ARCHIVE,
        how_to_fix=(
            "Move the document to an archive folder that is not indexed, or exclude it from the "
            "source. If it still counts, correct its status."
        ),
        example=(
            "---\ntitle: Travel policy 2023\nsuperseded_by: travel-policy-2025.md\n---\n"
            "# or in the text\n"
            "> **Deprecated.** This guide has been replaced by [Travel](travel.md)."
        ),
        not_reported=(
            "Documents in a folder that says it is an archive (`archive/`, `attic/`, "
            "`deprecated/`); a document that names itself as its replacement; a banner in a part "
            "of other pages (`_includes/`). A document that is merely deprecated, with no "
            "replacement, is a warning: the status may be about the thing it describes. In the "
            "text only the first blocks, a status line and what stands under a heading “Status” "
            "are read, and the statement must be about the page: a flag, a function or a version "
            "that is deprecated is not, nor are changelogs, code, and conditions (“replaced every "
            "year”)."
        ),
        references=("https://arxiv.org/abs/2503.04800",),
    )

    def compare(
        self, groups: Mapping[str, tuple[Member, ...]], corpus: Corpus
    ) -> Iterator[Observation]:
        """Yield at most one observation a document; a named replacement beats a mere status."""
        banners = {m.document: read_feature(m.feature) for m in groups.get(BANNER, ())}
        for name, document in corpus.documents.items():
            if in_archive(document.path):
                continue
            banner = banners.get(name)
            if _lists_changes(document.path) or is_partial(document.path):
                banner = None
            found = _replaced(document) or _bannered(document, banner, corpus) or _marked(document)
            if found is not None:
                yield found


def _replaced(document: Document) -> Observation | None:
    """The metadata names a successor."""
    successor = document.superseded_by
    if not successor.trusted or not successor.value or _is_itself(document, successor.value):
        return None
    return Observation(
        f"Superseded by {successor.value}, and still in the source.",
        line=successor.line,
        quote=as_written(successor),
        document=document.id,
        action=f"Archive or exclude it, so that only {successor.value} is found.",
    )


def _marked(document: Document) -> Observation | None:
    """The metadata has a status that retires the document."""
    status = document.lifecycle
    if not status.trusted or status.value not in (Lifecycle.ARCHIVED, Lifecycle.DEPRECATED):
        return None
    archived = status.value is Lifecycle.ARCHIVED
    return Observation(
        "Marked as archived, and still in the source."
        if archived
        else "Marked as deprecated, with no replacement named, and still in the source.",
        line=status.line,
        quote=as_written(status),
        document=document.id,
        severity=None if archived else Severity.WARN,
        confidence=Confidence.HIGH if archived else Confidence.MEDIUM,
        action=None if archived else _NAME_IT,
    )


_NAME_IT = "Name the replacement (`superseded_by:`), or archive the document."


def _bannered(document: Document, banner: Banner | None, corpus: Corpus) -> Observation | None:
    """The text says so itself."""
    if banner is None or (not banner.successor and _marked(document)):
        return None
    successor = banner.successor
    if successor and _is_itself(document, path_of(successor, document.path) or successor):
        successor = ""
    other = _found(successor, document, corpus)
    mild = banner.standing in (Standing.DEPRECATED, Standing.OUTDATED) and not successor
    # A page that only sends on holds no old text to quote.
    empty = banner.standing is Standing.MOVED
    return Observation(
        _message(banner.standing, successor, other),
        line=banner.line,
        quote=banner.quote,
        document=document.id,
        related=(Related(other.id),) if other else (),
        severity=Severity.WARN if mild or empty else None,
        confidence=Confidence.MEDIUM if mild else Confidence.HIGH,
        action=f"Archive or exclude it, so that only {other.path} is found."
        if other
        else _NAME_IT
        if mild
        else None,
    )


def _message(standing: Standing, successor: str, other: Document | None) -> str:
    named = shorten(other.path if other else successor, 80)
    if standing is Standing.MOVED:
        return f"The page holds nothing but the way to {named or 'another place'}."
    said = _SAID[standing]
    if not named:
        return f"The text says of itself that it {said}, and it is still in the source."
    link = f" by {named}" if standing is Standing.REPLACED else f" and leads to {named}"
    rest = "both are in the source" if other else "it is still in the source"
    return f"The text says of itself that it {said}{link}; {rest}."


def _found(successor: str, document: Document, corpus: Corpus) -> Document | None:
    """The document a relative link leads to, where it was read too."""
    path = path_of(successor, document.path) if successor else None
    if path is None:
        return None
    stem = path.removesuffix(".html")
    names = (path, *(stem + ending for ending in _ENDINGS))
    found = (corpus.documents.get(f"{document.source_id}:{name}") for name in names)
    return next((other for other in found if other is not None and other != document), None)


def _lists_changes(path: str) -> bool:
    """Whether a file is a changelog by its name: what it says is deprecated is something else."""
    name = path.rpartition("/")[2].partition(".")[0].casefold()
    return name.replace("_", "-").startswith(_CHANGES)


def _is_itself(document: Document, target: str) -> bool:
    plain = target.partition("#")[0].removeprefix("./").strip("/")
    return plain in (document.path, document.path.rsplit("/", 1)[-1])
