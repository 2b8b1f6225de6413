"""How widely a document can be read, by algorithm and in the worst case."""

from __future__ import annotations

from datetime import date

import pytest
from hypothesis import given, settings
from tests.model.access.cases import allow, deny, known, layer
from tests.model.access.strategies import EVALUATED, policies

from ragaudit.model import (
    ANONYMOUS,
    AccessPolicy,
    AccessState,
    Algorithm,
    Condition,
    Decision,
    Directory,
    Effect,
    Entry,
    Exposure,
    Layer,
    Principal,
    PrincipalKind,
    Right,
)

LINK = Principal(PrincipalKind.LINK_HOLDER, "link")
SERVICE = Principal(PrincipalKind.SERVICE, "indexer")
DOMAIN = Principal(PrincipalKind.DOMAIN, "x.example")


@pytest.mark.parametrize(
    ("entries", "expected"),
    [
        ((allow(LINK), allow("internal")), Exposure.LINK),
        ((allow("authenticated"),), Exposure.LINK),
        ((allow(DOMAIN),), Exposure.ORG),
        ((allow("hr"),), Exposure.GROUP),
        ((allow(SERVICE), allow("user:ann")), Exposure.NAMED),
        ((allow("public"), deny("public")), Exposure.NOBODY),
        ((allow("public"), deny("group:hr")), Exposure.ANONYMOUS),
        ((allow("public"), deny("authenticated")), Exposure.ANONYMOUS),
        ((allow("internal"), allow("group:guests"), deny("internal")), Exposure.GROUP),
        ((allow("group:hr"), deny("authenticated")), Exposure.NOBODY),
        ((deny("user:ann"),), Exposure.NOBODY),
    ],
)
def test_of_one_layer(entries: tuple[Entry, ...], expected: Exposure) -> None:
    """The widest reader that no denial reaches."""
    assert expected is known(layer(*entries)).exposure


@pytest.mark.parametrize(
    ("algorithm", "entries", "expected"),
    [
        (Algorithm.NT_ORDERED, (allow("public"), deny("public")), Exposure.ANONYMOUS),
        (Algorithm.NT_ORDERED, (deny("public"), allow("public")), Exposure.NOBODY),
        (Algorithm.NT_ORDERED, (allow("group:hr"), deny("public")), Exposure.GROUP),
        (Algorithm.MOST_SPECIFIC, (allow("group:hr", 0), deny("public", 1)), Exposure.GROUP),
        (Algorithm.MOST_SPECIFIC, (deny("public", 0), allow("public", 1)), Exposure.NOBODY),
        (Algorithm.POSIX, (allow("user:ann", 0), deny("public", 3)), Exposure.NAMED),
        (Algorithm.OPAQUE, (allow("public"),), Exposure.UNKNOWN),
    ],
)
def test_by_algorithm(algorithm: Algorithm, entries: tuple[Entry, ...], expected: Exposure) -> None:
    """The same entries are as wide as their order or rank makes them."""
    assert expected is known(layer(*entries), algorithm=algorithm).exposure


@pytest.mark.parametrize(
    ("layers", "expected"),
    [
        ((layer(allow("group:hr")), layer(allow("public"))), Exposure.ANONYMOUS),
        ((layer(allow("group:hr")), layer(allow("public"), scope="boundary")), Exposure.GROUP),
        ((layer(allow("public")), layer(allow("group:hr"), scope="boundary")), Exposure.GROUP),
        ((layer(allow("public")), layer(deny("public"))), Exposure.NOBODY),
        ((layer(allow("public"), scope="boundary"),), Exposure.UNKNOWN),
    ],
)
def test_under_iam(layers: tuple[Layer, ...], expected: Exposure) -> None:
    """Any list grants; a boundary that allows everything makes nothing public."""
    assert expected is known(*layers, algorithm=Algorithm.IAM).exposure


def test_the_worst_case() -> None:
    """What depends on something lets in, and does not shut out."""
    office = (allow("public"), deny("public", condition=Condition.CONTEXT))
    once = (
        allow("public", expires=date(2020, 1, 1)),
        Entry(Effect.DENY, allow("public").principal, expires=date(2020, 1, 1)),
    )
    link = (allow(LINK, condition=Condition.PASSWORD),)

    assert [Exposure.ANONYMOUS, Exposure.ANONYMOUS, Exposure.LINK] == [
        known(layer(*entries)).exposure for entries in (office, once, link)
    ]


def test_whom_every_layer_names() -> None:
    """By name, for reading; lists of IAM that grant are one."""
    writing = Entry(Effect.ALLOW, allow("user:bo").principal, rights=(Right.WRITE,))
    layers = (
        layer(allow("user:ann"), allow("user:cy"), writing),
        layer(allow("user:bo"), allow("user:ann")),
        layer(allow("user:ann"), allow("user:bo"), scope="boundary"),
    )

    for algorithm, expected in ((Algorithm.AND_OF_OR, ["ann"]), (Algorithm.IAM, ["ann", "bo"])):
        named = known(*layers, algorithm=algorithm).allowed
        assert expected == sorted(principal.name for principal in named)


def test_a_name_in_a_list_is_not_the_content() -> None:
    """Only entries about reading count."""
    entry = Entry(Effect.ALLOW, allow("group:hr").principal, rights=(Right.DISCOVER,))

    assert Exposure.NOBODY is known(layer(entry)).exposure


@settings(max_examples=150, deadline=None)
@given(policies(EVALUATED, (AccessState.KNOWN,), implicit=False))
def test_anonymous_is_whom_nothing_certainly_shuts_out(policy: AccessPolicy) -> None:
    """Exposure and decisions tell the same of somebody who has not signed in and has no link."""
    entries = [
        [e for e in layer.entries if e.principal.kind is not PrincipalKind.LINK_HOLDER]
        for layer in policy.layers
    ]
    layers = tuple(
        Layer(layer.scope, tuple(kept)) for layer, kept in zip(policy.layers, entries, strict=True)
    )
    whole = AccessPolicy(AccessState.KNOWN, layers, algorithm=policy.algorithm)
    decision = whole.decide(ANONYMOUS, Directory()).decision
    expected = decision is not Decision.DENY and whole.exposure is not Exposure.UNKNOWN

    assert expected is (whole.exposure is Exposure.ANONYMOUS)
