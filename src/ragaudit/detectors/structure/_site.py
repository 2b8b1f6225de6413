"""The pages and files of one source, found by any address a site generator gives them."""

from __future__ import annotations

import posixpath
import re
from collections.abc import Iterable, Iterator
from functools import lru_cache

from ragaudit.contracts import Corpus
from ragaudit.detectors.structure._targets import Target

_PAGE_SUFFIXES = frozenset(
    {"md", "mdx", "markdown", "html", "htm", "xhtml", "rst", "adoc", "asciidoc", "org", "txt"}
    | {"erb", "j2", "jinja", "tmpl", "ejs", "hbs", "liquid", "njk", "ipynb", "php", "aspx"}
    | {"tsx", "jsx", "vue", "astro", "svelte"}
)
_RENDERED = ("html", "htm", "php", "aspx")
_INDEX = frozenset({"index", "_index", "readme", "home", "default"})
_STATIC = ("static", "public", "assets", "docs", "source", "content", "src", "site", "pages")
_ORDER = re.compile(r"(?:\d{4}-\d{2}-\d{2}|\d{1,3})[-_. ]+(?=[^\W\d])")
_GENERATOR = re.compile(
    r"_?redirects?(?:\.\w{1,5})?|vercel\.json|netlify\.toml|\.htaccess|nginx\.conf|config\.rb|conf\.py"
    r"|mkdocs\.ya?ml|_config\.ya?ml|hugo\.(?:toml|ya?ml)|book\.toml|tech-docs\.ya?ml|antora\.ya?ml"
    r"|(?:docusaurus|astro|next|nuxt|gatsby|eleventy)[.-]config\.\w{1,4}|\.?eleventy\.\w{1,4}"
)
"""Files that show a site being built, and in which old addresses may be sent elsewhere."""
_WRITTEN = frozenset({"md", "mdx", "markdown", "rst", "adoc", "asciidoc", "org"})


class Site:
    """Answers whether a path in a link leads anywhere, and where to."""

    def __init__(self, corpus: Corpus, source: str, addresses: Iterable[str]) -> None:
        self._corpus, self._source = corpus, source
        self.files = corpus.paths(source)
        self._folders = {f for path in self.files for f in _parents(path)}
        self._folded = {path.lower(): path for path in sorted(self.files, reverse=True)}
        self._pages: dict[str, list[str]] = {}
        for path in sorted(self.files):
            self._pages.setdefault(page_address(path), []).append(path)
        self._declared = {_last(address) for address in addresses}
        settings = corpus.sources.get(source)
        self.link_roots = tuple(r.strip("/") for r in settings.link_roots) if settings else ()
        self.is_generated = any(_GENERATOR.fullmatch(_last(p)) for p in self.files)
        self._names = {_last(p) for p in self.files}
        self.root_relative = any(_last(p) in ("_sidebar.md", "_navbar.md") for p in self._folded)
        self.learned: set[str] = set()

    def find(self, page: str, target: Target) -> str | None:
        """The file or folder a link on a page leads to; None if there is none.

        Every reading a generator could have is tried: the page's folder, the page's own address
        as a folder, and for absolute paths every known root.
        """
        for base in self._bases(page, target):
            found = self._at(posixpath.normpath(posixpath.join(base, target.path.lstrip("/"))))
            if found is not None:
                return found
        return None

    def beside(self, page: str, target: Target) -> str | None:
        """The file a relative link names literally, which most links do."""
        path = posixpath.normpath(f"{page.rpartition('/')[0]}/{target.path}".lstrip("/"))
        return path if path in self.files else None

    def root_of(self, page: str, target: Target) -> str | None:
        """The root from which an absolute link resolves."""
        for base in self._bases(page, target):
            if self._at(posixpath.normpath(posixpath.join(base, target.path.strip("/")))):
                return base
        return None

    def leaves(self, page: str, target: Target) -> bool:
        """Whether a relative link climbs out of the source, where nobody can look."""
        path = posixpath.normpath(posixpath.join(posixpath.dirname(page), target.path))
        return not target.absolute and (path == ".." or path.startswith("../"))

    def has_name(self, name: str) -> bool:
        """Whether a file of this name lies anywhere in the source."""
        return name in self._names

    def copies(self, page: str, target: Target) -> bool:
        """Whether a file of this name and folder lies elsewhere, to be laid over the pages.

        Generators put the content of such folders (`html_extra_path`) at the root of the site.
        """
        path = posixpath.normpath(posixpath.join(posixpath.dirname(page), target.path))
        tail = "/" + "/".join(path.split("/")[-2:])
        same = self.is_generated and "/" in path and _suffix(path) not in _WRITTEN
        return same and any(f"/{file}".endswith(tail) for file in self.files)

    def declared(self, target: Target) -> bool:
        """Whether some page claims an address that ends like the target."""
        return _last(target.path) in self._declared

    def other_case(self, page: str, target: Target) -> str | None:
        """The file that differs from the target in upper and lower case only."""
        path = posixpath.normpath(posixpath.join(posixpath.dirname(page), target.path))
        return self._folded.get(path.lower())

    def folder_exists(self, page: str, target: Target) -> bool:
        """Whether the folder of a target is part of the source."""
        folder = posixpath.dirname(target.path.rstrip("/"))
        return any(
            (path := posixpath.normpath(posixpath.join(base, folder.lstrip("/")))) == "."
            or path in self._folders
            or page_address(path) in self._pages
            for base in self._bases(page, target)
        )

    def page_files(self, path: str) -> tuple[str, ...]:
        """The files behind one found path: itself, or the index of a folder."""
        if path in self.files:
            return (path,)
        return tuple(self._pages.get(page_address(path), ()))

    def _bases(self, page: str, target: Target) -> Iterator[str]:
        folder = posixpath.dirname(page)
        if target.absolute:
            yield from self._roots(page)
            return
        yield folder
        if _suffix(target.path) not in _WRITTEN:
            yield posixpath.join(folder, _last(page_address(page)) or ".")
            if self.is_generated:
                # Some generators look for images from the root of the site as well.
                yield from self._roots(page)
        if self.root_relative:
            yield ""

    def _roots(self, page: str) -> Iterator[str]:
        yield from self.link_roots
        for parent in (*reversed(list(_parents(page))), ""):
            yield parent
            yield from (posixpath.join(parent, name) for name in _STATIC)
        yield from sorted(self.learned)

    def _at(self, path: str) -> str | None:
        if path.startswith("../") or path == "..":
            return None
        if path in self.files or path in self._folders or path == ".":
            return path
        pages = self._pages.get(page_address(path), [])
        if pages and _same_kind(path, pages) and self._cased(path):
            return pages[0]
        return path if self._corpus.has(self._source, path) is not False else None

    def _cased(self, path: str) -> bool:
        """A file name in the wrong case is dead on most servers; an address often is not."""
        return not is_source_file(path) or self._folded.get(path.lower()) is None


def is_source_file(path: str) -> bool:
    """Whether a target names a file as it lies in the source, not the page made from it."""
    suffix = _suffix(path)
    return bool(suffix) and suffix not in _RENDERED


@lru_cache(maxsize=65536)
def page_address(path: str) -> str:
    """The address a generator could give a file: `docs/01-Setup/index.html.md` is `docs/setup`."""
    *folders, name = path.lower().strip("/").split("/")
    parts = [_plain(folder) for folder in folders]
    name = _without_suffixes(name)
    if name not in _INDEX:
        parts.append(_plain(name))
    return "/".join(parts)


def _plain(part: str) -> str:
    return _ORDER.sub("", part, count=1).replace(" ", "-").replace("_", "-")


def _without_suffixes(name: str) -> str:
    while (cut := name.rpartition("."))[0] and cut[2] in _PAGE_SUFFIXES:
        name = cut[0]
    return name


def _same_kind(path: str, pages: list[str]) -> bool:
    """`setup.md` may be the page of `setup.mdx`, but never the image `setup.png`."""
    return _suffix(path) in _PAGE_SUFFIXES or not _suffix(path) or path in pages


def _suffix(path: str) -> str:
    head, dot, tail = _last(path).rpartition(".")
    return tail.lower() if dot and head and re.fullmatch(r"[A-Za-z][A-Za-z0-9]{0,7}", tail) else ""


def _last(path: str) -> str:
    return path.rstrip("/").rpartition("/")[2].lower()


def _parents(path: str) -> Iterator[str]:
    parts = path.split("/")[:-1]
    for count in range(1, len(parts) + 1):
        yield "/".join(parts[:count])
