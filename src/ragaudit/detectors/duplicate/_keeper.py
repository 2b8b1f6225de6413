"""Which of several copies is the one to keep."""

from __future__ import annotations

from datetime import date

from ragaudit.detectors.duplicate._names import Name, read_name, stem
from ragaudit.detectors.duplicate._siblings import is_own_canonical
from ragaudit.model import Document, Lifecycle

_CLOCKS = ("reviewed", "content_modified", "modified", "published", "created")
_RETIRED = frozenset({Lifecycle.ARCHIVED, Lifecycle.DEPRECATED, Lifecycle.EXPIRED, Lifecycle.DRAFT})
_OLD = (
    "archive archived archives old backup backups bak copy copies deprecated obsolete drafts "
    "trash attic outdated previous"
)
_OLD_FOLDERS = frozenset(_OLD.split())


def newest_date(document: Document) -> date | None:
    """The newest trusted date of any clock that says the document was alive then."""
    facts = (getattr(document.times, clock) for clock in _CLOCKS)
    return max((f.value for f in facts if f.trusted and f.value), default=None)


def name_of(document: Document) -> Name:
    """The document's file name taken apart."""
    return read_name(stem(document.path))


def retired(document: Document) -> bool:
    """Whether the document, or the folder it is in, says that it is no longer current."""
    folders = document.path.lower().split("/")[:-1]
    lifecycle = document.lifecycle.value if document.lifecycle.known else None
    return lifecycle in _RETIRED or any(folder in _OLD_FOLDERS for folder in folders)


def preference(document: Document) -> tuple[object, ...]:
    """Sorts the one to keep first: declared, alive, not named a copy, newest, shortest path."""
    newest = newest_date(document)
    return (
        not is_own_canonical(document),
        retired(document),
        name_of(document).stale,
        -(newest.toordinal() if newest else 0),
        document.path.count("/"),
        len(document.path),
        document.id,
    )
