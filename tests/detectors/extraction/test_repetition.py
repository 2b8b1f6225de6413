"""EXT704."""

from __future__ import annotations

import textwrap

import pytest

from ragaudit.detectors.extraction.repetition import Repetition
from ragaudit.model import Observation
from ragaudit.testing import check_detector
from ragaudit_connectors.parsing import parse

HEADER = "Acme Ltd. – internal use – page of the staff handbook, edition 2024"


def run(text: str, format: str = "markdown") -> list[Observation]:
    return list(Repetition().inspect(parse(text.encode(), f"page.{format}", format)))


def paragraphs(count: int) -> list[str]:
    things = ["badges", "desks", "phones", "rooms", "laptops", "parking", "lunch", "travel"]
    return [
        f"Number {n}: ask for {things[n % 8]} at counter {n * 7 % 31} between {n % 12} and {n % 9}"
        f" o'clock, and bring form {n * n} with you."
        for n in range(count)
    ]


def test_it_is_a_detector() -> None:
    """The rule explains itself."""
    check_detector(Repetition())


def test_running_header() -> None:
    """The same line on every page."""
    text = "\n\n".join(f"{HEADER}\n\n{paragraph}" for paragraph in paragraphs(20))
    (found,) = run(text)

    assert "stands here 20 times" in found.message
    assert found.quote == HEADER
    assert found.line == 5


def test_everything_twice() -> None:
    """A converter that wrote each page twice."""
    text = "\n\n".join(paragraphs(12) * 2)
    (found,) = run(text)

    assert found.message.startswith("12 of 24 passages (50 %) repeat an earlier one")


def test_phrase_in_a_loop() -> None:
    """A generator that got stuck."""
    (found,) = run("The answer follows. " + "we are happy to help and " * 80)

    assert "make up" in found.message


def test_ordinary_text() -> None:
    """Paragraphs of one pattern are no repetition."""
    assert run("\n\n".join(paragraphs(30))) == []


def test_a_few_repeats() -> None:
    """A note that stands in several sections."""
    note = "This feature is only available with the experimental flag enabled."
    text = "\n\n".join(f"{p}\n\n{note}" if n % 5 == 0 else p for n, p in enumerate(paragraphs(20)))

    assert run(text) == []


def test_fields_of_a_reference() -> None:
    """Short fields are repeated by design."""
    text = "\n\n".join(f"{p}\n\nDefault: none\n\nRequired: no" for p in paragraphs(20))

    assert run(text) == []


def test_tables_lists_code_and_data() -> None:
    """Rows, items and records may be equal."""
    rows = "| yes | no | not applicable to this product line |\n" * 60
    table = f"| a | b | c |\n|---|---|---|\n{rows}"
    items = "- restart the service and check the log again\n" * 60
    code = "```\n" + "print the same line of code once more\n" * 60 + "```\n"

    assert [run(text) for text in (table, items, code)] == [[], [], []]
    assert run("name,remark\n" + "x,nothing to report for this day\n" * 60, "csv") == []


def test_short_text() -> None:
    """Ten equal lines of a poem prove nothing."""
    assert run("\n\n".join(["Row, row, row your boat"] * 12)) == []


def test_list_of_addresses() -> None:
    """Addresses on one host share their beginning."""
    links = "\n\n".join(
        f"https://github.com/acme/docs/commit/{n:040x} by Ann {n}" for n in range(99)
    )

    assert run(links) == []


def test_dotted_lines() -> None:
    """Dots to write on, or to draw with, are no words."""
    assert run("\n\n".join(f"{p} {'. ' * 40}" for p in paragraphs(12))) == []


def between_lines(header: str, lines: list[str], every: int = 4) -> str:
    """One line put between others, with no blank line anywhere."""
    out = []
    for number, line in enumerate(lines):
        if number % every == 0:
            out.append(header.format(page=number // every + 1))
        out.append(line)
    return "\n".join(out) + "\n"


def wrapped(count: int) -> list[str]:
    """Prose broken after 80 characters."""
    return textwrap.wrap(" ".join(paragraphs(count)), 80)


@pytest.mark.parametrize(
    "header", [HEADER, "Acme Ltd. – staff handbook – internal – page {page} of 40"]
)
@pytest.mark.parametrize("lines", [paragraphs(64), wrapped(60)])
def test_running_header_in_text_without_blank_lines(header: str, lines: list[str]) -> None:
    """A line is a passage there, and the number of the page is no difference."""
    text = between_lines(header, lines)
    (found,) = run(text, "text")

    assert f"stands here {text.count('Acme Ltd.')} times" in found.message
    assert (found.quote, found.line) == (header.format(page=2), 6)


def verse() -> str:
    things = ["rose", "stone", "river", "hill", "cloud", "lamp", "road", "tree", "wind", "bell"]
    lines = [f"The {a} that sang to every {b}" for a in things for b in things if a != b]
    return between_lines("And miles to go before I sleep", lines, 3)


def log() -> str:
    lines = [
        f"2026-01-{n % 28 + 1:02} 10:{n % 60:02}:07 job {n} took {n * n} ms" for n in range(80)
    ]
    return between_lines("Connection to the mail server was reset by peer", lines, 3)


def addresses() -> str:
    lines = [f"Ann Number{n}\nRoom {n * 7}, telephone {n * n + 1000}" for n in range(40)]
    return between_lines("Acme Limited, 12 High Street, London EC1", lines, 1)


def table() -> str:
    lines = [f"{p[:40]} and this is where the row ends." for p in paragraphs(60)]
    return between_lines("| all day | the whole year round | yes |", lines, 3)


def test_repeated_lines_of_verse_logs_addresses_and_tables() -> None:
    """They repeat by design."""
    assert [] == [o for made in (verse, log, addresses, table) for o in run(made(), "text")]


def test_a_line_that_comes_back_now_and_then() -> None:
    """A few reminders are no running header."""
    assert (
        run(between_lines("Ask the front desk if anything is unclear.", wrapped(60), 14), "text")
        == []
    )


def test_a_list_without_a_blank_line_before_it() -> None:
    """Its items are no passages, however a parser takes them."""
    things = ["issue", "resource", "provision", "endpoint", "column", "dataset", "pipeline", "log"]
    lists = [
        "**Tables**:\n"
        + "".join(
            f"    - {a}{n}: Holds what there is of the {b}, sourced from the main database.\n"
            for a, b in zip(things, reversed(things), strict=True)
        )
        for n in range(8)
    ]
    assert run("\n".join(lists)) == []


@pytest.mark.parametrize("lead", ["Within one month, you will...", "In the first month you will:"])
def test_words_that_lead_into_lists(lead: str) -> None:
    """Every role has the same ones."""
    roles = [f"## Role {n}\n\n**{lead}**\n\n- {p}\n\n{p}" for n, p in enumerate(paragraphs(16))]
    assert run("\n\n".join(roles)) == []


def test_words_that_lead_into_lists_still_count_as_text() -> None:
    """A remark that stands six times among them is no header."""
    cases = [f"{p}\n\nFor example, write this:\n\n" for p in paragraphs(12)]
    remark = "All errors must be handled where they occur.\n\n"
    assert run("".join(case + remark * (n < 8) for n, case in enumerate(cases))) == []
