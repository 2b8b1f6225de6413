"""The OpenMetrics report: read by two parsers, and silent about what is not known."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

import pytest
from prometheus_client.openmetrics.parser import text_string_to_metric_families as openmetrics
from prometheus_client.parser import text_string_to_metric_families as older

from ragaudit.contracts import ReportOptions
from ragaudit.model import Audit, RunKind, SkippedRule
from ragaudit.testing import check_reporter
from ragaudit_reports.openmetrics import OpenMetricsReporter

Golden = Callable[[str, str], str]
Samples = dict[tuple[str, tuple[tuple[str, str], ...]], float]


def render(audit: Audit) -> str:
    return OpenMetricsReporter().render(audit, ReportOptions())


def samples(audit: Audit) -> Samples:
    """Name and labels to value, the same by both formats."""
    text = render(audit)
    new, old = (
        [(s.name, tuple(sorted(s.labels.items())), s.value) for f in parse(text) for s in f.samples]
        for parse in (openmetrics, older)
    )
    assert new == old
    assert len(new) == len({(name, labels) for name, labels, _ in new})
    return {(name, labels): value for name, labels, value in new}


def of(audit: Audit, name: str, **labels: str) -> float | None:
    """One sample; None where there is none."""
    return samples(audit).get((f"ragaudit_{name}", tuple(sorted(labels.items()))))


def test_conforms() -> None:
    """It is a reporter."""
    check_reporter(OpenMetricsReporter())


def test_whole_report(told_audit: Audit, golden: Golden) -> None:
    """Every family of a scan."""
    actual = render(told_audit)
    assert golden("scan.prom", actual) == actual
    assert actual.endswith("\n# EOF\n")


def test_probe_run(leaky_audit: Audit, golden: Golden) -> None:
    """Every family of a probe run."""
    actual = render(leaky_audit)
    assert golden("probing.prom", actual) == actual


def test_kinds_of_run_stand_side_by_side(told_audit: Audit, leaky_audit: Audit) -> None:
    """The node exporter refuses two files with one sample."""
    fresh = replace(told_audit, run=replace(told_audit.run, kind=RunKind.FRESHNESS))
    scan, probe, contracts = (set(samples(a)) for a in (told_audit, leaky_audit, fresh))
    assert (set(), set(), set()) == (scan & probe, scan & contracts, probe & contracts)
    assert 0 < len(contracts)


def test_only_gauges_without_time_stamps(told_audit: Audit) -> None:
    """Other types and time stamps are not read from a text file."""
    families = list(openmetrics(render(told_audit)))  # type: ignore[no-untyped-call]
    assert {"gauge"} == {family.type for family in families}
    assert {None} == {sample.timestamp for family in families for sample in family.samples}


def test_numbers(told_audit: Audit) -> None:
    """Documents, findings by severity and family, freshness, verdict."""
    late = {"kind": "scan", "source": "handbook", "state": "overdue"}
    assert 1480 == of(told_audit, "documents", source="handbook")
    assert 580 == of(told_audit, "documents_undated", source="handbook")
    found = {"source": "handbook", "family": "freshness", "severity": "error"}
    assert 2 == of(told_audit, "findings", **found)
    assert 2 == of(told_audit, "documents_stale", source="handbook")
    assert 1 == of(told_audit, "freshness_state", kind="scan", source="handbook", state="error")
    assert 20 == of(told_audit, "freshness_documents", **late)
    assert 1 == of(told_audit, "verdict", kind="scan", status="failed")


def test_undeclared_is_a_state_without_numbers(told_audit: Audit) -> None:
    """It is not 0 documents overdue."""
    wiki = {"kind": "scan", "source": "wiki"}
    assert 1 == of(told_audit, "freshness_state", **wiki, state="undeclared")
    assert of(told_audit, "freshness_documents", **wiki, state="overdue") is None


def test_a_source_that_failed_has_no_numbers(told_audit: Audit) -> None:
    """What was read of it is not the whole; that it failed is a sample."""
    told = {labels for _, labels in samples(told_audit) if ("source", "wiki") in labels}
    assert 1 == of(told_audit, "source_failed", source="wiki")
    assert of(told_audit, "documents", source="wiki") is None
    assert not any(name == "findings" for labels in told for name, _ in labels)


def test_rules_that_did_not_run_found_no_zero(bare_audit: Audit) -> None:
    """0 findings of a family only where one of its rules ran."""
    stale = {"source": "docs", "family": "freshness", "severity": "error"}
    assert (0, 0) == (of(bare_audit, "findings", **stale), of(bare_audit, "documents_stale",
                                                              source="docs"))  # fmt: skip
    not_run = replace(bare_audit, skipped_rules=(SkippedRule("FRS202", "docs", "no"),))
    assert (None, None) == (of(not_run, "findings", **stale), of(not_run, "documents_stale",
                                                                 source="docs"))  # fmt: skip
    halted = replace(bare_audit, run=replace(bare_audit.run, interrupted=True))
    assert of(halted, "findings", **stale) is None


def test_nothing_audited_is_not_zero_known(bare_audit: Audit) -> None:
    """0 of 0 documents owned says nothing."""
    empty = replace(bare_audit.sources[0], documents=0)
    audit = replace(bare_audit, sources=(empty,), findings=())
    assert (0, None) == (
        of(audit, "documents", source="docs"),
        of(audit, "documents_owned", source="docs"),
    )


def test_measures(leaky_audit: Audit) -> None:
    """With intervals; too few probes are no sample, nor is what one principal got."""
    hand = {"source": "handbook", "k": "10"}
    assert (0.85, 0.7, 0.95) == tuple(
        of(leaky_audit, f"recall{end}", **hand) for end in ("", "_low", "_high")
    )
    assert 0.9 == of(leaky_audit, "overall_recall", k="10")
    assert 0.5 == of(leaky_audit, "overall_generated_recall", k="10", generator="heading")
    assert of(leaky_audit, "recall", source="wiki", k="10") is None


def test_leaks(leaky_audit: Audit) -> None:
    """Distinct; 0 where forbidden documents were asked for; else no sample."""
    assert 1 == of(leaky_audit, "leaks", source="handbook")
    assert 0 == of(leaky_audit, "leaks", source="wiki")
    assert 0.181 == of(leaky_audit, "leak_rate_bound", source="wiki")
    assert of(leaky_audit, "leak_rate", source="handbook") is None


@pytest.mark.parametrize("name", ['a"b', "a\\b", "a\nb", "a\rb\x1b", "é\udce9", "{x}", "a,b=c"])
def test_labels_are_escaped(bare_audit: Audit, name: str) -> None:
    """Whatever a source is called, both parsers read one sample and a line is a line."""
    audit = replace(bare_audit, sources=(replace(bare_audit.sources[0], id=name),), findings=())
    shown = name.translate({10: "\\x0a", 13: "\\x0d", 27: "\\x1b", 0xDCE9: "\\udce9"})
    assert 500 == of(audit, "documents", source=shown)
