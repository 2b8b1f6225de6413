"""What changed, in every format: complete, short, and safe whatever names and texts hold."""

from __future__ import annotations

import json
from dataclasses import replace
from typing import Any

import pytest
from markdown_it import MarkdownIt
from tests.history.sides import found, held, side
from tests.history.test_leaks import LEAK, probing

from ragaudit import _registry
from ragaudit._history import compare
from ragaudit.contracts import ReportOptions
from ragaudit.model import ChangeKind, Changes, Severity, SourceChanges
from ragaudit.testing import access

LISTS = {1: access("group:hr"), 2: access("public")}
EVIL = "x\x1b[2J\u202e<script>alert(1)</script>`| [a](b)\n\udcff.md"


def changes(name: str = "a.md", message: str = "It is overdue.") -> Changes:
    """Something of every kind."""
    before = side(
        "r1",
        found("b.md"),
        found("gone.md"),
        found("c.md", severity=Severity.WARN),
        documents={
            "docs:b.md": held("b.md"),
            "docs:gone.md": held("gone.md"),
            f"docs:{name}": held(name, policy=1),
        },
        policies=LISTS,
        probing=probing(),
    )
    after = side(
        "r2",
        found(name, message=message, owner=name),
        found("c.md"),
        found("b.md", "CNF301"),
        documents={"docs:b.md": held("b.md", text="new"), f"docs:{name}": held(name, policy=2)},
        policies=LISTS,
        rules=frozenset({"FRS202", "OWN101", "CNF301"}),
        probing=probing(replace(LEAK, document=f"docs:{name}")),
    )
    return compare(before, after)


def rendered(format_: str, *args: str, **options: Any) -> str:
    return _registry.changes_reporter(format_).render(changes(*args), ReportOptions(**options))


def test_for_a_person() -> None:
    """What got worse first, what cannot be told, and one line in the end."""
    text = rendered("terminal")
    order = [
        "Newly leaked — 1 document and reader",
        "Readable by more people — 1 document",
        "New — 1 error",
        "Worse — 1 error",
        "Fixed — 1 error",
        "1 removed: [docs] gone.md",
        "Not looked at this time: problems may hide there",
        "rules: STR801 did not run in the run of 2026-11-01 06:02",
        "Cannot be compared: neither new nor fixed",
        "1 finding (CNF301): CNF301 did not run in the run of 2026-11-01 06:01",
        "WORSE: 1 new leak; 1 document readable by more people; new: 1 error; worse: 1 error;",
    ]
    places = [text.find(part) for part in order]
    assert (-1 not in places, sorted(places)) == (True, places)
    assert max(map(len, text.splitlines())) <= 100


def test_for_programs() -> None:
    """Every change with its kind, and one record a line."""
    told = json.loads(rendered("json"))
    assert "ragaudit.changes/1" == told["schema"]
    assert ["new", "worse", "fixed", "gone", "unknown"] == [f["change"] for f in told["findings"]]
    assert ["new"] == [leak["change"] for leak in told["leaks"]]
    assert [("docs:a.md", "worse")] == [(a["document"], a["change"]) for a in told["access"]]
    assert ["changed", "removed"] == [d["change"] for d in told["documents"]]


@pytest.mark.parametrize("format_", ["terminal", "json", "markdown"])
def test_names_steer_nothing(format_: str) -> None:
    """No control character, no direction override, no markup, no line of their own."""
    text = rendered(format_, EVIL, EVIL, verbose=True)
    assert not {"\x1b", "\u202e", "\udcff"} & set(text)
    if format_ == "markdown":
        html = MarkdownIt("commonmark", {"html": True}).render(text)
        assert ("<script" in html, "<a " in html) == (False, False)


@pytest.mark.parametrize(
    ("made", "word"),
    [
        ({}, "NO CHANGE: nothing new."),
        ({"lost": ("docs: it was not read",)}, "NOT ALL CAN BE COMPARED: nothing new."),
        ({"sources": (SourceChanges("docs", None, None),)}, "NO CHANGE: nothing new."),
    ],
)
def test_no_news(made: dict[str, Any], word: str) -> None:
    """Only where everything was looked at is nothing new good news."""
    whole = compare(side("r1"), side("r2"))
    text = _registry.changes_reporter("terminal").render(replace(whole, **made), ReportOptions())
    assert word == text.splitlines()[-1]


def test_good_news() -> None:
    """Said as such."""
    better = compare(side("r1", found()), side("r2"))
    assert 1 == sum(1 for _ in better.findings(ChangeKind.FIXED))
    text = _registry.changes_reporter("terminal").render(better, ReportOptions())
    assert "BETTER: nothing new; fixed: 1 error." == text.splitlines()[-1]


def test_a_long_list_is_cut_unless_asked_for() -> None:
    """And says how much it left out."""
    many = compare(side("r1"), side("r2", *(found("a.md", fingerprint=str(n)) for n in range(30))))
    reporter = _registry.changes_reporter("terminal")
    assert "… and 10 more (--verbose)" in reporter.render(many, ReportOptions())
    assert "more (--verbose)" not in reporter.render(many, ReportOptions(verbose=True))
