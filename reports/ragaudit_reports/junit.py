"""The report as JUnit XML, for the test views of CI servers: red exactly where the gate is.

Valid by the schemas in use: Jenkins' (`junit-10.xsd`) and Apache Ant's (Windy Road), which is the
stricter one: one outcome a case, `properties` first, `system-out` and `system-err` last.
"""

from __future__ import annotations

from datetime import UTC

from lxml import etree

from ragaudit.contracts import ReportOptions
from ragaudit.model import Audit
from ragaudit_reports._junit_cases import Case, Outcome, gate_cases, probe_cases, rule_cases
from ragaudit_reports._junit_text import attribute, body

_OUTCOMES = {Outcome.FAILED: "failure", Outcome.ERROR: "error", Outcome.SKIPPED: "skipped"}


class JunitReporter:
    """Renders the gate, and every rule or probe, as test cases."""

    def render(self, audit: Audit, options: ReportOptions) -> str:
        """See `Reporter.render`. The options change nothing."""
        suites = etree.Element("testsuites")
        _suite(suites, audit, "gate", gate_cases(audit))
        if audit.probing is None:
            _suite(suites, audit, "rules", rule_cases(audit))
        else:
            _suite(suites, audit, "probes", probe_cases(audit.probing))
        etree.indent(suites)
        text: bytes = etree.tostring(suites, encoding="UTF-8", xml_declaration=True)
        return text.decode("utf-8") + "\n"


def _suite(parent: etree._Element, audit: Audit, name: str, cases: list[Case]) -> None:
    outcomes = [case.outcome for case in cases]
    suite = etree.SubElement(
        parent,
        "testsuite",
        {
            "name": f"ragaudit {name}",
            "package": "ragaudit",
            "id": str(len(parent)),
            "hostname": "localhost",
            "timestamp": audit.run.started_at.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%S"),
            "tests": str(len(cases)),
            "failures": str(outcomes.count(Outcome.FAILED)),
            "errors": str(outcomes.count(Outcome.ERROR)),
            "skipped": str(outcomes.count(Outcome.SKIPPED)),
            "time": "0",
        },
    )
    _properties(suite, audit)
    for case in cases:
        _case(suite, case, name)
    told = [f"{case.name}\n{case.aside}" for case in cases if case.aside]
    etree.SubElement(suite, "system-out").text = body("\n\n".join(told))
    etree.SubElement(suite, "system-err").text = ""


def _properties(suite: etree._Element, audit: Audit) -> None:
    run, verdict = audit.run, audit.verdict
    values = {
        "ragaudit.version": run.version,
        "run": run.id,
        "as_of": run.as_of.isoformat(),
        "verdict": verdict.status.value,
        "exit_code": str(verdict.exit_code),
    }
    properties = etree.SubElement(suite, "properties")
    for name, value in values.items():
        etree.SubElement(properties, "property", name=name, value=attribute(value))


def _case(suite: etree._Element, case: Case, classname: str) -> None:
    made = etree.SubElement(
        suite,
        "testcase",
        name=attribute(case.name),
        classname=f"ragaudit.{classname}",
        time="0",
    )
    tag = _OUTCOMES.get(case.outcome)
    if tag:
        told = etree.SubElement(made, tag, message=attribute(case.message))
        if case.outcome is not Outcome.SKIPPED:
            told.set("type", case.type)
        told.text = body(case.text)
