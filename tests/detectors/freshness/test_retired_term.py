"""FRS208: names that were retired. The audit is on 2026-11-01."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from tests.detectors.corpora import corpus, describe

from ragaudit.contracts import Feature, Member
from ragaudit.detectors.freshness._vocabulary import WORDS, Vocabulary, users_of
from ragaudit.detectors.freshness.retired_term import RetiredTermUsed
from ragaudit.model import Lifecycle, Observation, RetiredTerm, Severity
from ragaudit.testing import MemoryCorpus, compare, known, source, text_content

BRIDGE = RetiredTerm(("EDI bridge",), date(2026, 4, 1), "webhooks", locator="terms.yml:2")
SLACK = RetiredTerm(("Slack",), unless=("Slack time",), locator="terms.yml:3")
PLAN = RetiredTerm(("Starter plan", "Starter tier"), date(2025, 1, 1), "Basic plan")


def made(text: str, *terms: RetiredTerm, path: str = "page.md") -> MemoryCorpus:
    terms = terms or (BRIDGE, SLACK, PLAN)
    return corpus({path: text}, sources={"docs": source(retired_terms=terms)})


def run(text: str, *terms: RetiredTerm, path: str = "page.md") -> list[Observation]:
    return compare(RetiredTermUsed(), made(text, *terms, path=path))


@pytest.mark.parametrize(
    "sentence",
    [
        "Send the arrivals through the EDI bridge.",
        "Restart the EDI-bridge when the queue is stuck.",
        "The edi bridge’s queue is on port 8443.",
        "Both EDI bridges are monitored.",
        "Ask in Slack before you deploy.",
        "The Starter tier has two docks.",
        "| Plan | Docks |\n| --- | --- |\n| Starter plan | 2 |",
        "## EDI bridge",
        "- Log in to the EDI bridge",
        "The **EDI bridge** forwards every arrival.",
    ],
)
def test_reported(sentence: str) -> None:
    """In prose, lists, tables and headings, under every spelling."""
    found = run(f"# Arrivals\n\n{sentence}\n")
    assert 1 == len(found)
    assert (found[0].line or 0) >= 3


@pytest.mark.parametrize(
    "sentence",
    [
        "Webhooks (formerly the EDI bridge) carry the arrivals.",
        "The EDI bridge was switched off on 1 April 2026.",
        "The EDI bridge has been retired.",
        "The EDI bridge is no longer available.",
        "The connector replaced the EDI bridge.",
        "We migrated from the EDI bridge in spring.",
        "It was renamed from EDI bridge.",
        "The old EDI bridge kept its own queue.",
        "Use the connector instead of the EDI bridge.",
        "Where you had the EDI bridge, use webhooks.",
        "Set `EDI bridge` in the file.",
        "```\nEDI bridge\n```",
        "> The EDI bridge carries the arrivals.",
        "See https://wiki.acme.example/Slack for more.",
        "Write to Slack@acme.example.",
        "There is some slack in the rope.",
        "Slack time is planned in.",
        "Slackers are not welcome.",
        "The credit bridge is closed.",
        "EDI goes over the bridge.",
        "## History\n\nThe EDI bridge carried the arrivals.",
    ],
)
def test_look_alikes(sentence: str) -> None:
    """The past, the replacement, code, addresses and other words."""
    assert [] == run(f"# Arrivals\n\n{sentence}\n")


def test_says_since_when_and_what_instead() -> None:
    """One finding a document and term, on the first use."""
    text = "# Arrivals\n\nStart the EDI bridge.\n\nThen stop the EDI bridge.\n"
    (seen,) = run(text)
    assert (
        "“EDI bridge” was retired on 2026-04-01 (terms.yml:2). It stands in 2 places.",
        3,
        "Start the EDI bridge.",
        "Write “webhooks” where that is meant, and check that the rest still holds.",
    ) == (seen.message, seen.line, seen.quote, seen.action)


def test_a_page_that_knows() -> None:
    """One that explains the name elsewhere is info."""
    text = "Webhooks replaced the EDI bridge.\n\nStart the EDI bridge.\n"
    assert [Severity.INFO] == [o.severity for o in run(text)]


def test_two_terms_are_two_findings() -> None:
    """Each on its own line."""
    found = run("Ask in Slack about the Starter plan.\n\nThe EDI bridge is up.\n")
    assert ["EDI bridge", "Slack", "Starter plan"] == sorted(o.key or "" for o in found)


@pytest.mark.parametrize(
    "changes",
    [{"since": date(2027, 1, 1)}, {"allow": ("page.md",)}, {"allow": ("**/*.md",)}],
)
def test_terms_that_do_not_count_here(changes: dict[str, Any]) -> None:
    """Retired later, or allowed on this path."""
    assert [] == run("The EDI bridge is up.\n", replace(BRIDGE, **changes))


@pytest.mark.parametrize("path", ["CHANGELOG.md", "adr/0007-edi.md", "archive/edi.md"])
def test_records(path: str) -> None:
    """They name what there was."""
    assert [] == run("The EDI bridge is up.\n", path=path)


def test_retired_documents_are_told_of_elsewhere() -> None:
    """FRS213 reports them as a whole."""
    corpus = made("The EDI bridge is up.\n")
    describe(corpus, "page.md", lifecycle=known(Lifecycle.DEPRECATED))
    assert [] == compare(RetiredTermUsed(), corpus)


def test_without_a_list_it_says_so() -> None:
    """And finds nothing."""
    bare = corpus({"page.md": "The EDI bridge is up.\n"})
    assert "retired-terms.yml" in (RetiredTermUsed().skips(bare) or "")
    assert [] == compare(RetiredTermUsed(), bare)
    assert RetiredTermUsed().skips(made("x")) is None


def test_secrets_are_not_remembered() -> None:
    """What is kept between runs is redacted."""
    corpus = made("The EDI bridge uses password: hunter2hunter2 today.\n")
    compare(RetiredTermUsed(), corpus)
    kept = [value for key, value in corpus._once.items() if key.startswith("FRS208")]
    assert 1 == len(kept)
    assert "hunter2" not in kept[0]


@given(st.lists(st.text(alphabet="abcdeés'’ -", min_size=1, max_size=20), max_size=30))
def test_the_vocabulary_misses_no_word(texts: list[str]) -> None:
    """Every word of a text is found again, also without its plural `s`."""
    content = text_content("\n\n".join(texts))
    (feature,) = Vocabulary().extract(content)
    member = Member("docs:a", Feature(WORDS, feature.value))
    names = [part for text in texts for part in text.split() if part.strip("'’-")]
    assert all(list(users_of([name], [member])) for name in names)
