"""Documents that are new, gone, moved, or say something else."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator

from ragaudit._history.sides import Held, Side
from ragaudit.model import DocumentChange, DocumentChangeKind


def moves(before: Side, after: Side) -> dict[str, str]:
    """Old id to new id, where a text left one place of a source and came to one other.

    Texts that several of them have tell nothing.
    """
    gone = _by_text(before, after)
    came = _by_text(after, before)
    return {
        gone[key][0]: came[key][0]
        for key in gone.keys() & came.keys()
        if len(gone[key]) == 1 and len(came[key]) == 1
    }


def _by_text(side: Side, other: Side) -> dict[tuple[str, str], list[str]]:
    found: dict[tuple[str, str], list[str]] = defaultdict(list)
    for key, held in side.documents.items():
        if key not in other.documents and held.text_sha256:
            found[held.source, held.text_sha256].append(key)
    return found


def document_changes(
    before: Side, after: Side, moved: dict[str, str]
) -> Iterator[tuple[str, DocumentChange]]:
    """Source and change, by document."""
    origins = {new: old for old, new in moved.items()}
    for key, new in sorted(after.documents.items()):
        old = before.documents.get(key)
        if old is not None:
            if old.text_sha256 and new.text_sha256 and old.text_sha256 != new.text_sha256:
                yield new.source, DocumentChange(DocumentChangeKind.CHANGED, key, new.path)
        elif key in origins:
            was = before.documents[origins[key]].path
            yield new.source, DocumentChange(DocumentChangeKind.MOVED, key, new.path, was)
        elif not before.unread(new.source, None, new.path):
            yield new.source, DocumentChange(DocumentChangeKind.ADDED, key, new.path)
    for key, old in sorted(before.documents.items()):
        if key not in after.documents and key not in moved:
            yield old.source, _missing(key, old, after)


def _missing(key: str, old: Held, after: Side) -> DocumentChange:
    reason = after.unread(old.source, key, old.path)
    kind = DocumentChangeKind.UNREAD if reason else DocumentChangeKind.REMOVED
    return DocumentChange(kind, key, old.path, reason=reason)
