"""DUP402."""

from __future__ import annotations

import pytest
from tests.detectors.corpora import EXPENSES, ONBOARDING, corpus, describe, page, seen

from ragaudit.detectors.duplicate.exact_duplicate import ExactDuplicate
from ragaudit.detectors.duplicate.near_duplicate import NearDuplicate
from ragaudit.model import Confidence
from ragaudit.testing import MemoryCorpus, check_detector, compare, known

COUNTRY = """\
# Public holidays in {country}

Employees in {country} have {days} public holidays a year. A holiday that falls on a weekend is not
moved. If you work on one of them, you get the hours back within the next three months, in full
days or in hours, as you agree with your line manager. The office in {city} is closed on all of
them, and support is handed over to the next region. Ask people operations if a regional holiday
applies to you; the calendar of the tool does not know all of them.
"""

COMMAND = """\
# backup {name}

Run the command on the host that holds the volume. It reads the configuration from the usual
places, prints one line for every file, and ends with exit code zero if nothing went wrong. See the
list of global options below for logging and for the proxy settings of your site.

```
backup {name} --{option} --verbose --target /srv/{name} --first {name} --second {option}
backup {name} list --{option} all --{option} none --only {name} --never {option}
backup {option} --dry-run --of {name} --for {option} --with {name} --without {option}
```
"""


def test_it_is_a_detector() -> None:
    """The rule explains itself and its kind is clear."""
    check_detector(NearDuplicate())


def test_quotes_the_first_passage_that_differs_on_both_sides() -> None:
    """30 days here, 14 days there: the very thing a reader needs to decide."""
    made = corpus(
        {"a.md": EXPENSES, "finance/a.md": EXPENSES.replace("within 30 days", "within 14 days")}
    )
    (found,) = compare(NearDuplicate(), made)
    assert ("docs:finance/a.md", 3) == (found.document, found.line)
    assert "within 14 days," in found.quote
    assert "within 30 days," in found.related[0].quote
    assert found.message.startswith("90 % of the five-word sequences are the same as in `a.md`.")
    assert Confidence.HIGH == found.confidence


def test_a_paragraph_more_on_one_side_is_quoted_alone() -> None:
    """Where nothing stands opposite, only one side is quoted."""
    made = corpus({"a.md": EXPENSES, "b/a.md": EXPENSES + "\nAsk Ann if in doubt.\n"})
    (found,) = compare(NearDuplicate(), made)
    assert "Only this one says: «Ask Ann if in doubt.»." in found.message


def test_other_titles_lower_the_confidence() -> None:
    """The text is the same, but somebody gave it another name."""
    other = EXPENSES.replace("# Expenses", "# Getting money back").replace("30 days", "14 days")
    (found,) = compare(NearDuplicate(), corpus({"a.md": EXPENSES, "money.md": other}))
    assert Confidence.MEDIUM == found.confidence


def test_exact_duplicates_are_not_reported_again() -> None:
    """One problem, one finding: of two equal copies only one is compared with the third."""
    near = EXPENSES.replace("within 30 days", "within 14 days")
    made = corpus({"a.md": EXPENSES, "b/a.md": EXPENSES, "c/d/a.md": near})
    assert [("b/a.md", ["a.md"])] == seen(ExactDuplicate(), made)
    assert [("c/d/a.md", ["a.md"])] == seen(NearDuplicate(), made)


def test_less_than_four_fifths_is_no_duplicate() -> None:
    """Two texts that share half of their words are two texts."""
    made = corpus({"a.md": EXPENSES, "b.md": EXPENSES[: len(EXPENSES) // 2] + ONBOARDING})
    assert [] == seen(NearDuplicate(), made)


def test_pages_of_one_template_about_different_subjects_stay_silent() -> None:
    """The words that differ in the titles come back in the text, and only facts differ besides."""
    pages = {
        f"holidays/{country.lower()}.md": COUNTRY.format(country=country, days=days, city=city)
        for country, days, city in (
            ("Germany", 10, "Berlin"),
            ("France", 11, "Paris"),
            ("Spain", 14, "Madrid"),
        )
    }
    assert [] == seen(NearDuplicate(), corpus(pages))


def test_entries_of_a_reference_stay_silent() -> None:
    """Two alerts with two thresholds, each titled by its name; in words it would be one subject."""
    text = EXPENSES.replace("# Expenses", "# {}")
    pages = {
        "tape-85.md": text.format("TapeWarning85"),
        "tape-full.md": text.replace("30 days", "14 days").format("TapeCritical"),
    }
    assert [] == seen(NearDuplicate(), corpus(pages))
    worded = {name: page.replace("# Tape", "# Tape ") for name, page in pages.items()}
    assert 1 == len(seen(NearDuplicate(), corpus(worded)))


def test_a_template_page_copied_without_another_subject_is_reported() -> None:
    """Same subject, another number: one of the two is wrong."""
    pages = {
        "holidays/germany.md": COUNTRY.format(country="Germany", days=10, city="Berlin"),
        "people/rules/germany.md": COUNTRY.format(country="Germany", days=11, city="Berlin"),
    }
    assert [("people/rules/germany.md", ["holidays/germany.md"])] == seen(
        NearDuplicate(), corpus(pages)
    )


def test_commands_described_in_the_same_words_differ_in_their_examples() -> None:
    """Likeness outside code alone is not enough."""
    pages = {
        "create.md": COMMAND.format(name="create", option="force"),
        "restore.md": COMMAND.format(name="restore", option="latest"),
    }
    assert [] == seen(NearDuplicate(), corpus(pages))


def test_short_documents_are_left_out() -> None:
    """In twenty words, one word is a quarter of the sequences."""
    text = "The kitchen on floor {} is closed on Friday, the pipes are being repaired. Thank you."
    made = corpus({"a.md": text.format(2), "b.md": text.format(3)})
    assert [] == seen(NearDuplicate(), made)


@pytest.mark.parametrize("fact", ["canonical", "superseded_by", "generated"])
def test_declared_relations_stay_silent(fact: str) -> None:
    """A mirror, a superseded text (FRS213 reports it) and a generated page are known about."""
    made = corpus({"a.md": EXPENSES, "b/a.md": EXPENSES.replace("30 days", "14 days")})
    describe(made, "b/a.md", **{fact: known("other.md")})
    assert [] == seen(NearDuplicate(), made)


def test_data_tables_are_no_text() -> None:
    """Two monthly exports share most rows."""
    rows = "\n".join(f"| row {n} | value {n} of the monthly export |" for n in range(40))
    table = page("| a | b |\n|---|---|\n" + rows, format="csv")
    other = page("| a | b |\n|---|---|\n" + rows.replace("value 7 ", "value 8 "), format="csv")
    assert [] == seen(NearDuplicate(), MemoryCorpus.of({"a.csv": table, "b.csv": other}))


def test_many_alike_are_one_finding() -> None:
    """A family of pages with one more sentence each does not fill the report."""
    pages = {f"p{n:02}/a.md": EXPENSES + f"\nAsk colleague number {n} here.\n" for n in range(15)}
    (found,) = compare(NearDuplicate(), corpus(pages))
    assert found.message.startswith("14 other documents share at least ")
    assert (10, Confidence.MEDIUM) == (len(found.related), found.confidence)


def test_a_second_run_reads_no_text_to_verify() -> None:
    """Verified likeness is remembered by the hashes of both texts."""
    made = corpus({"a.md": EXPENSES, "b/a.md": EXPENSES.replace("30 days", "14 days")})
    compare(NearDuplicate(), made)
    keys = [name for name in made._once if name.startswith("duplicate-jaccard")]
    texts = sorted(d.content.text_sha256 for d in made.documents.values())
    assert ["duplicate-jaccard/2\0" + ":".join(texts)] == keys
