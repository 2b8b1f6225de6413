"""Everything the template prints."""

from __future__ import annotations

from dataclasses import dataclass
from itertools import chain

from markupsafe import Markup

from ragaudit.model import Audit, ChecklistItem, CheckStatus, RunInfo
from ragaudit_reports._clean import one_line
from ragaudit_reports.html._charts import age_chart, recall_chart, trend_chart
from ragaudit_reports.html._conflicts import Conflicts, conflicts
from ragaudit_reports.html._documents import Documents, documents
from ragaudit_reports.html._findings import Findings, findings
from ragaudit_reports.html._freshness import Freshness, freshness
from ragaudit_reports.html._index import Index
from ragaudit_reports.html._names import family, sentence
from ragaudit_reports.html._overview import Overview, overview
from ragaudit_reports.html._owners import Owners, owners
from ragaudit_reports.html._retrieval import Retrieval, retrieval
from ragaudit_reports.html._safe import anchor, filtered, link
from ragaudit_reports.html._sources import Source, sources
from ragaudit_reports.html._trend import Trend, trend
from ragaudit_reports.html._unchecked import Unchecked, not_checked


@dataclass(frozen=True, slots=True)
class RuleText:
    """What a rule is about, for whoever got a finding of it."""

    id: str
    code: str
    name: str
    family: str
    summary: str
    why: str
    how_to_fix: str
    references: tuple[tuple[str, str | None], ...]
    """Text, and the link if it is one."""
    number: int
    link: str


@dataclass(frozen=True, slots=True)
class Check:
    """One of the seven ways such projects fail."""

    name: str
    status: str
    state: str
    evidence: str


@dataclass(frozen=True, slots=True)
class Page:
    """The report in parts, in the order of the page."""

    title: str
    run: RunInfo
    overview: Overview
    owners: Owners
    sources: tuple[Source, ...]
    sources_left_out: int
    trend: Trend
    freshness: Freshness
    conflicts: Conflicts
    retrieval: Retrieval | None
    documents: Documents
    findings: Findings
    checklist: tuple[Check, ...]
    unchecked: Unchecked
    rules: tuple[RuleText, ...]
    age_chart: Markup | None
    recall_chart: Markup | None
    trend_chart: Markup | None


def page(audit: Audit) -> Page:
    """Work out every part of the report."""
    index = Index(audit)
    listed = findings(index)
    items = {item.id: item for item in chain.from_iterable(g.items for g in listed.groups)}
    by_print = {f.fingerprint: items.get("f-" + anchor(f.fingerprint)) for f in index.open}
    known = {key: item for key, item in by_print.items() if item is not None}
    found = documents(index, {key: item.id for key, item in known.items()})
    people, sides = owners(index), conflicts(index, known)
    ages, over_time = freshness(index), trend(index)
    scorecard = sources(index)
    return Page(
        title=_title(audit),
        run=audit.run,
        overview=overview(index, people, sides, found, over_time),
        owners=people,
        sources=scorecard,
        sources_left_out=len(audit.sources) - len(scorecard),
        trend=over_time,
        freshness=ages,
        conflicts=sides,
        retrieval=retrieval(index),
        documents=found,
        findings=listed,
        checklist=tuple(_check(item) for item in audit.checklist),
        unchecked=not_checked(index),
        rules=tuple(_rules(index)),
        age_chart=age_chart(ages),
        recall_chart=recall_chart(index),
        trend_chart=trend_chart(over_time),
    )


_STATES = {CheckStatus.EVIDENCED: "good", CheckStatus.PARTLY: "warn", CheckStatus.MISSING: "bad"}


def _check(item: ChecklistItem) -> Check:
    told = sentence(one_line(item.evidence), capital=False)
    return Check(one_line(item.name, 80), item.status.value, _STATES[item.status], told)


def _title(audit: Audit) -> str:
    return f"{audit.verdict.status.value}: ragaudit, {audit.run.as_of}"


def _rules(index: Index) -> list[RuleText]:
    """Those with findings, in the order of their codes."""
    found = []
    codes = sorted({finding.code for finding in index.audit.findings})
    for code in codes:
        rule = index.audit.rules.get(code)
        if rule is not None:
            found.append(
                RuleText(
                    id="r-" + anchor(code),
                    code=code,
                    name=rule.name,
                    family=family(code),
                    summary=sentence(one_line(rule.summary)),
                    why=sentence(one_line(rule.why)),
                    how_to_fix=sentence(one_line(rule.how_to_fix)),
                    references=tuple((one_line(r, 300), link(r)) for r in rule.references),
                    number=sum(f.code == code for f in index.open),
                    link=filtered(rule=code),
                )
            )
    return found
