"""The generated rule pages say everything a rule says, and staleness is noticed."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

from markdown_it import MarkdownIt

from ragaudit._docs import check, family, index_page, rule_page, write
from ragaudit.model import Remedy, Rule, Severity

OVERDUE = Rule(
    code="FRS202",
    name="review-overdue",
    severity=Severity.ERROR,
    summary="A declared review date has passed.",
    why="Nobody has confirmed it.",
    remedy=Remedy.VERIFY,
    how_to_fix="Review it.",
    example="```yaml\nnext_review: 2025-01-01\n```",
    not_reported="Dates in the future.",
    references=("https://example.org/reviews", "A handbook on paper"),
)
GAP = replace(OVERDUE, code="OWN101", name="no-owner", gap=True, declare="metadata: {}\n")


def headings(page: str) -> list[str]:
    tokens = MarkdownIt().parse(page)
    return [tokens[i + 1].content for i, token in enumerate(tokens) if token.type == "heading_open"]


def test_page_has_every_part() -> None:
    """Headings in order; the example stays one block although it holds a fence."""
    expected = ["FRS202 review-overdue", "Why it matters", "Example", "What is not reported",
                "How to fix it", "Suppress", "References"]  # fmt: skip
    page = rule_page(OVERDUE)
    fences = [token.content for token in MarkdownIt().parse(page) if token.type == "fence"]
    assert headings(page) == expected
    assert fences[0] == OVERDUE.example + "\n"


def test_gap_says_how_to_declare() -> None:
    """A gap rule shows the lines of configuration; another rule does not."""
    assert "```yaml\nmetadata: {}\n```" in rule_page(GAP)
    assert "whole source" not in rule_page(OVERDUE)


def test_off_by_default_is_said() -> None:
    """Nobody believes that a rule ran which did not."""
    off = replace(OVERDUE, enabled=False)
    assert "| on by default | no |" in rule_page(off)
    assert "error (off by default)" in index_page([off])


def test_index_is_by_family() -> None:
    """Families in the order of the catalogue, foreign ones last, every rule once."""
    foreign = replace(OVERDUE, code="ABC001", summary="a | b")
    page = index_page([foreign, OVERDUE, GAP])
    assert headings(page) == ["Rules", "Ownership", "Freshness", "ABC"]
    assert [page.count(f"[{code}]") for code in ("OWN101", "FRS202", "ABC001")] == [1, 1, 1]
    assert "a \\| b" in page


def test_family_of_a_stranger() -> None:
    """Unknown letters stand for themselves."""
    assert (family(OVERDUE), family(replace(OVERDUE, code="ABC001"))) == ("Freshness", "ABC")


def test_check_names_what_is_stale(tmp_path: Path) -> None:
    """Missing, changed and left-over pages are named; fresh ones are not."""
    write(tmp_path, [OVERDUE, GAP])
    assert check(tmp_path, [OVERDUE, GAP]) == []
    (tmp_path / "FRS202.md").write_text("edited by hand")
    (tmp_path / "XXX999.md").write_text("of a rule that is gone")
    (tmp_path / "OWN101.md").unlink()
    assert check(tmp_path, [OVERDUE, GAP]) == ["FRS202.md", "OWN101.md", "XXX999.md"]
    write(tmp_path, [OVERDUE, GAP])
    assert check(tmp_path, [OVERDUE, GAP]) == []
