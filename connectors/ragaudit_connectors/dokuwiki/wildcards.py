"""`%USER%` and `%GROUP%` in access lists, which are not told as such.

DokuWiki puts the name of whoever asks in place of `%USER%`, and one line for each of their groups
in place of `%GROUP%`, before it tells the list. So a line that names the account that reads the
list, or all its groups alike, may in truth be about everybody. The account needs no such line, as
it is a superuser; but that it has none is not certain.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from ragaudit.model import Condition, Entry, Principal, PrincipalKind
from ragaudit_connectors.dokuwiki.acl import Line, entry_of, principal_of

_HERE = "\0"
USER, GROUP = "%USER%", "%GROUP%"


@dataclass(frozen=True, slots=True)
class Template:
    """A line that was told with the account's name, or a group of it, in place of a wildcard."""

    line: Line
    """As it was written, or may have been."""
    told: str
    """The name that stood there instead."""

    @property
    def wildcard(self) -> str:
        """What stands in the line."""
        return USER if USER in self.line.scope + self.line.who else GROUP

    def entry(self, scope: str, rank: int, namespace: str, *, sure: bool) -> Entry | None:
        """What it says about a place of documents; None if nothing, or nothing new."""
        name = self._name(scope)
        if name is None or name.lower() == self.told:
            return None
        who = self._principal(name, namespace)
        condition = Condition.NONE if sure else Condition.CONTEXT
        note = "" if sure else f" (if {self.wildcard} is written there)"
        return entry_of(self.line, who, rank, condition, note)

    def _name(self, scope: str) -> str | None:
        """Whose name stands in a scope where the wildcard does; empty where it has none."""
        if self.wildcard not in self.line.scope:
            return "" if scope == self.line.scope else None
        first, *rest = map(re.escape, self.line.scope.split(self.wildcard))
        again = r"\1".join(rest)
        found = re.fullmatch(f"{first}([^:*]+){again}", scope)
        return found[1] if found else None

    def _principal(self, name: str, namespace: str) -> Principal:
        if self.wildcard not in self.line.who:
            return principal_of(self.line.who, namespace)
        if not name:
            return Principal(PrincipalKind.ALL_AUTHENTICATED, "authenticated")
        return principal_of(name if self.wildcard == USER else f"@{name}", namespace)


def templates_of(lines: Sequence[Line], account: str, groups: Sequence[str]) -> list[Template]:
    """Every line that may be written with a wildcard."""
    found = [one for line in lines if account and (one := _by_user(line, account))]
    marks = [f"@{name.lstrip('@')}" for name in groups]
    if marks:
        told = {(line.scope, line.who) for line in lines}
        found += [one for line in lines if (one := _by_group(line, marks, told))]
    return found


def _by_user(line: Line, account: str) -> Template | None:
    scope = _blanked(line.scope, account)
    # Most wikis take `Root` for `root`, and put that into the line.
    who = _HERE if line.who.lower() == account.lower() else line.who
    if _HERE not in scope + who:
        return None
    return Template(_written(line, scope, who, USER), account.lower())


def _by_group(line: Line, marks: Sequence[str], told: set[tuple[str, str]]) -> Template | None:
    """By the first of the account's groups, if the others have a line alike.

    A line that only stands in a place named like a group is taken as it is.
    """
    if line.who != marks[0]:
        return None
    scope = _blanked(line.scope, marks[0][1:])
    others = ((scope.replace(_HERE, mark[1:]), mark) for mark in marks[1:])
    if not all(other in told for other in others):
        return None
    return Template(_written(line, scope, _HERE, GROUP), marks[0][1:].lower())


def _blanked(scope: str, name: str) -> str:
    """A scope with a place for a name, where it stands there as a word."""
    if name.lower() not in scope:
        return scope
    return re.sub(rf"(?<![^\W_]){re.escape(name.lower())}(?![^\W_])", _HERE, scope)


def _written(line: Line, scope: str, who: str, wildcard: str) -> Line:
    return Line(scope.replace(_HERE, wildcard), who.replace(_HERE, wildcard), line.level)


def entries_of(
    templates: Sequence[Template], scope: str, rank: int, namespace: str, *, sure: bool
) -> Iterator[Entry]:
    """What such lines say about a place of documents."""
    for template in templates:
        entry = template.entry(scope, rank, namespace, sure=sure)
        if entry is not None:
            yield entry
