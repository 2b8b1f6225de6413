"""CNF303: one page requires, allows, includes or switches on what another one does not."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from ragaudit.contracts import Corpus, CorpusDetector, Extractor, Member
from ragaudit.detectors.conflict._claims import CLAIMS
from ragaudit.detectors.conflict._pages import HOW_TO_FIX, NOT_REPORTED, REFERENCES, WHY
from ragaudit.detectors.conflict._report import report
from ragaudit.model import Observation, Remedy, Rule, Severity


class PolarityConflict(CorpusDetector):
    """Reports one finding a cluster of pages that agree and disagree."""

    rule = Rule(
        code="CNF303",
        name="polarity-conflict",
        severity=Severity.WARN,
        summary=("One page requires, allows, includes or switches on what another one does not."),
        why=WHY,
        remedy=Remedy.FIX,
        how_to_fix=HOW_TO_FIX,
        example=(
            "`badges.md` says “Visitors must wear a badge.” and `reception.md` says “Badges "
            "are optional for visitors.”"
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
