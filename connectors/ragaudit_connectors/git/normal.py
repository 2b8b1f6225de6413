"""The words of a version of a file, without what does not change their meaning.

Front matter, comments, tags, wrapping, emphasis, list numbers, link targets and heading anchors
are left out, so a commit that changes only these leaves the words equal. Light on purpose: it
runs over old versions, not over documents to be reported on. Every pattern is linear.
"""

from __future__ import annotations

import html
import re
import unicodedata
from collections import Counter

_MARKUP = (
    *(".md", ".mdx", ".markdown", ".mdown", ".mkd", ".qmd", ".rmd", ".html", ".htm", ".xhtml"),
    *(".erb", ".liquid", ".njk", ".j2", ".jinja", ".jinja2", ".mustache"),
)
_BINARY = (b"%PDF-", b"PK\x03\x04", b"\xd0\xcf\x11\xe0", b"\x89PNG", b"\xff\xd8\xff", b"GIF8")

_FENCE = re.compile(r"^[ \t]{0,12}(?:`{3,}|~{3,})[^\n]*$", re.MULTILINE)
_LIST_NUMBER = re.compile(r"^[ \t>]{0,24}\d{1,3}[.)](?=[ \t])", re.MULTILINE)
_LINK_TARGET = re.compile(r"\]\([^()\n]{0,2000}(?:\([^()\n]{0,200}\)[^()\n]{0,500})?\)")
_LINK_REFERENCE = re.compile(r"\]\[[^\[\]\n]{0,200}\]")
_LINK_DEFINITION = re.compile(r"^[ \t]{0,3}\[[^\[\]^\n]{1,200}\]:[^\n]*$", re.MULTILINE)
_ATTRIBUTES = re.compile(r"\{:?[ \t]?[#.][^{}\n]{0,200}\}")
_TAG = re.compile(r"</?[a-zA-Z][a-zA-Z0-9-]{0,40}(?:\s[^<>]{0,2000})?/?>")
_ESCAPE = re.compile(r"\\(?=[!-/:-@\[-`{-~])")
_TOKEN = re.compile(r"(?:[<>≤≥=~±+−-](?=\d)|[$€£¥](?=[\d\w]))?\w+(?:[.,:'@/+-]\w+)*[%€£¥]?")
_TYPOGRAPHY = str.maketrans({"‘": "'", "’": "'", "\u00ad": None, "\u200b": None, "\ufeff": None})

Words = list[str]


def words_of(data: bytes, path: str) -> Words | None:
    """The words of a version in order; None for a binary file."""
    text = _decoded(data)
    if text is None:
        return None
    if path.lower().endswith(_MARKUP):
        text = _without_markup(text)
    text = unicodedata.normalize("NFC", text).translate(_TYPOGRAPHY)
    return [word for token in _TOKEN.findall(text) if (word := token.strip("_"))]


def changed_share(old: Words, new: Words) -> float:
    """The share of words that were taken out or put in, 0 to 1; order does not count."""
    before, after = Counter(old), Counter(new)
    changed = (before - after).total() + (after - before).total()
    return changed / max(1, len(old) + len(new))


def is_clean_merge(parents: list[bytes], merged: bytes) -> bool:
    """Whether every line of a merge stands in one of its parents: nothing was written in it."""
    known = {line.strip() for parent in parents for line in parent.splitlines()}
    return all(line.strip() in known for line in merged.splitlines())


def _decoded(data: bytes) -> str | None:
    if data.startswith((b"\xff\xfe", b"\xfe\xff")):
        return data.decode("utf-16", "replace")
    if data.startswith(_BINARY) or b"\0" in data[:8192]:
        return None
    try:
        return data.decode("utf-8-sig")
    except UnicodeDecodeError:
        return data.decode("cp1252", "replace")


def _without_markup(text: str) -> str:
    text = _without_front_matter(text.replace("\r\n", "\n"))
    for start, end in (("<!--", "-->"), ("<script", "</script>"), ("<style", "</style>")):
        text = _cut(text, start, end)
    text = _LINK_DEFINITION.sub("", _FENCE.sub("", text))
    text = _LINK_REFERENCE.sub("]", _LINK_TARGET.sub("]", text))
    text = _LIST_NUMBER.sub("", _ATTRIBUTES.sub("", text))
    return _without_emphasis(html.unescape(_TAG.sub(" ", _ESCAPE.sub("", text))))


def _without_emphasis(text: str) -> str:
    """Markers may stand inside a word, so they leave no gap."""
    return text.replace("**", "").replace("`", "")


def _without_front_matter(text: str) -> str:
    fence = text[:3]
    if fence not in ("---", "+++") or text[3:].split("\n", 1)[0].strip():
        return text
    end = text.find(f"\n{fence}", 3)
    if end < 0:
        return text
    return text[end + 4 :].partition("\n")[2]


def _cut(text: str, start: str, end: str) -> str:
    """Leave out everything between two marks; an open one without its close stays."""
    kept, at = [], 0
    while (found := text.find(start, at)) >= 0 and (close := text.find(end, found)) >= 0:
        kept.append(text[at:found])
        at = close + len(end)
    return "".join((*kept, text[at:]))
