"""What is marked where two texts differ."""

from __future__ import annotations

import pytest

from ragaudit_reports.html._conflicts import mark


def shown(quotes: list[str], values: list[str]) -> list[str]:
    """Texts with their marks in brackets."""
    return [
        "".join(f"[{text}]" if marked else text for text, marked in pieces)
        for pieces in mark(quotes, values)
    ]


@pytest.mark.parametrize(
    ("quotes", "values", "expected"),
    [
        (["Within five days.", "Within 10 days."], ["five days", "10 days"],
         ["Within [five days].", "Within [10 days]."]),
        (["It is required.", "It is Optional."], ["optional", "is required", "required"],
         ["It [is required].", "It is [Optional]."]),
        (["15 docks, 150 sites", "12 docks"], ["15", "12"],
         ["[15] docks, 150 sites", "[12] docks"]),
        (["The port is 70.", "The port is 71."], [], ["The port is [70].", "The port is [71]."]),
        (["Ask ann.", "Ask bob today."], ["hidden"], ["Ask [ann].", "Ask [bob today]."]),
        (["Nothing alike here", "So other, quite"], [], ["Nothing alike here", "So other, quite"]),
        (["The same.", "The same."], [], ["The same.", "The same."]),
        (["", "x"], [], ["", "x"]),
        (["alone"], [], ["alone"]),
        ([], [], []),
    ],
)  # fmt: skip
def test_marks(quotes: list[str], values: list[str], expected: list[str]) -> None:
    """Values where they stand as words; else the words that differ, if the texts are alike."""
    assert expected == shown(quotes, values)


def test_marking_loses_nothing() -> None:
    """The pieces are the text."""
    quotes = ["One (two) three-four 5,000 x", "One (2) three-four 20,000 y", "30"]
    assert quotes == ["".join(text for text, _ in pieces) for pieces in mark(quotes, ["5,000"])]
    assert quotes == ["".join(text for text, _ in pieces) for pieces in mark(quotes, [])]
