"""STR807: a page nothing leads to, where everything else is linked."""

from __future__ import annotations

import posixpath
import re
from collections.abc import Iterator, Mapping, Sequence

from ragaudit.contracts import Corpus, CorpusDetector, Extractor, Member
from ragaudit.detectors._fragments import is_fragment
from ragaudit.detectors.structure._dead import sites
from ragaudit.detectors.structure._links import LINKS
from ragaudit.detectors.structure._navigation import Reach
from ragaudit.model import Confidence, Document, Lifecycle, Observation, Remedy, Rule, Severity

_FORMATS = frozenset({"markdown", "html", "rst"})
_LEAST_PAGES = 10
_LEAST_WORDS = 30
_NORM = 0.6
_FOLDER_PAGES = 3
_ENTRANCES = re.compile(
    r"_?index|(?:.*[-_])?readme(?:[-_].*)?|.*template.*|home|default|start|404|500|search|_?sidebar|_?navbar|_?footer|_?header|summary"
    r"|toc|contents|changelog|changes|history|news|releases?|release[-_]notes|licen[cs]es?|copying"
    r"|notice|contributing|contributors|code[-_]of[-_]conduct|security|support|governance|authors"
    r"|maintainers|agents|claude|copilot-instructions|todo|sitemap|glossary|print|cover|imprint"
    r"|_?coverpage",
    re.IGNORECASE,
)
_DATED = re.compile(
    r"\d{3,}.*|\d{1,2}[-_.]\d{1,2}.*|\d{1,4}[-_. ].*|[a-z]+-\d+|.*(?<!\d)(?:19|20)\d{2}(?!\d).*"
    r"|(?:fy|q[1-4])[-_]?\d{2}.*"
)
"""Names of posts, minutes, records and proposals, which are looked up in their folder."""
_RETIRED = frozenset({Lifecycle.ARCHIVED, Lifecycle.EXPIRED, Lifecycle.DRAFT, Lifecycle.DEPRECATED})


class Orphan(CorpusDetector):
    """Reports pages without a link to them, in sources whose pages are linked as a rule."""

    rule = Rule(
        code="STR807",
        name="orphan",
        severity=Severity.INFO,
        summary="No document and no navigation of the site leads to this page.",
        why=(
            "A page that was taken out of the navigation, or never put in, is still in the index: "
            "the retriever quotes what no reader of the site can find any more, and nobody who "
            "tidies the site comes past it."
        ),
        remedy=Remedy.VERIFY,
        how_to_fix=(
            "Link to it from the page on its subject if it holds; archive it if it was meant to go."
        ),
        example=(
            "`wifi-guests-old.md` beside forty pages that link to one another; `index.md` and the "
            "navigation list `wifi-guests.md` only."
        ),
        not_reported=(
            "Sources of fewer than 10 pages, or in which fewer than 60 % of the pages are linked "
            "to; folders most pages of which nothing links to, as with posts and minutes; sites "
            "that list every page by themselves; index, README, home and error pages, licences "
            "and records of changes; pages named by a date or a number; parts of other pages; "
            "drafts and what is marked as archived; documents that cannot be linked page by page "
            "(PDF, Office). A page counts as linked if any link, table of contents, include or "
            "full web address ends in its name."
        ),
        references=("60 %: below that, folders are meant to be browsed, not followed.",),
    )
    extractor: Extractor = LINKS

    def compare(
        self, groups: Mapping[str, tuple[Member, ...]], corpus: Corpus
    ) -> Iterator[Observation]:
        """Yield one observation an orphan."""
        for source, site in sites(groups, corpus).items():
            pages = _pages(source, corpus)
            if len(pages) < _LEAST_PAGES or _is_part(source, corpus):
                continue
            reach = Reach(source, groups, corpus, site)
            if reach.automatic or (site.is_generated and not reach.explicit):
                continue
            yield from _orphans(pages, reach)


def _pages(source: str, corpus: Corpus) -> list[Document]:
    return [
        document
        for document in corpus.documents.values()
        if document.source_id == source
        and document.content.format in _FORMATS
        and not is_fragment(document.path)
        and not document.path.startswith(".")
    ]


def _is_part(source: str, corpus: Corpus) -> bool:
    """Whether only some of the files were read, so that links may come from the others."""
    settings = corpus.sources.get(source)
    return settings is not None and bool(settings.only)


def _orphans(pages: Sequence[Document], reach: Reach) -> Iterator[Observation]:
    alone = [page for page in pages if not reach.named(page.path)]
    if len(pages) - len(alone) < _NORM * len(pages):
        return
    folders: dict[str, list[Document]] = {}
    for page in pages:
        folders.setdefault(posixpath.dirname(page.path), []).append(page)
    lonely = {page.id for page in alone}
    for page in alone:
        beside = folders[posixpath.dirname(page.path)]
        linked = sum(other.id not in lonely for other in beside)
        if len(beside) >= _FOLDER_PAGES and 2 * linked > len(beside) and _expects_a_link(page):
            yield _observation(page, linked, len(beside))


def _expects_a_link(page: Document) -> bool:
    stem = posixpath.basename(page.path).partition(".")[0]
    retired = page.lifecycle.known and page.lifecycle.value in _RETIRED
    return not (
        _ENTRANCES.fullmatch(stem)
        or _DATED.fullmatch(stem.lower())
        or retired
        or page.superseded_by.known
        or page.content.templated
        or page.content.words < _LEAST_WORDS
    )


def _observation(page: Document, linked: int, beside: int) -> Observation:
    return Observation(
        message=(
            "No other document links to this page, and no navigation names it, while "
            f"{linked} of the {beside} pages of its folder are linked to."
        ),
        document=page.id,
        confidence=Confidence.MEDIUM,
        key="orphan",
    )
