"""STR804."""

from __future__ import annotations

from tests.detectors.corpora import corpus

from ragaudit.detectors.structure.boilerplate_dominant import BoilerplateDominant
from ragaudit.model import Observation
from ragaudit.testing import check_detector, compare

FOOTER = (
    "Orders placed before noon leave the warehouse on the same working day. "
    "Pellworth does not accept liability for delays that are caused by the carrier. "
    "Prices are net of value added tax and are valid until the end of the month. "
    "Questions about an order go to the service desk, which answers within one working day."
)
WORDS = [
    "anchor",
    "beacon",
    "cable",
    "derrick",
    "engine",
    "forklift",
    "gantry",
    "hoist",
    "ingot",
    "jetty",
    "keel",
    "lever",
]


def own(n: int, length: int = 30) -> str:
    """Text only this document has."""
    return " ".join(f"{WORDS[(n + i) % 12]}{n}" for i in range(length)) + "."


def notes(count: int, length: int = 30) -> dict[str, str]:
    """Price notes, each with a few words of its own above the same footer."""
    return {f"p{n:02}.md": f"# Note {n}\n\n{own(n, length)}\n\n{FOOTER}\n" for n in range(count)}


def others(count: int) -> dict[str, str]:
    """Documents that share nothing."""
    return {f"z{n:02}.md": f"# Page {n}\n\n{own(n + 50, 60)}\n" for n in range(count)}


def found(pages: dict[str, str]) -> list[Observation]:
    """What the rule says of these pages."""
    return compare(BoilerplateDominant(), corpus(pages))


def test_it_is_a_detector() -> None:
    """The rule explains itself and its kind is clear."""
    check_detector(BoilerplateDominant())


def test_a_whole_source_of_boilerplate_is_one_finding() -> None:
    """It hangs on the first document and lists ten others."""
    (seen,) = found(notes(25))
    assert ("docs:p00.md", 10, 5) == (seen.document, len(seen.related), seen.line)
    assert seen.message.startswith("In 25 of the 25 documents of this source, this one among them,")
    assert seen.quote.startswith("Questions about an order") or seen.quote.startswith("Prices")


def test_more_than_ten_with_one_footer_are_one_finding() -> None:
    """A part of a source."""
    (seen,) = found(notes(25) | others(40))
    assert seen.message.startswith("In 25 documents, this one among them,")
    assert "here it is 65 %" in seen.message


def test_single_documents_are_reported_one_by_one() -> None:
    """Nineteen long documents carry the footer as well; in them it does not dominate."""
    (seen,) = found(notes(1) | {f"l{p}": t for p, t in notes(20, length=200).items()} | others(40))
    assert ("docs:p00.md", 5) == (seen.document, seen.line)
    assert "65 % of the 86 words of running text stand in 20 or more documents of this source." == (
        seen.message
    )


def test_a_footer_that_does_not_dominate() -> None:
    """Every page of a site has one."""
    assert [] == found(notes(30, length=80))


def test_nineteen_documents_are_not_many() -> None:
    """One fewer than the threshold."""
    assert [] == found(notes(19))


def test_versions_and_languages_of_one_page() -> None:
    """Twenty-five releases of one page are one page."""
    pages = {f"v{n}/order.md": t for n, t in enumerate(notes(25).values())}
    assert [] == found(pages)


def test_copies_of_one_text() -> None:
    """These are duplicates, which other rules report."""
    pages = {f"c{n}.md": f"# Note\n\n{own(1)}\n\n{FOOTER}\n" for n in range(25)}
    assert [] == found(pages)


def test_headings_code_and_tables_do_not_count() -> None:
    """A form of headings and a sample command on every page are meant."""
    frame = "## When to use\n\n```\n" + FOOTER + "\n```\n\n| a | b |\n|---|---|\n| x | y |\n"
    pages = {f"p{n}.md": f"# N\n\n{own(n, 60)}\n\n{frame}" for n in range(25)}
    assert [] == found(pages)


def test_stubs_are_no_documents() -> None:
    """Fewer than fifty words."""
    pages = {
        f"p{n}.md": f"# N {n}\n\nThis page has moved to the new handbook.\n" for n in range(25)
    }
    assert [] == found(pages)
