"""What a file name says about versions, copies, dates and languages."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import lru_cache
from pathlib import PurePosixPath

_FORMATS = (
    "md mdx markdown mdown html htm xhtml txt text rst adoc asciidoc org pdf docx doc odt rtf pptx "
    "ppt odp xlsx xls ods csv tsv json jsonl eml msg epub erb j2 jinja jinja2 tmpl tpl ejs hbs "
    "liquid njk"
)
_SUFFIXES = frozenset(_FORMATS.split())
_MONTHS = "january february march april may june july august september october november december"
_MONTH = "|".join(f"{m[:3]}(?:{m[3:]})?" for m in _MONTHS.split())
_YEAR = r"(?:19|20)\d\d"
_START, _END = r"(?<![a-z0-9])", r"(?![a-z0-9])"

_DAY = re.compile(
    rf"{_START}({_YEAR})[-_. ]?(0[1-9]|1[0-2])[-_. ]?(0[1-9]|[12]\d|3[01]){_END}"
    rf"|{_START}(?:\d{{1,2}})[-_. ](?:\d{{1,2}}|{_MONTH})[-_. ]({_YEAR}){_END}"
)
_PERIOD = re.compile(
    rf"{_START}({_YEAR})[-_. ]?(0[1-9]|1[0-2]|q[1-4]|h[12]){_END}"
    rf"|{_START}(?:{_MONTH}|q[1-4]|h[12])[-_. ]?({_YEAR}){_END}"
)
_ONLY_YEAR = re.compile(rf"{_START}({_YEAR}){_END}")
_VERSION = re.compile(
    rf"{_START}(?:v|ver|version|rev|revision)[-_. ]?(\d{{1,4}}(?:[._]\d{{1,4}}){{0,3}}){_END}"
    rf"|{_START}(\d{{1,4}}(?:[._]\d{{1,4}}){{1,3}}){_END}"
)
_COPY = re.compile(
    rf"\(\d{{1,2}}\)|{_START}(?:copy|kopie|copie|copia)(?:[-_ ]of)?(?:[-_ ]\d{{1,2}})?{_END}"
)
_STALE = re.compile(
    rf"{_START}(?:old|draft|backup|bak|orig|original|archived?|previous|prev|obsolete|deprecated"
    rf"|outdated|superseded|wip|tmp|temp){_END}"
)
_FRESH = re.compile(rf"{_START}(?:final|new|latest|updated?|current){_END}")

_RECORDS = re.compile(
    r"minutes|meetings?|incidents?|post-?mortems?|stand-?ups?|agendas?|notes|journals?|logs?|diary"
    r"|newsletters?|reports?|invoices?|releases?|change-?logs?|retro(?:spective)?s?|blog|posts?"
    r"|news|weekly|monthly|quarterly|daily|payslips?|updates|announcements?|digests?|tickets?"
)
_WORDS = re.compile(r"[^\W_]+")


@dataclass(frozen=True, slots=True)
class Name:
    """A name taken apart: what it is about, and the marks of its version."""

    base: str
    stale: bool = False
    """Marked as a copy, a draft or an old state."""
    fresh: bool = False
    version: tuple[int, ...] | None = None
    dated: tuple[str, ...] = ()
    by_day: bool = False
    marks: str = ""

    @property
    def order(self) -> tuple[int, tuple[int, ...], tuple[str, ...], int]:
        """Older first. Without a number a name stands between its v1 and its v2."""
        stale = 0 if self.stale else 1
        version = self.version if self.version is not None else (1, 5)
        return (stale, version, self.dated or ("9999",), 1 if self.fresh else 0)


def stem(path: str) -> str:
    """The file name without what says its format, `page.html.md.erb` is `page`."""
    name = PurePosixPath(path).name
    while (head := name.rpartition("."))[0] and head[2].lower() in _SUFFIXES:
        name = head[0]
    return name


@lru_cache(maxsize=8192)
def read_name(text: str) -> Name:
    """Take a file stem or a title apart."""
    rest = text.lower()[:200]
    marks: list[str] = []

    def take(pattern: re.Pattern[str]) -> list[re.Match[str]]:
        nonlocal rest
        found = list(pattern.finditer(rest))
        marks.extend(match[0] for match in found)
        rest = pattern.sub(" ", rest)
        return found

    days, periods = take(_DAY), take(_PERIOD)
    versions = take(_VERSION)
    years = take(_ONLY_YEAR)
    stale = bool(take(_COPY)) | bool(take(_STALE))
    fresh = bool(take(_FRESH))
    return Name(
        base="-".join(_WORDS.findall(rest)),
        stale=stale,
        fresh=fresh,
        version=_numbers(versions[-1]) if versions else None,
        dated=tuple(p for m in (*days, *periods, *years) for p in m.groups() if p),
        by_day=bool(days),
        marks=" ".join(marks),
    )


def is_record(path: str, title: str | None) -> bool:
    """Whether a document is one of a series about single events: minutes, incidents, releases."""
    named = set(_WORDS.findall(path.lower())) | set(_WORDS.findall((title or "").lower()))
    return any(_RECORDS.fullmatch(word) for word in named)


def _numbers(match: re.Match[str]) -> tuple[int, ...]:
    return tuple(int(n) for n in re.split(r"[._]", match[1] or match[2]))
