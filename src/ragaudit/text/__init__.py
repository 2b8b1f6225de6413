"""Text as detectors and connectors compare it. Standard library only."""

from ragaudit.text.dates import DateError, add_interval, parse_date, parse_interval
from ragaudit.text.globs import matches
from ragaudit.text.normalise import (
    block_words,
    normalise,
    plain_text,
    sha256,
    shingles,
    shorten,
    words,
)

__all__ = [
    "DateError",
    "add_interval",
    "block_words",
    "matches",
    "normalise",
    "parse_date",
    "parse_interval",
    "plain_text",
    "sha256",
    "shingles",
    "shorten",
    "words",
]
