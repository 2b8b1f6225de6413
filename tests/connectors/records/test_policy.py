"""Lists of readers as people and systems write them."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ragaudit.model import (
    AccessPolicy,
    AccessState,
    Decision,
    Directory,
    Exposure,
    Group,
    Principal,
    PrincipalKind,
    User,
)
from ragaudit_connectors.records import Layout, Observer, Record, policy_of
from ragaudit_connectors.records.policy import ListError, principals

LAYOUT = Layout({"id": "id", "allow": "may", "deny": "not"}, "pages.", "row", "markdown")
ALLOW_ONLY = Layout({"id": "id", "allow": "may"}, "pages.", "row", "markdown")
PEOPLE = Directory(
    users=(User("ann", email="ann@x.org", groups=("hr",)), User("bob")), groups=(Group("hr"),)
)


def policy(allow: object, deny: object = (), *, layout: Layout = LAYOUT) -> AccessPolicy:
    values = {"allow": allow, "deny": list(deny) if deny == () else deny}
    return policy_of(Record("17", values, layout), Observer())


@pytest.mark.parametrize(
    ("value", "names"),
    [
        (["hr", " bob "], ("hr", "bob")),
        ((), ()),
        ([], ()),
        ("[]", ()),
        ("nobody", ()),
        ('["hr", "bob"]', ("hr", "bob")),
        ("hr, bob,", ("hr", "bob")),
        ("ann@x.org", ("ann@x.org",)),
        (None, None),
        ("", None),
        (" ", None),
        (",", None),
        ("null", None),
        ("n/a", None),
        ("unknown", None),
    ],
)
def test_what_a_list_says(value: object, names: tuple[str, ...] | None) -> None:
    """Names, nobody, or nothing at all."""
    assert names == principals(value)


@pytest.mark.parametrize(
    "value",
    [["hr", None], ["hr", 3], ["hr", ""], [["hr"]], '["hr"', "[1]", "{hr,bob}", '{"a": 1}', 7, True,
     {"hr": 1}, "[" * 50_000],
)  # fmt: skip
def test_what_is_no_list_is_an_error(value: object) -> None:
    """It is never public, never nobody, and what it says is not repeated."""
    with pytest.raises(ListError):
        principals(value)
    found = policy(value)
    assert (AccessState.ERROR, Exposure.UNKNOWN) == (found.state, found.exposure)
    assert (found.note or "").startswith("pages.may, row 17: ")
    assert len(found.note or "") < 120


@pytest.mark.parametrize(
    ("allow", "deny", "state", "exposure"),
    [
        (["public"], [], AccessState.KNOWN, Exposure.ANONYMOUS),
        (["all staff"], [], AccessState.KNOWN, Exposure.ORG),
        (["group:hr"], [], AccessState.KNOWN, Exposure.GROUP),
        ([], [], AccessState.KNOWN, Exposure.NOBODY),
        (None, [], AccessState.UNKNOWN, Exposure.UNKNOWN),
        (None, None, AccessState.UNKNOWN, Exposure.UNKNOWN),
        (["public"], None, AccessState.PARTIAL, Exposure.UNKNOWN),
        (None, ["bob"], AccessState.PARTIAL, Exposure.UNKNOWN),
    ],
)
def test_a_missing_value_is_not_an_empty_one(
    allow: object, deny: object, state: AccessState, exposure: Exposure
) -> None:
    """Neither for those who are let in nor for those who are kept out."""
    found = policy(allow, deny)

    assert (state, exposure) == (found.state, found.exposure)


@pytest.mark.parametrize(
    ("allow", "deny", "ann", "bob"),
    [
        (["hr"], [], Decision.ALLOW, Decision.DENY),
        (["public"], ["hr"], Decision.DENY, Decision.ALLOW),
        (["public"], None, Decision.UNKNOWN, Decision.UNKNOWN),
        (None, ["bob"], Decision.UNKNOWN, Decision.DENY),
        (None, [], Decision.UNKNOWN, Decision.UNKNOWN),
        ([], [], Decision.DENY, Decision.DENY),
    ],
)
def test_who_may_read(allow: object, deny: object, ann: Decision, bob: Decision) -> None:
    """What is not known stays so, and a denial beats what is let in."""
    found = policy(allow, deny)

    assert (ann, bob) == tuple(
        found.decide(Principal.parse(f"user:{name}"), PEOPLE).decision for name in ("ann", "bob")
    )


def test_only_names_of_the_system_have_its_namespace() -> None:
    """Everybody is everybody, and a mail address is the same person everywhere."""
    names = ["public", "internal", "hr", "user:ann", "group:it", "bob@x.org", "domain:x.org"]
    record = Record("17", {"allow": names}, ALLOW_ONLY)
    found = policy_of(record, Observer(namespace="kb"))

    assert ["kb:hr", "kb:ann", "kb:it"] == [p.key for p in found.principals if p.namespace]
    assert {PrincipalKind.UNRESOLVED, PrincipalKind.USER, PrincipalKind.GROUP} == {
        p.kind for p in found.principals if p.namespace
    }


def test_every_entry_says_where_it_stands() -> None:
    """A person finds the row and the column."""
    found = policy(["hr"], ["bob"])

    assert ["pages.may, row 17", "pages.not, row 17"] == [
        entry.locator for layer in found.layers for entry in layer.entries
    ]


def test_a_hundred_thousand_readers() -> None:
    """Lists may be long."""
    names = [f"user:u{n}" for n in range(100_000)]

    assert 100_000 == len(policy(names, layout=ALLOW_ONLY).principals)


_ANY = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text() | st.binary(),
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(st.text(), inner, max_size=3),
    max_leaves=8,
)


@given(_ANY, _ANY)
def test_nothing_makes_a_policy_wider_than_it_says(allow: object, deny: object) -> None:
    """Whatever stands in the columns: no exception, and public only where “public” is written."""
    found = policy_of(Record("17", {"allow": allow, "deny": deny}, LAYOUT), Observer())

    assert found.exposure is not Exposure.ANONYMOUS or any(
        word in str(allow).casefold() for word in ("public", "anonymous", "every", "world", "any")
    )
    assert found.digest is None or found.state in (AccessState.KNOWN, AccessState.PARTIAL)
