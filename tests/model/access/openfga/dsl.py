"""Reads authorisation models in OpenFGA's language, as far as the sample stores use it."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field

_COMMENT = re.compile(r"(^|\s)#.*$")
_TYPE = re.compile(r"(?:extend\s+)?type\s+([\w-]+)$")
_DEFINE = re.compile(r"define\s+([\w-]+)\s*:\s*(.+)$")
_TOKEN = re.compile(r"\[[^\]]*\]|\(|\)|[\w-]+")
_SUBJECT = re.compile(r"([\w-]+)(?:#([\w-]+)|:(\*))?(?:\s+with\s+([\w-]+))?$")


@dataclass(frozen=True)
class Subject:
    """What may be written into a relation: `user`, `user:*`, `group#member`, `… with x`."""

    type: str
    relation: str = ""
    wildcard: bool = False
    condition: str = ""


@dataclass(frozen=True)
class Direct:
    """`[user, group#member]`."""

    subjects: tuple[Subject, ...]


@dataclass(frozen=True)
class Computed:
    """Another relation of the same object."""

    relation: str


@dataclass(frozen=True)
class From:
    """`viewer from parent`."""

    relation: str
    link: str


@dataclass(frozen=True)
class Combined:
    """`a or b`, `a and b`, `a but not b`."""

    operator: str
    parts: tuple[Rewrite, ...]


Rewrite = Direct | Computed | From | Combined


@dataclass
class Model:
    """The relations of every type."""

    types: dict[str, dict[str, Rewrite]] = field(default_factory=dict)

    def rewrite(self, type_: str, relation: str) -> Rewrite | None:
        """How a relation is worked out; None where the type has no such relation."""
        return self.types.get(type_, {}).get(relation)


def parse(*texts: str) -> Model:
    """One model of one or more modules."""
    model = Model()
    for text in texts:
        current: dict[str, Rewrite] = {}
        for line in _lines(text):
            if found := _TYPE.match(line):
                current = model.types.setdefault(found[1], {})
            elif found := _DEFINE.match(line):
                current[found[1]] = _Expression(found[2]).read()
            elif line not in ("relations", "model") and not line.startswith(("schema ", "module ")):
                raise ValueError(f"not understood: {line}")
    return model


def _lines(text: str) -> Iterator[str]:
    """Without comments, blank lines and the bodies of conditions."""
    inside = False
    for raw in text.splitlines():
        line = _COMMENT.sub("", raw).strip()
        if line.startswith("condition "):
            inside = True
        elif line and not inside:
            yield line
        if line == "}":
            inside = False


class _Expression:
    def __init__(self, text: str) -> None:
        self._tokens = _TOKEN.findall(text)
        if "".join(self._tokens) != text.replace(" ", "") and "[" not in text:
            raise ValueError(f"not understood: {text}")

    def read(self) -> Rewrite:
        found = self._chain()
        if self._tokens:
            raise ValueError(f"not understood: {self._tokens}")
        return found

    def _chain(self) -> Rewrite:
        """Parts joined by one and the same operator; others want brackets."""
        parts = [self._part()]
        operator = ""
        while self._tokens and self._tokens[0] in ("or", "and", "but"):
            found = self._tokens.pop(0)
            if found == "but" and self._tokens.pop(0) != "not":
                raise ValueError("`but` without `not`")
            if operator not in ("", found):
                raise ValueError("two operators without brackets")
            operator = found
            parts.append(self._part())
        return Combined(operator, tuple(parts)) if operator else parts[0]

    def _part(self) -> Rewrite:
        token = self._tokens.pop(0)
        if token == "(":
            inner = self._chain()
            if self._tokens.pop(0) != ")":
                raise ValueError("a bracket is open")
            return inner
        if token.startswith("["):
            return Direct(tuple(_subject(part) for part in token[1:-1].split(",")))
        if self._tokens and self._tokens[0] == "from":
            self._tokens.pop(0)
            return From(token, self._tokens.pop(0))
        return Computed(token)


def _subject(text: str) -> Subject:
    found = _SUBJECT.match(text.strip())
    if found is None:
        raise ValueError(f"not understood: {text}")
    return Subject(found[1], found[2] or "", bool(found[3]), found[4] or "")
