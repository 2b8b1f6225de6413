"""The JUnit report: valid by both schemas in use, and red exactly where the gate is."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from lxml import etree

from ragaudit.contracts import ReportOptions
from ragaudit.model import Audit, RunKind, Verdict, VerdictStatus
from ragaudit.testing import check_reporter
from ragaudit_reports._junit_text import attribute, body
from ragaudit_reports.junit import JunitReporter

Golden = Callable[[str, str], str]
JENKINS = Path(__file__).parent / "schemas" / "junit-10.xsd"
_SUITE = ("hostname", "timestamp", "tests", "failures", "errors", "time", "package", "id")


def parse(audit: Audit) -> etree._Element:
    """The report as it is read, valid by Jenkins' schema and by the rules of Ant's."""
    root = etree.fromstring(JunitReporter().render(audit, ReportOptions()).encode())
    schema = etree.XMLSchema(etree.parse(JENKINS))
    assert schema.validate(root), schema.error_log
    for suite in root:
        assert [name for name in _SUITE if not suite.get(name)] == []
        tags = [child.tag for child in suite]
        assert ["properties", "system-out", "system-err"] == [tags[0], *tags[-2:]]
        assert all(len(case) <= 1 for case in suite.iter("testcase"))
        for tag, counted in (("failure", "failures"), ("error", "errors"), ("skipped", "skipped")):
            assert str(len(list(suite.iter(tag)))) == suite.get(counted)
        assert str(len(list(suite.iter("testcase")))) == suite.get("tests")
    return root


def outcomes(audit: Audit) -> dict[str, str]:
    """Case to outcome."""
    return {
        str(case.get("name")): case[0].tag if len(case) else "passed"
        for case in parse(audit).iter("testcase")
    }


def test_conforms() -> None:
    """It is a reporter."""
    check_reporter(JunitReporter())


def test_whole_report(told_audit: Audit, golden: Golden) -> None:
    """Every part, with hostile text."""
    actual = JunitReporter().render(told_audit, ReportOptions())
    assert golden("report.junit.xml", actual) == actual


def test_probe_run(leaky_audit: Audit, golden: Golden) -> None:
    """A case for every probe and reader."""
    actual = JunitReporter().render(leaky_audit, ReportOptions())
    assert golden("probing.junit.xml", actual) == actual
    assert {"passed": 1, "failure": 2, "error": 1, "skipped": 1} == tally(
        [o for name, o in outcomes(leaky_audit).items() if " as " in name]
    )


def tally(values: list[str]) -> dict[str, int]:
    return {value: values.count(value) for value in dict.fromkeys(values)}


def test_red_where_the_gate_is(told_audit: Audit) -> None:
    """Only rules that failed the gate fail; what is milder is told and passes."""
    found = outcomes(told_audit)
    assert ["verdict", "FRS202 review-overdue"] == [n for n, o in found.items() if o == "failure"]
    assert "passed" == found["STR801 dead-internal-link"]


def test_green_where_the_gate_is(told_audit: Audit) -> None:
    """A gate that warns has no failure, though the same findings are there."""
    verdict = Verdict(VerdictStatus.WARNED, ("3 findings not sure enough to fail",))
    found = outcomes(replace(told_audit, verdict=verdict))
    assert "failure" not in found.values()
    assert "passed" == found["verdict"]


def test_incomplete_is_an_error(told_audit: Audit) -> None:
    """An inconclusive run has no green verdict."""
    verdict = Verdict(VerdictStatus.INCONCLUSIVE, ("nothing to audit",))
    assert "error" == outcomes(replace(told_audit, verdict=verdict))["verdict"]


def test_a_rule_that_did_not_run_did_not_pass(bare_audit: Audit) -> None:
    """Everywhere or in one source; nowhere is one case."""
    rule = bare_audit.skipped_rules[0]
    assert "skipped" == outcomes(bare_audit)["PRM504"]
    two = (*bare_audit.sources, replace(bare_audit.sources[0], id="more"))
    part = replace(bare_audit, sources=two, skipped_rules=(replace(rule, source="more"),))
    found = outcomes(replace(part, run=replace(part.run, rules=("PRM504",))))
    assert ("passed", "skipped") == (found["PRM504"], found["PRM504 in more"])


def test_interrupted_rules_did_not_pass(bare_audit: Audit) -> None:
    """Nobody knows what they would have found."""
    halted = replace(bare_audit, run=replace(bare_audit.run, interrupted=True))
    assert "skipped" == outcomes(halted)["FRS202 review-overdue"]


def test_a_source_that_was_not_read_whole(told_audit: Audit) -> None:
    """Failed is an error, unread documents are no pass."""
    found = outcomes(told_audit)
    assert ("error", "skipped") == (
        found["source wiki is read whole"],
        found["source handbook is read whole"],
    )


def test_contracts_of_a_freshness_run(told_audit: Audit) -> None:
    """Broken is red; no contract is neither."""
    fresh = replace(told_audit, run=replace(told_audit.run, kind=RunKind.FRESHNESS))
    told = "source {} keeps its freshness contract"
    found = outcomes(fresh)
    assert ("failure", "skipped") == (found[told.format("handbook")], found[told.format("wiki")])
    assert not any("keeps its" in name for name in outcomes(told_audit))


def test_a_failure_says_who_does_what(told_audit: Audit) -> None:
    """Place, owner and remedy of every finding."""
    [case] = [c for c in parse(told_audit).iter("testcase") if "FRS202" in str(c.get("name"))]
    text = case[0].text or ""
    assert "[handbook] hr/leave.md:4 (error; owner: ann@acme.example)" in text
    assert "To do: review the page, then set `last_reviewed_on`" in text


def test_old_runs_without_failed_rules_on_record(told_audit: Audit) -> None:
    """Then rules with open errors are those that fail."""
    verdict = Verdict(VerdictStatus.FAILED, ("3 errors",))
    found = outcomes(replace(told_audit, verdict=verdict))
    assert "failure" == found["FRS202 review-overdue"]


def test_many_findings_are_counted(bare_audit: Audit) -> None:
    """A case lists a hundred; the others are a number."""
    many = tuple(replace(bare_audit.findings[0], path=f"{n}.md") for n in range(250))
    verdict = Verdict(VerdictStatus.FAILED, ("250 warnings",), ("STR801",))
    audit = replace(bare_audit, findings=many, verdict=verdict)
    [failure] = [f for f in parse(audit).iter("failure") if f.get("type") == "warn"]
    assert "… and 150 more, in the JSON report" == (failure.text or "").splitlines()[-1]


@given(st.text(alphabet=st.characters(codec=None), max_size=200))
def test_any_text_is_valid_xml(text: str) -> None:
    """Control characters, half surrogates, `]]>`: the file can always be read again."""
    made = etree.Element("a", b=attribute(text))
    made.text = body(text)
    again = etree.fromstring(etree.tostring(made))
    assert (made.get("b"), made.text) == (again.get("b"), again.text or "")


@pytest.mark.parametrize("lines", [70_000])
def test_a_long_text_is_cut_and_counted(lines: int) -> None:
    """What is left out is said."""
    text = body("\n".join(["x"] * lines))
    assert text.endswith(f"{lines - 30_000:,} more lines, in the JSON report")
