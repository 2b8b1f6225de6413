"""FRS206: texts whose years are long past. The audit is on 2026-11-01."""

from __future__ import annotations

from datetime import date

import pytest
from tests.detectors.corpora import corpus, describe

from ragaudit.detectors.freshness.old_year_only import OldYearOnly
from ragaudit.model import Observation, Times
from ragaudit.testing import compare, known

OLD = "Fees rose in 2021. The board met in May 2021. The budget for 2022 is unchanged.\n"


def run(text: str, path: str = "page.md") -> list[Observation]:
    return compare(OldYearOnly(), corpus({path: text}))


@pytest.mark.parametrize(
    "text",
    [
        OLD,
        "- Fees rose in 2021.\n- They rose in 2022.\n- They fell in 2023.\n",
        "| Year | Fee |\n| --- | --- |\n| 2021 | 3 |\n| 2022 | 4 |\n| 2023 | 5 |\n",
        "The plan runs from 2019 to 2022; the review is in 2024.\n",
        "Fees rose on 3 May 2021, on 2022-05-03 and in June 2023.\n",
    ],
)
def test_reported(text: str) -> None:
    """Three years or more, the newest two years back."""
    assert 1 == len(run("# Fees\n\n" + text))


@pytest.mark.parametrize(
    "text",
    [
        "Fees rose in 2021, 2022 and 2025.\n",
        "Fees rose in 2021 and 2022.\n",
        "See the Companies Act 2006, the Equality Act 2010 and the Data Act 2018.\n",
        "Install SQL Server 2019, Windows Server 2016 or Exchange 2019.\n",
        "Fees are low (Smith, 2019), fair (Roy, 2020) and known (Lee, 2021).\n",
        "## References\n\nA. Roy, 2019. B. Lee, 2020. C. Roy, 2021.\n",
        "## History\n\n" + OLD,
        "```\n2019 2020 2021\n```\n",
        "> " + OLD,
    ],
)
def test_look_alikes(text: str) -> None:
    """Recent, few, laws, products, citations, the past and code."""
    assert [] == run("# Fees\n\n" + text)


def test_pages_that_are_kept_or_tell_of_their_year() -> None:
    """Changed or reviewed lately, or named after a year."""
    for times in (Times(reviewed=known(date(2026, 1, 1))),
                  Times(content_modified=known(date(2025, 1, 1)))):  # fmt: skip
        made = corpus({"page.md": "# Fees\n\n" + OLD})
        describe(made, "page.md", times=times)
        assert [] == compare(OldYearOnly(), made)
    assert [] == run("# Fees 2022\n\n" + OLD)
    assert [] == run("# Fees\n\n" + OLD, "fees-2022.md")


def test_says_which_years() -> None:
    """On the newest of them; off by default."""
    (seen,) = run("# Fees\n\n" + OLD)
    assert "The newest year the text names is 2022; it names 2021 (2), 2022 (1)." == seen.message
    assert not OldYearOnly.rule.enabled
