"""Which findings go where, and when one counts as gone."""

from __future__ import annotations

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st
from tests.handover.made import finding, run

from ragaudit._handover.routing import Checked, place_of, routed
from ragaudit.model import (
    Finding,
    Route,
    Severity,
    Skip,
    SkippedRule,
    SkipReason,
    SourceFailure,
    SourceSummary,
    Status,
)

OWNERS = ("ann", "Ann", "hr-team", "hr-lead", None)
FINDINGS = st.lists(
    st.builds(
        lambda path, owner, code, source, severity, status: finding(
            path, owner, code=code, source=source, severity=severity, status=status
        ),
        st.sampled_from(["a.md", "b.md", "c/d.md"]),
        st.sampled_from(OWNERS),
        st.sampled_from(["FRS201", "FRS203", "CNF301", "OWN101"]),
        st.sampled_from(["docs", "wiki"]),
        st.sampled_from(Severity),
        st.sampled_from(Status),
    ),
    max_size=12,
)
ROUTES = st.builds(
    Route,
    st.just("hook"),
    st.sampled_from([(), ("ann",), ("hr-*",), ("hr-*", "ann"), ("?*",), ("",)]),
    st.sampled_from([(), ("docs",), ("wiki", "docs")]),
    st.sampled_from([(), ("FRS",), ("FRS203", "OWN")]),
    st.sampled_from(Severity),
)


def wanted(route: Route, one: Finding) -> bool:
    """What the page says, in the longest way."""
    owner = (one.owner or "").lower()
    if one.status is not Status.OPEN or one.severity.rank < route.min_severity.rank:
        return False
    if route.sources and one.source not in route.sources:
        return False
    if route.rules and not any(one.code[: len(rule)] == rule for rule in route.rules):
        return False
    meant = {
        "ann": owner == "ann",
        "hr-*": owner.startswith("hr-"),
        "?*": owner != "",
        "": owner == "",
    }
    return not route.owners or any(meant[glob] for glob in route.owners)


@given(ROUTES, FINDINGS)
def test_everything_that_is_given_must_hold(route: Route, findings: list[Finding]) -> None:
    """A route takes exactly the open findings that fit all of it, the worst first."""
    found = routed(route, findings)
    assert sorted(map(repr, found)) == sorted(repr(f) for f in findings if wanted(route, f))
    ranks = [f.severity.rank for f in found]
    assert ranks == sorted(ranks, reverse=True)


@given(ROUTES, FINDINGS)
def test_a_route_without_conditions_is_the_widest(route: Route, findings: list[Finding]) -> None:
    """Taking a condition away never loses a finding."""
    wide = routed(replace(route, owners=(), sources=(), rules=()), findings)
    assert [f for f in routed(route, findings) if f not in wide] == []


GONE = finding("x/y.mbox#3")


def test_gone_where_it_would_have_been_found() -> None:
    """The rule ran, the source was read, and it is not there: also where the document is gone."""
    assert Checked(run([])).gone(GONE.fingerprint, place_of(GONE))


@pytest.mark.parametrize(
    "changes",
    [
        {"findings": (GONE,)},
        {"findings": (replace(GONE, status=Status.SUPPRESSED),)},
        {"interrupted": True},
        {"changed_since": "HEAD~1"},
        {"rules": ("CNF301",)},
        {"sources": (SourceSummary("wiki", "filesystem", "wiki"),)},
        {"source_failures": (SourceFailure("docs", "unreachable", "x"),)},
        {"skips": (Skip("docs", "x/y.mbox#3", SkipReason.FORBIDDEN, "x"),)},
        {"skips": (Skip("docs", "x/y.mbox", SkipReason.FORBIDDEN, "x"),)},
        {"skips": (Skip("docs", "x", SkipReason.FORBIDDEN, "x"),)},
        {"skipped_rules": (SkippedRule("FRS203", None, "x"),)},
        {"skipped_rules": (SkippedRule("FRS203", "docs", "x"),)},
    ],
    ids=lambda changes: "-".join(changes),
)
def test_not_gone_where_nobody_looked(changes: dict[str, object]) -> None:
    """What a run could not see, or did not look for, is not known to be gone."""
    changes = {"findings": (), **changes}
    audit = run(changes.pop("findings"), **changes)  # type: ignore[arg-type]
    assert not Checked(audit).gone(GONE.fingerprint, place_of(GONE))


def test_another_document_that_was_skipped_changes_nothing() -> None:
    """Only the document itself, or what it is in, counts."""
    skips = (Skip("docs", "x/y", SkipReason.FORBIDDEN, "x"),)
    assert Checked(run([], skips=skips)).gone(GONE.fingerprint, place_of(GONE))


@given(st.text(max_size=60))
def test_no_path_is_kept(path: str) -> None:
    """What stands for a place holds digests alone."""
    assert set(place_of(finding(path)).spots) <= set("0123456789abcdef ")
