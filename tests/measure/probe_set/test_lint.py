"""What lint says of a set, and what it keeps quiet about."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import replace
from typing import Any

import pytest
from tests.measure.probe_set.sets import a_set, anonymous, every_category, probe

from ragaudit._measure.probe_set.checks_corpus import Known
from ragaudit._measure.probe_set.digests import access_digest, corpus_digest
from ragaudit._measure.probe_set.lint import Lint, lint
from ragaudit._measure.probe_set.problems import ACTIONS
from ragaudit._measure.probe_set.resolving import Unread
from ragaudit._measure.probe_set.telling import as_json, as_text
from ragaudit.model import (
    Budget,
    Category,
    Decision,
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
from ragaudit.testing.builders import access, document

PAGE = "docs:page.md"
WHOLE = ("missing-category", "too-few-probes", "source-without-probes")
"""Of the set as a whole; small sets in tests have them all."""


def known(decisions: Mapping[str, Decision] | None = None, **changes: Any) -> Known:
    page = document("page.md", access=access("hr"))
    cells = {name: {PAGE: decision} for name, decision in (decisions or {}).items()}
    return replace(Known({page.id: page}, ("docs",), cells), **changes)


def found(probes: ProbeSet, beside: Known | None = None) -> list[tuple[str, str]]:
    problems = lint(probes, beside).problems
    return [(p.level.value, p.code) for p in problems if p.code not in WHOLE]


def test_a_good_set_is_quiet() -> None:
    """Every category, and enough of them for an interval."""
    more = [probe(f"more-{i}") for i in range(20)]

    assert () == lint(a_set(*every_category(), *more, asked_as=("ann", "anonymous"))).problems
    assert () == lint(a_set(*every_category(), *more), known()).problems


@pytest.mark.parametrize(
    ("one", "expected"),
    [
        (probe(expect=Expectation(unanswerable=True)), ("error", "unanswerable-with-gold")),
        (probe(category=Category.MISSING), ("error", "unanswerable-with-gold")),
        (probe(gold=()), ("warn", "expects-nothing")),
        (probe(expect=Expectation(rank_at_most=11)), ("error", "cannot-hold")),
        (probe(expect=Expectation(max_top_score=0.5)), ("error", "cannot-hold")),
        (probe(expect=Expectation(min_intents=1)), ("error", "cannot-hold")),
        (probe(control="zub lofem"), ("error", "cannot-hold")),
        (probe(provenance=Provenance("heading")), ("warn", "unreviewed")),
        (probe(variants=("Question  P?",)), ("warn", "duplicate")),
    ],
)
def test_one_probe(one: Probe, expected: tuple[str, str]) -> None:
    """Each mistake has one name."""
    assert [expected] == found(a_set(one))


@pytest.mark.parametrize(
    "one",
    [
        probe(gold=(), expect=Expectation(unanswerable=True)),
        probe(gold=(), expect=Expectation(not_stale=True)),
        probe(gold=(), budget=Budget(latency_p95_ms=800)),
        probe(gold=(), expect=Expectation(intents=(GoldGroup((GoldItem("a"),)),), rank_at_most=2)),
        probe(provenance=Provenance("heading", reviewed_by="ann")),
        probe(provenance=Provenance("collection")),
        probe(category=Category.EDGE, variants=("QUESTION P",)),
    ],
)
def test_what_is_in_order(one: Probe) -> None:
    """Nothing is asked for that the category does not need."""
    assert [] == found(a_set(one))


@pytest.mark.parametrize(
    "one",
    [
        probe(gold=(), matrix=Matrix(deny=True)),
        probe(gold=(), expect=Expectation(rank_at_most=2)),
        probe(gold=(), expect=Expectation(prefer_over=("a",))),
    ],
)
def test_checks_that_would_be_silent(one: Probe) -> None:
    """An expectation about gold that is not there."""
    assert [("error", "cannot-hold"), ("warn", "expects-nothing")] == found(a_set(one))


def test_the_same_question_twice() -> None:
    """Case, punctuation and spaces do not make another; the first is named."""
    probes = a_set(probe("a", "What now?"), probe("b", "x", variants=("what  NOW",)))

    (problem,) = (p for p in lint(probes).problems if p.code == "duplicate")

    assert ("b", "it asks the same as “a”: “what NOW”") == (problem.probe, problem.message)


def test_edge_probes_may_differ_by_case_alone() -> None:
    """That is what they are about."""
    upper = probe("b", "WHAT NOW?", category=Category.EDGE)

    assert [] == found(a_set(probe("a", "What now?"), upper))
    assert [("warn", "duplicate")] == found(a_set(upper, replace(upper, id="c")))


def test_principals_nobody_asks_as() -> None:
    """Unless somebody is asked as by default, or a matrix asks as everybody."""
    named = probe(principals=("ann",))

    assert [("warn", "unused-principal")] == found(a_set(named))
    assert [] == found(a_set(named, probe("b")))
    assert [] == found(a_set(replace(named, matrix=Matrix(deny=True))))
    oracle = {"ann": ProbePrincipal("ann"), "root": ProbePrincipal("root", ReaderKind.ORACLE)}
    assert [] == found(a_set(named, principals=oracle))


@pytest.mark.parametrize("matrix", [True, False])
def test_nobody_asks(matrix: bool) -> None:
    """Then no leak can be seen, which a matrix is there for."""
    oracle = {"root": ProbePrincipal("root", ReaderKind.ORACLE)}
    level = "error" if matrix else "warn"

    assert [(level, "no-principals")] == found(
        a_set(probe(matrix=Matrix(deny=matrix)), principals=oracle)
    )


def test_an_empty_set() -> None:
    """It measures nothing, so it is not clean."""
    assert [("error", "empty")] == found(a_set())
    assert [("error", "empty")] == [(p.level.value, p.code) for p in lint(a_set()).problems]


@pytest.mark.parametrize(
    ("ann", "anybody", "expected"),
    [
        (Decision.ALLOW, Decision.DENY, []),
        (Decision.ALLOW, Decision.ALLOW, [("error", "nobody-denied")]),
        (Decision.DENY, Decision.DENY, [("warn", "nobody-allowed")]),
        (Decision.UNKNOWN, Decision.UNKNOWN, [("error", "access-unknown")]),
        (Decision.UNKNOWN, Decision.DENY, [("warn", "nobody-allowed")]),
    ],
)
def test_a_matrix_needs_both_sides(
    ann: Decision, anybody: Decision, expected: list[tuple[str, str]]
) -> None:
    """Somebody who may read and somebody who may not, for certain."""
    asked = a_set(probe(matrix=Matrix(True, True)))

    assert expected == found(asked, known({"ann": ann, "anonymous": anybody}))


def test_a_public_document_cannot_leak() -> None:
    """And that is said in words."""
    public = document("page.md", access=access("public"))
    beside = known(dict.fromkeys(("ann", "anonymous"), Decision.ALLOW), documents={PAGE: public})

    (problem,) = (
        p
        for p in lint(a_set(probe(matrix=Matrix(deny=True))), beside).problems
        if p.code not in WHOLE
    )

    assert ("nobody-denied", "everybody may read docs:page.md") == (problem.code, problem.message)


def test_lists_read_in_part() -> None:
    """Some cells may be asked, others not."""
    beside = known(
        {"ann": Decision.ALLOW, "anonymous": Decision.DENY}, documents={PAGE: document()}
    )

    assert [("warn", "access-unknown")] == found(a_set(probe(matrix=Matrix(True, True))), beside)


def test_sources_and_people_nobody_knows() -> None:
    """With the nearest source."""
    probes = a_set(probe(source="dcos"))

    assert [("error", "unknown-source"), ("warn", "unknown-person")] == found(
        probes, known(unknown_people=("ann",))
    )
    assert "did you mean “docs”?" in lint(probes, known()).problems[0].message


def test_digests() -> None:
    """A corpus that moved on is said; one that could not be read to its end is no change."""
    beside = known()
    same = a_set(
        probe(),
        corpus_digest=corpus_digest(beside.documents),
        access_digest=access_digest(beside.documents),
    )
    moved = replace(same, corpus_digest="0" * 64, access_digest="1" * 64)

    assert [] == found(same, beside)
    assert [("warn", "access-changed"), ("warn", "corpus-changed")] == found(moved, beside)
    assert [] == found(moved, replace(beside, unread=Unread(frozenset({"wiki"}))))


def test_digests_tell_changes_apart() -> None:
    """Of a text, of a list, and of a list that is no longer read."""
    page = document("page.md", access=access("hr"))
    texts = {PAGE: replace(page, raw_sha256="x")}
    lists = {PAGE: replace(page, access=access("hr", "it"))}
    unread = {PAGE: document("page.md")}
    plain = {PAGE: page}

    assert corpus_digest(plain) == corpus_digest(lists) != corpus_digest(texts)
    assert access_digest(plain) == access_digest(texts)
    assert 3 == len({access_digest(d) for d in (plain, lists, unread)})


def test_sources_are_counted() -> None:
    """Without any probe, and without enough of them."""
    beside = known(sources=("docs", "wiki"))
    codes = [(p.code, p.source) for p in lint(a_set(probe()), beside).problems]

    assert ("too-few-probes", "docs") in codes
    assert ("source-without-probes", "wiki") in codes


def whole() -> Lint:
    gone = [probe(f"g{i}", gold=(f"x{i}.md",), line=i + 1) for i in range(12)]
    return lint(a_set(probe(), *gone), known(sources=("docs", "wiki")))


def test_in_words() -> None:
    """By kind with the first of each, what to do, the table, and one line at the end."""
    lines = as_text(whole()).splitlines()

    assert "error: gold-gone (12)" == lines[0]
    assert "  probes.yaml:1 g0: “x0.md” is not in the corpus" == lines[1]
    assert "  2 more; `--format json` has them all" == lines[11]
    assert f"  → {ACTIONS['gold-gone']}" == lines[12]
    assert ["docs", "1", "1"] == [word for word in _row(lines, "docs") if word != "·"]
    assert ["all", "13", "1"] == [word for word in _row(lines, "all") if word != "·"]
    assert "with gold, for an interval (20 a source), still to write: docs 19, wiki 20" in lines
    assert "probes.yaml: 13 probes in 13 wordings, 2 principals: 12 errors, 9 warnings" == lines[-1]


def _row(lines: list[str], name: str) -> list[str]:
    return next(line.split() for line in lines if line.startswith(f"{name} "))


def test_as_data() -> None:
    """The same, complete."""
    data = json.loads(json.dumps(as_json(whole())))

    assert 12 == sum(row["code"] == "gold-gone" for row in data["problems"])
    assert {"docs", "wiki", "(no source)"} == set(data["coverage"]["sources"])
    assert (1, 1) == tuple(data["coverage"]["sources"]["docs"][k] for k in ("gold", "common"))
    assert {"docs": 19, "wiki": 20} == data["coverage"]["too_few"]
    assert "edge" in data["coverage"]["missing"]
    assert (13, True) == (data["probes"], data["beside_corpus"])


def test_every_code_has_an_action() -> None:
    """And the worst come first."""
    problems = whole().problems

    assert all(problem.action for problem in problems)
    ranks = [problem.level.rank for problem in problems]
    assert sorted(ranks, reverse=True) == ranks
    assert Severity.ERROR is problems[0].level


def test_foreign_names_do_not_reach_a_terminal_raw() -> None:
    """Whoever writes a probe set may not write on the screen of who reads it."""
    hostile = "a\x1b[2J\u202eb"
    people = {hostile: ProbePrincipal(hostile), "anonymous": anonymous()}
    one = probe(hostile, gold=(hostile,), source=hostile, provenance=Provenance(hostile))
    probes = a_set(one, replace(one, id="b"), principals=people, place=hostile)

    text = as_text(lint(probes, known(unknown_people=(hostile,))))

    assert "\x1b" not in text and "\u202e" not in text
