"""DUP402: two documents that say nearly the same."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

from ragaudit.contracts import Corpus, CorpusDetector, Extractor, Member
from ragaudit.detectors.duplicate._features import FEATURES
from ragaudit.detectors.duplicate._phrases import (
    MANY,
    ages,
    by_keeper,
    others,
    place,
    share,
    they_differ,
)
from ragaudit.detectors.duplicate._plan import Copy, Kind, copies
from ragaudit.model import Confidence, Observation, Related, Remedy, Rule, Severity


class NearDuplicate(CorpusDetector):
    """Reports every near copy but the one to keep, with the first passage that differs."""

    rule = Rule(
        code="DUP402",
        name="near-duplicate",
        severity=Severity.WARN,
        summary="The document shares at least 80 % of its five-word sequences with another one.",
        why=(
            "A retriever returns either copy, whichever is worded closer to the question. Where "
            "they differ, one of them is usually the older truth."
        ),
        remedy=Remedy.ARCHIVE,
        how_to_fix=(
            "Decide which document holds, carry over what only the other one says, and replace the "
            "other by a link."
        ),
        example=(
            "`expenses.md` says “within 30 days”, `finance/expenses.md` says “within 14 days”, and "
            "the other 500 words are the same."
        ),
        not_reported=(
            "Documents of fewer than 30 words; tables and data files; pages from one template that "
            "differ only in the subject their titles name and in its numbers and names; parallel "
            "version and language folders; declared mirrors. Likeness is counted exactly, never "
            "estimated."
        ),
        references=("https://en.wikipedia.org/wiki/MinHash",),
    )
    extractor: Extractor = FEATURES

    def compare(
        self, groups: Mapping[str, tuple[Member, ...]], corpus: Corpus
    ) -> Iterator[Observation]:
        """Yield one observation a copy; one altogether where there are more than ten."""
        for members in by_keeper(copies(groups, corpus), Kind.NEAR):
            if len(members) > MANY:
                yield _family(members)
            else:
                yield from (_one(copy, members) for copy in members)


def _one(copy: Copy, members: Sequence[Copy]) -> Observation:
    document, keeper, apart = copy.document, copy.keeper, copy.difference
    return Observation(
        message=(
            f"{share(copy.similarity)} of the five-word sequences are the same as in "
            f"{place(keeper, document)}.{they_differ(apart)}{ages(document, keeper)}"
        ),
        line=apart.left_line if apart else None,
        quote=apart.left if apart else "",
        document=document.id,
        related=(
            Related(keeper.id, apart.right_line if apart else None, apart.right if apart else ""),
            *others(members, copy),
        ),
        confidence=copy.confidence,
        action=(
            f"Decide which of the two holds, merge into {place(keeper, document)}, and replace "
            "the other by a link."
        ),
        key="near-duplicate",
    )


def _family(members: Sequence[Copy]) -> Observation:
    keeper = members[0].keeper
    lowest = min(copy.similarity for copy in members)
    return Observation(
        message=(
            f"{len(members)} other documents share at least {share(lowest)} of their five-word "
            f"sequences with this one, as pages made from one template do; the first {MANY} are "
            "listed."
        ),
        document=keeper.id,
        related=tuple(Related(copy.document.id) for copy in members[:MANY]),
        confidence=Confidence.MEDIUM,
        action=(
            "If a program writes these pages, exclude them or keep what differs in one table; "
            "otherwise merge them."
        ),
        key="near-duplicate-family",
    )
