"""Who may read what, counted; and one principal of each class of readers to ask as."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from ragaudit.contracts.generating import Openness, Standing
from ragaudit.model import (
    ANONYMOUS,
    AccessMatrix,
    Document,
    Principal,
    ProbePrincipal,
    ReaderKind,
)
from ragaudit.model.access.algorithms import Masks

MOST_CLASSES = 12
ORACLE = "oracle"


@dataclass(frozen=True, slots=True)
class Readers:
    """Standings by document id, and the principals of a probe set."""

    standings: Mapping[str, Standing]
    principals: Mapping[str, ProbePrincipal]
    asked_as: tuple[str, ...]
    notes: tuple[str, ...] = ()


def readers(
    documents: Mapping[str, Document],
    people: Sequence[tuple[str, Principal]],
    matrix: AccessMatrix,
) -> Readers:
    """Count for every document; choose one person of each class: equal rights, one class.

    `people` are the matrix' readers, by name, anonymous first.
    """
    masks = {name: matrix.masks(d.access) for name, d in documents.items()}
    whole = (1 << len(people)) - 1
    standings = {
        name: _standing(found.yes & whole, found.maybe & whole, len(people))
        for name, found in masks.items()
    }
    distinct = sorted({(m.yes & whole, m.maybe & whole) for m in masks.values()})
    classes: dict[tuple[int, ...], list[int]] = {}
    for place in range(1, len(people)):
        row = tuple((yes >> place & 1) + 2 * (maybe >> place & 1) for yes, maybe in distinct)
        classes.setdefault(row, []).append(place)
    chosen = sorted(classes.values(), key=lambda places: (-len(places), people[places[0]][0]))
    shown = [people[places[0]][0] for places in chosen[:MOST_CLASSES]]
    principals = {ANONYMOUS.name: ProbePrincipal(ANONYMOUS.name, ReaderKind.ANONYMOUS)}
    principals |= {name: ProbePrincipal(name, ReaderKind.PERSON, who=name) for name in shown}
    principals[ORACLE] = ProbePrincipal(ORACLE, ReaderKind.ORACLE)
    return Readers(standings, principals, _asked_as(people, shown, masks), _notes(len(chosen)))


def _standing(yes: int, maybe: int, count: int) -> Standing:
    no = ~(yes | maybe) & ((1 << count) - 1)
    people = no & ~1
    if people or (no and count == 1):
        openness = Openness.SOME
    elif maybe:
        openness = Openness.UNKNOWN
    else:
        openness = Openness.MEMBERS if no else Openness.ANYBODY
    told = hashlib.sha256(f"{yes:x} {maybe:x}".encode()).hexdigest()[:12]
    return Standing(openness, yes.bit_count(), no.bit_count(), maybe.bit_count(), told)


def _asked_as(
    people: Sequence[tuple[str, Principal]], shown: Sequence[str], masks: Mapping[str, Masks]
) -> tuple[str, ...]:
    """Anonymous where anybody may read something, and who may read most: most gold counts."""
    places = {name: place for place, (name, _) in enumerate(people)}
    rights = [found.yes for found in masks.values()]
    counts = {name: sum(yes >> places[name] & 1 for yes in rights) for name in shown}
    widest = max(shown, key=lambda name: (counts[name], -places[name]), default=None)
    public = any(yes & 1 for yes in rights)
    who = (ANONYMOUS.name,) if public or widest is None else ()
    return (*who, widest) if widest is not None else who


def _notes(classes: int) -> tuple[str, ...]:
    if classes <= MOST_CLASSES:
        return ()
    return (
        f"People have {classes} different sets of rights; probes are asked as the "
        f"{MOST_CLASSES} most common. Add others under `principals:`.",
    )
