"""What retrievers return, in whatever shape Python code gives it, as hits."""

from __future__ import annotations

import math
import numbers
import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from itertools import islice
from pathlib import PurePath
from typing import Any
from uuid import UUID

from ragaudit.errors import MalformedError
from ragaudit.model import Hit, Retrieved
from ragaudit.text import sha256

MOST_HITS = 10_000
"""Results of one answer, or `k` if that is more. A longer answer is refused rather than cut: what
was cut off might be what somebody must not see."""
LONGEST_TEXT = 100_000
MOST_FIELDS, LONGEST_FIELD = 50, 500

ID = ("id", "_id", "chunk_id", "node_id", "id_", "uuid", "key")
DOCUMENT = (
    *("document", "document_id", "doc_id", "docid", "source", "path", "file_path", "uri", "url"),
    "ref_doc_id",
)
TEXT = ("text", "page_content", "content", "body", "passage", "chunk", "snippet")
SCORE = ("score", "_score", "similarity", "relevance_score", "relevance")
DISTANCE = ("distance", "dist")
METADATA = ("metadata", "meta", "payload", "extra_info")
_WRAPPED = ("node", "document", "doc", "chunk", "item", "payload")
"""Where results that carry a score keep what they are about."""
_PLAIN = re.compile(r"[@$_A-Za-z][\w@$.\-]{0,39}", re.ASCII)
_SHAPES = (
    "a list, best first, of strings, of dictionaries or objects with `id`, `document`, `text` and "
    "`score`, or of tuples (item, score), (id, text) and (id, text, score)"
)


def clean(value: object, longest: int | None = None) -> str:
    """A string, number, path or UUID as text that can be stored; empty for anything else."""
    if isinstance(value, bool) or not isinstance(value, str | int | float | UUID | PurePath):
        return ""
    # Half a surrogate pair is legal in JSON and can be written nowhere.
    text = str(value).encode("utf-8", "replace").decode()
    return text[:longest]


def number(value: object) -> float | None:
    """A finite number, or one written in a string; None for anything else."""
    if isinstance(value, bool) or not isinstance(value, numbers.Real | str):
        return None
    try:
        read = float(value)
    except (ValueError, OverflowError):
        return None
    return read if math.isfinite(read) else None


def looks_like_name(name: object) -> bool:
    """Whether a field is called like fields are, and not like a document."""
    return isinstance(name, str) and _PLAIN.fullmatch(name) is not None


def names_seen(names: Iterable[object]) -> str:
    """Names of fields, for a message; what does not look like a name may be a title: only counted.

    At most 12 of them, sorted.
    """
    found = [name for name in islice(names, 10_000) if isinstance(name, str)]
    plain = sorted(filter(looks_like_name, found))
    shown = [f"`{name}`" for name in plain[:12]]
    if hidden := len(found) - len(shown):
        shown.append(f"{hidden} more")
    return ", ".join(shown) or "none"


def metadata_of(value: object) -> dict[str, str]:
    """The scalars of a mapping, bounded."""
    if not isinstance(value, Mapping):
        return {}
    pairs = islice(value.items(), MOST_FIELDS)
    texts = {clean(name, 100): clean(item, LONGEST_FIELD) for name, item in pairs}
    return {name: text for name, text in texts.items() if name and text}


def retrieved(
    answer: object,
    most: int = MOST_HITS,
    *,
    strings: str = "document",
    lower_is_better: bool = False,
    who: str = "the function",
) -> Retrieved:
    """What a retriever returned: a list, a dictionary with `hits`, or a `Retrieved`.

    `strings` says what a bare string is: a `document` or a `text`. Raises `MalformedError` for
    what cannot be read, and where no result says what it is; an empty list is an answer.
    """
    hits, total, cost = answer, None, None
    if isinstance(answer, Retrieved | Mapping):
        hits, total, cost = (_part(answer, name) for name in ("hits", "total", "cost"))
        if hits is None and isinstance(answer, Mapping):
            seen = names_seen(answer)
            raise MalformedError(f"{who} returned a dictionary without `hits`; it has {seen}", _HOW)
    items = list(islice(_items(hits, who), most + 1))
    check_length(len(items), most, who)
    found = tuple(hit_of(item, strings, lower_is_better) for item in items)
    if items and not any(hit.id or hit.document or hit.text for hit in found):
        told = f"no result of {who} has an id, a document or a text; {_described(items[0])}"
        raise MalformedError(told, _HOW)
    count = number(total)
    return Retrieved(found, None if count is None else int(count), cost=number(cost))


_HOW = f"return {_SHAPES}"


def check_length(count: int, most: int, who: str) -> None:
    """Raise `MalformedError` for an answer that has too many results to look at all of them."""
    if count > most:
        raise MalformedError(f"{who} returned more than {most:,} results", "pass on `k`")


def _items(hits: object, who: str) -> Iterator[object]:
    if hits is None or isinstance(hits, str | bytes | Mapping) or not isinstance(hits, Iterable):
        kind = "nothing (None)" if hits is None else f"a {type(hits).__name__}"
        raise MalformedError(f"{who} returned {kind} where a list of results belongs", _HOW)
    if isinstance(hits, set | frozenset):
        raise MalformedError(f"{who} returned a set, which has no order", _HOW)
    if hasattr(hits, "columns") and hasattr(hits, "to_dict"):
        raise MalformedError(f"{who} returned a table", "return `table.to_dict('records')`")
    return iter(hits)


def _described(item: object) -> str:
    if isinstance(item, Mapping):
        return f"the first has the fields {names_seen(item)}"
    return f"the first is a {type(item).__name__}"


def hit_of(item: object, strings: str = "document", lower_is_better: bool = False) -> Hit:
    """One result, however it comes; nothing is known of what has none of the fields."""
    if isinstance(item, tuple) and not hasattr(item, "_fields"):
        return _of_tuple(item, strings, lower_is_better)
    if isinstance(item, str):
        return _of_string(item, strings)
    if isinstance(item, int | float | UUID | PurePath):
        return Hit(clean(item), document=clean(item))
    return _of_fields(item, lower_is_better)


def _of_string(item: str, strings: str) -> Hit:
    text = clean(item)
    if strings == "document":
        return Hit(text, document=text)
    return Hit(text_id(text), text=text[:LONGEST_TEXT])


def text_id(text: str) -> str:
    """An id for a result that has none: different texts must not look like one that came twice."""
    return f"text:{sha256(text)[:16]}" if text else ""


def _of_tuple(item: tuple[Any, ...], strings: str, lower_is_better: bool) -> Hit:
    """`(item, score)`, `(id, text)`, `(id, text, score)` or `(id, score, text)`."""
    if not 1 <= len(item) <= 3 or isinstance(item[0], float):
        return Hit("")
    rest = item[1:]
    texts = [part for part in rest if isinstance(part, str)]
    scores = [part for part in rest if not isinstance(part, str)]
    if len(texts) > 1 or len(scores) > 1:
        return Hit("")
    first = hit_of(item[0], "document" if texts else strings, lower_is_better)
    score = _score(scores[0], lower_is_better) if scores else first.score
    text = clean(texts[0], LONGEST_TEXT) if texts else first.text
    return Hit(first.id, score, first.document, text, first.metadata)


def _of_fields(item: object, lower_is_better: bool) -> Hit:
    inner = next((part for name in _WRAPPED if _has_fields(part := _part(item, name))), None)
    sides = [item] if inner is None else [item, inner]
    known = next((found for found in map(_metadata, reversed(sides)) if found), {})
    document = _first(sides, DOCUMENT) or next(
        (known[name] for name in (*DOCUMENT, "file_name") if name in known), ""
    )
    found, distance = _number(sides, SCORE), _number(sides, DISTANCE)
    score = -distance if found is None and distance is not None else _score(found, lower_is_better)
    text = _first(sides, TEXT, LONGEST_TEXT)
    return Hit(_first(sides, ID) or document or text_id(text), score, document, text, known)


def _has_fields(part: object) -> bool:
    """Whether a part of a result is a result of its own, rather than a name or a text."""
    if part is None or callable(part) or isinstance(part, str | bytes | Sequence | numbers.Number):
        return False
    return any(_part(part, name) is not None for name in (*ID, *TEXT, *METADATA))


def _part(item: object, name: str) -> Any:
    if isinstance(item, Mapping):
        return item.get(name)
    return getattr(item, name, None)


def _first(sides: Iterable[object], names: Iterable[str], longest: int | None = None) -> str:
    names = tuple(names)
    texts = (clean(_part(side, name), longest) for side in sides for name in names)
    return next((text for text in texts if text), "")


def _number(sides: Iterable[object], names: Iterable[str]) -> float | None:
    names = tuple(names)
    values = (number(_part(side, name)) for side in sides for name in names)
    return next((value for value in values if value is not None), None)


def _metadata(side: object) -> dict[str, str]:
    return next((found for name in METADATA if (found := metadata_of(_part(side, name)))), {})


def _score(value: object, lower_is_better: bool) -> float | None:
    read = number(value)
    return -read if read is not None and lower_is_better else read
