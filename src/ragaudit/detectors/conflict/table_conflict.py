"""CNF306: two tables have different values in the same row and column."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from ragaudit.contracts import Corpus, CorpusDetector, Extractor, Member
from ragaudit.detectors.conflict._claims import CLAIMS
from ragaudit.detectors.conflict._pages import HOW_TO_FIX, NOT_REPORTED, REFERENCES, WHY
from ragaudit.detectors.conflict._report import report
from ragaudit.model import Observation, Remedy, Rule, Severity


class TableConflict(CorpusDetector):
    """Reports one finding a cluster of pages that agree and disagree."""

    rule = Rule(
        code="CNF306",
        name="table-conflict",
        severity=Severity.WARN,
        summary=("Two tables have different values in the same row and column."),
        why=WHY,
        remedy=Remedy.FIX,
        how_to_fix=HOW_TO_FIX,
        example=(
            "`prices.md` has the row `| 5 to 10 kg | 7.90 € |` and `rates.md` the row `| 5 "
            "to 10 kg | 8.90 € |`."
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
