"""Documents and sections that tell of their day on purpose: old dates belong in them."""

from __future__ import annotations

import re
from collections.abc import Iterable

from ragaudit.detectors.freshness._archive import in_archive
from ragaudit.model import Content, Document, Lifecycle

_KINDS = (
    r"change[-_ ]?logs?|changes|history|news|news[-_ ]?letters?|release[-_ ]?notes?"
    r"|whats?[-_ ]?new|blogs?|_?posts|minutes|meeting[-_ ](?:notes|minutes)|agendas?"
    r"|adrs?|decision[-_ ](?:log|record)s?|architecture[-_ ]decisions?|rfcs?|rfds?|keps?"
    r"|eips?|ercs?|peps?|teps?|proposals?|design[-_ ]?(?:docs?|proposals?)|enhancements"
    r"|post[-_ ]?mortems?|incident[-_ ]reports?|retro(?:spective)?s?|announcements?"
    r"|press[-_ ]releases?|status[-_ ]updates?"
    r"|(?:annual|quarterly|monthly|weekly|status)[-_ ]reports?|journal|diary|transcripts?"
    r"|licen[cs]es?|copying|copyright|templates?|examples?|testdata"
)
_FOLDER = re.compile(
    rf"(?:[\w-]{{0,30}}[-_])?(?:{_KINDS}|releases?|meetings?|decisions?|incidents?|press|reports?"
    r"|weekly|elections?|events?|logs?|statutes?|acts|fixtures?)",
    re.IGNORECASE,
)
_NAME = re.compile(
    rf"(?:[\w-]{{0,60}}[-_. ])?(?:{_KINDS})(?:[-_. ]?v?\d[\w-]{{0,100}})?|notice"
    r"|(?:example|sample|template)[-_].{1,120}",
    re.IGNORECASE,
)
_TITLE = re.compile(
    r"\b(?:change ?log|release notes?|what['’]?s new|minutes|meeting notes|post-?mortem"
    r"|retrospective|incident report|licen[cs]e agreement|newsletter|announcement)\b"
    r"|^(?:adr|rfc|kep|eip|pep)[\s-]?\d|^licen[cs]e$|\b(?:act|regulations?) (?:19|20)\d\d\b"
    r"|^history\b",
    re.IGNORECASE,
)
_DATED_NAME = re.compile(r"(?:^|[-_. ])(?:19|20)\d\d[-_.]?(?:0[1-9]|1[0-2])(?:[-_.]?[0-3]\d)?")
_YEAR_FOLDER = re.compile(r"(?:[\w]{0,20}[-_])?((?:19|20)\d\d)(?:[-_]\w{0,20})?")
_HEADING = re.compile(
    r"\b(?:change ?logs?|changes|history|historical|release notes?|releases? |what['’]?s new|news"
    r"|minutes|meeting|agenda|post-?mortem|incident|retrospective|archived?|past|previous"
    r"|former|earlier|old(?:er)?|background|licen[cs]e|copyright|references|bibliography"
    r"|further reading|citations?|examples?|samples?|templates?|completed|done|decision log"
    r"|implementation history|updates?|announcements?|action items|notes from)\b"
    r"|^(?:v?\d{1,3}\.\d{1,4}[\w.-]{0,20}|\W{0,3}(?:19|20)\d\d-\d\d(?:-\d\d)?\b.{0,80})",
    re.IGNORECASE,
)
_DATED_HEADING = re.compile(
    r"^\W{0,3}(?:(?:mon|tues|wednes|thurs|fri|satur|sun)day,?\s)?(?:\d{1,2}(?:st|nd|rd|th)?\s)?"
    r"(?:jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec)[a-z]{0,6}\.?\s"
    r"(?:\d{1,2}(?:st|nd|rd|th)?,?\s)?(?:19|20)\d\d\b.{0,40}$",
    re.IGNORECASE,
)
_YEARS = re.compile(r"(?<!\d)(?:19|20)\d\d(?!\d)")
_TYPES = frozenset(
    ("post", "blog", "news", "release", "changelog", "minutes", "meeting", "adr", "decision",
     "postmortem", "announcement", "article", "report", "incident", "event", "newsletter")
)  # fmt: skip
_TYPE_KEYS = frozenset({"layout", "type", "kind", "category", "categories", "doc_type"})
_GONE = frozenset({Lifecycle.ARCHIVED, Lifecycle.EXPIRED, Lifecycle.DEPRECATED})


def is_record(document: Document) -> bool:
    """Whether path, title, or metadata say that a document tells of a day that has passed."""
    *folders, name = document.path.split("/")
    stem = name.partition(".")[0]
    if in_archive(document.path) or any(map(_is_record_folder, folders)):
        return True
    if _NAME.fullmatch(stem) or _DATED_NAME.search(stem):
        return True
    title = (document.title or "")[:200]
    return bool(_TITLE.search(title) or _DATED_HEADING.match(title))


def _is_record_folder(folder: str) -> bool:
    return bool(_FOLDER.fullmatch(folder) or _YEAR_FOLDER.fullmatch(folder))


def is_out_of_use(document: Document) -> bool:
    """Whether its metadata retired a document, so that FRS203 or FRS213 tell of it."""
    status = document.lifecycle
    return document.superseded_by.trusted or (status.trusted and status.value in _GONE)


def is_record_content(content: Content) -> bool:
    """Whether the front matter calls a page a post, a release, minutes and the like."""
    return any(
        field.key in _TYPE_KEYS
        and not _TYPES.isdisjoint((said := field.value.strip().lower(), said.rstrip("s")))
        for field in content.metadata
    )


def is_record_heading(text: str) -> bool:
    """Whether a heading opens a section about the past, of examples or of sources."""
    shown = text[:200]
    return bool(_HEADING.search(shown) or _DATED_HEADING.match(shown))


def in_record_section(headings: Iterable[str]) -> bool:
    """Whether any heading above does."""
    return any(is_record_heading(heading) for heading in headings)


def names_year(document: Document, year: int) -> bool:
    """Whether path or title name this year, or one before or after it."""
    shown = f"{document.path} {document.title or ''}"[:600]
    return any(int(found) in (year - 1, year, year + 1) for found in _YEARS.findall(shown))
