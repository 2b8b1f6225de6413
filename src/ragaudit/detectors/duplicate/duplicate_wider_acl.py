"""DUP405: a restricted document that more people can read elsewhere."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from ragaudit.contracts import Corpus, CorpusDetector, Extractor, Member
from ragaudit.detectors.duplicate._exposure import readers
from ragaudit.detectors.duplicate._features import FEATURES
from ragaudit.detectors.duplicate._phrases import opening, place, share
from ragaudit.detectors.duplicate._plan import Copy, Kind, copies
from ragaudit.model import Confidence, Document, Observation, Related, Remedy, Rule, Severity


class DuplicateWiderAcl(CorpusDetector):
    """Reports the copy that more people can read, with both access lists."""

    rule = Rule(
        code="DUP405",
        name="duplicate-wider-acl",
        severity=Severity.ERROR,
        summary="The document repeats a restricted one and can be read by more people.",
        why=(
            "Whoever is kept from the original gets its text from the copy: the retriever obeys "
            "the copy's access list, and no filter on the original helps."
        ),
        remedy=Remedy.RESTRICT,
        how_to_fix=(
            "Give the copy the readers of the original, or delete it. If the text may be read by "
            "all, open the original."
        ),
        example="`hr/salary-bands.md` is for HR only; `wiki/salary-bands.md` is for all staff.",
        not_reported=(
            "Pairs where either access list is unknown or only partly read (PRM501 says so), or "
            "where everybody who reads the copy may read the original once groups are expanded. "
            "Pairs where the restricted document itself names the wider one as its `canonical`: "
            "what it repeats was open before."
        ),
    )
    extractor: Extractor = FEATURES

    def compare(
        self, groups: Mapping[str, tuple[Member, ...]], corpus: Corpus
    ) -> Iterator[Observation]:
        """Yield one observation a document that is open wider than its double."""
        for copy in copies(groups, corpus):
            if copy.kind is Kind.WIDER:
                yield _observation(copy, corpus)


def _observation(copy: Copy, corpus: Corpus) -> Observation:
    document, other = copy.document, copy.keeper
    line, quote = opening(document, corpus)
    other_line, other_quote = opening(other, corpus)
    alike = "the same text" if copy.similarity == 1 else f"{share(copy.similarity)} of the text"
    doubt = (
        ""
        if copy.confidence is Confidence.HIGH
        else " Whether the groups overlap could not be told: no directory names their members."
    )
    return Observation(
        message=(
            f"Readable by {_readers(document)}, but {place(other, document)}, with {alike}, "
            f"only by {_readers(other)}.{doubt}"
        ),
        line=line,
        quote=quote,
        document=document.id,
        related=(Related(other.id, other_line, other_quote),),
        confidence=copy.confidence,
        action=f"Restrict this copy to {readers(other.access)}, or delete it.",
        key=f"{readers(document.access)} > {readers(other.access)}",
    )


def _readers(document: Document) -> str:
    where = document.access.locator
    return readers(document.access) + (f" ({where})" if where else "")
