"""Filters that are filled from whoever asks."""

from __future__ import annotations

import json
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ragaudit.errors import SkipError
from ragaudit.model import ProbePrincipal, ReaderKind
from ragaudit_probes.targets.in_process.template import EACH, checked, fill, without_gaps

ALICE = ProbePrincipal(
    "alice",
    who="alice@example.com",
    groups=("eng", "staff", "eng"),
    auth={"tenant": "acme", "token": "${TEMPLATE_TOKEN}"},
)
LONER = ProbePrincipal("loner")
ANONYMOUS = ProbePrincipal("anon", ReaderKind.ANONYMOUS)


@pytest.mark.parametrize(
    ("template", "expected"),
    [
        ({"a": "{name}"}, {"a": "alice"}),
        ({"a": "{who}"}, {"a": "alice@example.com"}),
        ({"a": "user:{who}"}, {"a": "user:alice@example.com"}),
        ({"a": {"$in": "{groups}"}}, {"a": {"$in": ["eng", "staff"]}}),
        ({"a": {"$in": "group:{groups}"}}, {"a": {"$in": ["group:eng", "group:staff"]}}),
        ({"a": {"$in": ["public", "{groups}", "{who}"]}},
         {"a": {"$in": ["public", "eng", "staff", "alice@example.com"]}}),
        ({"$or": [{EACH: {"acl_{group}": True}}, {"public": True}]},
         {"$or": [{"acl_eng": True}, {"acl_staff": True}, {"public": True}]}),
        ({"$or": [{EACH: {"$and": [{"a": "{group}"}, {"n": 1}]}}]},
         {"$or": [{"$and": [{"a": "eng"}, {"n": 1}]}, {"$and": [{"a": "staff"}, {"n": 1}]}]}),
        ({"t": "{auth.tenant}", "n": 3, "x": None, "l": []},
         {"t": "acme", "n": 3, "x": None, "l": []}),
    ],
)  # fmt: skip
def test_what_gaps_become(template: Any, expected: Any) -> None:
    """One text or several, in values, lists and names of fields."""
    assert expected == fill(checked(template), ALICE)


def test_secrets_come_from_the_environment(monkeypatch: pytest.MonkeyPatch) -> None:
    """And are missing visibly."""
    with pytest.raises(SkipError, match="TEMPLATE_TOKEN is not set"):
        fill({"t": "{auth.token}"}, ALICE)
    monkeypatch.setenv("TEMPLATE_TOKEN", "s3cret")
    assert {"t": "s3cret"} == fill({"t": "{auth.token}"}, ALICE)


@pytest.mark.parametrize(
    "template",
    [
        {"a": {"$in": "{groups}"}},
        {"a": {"$in": ["{groups}"]}},
        {"a": {"$in": ["public", "{groups}"]}},
        {"$or": [{EACH: {"a": "{group}"}}, {"public": True}]},
        {"a": "{auth.tenant}"},
    ],
)
def test_what_is_not_known_of_a_person(template: Any) -> None:
    """Is never an empty list: nobody said that they are in no group."""
    with pytest.raises(SkipError, match="cannot ask as loner"):
        fill(checked(template), LONER)


def test_anonymous_is_in_no_group() -> None:
    """Which leaves the other items of a list, or nothing to ask with."""
    assert {"a": {"$in": ["public"]}} == fill({"a": {"$in": ["public", "{groups}"]}}, ANONYMOUS)
    for nothing in ("{groups}", ["{groups}"], [{EACH: {"b": "{group}"}}]):
        with pytest.raises(SkipError, match="cannot ask as anon"):
            fill({"a": nothing}, ANONYMOUS)


def test_a_name_cannot_change_an_expression() -> None:
    """Inside a longer text, quotes could; alone they are only a value."""
    mallory = ProbePrincipal('x" or 1 == 1 or "')
    assert {"a": mallory.name} == fill({"a": "{name}"}, mallory)
    with pytest.raises(SkipError, match="would change the filter"):
        fill({"expr": 'owner == "{name}"'}, mallory)


@pytest.mark.parametrize(
    ("template", "told"),
    [
        ({"a": "{grups}"}, "`{grups}` is none of"),
        ({"a": "{auth.}"}, "is none of"),
        ({"a": "{group}"}, f"belongs below `{EACH}`"),
        ({"a": "{groups} of {who}"}, "stands alone"),
        ({"{groups}": 1}, "no field can be called"),
        ({EACH: {"a": "{group}"}}, "an item of a list"),
    ],
)
def test_templates_that_cannot_be_filled(template: Any, told: str) -> None:
    """Are refused before anybody is asked."""
    with pytest.raises(ValueError, match=told):
        checked(template)


def test_a_template_without_end() -> None:
    """YAML can refer to itself."""
    endless: list[Any] = []
    endless.append(endless)
    with pytest.raises(ValueError, match="levels deep"):
        checked(endless)


def test_what_depends_on_nobody() -> None:
    """Has no gaps, of any kind."""
    assert {"a": [1, "b"]} == without_gaps({"a": [1, "b"]})
    for gaps in ({"a": "{who}"}, {"{name}": 1}, [{EACH: {"a": 1}}]):
        with pytest.raises(ValueError, match="nobody is asked for"):
            without_gaps(gaps)


PLAIN = st.recursive(
    st.none() | st.booleans() | st.integers() | st.text(st.characters(exclude_characters="{}")),
    lambda inner: (
        st.lists(inner, max_size=3)
        | st.dictionaries(st.text(st.characters(exclude_characters="{}")), inner, max_size=3)
    ),
    max_leaves=8,
)


@given(PLAIN)
def test_what_has_no_gaps_stays_as_it_is(template: Any) -> None:
    """For everybody."""
    assert template == fill(checked(template), LONER)


@given(PLAIN, st.lists(st.text(min_size=1), min_size=1, max_size=4, unique=True))
def test_groups_come_in_whole_and_in_order(rest: Any, groups: list[str]) -> None:
    """Whatever they are called, they are values and never gaps of their own."""
    someone = ProbePrincipal("p", groups=tuple(groups))
    template = {"rest": rest, "a": ["{groups}"], "b": "{groups}"}
    assert {"rest": rest, "a": groups, "b": groups} == fill(template, someone)
    assert json.loads(json.dumps(fill(template, someone))) is not None
