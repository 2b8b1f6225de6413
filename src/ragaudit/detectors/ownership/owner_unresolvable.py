"""OWN102: the owner that is named cannot be reached."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from ragaudit.contracts import Corpus, CorpusDetector, Member, NoFeatures
from ragaudit.detectors._people import (
    NO_DIRECTORY,
    active,
    can_tell,
    find,
    kind_of,
    lists_kind,
    malformed,
    names_nobody,
    nearest,
    people,
    standing_owners,
)
from ragaudit.detectors._places import Place, gather, shared
from ragaudit.detectors._words import as_written, count
from ragaudit.detectors.ownership.no_owner import OWNER_KEYS
from ragaudit.model import (
    Confidence,
    Directory,
    Document,
    Fact,
    Group,
    Observation,
    Origin,
    Remedy,
    Rule,
    Severity,
    User,
)

_JOINED = re.compile(r"[,;&]| and ")


@dataclass(frozen=True, slots=True)
class _Problem:
    says: str
    confidence: Confidence = Confidence.HIGH
    action: str | None = None


@dataclass(frozen=True, slots=True)
class _Evidence:
    fact: Fact[str]
    problem: _Problem
    others: bool
    """Whether somebody else who can be reached owns the document too."""


class OwnerUnresolvable(CorpusDetector):
    """Reports owners that no directory knows, that have left, or that are no name at all."""

    extractor = NoFeatures()
    rule = Rule(
        code="OWN102",
        name="owner-unresolvable",
        severity=Severity.ERROR,
        summary="The owner that is named is not in the directory, has left, or is no name at all.",
        why=(
            "A document with an owner nobody can reach looks looked-after and is not: reviews, "
            "questions and findings go nowhere, and no report of missing owners shows it."
        ),
        remedy=Remedy.FIX,
        how_to_fix=(
            "Name a person or group that is in the directory, or add the name to the directory "
            "as an alias of the right one."
        ),
        example=(
            "# directory.yaml lists ann and the group people-team\n---\n"
            "title: Travel policy\nowner: poeple-team\n---"
        ),
        not_reported=(
            "Names a directory cannot answer for: channels (`#docs`), links, and teams where it "
            "lists no groups. `@org/team` is the group `team`; `Ann <ann@x.org>` is the address; "
            "aliases count. Without a directory only values that can be nobody's (`???`, "
            "`<owner>`) are reported. An owner that CODEOWNERS or a config rule names for many "
            "documents is one finding."
        ),
        references=(
            "https://help.getguru.com/en/articles/4681197-choosing-a-verifier-and-verification-interval",
            "https://docs.github.com/en/repositories/managing-your-repositorys-settings-and-features/customizing-your-repository/about-code-owners",
        ),
    )

    def skips(self, corpus: Corpus) -> str | None:
        """Without a directory no name can be looked up."""
        return None if corpus.directory.loaded else NO_DIRECTORY

    def compare(
        self, groups: Mapping[str, tuple[Member, ...]], corpus: Corpus
    ) -> Iterator[Observation]:
        """Yield one observation per document and name, or per line of a shared file."""
        seen: dict[str, _Problem | None] = {}
        found = (
            item
            for document in corpus.documents.values()
            for item in _unreachable(document, corpus.directory, seen)
        )
        for place, name, evidence in gather(found):
            yield _observation(place, name, evidence)


def _unreachable(
    document: Document, directory: Directory, seen: dict[str, _Problem | None]
) -> Iterator[tuple[Document, str | None, str, _Evidence]]:
    claims = standing_owners(document)
    for claim in claims:
        if claim.principal not in seen:
            seen[claim.principal] = _problem(directory, claim.principal)
    reached = any(seen[claim.principal] is None for claim in claims)
    for claim in claims:
        if (problem := seen[claim.principal]) is not None:
            inside = claim.fact.origin in (Origin.FRONT_MATTER, Origin.EMBEDDED)
            place = None if inside else shared(claim.fact.locator)
            yield document, place, claim.principal, _Evidence(claim.fact, problem, reached)
    for fact in document.metadata_errors:
        if any(part in (fact.key or "").casefold() for part in OWNER_KEYS):
            yield document, None, fact.raw or "", _Evidence(fact, _unusable(fact), reached)


def _unusable(fact: Fact[str]) -> _Problem:
    return _Problem(malformed(fact.raw or "") or fact.note or "cannot be read as a name")


def _problem(directory: Directory, name: str) -> _Problem | None:
    if names_nobody(name):
        return None
    if (reason := malformed(name)) is not None:
        return _Problem(reason)
    if not directory.loaded:
        return None
    found = find(directory, name)
    if found is not None:
        return _departed(directory, found)
    parts = [part for part in _JOINED.split(name) if part.strip()]
    if not can_tell(directory, name) or all(find(directory, part) for part in parts):
        return None
    return _unknown(directory, name)


def _departed(directory: Directory, found: User | Group) -> _Problem | None:
    where = directory.locator or "the directory"
    if isinstance(found, User):
        left = f"has left: {where} marks {found.name or found.id} as inactive"
        return None if found.active else _Problem(left)
    members = people(directory, found)
    if members and not any(active(directory, person) for person in members):
        return _Problem(f"is a group whose members have all left, by {where}")
    return None


def _unknown(directory: Directory, name: str) -> _Problem:
    where = directory.locator or "the directory"
    sure = lists_kind(directory, kind_of(name))
    best = nearest(directory, name)
    hint = f"Did you mean “{best}”? Otherwise add" if best else "Name somebody it lists, or add"
    return _Problem(
        f"is neither a person nor a group in {where}",
        Confidence.HIGH if sure else Confidence.MEDIUM,
        f"{hint} “{name}” to {where}, as an alias if it is another name for somebody there.",
    )


def _observation(place: Place, name: str, evidence: _Evidence) -> Observation:
    fact, problem = evidence.fact, evidence.problem
    message = f"The owner “{name}” {problem.says}."
    if len(place.documents) > 1:
        message += f" {place.locator} names it for {count(len(place.documents), 'document')}."
    if evidence.others:
        message += " Another owner can be reached."
    return Observation(
        message,
        line=None if place.locator else fact.line,
        quote=as_written(fact) or name,
        document=place.first,
        related=place.related,
        severity=Severity.WARN if evidence.others else None,
        confidence=problem.confidence,
        action=problem.action,
        key=place.key(name),
    )
