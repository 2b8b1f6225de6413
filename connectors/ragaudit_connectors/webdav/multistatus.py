"""Answers to PROPFIND, as XML that strangers may have written."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from io import BytesIO
from typing import Any

from lxml import etree

from ragaudit.errors import MalformedError

DAV = "{DAV:}"
_STATUS = re.compile(r"HTTP/\d(?:\.\d)?\s+(\d{3})\b")
_OK = 200
LONGEST_VALUE = 4_000


@dataclass(frozen=True, slots=True)
class Response:
    """What is said about one file or folder."""

    hrefs: tuple[str, ...]
    status: int
    """Of the thing itself; 200 where only its properties have a status."""
    props: Mapping[str, Any]
    """Properties it has, as elements, by their names without `DAV:`."""
    refused: Mapping[str, int]
    """Properties it has not, or does not show, with the status that says which."""

    def text(self, name: str) -> str:
        """A property as text; empty where there is none."""
        found = self.props.get(name)
        return "".join(found.itertext()).strip()[:LONGEST_VALUE] if found is not None else ""

    def href(self, name: str) -> str:
        """The address in a property; empty where there is none."""
        found = self.props.get(name)
        return (found.findtext(f"{DAV}href") or "").strip() if found is not None else ""


def question(props: tuple[str, ...]) -> bytes:
    """The body that asks for properties of `DAV:`."""
    asked = "".join(f"<{name}/>" for name in props)
    return f'<?xml version="1.0"?><propfind xmlns="DAV:"><prop>{asked}</prop></propfind>'.encode()


def responses(data: bytes, host: str) -> Iterator[Response]:
    """What an answer says, one by one. Raises `MalformedError`, perhaps after some of it."""
    try:
        reader = etree.iterparse(
            BytesIO(data),
            events=("start", "end"),
            resolve_entities=False,
            no_network=True,
            load_dtd=False,
            huge_tree=False,
            remove_comments=True,
            remove_pis=True,
        )
        yield from _read(reader, host)
    except etree.XMLSyntaxError as error:
        raise _malformed(host, "XML that is cut off or broken") from error


def _read(reader: Any, host: str) -> Iterator[Response]:
    depth = 0
    for event, element in reader:
        if event == "start":
            depth += 1
            if depth == 1:
                _check_root(element, host)
            continue
        depth -= 1
        if depth == 1 and element.tag == f"{DAV}response":
            yield _response(element)
        if depth == 1:
            # What was read need not be kept: folders may hold a hundred thousand files.
            while element.getprevious() is not None:
                del element.getparent()[0]


def _check_root(root: Any, host: str) -> None:
    if root.tag != f"{DAV}multistatus":
        raise _malformed(host, "something else")
    if root.getroottree().docinfo.doctype:
        raise _malformed(host, "a document type, which no WebDAV server sends,")


def _response(element: Any) -> Response:
    hrefs = tuple((one.text or "").strip() for one in element.findall(f"{DAV}href"))
    props: dict[str, Any] = {}
    refused: dict[str, int] = {}
    for group in element.findall(f"{DAV}propstat"):
        status = _status(group)
        for prop in group.findall(f"{DAV}prop/*"):
            name = local(prop)
            if status == _OK:
                props[name] = prop
            else:
                refused[name] = status
    return Response(hrefs, _status(element), props, refused)


def local(element: Any) -> str:
    """The name of an element of `DAV:`; of any other its full name, which is none of those."""
    return element.tag[len(DAV) :] if element.tag.startswith(DAV) else f"({element.tag})"


def _status(element: Any) -> int:
    """200 where there is none; 0 where it cannot be read."""
    told = element.findtext(f"{DAV}status")
    if told is None:
        return _OK
    found = _STATUS.match(told.strip())
    return int(found[1]) if found else 0


def _malformed(host: str, what: str) -> MalformedError:
    return MalformedError(
        f"{host} answered PROPFIND with {what} where a WebDAV multistatus belongs",
        "check `url`; a login page or a proxy may be in the way",
    )
