"""Links and anchors of every document, taken out once for the rules that judge them."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from operator import itemgetter

from ragaudit.contracts import Corpus, Extractor, Feature, Member
from ragaudit.detectors._fragments import is_fragment
from ragaudit.detectors.structure._mentions import mentions
from ragaudit.detectors.structure._targets import Target, read_target
from ragaudit.model import Content, Document
from ragaudit.text import shorten

TARGET, ANCHORS, ADDRESS, MENTIONS = "target:", "anchors", "address", "mentions"

_FORMATS = frozenset({"markdown", "html", "rst"})
_ADDRESS_KEYS = frozenset({"slug", "permalink", "url", "id", "aliases", "redirect_from"})


class LinkFeatures(Extractor):
    """One feature a link inside the source, one for a declared address, one each for all anchors
    and for all other ways to name a page."""

    name = "links/5"

    def extract(self, content: Content) -> Iterator[Feature]:
        """Yield features of marked-up text; other formats keep their links elsewhere."""
        if content.format not in _FORMATS:
            return
        yield Feature(ANCHORS, "\n".join(content.anchors))
        if named := mentions(content):
            yield Feature(MENTIONS, "\n".join(sorted(named)))
        for field in content.metadata:
            if field.key in _ADDRESS_KEYS and field.value.strip():
                yield Feature(ADDRESS, field.value.strip())
        for link in content.links:
            if read_target(link.target) is not None:
                kind = "image" if link.image else ""
                yield Feature(TARGET + link.target, kind, link.line, shorten(link.text, 80))


LINKS = LinkFeatures()


@dataclass(frozen=True, slots=True)
class Reference:
    """A target and the place in one document that links to it first."""

    document: Document
    written: str
    target: Target
    line: int | None
    text: str
    image: bool
    places: int = 1


def references(groups: Mapping[str, tuple[Member, ...]], corpus: Corpus) -> tuple[Reference, ...]:
    """Every link inside the sources, once a document and target, in order of document and line."""
    return corpus.once("structure-references", lambda: tuple(_references(groups, corpus)))


def _references(groups: Mapping[str, tuple[Member, ...]], corpus: Corpus) -> list[Reference]:
    found: list[tuple[str, int, str, Reference]] = []
    for key, members in groups.items():
        if not key.startswith(TARGET):
            continue
        written = key.removeprefix(TARGET)
        target = read_target(written)
        if target is None:
            continue
        places: dict[str, list[Feature]] = {}
        for member in members:
            places.setdefault(member.document, []).append(member.feature)
        for name, features in places.items():
            document = corpus.documents[name]
            if not (is_fragment(document.path) or _is_included(document)):
                reference = _reference(document, written, target, features)
                found.append((name, reference.line or 0, written, reference))
    return [reference for *_, reference in sorted(found, key=itemgetter(0, 1, 2))]


def _reference(
    document: Document, written: str, target: Target, features: list[Feature]
) -> Reference:
    first = features[0] if len(features) == 1 else min(features, key=lambda f: f.line or 0)
    image = all(f.value == "image" for f in features)
    return Reference(document, written, target, first.line, first.text, image, len(features))


def _is_included(document: Document) -> bool:
    """Whether it is reStructuredText without a title, which only other pages can show."""
    return document.content.format == "rst" and document.title is None
