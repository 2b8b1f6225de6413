"""Whom a question about access is about."""

from __future__ import annotations

from collections.abc import Iterator

from ragaudit._audit.survey import Survey
from ragaudit.errors import UsageError
from ragaudit.model import ANONYMOUS, Principal, PrincipalKind
from ragaudit.text.suggest import did_you_mean

_COLLECTIVE = frozenset({PrincipalKind.GROUP, PrincipalKind.ROLE})
_NAMED = _COLLECTIVE | {PrincipalKind.USER, PrincipalKind.SERVICE, PrincipalKind.UNRESOLVED}


def named(survey: Survey, name: str, source: str | None = None) -> Principal:
    """The reader a user means: a person, `group:hr`, or `anonymous`.

    People are those of the directory, personas, and whoever an access list names; where a name
    is in several systems, the one meant is that of `source`. Raises `UsageError` for a name
    nobody has, and for one that is open.
    """
    principal = Principal.parse(name)
    if principal.kind is PrincipalKind.EVERYONE:
        return ANONYMOUS
    directory = survey.directory
    if directory.user(name) or directory.group(name):
        return principal
    mentioned = {p.key: p for p in (*_personas(survey), *_listed(survey))}
    found = [p for p in mentioned.values() if _is_meant(p, principal)]
    if len(found) > 1 and source is not None:
        found = [p for p in found if p.namespace == source or not p.namespace] or found
    if len(found) > 1:
        keys = ", ".join(sorted(p.key for p in found)[:5])
        raise UsageError(f"“{name}” is in more than one system", f"write one of: {keys}")
    if found:
        return found[0]
    if directory.loaded or mentioned:
        hint = did_you_mean(name, (*directory.names(), *mentioned, ANONYMOUS.name))
        raise UsageError(f"“{name}” is neither a person nor a group that is known", hint)
    return principal


def everybody(survey: Survey) -> list[tuple[str, Principal]]:
    """Somebody not signed in, every person of the directory, and people only lists name."""
    directory = survey.directory
    people = {user.id: Principal(PrincipalKind.USER, user.id) for user in directory.users}
    for principal in (*_personas(survey), *_listed(survey)):
        if principal.kind is PrincipalKind.USER and not directory.user(principal.key):
            people.setdefault(principal.key, principal)
    return [(ANONYMOUS.name, ANONYMOUS), *sorted(people.items())]


def persona(survey: Survey, source: str, name: str) -> Principal:
    """The reader a persona of a source is: in the system's own names, else the organisation's."""
    if Principal.parse(name).kind is PrincipalKind.EVERYONE:
        return ANONYMOUS
    own = Principal(PrincipalKind.USER, name, getattr(survey.systems[source], "namespace", ""))
    directory = survey.directory
    of_all = directory.user(own.key) is None and directory.user(name) is not None
    return Principal(PrincipalKind.USER, name) if of_all else own


def _personas(survey: Survey) -> Iterator[Principal]:
    for item in survey.listings:
        if item.settings.id in survey.systems:
            for name in item.settings.personas:
                principal = persona(survey, item.settings.id, name)
                if principal is not ANONYMOUS:
                    yield principal


def _listed(survey: Survey) -> Iterator[Principal]:
    """Everybody an access list names, as often as it does."""
    for document in survey.documents.values():
        yield from (p for p in document.access.principals if p.kind in _NAMED)


def _is_meant(principal: Principal, wanted: Principal) -> bool:
    if wanted.kind is PrincipalKind.GROUP and principal.kind not in _COLLECTIVE:
        return False
    return wanted.name.casefold() in (principal.key.casefold(), principal.name.casefold())
