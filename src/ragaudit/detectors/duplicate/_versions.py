"""Chains of versions of one document that lie beside one another."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from pathlib import PurePosixPath

from ragaudit.detectors.duplicate._keeper import name_of, newest_date, retired
from ragaudit.detectors.duplicate._names import Name, is_record, read_name
from ragaudit.model import Document

_MANY = 4
"""That many dated names with one base are a series of records, not versions of one document."""


def version_chains(cluster: Sequence[Document]) -> Iterator[tuple[Document, ...]]:
    """Yield documents of one folder whose names, or titles, differ in version marks; oldest first.

    A document is in one chain at most.
    """
    chained: set[str] = set()
    for read in (name_of, _title_name):
        chains: dict[tuple[str, str, str], list[Document]] = {}
        for document in cluster:
            base = read(document).base
            if base and document.id not in chained:
                key = (document.source_id, _folder(document), base)
                chains.setdefault(key, []).append(document)
        for members in chains.values():
            if _differ_in_marks([read(d) for d in members]) and not _series(members):
                chained.update(d.id for d in members)
                yield tuple(sorted(members, key=lambda d: _age(d, read(d))))


def _title_name(document: Document) -> Name:
    return read_name(document.title or "")


def _folder(document: Document) -> str:
    return str(PurePosixPath(document.path).parent)


def _differ_in_marks(names: list[Name]) -> bool:
    return len({name.marks for name in names}) > 1


def _series(members: Sequence[Document]) -> bool:
    """Minutes of two meetings may be nearly alike and are not versions of one another."""
    dated = [d for d in members if name_of(d).dated or _title_name(d).dated]
    numbered = [d for d in members if name_of(d).version or _title_name(d).version]
    records = any(is_record(d.path, d.title) for d in members)
    return (bool(dated or numbered) and records) or len(dated) >= _MANY


def _age(document: Document, name: Name) -> tuple[object, ...]:
    newest = newest_date(document)
    return (
        not retired(document),
        name.order,
        newest.toordinal() if newest else 0,
        document.id,
    )
