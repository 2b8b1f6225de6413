"""A rendered page of the wiki as one HTML document, its links as paths of this source."""

from __future__ import annotations

import posixpath
import re
from html import escape, unescape
from urllib.parse import quote, unquote

_TOC = re.compile(r"<!-- TOC START -->.*?<!-- TOC END -->", re.DOTALL)
_EDIT = re.compile(r"<!-- EDIT[^<>]*-->")
_HEADING = re.compile(r"<h[1-6]\b[^<>]*>(.{0,2000}?)</h[1-6]>", re.DOTALL)
_TAG = re.compile(r"<[^<>]*>")
_LINK = re.compile(r"<(?:a|img)\b[^<>]*>")
_TARGET = re.compile(r'(\s(?:href|src)=")([^"]*)(")')
_PAGE_ID = re.compile(r'\sdata-wiki-id="([^"]*)"')
_MEDIA = re.compile(
    r"/lib/exe/(?:fetch|detail)\.php\?(?:[^#]*&)?media=([^&#]+)|/_(?:media|detail)/([^?#]+)"
)


def page_html(rendered: str, page: str) -> bytes:
    """A page by what the wiki renders of it, without contents list and marks for editors."""
    body = _EDIT.sub("", _TOC.sub("", rendered))
    body = _LINK.sub(lambda tag: _localised(tag[0], page), body)
    title = _title(body)
    head = f"<title>{escape(title)}</title>" if title else ""
    whole = (
        f'<!DOCTYPE html>\n<html><head><meta charset="utf-8">{head}</head><body>\n{body}\n'
        "</body></html>\n"
    )
    return whole.encode("utf-8", "replace")


def _title(body: str) -> str:
    """The first heading of any level, as DokuWiki has it."""
    found = _HEADING.search(body)
    return " ".join(unescape(_TAG.sub("", found[1])).split()) if found else ""


def _localised(tag: str, page: str) -> str:
    """A link within the wiki as a relative path, whatever the wiki's addresses look like."""
    target = _TARGET.search(tag)
    if target is None:
        return tag
    address = unescape(target[2])
    named = _PAGE_ID.search(tag)
    if named is not None and named[1]:
        name, section = unescape(named[1]), address.partition("#")[2]
    elif (media := _MEDIA.search(address)) is not None:
        name, section = unquote(media[1] or media[2]).replace("/", ":"), ""
        if name.startswith(("http:", "https:", "ftp:")):
            return tag
    else:
        return tag
    path = _relative(name.partition("?")[0], page) + (f"#{section}" if section else "")
    return tag[: target.start(2)] + escape(path) + tag[target.end(2) :]


def _relative(name: str, page: str) -> str:
    target, folder = name.strip(":").replace(":", "/"), posixpath.dirname(page.replace(":", "/"))
    return quote(posixpath.relpath(f"/{target}", f"/{folder}"))
