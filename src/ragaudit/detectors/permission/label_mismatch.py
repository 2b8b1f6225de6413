"""PRM502: the label says “confidential”, the access list says “everybody”."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from ragaudit.contracts import Corpus, CorpusDetector, Member
from ragaudit.detectors._words import as_written
from ragaudit.detectors.permission._labels import LabelExtractor
from ragaudit.detectors.permission._levels import Level, level_of
from ragaudit.model import Document, Exposure, Observation, Remedy, Rule, Severity
from ragaudit.text import shorten

_TOO_WIDE = {
    Level.INTERNAL: (Exposure.ANONYMOUS, Exposure.LINK),
    Level.CONFIDENTIAL: (Exposure.ANONYMOUS, Exposure.LINK),
    Level.SECRET: (Exposure.ANONYMOUS, Exposure.LINK, Exposure.ORG),
}
_READERS = {
    Exposure.ANONYMOUS: "anybody, without signing in,",
    Exposure.LINK: "anybody who has the link",
    Exposure.ORG: "everybody in the organisation",
}


class LabelMismatch(CorpusDetector):
    """Reports labels, in metadata or in the text, that the access list contradicts."""

    extractor = LabelExtractor()
    rule = Rule(
        code="PRM502",
        name="label-mismatch",
        severity=Severity.ERROR,
        summary="A document labelled as confidential or internal can be read more widely.",
        why=(
            "Either the label is wrong or the access list is. If it is the list, the retriever "
            "hands the text to people it was kept from, and nothing in the index shows it."
        ),
        remedy=Remedy.RESTRICT,
        how_to_fix="Narrow the access list to the people the label means, or correct the label.",
        example=(
            "# access.yaml: default: [public]\n---\ntitle: Salary bands 2026\n"
            "classification: Confidential\n---"
        ),
        not_reported=(
            "“Internal” and “confidential” documents that everybody in the organisation may "
            "read (only “strictly confidential”, “secret”, “restricted” and “need to know” ask "
            "for less); documents whose access is not known (PRM501); labels in running text, "
            "lists, tables, headings, code and mail disclaimers, after a line that ends in a "
            "colon, or further than ten lines from either end; texts that show several labels, "
            "which are about labels; “confidential once completed”."
        ),
        references=(
            "https://www.first.org/tlp/",
            "https://www.gov.uk/government/publications/government-security-classifications",
        ),
    )

    def compare(
        self, groups: Mapping[str, tuple[Member, ...]], corpus: Corpus
    ) -> Iterator[Observation]:
        """Yield one observation per document; a label in the metadata beats one in the text."""
        stamped = {member.document: member.feature for member in groups.get("label", ())}
        for name, document in corpus.documents.items():
            fact = document.classification
            feature = stamped.get(name)
            if fact.trusted and fact.value and _too_wide(document, level_of(fact.value)):
                yield _observation(document, fact.value, fact.line, as_written(fact))
            elif feature is not None and _too_wide(document, Level(feature.value)):
                yield _observation(document, feature.text, feature.line, feature.text)


def _too_wide(document: Document, level: Level | None) -> bool:
    return level is not None and document.access.exposure in _TOO_WIDE.get(level, ())


def _observation(document: Document, label: str, line: int | None, quote: str) -> Observation:
    place = f" ({document.access.locator})" if document.access.locator else ""
    readers = _READERS[document.access.exposure]
    return Observation(
        f"Labelled “{shorten(label, 60)}”, but {readers} may read it{place}.",
        line=line,
        quote=shorten(quote),
        document=document.id,
    )
