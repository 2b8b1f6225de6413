"""Turns a relation of an object into an access policy and a directory.

Only structure is worked out here: which relations and objects a relation is made of. Who is meant
by an entry, who is in which group, and who is let in is the product's to say.

A union makes entries of one layer, an intersection makes layers, an exclusion makes denials. A
union of intersections is written as an intersection of unions, which says the same. A set of users
(`team:core#member`) is a group; where a group cannot say it (a condition, everybody, an
intersection) its parts stand in its place.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field

from tests.model.access.openfga.clauses import (
    NOBODY,
    Clause,
    Clauses,
    InexpressibleError,
    combine,
    depending,
    either,
)
from tests.model.access.openfga.dsl import Combined, Computed, Direct, From, Model, Rewrite, Subject
from tests.model.access.openfga.stores import Tuple

from ragaudit.model import (
    AccessPolicy,
    AccessState,
    Condition,
    Directory,
    Effect,
    Entry,
    Group,
    Layer,
    Principal,
    PrincipalKind,
    User,
)

STORE = "store"


class _NoGroupError(Exception):
    """A set of users that a group cannot say."""


@dataclass(frozen=True)
class Question:
    """What the product is asked."""

    policy: AccessPolicy
    reader: Principal
    directory: Directory
    conditions: tuple[str, ...] = ()
    """Names of the conditions its entries depend on."""


def question(model: Model, tuples: tuple[Tuple, ...], check: tuple[str, str, str]) -> Question:
    """For a user, a relation and an object. Raises `InexpressibleError`."""
    user, relation, object_ = check
    if model.rewrite(object_.partition(":")[0], relation) is None:
        raise InexpressibleError(f"the model has no relation {relation}")
    store = _Store(model, tuples, user.partition(":")[0])
    clauses = store.expand(object_, relation)
    if "#" in user:
        store.as_reader(user)
    layers = tuple(
        Layer(f"{object_}#{relation} {i}", (*clause.allows, *clause.denies))
        for i, clause in enumerate(clauses, start=1)
    )
    conditions = {
        entry.locator or ""
        for layer in layers
        for entry in layer.entries
        if entry.condition is not Condition.NONE
    }
    people = {t.user for t in tuples if "#" not in t.user and not t.user.endswith(":*")} | {user}
    directory = Directory(
        tuple(User(f"{STORE}:{name}") for name in sorted(people) if "#" not in name),
        tuple(store.groups.values()),
        listed=(STORE,),
    )
    policy = AccessPolicy(AccessState.KNOWN, layers)
    return Question(policy, _principal(user), directory, tuple(sorted(conditions)))


@dataclass
class _Store:
    model: Model
    tuples: tuple[Tuple, ...]
    reader_type: str
    groups: dict[str, Group] = field(default_factory=dict)
    open_: set[tuple[str, str]] = field(default_factory=set)
    """Relations being worked out; met again they add nothing."""

    def expand(self, object_: str, relation: str) -> Clauses:
        """The layers of a relation."""
        rewrite = self.model.rewrite(object_.partition(":")[0], relation)
        key = (object_, relation)
        if rewrite is None or key in self.open_:
            return NOBODY
        self.open_.add(key)
        found = self._rewrite(rewrite, object_, relation)
        self.open_.discard(key)
        return found

    def group(self, object_: str, relation: str) -> Group:
        """A set of users as a group, with all the groups in it. Raises `_NoGroupError`."""
        name = f"{STORE}:{object_}#{relation}"
        if name not in self.groups:
            rewrite = self.model.rewrite(object_.partition(":")[0], relation)
            before = dict(self.groups)
            self.groups[name] = Group(name)
            try:
                members, includes = self._members(rewrite, object_, relation)
            except _NoGroupError:
                # Those in it may name it, so they go too.
                self.groups = before
                raise
            self.groups[name] = Group(name, tuple(members), tuple(includes))
        return self.groups[name]

    def as_reader(self, name: str) -> None:
        """Have the group that asks in the directory."""
        try:
            self.group(*name.split("#"))
        except _NoGroupError:
            raise InexpressibleError("asked for users that no group can say") from None

    def _rewrite(self, rewrite: Rewrite, object_: str, relation: str) -> Clauses:
        match rewrite:
            case Direct(subjects):
                found = NOBODY
                for one in self._written(object_, relation, subjects):
                    found = either(found, self._entry(one))
                return found
            case Computed(other):
                return self.expand(object_, other)
            case From(other, link):
                found = NOBODY
                for parent in self._parents(object_, link):
                    found = either(found, self.expand(parent, other))
                return found
            case Combined(operator, parts):
                return combine(operator, [self._rewrite(p, object_, relation) for p in parts])

    def _entry(self, one: Tuple) -> Clauses:
        condition = Condition.CONTEXT if one.condition else Condition.NONE
        if one.user.endswith(":*"):
            if one.user != f"{self.reader_type}:*":
                return NOBODY
            everyone = Principal(PrincipalKind.EVERYONE, one.user)
            return (Clause((Entry(Effect.ALLOW, everyone, one.condition, condition=condition),)),)
        if "#" in one.user:
            try:
                self.group(*one.user.split("#"))
            except _NoGroupError:
                inner = self.expand(*one.user.split("#"))
                return tuple(depending(c, one.condition) for c in inner)
        entry = Entry(Effect.ALLOW, _principal(one.user), one.condition, condition=condition)
        return (Clause((entry,)),)

    def _members(
        self, rewrite: Rewrite | None, object_: str, relation: str
    ) -> tuple[list[str], list[str]]:
        match rewrite:
            case None:
                return [], []
            case Direct(subjects):
                written = list(self._written(object_, relation, subjects))
                if any(t.condition or t.user.endswith(":*") for t in written):
                    raise _NoGroupError
                sets = [self.group(*t.user.split("#")).id for t in written if "#" in t.user]
                return [f"{STORE}:{t.user}" for t in written if "#" not in t.user], sets
            case Computed(other):
                return [], [self.group(object_, other).id]
            case From(other, link):
                return [], [self.group(p, other).id for p in self._parents(object_, link)]
            case Combined("or", parts):
                found = [self._members(part, object_, relation) for part in parts]
                return [m for ms, _ in found for m in ms], [g for _, gs in found for g in gs]
            case Combined():
                raise _NoGroupError

    def _written(
        self, object_: str, relation: str, subjects: tuple[Subject, ...]
    ) -> Iterator[Tuple]:
        """The tuples that the model admits."""
        for one in self.tuples:
            kind, _, rest = one.user.partition(":")
            subject = Subject(kind, rest.partition("#")[2], rest == "*", one.condition)
            if (one.object, one.relation) == (object_, relation) and subject in subjects:
                yield one

    def _parents(self, object_: str, link: str) -> list[str]:
        rewrite = self.model.rewrite(object_.partition(":")[0], link)
        subjects = rewrite.subjects if isinstance(rewrite, Direct) else ()
        return [one.user for one in self._written(object_, link, subjects)]


def _principal(name: str) -> Principal:
    kind = PrincipalKind.GROUP if "#" in name else PrincipalKind.USER
    return Principal(kind, name, STORE)
