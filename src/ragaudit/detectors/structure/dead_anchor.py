"""STR802: a link to a heading that is not there."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping

from ragaudit.contracts import Corpus, CorpusDetector, Extractor, Member
from ragaudit.detectors.structure._dead import sites
from ragaudit.detectors.structure._links import ANCHORS, LINKS, Reference, references
from ragaudit.detectors.structure._nearest import nearest_anchor
from ragaudit.detectors.structure._slugs import forms, is_checkable, matches_any, squash
from ragaudit.model import Confidence, Document, Observation, Related, Remedy, Rule, Severity
from ragaudit.text import shorten


class DeadAnchor(CorpusDetector):
    """Reports fragments that no heading or anchor of the target document makes."""

    rule = Rule(
        code="STR802",
        name="dead-anchor",
        severity=Severity.WARN,
        summary="A link leads to a section that the target document does not have.",
        why=(
            "The section was renamed or taken out. A reader, or an agent that follows the link, "
            "lands at the top of a page that may no longer answer the question."
        ),
        remedy=Remedy.FIX,
        how_to_fix="Point the link at the section's present heading, or take the fragment out.",
        example="`[retention](privacy.md#data-retention)` after the heading became “Keeping data”.",
        not_reported=(
            "Pages a template engine produces; fragments for lines, text and routes; an anchor "
            "spelt as another generator would spell it; a place the target marks in a way that is "
            "not a heading."
        ),
    )
    extractor: Extractor = LINKS

    def compare(
        self, groups: Mapping[str, tuple[Member, ...]], corpus: Corpus
    ) -> Iterator[Observation]:
        """Yield one observation a document and target."""
        judge = _Anchors(groups, corpus)
        for reference in references(groups, corpus):
            if reference.target.fragment and not reference.image:
                yield from judge.observe(reference)


class _Anchors:
    def __init__(self, groups: Mapping[str, tuple[Member, ...]], corpus: Corpus) -> None:
        self._corpus, self._sites = corpus, sites(groups, corpus)
        members = groups.get(ANCHORS, ())
        self._anchors = {m.document: m.feature.value.split("\n") for m in members}
        self._forms: dict[str, frozenset[str]] = {}
        self._by_place = {(d.source_id, d.path): d for d in corpus.documents.values()}

    def _forms_of(self, document: str) -> frozenset[str]:
        if document not in self._forms:
            self._forms[document] = forms(self._anchors[document])
        return self._forms[document]

    def observe(self, reference: Reference) -> Iterator[Observation]:
        fragment = reference.target.fragment
        if not is_checkable(fragment):
            return
        targets = self._targets(reference)
        if targets and all(self._lacks(target, fragment) for target in targets):
            yield self._observation(reference, targets[0])

    def _targets(self, reference: Reference) -> list[Document]:
        """The documents a link may lead to; none where one of them cannot be judged."""
        source, page = reference.document.source_id, reference.document.path
        if not reference.target.path:
            return [reference.document]
        site = self._sites[source]
        found = site.find(page, reference.target)
        files = site.page_files(found) if found is not None else ()
        known = [self._by_place.get((source, path)) for path in files]
        return [d for d in known if d is not None] if None not in known else []

    def _lacks(self, target: Document, fragment: str) -> bool:
        if target.content.templated or target.id not in self._anchors:
            return False
        if matches_any(fragment, self._forms_of(target.id)):
            return False
        content = self._corpus.content(target.id)
        return content is not None and not _marked(content.text, fragment)

    def _observation(self, reference: Reference, target: Document) -> Observation:
        same = target is reference.document
        where = "this document" if same else f"`{target.path}`"
        near = nearest_anchor(reference.target.fragment, self._anchors[target.id])
        called = f" “{reference.text}”" if reference.text.strip() else ""
        return Observation(
            message=(
                f"The link{called} leads to `#{shorten(reference.target.fragment, 80)}` in "
                f"{where}, which has no such heading or anchor."
            ),
            line=reference.line,
            quote=reference.written,
            document=reference.document.id,
            related=() if same else (Related(target.id),),
            confidence=Confidence.HIGH if self._anchors[target.id] != [""] else Confidence.MEDIUM,
            action=f"Link to `#{near}` if that is the section meant." if near else None,
        )


_NO_ANCHORS = (
    "note|warning|tip|hint|important|caution|danger|attention|error|seealso|admonition|todo"
    "|versionadded|versionchanged|deprecated|image|figure|code|code-block|sourcecode|highlight"
    "|parsed-literal|math|contents|toctree|table|list-table|csv-table|topic|sidebar|epigraph"
)
"""Directives whose content makes no place but its own headings."""
_INCLUDES = re.compile(
    r"^\s{0,3}(?:import\s.{1,200}\sfrom\s|--8<--|::: [\w-]+[.-]\w|!include|\{!"
    rf"|\.\. (?!(?:{_NO_ANCHORS})::)[\w:-]{{1,40}}::)"
    # A line that is nothing but an expression is filled in by the site's generator.
    r"|^\s{0,3}\{\{[^{}\n]{1,200}\}\}\s*$"
    r"|\{\{[<%#]|\{%|<%|\[!INCLUDE|<!--\s{0,5}#?include|\{#include|\{\{ ",
    re.IGNORECASE | re.MULTILINE,
)


def _marked(text: str, fragment: str) -> bool:
    """Whether the target may have the place in a way its headings do not show.

    Its source names the fragment in a generator's syntax, has a line of just these words, which
    can be a term of a definition list, or takes in text from somewhere else.
    """
    if _INCLUDES.search(text) or squash(fragment) in {squash(line) for line in text.split("\n")}:
        return True
    folded, name = text.casefold(), fragment.casefold()
    if re.search(r"[-_]", name) and re.search(rf"(?<![#\w-]){re.escape(name)}(?![\w-])", folded):
        return True
    marks = (
        f"#{name}}}",
        f"$$${name}$$$",
        f'"{name}"',
        f"'{name}'",
        f"={name}",
        f"({name})=",
        f":name: {name}",
        f"_{name}:",
    )
    return any(mark in folded for mark in (*marks, f"id: {name}", f"[#{name}]", f"#{name} }}"))
