"""What a retriever did, as people and programs read it."""

from __future__ import annotations

import json
from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, datetime
from importlib.resources import files

import jsonschema
import pytest

from ragaudit.contracts import Reporter, ReportOptions
from ragaudit.model import (
    AccessPolicy,
    AccessState,
    Audit,
    Effect,
    Entry,
    Layer,
    Leak,
    Principal,
    ProbeResult,
    ProbeStatus,
    Probing,
    Score,
    Since,
)
from ragaudit.testing import document
from ragaudit_reports.json_v1 import JsonReporter
from ragaudit_reports.markdown import MarkdownReporter
from ragaudit_reports.terminal import TerminalReporter

SCORES = (
    Score("R@10", 0.9, 40, low=0.8, high=0.97),
    Score("leak rate", 0.05, 20, low=0.0, high=0.249),
    Score("R@10", None, 3, source="docs", reason="insufficient: 3 of 20"),
    Score("leak rate", 0.0, 15, source="docs", low=0.0, high=0.181),
    Score("R@10 [heading]", 0.5, 25, low=0.31, high=0.69),
    Score("R@10 [deny]", None, 0, reason="not defined"),
)
PAY = "handbook:people/pay.md"
RESULTS = (
    ProbeResult("leave", "ann", ProbeStatus.PASSED, "", ("handbook:leave.md",), "docs"),
    ProbeResult(
        "travel", "ann", ProbeStatus.FAILED, "handbook:travel.md is not among the first 10",
        ("handbook:leave.md",), "docs", "How do I book a train?",
    ),
    ProbeResult(
        "bonus", "ann", ProbeStatus.FAILED, "handbook:hr/bonus.md is kept from ann, who may read",
        (), "docs", "What is the bonus?", ("handbook:hr/bonus.md",),
    ),
    ProbeResult(
        "pay", "bob", ProbeStatus.FAILED, f"{PAY} came back at rank 1, which bob may not read",
        (PAY,), "handbook", "What are the salary bands?",
    ),
    ProbeResult("slow", "ann", ProbeStatus.INCONCLUSIVE, "did not answer in time", (), "docs"),
)  # fmt: skip


@pytest.fixture
def probed(bare_audit: Audit) -> Audit:
    """A run with a leak, a miss and a question that failed."""
    leaks = (Leak("pay", "bob", PAY, 1),)
    probing = Probing("a function app:search", "probes.yaml", (1, 10), 4, SCORES, leaks, RESULTS)
    hr = Layer("folder", (Entry(Effect.ALLOW, Principal.parse("hr")),), True, "access.yaml:1")
    pages = (
        document(
            "people/pay.md", source_id="handbook", access=AccessPolicy(AccessState.KNOWN, (hr,))
        ),
        document("hr/bonus.md", source_id="handbook"),
    )
    return replace(bare_audit, probing=probing, documents=pages)


def test_the_terminal_report(probed: Audit, golden: Callable[[str, str], str]) -> None:
    """By source, by generator, what leaked to whom, what was missed, what stayed open."""
    actual = TerminalReporter().render(probed, ReportOptions())
    assert golden("terminal-probing.txt", actual) == actual


@pytest.mark.parametrize("reporter", [TerminalReporter(), MarkdownReporter()])
def test_new_findings_are_counted_where_findings_are_listed(
    probed: Audit, reporter: Reporter
) -> None:
    """A report on a retriever lists none, so it does not say how many are new."""
    told = replace(probed, since=Since("run-6", datetime(2026, 10, 25, 9, tzinfo=UTC), 2, 1, 4, 0))
    sentence = "Since the run of 2026-10-25 09:00 UTC: 2 new, 4 fixed, 1 worse"
    assert sentence not in reporter.render(told, ReportOptions())
    assert sentence in reporter.render(replace(told, probing=None), ReportOptions())


def test_a_source_that_never_comes_back(probed: Audit) -> None:
    """One line, and not one a probe: it is probably not in the index at all."""
    assert probed.probing is not None
    lost = tuple(
        ProbeResult(f"p{n}", "ann", ProbeStatus.FAILED, "not found", (PAY,), "firmware")
        for n in range(6)
    )

    told = TerminalReporter().render(
        replace(probed, probing=replace(probed.probing, results=lost)), ReportOptions()
    )

    assert "firmware: nothing of it ever came back, for 6 probes: is it in the index?" in told
    assert "p1" not in told


def test_the_markdown_report(probed: Audit) -> None:
    """Leaks, misses and open questions; what a document or probe is called is never markup."""
    hostile = replace(RESULTS[1], id="a | b <script>")
    assert probed.probing is not None
    probing = replace(probed.probing, results=(*RESULTS, hostile))

    told = MarkdownReporter().render(replace(probed, probing=probing), ReportOptions())

    assert f"- `{PAY}` came back to `bob` at rank 1, probe `pay`" in told
    assert "| `R@10` | 0.90 | 0.800–0.970 | 40 |" in told
    assert ["### Leaks", "### Failed probes", "### Not judged"] == [
        line for line in told.splitlines() if line.startswith("### ")
    ]
    assert "No open findings" not in told


def test_the_json_report_keeps_to_its_schema(probed: Audit) -> None:
    """Scores, leaks and probes stand beside everything else."""
    schema = files("ragaudit_reports").joinpath("schemas/report-v1.schema.json").read_text("utf-8")

    found = json.loads(JsonReporter().render(probed, ReportOptions()))

    jsonschema.validate(found, json.loads(schema))
    assert [{"probe": "pay", "principal": "bob", "document": PAY, "rank": 1}] == found["leaks"]
    assert (6, 5) == (len(found["scores"]), len(found["probes"]))
    assert ["passed", "failed", "failed", "failed", "inconclusive"] == [
        p["status"] for p in found["probes"]
    ]
