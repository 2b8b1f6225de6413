"""SAF603: numbers, addresses and dates that belong to a person."""

from __future__ import annotations

from collections.abc import Iterator

from ragaudit.contracts import ContentDetector
from ragaudit.detectors.safety._sightings import by_kind, shown, what_where
from ragaudit.model import Confidence, Content, Observation, Remedy, Rule, Severity
from ragaudit.sensitive import (
    EMAIL,
    Sighting,
    Topic,
    Weight,
    is_of_a_person,
    sightings,
)

_MANY = 10
"""A page names its author, a team its members; what holds this many addresses is a list."""


class PersonalData(ContentDetector):
    """Reports personal data, one observation a kind."""

    rule = Rule(
        code="SAF603",
        name="personal-data",
        severity=Severity.WARN,
        summary="The text holds personal data: card, bank or identity numbers, private contacts.",
        why=(
            "Whoever may ask the RAG system may be given it in an answer, out of the context "
            "it was "
            "collected for, and a person who asks for erasure must be erased from the index too."
        ),
        remedy=Remedy.RESTRICT,
        how_to_fix=(
            "Remove it, or replace it by a made-up one where it is an illustration; keep the "
            "document out of the index, or restrict it, where it has to stay. Then index it again."
        ),
        example="“Please block card ” with a valid card number; a table with the column SSN",
        not_reported=(
            "Numbers whose check digits do not fit; numbers that only look like an identifier, "
            "without a word near them that names it; published test cards and sample accounts; "
            "numbers kept free for fiction (555-0100, 07700 900…); what is called an example, a "
            "sample or a format; accounts given out for donations; business telephones and "
            "addresses; e-mail addresses of a role or a list, and of fewer than ten people "
            "(those that give a full name, or are at a provider of private mail)."
        ),
        references=(
            "https://www.iso.org/standard/81090.html",
            "https://www.swift.com/standards/data-standards/iban-international-bank-account-number",
            "https://www.ofcom.org.uk/phones-and-broadband/phone-numbers/numbers-for-drama",
        ),
    )

    def inspect(self, content: Content) -> Iterator[Observation]:
        """Yield one observation for each kind of personal data."""
        seen = [s for s in sightings(content) if s.topic is Topic.PERSONAL]
        certain = [s for s in seen if s.weight is Weight.REPORT]
        for kind, found in by_kind(certain).items():
            yield _observation(kind, found)
        addresses = {
            s.value.lower(): s for s in seen if s.kind == EMAIL and is_of_a_person(s.value)
        }
        if len(addresses) >= _MANY:
            yield _list_of_people(list(addresses.values()))


def _observation(kind: str, found: list[Sighting]) -> Observation:
    first = found[0]
    return Observation(
        message=what_where(kind, found), line=first.line, quote=shown(first), key=kind
    )


def _list_of_people(found: list[Sighting]) -> Observation:
    first = found[0]
    return Observation(
        message=f"The document lists the e-mail addresses of {len(found)} people, from line "
        f"{first.line} on: everybody who can query the index can have the list.",
        line=first.line,
        quote=shown(first),
        key="list of e-mail addresses",
        confidence=Confidence.MEDIUM,
        severity=Severity.INFO,
        action="Name a team's mailbox instead, or keep the list out of the index.",
    )
