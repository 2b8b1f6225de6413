"""The verdict: what fails, what is inconclusive, and what never passes."""

from __future__ import annotations

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ragaudit._config import Policy
from ragaudit._gate import judge
from ragaudit.model import (
    Confidence,
    Finding,
    Remedy,
    Severity,
    Skip,
    SkippedRule,
    SkipReason,
    Status,
    VerdictStatus,
)

FINDING = Finding(
    code="FRS202",
    rule="review-overdue",
    severity=Severity.ERROR,
    confidence=Confidence.HIGH,
    source="docs",
    document="docs:a.md",
    path="a.md",
    line=1,
    quote="",
    message="",
    remedy=Remedy.VERIFY,
    action="",
    owner=None,
    fingerprint="f",
)
SKIP = Skip("docs", "b.pdf", SkipReason.ENCRYPTED, "needs a password")


def _status(
    policy: Policy, *findings: Finding, documents: int = 9, skips: int = 0
) -> VerdictStatus:
    return judge(policy, documents=documents, findings=findings, skips=[SKIP] * skips).status


@pytest.mark.parametrize(
    ("finding", "expected"),
    [
        (FINDING, VerdictStatus.FAILED),
        (replace(FINDING, severity=Severity.WARN), VerdictStatus.WARNED),
        (replace(FINDING, severity=Severity.INFO), VerdictStatus.PASSED),
        (replace(FINDING, confidence=Confidence.MEDIUM), VerdictStatus.WARNED),
        (replace(FINDING, status=Status.BASELINE), VerdictStatus.PASSED),
        (replace(FINDING, status=Status.SUPPRESSED), VerdictStatus.PASSED),
    ],
)
def test_what_a_finding_does(finding: Finding, expected: VerdictStatus) -> None:
    """Only open, sure errors fail by default."""
    assert expected is _status(Policy(), finding)


def test_skips_make_it_inconclusive_but_never_hide_a_failure() -> None:
    """Exit 3 without an error, exit 1 with one."""
    assert VerdictStatus.INCONCLUSIVE is _status(Policy(), skips=1)
    assert VerdictStatus.FAILED is _status(Policy(), FINDING, skips=1)


def test_a_share_of_skips_may_be_allowed() -> None:
    """One of ten is 10 %."""
    assert VerdictStatus.PASSED is _status(Policy(max_skipped=0.1), skips=1)
    assert VerdictStatus.INCONCLUSIVE is _status(Policy(max_skipped=0.09), skips=1)
    assert VerdictStatus.PASSED is _status(Policy(max_skipped=1), skips=1)


def test_all_may_be_skipped_but_not_nothing_read() -> None:
    """100 % is a share, not a count of one; a run that read nothing passes under no policy."""
    assert VerdictStatus.PASSED is _status(Policy(max_skipped=1.0), documents=1, skips=8)
    assert VerdictStatus.INCONCLUSIVE is _status(Policy(max_skipped=1.0), documents=0, skips=1)
    assert VerdictStatus.INCONCLUSIVE is _status(Policy(max_skipped=5), documents=0, skips=1)


def test_what_is_not_sure_enough_is_not_called_mild() -> None:
    """Severe findings of medium confidence are told apart from warnings."""
    unsure = replace(FINDING, confidence=Confidence.MEDIUM)
    mild = replace(FINDING, severity=Severity.WARN)
    verdict = judge(Policy(), documents=1, findings=[unsure, mild, mild], skips=[])

    assert ("2 findings below the bar “error”", "1 finding not sure enough to fail") == (
        verdict.reasons
    )


def test_reasons_are_counted_in_words() -> None:
    """`warn` and `info` have no plural."""
    warning, note = (replace(FINDING, severity=s) for s in (Severity.WARN, Severity.INFO))
    policy = Policy(fail_on=Severity.INFO)
    verdict = judge(policy, documents=1, findings=[warning, warning, note], skips=[])

    assert ("2 warnings, 1 info finding at or above “info”",) == verdict.reasons


def test_nothing_audited_is_no_pass() -> None:
    """No document, no rule, a broken rule, an interrupted run: each is inconclusive."""
    broken = [SkippedRule("DUP402", None, "stopped")]

    assert VerdictStatus.INCONCLUSIVE is _status(Policy(), documents=0)
    for verdict in (
        judge(Policy(), documents=1, findings=[], skips=[], rules=0),
        judge(Policy(), documents=1, findings=[], skips=[], broken=broken),
        judge(Policy(), documents=1, findings=[], skips=[], interrupted=True),
    ):
        assert 3 == verdict.exit_code
        assert verdict.reasons


@given(
    st.lists(
        st.builds(
            lambda severity, confidence, status: replace(
                FINDING, severity=severity, confidence=confidence, status=status
            ),
            st.sampled_from(Severity),
            st.sampled_from(Confidence),
            st.sampled_from(Status),
        ),
        max_size=6,
    ),
    st.integers(0, 3),
    st.integers(0, 3),
)
def test_more_trouble_never_helps(findings: list[Finding], documents: int, skips: int) -> None:
    """Adding an open error, or a skip, never turns a bad exit code into 0."""
    before = judge(Policy(), documents=documents, findings=findings, skips=[SKIP] * skips)
    worse = judge(
        Policy(), documents=documents, findings=[*findings, FINDING], skips=[SKIP] * skips
    )
    unread = judge(Policy(), documents=documents, findings=findings, skips=[SKIP] * (skips + 1))

    assert 1 == worse.exit_code
    assert unread.exit_code != 0
    assert before.reasons
