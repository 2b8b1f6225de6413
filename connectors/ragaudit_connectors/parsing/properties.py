"""Properties people and programs leave inside a file, as metadata fields."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from datetime import UTC, datetime, timedelta, timezone
from posixpath import normpath
from typing import Any

from ragaudit.model import MetaField, Origin
from ragaudit_connectors.parsing.archive import Archive
from ragaudit_connectors.parsing.composing import clean

_MAX_VALUE = 2000
_MAX_FIELDS = 200

_CORE = {
    "title": "title",
    "creator": "author",
    "lastModifiedBy": "lastmodifiedby",
    "created": "created",
    "modified": "modified",
    "subject": "subject",
    "category": "category",
    "keywords": "keywords",
    "description": "description",
    "contentStatus": "status",
    "version": "version",
    "language": "language",
}
_ODF = {
    "title": "title",
    "initial-creator": "author",
    "creator": "lastmodifiedby",
    "creation-date": "created",
    "date": "modified",
    "subject": "subject",
    "keyword": "keywords",
    "description": "description",
    "language": "language",
}
_OPF = {
    "title": "title",
    "creator": "author",
    "date": "date",
    "publisher": "publisher",
    "subject": "subject",
    "description": "description",
    "rights": "rights",
    "language": "language",
}
_PDF = ("Title", "Author", "Subject", "Keywords", "CreationDate", "ModDate")
_PDF_DATE = re.compile(
    r"(?:D:)?(\d{4})(\d{2})?(\d{2})?(\d{2})?(\d{2})?(\d{2})?"
    r"(?:(Z)(?:00'?00'?)?|([+-])(\d{2})'?(\d{2})?'?)?\s*"
)


def of_ooxml(archive: Archive) -> tuple[MetaField, ...]:
    """Core and custom properties of a Word, PowerPoint or Excel file."""
    found = [
        *_named(archive.xml("docProps/core.xml"), _CORE, archive.kind),
        *_custom_ooxml(archive),
    ]
    return tuple(found[:_MAX_FIELDS])


def of_odf(archive: Archive) -> tuple[MetaField, ...]:
    """Properties of an OpenDocument file, those its author defined included."""
    root = archive.xml("meta.xml")
    found = list(_named(root, _ODF, archive.kind))
    for element in _elements(root):
        if _local(element) == "user-defined":
            name = next((v for k, v in element.attrib.items() if k.endswith("}name")), "")
            found += field(f"{archive.kind}:custom.{name}", element.text)
    return tuple(found[:_MAX_FIELDS])


def of_epub(archive: Archive) -> tuple[MetaField, ...]:
    """Metadata of an EPUB's package document."""
    root = archive.xml(package_of(archive) or "")
    found = list(_named(root, _OPF, "epub"))
    for element in _elements(root):
        if _local(element) == "meta" and element.get("property") == "dcterms:modified":
            found += field("epub:modified", element.text)
    return tuple(found[:_MAX_FIELDS])


def package_of(archive: Archive) -> str | None:
    """The path of an EPUB's package document."""
    for element in _elements(archive.xml("META-INF/container.xml")):
        if _local(element) == "rootfile" and element.get("full-path"):
            return normpath(str(element.get("full-path")))
    return None


def of_pdf(info: Mapping[str, str]) -> tuple[MetaField, ...]:
    """A PDF's document information, dates as ISO 8601 where they are dates."""
    found: list[MetaField] = []
    for name in _PDF:
        value = info.get(name, "")
        found += field(f"pdf:{name}", iso_date(value) if name.endswith("Date") else value)
    return tuple(found)


def iso_date(text: str) -> str:
    """A PDF date as ISO 8601; anything else as it was written."""
    match = _PDF_DATE.fullmatch(text.strip())
    if not match:
        return text
    year, month, day, hour, minute, second = (
        int(part) if part else default
        for part, default in zip(match.group(1, 2, 3, 4, 5, 6), (1, 1, 1, 0, 0, 0), strict=True)
    )
    try:
        moment = datetime(year, month, day, hour, minute, second, tzinfo=_zone(match))
    except ValueError:
        return text
    if not match[4]:
        return moment.date().isoformat()
    return moment.isoformat() if match[7] or match[8] else moment.replace(tzinfo=None).isoformat()


def _zone(match: re.Match[str]) -> timezone:
    if not match[8]:
        return UTC
    offset = timedelta(hours=int(match[9]), minutes=int(match[10] or 0))
    return timezone(offset if match[8] == "+" else -offset)


def _custom_ooxml(archive: Archive) -> Iterator[MetaField]:
    for element in _elements(archive.xml("docProps/custom.xml")):
        if _local(element) == "property" and element.get("name"):
            value = "".join(element.itertext())
            yield from field(f"{archive.kind}:custom.{element.get('name')}", value)


def _named(root: Any | None, names: Mapping[str, str], family: str) -> Iterator[MetaField]:
    for element in _elements(root):
        if (name := names.get(_local(element))) is not None:
            yield from field(f"{family}:{name}", element.text)


def field(key: str, value: str | None) -> Iterator[MetaField]:
    """One embedded property, or nothing where the value is empty."""
    text = clean(value or "")[:_MAX_VALUE]
    if text:
        key = re.sub(r"[\s-]+", "_", clean(key).lower())
        yield MetaField(key, text, origin=Origin.EMBEDDED)


def _elements(root: Any | None) -> Iterator[Any]:
    if root is not None:
        yield from (element for element in root.iter() if isinstance(element.tag, str))


def _local(element: Any) -> str:
    return str(element.tag).rpartition("}")[2]
