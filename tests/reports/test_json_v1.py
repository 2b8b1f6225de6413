"""The JSON report keeps its contract."""

from __future__ import annotations

import json
from collections.abc import Callable
from dataclasses import fields, replace
from datetime import UTC, datetime
from importlib.resources import files
from typing import Any

import pytest
from jsonschema import Draft202012Validator, FormatChecker

from ragaudit.contracts import ReportOptions
from ragaudit.model import (
    AccessState,
    Audit,
    Confidence,
    Expiry,
    Exposure,
    FactState,
    FreshnessState,
    Lifecycle,
    Origin,
    Quality,
    Remedy,
    RunKind,
    Severity,
    Since,
    SkipReason,
    SourceCounts,
    SourceFreshness,
    Status,
    Times,
    VerdictStatus,
)
from ragaudit.testing import check_reporter
from ragaudit_reports.json_v1 import JsonReporter

Golden = Callable[[str, str], str]
SCHEMA = json.loads(
    files("ragaudit_reports").joinpath("schemas/report-v1.schema.json").read_text("utf-8")
)


def render(audit: Audit) -> str:
    return JsonReporter().render(audit, ReportOptions())


def problems(report: str) -> list[str]:
    validator = Draft202012Validator(SCHEMA, format_checker=FormatChecker())
    return [error.message for error in validator.iter_errors(json.loads(report))]


def test_conforms() -> None:
    """It is a reporter."""
    check_reporter(JsonReporter())


def test_whole_report(rich_audit: Audit, golden: Golden) -> None:
    """Every key, in its order."""
    actual = render(rich_audit)
    assert golden("report.json", actual) == actual


def test_schema_is_one() -> None:
    """The published schema is a schema."""
    Draft202012Validator.check_schema(SCHEMA)


def test_freshness_and_past(told_audit: Audit) -> None:
    """Contracts and earlier runs; what was not measured is null, not 0."""
    text = render(told_audit)
    report = json.loads(text)
    assert problems(text) == []
    assert ["error", "undeclared"] == [source["state"] for source in report["freshness"]]
    assert ["2026-11-20"] == [one["on"] for one in report["freshness"][0]["upcoming"]]
    [run] = report["past"]
    assert (1470, None) == (run["sources"][0]["documents"], run["sources"][0]["access_unknown"])
    assert (["FRS202"], "scan") == (report["verdict"]["failing"], report["run"]["kind"])


def test_since_the_run_before(rich_audit: Audit) -> None:
    """What is new and what is mended; without a run to compare with there is no such key."""
    when = datetime(2026, 10, 25, 9, tzinfo=UTC)
    text = render(replace(rich_audit, since=Since("run-0", when, 2, 1, 4, 3, 5)))
    assert problems(text) == []
    assert {
        "run": "run-0",
        "started_at": "2026-10-25T09:00:00+00:00",
        "new": 2,
        "worse": 1,
        "fixed": 4,
        "gone": 5,
        "unknown": 3,
    } == json.loads(text)["since"]
    assert "since" not in json.loads(render(rich_audit))


def test_a_report_of_an_earlier_release_still_is_one(rich_audit: Audit) -> None:
    """Keys were added to version 1; none of them is asked of a report that was kept."""
    report = json.loads(render(rich_audit))
    for added in ("freshness", "past"):
        del report[added]
    del report["run"]["kind"], report["verdict"]["failing"]
    assert problems(json.dumps(report)) == []


def test_validates(rich_audit: Audit, bare_audit: Audit) -> None:
    """What is rendered is what the schema promises."""
    assert problems(render(rich_audit)) == []
    assert problems(render(replace(bare_audit, sources=(), findings=()))) == []


@pytest.mark.parametrize(
    ("part", "key", "value"),
    [
        ("run", "as_of", "1 November"),
        ("run", "extra", 1),
        ("findings", "severity", "fatal"),
        ("findings", "line", 0),
        ("documents", "text_sha256", "abc"),
        ("verdict", "exit_code", 2),
    ],
)
def test_schema_refuses(rich_audit: Audit, part: str, key: str, value: object) -> None:
    """A value the contract does not allow is no valid report."""
    report: dict[str, Any] = json.loads(render(rich_audit))
    target = report[part][0] if isinstance(report[part], list) else report[part]
    target[key] = value
    assert len(problems(json.dumps(report))) == 1


@pytest.mark.parametrize(
    ("path", "values"),
    [
        (("fact_state", "enum"), FactState),
        (("quality", "enum"), Quality),
        (("access", "properties", "state", "enum"), AccessState),
        (("access", "properties", "exposure", "enum"), Exposure),
        (("finding", "properties", "severity", "enum"), Severity),
        (("finding", "properties", "confidence", "enum"), Confidence),
        (("finding", "properties", "remedy", "enum"), Remedy),
        (("finding", "properties", "status", "enum"), Status),
        (("skip", "properties", "reason", "enum"), SkipReason),
        (("verdict", "properties", "status", "enum"), VerdictStatus),
        (("run", "properties", "kind", "enum"), RunKind),
        (("past_run", "properties", "kind", "enum"), RunKind),
        (("past_run", "properties", "status", "enum"), VerdictStatus),
        (("freshness", "properties", "state", "enum"), FreshnessState),
        (("freshness", "properties"), [f.name for f in fields(SourceFreshness)]),
        (("expiry", "properties"), [f.name for f in fields(Expiry)]),
        (("source_counts", "properties"), [f.name for f in fields(SourceCounts)]),
        (("origin", "enum"), [*Origin, None]),
        (("document", "properties", "lifecycle", "enum"), [*Lifecycle, "unknown", None]),
        (("document", "properties", "times", "properties"), [f.name for f in fields(Times)]),
    ],
)
def test_schema_knows_every_value(path: tuple[str, ...], values: Any) -> None:
    """A value added to the model has to be added to the schema."""
    found = SCHEMA["$defs"]
    for key in path:
        found = found[key]
    assert list(found) == list(values)


def test_hostile_text_survives_and_is_harmless(rich_audit: Audit) -> None:
    """Text comes back as it was, half surrogates by name, and the file holds nothing invisible."""
    report = render(rich_audit)
    report.encode("utf-8")
    assert {char for char in report if not char.isprintable()} == {"\n", "\u200d"}
    [quote] = [f["quote"] for f in json.loads(report)["findings"] if "[red]" in f["quote"]]
    [original] = [f.quote for f in rich_audit.findings if "[red]" in f.quote]
    assert quote == original.replace("\udce9", "\\udce9")


def test_names_in_different_bytes_stay_different(rich_audit: Audit) -> None:
    """Two undecodable names are two names in the report."""
    skips = [replace(rich_audit.skips[0], path=name) for name in ("\udce8.md", "\udce9.md")]
    report = json.loads(render(replace(rich_audit, skips=tuple(skips))))
    assert [skip["path"] for skip in report["skips"]] == ["\\udce8.md", "\\udce9.md"]


def test_keys_say_what_is_known(rich_audit: Audit) -> None:
    """Absent clocks are left out, unusable ones are not; who is kept out is marked."""
    [known, *_] = json.loads(render(rich_audit))["documents"]
    assert list(known["times"]) == ["expires", "reviewed"]
    assert (known["times"]["expires"]["state"], known["times"]["reviewed"]["value"]) == (
        "error",
        "2025-01-01",
    )
    assert known["access"]["principals"] == ["all-staff", "deny:group:contractors"]
