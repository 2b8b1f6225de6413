"""EXT704."""

from __future__ import annotations

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
