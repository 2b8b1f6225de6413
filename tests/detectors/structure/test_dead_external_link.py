"""STR803."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest
from tests.detectors.corpora import corpus

from ragaudit.contracts import LinkResult, LinkState
from ragaudit.detectors.structure.dead_external_link import DeadExternalLink
from ragaudit.model import Observation, Severity
from ragaudit.testing import check_detector, compare

FORM = "https://www.pellworth.co.uk/forms/refund-2019.pdf"
ONCE = LinkResult(LinkState.DEAD, "404 Not Found")
TWICE = LinkResult(LinkState.DEAD, "410 Gone", datetime(2026, 10, 30, 9, 15, tzinfo=UTC))


def found(results: dict[str, LinkResult], **pages: str) -> list[Observation]:
    """What is said of these pages, given what the servers say."""
    texts = {f"{name}.md": text for name, text in pages.items()}
    return compare(DeadExternalLink(), corpus(texts, links=results))


def test_it_is_a_detector() -> None:
    """The rule explains itself, and is off unless asked for."""
    check_detector(DeadExternalLink())
    assert not DeadExternalLink().rule.enabled


def test_dead_in_two_runs_is_an_error() -> None:
    """With what the server says, and since when."""
    (seen,) = found({FORM: TWICE}, a=f"# Refunds\n\nUse [the form]({FORM}).\n")
    assert (Severity.ERROR, 3, FORM) == (seen.severity, seen.line, seen.quote)
    assert (
        "The page that the link “the form” leads to is dead (410 Gone), and was in the run of "
        "2026-10-30 09:15." == seen.message
    )


def test_dead_once_is_info() -> None:
    """It may be back in an hour."""
    (seen,) = found({FORM: ONCE}, a=f"# Refunds\n\n<{FORM}>\n")
    assert Severity.INFO is seen.severity
    assert "was dead (404 Not Found) in this run, the first to find it so" in seen.message


def test_one_finding_a_document_and_address() -> None:
    """However often it is linked; with more than ten documents, one for all."""
    text = f"[a]({FORM})\n\n[b]({FORM})\n"
    two = found({FORM: TWICE}, a=text, b=text)
    many = found({FORM: TWICE}, **{f"p{n:02}": text for n in range(12)})
    assert [("docs:a.md", 1), ("docs:b.md", 1)] == [(o.document, o.line) for o in two]
    assert [("docs:p00.md", 10)] == [(o.document, len(o.related)) for o in many]
    assert many[0].message.endswith(" 12 documents link to it; 10 others are listed.")


@pytest.mark.parametrize("state", [LinkState.ALIVE, LinkState.UNKNOWN, LinkState.UNCHECKED])
def test_what_is_not_dead_is_no_finding(state: LinkState) -> None:
    """Refused, busy, slow and unchecked links are counted elsewhere."""
    assert [] == found({FORM: LinkResult(state, "403 Forbidden")}, a=f"[x]({FORM})")


@pytest.mark.parametrize(
    "target",
    [
        "https://example.com/x", "http://docs.example.org/", "https://gate.test/x",
        "http://localhost:8000/", "https://kiosk.local/", "mailto:ann@pellworth.co.uk",
        "https://{{host}}/x", "../forms/refund.md", "https://pellworth.co.uk/${VERSION}/x",
        "ftp://ftp.pellworth.co.uk/x",
    ],
)  # fmt: skip
def test_links_that_are_not_asked_for(target: str) -> None:
    """Examples, templates, other schemes, files of the source."""
    assert [] == found({target: TWICE}, a=f"[x]({target})")


def test_addresses_in_code_are_no_links() -> None:
    """A command is not followed by a reader."""
    assert [] == found({FORM: TWICE}, a=f"```\ncurl {FORM}\n```\n\n`{FORM}`\n")


def test_offline_it_says_that_it_did_not_run() -> None:
    """Silence must not look like a pass."""
    made = corpus({"a.md": f"[x]({FORM})"})
    assert [] == compare(DeadExternalLink(), made)
    assert "no other server may be asked; allow it with --external-links" == (
        DeadExternalLink().skips(made)
    )
