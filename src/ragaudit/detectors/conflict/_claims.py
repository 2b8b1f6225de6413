"""Claims: the values a document states, each with the sentence and the place it stands in."""

from __future__ import annotations

import hashlib
import re
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, replace
from functools import lru_cache

import msgspec

from ragaudit.contracts import Extractor, Feature, Member
from ragaudit.detectors.conflict._bounds import Bound, bound_by_label
from ragaudit.detectors.conflict._calendar import dates
from ragaudit.detectors.conflict._frames import frames
from ragaudit.detectors.conflict._guards import silenced_by
from ragaudit.detectors.conflict._names import addresses, mask
from ragaudit.detectors.conflict._rules import is_ruling, rules
from ragaudit.detectors.conflict._statements import Form, Statement, statements
from ragaudit.detectors.conflict._synonyms import subject_words
from ragaudit.detectors.conflict._terms import lowered
from ragaudit.detectors.conflict._value import INFINITE, Kind, Value
from ragaudit.detectors.conflict._values import quantities
from ragaudit.model import Content
from ragaudit.redact import redact

KEY = "claims"
_NUMERIC = re.compile(
    r"\d|[½¼¾]|\b(?:one|two|three|four|five|six|seven|eight|nine|ten|eleven|twelve|thir|fif|eigh"
    r"|twent|hundred|dozen|half|quarters?|fortnight|week|month|year|day|hour|minute|daily|weekly"
    r"|monthly|quarterly|yearly|annually|nightly|hourly|free|charge|cost|unlimited|limit"
    r"|indefinitely|forever|expires?|noon|midnight|midday|jan|feb|mar|apr|may|jun|jul|aug|sep|oct"
    r"|nov|dec|no (?:fee|surcharge)|complimentary|waived|as (?:many|much|long))"
)
"""Every quantity and every date has one of these."""
_FORBIDDEN_FORMATS = frozenset({"csv", "tsv", "json", "jsonl", "xlsx", "xls", "ods", "xml"})
_UNSURE = frozenset({"name/url", "name/channel"})
"""Links and channels are named for so many purposes that a second one is no contradiction."""
_ADDRESSES = ("name/email", "name/phone", "name/extension", "name/ip", "name/port")
_PERSONAL = frozenset({"name/email", "name/phone"})


@dataclass(frozen=True, slots=True)
class Claim:
    """One value of one statement of one document."""

    document: str
    line: int
    sentence: str
    """Redacted."""
    value: Value
    surface: str
    """The value as written."""
    form: Form
    heading_path: tuple[str, ...]
    lead: str
    column: str
    before: str
    words: tuple[str, ...] = ()
    """What the statement is about: its words without grammar and measures, each once."""

    @property
    def masked(self) -> str:
        """The sentence without the value."""
        start, end = self.value.start, self.value.end
        return f"{self.sentence[:start]} {self.sentence[end:]}" if end else self.sentence


class _Stored(msgspec.Struct, array_like=True):
    form: str
    headings: tuple[str, ...]
    lead: str
    column: str
    before: str
    words: tuple[str, ...]
    values: list[
        tuple[str, str, float, float, str, str, bool, tuple[str, ...], float, str, int, int]
    ]


class ClaimExtractor(Extractor):
    """One feature a statement that claims something."""

    name = "claims/3"

    def extract(self, content: Content) -> Iterator[Feature]:
        """Yield nothing for data tables and templates."""
        if content.format in _FORBIDDEN_FORMATS or content.templated:
            return
        for statement in statements(content):
            text, values = _values(statement)
            if values and not _silenced(statement):
                yield Feature(KEY, _encode(statement, text, values), statement.line, text)


CLAIMS = ClaimExtractor()


_OWN = re.compile(
    r"\b(?:last (?:updated|reviewed|revised|verified|modified)|document owner)\s?:", re.IGNORECASE
)
"""What a page says of itself."""
_RELEASE = re.compile(r"v?\d{1,3}(?:\.\d{1,3}){1,3}")


def _is_release(statement: Statement) -> bool:
    """Whether it is a row of a record of changes: a version, and nothing but the day of it."""
    dated = statement.column.strip().casefold() in {"", "date"}
    return dated and _RELEASE.fullmatch(statement.lead) is not None


def _silenced(statement: Statement) -> bool:
    """Whether a guard that looks at one side alone holds: then the other side does not matter."""
    found = frames(f"{statement.lead} {statement.text}")
    whole = f"{statement.column}: {statement.lead}: {statement.text}"
    if _is_release(statement) or _OWN.search(whole):
        return True
    if statement.illustrates:
        found |= {"example"}
    return silenced_by({f"frame_{name}": 1.0 for name in found}) is not None


def claims_of(member: Member) -> Iterator[Claim]:
    """Read the claims back from a feature."""
    stored = msgspec.json.decode(member.feature.value, type=_Stored)
    text = member.feature.text
    for row in stored.values:
        kind, dimension, low, high, bound, unit, hedged, per, each, name, start, end = row
        low, high = (INFINITE, INFINITE) if dimension == "any" else (low, high)
        value = Value(
            Kind(kind),
            dimension,
            low,
            high,
            Bound(bound),
            unit,
            hedged,
            per,
            each,
            name,
            start,
            end,
        )
        surface = text[start:end].strip() or dimension.split("/")[-1]
        yield Claim(
            member.document, member.feature.line or 1, text, value, surface,
            Form(stored.form), stored.headings, stored.lead, stored.column, stored.before,
            stored.words,
        )  # fmt: skip


def _values(statement: Statement) -> tuple[str, list[Value]]:
    found = [v for v in addresses(statement.text) if v.text]
    key, lower = f"{statement.lead} {statement.column}", lowered(statement.text)
    if not (found or _NUMERIC.search(lower) or is_ruling(lower)):
        return "", []
    text = _redacted(statement.text)
    if text != statement.text:
        found = [replace(v, start=0, end=0) for v in found]
        blank = text
    else:
        blank = mask(text, found)
    found = _single([v for v in found if v.dimension not in _UNSURE], *_ADDRESSES)
    if _NUMERIC.search(lowered(blank)):
        days = dates(blank)
        found += _in_one_zone(blank, _single(days, "date"))
        blank = mask(blank, days)
        label = bound_by_label(key)
        labelled = statement.form in {Form.PAIR, Form.CELL}
        found += [
            replace(v, bound=label) if v.bound is Bound.EXACT else v
            for v in _few(quantities(blank))
            if labelled or v.dimension != "number"
        ]
    if statement.form is Form.SENTENCE or (statement.form is Form.ITEM and not statement.lead):
        # Steps and cells state rules about whatever their list or table is about.
        found += rules(text)
    return text, [_hashed(v) for v in found]


_LISTED = 3


def _few(values: list[Value]) -> list[Value]:
    """Without what a sentence lists: `Alert at 50 %, 75 % and 90 %` states no one value."""
    counts = Counter(v.dimension for v in values)
    return [v for v in values if counts[v.dimension] < _LISTED]


def _single(values: list[Value], *dimensions: str) -> list[Value]:
    """Of two dates, or two addresses, in one sentence nobody can tell which is for what."""
    counts = Counter(v.dimension for v in values)
    return [v for v in values if v.dimension not in dimensions or counts[v.dimension] == 1]


_ZONE = re.compile(r"\s?\(?(?:[A-Z]{1,4}T|UTC|GMT)\b")


def _in_one_zone(text: str, values: list[Value]) -> list[Value]:
    """`11:30am PT / 2:30pm ET` is one time, told twice: which of them is compared is left open."""
    zoned = [v for v in values if v.dimension == "clock" and _ZONE.match(text, v.end)]
    return [v for v in values if v not in zoned] if len(zoned) > 1 else values


@lru_cache(maxsize=4_096)
def _redacted(text: str) -> str:
    """Headings and leads stand above many statements."""
    return redact(text)


def _hashed(value: Value) -> Value:
    """Personal details are compared by digest: nothing that is stored can be read."""
    if value.dimension not in _PERSONAL:
        return value
    return replace(value, text=hashlib.sha256(value.text.encode()).hexdigest()[:24])


def _encode(statement: Statement, redacted: str, values: list[Value]) -> str:
    rows = [
        (
            v.kind.value, v.dimension, *((0.0, 0.0) if v.dimension == "any" else (v.low, v.high)),
            v.bound.value, v.unit, v.hedged, v.per, v.each, v.text, v.start, v.end,
        )
        for v in values
    ]  # fmt: skip
    stored = _Stored(
        statement.form.value, tuple(_redacted(h) for h in statement.heading_path),
        _redacted(statement.lead), _redacted(statement.column), _redacted(statement.before)[:200],
        subject_words(f"{statement.lead} {statement.column} {redacted}"), rows,
    )  # fmt: skip
    return msgspec.json.encode(stored).decode()
