"""What the accuracy benchmarks count, and what not."""

from __future__ import annotations

from collections import Counter

import pytest
import yaml
from benchmarks.detectors._markdown import put_section
from benchmarks.detectors._reported import Place, Reported, alike, names_sides, once
from benchmarks.detectors._table import Row, total, wilson
from benchmarks.detectors.conflicts import precision_at
from benchmarks.detectors.duplicates import jaccard
from benchmarks.detectors.noise import LABELS, judge, key_of, read_labels
from benchmarks.detectors.sample import misses, rows

PAGES = {
    "a.md": "# Refunds\n\nRefunds are paid within 30 days. Ask the desk.\n",
    "b.md": "# Desk\n\nThe desk is open.\n\nMoney is returned in a fortnight.\n",
}
SIDES = [
    ("a.md", "Refunds are paid within 30 days."),
    ("b.md", "Money is returned in a fortnight."),
]


def reported(*places: tuple[str, int, str], code: str = "CNF301") -> Reported:
    return Reported(code, "high", tuple(Place(*place) for place in places))


def test_wilson_of_nothing_is_everything() -> None:
    """Without a count, every proportion is possible."""
    assert (0.0, 1.0) == wilson(0, 0)


def test_wilson_of_ten_in_ten() -> None:
    """The interval of 10 of 10 is the published one."""
    low, high = wilson(10, 10)

    assert (0.722, 1.0) == (round(low, 3), round(high, 3))


def test_total_adds_rows() -> None:
    """The counts are added, not the shares."""
    assert Row("all", 4, 6, 3) == total("all", [Row("x", 1, 2, 3), Row("y", 3, 4, 0)])


def test_finding_with_both_sides_is_found() -> None:
    """Each side stands in another labelled quote."""
    both = reported(
        ("b.md", 5, "Money is returned in a fortnight."), ("a.md", 3, "paid within 30 days")
    )

    assert names_sides(both, SIDES, PAGES)


@pytest.mark.parametrize(
    "places",
    [
        [("a.md", 3, "Refunds are paid within 30 days."), ("b.md", 3, "The desk is open.")],
        [("a.md", 3, "Refunds are paid within 30 days.")],
        [("a.md", 3, "Refunds are paid within 30 days."), ("a.md", 3, "Ask the desk.")],
        [("a.md", 9, "Refunds are paid within 30 days."), ("b.md", 5, "Money is returned in a")],
        [("a.md", 3, ""), ("b.md", 5, "Money is returned in a fortnight.")],
    ],
)
def test_finding_beside_the_label_is_not_found(places: list[tuple[str, int, str]]) -> None:
    """Another sentence, one side only, another line, or no quote."""
    assert not names_sides(reported(*places), SIDES, PAGES)


def test_one_quote_cannot_be_both_sides() -> None:
    """Two labelled sides in one sentence need two places."""
    page = {"a.md": "Open 9 to 5 and open 8 to 4."}
    sides = [("a.md", "Open 9 to 5 and open 8 to 4."), ("a.md", "Open 9 to 5 and open 8 to 4.")]
    one = reported(("a.md", 1, "Open 9 to 5 and open 8 to 4."))
    two = reported(("a.md", 1, "Open 9 to 5 and"), ("a.md", 1, "and open 8 to 4."))

    assert [False, True] == [names_sides(found, sides, page) for found in (one, two)]


def test_masked_addresses_are_alike() -> None:
    """A redacted quote is still the quote."""
    assert alike("Write to [redacted: e-mail address] for help", "Write to help@x.example for help")


def test_two_rules_on_one_contradiction_count_once() -> None:
    """The order of the sides plays no part."""
    places = ("a.md", 3, "x"), ("b.md", 5, "y")

    assert 1 == len(once([reported(*places), reported(*reversed(places), code="CNF309")]))


def test_precision_at_takes_ties_by_their_mean() -> None:
    """20 of 40 equally sure findings, half of them right, are ten right ones."""
    findings = [("medium", n % 2 == 0) for n in range(40)]
    row = precision_at(20, findings)

    assert (10, 10) == (row.tp, row.fp)


def test_precision_at_takes_the_surer_first() -> None:
    """High confidence comes before medium."""
    findings = [("medium", False)] * 30 + [("high", True)] * 15
    row = precision_at(20, findings)

    assert (15, 5) == (row.tp, row.fp)


def test_jaccard_of_one_word_in_twelve() -> None:
    """Five of the eight five-word sequences hold the changed word."""
    text = "one two three four five six seven eight nine ten eleven twelve"

    assert 3 / 13 == jaccard(text, text.replace("six", "VI"))


def test_noise_without_a_label_is_neither_true_nor_false() -> None:
    """It is listed to be judged."""
    known, new = reported(("a.md", 3, "x"), ("b.md", 5, "y")), reported(("a.md", 3, "z"))
    true, false, unknown = judge("docs", [known, new], {key_of("docs", known): False})

    assert (0, 1, [key_of("docs", new)]) == (true, false, unknown)


def test_noise_key_ignores_order_and_lines() -> None:
    """A finding is known by its quotes."""
    one = reported(("a.md", 3, "x"), ("b.md", 5, "y"))
    other = reported(("b.md", 6, "y"), ("a.md", 1, "x"))

    assert key_of("docs", one) == key_of("docs", other)


def test_faults_said_not_to_be_found_are_misses() -> None:
    """The comment in the list counts against its family."""
    text = "findings:\n  # CNF303: planted, not found: a.md says no\n  - {code: CNF301}\n"
    missed = misses(text)
    fault = ("CNF301", "docs", "b.md")

    assert Counter({"CNF": 1}) == missed
    assert [1, 0, 1] == [getattr(rows({fault}, {fault}, missed)[0], f) for f in ("tp", "fp", "fn")]


def test_section_is_replaced_where_it_stands() -> None:
    """Text around it stays."""
    before = put_section("# Accuracy\n", "x", "old") + "\nThe end.\n"
    after = put_section(before, "x", r"new \1")

    assert "# Accuracy\n\n<!-- x -->\nnew \\1\n<!-- /x -->\n\nThe end.\n" == after


def test_every_label_has_a_reason_and_a_key_of_its_own() -> None:
    """A label without a reason cannot be checked."""
    entries = yaml.safe_load(LABELS.read_text("utf-8"))["findings"]

    assert len(entries) == len(read_labels())
    assert [] == [entry["key"] for entry in entries if not entry["why"]]
