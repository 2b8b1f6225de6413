"""How findings about copies are worded."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Sequence

from ragaudit.contracts import Corpus
from ragaudit.detectors.duplicate._keeper import newest_date
from ragaudit.detectors.duplicate._plan import Copy, Kind
from ragaudit.detectors.duplicate._similarity import Difference
from ragaudit.model import BlockKind, Document, Related
from ragaudit.redact import quote
from ragaudit.text import words

MANY = 10
"""More copies of one document than this are one finding, not one each."""

_TELLING = 5
_PROSE = (BlockKind.PARAGRAPH, BlockKind.LIST_ITEM, BlockKind.QUOTE)


def by_keeper(copies: Iterable[Copy], kind: Kind) -> Iterator[tuple[Copy, ...]]:
    """Group the copies of one kind by the document they repeat, in stable order."""
    found: dict[str, list[Copy]] = {}
    for copy in copies:
        if copy.kind is kind:
            found.setdefault(copy.keeper.id, []).append(copy)
    for members in found.values():
        yield tuple(members)


def place(document: Document, beside: Document) -> str:
    """The path, with its source where the other document is in another one."""
    if document.source_id == beside.source_id:
        return f"`{document.path}`"
    return f"`{document.path}` in source `{document.source_id}`"


def ages(document: Document, other: Document) -> str:
    """A sentence on when both were last known to be alive; empty where neither is dated."""
    mine, theirs = newest_date(document), newest_date(other)
    if mine is None and theirs is None:
        return ""
    here = f"last dated {mine}" if mine else "undated"
    there = f"last dated {theirs}" if theirs else "undated"
    return f" This one is {here}, the other {there}."


def opening(document: Document, corpus: Corpus) -> tuple[int | None, str]:
    """Line and text of the first running text, as the quote of a whole-document finding."""

    def find() -> str:
        return json.dumps(_opening(document, corpus))

    line, quote = json.loads(corpus.remember("opening/1", document.raw_sha256, find))
    return line, quote


def _opening(document: Document, corpus: Corpus) -> tuple[int | None, str]:
    content = corpus.content(document.id)
    blocks = content.blocks if content else ()
    telling = (b for b in blocks if b.kind in _PROSE and len(words(b.text)) >= _TELLING)
    first = next(telling, next(iter(blocks), None))
    return (first.span.line, quote(first.text)) if first else (None, "")


def others(copies: Sequence[Copy], but: Copy) -> tuple[Related, ...]:
    """The remaining copies of the same document."""
    return tuple(Related(c.document.id) for c in copies if c is not but)[:MANY]


def they_differ(difference: Difference | None) -> str:
    """Both sides of the first passage that differs."""
    if difference is None:
        return ""
    if not (difference.left or difference.right):
        return " Only the titles differ."
    if not difference.right:
        return f" Only this one says: «{difference.left}»."
    if not difference.left:
        return f" Only the other says: «{difference.right}»."
    return f" They differ first in: «{difference.left}» here, «{difference.right}» there."


def share(similarity: float) -> str:
    """A similarity as a rounded-down percentage, so that 100 % means all."""
    return f"{int(similarity * 100)} %"
