"""Which links are dead beyond doubt: judged by what else resolves in the same source."""

from __future__ import annotations

import posixpath
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from ragaudit.contracts import Corpus, Member
from ragaudit.detectors.structure._links import ADDRESS, Reference, references
from ragaudit.detectors.structure._site import Site, is_source_file
from ragaudit.detectors.structure._targets import Target, lacks_scheme
from ragaudit.model import Confidence

_GENERATED = frozenset(
    {"favicon.ico"}
    | {"feed.xml", "rss.xml", "atom.xml", "sitemap.xml", "index.xml", "robots.txt", "llms.txt"}
    | {"search.html", "genindex.html", "modindex.html", "py-modindex.html", "search", "genindex"}
)
_GENERATED_FOLDERS = frozenset({"_static", "_images", "_build", "_site", "_modules", "_downloads"})
_DATA = frozenset({"csv", "json", "xml", "txt", "yaml", "yml", "js", "css", "ics"})
_ENOUGH, _MOSTLY = 4, 0.75


@dataclass(frozen=True, slots=True)
class Dead:
    """A link that leads nowhere."""

    reference: Reference
    confidence: Confidence
    other_case: str | None = None
    lacks_scheme: bool = False


@dataclass(slots=True)
class _Habit:
    """How often one kind of link resolves in a source."""

    resolved: int = 0
    failed: int = 0

    @property
    def reliable(self) -> bool:
        total = self.resolved + self.failed
        return self.resolved >= _ENOUGH and self.resolved >= _MOSTLY * total


def sites(groups: Mapping[str, tuple[Member, ...]], corpus: Corpus) -> Mapping[str, Site]:
    """One site a source, with the addresses its pages declare."""

    def build() -> dict[str, Site]:
        declared: dict[str, list[str]] = {}
        for member in groups.get(ADDRESS, ()):
            source = corpus.documents[member.document].source_id
            declared.setdefault(source, []).append(member.feature.value)
        names = dict.fromkeys(d.source_id for d in corpus.documents.values())
        return {name: Site(corpus, name, declared.get(name, ())) for name in names}

    return corpus.once("structure-sites", build)


def dead_links(groups: Mapping[str, tuple[Member, ...]], corpus: Corpus) -> list[Dead]:
    """Every dead link of every source, in order of document and line."""
    by_source: dict[str, list[Reference]] = {}
    for reference in references(groups, corpus):
        if reference.target.path and not reference.target.example:
            by_source.setdefault(reference.document.source_id, []).append(reference)
    found = sites(groups, corpus)
    return [
        dead for source, refs in by_source.items() for dead in _Judge(found[source], refs).dead()
    ]


class _Judge:
    def __init__(self, site: Site, refs: Sequence[Reference]) -> None:
        self._site, self._refs = site, refs
        self._absolute: dict[str, _Habit] = {}
        self._pages = _Habit()

    def dead(self) -> list[Dead]:
        self._learn_roots()
        lost = [r for r in self._refs if self._is_lost(r)]
        return [dead for r in lost if (dead := self._judge(r)) is not None]

    def _learn_roots(self) -> None:
        roots = {
            root
            for r in self._refs
            if r.target.absolute
            and (root := self._site.root_of(r.document.path, r.target)) is not None
        }
        self._site.learned |= roots

    def _is_lost(self, reference: Reference) -> bool:
        page, target = reference.document.path, reference.target
        if not target.absolute and self._site.beside(page, target) is not None:
            if (habit := self._habit(target)) is not None:
                habit.resolved += 1
            return False
        if self._site.leaves(page, target) or self._site.declared(target) or _is_made(target):
            return False
        found = self._site.find(page, target) is not None
        habit = self._habit(target)
        if habit is not None and found:
            habit.resolved += 1
        elif habit is not None:
            habit.failed += 1
        return not found

    def _habit(self, target: Target) -> _Habit | None:
        if target.absolute:
            return self._absolute.setdefault(_start(target), _Habit())
        return None if is_source_file(target.path) else self._pages

    def _judge(self, reference: Reference) -> Dead | None:
        page, target = reference.document.path, reference.target
        if not target.absolute and lacks_scheme(target.path):
            return Dead(reference, Confidence.MEDIUM, lacks_scheme=True)
        laid_over = not reference.image and self._site.copies(page, target)
        if laid_over or _site_makes(self._site, target):
            return None
        if target.absolute:
            return self._judge_absolute(reference)
        if is_source_file(target.path) or _is_html_to_html(page, target.path):
            other = self._site.other_case(page, target)
            sure = other is None and not reference.document.content.templated
            return Dead(reference, Confidence.HIGH if sure else Confidence.MEDIUM, other)
        known = self._pages.reliable and self._site.folder_exists(page, target)
        if known and not self._site.is_generated:
            return Dead(reference, Confidence.MEDIUM)
        return None

    def _judge_absolute(self, reference: Reference) -> Dead | None:
        """Dead only where links that start alike do resolve, so that the root is known."""
        site, target = self._site, reference.target
        file = is_source_file(target.path)
        if site.is_generated and not file:
            return None
        if not self._absolute[_start(target)].reliable and not site.link_roots:
            return None
        sure = file and bool(site.link_roots)
        return Dead(reference, Confidence.HIGH if sure else Confidence.MEDIUM)


def _start(target: Target) -> str:
    first, slash, _ = target.path.strip("/").partition("/")
    return first.lower() if slash else ""


def _is_html_to_html(page: str, path: str) -> bool:
    return page.lower().endswith((".html", ".htm")) and path.lower().endswith((".html", ".htm"))


def _site_makes(site: Site, target: Target) -> bool:
    """Whether a generator may write a data file, or a script, of which the source has no trace."""
    name = posixpath.basename(target.path).lower()
    data = name.rpartition(".")[2] in _DATA
    return site.is_generated and data and not site.has_name(name)


def _is_made(target: Target) -> bool:
    """Whether a generator writes the file, so that the source cannot have it."""
    name = posixpath.basename(target.path).lower()
    parts = set(target.path.lower().split("/"))
    return name in _GENERATED or bool(parts & _GENERATED_FOLDERS)
