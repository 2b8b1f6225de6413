"""What the number of results tells."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from tests.probes.measures.runs import FAILED, outcome, run, scored

from ragaudit.model import Outcome, Role, Score
from ragaudit_probes.measures import Leakage, Quality
from ragaudit_probes.statistics import clopper_pearson, upper_bound

DOCUMENTS = ["wiki:a", "hr:c", "hr:d"]
READS = {"ann": "add", "bob": "add"}
NAME = "existence told by count"


def asked(name: str, results: int, who: str = "ann", **changes: Any) -> Outcome:
    """A question about `hr:c` or `hr:d`, or its control, and how many results it brought."""
    role = Role.CONTROL if name.endswith("control") else Role.DENY
    return outcome(
        name[0], who, "wiki:a", role, f"hr:{name[0]}", query=name, results=results, **changes
    )


def measured(*outcomes: Outcome) -> Mapping[str, Score]:
    """The scores over everything."""
    return scored(Leakage(resamples=100).scores(run(outcomes, DOCUMENTS, READS)))


def test_fewer_results_than_for_nonsense_tell() -> None:
    """One of the two documents is taken out of an answer that was cut before."""
    answers = asked("c", 9), asked("c control", 10), asked("d", 10), asked("d control", 10)
    found, bounds = measured(*answers)[NAME], clopper_pearson(1, 2)
    assert (0.5, 2, bounds.low, bounds.high) == (found.value, found.n, found.low, found.high)


def test_more_results_than_for_nonsense_are_right() -> None:
    """Real words are found more often than made-up ones, by words at least."""
    found = measured(asked("c", 4), asked("c control", 1))[NAME]
    assert (0.0, 1, upper_bound(0, 1)) == (found.value, found.n, found.high)


def test_half_a_pair_tells_nothing() -> None:
    """A control that failed is no control, and one that was not asked is no measure."""
    found = measured(asked("c", 4), asked("c control", 9, status=FAILED))[NAME]
    assert (None, 0, 1) == (found.value, found.n, found.undefined)
    assert NAME not in measured(asked("c", 4))


def test_equals_are_one_cell() -> None:
    """Two people with the same access; what one of them is told counts."""
    pairs = [asked("c", 9), asked("c control", 10)]
    pairs += [asked("c", 10, "bob"), asked("c control", 10, "bob")]
    assert (1.0, 1) == (measured(*pairs)[NAME].value, measured(*pairs)[NAME].n)


def test_a_control_makes_no_cell_clean_and_misses_nothing() -> None:
    """Its question is about nothing; only what leaks there counts."""
    answers = asked("c", 4, status=FAILED), asked("c control", 9)
    rate = measured(*answers)["leak rate"]
    assert (None, 0, 1) == (rate.value, rate.n, rate.undefined)
    gold = {"c": [{"wiki:a": 1}]}
    quality = scored(Quality(resamples=100).scores(run(answers, DOCUMENTS, READS, gold)))
    assert "R@3" not in quality
    leak = outcome("c", "ann", "hr:d", Role.CONTROL, "hr:c", query="x", results=1)
    assert 1 == measured(asked("c", 4), leak)["best leak rank"].value
