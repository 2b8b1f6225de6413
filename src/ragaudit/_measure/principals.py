"""Who the principals of a probe set are, and what each of them may read."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date

from ragaudit._audit import asked
from ragaudit._audit.survey import Survey
from ragaudit.errors import UsageError
from ragaudit.model import (
    ANONYMOUS,
    AccessMatrix,
    AccessPolicy,
    Decision,
    Directory,
    Principal,
    PrincipalKind,
    ProbePrincipal,
    ReaderKind,
    User,
)

Decisions = Mapping[str, Mapping[str, Decision]]
"""Principal of the set to document to whether they may read it."""


@dataclass(frozen=True, slots=True)
class Reach:
    """What the principals of a set may read, by the sources' own access lists."""

    decisions: Decisions
    unknown_people: tuple[str, ...] = ()
    """Principals no directory knows and that bring no groups: all about them is unknown."""

    @classmethod
    def of(cls, survey: Survey, principals: Mapping[str, ProbePrincipal], on: date) -> Reach:
        """Decide for everybody and every document, each distinct access list once."""
        judged = {n: p for n, p in principals.items() if p.kind is not ReaderKind.ORACLE}
        directory = _with_groups(survey.directory, judged)
        readers, strangers = _readers(replace_directory(survey, directory), judged)
        matrix = AccessMatrix(list(readers.values()), directory, on)
        decisions: dict[str, dict[str, Decision]] = {name: {} for name in principals}
        known: dict[AccessPolicy, tuple[Decision, ...]] = {}
        for document in survey.documents.values():
            found = known.get(document.access)
            if found is None:
                found = known[document.access] = matrix.decide(document.access)
            for name, decision in zip(readers, found, strict=True):
                decisions[name][document.id] = decision
        for name in principals.keys() - judged.keys():
            decisions[name] = dict.fromkeys(survey.documents, Decision.ALLOW)
        return cls(decisions, tuple(strangers))


def known_groups(
    directory: Directory, principals: Mapping[str, ProbePrincipal]
) -> dict[str, ProbePrincipal]:
    """The principals with their groups, nested ones included, for targets that filter by them.

    What a set says itself is left as it is.
    """
    return {name: _grouped(directory, name, one) for name, one in principals.items()}


def _grouped(directory: Directory, name: str, principal: ProbePrincipal) -> ProbePrincipal:
    user = directory.user(principal.who or name)
    if principal.groups or principal.kind is not ReaderKind.PERSON or user is None:
        return principal
    groups = (g.id for g in directory.every_group if user.id in directory.members(g))
    return replace(principal, groups=tuple(sorted(groups)))


def replace_directory(survey: Survey, directory: Directory) -> Survey:
    """The same survey with more people in it."""
    return replace(survey, directory=directory)


def _with_groups(directory: Directory, principals: Mapping[str, ProbePrincipal]) -> Directory:
    """The directory, and whoever a set describes by their groups."""
    made = [
        User(principal.who or name, groups=principal.groups)
        for name, principal in principals.items()
        if principal.groups and directory.user(principal.who or name) is None
    ]
    if not made:
        return directory
    return Directory((*directory.users, *made), directory.groups, listed=directory.listed)


def _readers(
    survey: Survey, principals: Mapping[str, ProbePrincipal]
) -> tuple[dict[str, Principal], list[str]]:
    readers, strangers = {}, []
    for name, principal in principals.items():
        if principal.kind is ReaderKind.ANONYMOUS:
            readers[name] = ANONYMOUS
            continue
        try:
            readers[name] = asked.named(survey, principal.who or name)
        except UsageError:
            strangers.append(name)
            readers[name] = Principal(PrincipalKind.USER, principal.who or name)
    return readers, strangers
