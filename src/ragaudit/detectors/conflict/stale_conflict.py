"""CNF309: a page that is overdue, expired or replaced contradicts one that is not."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from ragaudit.contracts import Corpus, CorpusDetector, Extractor, Member
from ragaudit.detectors.conflict._claims import CLAIMS
from ragaudit.detectors.conflict._pages import HOW_TO_FIX, NOT_REPORTED, REFERENCES, WHY
from ragaudit.detectors.conflict._report import report
from ragaudit.model import Observation, Remedy, Rule, Severity


class StaleConflict(CorpusDetector):
    """Reports one finding a cluster of pages that agree and disagree."""

    rule = Rule(
        code="CNF309",
        name="stale-conflict",
        severity=Severity.ERROR,
        summary=("A page that is overdue, expired or replaced contradicts one that is not."),
        why=WHY,
        remedy=Remedy.FIX,
        how_to_fix=HOW_TO_FIX,
        example=(
            "`returns-2023.md`, whose review was due in 2024, says “within 14 days”; "
            "`returns.md`, reviewed this year, says “within 30 days”."
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
