"""Who may read by the lines of DokuWiki's access list.

As `auth_aclcheck_cb` has it (read in the releases 2022-07-31b and of August 2026, and compared with
a running 2022-07-31b): the lines of the page itself come first, then those of its namespace, of the
one above, and so on to `*`. The first of these that names the reader, a group of theirs or `@ALL`
decides, and of its lines the highest level counts; from level 1 on one may read. Who is named
nowhere may not. Uploaded files go by their namespace. Superusers go past all of it, managers do
not.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass

from ragaudit.model import Condition, Effect, Entry, Principal, PrincipalKind
from ragaudit_connectors.dokuwiki.answers import AnswerError, mapping
from ragaudit_connectors.dokuwiki.items import Kind

READ = 1
ALL, TOP = "@ALL", "*"


@dataclass(frozen=True, slots=True)
class Line:
    """One line of the list."""

    scope: str
    """A page, or a namespace with `:*`, or `*`."""
    who: str
    """A user, or a group with `@` before it."""
    level: int

    def entry(self, rank: int, namespace: str) -> Entry:
        """What it says about reading."""
        return entry_of(self, principal_of(self.who, namespace), rank)


def entry_of(
    line: Line, who: Principal, rank: int, condition: Condition = Condition.NONE, note: str = ""
) -> Entry:
    """What a line says about somebody's reading."""
    effect = Effect.ALLOW if line.level >= READ else Effect.DENY
    locator = f"acl.auth.php: {line.scope} {line.who} {line.level}{note}"
    return Entry(effect, who, locator, rank=rank, condition=condition)


def principal_of(who: str, namespace: str) -> Principal:
    """Whom a line names; `@ALL` is everybody, and only if it is written so."""
    if who == ALL:
        return Principal(PrincipalKind.EVERYONE, "anonymous")
    if who.startswith("@"):
        return Principal(PrincipalKind.GROUP, who[1:], namespace)
    return Principal(PrincipalKind.USER, who, namespace)


def lines_of(answer: object) -> tuple[Line, ...]:
    """The list as `plugin.acl.listAcls` tells it. Raises `AnswerError`."""
    return tuple(
        Line(scope, who, _level(level))
        for scope, listed in mapping(answer).items()
        for who, level in mapping(listed).items()
    )


def _level(value: object) -> int:
    try:
        return int(str(value))
    except ValueError as error:
        raise AnswerError("a line of the access list has no level") from error


def scopes_of(kind: Kind, name: str) -> Iterator[str]:
    """Where lines about a document stand, the most particular first."""
    if kind == "page":
        yield name
    namespace = name.rpartition(":")[0]
    while namespace:
        yield f"{namespace}:*"
        namespace = namespace.rpartition(":")[0]
    yield TOP


def by_scope(lines: Iterable[Line]) -> Mapping[str, tuple[Line, ...]]:
    """The lines that stand in each place."""
    found: dict[str, list[Line]] = {}
    for line in lines:
        found.setdefault(line.scope, []).append(line)
    return {scope: tuple(listed) for scope, listed in found.items()}
