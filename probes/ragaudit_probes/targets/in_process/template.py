"""Filters with gaps that are filled from whoever asks.

`{name}`, `{who}` and `{auth.KEY}` stand for one text, `{groups}` for a list: as a value, or as an
item of a list, among whose items the groups then are. `{for_each_group: …}` as an item of a list
stands for one item a group, with `{group}` in it.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Annotated, Any

from pydantic import AfterValidator

from ragaudit.errors import SkipError
from ragaudit.model import ProbePrincipal, ReaderKind
from ragaudit_probes.targets.options import filled, no_credentials

EACH = "for_each_group"
_GAP = re.compile(r"\{([^{}]*)\}")
_AUTH = "auth."
_NAMES = ("name", "who", "groups", "group")
_DEEPEST = 20
_HARMLESS = re.compile(r"[\w.@:+/ -]*")
"""What may stand inside a longer text: that may be an expression, which a quote would change."""


def checked(value: Any) -> Any:
    """Pass on a template that can be filled. Raises `ValueError`."""
    _check(value, inside=False, depth=0)
    return value


def without_gaps(value: Any) -> Any:
    """Pass on what depends on nobody. Raises `ValueError`."""
    if found := next(_gaps(checked(value)), None):
        raise ValueError(f"`{{{found}}}` cannot be filled here: nobody is asked for")
    return value


Template = Annotated[Any, AfterValidator(checked)]
Constant = Annotated[Any, AfterValidator(without_gaps)]


def fill(template: Any, principal: ProbePrincipal) -> Any:
    """The template as it is for somebody.

    Raises `SkipError` where what it needs is not known of them: an empty list would mean something
    else in every store, and a filter left out would ask as everybody.
    """
    return _Filling(principal).value(template)


def _check(value: Any, *, inside: bool, depth: int) -> None:
    if depth > _DEEPEST:
        raise ValueError(f"more than {_DEEPEST} levels deep")
    if isinstance(value, str):
        _check_text(value, inside)
    elif isinstance(value, Mapping):
        for key, item in value.items():
            if key == EACH:
                raise ValueError(f"`{EACH}` is an item of a list, with nothing beside it")
            _check_text(str(key), inside)
            if "{groups}" in str(key):
                raise ValueError("`{groups}` is a list, which no field can be called")
            _check(item, inside=inside, depth=depth + 1)
    elif isinstance(value, list | tuple):
        for item in value:
            each = _is_each(item)
            _check(item[EACH] if each else item, inside=inside or each, depth=depth + 1)


def _check_text(text: str, inside: bool) -> None:
    gaps = _GAP.findall(text)
    for gap in gaps:
        if gap == "group" and not inside:
            raise ValueError(f"`{{group}}` belongs below `{EACH}`; `{{groups}}` is all of them")
        if gap not in _NAMES and not (gap.startswith(_AUTH) and len(gap) > len(_AUTH)):
            known = "{name}, {who}, {groups} and {auth.KEY}"
            raise ValueError(f"`{{{gap[:40]}}}` is none of {known}")
    if "groups" in gaps and len(gaps) > 1:
        raise ValueError("`{groups}` stands alone in a text, for it becomes several")


def _gaps(value: Any) -> Iterator[str]:
    if isinstance(value, str):
        yield from _GAP.findall(value)
    elif isinstance(value, Mapping):
        for key, item in value.items():
            yield from _gaps(str(key))
            yield from _gaps(item)
    elif isinstance(value, list | tuple):
        for item in value:
            yield from [EACH] if _is_each(item) else _gaps(item)


def _is_each(item: Any) -> bool:
    return isinstance(item, Mapping) and set(item) == {EACH}


@dataclass(frozen=True, slots=True)
class _Filling:
    """One principal, and one of their groups below `for_each_group`."""

    principal: ProbePrincipal
    group: str = ""

    def value(self, node: Any) -> Any:
        if isinstance(node, Mapping):
            return {self._key(key): self.value(item) for key, item in node.items()}
        if isinstance(node, list | tuple):
            found = [one for item in node for one in self._items(item)]
            return self._not_empty(found) if node else found
        if isinstance(node, str):
            return self._not_empty(self._text(node))
        return node

    def _items(self, item: Any) -> Sequence[Any]:
        """What stands for one item of a list."""
        if _is_each(item):
            return [replace(self, group=group).value(item[EACH]) for group in self._groups()]
        if isinstance(item, str):
            found = self._text(item)
            return found if isinstance(found, list) else [found]
        return [self.value(item)]

    def _key(self, key: Any) -> Any:
        return self._text(key) if isinstance(key, str) else key

    def _text(self, text: str) -> str | list[str]:
        if "{groups}" in text:
            return [text.replace("{groups}", group) for group in self._groups()]
        whole = _GAP.fullmatch(text)
        return self._one(whole[1]) if whole else _GAP.sub(self._part, text)

    def _part(self, gap: re.Match[str]) -> str:
        value = self._one(gap[1])
        if not _HARMLESS.fullmatch(value):
            told = f"its `{gap[1]}` has characters that would change the filter"
            raise no_credentials(self.principal, told, "let the gap be the whole value")
        return value

    def _one(self, gap: str) -> str:
        principal = self.principal
        if gap == "group":
            return self.group
        if gap == "name":
            return principal.name
        if gap == "who":
            return principal.who or principal.name
        key = gap.removeprefix(_AUTH)
        if not principal.auth.get(key):
            told = f"the filter needs its `auth: {{{key}: …}}`"
            raise no_credentials(principal, told, "add it in the probe set")
        return filled(principal.auth[key], principal)

    def _groups(self) -> tuple[str, ...]:
        # Of a person without groups nobody said that they are in none.
        if not self.principal.groups and self.principal.kind is ReaderKind.PERSON:
            raise self._groupless()
        return tuple(dict.fromkeys(self.principal.groups))

    def _not_empty(self, found: Any) -> Any:
        if found == []:
            raise self._groupless()
        return found

    def _groupless(self) -> SkipError:
        told = "the filter needs groups, and none are known"
        return no_credentials(self.principal, told, "give it `groups` in the probe set")
