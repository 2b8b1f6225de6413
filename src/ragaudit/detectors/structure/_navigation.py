"""Which pages a reader can reach: by links, by a site's navigation, by the listing of a folder."""

from __future__ import annotations

import posixpath
import re
from collections.abc import Iterator, Mapping

from ragaudit.contracts import Corpus, Member
from ragaudit.detectors.structure._links import ADDRESS, MENTIONS, TARGET
from ragaudit.detectors.structure._mentions import GLOB, handle
from ragaudit.detectors.structure._site import Site
from ragaudit.detectors.structure._targets import read_target
from ragaudit.text import matches

_NAV_FILE = re.compile(
    r"(?:mkdocs|zensical|_?toc|nav|_?navigation|_?sidebars?|menus?|antora|_quarto|docs|mint|tech-docs"
    r"|vocs\.config|config|_config|\.pages|theme\.config|astro\.config|docusaurus\.config|_meta|meta)"
    r"\.(?:ya?ml|toml|jsonc?|[cm]?[jt]sx?|adoc)|\.pages",
    re.IGNORECASE,
)
_NAV_DOCUMENTS = frozenset({"summary.md", "_sidebar.md", "sidebar.md", "_navbar.md", "toc.md"})
_MOST_FILES = 50
_NAMED = re.compile(r"[\w./@%+-]{1,200}(?: [\w./@%+-]{1,60}){0,8}")
_AUTOMATIC = re.compile(r"autogenerate|auto_?nav|navigation\.indexes|\bglob\b", re.IGNORECASE)


class Reach:
    """What names the pages of one source, each by its handle."""

    def __init__(
        self, source: str, groups: Mapping[str, tuple[Member, ...]], corpus: Corpus, site: Site
    ) -> None:
        self._source, self._corpus, self._site = source, corpus, site
        self._by_name: dict[str, set[str]] = {}
        self._aliases: dict[str, set[str]] = {}
        self._folders: set[str] = set()
        self._globs: list[tuple[str, str]] = []
        self.toctree = False
        self._collect(groups)
        self.navigation, self.automatic = self._read_navigation()

    def named(self, path: str) -> bool:
        """Whether another document, or the navigation, names a page."""
        names = {handle(path)} | self._aliases.get(path, set())
        if names & self.navigation or any(self._by_name.get(n, set()) - {path} for n in names):
            return True
        folder = posixpath.dirname(path)
        return folder in self._folders or any(
            matches(glob, path) or matches(glob, posixpath.splitext(path)[0])
            for _, glob in self._globs
        )

    @property
    def explicit(self) -> bool:
        """Whether somebody wrote down which pages the site shows."""
        written = any(p.rpartition("/")[2].lower() in _NAV_DOCUMENTS for p in self._site.files)
        return bool(self.navigation) or self.toctree or written

    def _collect(self, groups: Mapping[str, tuple[Member, ...]]) -> None:
        for key, members in groups.items():
            if key.startswith(TARGET):
                self._link(key.removeprefix(TARGET), members)
        for member in groups.get(ADDRESS, ()):
            path = self._corpus.documents[member.document].path
            if alias := handle(member.feature.value):
                self._aliases.setdefault(path, set()).add(alias)
        for member in groups.get(MENTIONS, ()):
            path = self._corpus.documents[member.document].path
            for name in member.feature.value.split("\n"):
                if name.startswith(GLOB):
                    folder = posixpath.dirname(path)
                    pattern = posixpath.normpath(posixpath.join(folder, name.removeprefix(GLOB)))
                    self._globs.append((path, "/" + pattern))
                    self.toctree = True
                else:
                    self._by_name.setdefault(name, set()).add(path)

    def _link(self, written: str, members: tuple[Member, ...]) -> None:
        target = read_target(written)
        if target is None or not target.path:
            return
        name = handle(target.path)
        inside = (self._corpus.documents[m.document] for m in members)
        for document in inside:
            self._by_name.setdefault(name, set()).add(document.path)
            if document.source_id == self._source and not name.count("."):
                self._folder(document.path, target.path, target.absolute)

    def _folder(self, page: str, path: str, absolute: bool) -> None:
        """A link to a folder without a page of its own shows its listing."""
        start = "" if absolute else posixpath.dirname(page)
        folder = posixpath.normpath(posixpath.join(start, path.strip("/"))).removeprefix("./")
        if not self._site.page_files(folder):
            self._folders.add("" if folder == "." else folder)

    def _read_navigation(self) -> tuple[frozenset[str], bool]:
        names: set[str] = set()
        automatic = False
        for text in self._navigation_texts():
            automatic = automatic or _AUTOMATIC.search(text) is not None
            names |= {handle(match[0].strip()) for match in _NAMED.finditer(text)}
        return frozenset(names - {""}), automatic

    def _navigation_texts(self) -> Iterator[str]:
        files = sorted(p for p in self._site.files if _NAV_FILE.fullmatch(p.rpartition("/")[2]))
        for path in files[:_MOST_FILES]:
            document = f"{self._source}:{path}"
            if document in self._corpus.documents:
                content = self._corpus.content(document)
                yield content.text if content else ""
            else:
                yield self._corpus.text(self._source, path) or ""
