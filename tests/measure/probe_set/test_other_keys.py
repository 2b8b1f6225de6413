"""Keys that say the same in other words, and those that are not offered."""

from __future__ import annotations

import pytest

from ragaudit._measure.probe_set.loading import loads
from ragaudit._measure.probe_set.writing import dumps
from ragaudit.errors import ConfigError
from ragaudit.model import GoldGroup, GoldItem

HEAD = "ragaudit: probes/v1\n"


def probe(more: str) -> str:
    return f"{HEAD}probes:\n  - {{id: a, query: q, {more}}}\n"


def test_a_score_that_the_run_decides() -> None:
    """`auto` is no number, and is written as it was read."""
    text = probe("category: missing, expect: {max_top_score: auto}")

    (found,) = loads(text, "p.yaml").probes

    assert (True, None) == (found.expect.auto_top_score, found.expect.max_top_score)
    assert "max_top_score: auto" in dumps(loads(text, "p.yaml"))
    assert found.expect == loads(dumps(loads(text, "p.yaml")), "p.yaml").probes[0].expect


def test_what_must_be_retrieved_is_gold() -> None:
    """Beside what is called so, and once."""
    (found,) = loads(
        probe("gold: a.md, expect: {must_retrieve: [a.md, b.md], rank_at_most: 1}"), "p.yaml"
    ).probes

    assert tuple(GoldGroup((GoldItem(name),)) for name in ("a.md", "b.md")) == found.gold


def test_what_always_holds_may_be_said() -> None:
    """A set that says it is the set that does not."""
    plain = probe("gold: a.md").replace("probes:\n", "defaults: {k: 3}\nprobes:\n")
    said = probe("gold: a.md, expect: {leak: closed_world}")
    said = said.replace("probes:\n", "defaults: {k: 3, match: doc}\nprobes:\n")

    assert loads(plain, "p.yaml") == loads(said, "p.yaml")


@pytest.mark.parametrize(
    ("text", "place", "told", "hint"),
    [
        (
            probe("compare: {control: x, observables: [count]}"),
            "3:45",
            "“observables”",
            "the number of results",
        ),
        (probe("expect: {canary: true}"), "3:32", "“canary”", "plant a document"),
        (probe("expect: {metadata: none}"), "3:32", "“metadata”", "is not looked at yet"),
        (probe("expect: {route: human}"), "3:32", "“route”", "`must_retrieve`"),
        (probe("budget: {cost_usd: 1}"), "3:32", "“cost_usd”", "write `cost`"),
        (
            f"{HEAD}principals:\n  ann: {{attrs: {{tenant: acme}}}}\nprobes: []\n",
            "3:9",
            "“attrs”",
            "`{field tenant: acme}`",
        ),
        (
            f"{HEAD}principals:\n  ann: {{revoked_at: 2026-11-20}}\nprobes: []\n",
            "3:9",
            "“revoked_at”",
            "today's access lists decide",
        ),
    ],
)
def test_what_is_not_supported_says_so(text: str, place: str, told: str, hint: str) -> None:
    """With its place and what to do instead: it must not look as if it were checked."""
    with pytest.raises(ConfigError) as caught:
        loads(text, "p.yaml")

    assert f"p.yaml:{place}: {told} is not supported" == caught.value.message
    assert hint in caught.value.hint


@pytest.mark.parametrize(
    ("more", "told"),
    [
        ("expect: {max_top_score: .inf}", "probes.0.expect.max_top_score: is no number"),
        ("expect: {max_top_score: some}", "input should be a valid number"),
        ("expect: {leak: open}", "input should be 'closed_world'"),
        ("expect: {canarys: true}", "unknown key “canarys”"),
    ],
)
def test_other_values(more: str, told: str) -> None:
    """Errors as for every key."""
    with pytest.raises(ConfigError) as caught:
        loads(probe(more), "p.yaml")

    assert told in caught.value.message
