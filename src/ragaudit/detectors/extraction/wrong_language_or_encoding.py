"""EXT707: a text in another language, or in other bytes, than is declared."""

from __future__ import annotations

import codecs
import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from ragaudit.contracts import Corpus, CorpusDetector, Extractor, Feature, Member
from ragaudit.detectors.extraction import _language
from ragaudit.model import Content, Document, Observation, Related, Remedy, Rule, Severity
from ragaudit.text import shorten

_LANGUAGE, _ENCODING = "language", "encoding"
_CHARSET = re.compile(
    r"<(?:meta[^<>]{0,300}?charset\s{0,5}=|\?xml[^<>]{0,100}?encoding\s{0,5}=)"
    r"\s{0,5}[\"']?\s{0,5}([A-Za-z0-9_.:-]{2,40})",
    re.IGNORECASE,
)
_QUICK = _language.QUICK_CHARS
_HEAD = 4_096
_WIDER = {
    "ascii": "cp1252", "iso8859-1": "cp1252", "utf-8-sig": "utf-8", "gb2312": "gb18030",
    "gbk": "gb18030", "shift_jis": "cp932", "euc_kr": "cp949", "iso8859-9": "cp1254",
    "utf_8": "utf-8",
}  # fmt: skip
_SHOWN = 10


class LanguageFeatures(Extractor):
    """What is declared, and what the text is in as far as that can be told at once."""

    name = "language/1"

    def extract(self, content: Content) -> Iterator[Feature]:
        """Yield one feature on the language and one on a charset that does not fit."""
        if (charset := _wrong_charset(content)) is not None:
            yield charset
        claim = _language.declared(content)
        text = _language.sample(content) if claim else _language.sample(content, _QUICK)
        if not text:
            return
        found = _language.by_function_words(text)
        if claim is not None and found != claim[0]:
            found = _language.detect(text)
        code, written, line = claim or ("", "", None)
        yield Feature(_LANGUAGE, f"{code} {found or ''}", line, written or shorten(text, 100))


@dataclass(frozen=True, slots=True)
class _Wrong:
    document: Document
    feature: Feature
    claimed: str
    """Empty where the source's list is what the text is not in."""
    found: str


class WrongLanguageOrEncoding(CorpusDetector):
    """Reports declarations that the text contradicts, and languages a source should not hold."""

    rule = Rule(
        code="EXT707",
        name="wrong-language-or-encoding",
        severity=Severity.INFO,
        summary="The text is in another language, or in another encoding, than is declared.",
        why=(
            "Indexers choose stemmer, embedding model and filters by the declared language: a "
            "German page marked `en` is cut up by English rules and never found by those who "
            "filter for German. A wrong charset turns every umlaut into rubbish in whatever tool "
            "believes it."
        ),
        remedy=Remedy.FIX,
        how_to_fix=(
            "Declare the language and the encoding the text is in, or move the document to the "
            "source for its language."
        ),
        example='`<html lang="en">` above a page of German text.',
        not_reported=(
            "Texts of fewer than 200 letters; documents that declare nothing, unless `languages` "
            "is set for the source; texts in two languages; declarations that name no language "
            "known here, or may name a programming language (`language: cs`). A language counts "
            "as found only where both halves of the text are surely in it, and its commonest "
            "words do not contradict. Norwegian is one language here, Serbian is Croatian, Malay "
            "is Indonesian."
        ),
        references=("py3langid: 97 languages, probability of 0.99 or more for either half.",),
    )
    extractor: Extractor = LanguageFeatures()

    def compare(
        self, groups: Mapping[str, tuple[Member, ...]], corpus: Corpus
    ) -> Iterator[Observation]:
        """Yield one observation a document; one for more than ten with the same fault."""
        for member in groups.get(_ENCODING, ()):
            yield _charset_observation(member)
        alike: dict[tuple[str, str, str], list[_Wrong]] = {}
        for member in groups.get(_LANGUAGE, ()):
            if (wrong := _judge(member, corpus)) is not None:
                key = (wrong.document.source_id, wrong.claimed, wrong.found)
                alike.setdefault(key, []).append(wrong)
        for items in alike.values():
            if len(items) > _SHOWN:
                yield _together(items, corpus)
            else:
                yield from (_one(item, corpus) for item in items)


def _judge(member: Member, corpus: Corpus) -> _Wrong | None:
    document = corpus.documents[member.document]
    claimed, _, found = member.feature.value.partition(" ")
    if claimed and found and claimed != found:
        return _Wrong(document, member.feature, claimed, found)
    allowed = {_language.read_code(code) or code for code in _allowed(document, corpus)}
    if not allowed or found in allowed:
        return None
    # Its commonest words say another language, or none: here the model has the last word.
    content = corpus.content(document.id)
    sure = _language.detect(_language.sample(content)) if content else None
    return _Wrong(document, member.feature, "", sure) if sure and sure not in allowed else None


def _allowed(document: Document, corpus: Corpus) -> Sequence[str]:
    settings = corpus.sources.get(document.source_id)
    return settings.languages if settings else ()


def _one(item: _Wrong, corpus: Corpus) -> Observation:
    name = _language.NAMES[item.found]
    if item.claimed:
        said = f"The document declares `{item.feature.text}`, and its text is in {name}."
        return Observation(
            message=said,
            line=item.feature.line,
            quote=item.feature.text,
            document=item.document.id,
            action=f"Declare `{item.found}`, or put a text in the declared language in its place.",
        )
    listed = _listed(item.document, corpus)
    return Observation(
        message=f"The text is in {name}; documents of this source are to be in {listed}.",
        quote=item.feature.text,
        document=item.document.id,
        action="Translate it, move it, or add its language to `languages` of the source.",
        key=f"language {item.found}",
    )


def _together(items: Sequence[_Wrong], corpus: Corpus) -> Observation:
    first, *rest = items
    name = _language.NAMES[first.found]
    if first.claimed:
        claimed = _language.NAMES[first.claimed]
        fault = f"declare {claimed} (here `{first.feature.text}`), and their text is in {name}"
    else:
        fault = f"are in {name}, and this source is to hold {_listed(first.document, corpus)}"
    return Observation(
        message=f"{len(items)} documents {fault}; the first {_SHOWN} others are listed.",
        line=first.feature.line if first.claimed else None,
        quote=first.feature.text,
        document=first.document.id,
        related=tuple(Related(item.document.id) for item in rest[:_SHOWN]),
        key=f"languages {first.claimed} {first.found}",
    )


def _listed(document: Document, corpus: Corpus) -> str:
    names = [_language.NAMES.get(code, f"`{code}`") for code in _allowed(document, corpus)]
    return " or ".join(part for part in (", ".join(names[:-1]), names[-1]) if part)


def _wrong_charset(content: Content) -> Feature | None:
    """A declared charset that reads the file's bytes as something else."""
    match = _CHARSET.search(content.text[:_HEAD]) if content.format in ("html", "xml") else None
    if match is None or content.encoding is None or content.text.isascii() or content.templated:
        return None
    said, real = _charset(match[1]), _charset(content.encoding)
    if said is None or real is None or said == real:
        return None
    line = content.text.count("\n", 0, match.start()) + 1
    return Feature(_ENCODING, f"{match[1]} {content.encoding}", line, match[0])


def _charset(name: str) -> str | None:
    try:
        known = codecs.lookup(name).name
    except (LookupError, ValueError):
        return None
    return _WIDER.get(known, known)


def _charset_observation(member: Member) -> Observation:
    said, _, real = member.feature.value.partition(" ")
    return Observation(
        message=f"The page declares the encoding {said}, and its bytes are {real}.",
        line=member.feature.line,
        quote=member.feature.text,
        document=member.document,
        action=f"Declare {real}, or save the file as {said}.",
    )
