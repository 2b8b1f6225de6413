"""Sets are written as they are read."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from tests.measure.probe_set.sets import WHOLE, a_set, probe

from ragaudit._measure.probe_set.loading import loads
from ragaudit._measure.probe_set.writing import dumps
from ragaudit.model import (
    Budget,
    Category,
    Expectation,
    GoldGroup,
    GoldItem,
    Matrix,
    Probe,
    ProbePrincipal,
    ProbeSet,
    Provenance,
    ReaderKind,
    Severity,
)

PLAIN = st.characters(exclude_categories=["C", "Z"])
NAMES = st.one_of(
    st.text(PLAIN, min_size=1, max_size=12),
    st.sampled_from(
        ["no", "12", "1e3", "null", "2026-11-01", "~", "- a", "a: b", "#x", "'", "0x1"]
    ),
)
SAID = st.text(st.characters(exclude_categories=["Cs"]), min_size=1, max_size=60)
QUERIES = SAID.filter(lambda text: bool(text.strip()))
GROUPS = st.lists(
    st.lists(st.builds(GoldItem, NAMES, SAID | st.just(""), st.integers(1, 9)), min_size=1)
    .map(tuple)
    .map(GoldGroup),
    max_size=3,
).map(tuple)
SOME = st.none() | st.integers(1, 20)
MONEY = st.none() | st.floats(0.0001, 1e9)


def names(size: int = 3) -> Any:
    return st.lists(NAMES, max_size=size, unique=True).map(tuple)


EXPECTED = st.builds(
    Expectation, SOME, st.booleans(), names(), st.booleans(), st.none() | st.floats(-9, 9), GROUPS,
    SOME,
)  # fmt: skip
PROBES = st.builds(
    Probe,
    id=NAMES,
    query=QUERIES,
    category=st.sampled_from(Category),
    variants=st.lists(QUERIES, max_size=3).map(tuple),
    control=QUERIES | st.just(""),
    gold=GROUPS,
    matrix=st.builds(Matrix, st.booleans(), st.booleans()),
    expect=EXPECTED,
    source=st.none() | NAMES,
    owner=st.none() | NAMES,
    provenance=st.builds(Provenance, NAMES, SAID | st.just(""), st.none() | NAMES, st.booleans()),
    budget=st.builds(Budget, MONEY, MONEY),
    severity=st.sampled_from(Severity),
)
AUTH = st.dictionaries(st.sampled_from(["user", "where", "header Authorization"]), st.just("${A}"))


@st.composite
def sets(draw: st.DrawFn) -> ProbeSet:
    people = draw(st.dictionaries(NAMES | st.sampled_from(["anonymous", "oracle"]), st.none()))
    probes = draw(st.lists(PROBES, max_size=4, unique_by=lambda p: p.id))
    asking = st.lists(st.sampled_from(sorted(people)), unique=True) if people else st.just([])
    kinds = st.sampled_from(ReaderKind)
    return ProbeSet(
        tuple(replace(one, principals=tuple(draw(asking))) for one in probes),
        {
            name: ProbePrincipal(
                name, draw(kinds), draw(NAMES | st.just("")), draw(names()), draw(AUTH)
            )
            for name in people
        },
        tuple(draw(asking)),
        tuple(draw(st.sets(st.integers(1, 100), min_size=1, max_size=8).map(sorted))),
        draw(st.none() | st.just("a" * 64)),
        draw(st.none() | st.just("b" * 64)),
        draw(st.none() | st.datetimes(timezones=st.just(UTC))),
    )


def without_places(probes: ProbeSet) -> ProbeSet:
    return replace(
        probes, place="", probes=tuple(replace(probe, line=None) for probe in probes.probes)
    )


@settings(max_examples=150, deadline=None)
@given(sets())
def test_what_is_written_is_read_back(probes: ProbeSet) -> None:
    """The same set, and the same text again."""
    text = dumps(probes)
    found = loads(text, "p.yaml")

    assert probes == without_places(found)
    assert text == dumps(found)


def test_a_whole_file() -> None:
    """Everything the schema has survives."""
    found = loads(WHOLE, "p.yaml")

    assert without_places(found) == without_places(loads(dumps(found), "q.yaml"))


def test_what_is_usual_is_left_out() -> None:
    """So that people can read it."""
    expected = """\
# Made for a test.
ragaudit: probes/v1
defaults: {principals: [ann]}
principals:
  ann: {}
  anonymous: {kind: anonymous}
probes:
  - id: p
    category: common
    query: question p
    gold:
      - docs:page.md
"""
    assert expected == dumps(a_set(probe(), asked_as=("ann",)), "Made for a test.")


def test_half_characters_do_not_break_a_file() -> None:
    """They come from broken documents."""
    text = dumps(a_set(probe(query="a\ud800b")))

    assert "a?b" == loads(text, "p.yaml").probes[0].query
    assert text.encode()


@pytest.mark.parametrize("moment", [datetime(2026, 1, 2, 3, 4, 5, 6), None])  # noqa: DTZ001
def test_a_moment_without_zone_is_utc(moment: datetime | None) -> None:
    """Nothing is guessed from the machine."""
    expected = moment.replace(tzinfo=UTC) if moment else None

    assert expected == loads(dumps(a_set(taken_at=moment)), "p.yaml").taken_at
