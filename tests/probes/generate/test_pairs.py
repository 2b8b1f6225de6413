"""Documents that were replaced, or that contradict each other."""

from __future__ import annotations

from tests.probes.generate.making import LEAVE, TEXTS, gold, kept, material, proposals

from ragaudit._measure.generating.pairs import pairs_of
from ragaudit.contracts.generating import Pair, PairKind
from ragaudit.model import Category, Confidence, Finding, Related, Remedy, Severity
from ragaudit_probes.generate.conflict import ConflictGenerator
from ragaudit_probes.generate.superseded import SupersededGenerator

OLD = LEAVE.replace("28 days", "25 days").replace("Up to five", "Up to ten")
BOTH = {**TEXTS, "old.md": OLD}
REPLACED = Pair(PairKind.SUPERSEDED, "docs:old.md", "docs:leave.md", "FRS213")
DISAGREE = Pair(
    PairKind.CONFLICT,
    "docs:old.md",
    "docs:leave.md",
    "CNF301",
    "Everybody has 25 days of paid leave a year.",
    "Everybody has 28 days of paid leave a year.",
)


def test_the_successor_comes_first() -> None:
    """Also where the old one is a near copy of it."""
    (probe,) = kept(material(BOTH, pairs=[REPLACED]), SupersededGenerator())

    assert (Category.FRESHNESS, ["docs:leave.md"]) == (probe.category, gold(probe))
    assert (("docs:old.md",), True) == (probe.expect.prefer_over, probe.expect.not_stale)
    assert "Annual leave" == probe.query


def test_nobody_knows_which_one_holds() -> None:
    """So both answer, and the value they differ in is not in the question."""
    (probe,) = kept(material(BOTH, pairs=[DISAGREE]), ConflictGenerator())

    assert "Everybody has how many days of paid leave a year" == probe.query
    assert {"docs:leave.md", "docs:old.md"} == set(gold(probe))
    assert (Category.CONFLICT, ()) == (probe.category, probe.expect.prefer_over)


def test_one_side_is_overdue() -> None:
    """Then the other one is right."""
    settled = Pair(PairKind.STALE_CONFLICT, *DISAGREE_ARGUMENTS)
    (probe,) = kept(material(BOTH, pairs=[settled]), ConflictGenerator())

    assert (["docs:leave.md"], ("docs:old.md",)) == (gold(probe), probe.expect.prefer_over)


DISAGREE_ARGUMENTS = (
    DISAGREE.old,
    DISAGREE.new,
    "CNF309",
    DISAGREE.old_quote,
    DISAGREE.new_quote,
)


def test_quotes_that_are_cut_or_redacted_make_no_question() -> None:
    """Nor do cells of a table."""
    for quote in (
        "Everybody has 25 days …",
        "Call [redacted: phone number] in 5 days.",
        "Tickets, for: 3 months",
    ):
        pair = Pair(PairKind.CONFLICT, DISAGREE.old, DISAGREE.new, "CNF301", quote, quote)
        assert [] == proposals(ConflictGenerator(), material(BOTH, pairs=[pair]))


def test_pairs_of_documents_that_are_gone() -> None:
    """Make nothing."""
    gone = Pair(PairKind.SUPERSEDED, "docs:gone.md", "docs:leave.md", "FRS213")
    made = material(TEXTS, pairs=[gone, DISAGREE])

    assert [] == proposals(SupersededGenerator(), made) + proposals(ConflictGenerator(), made)


def test_pairs_come_from_findings() -> None:
    """The declared successor wins; a conflict within one page is none of two."""
    made = material(BOTH)
    found = pairs_of(
        [
            _finding("FRS213", Related("docs:leave.md")),
            _finding("CNF301", Related("docs:travel.md", 3, "14 days")),
            _finding("CNF307", Related("docs:old.md", 9, "here too")),
            _finding("CNF301", Related("docs:gone.md")),
        ],
        made.pages,
        {"docs:old.md": "docs:badges.md"},
    )

    assert [
        (PairKind.SUPERSEDED, "docs:badges.md"),
        (PairKind.SUPERSEDED, "docs:leave.md"),
        (PairKind.CONFLICT, "docs:travel.md"),
    ] == [(pair.kind, pair.new) for pair in found]


def _finding(code: str, related: Related) -> Finding:
    return Finding(
        code, code.lower(), Severity.WARN, Confidence.HIGH, "docs", "docs:old.md", "old.md", 3,
        "25 days", "said", Remedy.FIX, "fix it", None, "f" * 8, (related,),
    )  # fmt: skip
