"""CNF301: two pages state different values for the same thing."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from ragaudit.contracts import Corpus, CorpusDetector, Extractor, Member
from ragaudit.detectors.conflict._claims import CLAIMS
from ragaudit.detectors.conflict._pages import HOW_TO_FIX, NOT_REPORTED, REFERENCES, WHY
from ragaudit.detectors.conflict._report import report, skipped
from ragaudit.model import Observation, Remedy, Rule, Severity


class ValueConflict(CorpusDetector):
    """Reports one finding a cluster of pages that agree and disagree."""

    rule = Rule(
        code="CNF301",
        name="value-conflict",
        severity=Severity.WARN,
        summary=(
            "Two pages state different values for the same thing: a duration, an amount, a "
            "limit, a share, a count."
        ),
        why=WHY,
        remedy=Remedy.FIX,
        how_to_fix=HOW_TO_FIX,
        example=(
            "`refunds.md` says “Customers can return goods within 30 days of purchase.” and "
            "`returns-faq.md` says “You have 14 days after your purchase to send it back.”"
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

    def skips(self, corpus: Corpus) -> str | None:
        """Say which claims were too many to compare."""
        return skipped(corpus)
