"""What must hold of every decision, whatever the lists say."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from tests.model.access.strategies import (
    EVALUATED,
    READ_STATES,
    days,
    directories,
    entries,
    layers,
    policies,
    readers,
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
    Layer,
    Principal,
)

WIDTH = {Decision.DENY: 0, Decision.UNKNOWN: 1, Decision.ALLOW: 2}
many = st.lists(readers, min_size=1, max_size=5)
denials = entries.map(lambda entry: replace(entry, effect=Effect.DENY))


def _widths(
    policy: AccessPolicy, asked: list[Principal], directory: Directory, on: date | None = None
) -> list[int]:
    return [WIDTH[found] for found in AccessMatrix(asked, directory, on).decide(policy)]


def _narrower(after: list[int], before: list[int]) -> bool:
    return all(a <= b for a, b in zip(after, before, strict=True))


@pytest.mark.parametrize("algorithm", EVALUATED)
@settings(max_examples=40, deadline=None)
@given(data=st.data(), asked=many, directory=directories(), on=days, denial=denials)
def test_one_more_denial_never_widens(
    algorithm: Algorithm,
    data: st.DataObject,
    asked: list[Principal],
    directory: Directory,
    on: date | None,
    denial: Entry,
) -> None:
    """Wherever it is put in."""
    policy = data.draw(policies((algorithm,), READ_STATES))
    where = data.draw(st.integers(0, len(policy.layers) - 1))
    layer = policy.layers[where]
    at = data.draw(st.integers(0, len(layer.entries)))
    more = replace(layer, entries=(*layer.entries[:at], denial, *layer.entries[at:]))
    denied = replace(policy, layers=(*policy.layers[:where], more, *policy.layers[where + 1 :]))

    before = _widths(policy, asked, directory, on)
    assert True is _narrower(_widths(denied, asked, directory, on), before)


@pytest.mark.parametrize("algorithm", [a for a in EVALUATED if a is not Algorithm.IAM])
@settings(max_examples=40, deadline=None)
@given(data=st.data(), asked=many, directory=directories(), on=days, layer=layers)
def test_one_more_layer_never_widens(
    algorithm: Algorithm,
    data: st.DataObject,
    asked: list[Principal],
    directory: Directory,
    on: date | None,
    layer: Layer,
) -> None:
    """All must let a reader in; of IAM only a boundary is such a layer."""
    policy = data.draw(policies((algorithm,), READ_STATES))
    more = replace(policy, layers=(*policy.layers, layer))

    before = _widths(policy, asked, directory, on)
    assert True is _narrower(_widths(more, asked, directory, on), before)


@settings(max_examples=60, deadline=None)
@given(policies((Algorithm.IAM,), READ_STATES), many, directories(), days, layers)
def test_one_more_boundary_never_widens(
    policy: AccessPolicy,
    asked: list[Principal],
    directory: Directory,
    on: date | None,
    layer: Layer,
) -> None:
    """It grants nothing."""
    more = replace(policy, layers=(*policy.layers, replace(layer, scope="boundary")))

    before = _widths(policy, asked, directory, on)
    assert True is _narrower(_widths(more, asked, directory, on), before)


@settings(max_examples=80, deadline=None)
@given(policies(EVALUATED, READ_STATES, implicit=False), many, directories(), days)
def test_an_incomplete_layer_never_lets_in(
    policy: AccessPolicy, asked: list[Principal], directory: Directory, on: date | None
) -> None:
    """And it shuts out only by a denial that no unread entry can undo."""
    holes = tuple(replace(layer, complete=False) for layer in policy.layers)
    found = AccessMatrix(asked, directory, on).decide(replace(policy, layers=holes))
    deniable = policy.algorithm in (Algorithm.AND_OF_OR, Algorithm.IAM)
    denials = tuple(e for layer in holes for e in layer.entries if e.effect is Effect.DENY)
    denied = _met(denials, asked, directory, on) if deniable else [False] * len(asked)
    expected = [Decision.DENY if met else Decision.UNKNOWN for met in denied]

    assert expected == list(found)


def _met(
    denials: tuple[Entry, ...], asked: list[Principal], directory: Directory, on: date | None
) -> list[bool]:
    """Who certainly meets one of these, asked through the product as if they allowed."""
    allowing = tuple(replace(entry, effect=Effect.ALLOW) for entry in denials)
    policy = AccessPolicy(AccessState.KNOWN, (Layer("denials", allowing),))
    return [Decision.ALLOW is d for d in AccessMatrix(asked, directory, on).decide(policy)]


@settings(max_examples=60, deadline=None)
@given(
    policies(states=(AccessState.UNKNOWN, AccessState.ERROR, AccessState.NOT_APPLICABLE)),
    many,
    directories(),
    days,
)
def test_what_was_not_read_decides_nothing(
    policy: AccessPolicy, asked: list[Principal], directory: Directory, on: date | None
) -> None:
    """Whatever stands in its layers; only an implicit right lets in."""
    found = AccessMatrix(asked, directory, on).decide(replace(policy, implicit=()))

    assert [Decision.UNKNOWN] * len(asked) == list(found)
    assert Decision.DENY not in AccessMatrix(asked, directory, on).decide(policy)


@settings(max_examples=60, deadline=None)
@given(policies(), many, directories(), days)
def test_many_at_once_as_one_by_one(
    policy: AccessPolicy, asked: list[Principal], directory: Directory, on: date | None
) -> None:
    """Readers have nothing to do with each other."""
    alone = [policy.decide(reader, directory, on).decision for reader in asked]

    assert alone == list(AccessMatrix(asked, directory, on).decide(policy))


@settings(max_examples=60, deadline=None)
@given(policies(), many, directories())
def test_a_day_only_settles(
    policy: AccessPolicy, asked: list[Principal], directory: Directory
) -> None:
    """What is certain without a day is so on every day."""
    before = AccessMatrix(asked, directory).decide(policy)
    for day in (date(2026, 4, 30), date(2026, 5, 1), date(2026, 5, 2)):
        after = AccessMatrix(asked, directory, day).decide(policy)
        certain = [(a, b) for a, b in zip(after, before, strict=True) if b is not Decision.UNKNOWN]
        assert [b for _, b in certain] == [a for a, _ in certain]


@settings(max_examples=60, deadline=None)
@given(policies(), readers, directories())
def test_every_decision_has_reasons(
    policy: AccessPolicy, reader: Principal, directory: Directory
) -> None:
    """Never none, never empty."""
    steps = policy.decide(reader, directory).steps

    assert [] == [step for step in steps if not step.text or not step.scope]
    assert steps
