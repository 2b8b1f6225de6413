"""The sample corpus: a scan finds exactly the planted faults."""

from __future__ import annotations

import json
import shutil
from collections import Counter
from importlib.metadata import entry_points
from pathlib import Path
from typing import Any

import pytest
import yaml

from ragaudit.cli import run

CORPUS = Path(__file__).parents[1] / "sample_corpus"
LEAST_DOCUMENTS, LEAST_FORMATS, SOURCES = 60, 8, 4
FAULTS_A_RULE = 2

Place = tuple[str, str, str | None]

pytestmark = pytest.mark.office


@pytest.fixture(scope="module")
def expected() -> dict[str, Any]:
    loaded: dict[str, Any] = yaml.safe_load((CORPUS / "expected.yaml").read_text("utf-8"))
    return loaded


@pytest.fixture(scope="module")
def report(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Any]:
    """The JSON report of a scan of a copy, which leaves no state behind in the project."""
    folder = tmp_path_factory.mktemp("sample")
    corpus, output = folder / "sample_corpus", folder / "report.json"
    shutil.copytree(CORPUS, corpus, ignore=shutil.ignore_patterns(".ragaudit"))
    run(["scan", str(corpus), "--quiet", "--format", "json", "--output", str(output)])
    loaded: dict[str, Any] = json.loads(output.read_text("utf-8"))
    return loaded


def places(findings: list[dict[str, Any]]) -> set[Place]:
    return {(f["code"], f["source"], f["path"]) for f in findings}


def test_finds_exactly_the_planted_faults(report: dict[str, Any], expected: dict[str, Any]) -> None:
    """Every listed fault is found, and nothing else."""
    actual = places(report["findings"])

    assert places(expected["findings"]) == actual


def test_points_at_the_line(report: dict[str, Any], expected: dict[str, Any]) -> None:
    """Where a fault stands in one line, the finding names that line."""
    actual = {(f["code"], f["source"], f["path"]): f["line"] for f in report["findings"]}
    listed = {
        (f["code"], f["source"], f["path"]): f["line"] for f in expected["findings"] if "line" in f
    }

    assert listed == {place: actual.get(place) for place in listed}


def test_reports_each_fault_once(report: dict[str, Any]) -> None:
    """No fault is reported twice for one document under one rule."""
    counted = Counter((f["code"], f["source"], f["path"]) for f in report["findings"])

    assert [] == [place for place, count in counted.items() if count > 1]


def test_skips_exactly_the_unreadable_files(
    report: dict[str, Any], expected: dict[str, Any]
) -> None:
    """Files that cannot be read are reported with their reason."""
    actual = {(s["source"], s["path"], s["reason"]) for s in report["skips"]}

    assert {(s["source"], s["path"], s["reason"]) for s in expected["skips"]} == actual


def test_fails_the_gate(report: dict[str, Any]) -> None:
    """Errors are found, so the verdict is no pass although files were skipped too."""
    assert ("failed", 1) == (report["verdict"]["status"], report["verdict"]["exit_code"])


def test_runs_every_rule(report: dict[str, Any], expected: dict[str, Any]) -> None:
    """Only the rules listed as not planted lack faults; all others have at least two."""
    planted = Counter(f["code"] for f in expected["findings"])
    installed = {point.name for point in entry_points(group="ragaudit.detectors")}

    assert installed - {rule["code"] for rule in expected["not_planted"]} == {
        code for code, count in planted.items() if count >= FAULTS_A_RULE
    }


def test_look_alikes_are_documents_that_were_read(
    report: dict[str, Any], expected: dict[str, Any]
) -> None:
    """A look-alike that is no document would be silent for the wrong reason."""
    read = {(d["source"], d["path"]) for d in report["documents"]}

    assert [] == [s for s in expected["silent"] if (s["source"], s["path"]) not in read]


def test_look_alikes_stay_silent(report: dict[str, Any], expected: dict[str, Any]) -> None:
    """No rule fires on the documents that merely resemble its fault."""
    found = places(report["findings"])

    assert set() == places(expected["silent"]) & found


def test_every_rule_has_a_look_alike(expected: dict[str, Any]) -> None:
    """Silence is tested for each rule that has faults."""
    resembled = {s["code"] for s in expected["silent"]}

    assert {f["code"] for f in expected["findings"]} == resembled


def test_is_as_large_and_mixed_as_promised(report: dict[str, Any]) -> None:
    """At least 60 documents of at least eight formats from four sources."""
    formats = {Path(d["path"]).suffix for d in report["documents"]}

    assert len(report["documents"]) >= LEAST_DOCUMENTS
    assert len(formats) >= LEAST_FORMATS
    assert len(report["sources"]) == SOURCES


def test_findings_do_not_depend_on_the_day(report: dict[str, Any]) -> None:
    """The corpus fixes the day of the audit."""
    assert "2026-11-01" == report["run"]["as_of"]
