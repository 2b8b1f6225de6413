"""What does not change a decision: the order of lists, how groups nest, and knowing less."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from tests.model.access.strategies import (
    EVALUATED,
    UNORDERED,
    days,
    directories,
    policies,
    readers,
    user_principals,
)

from ragaudit.model import (
    AccessMatrix,
    AccessPolicy,
    AccessState,
    Algorithm,
    Decision,
    Directory,
    Effect,
    Entry,
    Group,
    Layer,
    Principal,
    PrincipalKind,
    Right,
)

many = st.lists(readers, min_size=1, max_size=5)
persons = st.lists(user_principals, min_size=1, max_size=5)


def _decide(
    policy: AccessPolicy, asked: list[Principal], directory: Directory, on: date | None = None
) -> tuple[Decision, ...]:
    return AccessMatrix(asked, directory, on).decide(policy)


@pytest.mark.parametrize("algorithm", UNORDERED)
@settings(max_examples=40, deadline=None)
@given(data=st.data(), asked=many, directory=directories(), on=days)
def test_the_order_of_entries(
    algorithm: Algorithm,
    data: st.DataObject,
    asked: list[Principal],
    directory: Directory,
    on: date | None,
) -> None:
    """Of all but a Windows list; there it is what decides."""
    policy = data.draw(policies((algorithm,)))
    mixed = tuple(_shuffled_entries(data, layer) for layer in policy.layers)
    other = replace(policy, layers=mixed)

    assert _decide(policy, asked, directory, on) == _decide(other, asked, directory, on)
    assert policy.digest == other.digest


@settings(max_examples=60, deadline=None)
@given(data=st.data(), policy=policies(), asked=many, directory=directories(), on=days)
def test_the_order_of_everything_else(
    data: st.DataObject,
    policy: AccessPolicy,
    asked: list[Principal],
    directory: Directory,
    on: date | None,
) -> None:
    """Layers, users, groups, members and the groups a user names."""
    shuffled = replace(policy, layers=tuple(data.draw(st.permutations(policy.layers))))
    groups = [
        replace(
            group,
            members=tuple(data.draw(st.permutations(group.members))),
            includes=tuple(data.draw(st.permutations(group.includes))),
        )
        for group in directory.groups
    ]
    users = [
        replace(user, groups=tuple(data.draw(st.permutations(user.groups))))
        for user in directory.users
    ]
    mixed = replace(
        directory,
        users=tuple(data.draw(st.permutations(users))),
        groups=tuple(data.draw(st.permutations(groups))),
    )

    assert _decide(policy, asked, directory, on) == _decide(shuffled, asked, mixed, on)
    assert policy.digest == shuffled.digest


def _shuffled_entries(data: st.DataObject, layer: Layer) -> Layer:
    return replace(layer, entries=tuple(data.draw(st.permutations(layer.entries))))


@settings(max_examples=80, deadline=None)
@given(policies(EVALUATED), persons, directories(), days)
def test_how_deep_groups_nest(
    policy: AccessPolicy, asked: list[Principal], directory: Directory, on: date | None
) -> None:
    """Writing every member into every group gives people the same answers."""
    flat = replace(
        directory, groups=tuple(_flat(group, directory) for group in directory.every_group)
    )

    assert _decide(policy, asked, directory, on) == _decide(policy, asked, flat, on)


def _flat(group: Group, directory: Directory) -> Group:
    seen: dict[str, Group] = {}
    missing = False
    queue = [group]
    while queue:
        current = queue.pop()
        if current.id in seen:
            continue
        seen[current.id] = current
        nested = [n for n in current.members if not directory.named(n) and directory.group(n)]
        for name in (*current.includes, *nested):
            inner = directory.group(name)
            missing = missing or inner is None
            queue += [inner] if inner else []
    listed = [n for g in seen.values() for n in g.members]
    said = [u.id for u in directory.users if {*u.groups} & seen.keys()]
    members = [n for n in listed if directory.named(n) or directory.group(n) is None]
    complete = all(g.complete for g in seen.values()) and not missing
    nobody_at_all = not any(g.members for g in directory.groups) and not said
    return Group(group.id, (*members, *said), (), complete and not nobody_at_all)


@settings(max_examples=80, deadline=None)
@given(policies(), many, directories(), days, st.data())
def test_a_group_of_which_less_is_known(
    policy: AccessPolicy,
    asked: list[Principal],
    directory: Directory,
    on: date | None,
    data: st.DataObject,
) -> None:
    """Hiding some members makes answers unknown, and no other answer anything else."""
    at = data.draw(st.integers(0, len(directory.groups) - 1))
    less = _with(directory, at, replace(directory.groups[at], complete=False))
    before, after = _decide(policy, asked, directory, on), _decide(policy, asked, less, on)
    expected = [b if a is b else Decision.UNKNOWN for a, b in zip(after, before, strict=True)]

    assert expected == list(after)


@settings(max_examples=80, deadline=None)
@given(policies(), persons, directories(), days, st.data())
def test_a_group_the_directory_no_longer_has(
    policy: AccessPolicy,
    asked: list[Principal],
    directory: Directory,
    on: date | None,
    data: st.DataObject,
) -> None:
    """A certain answer stays or becomes unknown; none turns into its opposite."""
    gone = data.draw(st.sampled_from(directory.groups))
    less = _without(directory, gone.id)
    before, after = _decide(policy, asked, directory, on), _decide(policy, asked, less, on)
    turned = [(b, a) for b, a in zip(before, after, strict=True) if {a, b} == _OPPOSITES]

    assert [] == turned


_OPPOSITES = {Decision.ALLOW, Decision.DENY}


def _with(directory: Directory, at: int, group: Group) -> Directory:
    groups = list(directory.groups)
    groups[at] = group
    return replace(directory, groups=tuple(groups))


def _without(directory: Directory, name: str) -> Directory:
    """Nobody says any longer that he is in it, nor does a list of people name it."""
    users = tuple(
        replace(u, groups=tuple(g for g in u.groups if g != name)) for u in directory.users
    )
    groups = tuple(
        replace(
            g,
            members=tuple(m for m in g.members if m != name),
            includes=(*g.includes, *(m for m in g.members if m == name)),
        )
        for g in directory.groups
        if g.id != name
    )
    return replace(directory, users=users, groups=groups)


@settings(max_examples=60, deadline=None)
@given(policies(states=tuple(AccessState)))
def test_what_was_read_has_a_digest(policy: AccessPolicy) -> None:
    """Nobody may read is said, not read is not."""
    read = policy.state not in (AccessState.UNKNOWN, AccessState.ERROR)

    assert read is (policy.digest is not None)


@pytest.mark.parametrize(
    ("algorithm", "same"), [(Algorithm.NT_ORDERED, False), (Algorithm.AND_OF_OR, True)]
)
def test_the_order_of_a_windows_list_is_part_of_it(algorithm: Algorithm, same: bool) -> None:
    """There the same entries in another order say something else."""
    ann = Principal(PrincipalKind.USER, "ann")
    entries = (Entry(Effect.DENY, ann), Entry(Effect.ALLOW, ann))
    one, other = (
        AccessPolicy(AccessState.KNOWN, (Layer("share", order),), algorithm=algorithm)
        for order in (entries, entries[::-1])
    )

    assert same is (one.digest == other.digest)


def test_the_order_of_rights_is_not() -> None:
    """Nor is one that is written twice."""
    ann = Principal(PrincipalKind.USER, "ann")
    digests = {
        AccessPolicy(
            AccessState.KNOWN, (Layer("page", (Entry(Effect.ALLOW, ann, rights=rights),)),)
        ).digest
        for rights in (
            (Right.READ, Right.WRITE),
            (Right.WRITE, Right.READ),
            (Right.READ, Right.WRITE, Right.READ),
        )
    }

    assert 1 == len(digests)
