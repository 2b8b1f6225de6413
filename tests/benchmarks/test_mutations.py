"""Planted contradictions are what their labels say."""

from __future__ import annotations

import pytest
from benchmarks.detectors._mutation_operators import Mutant, mutants
from benchmarks.detectors._mutation_sources import Holds, Source, sources, split_of
from benchmarks.detectors._reported import Place, Reported
from benchmarks.detectors.injection_benchmark import Outcome, judge, plan

PAGES = {
    "logs.md": "# Logs\n\nProduction logs are deleted after 90 days. You must use the vault.\n",
    "help.md": "# Help\n\n- Contact the team using the #help-desk Slack channel for access.\n",
}


def made(split: str, holds: Holds) -> list[Mutant]:
    found = {source.sentence: source for source in sources(PAGES, split) if source.holds is holds}
    return [mutant for source in found.values() for mutant in mutants(source, split, 1)]


def test_finds_what_can_be_changed() -> None:
    """A value and a name; the rule belongs to one split."""
    held = {s.changeable for split in ("train", "test") for s in sources(PAGES, split)}

    assert {"90 days", "must", "#help-desk"} >= held >= {"90 days", "#help-desk"}


@pytest.mark.parametrize("split", ["train", "test"])
def test_contradictions_do_not_repeat_the_value(split: str) -> None:
    """The value itself is gone from a contradiction, and equivalents say it in other units."""
    by_operator = {m.operator: m for m in made(split, Holds.VALUE)}

    assert "90 days" not in by_operator["value change"].claim
    assert "2160 hours" in by_operator["unit-equivalent"].claim
    assert {"value change"} == {name for name, m in by_operator.items() if m.conflict}


def test_splits_share_no_wording() -> None:
    """No claim of one split is a claim of the other."""
    train, test = ({m.claim for m in made(split, Holds.VALUE)} for split in ("train", "test"))

    assert set() == train & test


def test_plan_is_the_same_every_time() -> None:
    """A seed decides."""
    assert plan(PAGES, "train") == plan(PAGES, "train")


def test_no_round_speaks_of_a_sentence_twice() -> None:
    """Two mutants of one sentence would contradict each other."""
    for planted in plan(PAGES, "test"):
        said = [one.mutant.source.sentence for one in planted]
        assert len(set(said)) == len(said)


def test_finding_elsewhere_is_no_hit() -> None:
    """Both sides have to be right: the mutant and its sentence."""
    planted = next(p for r in plan(PAGES, "train") for p in r if p.mutant.conflict)
    source = planted.mutant.source
    here = Place(planted.path, 5, planted.mutant.claim)
    right = Reported("CNF301", "high", (here, Place(source.path, 3, source.sentence)))
    wrong = Reported("CNF301", "high", (here, Place("other.md", 3, "Lunch is at noon on Fridays")))

    assert Outcome({planted.path: True}, {}, []) == judge([planted], [right])
    assert Outcome({planted.path: False}, {}, [wrong]) == judge([planted], [wrong])


def test_a_finding_on_a_look_alike_is_wrong() -> None:
    """Even where its sides are the look-alike and its sentence."""
    planted = next(p for r in plan(PAGES, "train") for p in r if not p.mutant.conflict)
    source = planted.mutant.source
    sides = Place(planted.path, 5, planted.mutant.claim), Place(source.path, 3, source.sentence)
    found = Reported("CNF301", "high", sides)

    assert Outcome({}, {planted.path: found}, []) == judge([planted], [found])


def test_half_of_the_rules_belong_to_each_split() -> None:
    """The hash of a sentence decides, whatever stands around it."""
    counted = [split_of(f"You must keep rule {n} in mind.") for n in range(400)]

    assert 160 < counted.count("test") < 240


def test_topic_is_taken_from_the_sentence() -> None:
    """The longest run of content words, else the name of the page."""
    long = Source("a.md", "Production log archives are kept for 90 days.", Holds.VALUE, 37, 44)
    short = Source("on-call.md", "It is for 90 days.", Holds.VALUE, 10, 17)

    assert ["Production log archives", "on call"] == [long.topic, short.topic]
