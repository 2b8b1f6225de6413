"""From an answer to hits, or a refusal: what is mapped and not there is never an empty answer."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, NoReturn

from ragaudit.errors import MalformedError
from ragaudit.model import Hit, Retrieved
from ragaudit_probes.targets.http.options import MappingOptions
from ragaudit_probes.targets.http.paths import MISSING, Path
from ragaudit_probes.targets.http.reading import seen
from ragaudit_probes.targets.shared import (
    LONGEST_FIELD,
    LONGEST_TEXT,
    check_length,
    clean,
    names_seen,
    number,
    text_id,
)

_LOOK = "run `ragaudit target inspect` to see what it answers"


@dataclass(frozen=True, slots=True)
class AnswerMap:
    """Reads answers of one server."""

    options: MappingOptions
    host: str

    def read(self, answer: object, most: int) -> Retrieved:
        """The hits, in the order of the answer.

        An empty list is an answer. Raises `MalformedError` that names the path and the fields seen
        where a path finds nothing in any result, and where there is no list.
        """
        items = Path(self.options.hits).items(answer, most + 1)
        check_length(len(items), most, self.host)
        if not items:
            self._check_empty(answer)
        columns = [self._column(role, items) for role in ("id", "document", "text")]
        metadata = map(self._metadata, items)
        hits = tuple(map(_hit, *columns, self._scores(items), metadata))
        if hits and not any(hit.id for hit in hits):
            told = f"{self.host}: no result has an id, a document or a text"
            raise MalformedError(f"{told}; {_first(items)}", _LOOK)
        total = self._number("total", answer, bool(hits))
        cost = self._number("cost", answer, bool(hits))
        return Retrieved(hits, None if total is None else int(total), cost=cost)

    def _check_empty(self, answer: object) -> None:
        found = Path(self.options.hits).empty(answer)
        if all(one == [] or (one is None and self.options.null_is_empty) for one in found):
            return
        told = f"{self.host}: `{self.options.hits}` (hits) finds nothing"
        if all(one is None for one in found):
            hint = "set `null_is_empty: true` if that means that nothing was found"
            raise MalformedError(f"{told} but null", hint)
        raise MalformedError(f"{told}; {seen(answer)}", _LOOK)

    def _column(self, role: str, items: list[Any]) -> list[str]:
        """One text a result; empty where a result has none."""
        text = getattr(self.options, role)
        if text is None:
            return [""] * len(items)
        path = Path(text)
        found = [path.value(item) for item in items]
        longest = LONGEST_TEXT if role == "text" else None
        texts = [clean(value, longest) for value in found]
        self._check(role, text, items, found, any(texts))
        return texts

    def _scores(self, items: list[Any]) -> list[float | None]:
        text = self.options.score
        if text is None:
            return [None] * len(items)
        path = Path(text)
        found = [path.value(item) for item in items]
        scores = [number(value) for value in found]
        self._check("score", text, items, found, any(score is not None for score in scores))
        if self.options.scores == "lower":
            scores = [None if score is None else -score for score in scores]
        return scores

    def _check(
        self, role: str, path: str, items: list[Any], found: list[Any], usable: bool
    ) -> None:
        """Refuse a path that finds nothing in any result; `null` in all of them is something."""
        if usable or not items or (found and all(value is None for value in found)):
            return
        self._refuse(role, path, found, _first(items))

    def _refuse(self, role: str, path: str, found: list[Any], fields: str) -> NoReturn:
        missing = all(value is MISSING for value in found)
        what = "finds nothing" if missing else "finds nothing of the right kind"
        raise MalformedError(f"{self.host}: `{path}` ({role}) {what}; {fields}", _LOOK)

    def _number(self, role: str, answer: object, has_hits: bool) -> float | None:
        """Total or cost; an answer without results may leave them out."""
        text = getattr(self.options, role)
        if text is None:
            return None
        value = Path(text).value(answer)
        read = number(value)
        if read is None and value is not None and (has_hits or value is not MISSING):
            self._refuse(role, text, [value], seen(answer))
        return read

    def _metadata(self, item: Any) -> Mapping[str, str]:
        pairs = self.options.metadata.items()
        texts = ((name, clean(Path(path).value(item), LONGEST_FIELD)) for name, path in pairs)
        return {name: text for name, text in texts if text}


def _hit(
    id_: str, document: str, text: str, score: float | None, metadata: Mapping[str, str]
) -> Hit:
    return Hit(id_ or document or text_id(text), score, document, text, metadata)


def _first(items: list[Any]) -> str:
    first = items[0]
    if isinstance(first, Mapping):
        return f"the first of {len(items)} results has {names_seen(first)}"
    return f"the first of {len(items)} results is a {type(first).__name__}"
