"""FRS207: versions nobody supports any more. The audit is on 2026-11-01."""

from __future__ import annotations

from datetime import date

import pytest
from tests.detectors.corpora import corpus

from ragaudit.detectors.freshness.version_lag import VersionLag
from ragaudit.model import Observation, Product, Severity
from ragaudit.testing import MemoryCorpus, compare, source

BERTHLINE = Product("Berthline", ("Berthline API",), (">=4.2",), locator="products.yml:2")
PYTHON = Product("Python", (), (">=3.11",), {"3.11": date(2026, 10, 1)}, locator="products.yml:3")
NODE = Product("Node", ("Node.js",), ("20", "22"), locator="products.yml:4")


def made(text: str, path: str = "page.md") -> MemoryCorpus:
    products = (BERTHLINE, PYTHON, NODE)
    return corpus({path: text}, sources={"docs": source(products=products)})


def run(text: str, path: str = "page.md") -> list[Observation]:
    return compare(VersionLag(), made(text, path))


@pytest.mark.parametrize(
    "sentence",
    [
        "Open the console of Berthline 3.2 and choose Docks.",
        "Open Berthline version 3.2.",
        "This page is about version 3.2 of Berthline.",
        "The Berthline API v3 answers in XML.",
        "Install Python 3.8 first.",
        "Install Python 3.8, 3.9 or 3.10 first.",
        "The image has Python 3.11.",
        "It runs on Node 18 and needs a restart.",
        "It runs on Node.js 21.",
        "- Berthline 4.1",
        "## Berthline 3.x",
        "| Berthline 3.2 | docks |",
    ],
)
def test_reported(sentence: str) -> None:
    """With and without the word, in every kind of text."""
    (seen,) = run(f"# Docks\n\n{sentence}\n")
    assert (None, True) == (seen.severity, (seen.line or 0) >= 3)


@pytest.mark.parametrize(
    "sentence",
    [
        "Open the console of Berthline 4.2.",
        "Berthline 5 is in preview.",
        "Berthline 4 has docks.",
        "Docks are there since Berthline 3.2.",
        "It requires Python 3.8 or later.",
        "It needs Python 3.8+.",
        "It needs Python >= 3.8.",
        "The option was added in Berthline 3.2.",
        "The option was removed in Berthline 3.2.",
        "Before Berthline 4.0 docks had no names.",
        "We no longer support Python 3.8.",
        "Python 3.8 is no longer supported.",
        "Berthline listens on port 8443.",
        "Berthline 30 days free.",
        "Berthline 192.168.3.2 is the address.",
        "Berthline, section 3.2, tells more.",
        "Set `Python 3.8` in the file.",
        "```\nPython 3.8\n```",
        "> Install Python 3.8 first.",
        "Install Ruby 2.7 first.",
        "Monty-Python 3.8 was a show.",
        "It grew by Berthline 3.2%.",
        "## Changelog\n\nBerthline 3.2 had docks.",
    ],
)
def test_look_alikes(sentence: str) -> None:
    """Supported, newer, since when, other numbers, other products, code and the past."""
    assert [] == run(f"# Docks\n\n{sentence}\n")


def test_a_guide_that_names_both_is_info() -> None:
    """It may tell how to get from one to the other."""
    (seen,) = run("# Upgrade\n\nStop Berthline 3.2.\n\nStart Berthline 4.3.\n")
    assert (
        "Berthline is named in supported versions and in versions that are no longer supported: "
        "3.2; supported is >=4.2 (products.yml:2)."
    ) == seen.message
    assert Severity.INFO is seen.severity


def test_says_which_versions_and_when_they_ended() -> None:
    """One finding a product, on the first use."""
    (seen,) = run("# Setup\n\nInstall Python 3.11.\n\nOr Python 3.8.\n")
    assert (
        "Python is named only in versions that are no longer supported: 3.11 (ended 2026-10-01), "
        "3.8; supported is >=3.11 (products.yml:3).",
        3,
        "Install Python 3.11.",
    ) == (seen.message, seen.line, seen.quote)


@pytest.mark.parametrize(
    "path",
    ["docs/v3/docks.md", "docs/3.2/docks.md", "CHANGELOG.md", "adr/0007-x.md", "archive/x.md"],
)
def test_places_where_old_versions_belong(path: str) -> None:
    """A folder of that version, and records."""
    assert [] == run("Open Berthline 3.2.\n", path)


def test_another_version_s_folder_does_not_count() -> None:
    """The page about version 4 is not about version 3."""
    assert 1 == len(run("Open Berthline 3.2.\n", "docs/v4/docks.md"))


def test_without_a_list_it_says_so() -> None:
    """And finds nothing."""
    bare = corpus({"page.md": "Open Berthline 3.2.\n"})
    assert "products.yml" in (VersionLag().skips(bare) or "")
    assert [] == compare(VersionLag(), bare)
    assert VersionLag().skips(made("x")) is None
