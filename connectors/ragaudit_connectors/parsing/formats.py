"""Which format a file has by its name, and whether a template engine stands in front of it."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from fnmatch import translate
from functools import lru_cache


@dataclass(frozen=True, slots=True)
class Format:
    """What a file's name says about it."""

    name: str
    templated: bool = False
    """Whether a template engine produces the page from this file."""


_SUFFIXES_OF = {
    "markdown": "md markdown mdown mkd mdx qmd rmd",
    "html": "html htm xhtml",
    "text": "txt text",
    "rst": "rst rest",
    "csv": "csv",
    "tsv": "tsv tab",
    "json": "json",
    "jsonl": "jsonl ndjson",
    "xml": "xml",
    "pdf": "pdf",
    "docx": "docx docm",
    "pptx": "pptx pptm",
    "xlsx": "xlsx xlsm",
    "eml": "eml",
    "msg": "msg",
    "epub": "epub",
    "rtf": "rtf",
    "odt": "odt",
    "org": "org",
}
FORMATS = tuple(_SUFFIXES_OF)
"""Names that `formats:` may map a suffix to."""
_FORMAT_OF = {
    suffix: name for name, suffixes in _SUFFIXES_OF.items() for suffix in suffixes.split()
}

UNREADABLE = {
    "doc": "save it as .docx",
    "dot": "save it as .docx",
    "ppt": "save it as .pptx",
    "pps": "save it as .pptx",
    "xls": "save it as .xlsx",
    "xlsb": "save it as .xlsx",
    "ods": "save it as .xlsx or .csv",
    "odp": "save it as .pptx or .pdf",
    "odg": "save it as .pdf",
    "pages": "export it as .docx or .pdf",
    "numbers": "export it as .xlsx or .csv",
    "wpd": "save it as .docx",
    "wps": "save it as .docx",
    "one": "export the notebook as .docx or .pdf",
    "mbox": "export the messages as .eml",
    "pst": "export the messages as .eml or .msg",
    "vsd": "export it as .pdf",
    "vsdx": "export it as .pdf",
    "pub": "export it as .pdf",
    "xps": "save it as .pdf",
    "djvu": "convert it to .pdf",
    "mobi": "convert it to .epub",
    "azw3": "convert it to .epub",
    "chm": "export it as .html",
}
"""Document formats nobody here can read, and what their owner can do."""

_ENGINES = frozenset(
    [
        "erb",
        "j2",
        "jinja",
        "jinja2",
        "liquid",
        "njk",
        "tmpl",
        "tpl",
        "hbs",
        "handlebars",
        "mustache",
        "ejs",
        "gotmpl",
    ]
)
_ALWAYS_TEMPLATED = frozenset({"mdx"})
_BARE_TEXT = frozenset(
    [
        "readme",
        "changelog",
        "changes",
        "history",
        "news",
        "authors",
        "contributors",
        "contributing",
        "maintainers",
        "install",
        "todo",
        "faq",
        "security",
        "notes",
    ]
)
_NO_DOCUMENT = (
    "package.json", "package-lock.json", "npm-shrinkwrap.json", "composer.json", "composer.lock",
    "bower.json", "lerna.json", "nx.json", "turbo.json", "vercel.json", "netlify.json",
    "now.json", "firebase.json", "angular.json", "deno.json", "jsr.json", "renovate.json",
    "manifest.json", "tsconfig.json", "tsconfig.*.json", "jsconfig.json", "babel.config.json",
    "launch.json", "tasks.json", "settings.json", "extensions.json", "devcontainer.json",
    "*.code-workspace", "*.lock", "*-lock.json", "*.lock.json", "*.schema.json", "*.xsd",
    "*.map", "*.min.*", ".*", "requirements*.txt", "constraints*.txt", "CMakeLists.txt",
    "robots.txt", "humans.txt", "security.txt", "ads.txt", "sitemap.xml", "sitemap_index.xml",
    "pom.xml", "build.xml", "AndroidManifest.xml", "web.config", "browserconfig.xml",
    "LICENSE*", "LICENCE*", "COPYING*", "NOTICE", "NOTICE.txt", "UNLICENSE*", "MANIFEST.in",
    "CODEOWNERS", "*.meta.json", "top_level.txt", "SOURCES.txt", "entry_points.txt",
)  # fmt: skip
"""Names that say "configuration, lock file or licence": nobody asks a knowledge base for these."""


_GLOBS = tuple(name for name in _NO_DOCUMENT if "*" in name)
_EXACT = frozenset(_NO_DOCUMENT) - frozenset(_GLOBS)
_LIKE = re.compile("|".join(map(translate, _GLOBS)))
"""All globs at once: every file of a source is asked."""


@lru_cache(maxsize=4096)
def _is_no_document(name: str) -> bool:
    return name in _EXACT or _LIKE.match(name) is not None


def format_of(path: str, overrides: Mapping[str, str]) -> Format | None:
    """The format a path's name says, or None for what is no document by its name.

    `overrides` maps a suffix (`.page`, `page`, `*.page`, `.html.md.erb`) to a format and wins; the
    longest one that fits counts.
    """
    name = path.rpartition("/")[2]
    if overridden := _overridden(name, overrides):
        return Format(overridden, is_templated(name))
    if _is_no_document(name):
        return None
    stem, *suffixes = name.lower().split(".")
    while len(suffixes) > 1 and suffixes[-1] in _ENGINES:
        suffixes.pop()
    if not suffixes:
        return Format("text") if stem in _BARE_TEXT else None
    suffix = suffixes[-1]
    # `page.md.html` names the page it becomes, unlike `foo.pdf.json`: a generator reads Markdown.
    if suffix in ("html", "htm") and len(suffixes) > 1 and is_templated(name):
        suffix = suffixes[-2] if _FORMAT_OF.get(suffixes[-2]) == "markdown" else suffix
    if suffix in UNREADABLE:
        return Format(suffix)
    known = _FORMAT_OF.get(suffix)
    return Format(known, is_templated(name)) if known else None


def is_templated(path: str) -> bool:
    """Whether a path's name says that a template engine produces the page."""
    suffixes = path.rpartition("/")[2].lower().split(".")[1:]
    return bool(suffixes) and (suffixes[-1] in _ALWAYS_TEMPLATED or suffixes[-1] in _ENGINES)


def engine_of(path: str) -> str | None:
    """The suffix that names the template engine, `mdx` included."""
    return path.lower().rpartition(".")[2] if is_templated(path) else None


def _overridden(name: str, overrides: Mapping[str, str]) -> str | None:
    fitting = [s for s in overrides if name.lower().endswith("." + s.lower().lstrip("*."))]
    return overrides[max(fitting, key=len)] if fitting else None
