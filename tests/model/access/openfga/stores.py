"""The sample stores: tuples, and what their authors expect of them."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

import yaml
from tests.model.access.openfga.dsl import Model, parse


@dataclass(frozen=True)
class Tuple:
    """`user` stands in `relation` to `object`, where a condition holds."""

    user: str
    relation: str
    object: str
    condition: str = ""


@dataclass(frozen=True)
class Assertion:
    """Whether somebody has a relation to an object, as the store's author says."""

    id: str
    file: Path
    tuples: tuple[Tuple, ...]
    user: str
    relation: str
    object: str
    expected: bool

    @property
    def model(self) -> Model:
        """The model of its store."""
        return _model(self.file)


def assertions(folder: Path) -> Iterator[Assertion]:
    """Every check, and every pair that a list of objects or users decides."""
    for file in sorted(folder.rglob("*.fga.yaml")):
        name = file.relative_to(folder).as_posix().removesuffix(".fga.yaml")
        content = yaml.safe_load(file.read_text(encoding="utf-8"))
        for number, test in enumerate(content.get("tests") or ()):
            tuples = (*_tuples(file, content), *_tuples(file, test))
            for kind, asked in (("check", _checks), ("objects", _objects), ("users", _users)):
                for at, (user, relation, object_, expected) in enumerate(asked(test, tuples)):
                    id_ = f"{name}[{number}.{kind}.{at}] {user} {relation} {object_}"
                    yield Assertion(id_, file, tuples, user, relation, object_, expected)


Asked = Iterator[tuple[str, str, str, bool]]


def _checks(test: dict[str, Any], tuples: tuple[Tuple, ...]) -> Asked:
    for check in test.get("check") or ():
        for relation, expected in check["assertions"].items():
            yield check["user"], relation, check["object"], expected


def _objects(test: dict[str, Any], tuples: tuple[Tuple, ...]) -> Asked:
    """Objects of the type that are not in the list must not be reached."""
    for check in test.get("list_objects") or ():
        everything = {o for t in tuples for o in (t.object, t.user) if _of_type(o, check["type"])}
        for relation, expected in check["assertions"].items():
            for object_ in sorted(everything | set(expected)):
                yield check["user"], relation, object_, object_ in expected


def _users(test: dict[str, Any], tuples: tuple[Tuple, ...]) -> Asked:
    """Users of the type that are not in the list must be kept out, except beside a `user:*`."""
    for check in test.get("list_users") or ():
        (wanted,) = check["user_filter"]
        type_, relation_of = wanted["type"], wanted.get("relation")
        everybody = {t.user for t in tuples if _of_type(t.user, type_, relation_of)}
        for relation, found in check["assertions"].items():
            listed = set(found["users"])
            anybody = f"{type_}:*" in listed
            for user in sorted((everybody | listed) - {f"{type_}:*"}):
                yield user, relation, check["object"], anybody or user in listed


def _of_type(name: str, type_: str, relation: str | None = None) -> bool:
    kind, _, rest = name.partition(":")
    _, _, found = rest.partition("#")
    return kind == type_ and found == (relation or "") and rest != "*"


def _tuples(file: Path, content: dict[str, Any]) -> Iterator[Tuple]:
    listed = list(content.get("tuples") or ())
    if "tuple_file" in content:
        other = (file.parent / content["tuple_file"]).read_text(encoding="utf-8")
        listed += yaml.safe_load(other)
    for one in listed:
        condition = (one.get("condition") or {}).get("name", "")
        yield Tuple(one["user"], one["relation"], one["object"], condition)


@cache
def _model(file: Path) -> Model:
    content = yaml.safe_load(file.read_text(encoding="utf-8"))
    if "model" in content:
        return parse(content["model"])
    named = file.parent / content["model_file"]
    if named.suffix == ".mod" and not named.exists():
        # The list of modules is not among the samples; the modules are, in its folder.
        return parse(*(f.read_text(encoding="utf-8") for f in sorted(file.parent.rglob("*.fga"))))
    return parse(named.read_text(encoding="utf-8"))
