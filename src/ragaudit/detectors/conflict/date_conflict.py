"""CNF302: two pages state different dates, weekdays or times for the same event."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from ragaudit.contracts import Corpus, CorpusDetector, Extractor, Member
from ragaudit.detectors.conflict._claims import CLAIMS
from ragaudit.detectors.conflict._pages import HOW_TO_FIX, NOT_REPORTED, REFERENCES, WHY
from ragaudit.detectors.conflict._report import report
from ragaudit.model import Observation, Remedy, Rule, Severity


class DateConflict(CorpusDetector):
    """Reports one finding a cluster of pages that agree and disagree."""

    rule = Rule(
        code="CNF302",
        name="date-conflict",
        severity=Severity.WARN,
        summary=("Two pages state different dates, weekdays or times for the same event."),
        why=WHY,
        remedy=Remedy.FIX,
        how_to_fix=HOW_TO_FIX,
        example=(
            "`calendar.md` says “Salaries are paid on the 25th of each month.” and "
            "`payroll-faq.md` says “Your salary arrives on the last working day of the "
            "month.”"
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
