"""DUP401: two documents with the same text."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

from ragaudit.contracts import Corpus, CorpusDetector, Extractor, Member
from ragaudit.detectors.duplicate._features import FEATURES
from ragaudit.detectors.duplicate._phrases import MANY, ages, by_keeper, opening, others, place
from ragaudit.detectors.duplicate._plan import Copy, Kind, copies
from ragaudit.model import Observation, Related, Remedy, Rule, Severity


class ExactDuplicate(CorpusDetector):
    """Reports every copy but the one to keep."""

    rule = Rule(
        code="DUP401",
        name="exact-duplicate",
        severity=Severity.WARN,
        summary="The document has the same text as another one.",
        why=(
            "Copies take each other's place among the few passages a retriever returns, and the "
            "first one that is edited turns the others into wrong answers."
        ),
        remedy=Remedy.ARCHIVE,
        how_to_fix=(
            "Keep one of the documents and replace the others by a link. If a copy is meant to "
            "exist, name its original in the copy's front matter as `canonical`."
        ),
        example="`hr/leave.md` and `it/leave.md` hold the same 400 words.",
        not_reported=(
            "Empty documents and stubs of fewer than 20 words; mirrors that declare `canonical`; "
            "the same page in parallel version or language folders; licences and codes of conduct "
            "in several packages. A difference in case or punctuation makes a near duplicate "
            "(DUP402), not an exact one."
        ),
    )
    extractor: Extractor = FEATURES

    def compare(
        self, groups: Mapping[str, tuple[Member, ...]], corpus: Corpus
    ) -> Iterator[Observation]:
        """Yield one observation a copy; one altogether where there are more than ten."""
        for members in by_keeper(copies(groups, corpus), Kind.EXACT):
            if len(members) > MANY:
                yield _many(members, corpus)
            else:
                yield from (_one(copy, members, corpus) for copy in members)


def _one(copy: Copy, members: Sequence[Copy], corpus: Corpus) -> Observation:
    document, keeper = copy.document, copy.keeper
    line, quote = opening(document, corpus)
    other_line, other_quote = opening(keeper, corpus)
    return Observation(
        message=(
            f"All {document.content.words} words are the same as in {place(keeper, document)}."
            f"{ages(document, keeper)}"
        ),
        line=line,
        quote=quote,
        document=document.id,
        related=(Related(keeper.id, other_line, other_quote), *others(members, copy)),
        action=(
            f"Keep {place(keeper, document)} and replace this copy by a link to it, or declare it "
            f"an intended mirror with `canonical: {keeper.path}`."
        ),
        key=document.content.text_sha256,
    )


def _many(members: Sequence[Copy], corpus: Corpus) -> Observation:
    keeper = members[0].keeper
    line, quote = opening(keeper, corpus)
    return Observation(
        message=(
            f"{len(members)} other documents have the same {keeper.content.words} words as this "
            f"one; the first {MANY} are listed."
        ),
        line=line,
        quote=quote,
        document=keeper.id,
        related=tuple(Related(copy.document.id) for copy in members[:MANY]),
        action=(
            "Keep this one and replace the copies by links, or exclude them from the source if a "
            "program writes them."
        ),
        key=keeper.content.text_sha256,
    )
