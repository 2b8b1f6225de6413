"""The page as text: what is on it, and what is said where nothing was measured."""

from __future__ import annotations

import re
from base64 import b64encode
from dataclasses import replace
from datetime import date
from hashlib import sha256
from typing import Any

import pytest
from lxml import html as markup
from tests.reports.html import demo
from tests.reports.html.conftest import render, select

from ragaudit.contracts import ReportOptions
from ragaudit.model import (
    Audit,
    Expiry,
    FreshnessState,
    RunKind,
    SourceFreshness,
    Verdict,
    VerdictStatus,
)
from ragaudit.testing import check_reporter
from ragaudit_reports.html import HtmlReporter


def words(html: str, part: str) -> str:
    """The text of a section on one line."""
    [section] = select(html, f'//*[@id="{part}"]')
    return spaced(section)


def spaced(element: Any) -> str:
    """The text of an element on one line, its parts apart; signs for the eye left out."""
    seen = select(element, './/text()[not(ancestor::*[@aria-hidden="true"])]')
    return " ".join(" ".join(seen).split())


def test_conforms() -> None:
    """It is a reporter."""
    check_reporter(HtmlReporter())


def test_is_a_pure_function(full_html: str) -> None:
    """Equal audits give equal pages."""
    assert full_html == render(demo.full())


def test_the_verdict_leads_to_its_evidence(full_html: str) -> None:
    """Status, reasons, what to do, what has changed, and where to begin."""
    text = words(full_html, "overview")
    assert "bad: Failed" in text
    assert "3 errors at or above “error”" in text
    assert "Since the run of 2026-10-25 09:00 UTC: 2 new, 4 fixed, 1 worse" in text
    assert "2 fewer errors" in text
    assert "1 leak 1 document came back to people who may not read it. Restrict bob" in text
    assert "Begin here" in text
    assert 'href="#findings?rule=STR801&amp;severity=error"' in full_html


def test_the_scorecard_of_a_source(full_html: str) -> None:
    """Owners, contract, conflicts, permissions, recall with interval, leak bound, trend."""
    text = words(full_html, "sources")
    for part in (
        "bad: broken 1 overdue",
        "100 %",
        "0.90 0.75 to 0.97, 25 probes",
        "1 leaked 10 % (1.2 % to 32 %) of 20",
        "none in 20, at most 14 %",
        "not read to its end: auth-expired",
        "recall@1 +0.10",
    ):
        assert part in text


def test_a_source_that_failed_looks_good_in_nothing(full_html: str) -> None:
    """What was not read to its end may hold anything."""
    rows = select(full_html, '//*[@id="sources"]//tbody/tr')
    marks = [select(row, './/*[contains(@class,"mark good")]') for row in rows]
    assert [True, False] == [bool(found) for found in marks]


def test_owners_have_their_lists(full_html: str) -> None:
    """By owner; what nobody owns, what is for the configuration, and what falls due soon."""
    text = words(full_html, "owners")
    assert "Fix 1 error of STR801 : A link leads nowhere." in text
    assert "Nobody yet: name an owner" in text
    assert "Whoever keeps the configuration" in text
    assert "Soon: leave.md: review on 2026-11-20" in text


def test_both_sides_of_a_conflict(full_html: str) -> None:
    """Values marked, dates and owners of both sides, who is likely right."""
    [section] = select(full_html, '//*[@id="conflicts"]')
    assert ["25 days", "28 days"] == [m.text for m in section.iter("mark")]
    text = words(full_html, "conflicts")
    assert "25 days against 28 days" in text
    assert "reviewed 2026-01-10, ann" in text
    assert "reviewed 2026-09-01, no owner" in text
    assert "Likely right: “28 days”" in text


def test_the_leak_matrix(full_html: str) -> None:
    """What leaked, what was clean, what was not judged; silence is no all-clear."""
    rows = select(full_html, '//table[@class="matrix"]//tr')
    actual = [[spaced(cell) for cell in row] for row in rows]
    assert [
        ["Asked as", "handbook", "wiki", "Leak rate"],
        ["cara", "bad: 1 leaked", "not known: not judged",
         "10 % (1.2 % to 32 %) of 20"],
        ["ann", "good: none seen in 1", "good: none seen in 1", "not measured"],
        ["Leak rate", "10 % (1.2 % to 32 %) of 20", "none in 20, at most 14 %",
         "5 % (0.6 % to 17 %) of 40"],
    ] == actual  # fmt: skip


def test_stale_and_dark_documents(full_html: str) -> None:
    """Stale by a finding, dark by the probes."""
    text = words(full_html, "documents")
    assert "handbook pay.md bob reviewed 2025-05-01 review overdue" in text
    assert "wiki dark.md" in text


def test_every_finding_has_quote_link_and_remedy(full_html: str) -> None:
    """Each once, suppressed ones with their reason."""
    page = markup.fromstring(full_html)
    assert len(demo.full().findings) == len(select(page, '//article[@class="f"]'))
    text = words(full_html, "findings")
    assert "review_by: 2026-05-01" in text
    assert "Verify: Review the page" in text
    assert "Suppressed: kept for audit" in text
    assert "owner_rules: [{glob: '**', owner: you}]" in text
    assert select(page, '//a[@href="https://kb.example/leave"]')


def test_the_checklist(full_html: str) -> None:
    """What is shown, shown in part, and not shown; no section where nobody checked."""
    text = words(full_html, "checklist")
    assert "needs attention: Ownership Partly. 4 of 5 documents have an owner." in text
    assert "bad: Production monitoring Not evidenced. nothing was seen." in text
    assert 'id="checklist"' not in render(demo.bare())


def test_a_run_that_looks_at_dates_alone() -> None:
    """Documents past their contract are stale also without a finding."""
    late = Expiry("wiki:dark.md", "dark.md", date(2026, 10, 1), "contract", "ann")
    fresh = SourceFreshness("wiki", FreshnessState.ERROR, "1 year", 3, 2, 0, 1, late=(late,))
    audit = replace(demo.full(RunKind.FRESHNESS), probing=None, findings=(), freshness=(fresh,))
    html = render(audit)
    assert "This run looked at dates alone" in words(html, "overview")
    assert "Contract broken 32 days ago" in words(html, "documents")


def test_nothing_measured_is_said_so() -> None:
    """No retriever, no contract, no dates, no earlier run: each in words, none of them good."""
    html = render(demo.bare())
    scorecard = "not known: no contract not known: not checked not known: 0 % 5 unknown"
    assert f"{scorecard} not known: not measured not known: not measured" in words(html, "sources")
    assert "No earlier run is on record" in words(html, "overview")
    assert "Not measured: no retriever was asked" in words(html, "retrieval")
    assert "it is not known which documents never come back" in words(html, "documents")
    assert "this run kept no dates" in words(html, "freshness")
    assert "There is no finding" in words(html, "findings")
    assert not select(html, '//*[@id="sources"]//*[contains(@class,"good")]')


@pytest.mark.parametrize("status", VerdictStatus)
def test_every_verdict_has_its_words(status: VerdictStatus) -> None:
    """The title says it too."""
    html = render(replace(demo.bare(), verdict=Verdict(status, ("because",))))
    shown = markup.fromstring(html)
    assert status.value.capitalize() in str(shown.findtext(".//title"))
    assert status.value[:4].casefold() in words(html, "overview").casefold()


def test_the_policy_allows_this_script_and_this_style_alone(full_html: str) -> None:
    """By their hashes; no attribute holds script or style."""
    page = markup.fromstring(full_html)
    [policy] = select(page, '//meta[@http-equiv="Content-Security-Policy"]/@content')
    for kind in ("script", "style"):
        [text] = re.findall(f"<{kind}>(.*?)</{kind}>", full_html, re.S)
        digest = b64encode(sha256(text.encode()).digest()).decode()
        assert f"{kind}-src 'sha256-{digest}'" in policy
    assert policy.startswith("default-src 'none'; ")
    assert [] == select(page, "//@style | //@*[starts-with(name(), 'on')] | //*[@src] | //link")


def test_every_link_inside_leads_somewhere(full_html: str) -> None:
    """No id twice, no anchor without its target."""
    page = markup.fromstring(full_html)
    ids = select(page, "//@id")
    assert len(ids) == len(set(ids))
    inside = {a[1:] for a in select(page, "//a/@href") if a.startswith("#") and "?" not in a}
    assert set() == inside - set(ids)


def test_too_many_findings_are_counted_not_dropped(monkeypatch: pytest.MonkeyPatch) -> None:
    """The worst stay; the page says how many are not on it."""
    monkeypatch.setattr("ragaudit_reports.html._findings.LIMIT", 2)
    html = render(demo.full())
    kept = select(html, '//article[@class="f"]/@data-v')
    assert ["error", "error"] == kept
    assert "6 findings are not on this page" in words(html, "findings")


def test_equal_fingerprints_get_ids_of_their_own() -> None:
    """Whatever a stored run holds."""
    audit = demo.full()
    twice = replace(audit, findings=(demo.OVERDUE, demo.OVERDUE))
    ids = select(render(twice), '//article[@class="f"]/@id')
    assert [ids[0], ids[0] + "-2"] == ids


def test_verbose_and_width_change_nothing(full_html: str) -> None:
    """The page is the same wherever it is written from."""
    options = ReportOptions(verbose=True, width=40, color=True)
    assert full_html == HtmlReporter().render(demo.full(), options)


def test_an_interrupted_run_says_so() -> None:
    """What was found until then."""
    audit: Audit = demo.bare()
    html = render(replace(audit, run=replace(audit.run, interrupted=True)))
    assert "The run was interrupted" in words(html, "overview")


def test_severities_are_words_and_signs(full_html: str) -> None:
    """Colour is never the only signal."""
    shown = select(full_html, '//article[@class="f"]//b[contains(@class,"sev")]')
    assert {"✕ Error", "! Warning", "i Note"} == {" ".join(s.text_content().split()) for s in shown}
