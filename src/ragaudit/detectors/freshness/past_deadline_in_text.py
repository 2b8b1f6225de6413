"""FRS204: a date the text speaks of as yet to come has passed."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from itertools import pairwise

from ragaudit.contracts import Corpus, CorpusDetector, Extractor, Feature, Member
from ragaudit.detectors._sentences import Sentence, sentences
from ragaudit.detectors._words import count, days_between, known_date
from ragaudit.detectors.freshness._forward import Frame, frame_of
from ragaudit.detectors.freshness._records import (
    in_record_section,
    is_out_of_use,
    is_record,
    is_record_content,
    names_year,
)
from ragaudit.model import (
    Block,
    BlockKind,
    Confidence,
    Content,
    Document,
    Observation,
    Remedy,
    Rule,
    Severity,
)
from ragaudit.text import shorten
from ragaudit.text.mentions import Precision, find_dates, has_year

_FORMATS = frozenset(
    {"markdown", "html", "text", "rst", "org", "docx", "odt", "rtf", "pdf", "pptx", "epub"}
)
_SHOWN = 3
_GRACE = timedelta(days=1)
"""Time zones: the author's day may be ahead of the auditor's."""
_QUOTE = 230
_MOST = 20
"""Dates of one sentence that are looked at; more are a list without full stops."""
_SAID = {
    Frame.VALID: "The text says what holds until {}, which passed {} ago",
    Frame.DEADLINE: "The text names {} as a deadline to come; it passed {} ago",
    Frame.PLAN: "The text announces something for {}, which passed {} ago",
}
_SHOWS = re.compile(r"\W{0,5}(?:ex|e\.g|(?:for |good |bad )?example|sample)\b", re.IGNORECASE)
"""Opens a paragraph that is an example."""
_DONE = ("[x]", "[X]", "~~")


@dataclass(frozen=True, slots=True)
class _Ahead:
    """A sentence that looks ahead to a day."""

    latest: date
    """The last day the sentence names at all: while it is to come, the sentence holds."""
    frame: Frame
    said: str
    exact: bool
    sentence: Sentence


class ForwardDates(Extractor):
    """Sentences that speak of a date as yet to come; the key is the last day they name."""

    name = "forward-dates/1"

    def extract(self, content: Content) -> Iterator[Feature]:
        """Yield one feature a sentence; nothing for pages that tell of their day on purpose."""
        if content.format not in _FORMATS or is_record_content(content):
            return
        after_code = set(map(id, _about_code(content)))
        for sentence in sentences(content, has_year):
            block = sentence.block
            if in_record_section(block.heading_path) or _SHOWS.match(block.text):
                continue
            if id(block) in after_code:
                continue
            if (found := _ahead(sentence)) is not None:
                value = f"{found.frame}|{'day' if found.exact else 'period'}|{found.said}"
                yield Feature(
                    found.latest.isoformat(), value, sentence.line, _quote(sentence.text, found)
                )


def _about_code(content: Content) -> Iterator[Block]:
    """Paragraphs that finish the sentence a piece of code began: they tell what that code does."""
    for before, block in pairwise(content.blocks):
        if before.kind is BlockKind.CODE and block.text[:1].islower():
            yield block


def _ahead(sentence: Sentence) -> _Ahead | None:
    text = sentence.text
    mentions = list(find_dates(text))
    if not mentions or any(mark in sentence.source[:2000] for mark in _DONE):
        return None
    for mention in reversed(mentions[-_MOST:]):
        said = text[mention.start : mention.end]
        frame = frame_of(text, mention)
        if frame is not None and not _in_code(sentence.source, said):
            exact = mention.precision is Precision.DAY
            return _Ahead(max(m.last for m in mentions), frame, said, exact, sentence)
    return None


def _in_code(source: str, said: str) -> bool:
    return "`" in source and any(
        said in part for number, part in enumerate(source.split("`")) if number % 2
    )


def _quote(text: str, found: _Ahead) -> str:
    end = text.find(found.said) + len(found.said)
    return shorten(text, _QUOTE) if end < _QUOTE else "…" + shorten(text[end - 180 :], _QUOTE - 1)


class PastDeadlineInText(CorpusDetector):
    """Reports sentences that look ahead to a day that has passed."""

    extractor = ForwardDates()
    rule = Rule(
        code="FRS204",
        name="past-deadline-in-text",
        severity=Severity.WARN,
        summary="The text speaks of a date as yet to come, and the date has passed.",
        why=(
            "“Will be retired on 31 March” is quoted as news long after, and an offer that ended "
            "is offered again. The sentence itself proves that nobody has read the page since."
        ),
        remedy=Remedy.FIX,
        how_to_fix=(
            "Say what holds now, or remove the sentence. If the plan moved, give the new date."
        ),
        example=(
            "The old portal will be switched off on 31 March 2026.\n"
            "The winter rate is valid until 28 February 2026.\n"
            "Submit your expenses for 2025 by 15 January 2026."
        ),
        not_reported=(
            "A date that passed the day before; a sentence that also names a day to come; "
            "statements about the past (“was valid until”, “until 2024 we used”); the date that "
            "tells which things are meant (“contracts signed before 1 May 2025”), or since when "
            "a rule holds (“applies from 1 May 2025”); years alone without a plan; “03/04/2026”, "
            "which is two days. Changelogs, release notes, news, blog posts, minutes, decisions, "
            "proposals, postmortems, reports, licences, templates and archives, by folder, file "
            "name, title, heading or front matter; pages and folders named after a day or year; "
            "examples, quotations, code, tables, struck-out text and finished tasks; documents "
            "that their metadata retired or ended (FRS203, FRS213)."
        ),
        references=("https://arxiv.org/abs/2503.04800",),
    )

    def compare(
        self, groups: Mapping[str, tuple[Member, ...]], corpus: Corpus
    ) -> Iterator[Observation]:
        """Yield at most three observations a document; the last says how many more there are."""
        limit = (corpus.as_of - _GRACE).isoformat()
        passed: dict[str, list[Member]] = {}
        for day, members in groups.items():
            for member in members if day < limit else ():
                passed.setdefault(member.document, []).append(member)
        for name in sorted(passed):
            document = corpus.documents[name]
            if is_record(document) or is_out_of_use(document) or _has_ended(document, corpus.as_of):
                continue
            found = [m.feature for m in passed[name] if not _is_of_its_year(document, m.feature)]
            yield from _observations(document, found, corpus.as_of)


def _has_ended(document: Document, as_of: date) -> bool:
    expires = known_date(document.times.expires)
    return expires is not None and expires < as_of


def _is_of_its_year(document: Document, feature: Feature) -> bool:
    """A page that names the year in its title tells of that year; what it offers still ends."""
    frame = feature.value.partition("|")[0]
    return frame != Frame.VALID and names_year(document, int(feature.key[:4]))


def _observations(document: Document, found: list[Feature], as_of: date) -> Iterator[Observation]:
    ordered = sorted(found, key=lambda f: (f.line or 0, f.key))
    more = len(ordered) - _SHOWN
    for number, feature in enumerate(ordered[:_SHOWN], 1):
        message = _message(document, feature, as_of)
        if number == _SHOWN and more > 0:
            message += f" {count(more, 'sentence')} more in this document."
        exact = feature.value.split("|", 2)[1] == "day"
        yield Observation(
            message,
            line=feature.line,
            quote=feature.text,
            document=document.id,
            confidence=Confidence.HIGH if exact else Confidence.MEDIUM,
        )


def _message(document: Document, feature: Feature, as_of: date) -> str:
    frame, _, said = feature.value.split("|", 2)
    last = date.fromisoformat(feature.key)
    sentence = _SAID[Frame(frame)].format(said, days_between(last, as_of))
    changed = known_date(document.times.content_modified)
    if changed is None:
        return f"{sentence}."
    if changed <= last:
        return f"{sentence}. The text has not changed since {changed}."
    return f"{sentence}. The text last changed on {changed}, after that, and still says so."
