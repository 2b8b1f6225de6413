"""STR806: a document nobody can tell from another by its title."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from pathlib import PurePosixPath

from ragaudit.contracts import Corpus, CorpusDetector, Extractor, Member
from ragaudit.detectors._fragments import is_fragment
from ragaudit.detectors._parallel import parallel
from ragaudit.detectors.duplicate._clusters import Clusters, find_clusters
from ragaudit.detectors.duplicate._features import FEATURES
from ragaudit.model import BlockKind, Document, Observation, Related, Remedy, Rule, Severity
from ragaudit.text import normalise

_TITLED = frozenset({"markdown", "html", "rst", "org", "docx", "odt", "epub", "eml", "msg"})
"""Formats that have a place for a title."""
_KINDS = (
    "readme index _index home overview introduction intro changelog changes history licence "
    "license contributing authors todo faq faqs news summary default support notes glossary about "
    "contents usage installation install setup configuration examples example reference api "
    "quickstart tutorial tutorials guides guide upgrading migration troubleshooting contact "
    "welcome documentation docs help resources security settings testing deployment "
    "maintainers agents claude"
)
_KIND_NAMES = frozenset(_KINDS.split()) | {
    "getting started", "release notes", "table of contents", "quick start", "how to", "what's new",
    "code of conduct", "pull request template", "next steps", "see also", "user guide",
}  # fmt: skip
_LEAST_WORDS = 30
_PIECE_WORDS = 200
"""Shorter reStructuredText without a title is there to be included."""
_SHOWN = 10
_PLAIN = re.compile(r"[\W_]+")


class Untitled(CorpusDetector):
    """Reports documents without a title, and sets of documents that share one."""

    rule = Rule(
        code="STR806",
        name="untitled",
        severity=Severity.INFO,
        summary="The document has no title, or has the same title as others in its source.",
        why=(
            "A title is what a retriever puts before each passage and what a reader sees in the "
            "list of sources. Without one, or with one that three pages have, nobody can tell "
            "where an answer comes from."
        ),
        remedy=Remedy.FIX,
        how_to_fix="Give the document a title that says what it covers and no other does.",
        example="`travel/rules.md` and `fleet/rules.md` are both titled “Travel rules”.",
        not_reported=(
            "Formats without titles; parts that are put into other pages; documents of fewer than "
            "30 words. Titles that name a kind of page (README, Overview, FAQ, Changelog), "
            "duplicates (DUP401 to DUP404 report those), parallel versions and languages, and "
            "files of one name in several folders."
        ),
    )
    extractor: Extractor = FEATURES

    def compare(
        self, groups: Mapping[str, tuple[Member, ...]], corpus: Corpus
    ) -> Iterator[Observation]:
        """Yield one observation an untitled document, and one a title in common."""
        clusters = find_clusters(groups, corpus)
        titled: dict[tuple[str, str], list[Document]] = {}
        untitled: dict[tuple[str, str], list[Document]] = {}
        for document in corpus.documents.values():
            if not _needs_title(document):
                continue
            if document.title is None:
                if not (_names_a_kind(document) or _is_part(document, corpus)):
                    untitled.setdefault(_folder(document), []).append(document)
            elif plain := _telling_title(document):
                titled.setdefault((document.source_id, plain), []).append(document)
        for documents in untitled.values():
            if len(documents) > _SHOWN:
                yield _untitled_folder(documents)
            else:
                yield from map(_untitled, documents)
        for documents in titled.values():
            distinct = _distinct(documents, clusters)
            if len(distinct) > 1:
                yield _same_title(distinct)


def _needs_title(document: Document) -> bool:
    content = document.content
    return (
        content.format in _TITLED
        and content.words >= _LEAST_WORDS
        and not content.templated | is_fragment(document.path)
    )


def _distinct(documents: Sequence[Document], clusters: Clusters) -> list[Document]:
    """Those whose titles ought to differ: no copies, no siblings, no namesakes on purpose."""
    kept: list[Document] = []
    for document in sorted(documents, key=lambda d: (len(d.path), d.id)):
        if not any(
            clusters.together(document.id, other.id)
            or parallel(document.path, other.path)
            or _file_name(document) == _file_name(other)
            for other in kept[:_SHOWN]
        ):
            kept.append(document)
    return kept


def _is_part(document: Document, corpus: Corpus) -> bool:
    """Whether it opens with a lesser heading, or is a piece or a template of another page."""
    if document.content.format == "rst" and document.content.words < _PIECE_WORDS:
        return True
    content = corpus.content(document.id)
    if content is None or (content.blocks[:1] and content.blocks[0].kind is BlockKind.HEADING):
        return True
    if content.format != "html":
        return False
    text = content.text.lower()
    return "<html" not in text or "{%" in text or "{{" in text or "<%" in text


def _telling_title(document: Document) -> str | None:
    """The title to compare; None where it, or the file name, only names a kind of page."""
    plain = _plain(document.title or "")
    return None if plain in _KIND_NAMES or _names_a_kind(document) else plain


def _names_a_kind(document: Document) -> bool:
    """Whether the file is a README, an index or the like, which its folder names."""
    return _file_name(document) in _KIND_NAMES


def _file_name(document: Document) -> str:
    path = PurePosixPath(document.path)
    return _plain(path.name.partition(".")[0])


def _plain(text: str) -> str:
    return _PLAIN.sub(" ", normalise(text).casefold()).strip()


def _untitled(document: Document) -> Observation:
    return Observation(
        message=(
            f"The document, {document.content.words} words long, has no title: neither a heading "
            "nor metadata names it."
        ),
        document=document.id,
        action="Begin it with a heading, or set `title` in its front matter.",
        key="untitled",
    )


def _folder(document: Document) -> tuple[str, str]:
    return document.source_id, str(PurePosixPath(document.path).parent)


def _untitled_folder(documents: Sequence[Document]) -> Observation:
    first, *rest = documents
    return Observation(
        message=(
            f"{len(documents)} documents of this folder have no title, this one among them; the "
            f"first {_SHOWN} others are listed."
        ),
        document=first.id,
        related=tuple(Related(d.id) for d in rest[:_SHOWN]),
        action="Begin each with a heading, or set `title` in its front matter.",
        key="untitled-folder",
    )


def _same_title(documents: Sequence[Document]) -> Observation:
    first, *rest = documents
    last = rest[-1]
    others = [d for d in documents if d is not last]
    named = ", ".join(f"`{d.path}`" for d in others[:3])
    more = f" and {len(others) - 3} more" if len(others) > 3 else ""
    title = first.title or ""
    return Observation(
        message=f"The title “{title}” is also that of {named}{more}, with other text.",
        quote=last.title or "",
        document=last.id,
        related=tuple(Related(d.id, quote=d.title or "") for d in others[:_SHOWN]),
        action="Give each of them a title that says how it differs.",
    )
