"""From an answer to a mapping that can be pasted, or to why there is none. Deterministic."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import yaml

from ragaudit.contracts import FoundField, Inspection
from ragaudit.model import Confidence
from ragaudit_probes.targets.http.looking.fields import find, is_distance, leaves
from ragaudit_probes.targets.http.looking.lists import Listed, best, lists
from ragaudit_probes.targets.http.looking.words import LISTS, compared
from ragaudit_probes.targets.http.mapping import AnswerMap
from ragaudit_probes.targets.http.options import MappingOptions
from ragaudit_probes.targets.http.reading import seen
from ragaudit_probes.targets.shared import MOST_HITS

_LACKS = {
    "id": "no id: results are told apart by their document or text",
    "document": "nothing names the document: results are matched by id, then by text",
    "text": "no text: results can be matched by id or document only",
    "score": "no score: thresholds for “nothing found” cannot be used",
    "total": "no total: whether it gives away how much there is cannot be seen",
    "cost": "no cost: `budget: {cost: …}` of probes cannot be held",
}


COLUMNS = ("ids", "documents", "distances", "scores", "texts", "metadatas")
"""Fields of answers that hold a list for each kind of field, as Chroma's do."""


def look(answer: object, hits: str | None = None) -> Inspection:
    """What is found in an answer. Never shows a value, and never picks one of two equal lists.

    `hits` is the path of the list where the user has chosen one.
    """
    found = lists(answer)
    likely = [one for one in found if one.path == hits and one.points] or best(found)
    if len(likely) > 1:
        told = "hits: several lists look alike; write one under `mapping` and look again"
        return Inspection(missing=(told,), candidates=tuple(one.path for one in likely))
    if not likely:
        return Inspection(missing=(_no_list(answer, found),))
    return _of(answer, likely[0], found)


def _of(answer: object, chosen: Listed, found: list[Listed]) -> Inspection:
    fields = [_hits(chosen, found), *_of_results(chosen), *_of_top(answer, len(chosen.items))]
    # A field that is id and document at once is said once.
    ids = [one.path for one in fields if one.role == "id"]
    fields = [one for one in fields if one.role != "document" or one.path not in ids]
    mapping = {one.role: one.path for one in fields}
    missing = [lacks for role, lacks in _LACKS.items() if role not in mapping]
    score = next((one for one in fields if one.role == "score"), None)
    if score and is_distance(score.path):
        mapping["scores"] = "lower"
    elif score and score.confidence is not Confidence.HIGH:
        missing.append("score: check whether higher or lower is better, and set `scores`")
    if not {"id", "document", "text"} & mapping.keys():
        return Inspection(tuple(fields), tuple(missing), hits=len(chosen.items))
    return Inspection(tuple(fields), tuple(missing), (), _tried(mapping, answer), _snippet(mapping))


def _hits(chosen: Listed, found: list[Listed]) -> FoundField:
    others = tuple(one.path for one in found if one is not chosen and one.points > 0)
    clear = chosen.points - max((one.points for one in found if one is not chosen), default=0)
    levels = (Confidence.LOW, Confidence.LOW, Confidence.MEDIUM, Confidence.HIGH)
    name = compared(chosen.name)
    told = f"a list of {len(chosen.items)}" + (f" named “{name}”" if name in LISTS else "")
    return FoundField("hits", chosen.path, levels[min(clear, 3)], told, others)


def _of_results(chosen: Listed) -> list[FoundField]:
    if isinstance(chosen.items[0], str):
        told = "results are bare strings; use `text: $` if they are texts"
        return [FoundField("id", "$", Confidence.LOW, told)]
    fields = leaves(chosen.items)
    return [one for role in ("id", "document", "text", "score") if (one := find(role, fields))]


def _of_top(answer: object, hits: int) -> list[FoundField]:
    """Total and cost. A total that is smaller than the number of results is none."""
    fields = leaves([answer])
    able = {
        "total": [one for one in fields if one.fits("total") and min(one.values) >= hits],
        "cost": [one for one in fields if one.fits("cost")],
    }
    found = [(role, find(role, leaf)) for role, leaf in able.items()]
    nested = [one for one in able["total"] if one.path.endswith(".total.value")]
    if nested and found[0][1] is None:
        told = "the value of “total”"
        found[0] = ("total", FoundField("total", nested[0].path, Confidence.HIGH, told))
    return [one for _, one in found if one is not None]


def _tried(mapping: Mapping[str, str], answer: object) -> int:
    """How many results the mapping reads from the very answer it was made of."""
    options = MappingOptions.model_validate(mapping)
    return len(AnswerMap(options, "the answer").read(answer, MOST_HITS).hits)


def _snippet(mapping: Mapping[str, str]) -> str:
    return yaml.safe_dump({"options": {"mapping": dict(mapping)}}, sort_keys=False, width=1000)


def _no_list(answer: object, found: Sequence[Listed]) -> str:
    empty = [one.path for one in found if not one.items and compared(one.name) in LISTS]
    if empty:
        return f"hits: `{empty[0]}` is an empty list; ask something that is answered"
    if isinstance(answer, Mapping):
        columns = sorted(
            name for name in COLUMNS if isinstance(answer.get(name), list) and answer[name]
        )
        if len(columns) > 1:
            told = ", ".join(f"`{name}`" for name in columns)
            return f"hits: {told} are columns, not a list of results; write a function (`callable`)"
    return f"hits: no list of results was found; {seen(answer)}"
