"""Documents as rows: who, where, when and for whom, never a text."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import fields, replace
from datetime import date
from operator import attrgetter
from typing import Any

from ragaudit._store.encoding import Row, column, decoded, digest, encoded, sparse
from ragaudit.model import AccessPolicy, ContentSummary, Document, Fact, Times

_NO_POLICY = AccessPolicy()
_NO_DAY = date.min


def _but(kind: type, *names: str) -> Callable[[Any], tuple[Any, ...]]:
    """Every field of a dataclass but these."""
    return attrgetter(*(field.name for field in fields(kind) if field.name not in names))


_OWN = _but(Document, "access", "content", "times")
_OF_CONTENT = _but(ContentSummary, "metadata", "directives")
_CLOCKS = _but(Times, "mtime")
_BUT_DAY = _but(Fact, "value", "raw")


class Policies:
    """The access lists of a run, each worked out once for all documents under it."""

    def __init__(self) -> None:
        self._rows: dict[str, Row] = {}

    def row(self, policy: AccessPolicy) -> Row:
        """An access list as a row, with its exposure."""
        key = encoded(policy)
        if key not in self._rows:
            # When it was looked at is another moment in every run, and no report tells it.
            text = encoded(sparse(policy, "observed_at"))
            row = {"digest": digest(text), "details": text, "exposure": policy.exposure.value}
            self._rows[key] = row
        return self._rows[key]

    def kept(self) -> list[Row]:
        """The rows as their table has them."""
        return [{key: row[key] for key in ("digest", "details")} for row in self._rows.values()]


def read_policy(details: str | bytes) -> AccessPolicy:
    """Back from a row. Raises `StoreError`."""
    return decoded(details, AccessPolicy)


def document_digest(document: Document, policy: Row) -> str:
    """What a row of a document is told by, without making the row: most are there already.

    Everything that is in the row is in it.
    """
    times = document.times
    mtime = times.mtime
    changed = (_BUT_DAY(mtime), mtime.raw is None) if _is_plain(times) else mtime
    parts = (_OWN(document), _OF_CONTENT(document.content), _CLOCKS(times), changed)
    return digest(policy["digest"], encoded(parts))


def document_row(document: Document, policy: Row) -> Row:
    """A document without its day on the file system, and with a row of its access list."""
    owner, content = document.owner, document.content
    whole = sparse(document, "access", "content", "times")
    whole["content"] = sparse(content, "metadata", "directives")
    whole["times"] = _timeless(document.times)
    details = encoded(whole)
    return {
        "digest": document_digest(document, policy),
        "id": column(document.id),
        "source": column(document.source_id),
        "path": column(document.path),
        "title": column(content.title) if content.title is not None else None,
        "owner": column(owner.principal) if owner else None,
        "exposure": policy["exposure"],
        "raw_sha256": document.raw_sha256,
        "text_sha256": content.text_sha256,
        "details": details,
    }


def day(document: Document) -> str | None:
    """The day of the file system, where it is told in the usual way."""
    return str(document.times.mtime.value) if _is_plain(document.times) else None


def _is_plain(times: Times) -> bool:
    fact = times.mtime
    return fact.known and type(fact.value) is date and fact.raw in (None, str(fact.value))


def _timeless(times: Times) -> dict[str, Any]:
    found = sparse(times)
    if _is_plain(times):
        found["mtime"] = {**found["mtime"], "value": _NO_DAY}
        if "raw" in found["mtime"]:
            found["mtime"]["raw"] = str(_NO_DAY)
    return found


def read_documents(
    rows: Iterable[Mapping[str, Any]], policies: Mapping[int, AccessPolicy]
) -> Iterator[Document]:
    """Back from rows, each with the `mtime` of its run. Raises `StoreError`."""
    for row in rows:
        found = decoded(row["details"], Document)
        access = policies.get(row["policy"], _NO_POLICY)
        yield replace(found, access=access, times=_timed(found.times, row["mtime"]))


def _timed(times: Times, told: str | None) -> Times:
    if told is None:
        return times
    raw = None if times.mtime.raw is None else told
    return replace(times, mtime=replace(times.mtime, value=date.fromisoformat(told), raw=raw))
