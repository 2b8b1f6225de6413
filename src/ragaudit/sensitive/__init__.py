"""Secrets and personal data in text: one finding of them for the rules and for redaction."""

from ragaudit.sensitive.contacts import EMAIL, is_of_a_person
from ragaudit.sensitive.document import Sighting, sightings
from ragaudit.sensitive.hits import Hit, Topic, Weight, settle
from ragaudit.sensitive.scan import bare_numbers, personal, secrets
from ragaudit.sensitive.tokens import prepare

__all__ = [
    "EMAIL",
    "Hit",
    "Sighting",
    "Topic",
    "Weight",
    "bare_numbers",
    "is_of_a_person",
    "personal",
    "prepare",
    "secrets",
    "settle",
    "sightings",
]
