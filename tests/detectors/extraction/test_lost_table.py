"""EXT706."""

from __future__ import annotations

from dataclasses import replace

import pytest
from tests.detectors.corpora import page

from ragaudit.detectors.extraction.lost_table import LostTable
from ragaudit.model import Content
from ragaudit.testing import check_detector
from ragaudit_connectors.parsing import parse

REGIONS = """\
Docks booked by region and quarter, in thousands
Region Q1 Q2 Share
North West 12 30 4.5
North East and Yorkshire 9 28 3.1
London 40 61 8.8
South 22 35 6.0
These figures exclude bookings that carriers took back within an hour.
"""
PRICES = """\
Small crate 4.20 £84.00
Large crate with lid 6.10 £122.00
Euro pallet 11.00 £220.00
Half pallet 6.50 £130.00
Roll cage 9.75 £195.00
"""


def text(written: str, form: str = "text", number: int | None = None) -> Content:
    """A file of running text, as a parser of pages gives it."""
    made = parse(f"{written}\n".encode(), "page.txt", "text")
    blocks = tuple(replace(b, page=number) for b in made.blocks)
    return replace(made, format=form, blocks=blocks)


def found(content: Content) -> list[str]:
    """What is said."""
    return [o.message for o in LostTable().inspect(content)]


def test_it_is_a_detector() -> None:
    """The rule explains itself and its kind is clear."""
    check_detector(LostTable())


def test_a_table_of_a_pdf() -> None:
    """Where, how large, and its first rows."""
    (seen,) = LostTable().inspect(text(REGIONS, "pdf", number=3))
    assert 3 == seen.line
    assert (
        "A table on page 3 was read as running text: 4 rows that each end in 3 figures, and "
        "nothing parts them." == seen.message
    )
    assert "North West 12 30 4.5 / North East and Yorkshire 9 28 3.1 / London 40 61 8.8" == (
        seen.quote
    )


@pytest.mark.parametrize("form", ["text", "markdown", "html", "eml", "docx"])
def test_rows_pasted_into_other_formats(form: str) -> None:
    """Names of different lengths before the figures make the columns a guess."""
    assert 1 == len(found(text(REGIONS, form)))


def test_five_rows_of_two_figures() -> None:
    """With the name that is three columns."""
    assert 1 == len(found(text(PRICES)))


def test_empty_cells_and_negative_figures() -> None:
    """As accounts write them."""
    rows = "Fees 1,200 (35) 12%\nOther income – 40 3%\nRent and rates -900 n/a 9%\nTax 77 12 1%"
    assert 1 == len(found(text(rows, "pdf")))


def test_two_tables_are_one_finding() -> None:
    """The largest is quoted."""
    (said,) = found(text(f"{REGIONS}\nBetween them.\n\n{PRICES}", "pdf"))
    assert said.startswith("2 tables were read as running text, the largest: 5 rows")


@pytest.mark.parametrize(
    "written",
    [
        "North West   12   30   4.5\nNorth East   9    28   3.1\nLondon       40   61   8.8\n" * 2,
        "North West | 12 | 30 | 4.5\nNorth East | 9 | 28 | 3.1\nLondon | 40 | 61 | 8.8\n" * 2,
        "Region\t12\t30\nNorth\t9\t28\nLondon\t40\t61\nSouth\t1\t2\nWest\t5\t6\n",
        "Front desk tel 020 7946 0000\nSecurity desk tel 020 7946 0001\nPost tel 020 7946 0002\n"
        "Canteen at the gate tel 020 7946 0003\nYard tel 020 7946 0004\n",
        "Feature freeze: July 31, 2026\nCode freeze: Sept. 4, 2026\nThe release: Oct 9, 2026\n"
        "Patch one: Nov 2, 2026\nPatch number two: Dec 1, 2026\n",
        "Pod affinity - 1.22\nPreferred node names - 1.22\nScoring - 1.21\nLimits of it - 1.20\n"
        "Ports - 1.19\n",
        "1 2 3 4\n5 6 7 8\n9 8 7 6\n5 4 3 2\n1 1 2 2\n",
        "In 2024 we had 12 docks.\nIn 2025 we had 14 docks.\nIn 2026 we had 15 docks.\n" * 3,
        "Deliveries 12 14\nReturns in all 3 2\nOn Monday we counted again.\n",
        "See sections 4 and 5 3\n",
        "",
    ],
)
def test_lines_that_are_no_lost_table(written: str) -> None:
    """Cells that are still parted, contacts, dates, data, prose."""
    assert [] == found(text(written))


def test_real_tables_and_code() -> None:
    """Their rows are rows."""
    table = "| a | b | c |\n|---|---|---|\n" + "| North West | 12 | 30 |\n" * 6
    assert [] == found(page(f"{table}\n\n```\n{REGIONS}{PRICES}```\n"))


def test_columns_that_only_the_source_shows() -> None:
    """Markdown draws no gaps, but whoever indexes the file sees them."""
    rows = ["North West   12   30   4.5", "North   9   28   3.1", "London   40   61   8.8"] * 2
    assert [] == found(page("\n".join(rows)))


def test_data_files() -> None:
    """Rows of a CSV file are what they are."""
    assert [] == found(text(PRICES, "csv"))


def test_the_same_line_again_and_again() -> None:
    """A running header is no table."""
    assert [] == found(text("Handbook of Pellworth Ltd page 12 40\n" * 8, "pdf"))
