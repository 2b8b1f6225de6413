"""OWN106: two places name different owners."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import replace
from itertools import combinations

from ragaudit.contracts import Corpus, CorpusDetector, Member, NoFeatures
from ragaudit.detectors._people import (
    Kind,
    clean,
    find,
    kind_of,
    malformed,
    names_nobody,
    people,
    short,
)
from ragaudit.detectors._places import shared
from ragaudit.detectors._words import as_written, count
from ragaudit.model import (
    Confidence,
    Directory,
    Document,
    Observation,
    Origin,
    OwnerClaim,
    Quality,
    Related,
    Remedy,
    Rule,
    Severity,
)

_COMPARABLE = (Kind.MAIL, Kind.HANDLE, Kind.TEAM, Kind.CHANNEL)
_FEW = 3
_INSIDE = (Origin.FRONT_MATTER, Origin.EMBEDDED)


class OwnersDisagree(CorpusDetector):
    """Reports documents for which different places name owners who have nobody in common."""

    extractor = NoFeatures()
    rule = Rule(
        code="OWN106",
        name="owners-disagree",
        severity=Severity.INFO,
        summary="Two places name owners who have nobody in common.",
        why=(
            "Each of the two can believe that the other looks after the document. Findings go to "
            "the owner the document itself names, who may no longer be the right one."
        ),
        remedy=Remedy.VERIFY,
        how_to_fix="Agree who owns the document and correct the other place.",
        example="---\nowner: ann@acme.example\n---\n# CODEOWNERS\n/travel.md  bob@acme.example",
        not_reported=(
            "Sets of owners that share a name; a person on one side who belongs to the group on "
            "the other. Without a directory, names of different kinds (a person here, a team "
            "there) cannot be compared and stay silent. A line that is contradicted by more than "
            "three documents is a default that documents override: one finding for the line."
        ),
        references=(
            "https://docs.github.com/en/repositories/managing-your-repositorys-settings-and-features/customizing-your-repository/about-code-owners",
        ),
    )

    def compare(
        self, groups: Mapping[str, tuple[Member, ...]], corpus: Corpus
    ) -> Iterator[Observation]:
        """Yield one observation per document, or per line that many documents contradict."""
        lines: dict[tuple[str, str], list[Observation]] = {}
        for document in corpus.documents.values():
            if (seen := _first(document, corpus.directory)) is not None:
                lines.setdefault((document.source_id, seen.key or document.id), []).append(seen)
        for found in lines.values():
            many = len(found) > _FEW
            yield from [_joined(found)] if many else (replace(seen, key=None) for seen in found)


def _first(document: Document, directory: Directory) -> Observation | None:
    """The first two places that disagree; `key` is the shared line, if it is one."""
    for one, other in combinations(_by_place(document).values(), 2):
        confidence = _disagree(directory, one, other)
        if confidence is not None:
            return _observation(document.id, one, other, confidence)
    return None


def _joined(found: list[Observation]) -> Observation:
    first = found[0]
    message = f"{first.message} {count(len(found), 'document')} contradict {first.key} like this."
    related = tuple(Related(seen.document) for seen in found[1:6] if seen.document)
    file = (first.key or "").rsplit(":", 1)[0]
    return replace(first, message=message, related=related, key=f"{file}|default")


def _by_place(document: Document) -> dict[tuple[Origin | None, str], list[OwnerClaim]]:
    places: dict[tuple[Origin | None, str], list[OwnerClaim]] = {}
    for claim in document.accountable:
        if claim.fact.quality is Quality.PROXY or not claim.fact.known:
            continue
        if names_nobody(claim.principal) or malformed(claim.principal):
            continue
        origin = claim.fact.origin
        file = "" if origin in _INSIDE else (claim.fact.locator or "").rsplit(":", 1)[0]
        places.setdefault((origin, file), []).append(claim)
    return places


def _disagree(
    directory: Directory, one: list[OwnerClaim], other: list[OwnerClaim]
) -> Confidence | None:
    """How sure it is that the two have nobody in common; None if that cannot be said."""
    ours, theirs = ([claim.principal for claim in side] for side in (one, other))
    if {short(name) for name in ours} & {short(name) for name in theirs}:
        return None
    if directory.loaded:
        left, right = _everybody(directory, ours), _everybody(directory, theirs)
        known = left is not None and right is not None
        return Confidence.HIGH if known and not left & right else None  # type: ignore[operator]
    kinds = {kind_of(name) for name in (*ours, *theirs)}
    if len(kinds) == 1 and kinds <= set(_COMPARABLE):
        return Confidence.MEDIUM
    return None


def _everybody(directory: Directory, names: list[str]) -> frozenset[str] | None:
    """Everybody a list of names stands for; None if one of them stands for nobody known."""
    everybody: frozenset[str] = frozenset()
    for name in names:
        found = find(directory, name)
        members = people(directory, found) if found else frozenset()
        if not members:
            return None
        everybody |= members
    return everybody


def _observation(
    document: str, one: list[OwnerClaim], other: list[OwnerClaim], confidence: Confidence
) -> Observation:
    first = one[0]
    return Observation(
        f"Owners disagree: {_side(one)}, but {_side(other)}; they have nobody in common. "
        f"Findings go to “{clean(first.principal)}”.",
        line=first.fact.line,
        quote=as_written(first.fact) or first.principal,
        document=document,
        confidence=confidence,
        key=shared(other[0].fact.locator),
    )


def _side(claims: list[OwnerClaim]) -> str:
    fact = claims[0].fact
    place = fact.locator or (fact.origin.value.replace("_", " ") if fact.origin else "one place")
    return f"{place} says {', '.join(claim.principal for claim in claims)}"
