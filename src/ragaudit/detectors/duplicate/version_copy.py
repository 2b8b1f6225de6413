"""DUP404: an older version of a document beside the newer one."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from pathlib import PurePosixPath

from ragaudit.contracts import Corpus, CorpusDetector, Extractor, Member
from ragaudit.detectors.duplicate._features import FEATURES
from ragaudit.detectors.duplicate._phrases import ages, opening, share
from ragaudit.detectors.duplicate._plan import Copy, Kind, copies
from ragaudit.model import Observation, Related, Remedy, Rule, Severity


class VersionCopy(CorpusDetector):
    """Reports every version but the newest, with the whole chain."""

    rule = Rule(
        code="DUP404",
        name="version-copy",
        severity=Severity.WARN,
        summary="The document is an older version or a copy of one in the same folder.",
        why=(
            "`handbook-v1` and `handbook-v2` answer the same questions differently, and nothing in "
            "the text tells a retriever which of them holds."
        ),
        remedy=Remedy.ARCHIVE,
        how_to_fix=(
            "Keep the newest version and move the others out of the source. If versions are meant "
            "to stand side by side, list their folders under `versions` of the source."
        ),
        example="`travel-policy-v2.docx`, `travel-policy-final.docx`, `travel-policy (1).docx`",
        not_reported=(
            "Names that differ in a version, a date or a word such as “copy” while the texts do "
            "not share 80 %; minutes, reports, releases and other records with a date; four or "
            "more dated names of one series; parallel version folders."
        ),
    )
    extractor: Extractor = FEATURES

    def compare(
        self, groups: Mapping[str, tuple[Member, ...]], corpus: Corpus
    ) -> Iterator[Observation]:
        """Yield one observation an older version."""
        for copy in copies(groups, corpus):
            if copy.kind is Kind.VERSION:
                yield _observation(copy, corpus)


def _observation(copy: Copy, corpus: Corpus) -> Observation:
    document, newest = copy.document, copy.keeper
    line, quote = opening(document, corpus)
    other_line, other_quote = opening(newest, corpus)
    names = " → ".join(f"`{PurePosixPath(d.path).name}`" for d in copy.chain[-6:])
    between = tuple(Related(d.id) for d in copy.chain if d not in (document, newest))
    return Observation(
        message=(
            f"Looks like an older version of `{newest.path}`: {_how_alike(copy)}, and the names "
            f"differ in version marks only. Oldest to newest: {names}.{ages(document, newest)}"
        ),
        line=line,
        quote=quote,
        document=document.id,
        related=(Related(newest.id, other_line, other_quote), *between),
        confidence=copy.confidence,
        action=(
            f"Keep `{newest.path}` and archive this one; if both are meant to stand, add the "
            "folder to `versions` of the source."
        ),
        key="version-copy",
    )


def _how_alike(copy: Copy) -> str:
    if copy.document.content.text_sha256 == copy.keeper.content.text_sha256:
        return "the texts are the same"
    return f"{share(copy.similarity)} of the five-word sequences are the same"
