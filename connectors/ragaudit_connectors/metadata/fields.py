"""What is written about one document, ready to be looked up by what the keys mean."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

from ragaudit.model import Fact, FactState, MetaField, Origin
from ragaudit_connectors.metadata.conventions import HTML_OTHER_MEANING, squash

_INDEX = re.compile(r"\.(\d{1,6})(?=\.|$)")
_FAMILY_NAMES = {"html": "html meta", "email": "mail header"}


@dataclass(frozen=True, slots=True)
class Field:
    """One value as written, and where."""

    key: str
    """As the tables of conventions have it."""
    name: str
    """As written, for messages."""
    value: str
    origin: Origin
    locator: str
    line: int | None = None
    index: str = ""
    """Its place where it stands in a list of mappings."""

    @property
    def tier(self) -> int:
        """0 written in the document, 1 beside it, 2 filled in by a program."""
        if self.key.startswith("property:"):
            return 2
        return 1 if self.origin is Origin.SIDECAR else 0

    def known(self, value: Any, **changes: Any) -> Fact[Any]:
        """The fact that this field says so."""
        return self._fact(FactState.KNOWN, value=value, **changes)

    def absent(self, note: str) -> Fact[Any]:
        """The fact that this field amounts to no value."""
        return self._fact(FactState.ABSENT, note=note)

    def unknown(self, note: str) -> Fact[Any]:
        """The fact that this field leaves open what it means."""
        return self._fact(FactState.UNKNOWN, note=note)

    def error(self, note: str) -> Fact[Any]:
        """The fact that this field is written and cannot be used."""
        return self._fact(FactState.ERROR, note=note)

    def _fact(self, state: FactState, **changes: Any) -> Fact[Any]:
        return Fact(
            state,
            origin=self.origin,
            locator=self.locator,
            key=self.name,
            raw=self.value,
            line=self.line,
            **changes,
        )


class Fields:
    """Every field of one document, in order of precedence."""

    def __init__(self, fields: Iterable[Field]) -> None:
        self._by_key: dict[str, list[Field]] = {}
        for field in sorted(fields, key=lambda f: f.tier):
            self._by_key.setdefault(field.key, []).append(field)

    def find(self, ranks: Mapping[str, int]) -> list[Field]:
        """The fields under any of the keys: by tier, then by the table's order."""
        # Of two views the smaller one is gone through: the few keys of a document.
        if self._by_key.keys().isdisjoint(ranks.keys()):
            return []
        keys = self._by_key.keys() & ranks.keys()
        if len(keys) < 2:
            return [field for key in keys for field in self._by_key[key]]
        ordered = sorted(keys, key=ranks.__getitem__)
        return sorted((f for key in ordered for f in self._by_key[key]), key=lambda f: f.tier)

    def under(self, key: str) -> list[Field]:
        """The fields under one key."""
        return self._by_key.get(squash(key), [])

    def __iter__(self) -> Iterator[Field]:
        """Every field, key by key."""
        return (field for fields in self._by_key.values() for field in fields)


def written(metadata: Iterable[MetaField]) -> list[Field]:
    """The fields of a document as its parser left them."""
    fields = []
    for meta in metadata:
        known = _known_key(meta.key)
        if known is None:
            continue
        key, family, index = known
        place = "front matter" if not family else _FAMILY_NAMES.get(family, f"{family} properties")
        where = place if meta.line is None else f"{place}, line {meta.line}"
        name = meta.key.partition(":")[2] if family else meta.key
        fields.append(Field(key, name, meta.value, meta.origin, where, meta.line, index))
    return fields


def beside(metadata: Iterable[MetaField], file: str) -> list[Field]:
    """The fields of a sidecar file."""
    fields = []
    for meta in metadata:
        key, index = _indexed(meta.key)
        where = f"{file}:{meta.line}"
        fields.append(Field(key, meta.key, meta.value, Origin.SIDECAR, where, None, index))
    return fields


@lru_cache(maxsize=8192)
def _known_key(written_key: str) -> tuple[str, str, str] | None:
    """The key of the tables, the family it was embedded with, and its place in a list."""
    family, colon, rest = written_key.partition(":")
    if not colon or not family.isalnum():
        return (*_split(_indexed(written_key)),)
    own = rest.removeprefix("custom.")
    if family == "html":
        return None if squash(own) in HTML_OTHER_MEANING else (squash(own), family, "")
    if own.startswith("msip_label_") and own.endswith("_name"):
        return "sensitivitylabel", family, ""
    return (squash(own) if own != rest else "property:" + squash(own)), family, ""


def _split(pair: tuple[str, str]) -> tuple[str, str, str]:
    return pair[0], "", pair[1]


def _indexed(key: str) -> tuple[str, str]:
    match = _INDEX.search(key)
    return squash(_INDEX.sub(".#", key)), match[1] if match else ""
