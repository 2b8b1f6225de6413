"""FRS206: every year the text names is long past."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Mapping

from ragaudit.contracts import Corpus, CorpusDetector, Extractor, Feature, Member
from ragaudit.detectors._sentences import sentences
from ragaudit.detectors._words import known_date
from ragaudit.detectors.freshness._records import (
    in_record_section,
    is_out_of_use,
    is_record,
    is_record_content,
    names_year,
)
from ragaudit.model import (
    BlockKind,
    Confidence,
    Content,
    Document,
    Observation,
    Remedy,
    Rule,
    Severity,
)
from ragaudit.text.mentions import find_dates, has_year

_KEY = "years"
_LAG, _ENOUGH = 2, 3
_KINDS = (BlockKind.PARAGRAPH, BlockKind.LIST_ITEM, BlockKind.TABLE_ROW, BlockKind.HEADING)
_CITED = re.compile(
    r"(?:\b(?:act|regulations?|directive|order|code|rules|statute|convention|treaty|iso|iec|bs|en|rfc"
    r"|copyright|published|edition|press|born|founded|established|since|©|\(c\)|vol\.|pp\.|et al\.)"
    r"[\s,:(]{1,4}(?:of )?|\([A-Z][\w.&’' -]{1,60},? |\b(?!In|By|From|Until|Since|During|And|Or|For"
    r"|The|Of|On|May|March)[A-Z][\w+.-]{2,20} )$"
)
_MONTH = re.compile(r"\b(?:Jan|Feb|Mar|Apr|May|Jun|Jul|Aug|Sep|Oct|Nov|Dec)[a-z]{0,6}\.? $")


class Years(Extractor):
    """How often a text names each year, citations and names aside."""

    name = "years/1"

    def extract(self, content: Content) -> Iterator[Feature]:
        """Yield at most one feature: the years with their counts, and where the newest is."""
        if is_record_content(content):
            return
        counts: Counter[int] = Counter()
        places: dict[int, tuple[int, str]] = {}
        for sentence in sentences(content, has_year, _KINDS):
            if in_record_section(sentence.block.heading_path):
                continue
            for mention in find_dates(sentence.text):
                before = sentence.text[: mention.start][-80:]
                if not _CITED.search(before) or _MONTH.search(before):
                    counts[mention.last.year] += 1
                    places.setdefault(mention.last.year, (sentence.line, sentence.text))
        if sum(counts.values()) >= _ENOUGH:
            line, quote = places[max(counts)]
            said = ",".join(f"{year}:{number}" for year, number in sorted(counts.items()))
            yield Feature(_KEY, said, line, quote)


class OldYearOnly(CorpusDetector):
    """Reports texts whose newest year is at least two years back."""

    extractor = Years()
    rule = Rule(
        code="FRS206",
        name="old-year-only",
        severity=Severity.INFO,
        enabled=False,
        summary="The newest year the text names is at least two years back.",
        why=(
            "A page whose dates all end in one year was mostly written in that year. Nothing in it "
            "is wrong by that alone; it tells where to look first."
        ),
        remedy=Remedy.VERIFY,
        how_to_fix="Read it again; record the review, so that its age is known.",
        example="Fees rose in 2021. The board met in May 2021. The budget for 2022 is unchanged.",
        not_reported=(
            "Texts that name fewer than three dates; pages that changed or were reviewed within "
            "the last two years; laws, standards, citations, copyright lines and product names "
            "with a year; sections of history and references; pages named after a year and the "
            "records of FRS204. Off unless asked for (`--rules FRS206`): in handbooks every second "
            "page it found was background that is right as it stands."
        ),
        references=("https://docs.gitlab.com/development/documentation/styleguide/",),
    )

    def compare(
        self, groups: Mapping[str, tuple[Member, ...]], corpus: Corpus
    ) -> Iterator[Observation]:
        """Yield one observation a document."""
        for member in groups.get(_KEY, ()):
            document = corpus.documents[member.document]
            years = _read(member.feature.value)
            newest = max(years)
            if newest > corpus.as_of.year - _LAG or _is_kept(document, corpus.as_of.year):
                continue
            if is_record(document) or is_out_of_use(document) or names_year(document, newest):
                continue
            shown = ", ".join(f"{year} ({number})" for year, number in sorted(years.items())[-5:])
            yield Observation(
                f"The newest year the text names is {newest}; it names {shown}.",
                line=member.feature.line,
                quote=member.feature.text,
                document=document.id,
                confidence=Confidence.LOW,
                key=str(newest),
            )


def _read(said: str) -> dict[int, int]:
    pairs = (part.split(":") for part in said.split(","))
    return {int(year): int(number) for year, number in pairs}


def _is_kept(document: Document, year: int) -> bool:
    days = (known_date(document.times.reviewed), known_date(document.times.content_modified))
    return any(day is not None and day.year > year - _LAG for day in days)
