"""Exposure in three values: wide, narrow, and not known."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ragaudit.model import (
    EXPOSURE_ORDER,
    AccessPolicy,
    AccessState,
    Effect,
    Entry,
    Exposure,
    Layer,
    Principal,
    PrincipalKind,
)

NAMES = ("public", "internal", "group:hr", "user:ann", "ann@x.example")


def _layer(*names: str, complete: bool = True) -> Layer:
    entries = tuple(Entry(Effect.ALLOW, Principal.parse(name)) for name in names)
    return Layer("folder", entries, complete)


def _known(*layers: Layer) -> AccessPolicy:
    return AccessPolicy(AccessState.KNOWN, layers)


@pytest.mark.parametrize(
    ("text", "kind"),
    [
        ("public", PrincipalKind.EVERYONE),
        ("Anonymous", PrincipalKind.EVERYONE),
        ("internal", PrincipalKind.ORG_MEMBERS),
        ("group:hr", PrincipalKind.GROUP),
        ("team:hr", PrincipalKind.GROUP),
        ("user:ann", PrincipalKind.USER),
        ("ann@x.example", PrincipalKind.USER),
        ("@org/team", PrincipalKind.UNRESOLVED),
        ("hr", PrincipalKind.UNRESOLVED),
    ],
)
def test_principals_as_people_write_them(text: str, kind: PrincipalKind) -> None:
    """What a name without a prefix stands for is left to the directory."""
    assert kind is Principal.parse(text).kind


@pytest.mark.parametrize(
    ("policy", "expected"),
    [
        (_known(_layer("public", "group:hr")), Exposure.ANONYMOUS),
        (_known(_layer("internal")), Exposure.ORG),
        (_known(_layer("group:hr")), Exposure.GROUP),
        (_known(_layer("user:ann")), Exposure.NAMED),
        (_known(_layer()), Exposure.NOBODY),
        (_known(_layer("public"), _layer("group:hr")), Exposure.GROUP),
        (_known(_layer("public", complete=False)), Exposure.UNKNOWN),
        (_known(), Exposure.UNKNOWN),
        (AccessPolicy(), Exposure.UNKNOWN),
        (AccessPolicy(AccessState.ERROR, (_layer("public"),)), Exposure.UNKNOWN),
    ],
)
def test_exposure(policy: AccessPolicy, expected: Exposure) -> None:
    """Layers are ANDed; an empty complete layer is nobody; what was not read is unknown."""
    assert expected is policy.exposure


@given(st.lists(st.lists(st.sampled_from(NAMES), max_size=4), min_size=1, max_size=3))
def test_one_more_layer_never_widens(layers: list[list[str]]) -> None:
    """Every layer must let a reader in."""
    whole = _known(*(_layer(*names) for names in layers)).exposure
    fewer = _known(*(_layer(*names) for names in layers[:1])).exposure

    assert EXPOSURE_ORDER.index(whole) <= EXPOSURE_ORDER.index(fewer)
