"""Claims: what is kept of a statement, and what never is."""

from __future__ import annotations

from dataclasses import replace

import pytest
from tests.detectors.corpora import page

from ragaudit.contracts import Member
from ragaudit.detectors.conflict._bounds import Bound
from ragaudit.detectors.conflict._claims import CLAIMS, Claim, claims_of
from ragaudit.detectors.conflict._value import Kind
from ragaudit.model import Content
from ragaudit.testing import text_content


def claims(content: Content) -> list[Claim]:
    return [c for feature in CLAIMS.extract(content) for c in claims_of(Member("docs:a", feature))]


def test_a_claim_comes_back_as_it_was_read() -> None:
    """Value, surface, place and bound survive storage."""
    (found,) = claims(page("# Uploads\n\nAn attachment has up to 25 MB.\n"))
    assert ("25 MB", 25e6, Bound.MOST) == (found.surface, found.value.low, found.value.bound)
    assert (3, ("Uploads",)) == (found.line, found.heading_path)


def test_the_value_is_left_out_of_what_is_compared() -> None:
    """Two pages are near each other whatever their values are."""
    (found,) = claims(text_content("The locker costs €12 a year."))
    assert "The locker costs  ." == found.masked


def test_unlimited_comes_back_as_unlimited() -> None:
    """Infinity has no place in JSON, but in a value."""
    (found,) = claims(text_content("Seats: unlimited"))
    assert float("inf") == found.value.high


def test_a_column_binds_its_cells() -> None:
    """`Maximum size` over `25 MB`."""
    (found,) = claims(page("| File | Maximum size |\n|---|---|\n| photo | 25 MB |\n"))
    assert Bound.MOST is found.value.bound


@pytest.mark.parametrize(
    "secret",
    ["jane.roe@pellworth.example", "+49 30 5550 1234", "+44 20 7946 0958"],
)
def test_personal_details_are_never_stored(secret: str) -> None:
    """They are compared by digest: neither the text nor the value can be read."""
    features = list(CLAIMS.extract(text_content(f"Send your questions about rent to {secret}.")))
    stored = "".join(f"{feature.text}{feature.value}" for feature in features)
    assert features
    assert secret not in stored
    assert secret.replace(" ", "")[-9:] not in stored.replace(" ", "")


def test_digests_tell_addresses_apart() -> None:
    """Equal addresses have equal digests, in whatever case they are written."""
    text = "Write to {} about the rent."
    one, same, other = (
        next(c.value.text for c in claims(text_content(text.format(a))) if c.value.text)
        for a in ("ann@example.com", "Ann@Example.com", "bob@example.com")
    )
    assert one == same != other


def test_one_sentence_makes_several_claims() -> None:
    """A price and a deadline are two things."""
    found = claims(text_content("The ticket costs €12 and is valid for 3 days."))
    assert {"money/EUR", "duration"} == {c.value.dimension for c in found}
    assert {Kind.QUANTITY} == {c.value.kind for c in found}


@pytest.mark.parametrize(
    "content",
    [
        replace(text_content("Wait 3 days."), format="csv"),
        replace(text_content("Wait 3 days."), format="json"),
        replace(text_content("Wait 3 days."), templated=True),
        text_content("# Wait 3 days"),
        text_content("The weather is nice."),
        text_content(""),
    ],
    ids=["csv", "json", "template", "heading", "nothing", "empty"],
)
def test_no_claims(content: Content) -> None:
    """Tables of data, templates, and text that states nothing."""
    assert [] == claims(content)


@pytest.mark.parametrize(
    "piece",
    [
        "1 ",
        "(0",
        "1€ ",
        "a a ",
        "without ",
        "not fall ",
        "one hundred ",
        "1.",
        "1:1 ",
        "+49 ",
        "\n",
    ],
)
def test_a_list_of_numbers_is_no_statement(piece: str) -> None:
    """What is nothing but one piece over and over makes few claims or none."""
    text = ". \n\n".join([piece * (390 // len(piece))] * 5)
    assert 5 * 24 >= len(claims(text_content(text)))
