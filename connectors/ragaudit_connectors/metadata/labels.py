"""Classification, declared originals, and pages that programs write."""

from __future__ import annotations

from ragaudit.model import Fact
from ragaudit_connectors.metadata.conventions import (
    CANONICAL,
    CLASSIFICATION,
    GENERATED,
    says_nothing,
)
from ragaudit_connectors.metadata.fields import Fields

_FALSE = frozenset({"false", "no", "off", "0"})


def read_classification(fields: Fields) -> Fact[str]:
    """The label that says how widely a text may be read."""
    for field in fields.find(CLASSIFICATION):
        if not says_nothing(field.value):
            return field.known(field.value.strip())
    return Fact.absent()


def read_canonical(fields: Fields, path: str) -> Fact[str]:
    """The original this is declared to mirror; a page that names itself mirrors nothing."""
    for field in fields.find(CANONICAL):
        if not says_nothing(field.value) and not _names_itself(field.value, path):
            return field.known(field.value.strip())
    return Fact.absent()


def read_generated(fields: Fields) -> Fact[str]:
    """`generated: true`, or the program that is named; a person who is named is none."""
    for field in fields.find(GENERATED):
        value = field.value.strip()
        if not says_nothing(value) and value.lower() not in _FALSE and "human:" not in value:
            return field.known(value)
    return Fact.absent()


def _names_itself(target: str, path: str) -> bool:
    return bool(_page(path)) and _page(target).endswith(_page(path))


def _page(address: str) -> str:
    """The page an address names, without host, suffixes and `index`."""
    place = address.strip().partition("#")[0].partition("?")[0].rstrip("/").lower()
    folder, slash, name = place.rpartition("/")
    stem = name.partition(".")[0]
    return "/" + (
        folder if stem in ("index", "readme", "_index") else folder + slash + stem
    ).lstrip("/")
