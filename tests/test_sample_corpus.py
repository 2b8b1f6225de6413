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
LEAST_DOCUMENTS, LEAST_FORMATS, SOURCES = 300, 12, 8
FAULTS_A_RULE, LOOK_ALIKES_A_RULE = 3, 3
FAULTS_OF_THE_FIRST_RULES, LOOK_ALIKES_OF_THE_FIRST_RULES = 2, 1
SITE_NOTES = 22

Place = tuple[str, str, str | None]

pytestmark = pytest.mark.office


@pytest.fixture(scope="module")
def expected() -> dict[str, Any]:
    loaded: dict[str, Any] = yaml.safe_load((CORPUS / "expected.yaml").read_text("utf-8"))
    return loaded


@pytest.fixture(scope="module")
def corpus(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A copy, so that scans leave no state behind in the project."""
    folder = tmp_path_factory.mktemp("sample") / "sample_corpus"
    shutil.copytree(CORPUS, folder, ignore=shutil.ignore_patterns(".ragaudit"))
    return folder


@pytest.fixture(scope="module")
def report(corpus: Path) -> dict[str, Any]:
    """The JSON report of a scan with the defaults."""
    return scanned(corpus)


def scanned(corpus: Path, *options: str) -> dict[str, Any]:
    output = corpus.parent / "report.json"
    run(["scan", str(corpus), "--quiet", "--format", "json", "--output", str(output), *options])
    loaded: dict[str, Any] = json.loads(output.read_text("utf-8"))
    return loaded


def places(findings: list[dict[str, Any]]) -> set[Place]:
    return {(f["code"], f["source"], f["path"]) for f in findings}


def test_finds_exactly_the_planted_faults(report: dict[str, Any], expected: dict[str, Any]) -> None:
    """Every listed fault is found, and nothing else but the false alarms known."""
    actual = places(report["findings"])

    on_request = {f["code"] for f in expected["on_request"]}
    known_false = [f for f in expected["known_false"] if f["code"] not in on_request]

    assert places([*expected["findings"], *known_false]) == actual


def test_points_at_the_line(report: dict[str, Any], expected: dict[str, Any]) -> None:
    """Where a fault stands in one line, the finding names that line."""
    actual = {(f["code"], f["source"], f["path"]): f["line"] for f in report["findings"]}
    listed = {
        (f["code"], f["source"], f["path"]): f["line"] for f in expected["findings"] if "line" in f
    }

    assert listed == {place: actual.get(place) for place in listed}


def test_reports_each_fault_once(report: dict[str, Any], expected: dict[str, Any]) -> None:
    """No fault is reported twice for one document under one rule."""
    counted = Counter((f["code"], f["source"], f["path"]) for f in report["findings"])
    repeated = {place for place, count in counted.items() if count > 1}

    assert set() == repeated - places(expected["known_false"])


def test_skips_exactly_the_unreadable_files(
    report: dict[str, Any], expected: dict[str, Any]
) -> None:
    """Files that cannot be read are reported with their reason."""
    actual = {(s["source"], s["path"], s["reason"]) for s in report["skips"]}

    assert {(s["source"], s["path"], s["reason"]) for s in expected["skips"]} == actual


def test_fails_the_gate(report: dict[str, Any]) -> None:
    """Errors are found, so the verdict is no pass although files were skipped too."""
    assert ("failed", 1) == (report["verdict"]["status"], report["verdict"]["exit_code"])


def test_runs_every_rule(expected: dict[str, Any]) -> None:
    """Every rule has its faults, but for those listed as not planted."""
    planted = {f["code"] for f in (*expected["findings"], *expected["on_request"])}
    installed = {point.name for point in entry_points(group="ragaudit.detectors")}

    assert installed - {rule["code"] for rule in expected["not_planted"]} == planted


def test_every_rule_has_its_faults(expected: dict[str, Any]) -> None:
    """Three faults a rule; STR804 reports all documents of a template in one finding."""
    planted = Counter(f["code"] for f in (*expected["findings"], *expected["on_request"]))
    planted["STR804"] *= SITE_NOTES
    first = set(expected["two_faults"])

    assert set() == {c for c in planted.keys() - first if planted[c] < FAULTS_A_RULE}
    assert set() == {c for c in first if planted[c] < FAULTS_OF_THE_FIRST_RULES}


def test_finds_more_on_request(corpus: Path, expected: dict[str, Any]) -> None:
    """Rules that are off by default find their faults when they are asked for."""
    codes = {f["code"] for f in expected["on_request"]}
    actual = places(scanned(corpus, "--rules", ",".join(sorted(codes)))["findings"])
    known_false = [f for f in expected["known_false"] if f["code"] in codes]

    assert places([*expected["on_request"], *known_false]) == actual


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


def test_every_rule_has_its_look_alikes(expected: dict[str, Any]) -> None:
    """Silence is tested, or known to be broken, three times for each new rule."""
    resembled = Counter(s["code"] for s in (*expected["silent"], *expected["known_false"]))
    planted = {f["code"] for f in (*expected["findings"], *expected["on_request"])}
    first = set(expected["two_faults"])

    assert set() == {c for c in planted - first if resembled[c] < LOOK_ALIKES_A_RULE}
    assert set() == {c for c in planted & first if resembled[c] < LOOK_ALIKES_OF_THE_FIRST_RULES}


def test_is_as_large_and_mixed_as_promised(report: dict[str, Any]) -> None:
    """At least 300 documents of at least twelve formats from five sources."""
    formats = {Path(d["path"]).suffix for d in report["documents"]}

    assert len(report["documents"]) >= LEAST_DOCUMENTS
    assert len(formats) >= LEAST_FORMATS
    assert len(report["sources"]) == SOURCES


def test_findings_do_not_depend_on_the_day(report: dict[str, Any]) -> None:
    """The corpus fixes the day of the audit."""
    assert "2026-11-01" == report["run"]["as_of"]
