"""FRS205: the text says how things stood on a day long ago as if they still did."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from datetime import date

from ragaudit.contracts import Corpus, CorpusDetector, Extractor, Feature, Member
from ragaudit.detectors._sentences import sentences
from ragaudit.detectors._words import days_between
from ragaudit.detectors.freshness._records import (
    in_record_section,
    is_out_of_use,
    is_record,
    is_record_content,
    names_year,
)
from ragaudit.model import Confidence, Content, Interval, Observation, Remedy, Rule, Severity
from ragaudit.text import add_interval, shorten
from ragaudit.text.mentions import DateMention, Precision, find_dates, has_year

_OLD = Interval(12, "month")
_QUOTE = 230
_MOST = 20
"""Dates of one sentence that are looked at; more are a list without full stops."""
_AS_OF = re.compile(
    r"\b(?:as (?:of|at)|at the time of (?:this )?writing[\s,(:-]{1,4}(?:in |on )?"
    r"|(?:current|correct|accurate|up to date|true|valid|verified|checked) (?:as )?(?:of|in|at|on))"
    r"\s?(?:the )?$",
    re.IGNORECASE,
)
_NOW = re.compile(
    r"\b(?:currently|at present|right now|at the moment|to date|so far"
    r"|the (?:latest|most recent|current) \w{1,20}(?: \w{1,20})?)[\s,(:-][^.;]{0,30}?[\s(]"
    r"(?:in |of |from |on |is |,)?\s?$",
    re.IGNORECASE,
)
_STANDS = re.compile(
    r"\b(?:there (?:is|are)|has|have|is|are|stands?|counts?|totals?|costs?|uses?|supports?"
    r"|runs?)\b",
    re.IGNORECASE,
)
_RULE = re.compile(
    r"\b(?:must|shall|will|needs? to|required|no longer|effective|applies|new|closed|open"
    r"|(?:has|have) \w{1,20}ed)\b",
    re.IGNORECASE,
)
_PAST = re.compile(
    r"\b(?:was|were|had|did|used to|since|until|released|published)\b", re.IGNORECASE
)


class DatedClaims(Extractor):
    """Sentences that tell how things stand, with the day they were so; the key is that day."""

    name = "dated-claims/1"

    def extract(self, content: Content) -> Iterator[Feature]:
        """Yield one feature a sentence."""
        if is_record_content(content):
            return
        for sentence in sentences(content, has_year):
            if in_record_section(sentence.block.heading_path) or "`" in sentence.text:
                continue
            if _PAST.search(sentence.text) or not _STANDS.search(sentence.text):
                continue
            mentions = list(find_dates(sentence.text))
            claims = [m for m in mentions[-_MOST:] if _is_claim(sentence.text, m)]
            if claims:
                latest = max(m.last for m in mentions)
                said = sentence.text[claims[-1].start : claims[-1].end]
                yield Feature(
                    latest.isoformat(), said, sentence.line, shorten(sentence.text, _QUOTE)
                )


def _is_claim(text: str, mention: DateMention) -> bool:
    before = text[: mention.start][-120:]
    if _AS_OF.search(before):
        # “As of 1 May, badges are needed” says from when on, not how things stood.
        return mention.precision is not Precision.DAY or not _RULE.search(text)
    return _NOW.search(before) is not None and mention.precision is not Precision.YEAR


class DatedClaim(CorpusDetector):
    """Reports claims about the present that carry a day more than a year ago."""

    extractor = DatedClaims()
    rule = Rule(
        code="FRS205",
        name="dated-claim",
        severity=Severity.INFO,
        enabled=False,
        summary="The text tells how things stand as of a day more than a year ago.",
        why=(
            "“As of March 2024 there are 14 offices” is answered as “there are 14 offices”: the "
            "day gets lost between the passage and the answer."
        ),
        remedy=Remedy.VERIFY,
        how_to_fix="Bring the claim up to date with its day, or say that it is history.",
        example="As of March 2024 there are 14 offices in nine countries.",
        not_reported=(
            "Days within the last twelve months; sentences in the past tense; “as of 1 May” where "
            "it says from when on a rule holds; pages and folders named after a year, and the "
            "records of FRS204. Off unless asked for (`--rules FRS205`): a quarter of what it "
            "found in handbooks said from when on something holds, and that a claim carries its "
            "day is good style."
        ),
        references=("https://developers.google.com/style/timeless-documentation",),
    )

    def compare(
        self, groups: Mapping[str, tuple[Member, ...]], corpus: Corpus
    ) -> Iterator[Observation]:
        """Yield one observation a sentence."""
        for day, members in groups.items():
            last = date.fromisoformat(day)
            if add_interval(last, _OLD) >= corpus.as_of:
                continue
            for member in members:
                document, feature = corpus.documents[member.document], member.feature
                if (
                    is_record(document)
                    or is_out_of_use(document)
                    or names_year(document, last.year)
                ):
                    continue
                yield Observation(
                    f"The text tells how things stand as of {feature.value}, "
                    f"{days_between(last, corpus.as_of)} ago.",
                    line=feature.line,
                    quote=feature.text,
                    document=member.document,
                    confidence=Confidence.MEDIUM,
                )
