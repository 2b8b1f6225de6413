"""CNF307: one page contradicts itself."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from ragaudit.contracts import Corpus, CorpusDetector, Extractor, Member
from ragaudit.detectors.conflict._claims import CLAIMS
from ragaudit.detectors.conflict._pages import HOW_TO_FIX, NOT_REPORTED, REFERENCES, WHY
from ragaudit.detectors.conflict._report import report
from ragaudit.model import Observation, Remedy, Rule, Severity


class SelfConflict(CorpusDetector):
    """Reports one finding a cluster of pages that agree and disagree."""

    rule = Rule(
        code="CNF307",
        name="self-conflict",
        severity=Severity.WARN,
        summary=("One page contradicts itself."),
        why=WHY,
        remedy=Remedy.FIX,
        how_to_fix=HOW_TO_FIX,
        example=(
            "A page says “The rent for a locker is €12 a year.” in one section and “The "
            "rent for a locker is €20 a year.” in another."
        ),
        not_reported=NOT_REPORTED,
        references=REFERENCES,
    )
    extractor: Extractor = CLAIMS

    def compare(
        self, groups: Mapping[str, tuple[Member, ...]], corpus: Corpus
    ) -> Iterator[Observation]:
        """Yield one observation a cluster."""
        yield from report(self.rule.code, groups, corpus)
