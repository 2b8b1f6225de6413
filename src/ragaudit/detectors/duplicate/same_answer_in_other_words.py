"""DUP406: two sections that answer the same question in different words."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from pathlib import PurePosixPath

from ragaudit.contracts import Corpus, CorpusDetector, Extractor, Member
from ragaudit.detectors.duplicate._keeper import name_of
from ragaudit.detectors.duplicate._meaning import (
    MEANING,
    MOST_PAIRS,
    MOST_SECTIONS,
    MeaningFeatures,
    Section,
    near_pairs,
    same_in_other_words,
    sections,
    vectors_of,
)
from ragaudit.detectors.duplicate._phrases import place
from ragaudit.detectors.duplicate._siblings import intended
from ragaudit.model import Confidence, Observation, Related, Remedy, Rule, Severity

_LEFT_OUT = "meaning-left-out"
_SHOWN = 10


class SameAnswerInOtherWords(CorpusDetector):
    """Reports sections whose sentences match one by one in meaning, and not in wording."""

    rule = Rule(
        code="DUP406",
        name="same-answer-in-other-words",
        severity=Severity.INFO,
        summary="A section says in other words what a section of another document says.",
        why=(
            "Either may be retrieved. They were true together once; when one is changed, nothing "
            "points at the other, and no comparison of words finds it."
        ),
        remedy=Remedy.VERIFY,
        how_to_fix="Compare the two, keep one, and link to it from where the other stood.",
        example=(
            "“Claims need a receipt and are paid within ten days” in `expenses.md`; “Attach the "
            "receipt; the money is on your account ten days later” in `onboarding.md`."
        ),
        not_reported=(
            "Off by default: on six public handbooks about two findings in three were true, and "
            "the rest were sections on one subject that say different things. Sections of fewer "
            "than 30 or more than 300 words; pairs that share half of their words, which DUP402 "
            "and DUP403 compare; versions, languages and declared mirrors; languages other than "
            "English; template files. Beyond 20,000 sections, or 500 near pairs, the rest is left "
            "out, and the report says so."
        ),
        references=(
            "Cosine 0.75 of mean word vectors less their average, then 0.70 for each sentence's "
            "best match, in both directions. The plain cosine of 0.92 usual for such vectors was "
            "wrong more often than right.",
        ),
        enabled=False,
    )
    extractor: Extractor = MeaningFeatures()

    def skips(self, corpus: Corpus) -> str | None:
        """What was left out, if anything."""
        return corpus.once(_LEFT_OUT, str) or None

    def compare(
        self, groups: Mapping[str, tuple[Member, ...]], corpus: Corpus
    ) -> Iterator[Observation]:
        """Yield one observation for every set of sections that say the same."""
        every = groups.get(MEANING, ())
        members = every[:MOST_SECTIONS]
        if len(members) < 2:
            return
        pairs = [
            pair
            for pair in near_pairs(members, vectors_of(members))
            if _comparable(members[pair[1]], members[pair[2]], corpus)
        ]
        corpus.once(_LEFT_OUT, lambda: _left_out(len(every), len(pairs)))
        same = [
            (left, right)
            for _, left, right in pairs[:MOST_PAIRS]
            if _says_the_same(members[left], members[right], corpus)
        ]
        for cluster in _clusters(same):
            yield _observation([members[number] for number in cluster], corpus)


def _comparable(a: Member, b: Member, corpus: Corpus) -> bool:
    left, right = corpus.documents[a.document], corpus.documents[b.document]
    same = left.content.text_sha256 == right.content.text_sha256
    beside = PurePosixPath(left.path).parent == PurePosixPath(right.path).parent
    versions = beside and name_of(left).base == name_of(right).base
    return not (same or versions or intended(left, right, corpus.sources))


def _says_the_same(a: Member, b: Member, corpus: Corpus) -> bool:
    left, right = _section(a, corpus), _section(b, corpus)
    return left is not None and right is not None and same_in_other_words(left, right) is not None


def _section(member: Member, corpus: Corpus) -> Section | None:
    content = corpus.content(member.document)
    found = sections(content) if content else ()
    return next((s for s in found if s.line == member.feature.line), None)


def _clusters(pairs: Sequence[tuple[int, int]]) -> list[list[int]]:
    """Sections joined by pairs, each set in order."""
    leader: dict[int, int] = {}

    def find(number: int) -> int:
        while leader.setdefault(number, number) != number:
            number = leader[number]
        return number

    for left, right in pairs:
        low, high = sorted((find(left), find(right)))
        leader[high] = low
    sets: dict[int, list[int]] = {}
    for number in sorted(leader):
        sets.setdefault(find(number), []).append(number)
    return list(sets.values())


def _left_out(count: int, pairs: int) -> str:
    parts = []
    if count > MOST_SECTIONS:
        parts.append(f"{count - MOST_SECTIONS:,} of {count:,} sections")
    if pairs > MOST_PAIRS:
        parts.append(f"{pairs - MOST_PAIRS:,} of {pairs:,} near pairs")
    return f"{' and '.join(parts)} were not compared" if parts else ""


def _observation(members: Sequence[Member], corpus: Corpus) -> Observation:
    first, *others = members
    documents = [corpus.documents[m.document] for m in members]
    where = f"{place(documents[1], documents[0])}, line {others[0].feature.line}"
    more = f", and in {len(others) - 1} more" if len(others) > 1 else ""
    return Observation(
        message=f"The section seems to say what another says in other words, in {where}{more}.",
        line=first.feature.line,
        quote=first.feature.text,
        document=first.document,
        related=tuple(Related(m.document, m.feature.line, m.feature.text) for m in others[:_SHOWN]),
        confidence=Confidence.LOW,
    )
