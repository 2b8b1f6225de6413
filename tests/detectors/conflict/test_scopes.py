"""What limits a claim, in what spirit it is made, and what it measures."""

from __future__ import annotations

import pytest

from ragaudit.detectors.conflict._attributes import attributes
from ragaudit.detectors.conflict._contrasts import contrasts
from ragaudit.detectors.conflict._frames import frames, place_frames
from ragaudit.detectors.conflict._synonyms import concept, unify
from ragaudit.detectors.conflict._terms import content_stems, stem


@pytest.mark.parametrize(
    ("name", "left", "right"),
    [
        ("plan", "on the Pro plan", "on the Enterprise plan"),
        ("audience", "for contractors", "for employees"),
        ("employment", "full-time staff", "part-time staff"),
        ("environment", "in production", "in staging"),
        ("platform", "on iOS", "on Android"),
        ("season", "in summer", "in winter"),
        ("extreme", "a minimum of", "a maximum of"),
        ("term", "billed annually", "billed monthly"),
        ("token", "an access token", "a refresh token"),
        ("region", "in Germany", "in France"),
        ("leave", "annual leave", "sick leave"),
        ("speed", "express delivery", "standard delivery"),
    ],
)
def test_other_members_of_one_set(name: str, left: str, right: str) -> None:
    """Each side names one, and not the other's."""
    one, other = contrasts(left)[name], contrasts(right)[name]
    assert one
    assert other
    assert one.isdisjoint(other)


@pytest.mark.parametrize(
    ("name", "left", "right"),
    [
        ("region", "in Berlin", "in Germany"),
        ("region", "in Paris", "in the EU"),
        ("platform", "on an iPhone", "on iOS"),
        ("environment", "in prod", "in production"),
    ],
)
def test_one_member_in_other_words(name: str, left: str, right: str) -> None:
    """A town lies in its country, a country in its area."""
    assert contrasts(left)[name] & contrasts(right)[name]


@pytest.mark.parametrize("text", ["tell us more", "a process", "productions", ""])
def test_no_member(text: str) -> None:
    """Words are matched whole; `us` is a pronoun, `US` a country."""
    assert {} == contrasts(text)


@pytest.mark.parametrize(
    ("sentence", "frame"),
    [
        ("Previously, the limit was 5 MB.", "history"),
        ("The limit was raised from 5 to 10 MB.", "history"),
        ("For example, a file may have 5 MB.", "example"),
        ("We propose a limit of 5 MB.", "proposal"),
        ("According to the vendor it is 5 MB.", "hearsay"),
        ("On average we measured 5 hours.", "measured"),
        ("It is 5 MB unless agreed otherwise.", "exception"),
        ("If you are new, it is 5 MB.", "condition"),
        ("“The limit is 5 MB, and not more.”", "quote"),
    ],
)
def test_frames(sentence: str, frame: str) -> None:
    """Not every sentence states a rule in force."""
    assert frame in frames(sentence)


def test_a_rule_in_force_has_no_frame() -> None:
    """The plain case."""
    assert frozenset() == frames("The limit is 5 MB.")


@pytest.mark.parametrize(
    ("title", "frame"),
    [
        ("Changelog", "history"),
        ("Minutes of 3 March", "history"),
        ("Proposal: longer leave", "proposal"),
        ("A sample contract", "example"),
        ("How our competitors do it", "hearsay"),
        ("Support statistics", "measured"),
    ],
)
def test_places(title: str, frame: str) -> None:
    """A title speaks for everything below it."""
    assert {frame} == place_frames(title)


@pytest.mark.parametrize("title", ["Returns", "Access", "Refined products", "Historian wanted"])
def test_plain_places(title: str) -> None:
    """Words are matched whole."""
    assert frozenset() == place_frames(title)


@pytest.mark.parametrize(
    ("sentence", "expected"),
    [
        ("Logs are kept for 30 days.", "retention"),
        ("The voucher expires after a year.", "validity"),
        ("We reply within a day.", "reply"),
        ("You may cancel at any time.", "cancellation"),
        ("The warranty covers two years.", "warranty"),
    ],
)
def test_attributes(sentence: str, expected: str) -> None:
    """What a value measures."""
    assert expected in attributes(sentence)
    assert "dose" not in attributes(sentence)


@pytest.mark.parametrize(
    ("left", "right"),
    [("employee", "colleagues"), ("invoice", "bills"), ("refund", "reimbursement")],
)
def test_synonyms_meet(left: str, right: str) -> None:
    """Two authors, one concept."""
    assert concept(stem(left), left) == concept(stem(right), right)


def test_phrases_become_a_word() -> None:
    """Several words that stand for one."""
    assert "employees return the goods" == unify("employees send back the goods")
    assert "use mfa" == unify("use two-factor")


def test_grammar_and_measures_are_no_content() -> None:
    """What is left says what a sentence is about."""
    assert ["password", "charact"] == content_stems("A password must have at least 12 characters.")
