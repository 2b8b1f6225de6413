"""PRM504: an access list names somebody who does not exist."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping

from ragaudit.contracts import Corpus, CorpusDetector, Member, NoFeatures
from ragaudit.detectors._people import (
    NO_DIRECTORY,
    Kind,
    find,
    kind_of,
    lists_kind,
    nearest,
)
from ragaudit.detectors._places import Place, gather, shared
from ragaudit.detectors._words import count
from ragaudit.detectors.permission._systems import system_and_name, within
from ragaudit.model import (
    Confidence,
    Directory,
    Document,
    Effect,
    Entry,
    Group,
    Observation,
    Principal,
    PrincipalKind,
    Remedy,
    Rule,
    Severity,
    User,
)
from ragaudit.model.access.membership import Membership

_IN_DOCUMENT = re.compile(r", line (\d{1,9})$")
_EMPTY = "has no members"
_UNKNOWN = "is neither a person nor a group"


class UnknownPrincipal(CorpusDetector):
    """Reports entries of access lists for unknown names and empty groups."""

    extractor = NoFeatures()
    rule = Rule(
        code="PRM504",
        name="unknown-principal",
        severity=Severity.WARN,
        summary="An access list names somebody the directory does not know, or an empty group.",
        why=(
            "An entry that reaches nobody shuts out the people it was meant for, and a “deny” "
            "that reaches nobody protects nothing. If the name is given to a new group one day, "
            "the entry comes to life for people nobody thought of."
        ),
        remedy=Remedy.FIX,
        how_to_fix="Correct the name in the access list, remove the entry, or fill the group.",
        example=(
            "# directory.yaml lists the group people-team\n# hr/access.yaml\ndefault: [poeple-team]"
        ),
        not_reported=(
            "Principals every organisation has (`public`, `all-staff`, …); groups where the "
            "directory lists no groups, people where it lists no people; names of another system "
            "unless all its accounts were listed; groups whose members could not all be read. An "
            "entry that counts for many documents is one finding."
        ),
        references=(
            "https://learn.microsoft.com/en-us/windows-server/identity/ad-ds/manage/understand-security-identifiers",
        ),
    )

    def skips(self, corpus: Corpus) -> str | None:
        """Without a directory no name can be looked up."""
        return None if corpus.directory.loaded else NO_DIRECTORY

    def compare(
        self, groups: Mapping[str, tuple[Member, ...]], corpus: Corpus
    ) -> Iterator[Observation]:
        """Yield one observation per entry, however many documents it counts for."""
        if not corpus.directory.loaded:
            return
        seen: dict[Principal, str | None] = {}
        found = (
            item
            for document in corpus.documents.values()
            for item in _dangling(document, corpus.directory, seen)
        )
        for place, name, evidence in gather(found):
            yield _observation(place, name, evidence, corpus.directory)


_Evidence = tuple[Entry, str | None, str]
"""An entry, where it is written, and what is wrong with it."""


def _dangling(
    document: Document, directory: Directory, seen: dict[Principal, str | None]
) -> Iterator[tuple[Document, str | None, str, _Evidence]]:
    for layer in document.access.layers:
        for entry in layer.entries:
            if entry.principal not in seen:
                seen[entry.principal] = _problem(directory, entry.principal)
            if (problem := seen[entry.principal]) is not None:
                where = entry.locator or layer.locator
                yield document, shared(where), entry.principal.key, (entry, where, problem)


def _problem(directory: Directory, principal: Principal) -> str | None:
    system, name = system_and_name(directory, principal)
    known = within(directory, system)
    found: User | Group | None
    if principal.kind is PrincipalKind.GROUP:
        found = known.group(name)
    elif principal.kind in (PrincipalKind.USER, PrincipalKind.UNRESOLVED):
        found = find(known, name)
    else:
        return None
    if isinstance(found, Group):
        return (
            _EMPTY if _is_empty(directory, f"{system}:{found.id}" if system else found.id) else None
        )
    listed = directory.lists_accounts(system) or not system
    return _UNKNOWN if not found and listed and _can_tell(known, principal.kind, name) else None


def _is_empty(directory: Directory, group: str) -> bool:
    """Whether nobody is in a group; not where some of its members may not have been read."""
    found = directory.group(group)
    if found is None or directory.members(found):
        return False
    return not directory.once("membership", Membership).is_open(found.id)


def _can_tell(known: Directory, kind: PrincipalKind, name: str) -> bool:
    """Whether a list that does not have a name thereby says that nobody bears it."""
    if kind is PrincipalKind.GROUP or kind_of(name) is Kind.TEAM:
        return bool(known.groups)
    if kind is PrincipalKind.USER:
        return bool(known.users)
    return bool(known.groups and known.users)


def _observation(place: Place, name: str, evidence: _Evidence, directory: Directory) -> Observation:
    entry, where, problem = evidence
    system, own = system_and_name(directory, entry.principal)
    known = within(directory, system)
    listing = f"the accounts of “{system}”" if system else directory.locator or "the directory"
    verb = "allows" if entry.effect is Effect.ALLOW else "denies"
    reach = f" for {count(len(place.documents), 'document')}" if place.locator else ""
    best = nearest(known, own) if problem is _UNKNOWN else None
    sure = problem is _UNKNOWN and lists_kind(known, kind_of(own))
    return Observation(
        f"“{name}” {problem} in {listing}, so the entry that {verb} it"
        f"{f' ({where})' if where else ''} reaches nobody{reach}.",
        line=_line(where) if place.locator is None else None,
        quote=name,
        document=place.first,
        related=place.related,
        confidence=Confidence.HIGH if sure or problem is _EMPTY else Confidence.MEDIUM,
        action=f"Did you mean “{best}”? Correct the access list." if best else None,
        key=place.key(name),
    )


def _line(where: str | None) -> int | None:
    """The line of the document an entry is written on: `front matter, line 4`."""
    match = _IN_DOCUMENT.search(where or "")
    return int(match[1]) if match else None
