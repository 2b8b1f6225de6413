"""Who may read what, as one snapshot that a later one can be compared with."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date

from ragaudit._audit import asked
from ragaudit._audit.survey import Survey
from ragaudit.model import AccessMatrix, AccessPolicy, Decision

_ID = 16
"""Characters of a policy's name in the file."""


@dataclass(frozen=True, slots=True)
class Reach:
    """What one access list comes to for the people who are known."""

    state: str
    says: tuple[str, ...]
    """Its entries in words."""
    readers: frozenset[str]
    unknown: frozenset[str] = frozenset()
    """Of whom it cannot be told."""

    @property
    def id(self) -> str:
        """A name for it in the file."""
        rows = (self.state, self.says, sorted(self.readers), sorted(self.unknown))
        text = repr(rows).encode("utf-8", "surrogatepass")
        return hashlib.sha256(text).hexdigest()[:_ID]


@dataclass(frozen=True, slots=True)
class AccessSnapshot:
    """Every document's access list, and every reader that is known."""

    people: frozenset[str] = frozenset()
    documents: dict[str, Reach] = field(default_factory=dict)
    """Catalogue id to what its list comes to."""

    @classmethod
    def of(cls, survey: Survey, on: date) -> AccessSnapshot:
        """Take it; each distinct list is decided once."""
        readers = asked.everybody(survey)
        names = [name for name, _ in readers]
        matrix = AccessMatrix([principal for _, principal in readers], survey.directory, on)
        known: dict[AccessPolicy, Reach] = {}
        found = {}
        for document in survey.documents.values():
            reach = known.get(document.access)
            if reach is None:
                decisions = zip(names, matrix.decide(document.access), strict=True)
                reach = known[document.access] = _reach(document.access, list(decisions))
            found[document.id] = reach
        return cls(frozenset(names), found)

    def rows(self) -> Iterator[dict[str, object]]:
        """Records of `acl.jsonl`: the people, each distinct list, and each document's."""
        yield {"people": sorted(self.people)}
        for reach in sorted(set(self.documents.values()), key=lambda one: one.id):
            yield {
                "list": reach.id,
                "state": reach.state,
                "says": list(reach.says),
                "readers": sorted(reach.readers),
                "unknown": sorted(reach.unknown),
            }
        for name in sorted(self.documents):
            yield {"document": name, "list": self.documents[name].id}

    @classmethod
    def read(cls, text: str) -> AccessSnapshot:
        """From such a file. Raises `ValueError` or `KeyError` for anything else."""
        people: frozenset[str] = frozenset()
        lists: dict[str, Reach] = {}
        documents: dict[str, Reach] = {}
        for line in text.splitlines():
            row = json.loads(line)
            if "people" in row:
                people = frozenset(row["people"])
            elif "document" in row:
                documents[row["document"]] = lists[row["list"]]
            else:
                lists[row["list"]] = Reach(
                    row["state"],
                    tuple(row["says"]),
                    frozenset(row["readers"]),
                    frozenset(row["unknown"]),
                )
        return cls(people, documents)


def _reach(policy: AccessPolicy, decisions: list[tuple[str, Decision]]) -> Reach:
    return Reach(
        policy.state.value,
        tuple(sorted(_said(policy))),
        frozenset(name for name, decision in decisions if decision is Decision.ALLOW),
        frozenset(name for name, decision in decisions if decision is Decision.UNKNOWN),
    )


def _said(policy: AccessPolicy) -> Iterator[str]:
    for layer in policy.layers:
        for entry in layer.entries:
            until = f" until {entry.expires}" if entry.expires else ""
            yield f"{entry.effect.value} {entry.principal.shown}{until}"
    for entry in policy.implicit:
        yield f"always {entry.principal.shown}"
