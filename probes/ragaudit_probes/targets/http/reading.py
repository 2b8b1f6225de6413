"""From bytes to JSON, and whether it says that it failed."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from itertools import islice

from ragaudit.errors import MalformedError
from ragaudit_probes.targets.http.paths import MISSING, Path
from ragaudit_probes.targets.http.sending import Answer
from ragaudit_probes.targets.shared import names_seen

_TRUE = ("error", "errors", "exception", "fault", "timed_out")
"""Fields of the top that say so where there is anything true in them."""
_FALSE = ("success", "ok")
"""Fields that say so where they are false."""
_STATES = frozenset({"error", "failed", "failure"})


def decoded(answer: Answer) -> object:
    """The JSON of an answer. Raises `MalformedError` where there is none, or only half of it."""
    try:
        return json.loads(answer.data)
    except (ValueError, RecursionError):
        pass
    what = answer.kind if answer.data else "nothing"
    if what.endswith(("/json", "+json")):
        what = "JSON that is broken, cut off or nested too deeply"
    raise MalformedError(
        f"{answer.host} answered with {what} where JSON belongs",
        "check `url`; a login page or a proxy may be in the way",
    )


def check_failure(answer: object, paths: Iterable[str] | None, host: str) -> None:
    """Raise `MalformedError` for an answer that says it is none, whatever else is in it."""
    if paths is None:
        field = _usual(answer)
    else:
        told = (path for path in paths if _is_true(Path(path).value(answer)))
        field = next(told, None)
    if field is not None:
        raise MalformedError(
            f"{host} answered with an error: `{field}` says so",
            "look at the target's log; set `failed_if` if this is no error",
        )


def _usual(answer: object) -> str | None:
    if not isinstance(answer, Mapping):
        return None
    for name in _TRUE:
        if _is_true(answer.get(name)):
            return name
    for name in _FALSE:
        if answer.get(name) is False:
            return name
    shards = answer.get("_shards")
    if isinstance(shards, Mapping) and _is_true(shards.get("failed")):
        # Elasticsearch and OpenSearch answer from the rest of the index, with status 200.
        return "_shards.failed"
    status = answer.get("status")
    return "status" if isinstance(status, str) and status.lower() in _STATES else None


def _is_true(value: object) -> bool:
    """Whether there is anything in it besides zeros, empty strings and `false`."""
    if value is MISSING:
        return False
    if isinstance(value, Mapping):
        return any(map(_is_true, islice(value.values(), 100)))
    if isinstance(value, list):
        return any(map(_is_true, value[:100]))
    return bool(value)


def seen(answer: object) -> str:
    """What an answer has at its top, without any value."""
    if isinstance(answer, Mapping):
        return f"at the top it has {names_seen(answer)}"
    if isinstance(answer, list):
        return f"it is a list of {len(answer)}"
    return "it is a single value"
