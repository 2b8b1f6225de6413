"""Small pages that contradict each other, and what a rule makes of them."""

from __future__ import annotations

from tests.detectors.corpora import corpus

from ragaudit.contracts import CorpusDetector
from ragaudit.detectors.conflict.date_conflict import DateConflict
from ragaudit.detectors.conflict.entity_conflict import EntityConflict
from ragaudit.detectors.conflict.polarity_conflict import PolarityConflict
from ragaudit.detectors.conflict.self_conflict import SelfConflict
from ragaudit.detectors.conflict.stale_conflict import StaleConflict
from ragaudit.detectors.conflict.table_conflict import TableConflict
from ragaudit.detectors.conflict.value_conflict import ValueConflict
from ragaudit.testing import MemoryCorpus, compare

RULES: tuple[type[CorpusDetector], ...] = (
    ValueConflict,
    DateConflict,
    PolarityConflict,
    EntityConflict,
    TableConflict,
    SelfConflict,
    StaleConflict,
)


def pages(left: str, right: str, names: tuple[str, str] = ("a.md", "b.md")) -> MemoryCorpus:
    """Two pages; each is a title, a line break and the text."""
    return corpus(dict(zip(names, (_page(left), _page(right)), strict=True)))


def _page(text: str) -> str:
    title, _, body = text.partition("\n")
    return f"# {title}\n\n{body}\n"


def codes(made: MemoryCorpus) -> list[str]:
    """The code of every finding of every rule of the family."""
    return [rule.rule.code for kind in RULES for rule in [kind()] for _ in compare(rule, made)]
