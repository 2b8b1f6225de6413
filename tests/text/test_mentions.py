"""Dates in running text: what is read, and what is left alone."""

from __future__ import annotations

from datetime import date
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ragaudit.text.mentions import Precision, find_dates, has_year


@pytest.mark.parametrize(
    ("text", "said", "last", "precision"),
    [
        ("by 31 March 2026.", "31 March 2026", date(2026, 3, 31), Precision.DAY),
        ("on the 1st of May 2024", "1st of May 2024", date(2024, 5, 1), Precision.DAY),
        ("on March 31, 2026,", "March 31, 2026", date(2026, 3, 31), Precision.DAY),
        ("Sept. 3rd, 2025", "Sept. 3rd, 2025", date(2025, 9, 3), Precision.DAY),
        ("on 2026-03-31 at", "2026-03-31", date(2026, 3, 31), Precision.DAY),
        ("by March 2026", "March 2026", date(2026, 3, 31), Precision.MONTH),
        ("end of Q1 2026", "end of Q1 2026", date(2026, 3, 31), Precision.QUARTER),
        ("in the third quarter of 2025", "the third quarter of 2025", date(2025, 9, 30),
         Precision.QUARTER),
        ("in H1 2025", "H1 2025", date(2025, 6, 30), Precision.QUARTER),
        ("early 2026", "early 2026", date(2026, 6, 30), Precision.YEAR),
        ("mid-2026", "mid-2026", date(2026, 9, 30), Precision.YEAR),
        ("by the end of 2025", "the end of 2025", date(2025, 12, 31), Precision.YEAR),
    ],
)  # fmt: skip
def test_one_date(text: str, said: str, last: date, precision: Precision) -> None:
    """The words, the last day they may mean, and how exact they are."""
    (found,) = find_dates(text)
    assert (said, last, precision) == (text[found.start : found.end], found.last, found.precision)


@pytest.mark.parametrize(
    "text",
    ["03/04/2026", "CVE-2024-1234", "2024/25", "#2024", "£2024", "v2024.1", "2,024 pages",
     "port 3000", "31 February 2026", "2026-13-45", "year2026", "2024%"],
)  # fmt: skip
def test_no_date(text: str) -> None:
    """Ambiguous, impossible, or another number."""
    assert [] == list(find_dates(text))


@given(st.text(alphabet="0123456789 -/.,QH12MarchofendtheJuly", max_size=120))
def test_any_text_is_survived(text: str) -> None:
    """Spans are in order, inside the text, and only where there is a year."""
    found = list(find_dates(text))
    assert all(a.end <= b.start for a, b in pairwise(found))
    assert has_year(text) or not found
