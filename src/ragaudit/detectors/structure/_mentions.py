"""Ways to name another page that are no plain link: web addresses, tables of contents, includes."""

from __future__ import annotations

import re
from collections.abc import Iterator
from urllib.parse import unquote

from ragaudit.detectors.structure._site import page_address
from ragaudit.model import Content

GLOB = "glob:"
"""Before a pattern of a table of contents, relative to the page that holds it."""

_URL_PATH = re.compile(r"(?:https?:)?//[^/?#]{1,255}(/[^?#]{1,500})")
_TOCTREE = re.compile(r"([ \t]{0,20})(?:\.\. toctree::|[`:~]{3,12}\s?\{toctree\}).{0,200}")
_FENCE = re.compile(r"\s{0,20}[`:~]{3,12}\s{0,9}")
_MOST_ENTRIES = 1_000
_TITLED = re.compile(r".{0,200}<([^<>]{1,300})>")
_ROLE = re.compile(r"(?::doc:|\{doc\})`(?:[^`<>]{0,200}<)?([^`<>]{1,300})>?`")
_WIKI = re.compile(r"\[\[([^\[\]|#\n]{1,200})(?:[|#][^\[\]\n]{0,200})?\]\]")
_TAG = re.compile(r"\{[{%][-<%]?\s{0,9}\w{1,40}\s{1,9}[\"']?([\w./@-]{2,200})")
"""`{% page "travel/fmla" %}`, `{% link a.md %}`, `{{< ref "a.md" >}}`."""
_SUFFIX = re.compile(r"\.(?:mdx?|markdown|rst|html?)\b")
_FILE = re.compile(r"[\w./@-]{1,120}\Z")


def mentions(content: Content) -> set[str]:
    """The handles of pages a document names otherwise than by a link within its source."""
    found = {handle(path) for path in _paths(content)} - {""}
    if "toctree" in content.text:
        found |= set(_patterns(content.text))
    return found


def handle(path: str) -> str:
    """The last part of a page's address, by which pages are told apart most of the time."""
    return page_address(path).rpartition("/")[2]


def _paths(content: Content) -> Iterator[str]:
    for link in content.links:
        if (match := _URL_PATH.match(link.target)) is not None:
            yield unquote(match[1])
    text = content.text
    if "toctree" in text:
        yield from (entry for entry in _entries(text) if "*" not in entry)
    if "doc" in text:
        yield from (match[1] for match in _ROLE.finditer(text))
    if "[[" in text:
        yield from (match[1] for match in _WIKI.finditer(text))
    if "{%" in text or "{{" in text:
        yield from (match[1] for match in _TAG.finditer(text))
    for match in _SUFFIX.finditer(text):
        if (file := _FILE.search(text, max(0, match.start() - 120), match.start())) is not None:
            yield file[0] + match[0]


def _patterns(text: str) -> Iterator[str]:
    return (GLOB + entry for entry in _entries(text) if "*" in entry)


def _entries(text: str) -> Iterator[str]:
    """What the tables of contents list, without titles and options."""
    lines = text.split("\n")
    for number, line in enumerate(lines):
        if "toctree" in line and (start := _TOCTREE.fullmatch(line)) is not None:
            fenced = "{toctree}" in line
            for entry in _below(lines[number + 1 : number + _MOST_ENTRIES], start[1], fenced):
                if not entry.startswith((":", "---")):
                    titled = _TITLED.fullmatch(entry)
                    yield titled[1] if titled else entry


def _below(lines: list[str], indent: str, fenced: bool) -> Iterator[str]:
    """The lines of a directive: up to its fence, or as far as they are indented."""
    for line in lines:
        if fenced and _FENCE.fullmatch(line):
            return
        if not fenced and line.strip() and not line.startswith((indent + " ", indent + "\t")):
            return
        if line.strip():
            yield line.strip()
