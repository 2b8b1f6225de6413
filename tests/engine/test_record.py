"""What is kept of a file."""

from __future__ import annotations

from collections.abc import Iterator

from tests.engine.test_findings import RULE

from ragaudit._engine.record import analyse, decode, encode
from ragaudit.contracts import ContentDetector, Extractor, Feature
from ragaudit.model import Block, BlockKind, Content, Observation, Span
from ragaudit.testing import AS_OF

TEXT = "Ask zoe.private@acme.example or use password: hunter2hunter2."
CONTENT = Content("text", TEXT, (Block(BlockKind.PARAGRAPH, TEXT, Span(1, 1, 0, len(TEXT))),))


class Quoting(ContentDetector):
    """Quotes everything."""

    rule = RULE

    def inspect(self, content: Content) -> Iterator[Observation]:
        yield Observation("seen", quote=content.text)


class Crashing(ContentDetector):
    """Has a bug."""

    rule = RULE

    def inspect(self, content: Content) -> Iterator[Observation]:
        raise ZeroDivisionError(AS_OF)


class Features(Extractor):
    """Emits one feature with a quote."""

    name = "all"

    def extract(self, content: Content) -> Iterator[Feature]:
        yield Feature("key", text=content.text)


def test_no_secret_is_kept() -> None:
    """Quotes are redacted before they leave the worker."""
    kept = encode(analyse(CONTENT, "0", [Quoting()], [Features()]))

    assert b"zoe.private" not in kept
    assert b"hunter2" not in kept
    assert b"redacted" in kept


def test_round_trip() -> None:
    """What is decoded equals what was encoded."""
    analysis = analyse(CONTENT, "0", [Quoting()], [Features()])

    assert analysis == decode(encode(analysis))


def test_bytes_of_another_version_are_no_analysis() -> None:
    """A damaged cache entry is read again, not trusted."""
    assert [None, None, None] == [decode(b""), decode(b"A\x81\xa1x\x01"), decode(b"X")]


def test_a_crashing_detector_is_recorded() -> None:
    """A bug in one rule is told; it neither ends the run nor counts as nothing found."""
    analysis = analyse(CONTENT, "0", [Crashing()], [])

    assert {} == analysis.observations
    assert "ZeroDivisionError" in analysis.broken["OWN101"]
