"""FRS208: the text uses a name that is no longer used."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from itertools import groupby, islice

from ragaudit.contracts import Corpus, CorpusDetector, Member
from ragaudit.detectors._words import count
from ragaudit.detectors.freshness._names import (
    MOST,
    Use,
    in_code,
    is_proper,
    name_pattern,
    quote,
    read_sentences,
    remembered,
)
from ragaudit.detectors.freshness._records import is_out_of_use, is_record
from ragaudit.detectors.freshness._vocabulary import WORDS, Vocabulary, users_of
from ragaudit.model import (
    Confidence,
    Content,
    Document,
    Observation,
    Remedy,
    RetiredTerm,
    Rule,
    Severity,
)
from ragaudit.text import matches

_NO_LIST = "no list of retired terms (`retired_terms: retired-terms.yml` in ragaudit.yaml)"
_KNOWS = "knows"
"""Marks a use in a sentence that says that the name is of the past."""
_BEFORE = re.compile(
    r"\b(?:formerly|previously|originally|once|ex|former|old|legacy|retired|deprecated|discontinued|"
    r"defunct|obsolete|previous|renamed(?:\s\w{1,20}){0,4}\sfrom|known\sas|called|named|replac(?:es?|ed|ing)"
    r"(?:\s(?:the|our|both))?|instead\sof|in\splace\sof|successor\s(?:to|of)|superseded|supersedes"
    r"|(?:moved?|moving|migrat(?:ed?|ing|ion)|switch(?:ed|ing)?|upgrad(?:ed?|ing)|chang(?:ed?|ing))"
    r"(?:\s\S{1,20}){0,4}\s(?:away\s)?from|no\slonger|not|unlike|than|retir(?:ed?|ing|ement)"
    r"(?:\sof)?|(?:decommission(?:ed|ing)?|deprecat(?:ing|ion)|remov(?:ing|al))(?:\sof)?|phas(?:ed?|ing)\sout|was|were|had|used\sto)"
    r"[\s,:(“\"'*-]{1,4}(?:the|a|an|our|your|its|of|use|using|called)?[\s“\"'(*]{0,3}$",
    re.IGNORECASE,
)
_AFTER = re.compile(
    r"^[”\"')*,]{0,3}\s?(?:[\w-]{1,20}\s){0,2}?(?:(?:is|are)\s(?:now\s(?!avail|in\b|open)|no\slonger"
    r"|called|known|retired|deprecated|discontinued|obsolete|gone)|was\b|were\b|has\sbeen"
    r"|have\sbeen|no\slonger|became|got\s|has\s(?:gone|ended|moved|become)|had\b|used\sto"
    r"|until\s(?:19|20)\d\d|(?:removal|retirement|shutdown|sunset|deprecation|replacement"
    r"|migration|decommissioning|end\sof\slife)\b"
    r"|\(?(?:retired|discontinued|deprecated|now\b|legacy|obsolete|renamed))",
    re.IGNORECASE,
)


class RetiredTermUsed(CorpusDetector):
    """Reports names of products, plans and teams that the user's list retired."""

    extractor = Vocabulary()
    rule = Rule(
        code="FRS208",
        name="retired-term",
        severity=Severity.WARN,
        summary="The text uses a name that was retired, by the list of retired terms.",
        why=(
            "Readers ask by today's names. A page that still says the old one is missed by the "
            "question it answers, and found by the question it no longer answers; either way "
            "nobody has read it since the name went."
        ),
        remedy=Remedy.FIX,
        how_to_fix=(
            "Write the new name, and check that the rest of the page still holds. Where the old "
            "name has to be explained, write “formerly …”; where it may stand, add the path to "
            "`allow` of the list."
        ),
        example=(
            "# retired-terms.yml: {term: EDI bridge, since: 2026-04-01, replacement: webhooks}\n"
            "Send the arrivals through the EDI bridge."
        ),
        not_reported=(
            "Sentences that say that the name is of the past (“formerly the EDI bridge”, “replaced "
            "the EDI bridge”, “the EDI bridge was switched off”) or also use the replacement; a "
            "document that has such a sentence beside other uses is info. Code, quotations, links "
            "and words that only contain the name; a name of one word with a capital letter "
            "written otherwise (`slack` for Slack); `allow`ed paths and `unless` phrases; terms "
            "that retire later than the day of the audit. Changelogs, minutes, decisions, blog "
            "posts, archives and the other records of FRS204. Without a list the rule does not run."
        ),
        references=("https://vale.sh/docs/checks/substitution",),
    )

    def skips(self, corpus: Corpus) -> str | None:
        """Without a list there is nothing to look for."""
        return None if any(s.retired_terms for s in corpus.sources.values()) else _NO_LIST

    def compare(
        self, groups: Mapping[str, tuple[Member, ...]], corpus: Corpus
    ) -> Iterator[Observation]:
        """Yield one observation per document and term."""
        for source in corpus.sources.values():
            terms = [t for t in source.retired_terms if not t.since or t.since <= corpus.as_of]
            spellings = [spelling for term in terms for spelling in term.spellings]
            for member in users_of(spellings, groups.get(WORDS, ())):
                document = corpus.documents[member.document]
                if document.source_id == source.id and not _tells_of_the_past(document):
                    yield from _of_document(document, terms, corpus)


def _tells_of_the_past(document: Document) -> bool:
    return is_record(document) or is_out_of_use(document)


def _of_document(
    document: Document, terms: list[RetiredTerm], corpus: Corpus
) -> Iterator[Observation]:
    wanted = [t for t in terms if not any(matches(glob, document.path) for glob in t.allow)]
    uses = remembered(
        corpus, "FRS208", document.id, repr(wanted), lambda content: find_uses(content, wanted)
    )
    by_name = sorted(uses, key=lambda use: use.name)
    for name, found in groupby(by_name, key=lambda use: use.name):
        term = next(t for t in wanted if t.spellings[0] == name)
        yield from _observations(document, term, sorted(found, key=lambda use: use.line))


def find_uses(content: Content, terms: list[RetiredTerm]) -> Iterator[Use]:
    """Every use of a term in a text, those that know of its past marked as such."""
    if not terms:
        return
    patterns = [(term, _pattern(term)) for term in terms]

    def wanted(text: str) -> bool:
        return any(pattern.search(text) for _, pattern in patterns)

    for sentence in read_sentences(content, wanted):
        for term, pattern in patterns:
            for match in islice(pattern.finditer(sentence.text), MOST):
                if _is_other(sentence.text, match, term) or in_code(sentence, match[0]):
                    continue
                note = _KNOWS if _is_past(sentence.text, match, term) else ""
                shown = quote(sentence, match.start())
                yield Use(term.spellings[0], match[0], sentence.line, shown, note)


def _pattern(term: RetiredTerm) -> re.Pattern[str]:
    parts = [
        name_pattern(name) if is_proper(name) else f"(?i:{name_pattern(name)})"
        for name in sorted(term.spellings, key=len, reverse=True)
    ]
    return re.compile("|".join(parts))


def _is_other(text: str, match: re.Match[str], term: RetiredTerm) -> bool:
    """Whether the name is part of another phrase, or of an address."""
    around = text[max(0, match.start() - 1) : match.end() + 1]
    if any(mark in around for mark in "/@_#") or re.match(r"\.\w", text[match.end() :]):
        return True
    spans = (
        found.span()
        for phrase in term.unless
        for found in re.finditer(name_pattern(phrase), text, re.IGNORECASE)
    )
    return any(start <= match.start() < end for start, end in spans)


def _is_past(text: str, match: re.Match[str], term: RetiredTerm) -> bool:
    before, after = text[max(0, match.start() - 80) : match.start()], text[match.end() :][:80]
    if _BEFORE.search(before) or _AFTER.match(after):
        return True
    new = term.replacement
    return bool(new) and re.search(name_pattern(new), text, re.IGNORECASE) is not None


def _observations(document: Document, term: RetiredTerm, uses: list[Use]) -> Iterator[Observation]:
    real = [use for use in uses if not use.note]
    if not real:
        return
    first, knows = real[0], len(real) < len(uses)
    since = f" on {term.since}" if term.since else ""
    places = f" It stands in {count(len(real), 'place')}." if len(real) > 1 else ""
    also = " Another sentence says so itself." if knows else ""
    new = f"“{term.replacement}”" if term.replacement else "the new name"
    yield Observation(
        f"“{first.value}” was retired{since} ({term.locator}).{places}{also}",
        line=first.line,
        quote=first.quote,
        document=document.id,
        severity=Severity.INFO if knows else None,
        confidence=Confidence.MEDIUM if knows else Confidence.HIGH,
        action=f"Write {new} where that is meant, and check that the rest still holds.",
        key=first.name,
    )
