"""Versions of a product that a text names: `Berthline 3.2`, `version 3.2 of Berthline`."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from itertools import islice

from ragaudit.detectors._sentences import Sentence
from ragaudit.detectors.freshness._names import (
    MOST,
    Use,
    in_code,
    is_proper,
    name_pattern,
    quote,
    read_sentences,
)
from ragaudit.model import BlockKind, Content, Product
from ragaudit.text.mentions import Precision, find_dates

UPWARDS = "upwards"
"""Marks a version that stands for all later ones too: `3.2 or later`."""
SINCE = "since"
"""Marks a version that only says since when or until when something is so."""
_NUMBER = r"v?(?P<{}>\d{{1,4}}(?:\.\d{{1,5}}){{0,3}})(?:\.[x*])?(?![\w%°]|[.,:]\d|/\d|-\w)"
_KIND = (
    r"(?:\(?(?:versions?|releases?|ver\.|edition|series|server|enterprise|community|lts)\s){0,2}"
)
_MORE = re.compile(
    r"(?:\.x)?(?:,\s(?:and\s|or\s)?|\s(?:and|or|to|through)\s|\s?/\s?|\s?[–-]\s?)"
    + _NUMBER.format("v")
)
_UNIT = re.compile(
    r"\s(?:[a-z]+s\b(?<!is)(?<!was)(?<!has)(?<!does)(?<!lets)|percent|year|month|day|hour|minute|GB|MB|KB|TB"
    r"|ms\b|am\b|pm\b|of\s(?:the|these|them))"
)
_MEASURE = re.compile(
    r"\s(?:days?|weeks?|months?|years?|hours?|minutes?|seconds?|times|per|percent|million"
    r"|billion|[GMKT]B|beta|alpha|rc|preview)\b"
)
_FRAME_BEFORE = re.compile(
    r"(?:\b(?:since|from|before|after|until|till|prior\sto|older\sthan|earlier\sthan|newer\sthan|up\sto"
    r"|below|above|at\sleast|minimum(?:\sof)?|min|(?:added|introduced|available|deprecated|removed|fixed"
    r"|changed|new|supported|dropped)\s(?:in|with|for)|requires?|as\sof|starting\s(?:in|with|from)|no\slonger"
    r"\ssupports?|(?:drop(?:s|ped)?|end(?:s|ed|ing)?|without)\s(?:support\s)?(?:of|for)?)\s(?:the\s)?"
    r"|[<>=≥≤]\s?)$",
    re.IGNORECASE,
)
_FRAME_AFTER = re.compile(
    r"^(?:\.x)?(?:\+|.{0,30}?\bor\s(?:later|newer|higher|above)\b|\s(?:and|or)\s(?:later|newer|higher|above|up|greater|earlier|older|below|lower|onwards?)"
    r"|\sonwards?\b|\s?\((?:or|and)\s|\s(?:introduced|added|brought|removed|dropped|deprecated)\b"
    r"|,?\s(?:which\s)?(?:is|was|were|are|has\sbeen)\s(?:no\slonger|not|deprecated|removed|retired|unsupported|the"
    r"\slast|end|EOL|out\sof))",
    re.IGNORECASE,
)
_UPWARDS = re.compile(
    r"^(?:\.x)?(?:\+|.{0,36}?\b(?:or|and)\s(?:later|newer|higher|above|up|onwards?)\b|\sonwards?\b)",
    re.IGNORECASE,
)
_HISTORY = re.compile(
    r"\b(?:was|were|had|did|became|reached|when|retrospective|promoted|graduated|announced|shipped|landed"
    r"|back\s(?:in|then)|(?:days|time|era)\sof|end[\s-]of[\s-]life|first\s(?:in|with))\b",
    re.IGNORECASE,
)
_SAMPLE = re.compile(r"\b(?:e\.g|for\s(?:example|instance)|examples?|such\sas)\b", re.IGNORECASE)
_REACH = 40


def find_uses(content: Content, products: Iterable[Product]) -> Iterator[Use]:
    """Every version of a product in a text outside code, quotations and sections of the past."""
    patterns = [(product, _pattern(product)) for product in products]

    def wanted(text: str) -> bool:
        return any(pattern.search(text) for _, pattern in patterns)

    for sentence in read_sentences(content, wanted):
        if _SAMPLE.search(sentence.text):
            continue
        past = _tells_of_the_past(sentence)
        for product, pattern in patterns:
            for match in islice(pattern.finditer(sentence.text), MOST):
                if in_code(sentence, match[0]) or _is_no_version(sentence, match):
                    continue
                shown = quote(sentence, match.start())
                for version, frame in _versions(sentence.text, match):
                    note = SINCE if past else frame
                    yield Use(product.name, version, sentence.line, shown, note)


def _tells_of_the_past(sentence: Sentence) -> bool:
    row = sentence.block.kind is BlockKind.TABLE_ROW
    dated = any(row or m.precision is Precision.DAY for m in find_dates(sentence.text))
    return dated or _HISTORY.search(sentence.text) is not None


def _pattern(product: Product) -> re.Pattern[str]:
    names = sorted((product.name, *product.aliases), key=len, reverse=True)
    either = "|".join(
        f"(?:{name_pattern(n)})" if is_proper(n) else f"(?i:{name_pattern(n)})" for n in names
    )
    after = rf"(?P<product>{either})[\s(]{{1,2}}{_KIND}{_NUMBER.format('after')}"
    number = rf"\b(?:[Vv]ersions?|[Rr]eleases?)\s{_NUMBER.format('before')}"
    return re.compile(rf"{after}|{number}\s(?:of|for)\s(?:the\s)?(?:{either})")


def _is_no_version(sentence: Sentence, match: re.Match[str]) -> bool:
    """Part of a path, or a number without a dot in a table, where it is mostly something else."""
    if sentence.text[: match.start()].endswith("/"):
        return True
    bare = match["after"] is not None and match["after"].isdigit()
    return sentence.block.kind is BlockKind.TABLE_ROW and bare


def _is_marked(text: str, match: re.Match[str]) -> bool:
    """Whether the number is called a version: `v3`, `version 3`."""
    start = max(match.start("after"), match.start("before"))
    return bool(re.search(r"(?:\bv|\b(?:versions?|releases?|ver\.)\s)$", text[:start], re.I))


def _versions(text: str, match: re.Match[str]) -> Iterator[tuple[str, str]]:
    first = match["after"] or match["before"]
    end = match.end()
    if _MEASURE.match(text[end:]):
        return
    if first.isdigit() and not _is_marked(text, match) and _UNIT.match(text[end:]):
        return
    found = [first]
    while match["after"] and len(found) < MOST and (more := _MORE.match(text, end)):
        if more["v"].isdigit() and _UNIT.match(text[more.end() :]):
            break
        found.append(more["v"])
        end = more.end()
    before = text[max(0, match.start() - _REACH) : match.start()]
    frame = _FRAME_BEFORE.search(before) or _FRAME_AFTER.match(text[end : end + _REACH])
    upwards = _UPWARDS.match(text[end : end + _REACH])
    for version in found:
        yield version, UPWARDS if upwards else SINCE if frame else ""
