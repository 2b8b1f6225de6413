"""An organisation with nested groups, and access policies of every kind, from a fixed seed."""

from __future__ import annotations

import random
from collections.abc import Sequence
from datetime import date

from ragaudit.model import (
    ANONYMOUS,
    AccessPolicy,
    AccessState,
    Algorithm,
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

PEOPLE = 2000
TEAMS = 240
WIDE = (
    Principal(PrincipalKind.EVERYONE, "public"),
    Principal(PrincipalKind.ALL_AUTHENTICATED, "authenticated"),
    Principal(PrincipalKind.ORG_MEMBERS, "internal"),
    Principal(PrincipalKind.DOMAIN, "x.example"),
    Principal(PrincipalKind.LINK_HOLDER, "link"),
)
SCOPES = {Algorithm.IAM: ("user policies", "bucket policy", "boundary")}


def organisation(rng: random.Random) -> Directory:
    """2,000 people in 240 teams, in 60 departments nested in circles, and in 20 hidden lists."""
    users = tuple(
        User(
            f"p{i:04d}",
            name=f"Person {i % 1950}",
            email=f"p{i:04d}@{'x' if i % 10 else 'guest'}.example" if i % 25 else None,
            groups=(f"team-{rng.randrange(TEAMS)}",) if i % 3 == 0 else (),
            active=bool(i % 20),
            aliases=(f"wiki:login{i}",),
            external=not i % 10,
        )
        for i in range(PEOPLE)
    )
    teams = tuple(
        Group(f"team-{i}", tuple(u.id for u in rng.sample(users, 15))) for i in range(TEAMS)
    )
    departments = tuple(
        Group(
            f"department-{i}",
            includes=(
                *(f"team-{rng.randrange(TEAMS)}" for _ in range(6)),
                f"department-{(i * 2 + 1) % 60}",
            ),
        )
        for i in range(60)
    )
    hidden = tuple(
        Group(f"hidden-{i}", tuple(u.id for u in rng.sample(users, 5)), complete=False)
        for i in range(20)
    )
    return Directory(users, (*teams, *departments, *hidden), listed=("wiki",))


def readers(rng: random.Random, count: int) -> list[Principal]:
    """Mostly people, by id and by their account elsewhere; groups, strangers, and nobody."""
    people = [Principal(PrincipalKind.USER, f"p{i:04d}") for i in rng.sample(range(PEOPLE), count)]
    for at in range(0, count, 10):
        people[at] = Principal(PrincipalKind.USER, f"login{rng.randrange(PEOPLE)}", "wiki")
    for at in range(1, count, 20):
        people[at] = Principal(PrincipalKind.GROUP, f"team-{rng.randrange(TEAMS)}")
    for at in range(2, count, 40):
        people[at] = Principal(PrincipalKind.USER, f"stranger-{at}")
    people[3] = ANONYMOUS
    return people


def policies(rng: random.Random, count: int) -> list[AccessPolicy]:
    """One to three layers of up to six entries; every algorithm in turn."""
    algorithms = tuple(Algorithm)
    return [_policy(rng, algorithms[i % len(algorithms)], i) for i in range(count)]


def long_policy(rng: random.Random, entries: int) -> AccessPolicy:
    """One list of as many different people and groups, a tenth of them known."""
    found = []
    for i in range(entries):
        name = f"p{rng.randrange(PEOPLE):04d}" if i % 10 == 0 else f"wiki-{i}"
        kind = PrincipalKind.GROUP if i % 7 == 0 else PrincipalKind.USER
        effect = Effect.DENY if i % 3 == 0 else Effect.ALLOW
        found.append(Entry(effect, Principal(kind, name, "" if i % 10 == 0 else "wiki")))
    return AccessPolicy(AccessState.KNOWN, (Layer("page", tuple(found)),))


def _policy(rng: random.Random, algorithm: Algorithm, number: int) -> AccessPolicy:
    scopes: Sequence[str] = SCOPES.get(algorithm, ("page", "ancestor", "space"))
    layers = tuple(
        Layer(
            f"{scope} {number}",
            tuple(_entry(rng) for _ in range(rng.randint(1, 6))),
            rng.random() < 0.97,
        )
        for scope in scopes[: rng.randint(1, 3)]
    )
    state = rng.choices(tuple(AccessState), (90, 4, 2, 2, 2))[0]
    implicit = (_entry(rng),) if rng.random() < 0.05 else ()
    return AccessPolicy(state, layers, algorithm=algorithm, implicit=implicit)


def _entry(rng: random.Random) -> Entry:
    return Entry(
        Effect.DENY if rng.random() < 0.25 else Effect.ALLOW,
        _principal(rng),
        rank=rng.randrange(4),
        expires=date(2026, rng.randint(1, 12), 1) if rng.random() < 0.05 else None,
        condition=Condition.CONTEXT if rng.random() < 0.03 else Condition.NONE,
    )


def _principal(rng: random.Random) -> Principal:
    draw = rng.random()
    if draw < 0.3:
        return Principal(PrincipalKind.USER, f"p{rng.randrange(PEOPLE):04d}")
    if draw < 0.55:
        return Principal(PrincipalKind.GROUP, f"team-{rng.randrange(TEAMS)}")
    if draw < 0.8:
        return Principal(PrincipalKind.GROUP, f"department-{rng.randrange(60)}")
    if draw < 0.84:
        return Principal(PrincipalKind.GROUP, f"hidden-{rng.randrange(20)}")
    if draw < 0.88:
        return Principal(PrincipalKind.UNRESOLVED, f"Person {rng.randrange(1950)}")
    if draw < 0.9:
        return Principal(PrincipalKind.USER, f"login{rng.randrange(PEOPLE)}", "wiki")
    if draw < 0.91:
        return Principal(PrincipalKind.GROUP, "gone")
    return rng.choice(WIDE)
