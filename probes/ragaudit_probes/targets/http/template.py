"""JSON, headers and addresses with gaps that are filled for each question.

Filled in one pass: what a query or a secret looks like is never read as a gap again.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping
from typing import Any
from urllib.parse import quote

GAP = re.compile(
    r"\$\{(?P<variable>[^{}]*)\}|\{(?P<name>query|k|principal\.[A-Za-z_]+|auth\.[\w.-]+)\}"
)
OF_PRINCIPAL = ("principal.name", "principal.who", "principal.kind", "principal.groups")

Value = str | int | list[str] | None
Values = Mapping[str, Value]
"""Gap to what goes there; None where there is nothing to say."""
Secret = Callable[[str], str]
"""Name of a variable to its value; raises where it is not set."""


class _Nothing:
    """In place of a value that is left out together with its key."""


NOTHING = _Nothing()


def gaps(template: object) -> frozenset[str]:
    """Names of the gaps of a template; `${NAME}` as `$NAME`."""
    names = set()
    for text in _texts(template):
        for found in GAP.finditer(text):
            names.add(found["name"] or f"${found['variable']}")
    return frozenset(names)


def check_gaps(template: object) -> None:
    """Raise `ValueError` for a gap nobody can fill."""
    for name in sorted(gaps(template)):
        if name.startswith("principal.") and name not in OF_PRINCIPAL:
            known = ", ".join(f"{{{one}}}" for one in OF_PRINCIPAL)
            raise ValueError(f"there is no {{{name}}}, only {known}")


def filled(template: object, values: Values, secret: Secret) -> Any:
    """The template with its gaps filled; `NOTHING` where it is one gap and that has no value.

    A string that is one gap and nothing else becomes the value with its type. Keys whose value is
    left out are left out, and so are items of lists.
    """
    if isinstance(template, str):
        return _text(template, values, secret)
    if isinstance(template, Mapping):
        pairs = ((key, filled(item, values, secret)) for key, item in template.items())
        return {key: item for key, item in pairs if item is not NOTHING}
    if isinstance(template, list | tuple):
        items = (filled(item, values, secret) for item in template)
        return [item for item in items if item is not NOTHING]
    return template


def filled_address(address: str, values: Values, secret: Secret) -> str:
    """An address with its gaps filled; every value stays one part of it."""
    return GAP.sub(lambda gap: _quoted(_value(gap, values, secret)), address)


def _text(template: str, values: Values, secret: Secret) -> Any:
    if whole := GAP.fullmatch(template):
        value = _value(whole, values, secret)
        return NOTHING if value is None else value
    return GAP.sub(lambda gap: _written(_value(gap, values, secret)), template)


def _value(gap: re.Match[str], values: Values, secret: Secret) -> Value:
    name = gap["name"]
    return secret(gap["variable"]) if name is None else values.get(name)


def _written(value: Value) -> str:
    if value is None:
        return ""
    return ",".join(value) if isinstance(value, list) else str(value)


def _quoted(value: Value) -> str:
    return quote(_written(value), safe="", errors="replace")


def _texts(template: object) -> Iterator[str]:
    if isinstance(template, str):
        yield template
    elif isinstance(template, Mapping):
        for item in template.values():
            yield from _texts(item)
    elif isinstance(template, list | tuple):
        for item in template:
            yield from _texts(item)
