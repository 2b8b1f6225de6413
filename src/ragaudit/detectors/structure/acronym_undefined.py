"""STR809: a short form nobody spells out."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

from ragaudit.contracts import Corpus, CorpusDetector, Extractor, Member
from ragaudit.detectors.structure._acronyms import ACRONYM, DEFINED, AcronymFeatures
from ragaudit.model import Confidence, Observation, Related, Remedy, Rule, Severity

_LEAST_USES = 5
_LEAST_DOCUMENTS = 2
_SHOWN = 10


class AcronymUndefined(CorpusDetector):
    """Reports short forms that several documents use and none of their source explains."""

    rule = Rule(
        code="STR809",
        name="acronym-undefined",
        severity=Severity.INFO,
        summary="A short form is used in several documents and spelt out in none of them.",
        why=(
            "People ask in full words. A passage that says “YMS” only is not found by who asks for "
            "the yard management system, and a model fills in a meaning of its own."
        ),
        remedy=Remedy.FIX,
        how_to_fix=(
            "Spell it out where it is first used, “yard management system (YMS)”, or add it to a "
            "glossary in the same source."
        ),
        example="“Raise an RMA in the YMS before the CMR is signed.”",
        not_reported=(
            "Off by default: most of what it finds is true, and much of that is a product's name "
            "or known to everybody in the trade, which no program can tell. Short forms of three "
            "to six capitals only; those used fewer than five times or in one document; a list of "
            "common ones (PDF, VAT, API); roman numerals; code, links and text in capitals. Spelt "
            "out is what stands in brackets beside words, is a heading, a row or an entry of a "
            "glossary, or is said to stand for something, in any document of the source."
        ),
        enabled=False,
    )
    extractor: Extractor = AcronymFeatures()

    def compare(
        self, groups: Mapping[str, tuple[Member, ...]], corpus: Corpus
    ) -> Iterator[Observation]:
        """Yield one observation a short form and source."""
        for key, members in groups.items():
            by_source: dict[str, list[Member]] = {}
            for member in members:
                source = corpus.documents[member.document].source_id
                by_source.setdefault(source, []).append(member)
            for inside in by_source.values():
                if not any(m.feature.value == DEFINED for m in inside):
                    yield from _observations(key.removeprefix(ACRONYM), inside)


def _observations(name: str, members: Sequence[Member]) -> Iterator[Observation]:
    total = sum(int(m.feature.value) for m in members)
    if total < _LEAST_USES or len(members) < _LEAST_DOCUMENTS:
        return
    most = max(members, key=lambda m: int(m.feature.value))
    others = [m for m in members if m is not most]
    yield Observation(
        message=(
            f"“{name}” is used {total} times in {len(members)} documents of this source, most "
            "often here, and spelt out in none."
        ),
        line=most.feature.line,
        quote=most.feature.text,
        document=most.document,
        related=tuple(Related(m.document, m.feature.line, m.feature.text) for m in others[:_SHOWN]),
        confidence=Confidence.MEDIUM,
        key=f"acronym {name}",
    )
