"""Sentences of real documents that can be turned into a contradiction, found by plain patterns.

The patterns are not the detector's own, so that what it cannot read is counted against it.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from enum import StrEnum
from hashlib import sha256
from pathlib import Path

from ragaudit.contracts import Ref
from ragaudit.model import BlockKind, SourceSettings
from ragaudit_connectors.filesystem import FilesystemConnector

WORDS = ("one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten", "eleven")
NUMBERS = {word: n for n, word in enumerate((*WORDS, "twelve"), start=1)}
_UNIT = (
    r"(?:working |business |calendar )?(?:second|minute|hour|day|week|month|year)s?"
    r"|characters|people|bytes|records|sessions"
)
VALUE = re.compile(
    rf"\b(?P<number>\d{{1,6}}(?:\.\d+)?|{'|'.join(NUMBERS)})"
    rf"(?P<gap>[ -]?)(?P<unit>%|\b(?:{_UNIT})\b)"
)
_YEAR = "January February March April May June July August September October November December"
MONTHS = tuple(_YEAR.split())
DATE = re.compile(rf"\b(?:(?P<day>\d{{1,2}}) )?(?P<month>{'|'.join(MONTHS)}) (?P<year>20\d\d)\b")
ENTITY = re.compile(
    r"(?P<channel>#[a-z][a-z-]{2,40})\b|(?<=ontact the )(?P<team>[A-Z]\w+(?: [A-Z]\w+){0,3} team)\b"
)
MODAL = re.compile(
    r"\b(?P<modal>must not|should not|cannot|must|should|need to|have to)\b"
    r"(?! (?:now|then|be able))"
)
_SENTENCE = re.compile(r"(?<=[.!])\s+(?=[A-Z])")
_UNFIT = re.compile(
    r"\?|\"|“|e\.g\.|[Ff]or example|\bif .* if\b|:$|multiplied"
    r"|^(?:This|These|They|It|Those|There|No|Studies)\b"
)
_ONE_OF_MANY = re.compile(r"\b(?:also|or|such as|as well)\b")
_NO_PLAIN_SUBJECT = re.compile(
    r"[,:]|\b(?:that|which|if|when|who|only|no|not|what|now|then|will|may|might|would)\b"
    r"|\b(?:rarely|never|sometimes|often|usually)\b|[’']ll\b|^\w+ things\b|\bthe $"
    r"|^(?:First|In|For|On|At|By|Where|As|After|Before)\b"
)
_STOP_WORDS = (
    "a an the of to in on at for from by with and or but if is are be been was were has have had it"
    " its this that these those you your we our they their as not no any all can could may might"
    " must should will would do does make sure using use used also only about when where which who"
    " than then there into out up over more most such each every both other own same via"
)
_STOP = frozenset(_STOP_WORDS.split())
_CONNECTOR = FilesystemConnector(
    SourceSettings(id="docs", type="filesystem", root=Path(__file__).parent)
)


class Holds(StrEnum):
    """What a sentence holds that can be changed."""

    VALUE = "value"
    DATE = "date"
    ENTITY = "entity"
    RULE = "rule"


_PATTERNS = {
    Holds.VALUE: VALUE,
    Holds.DATE: DATE,
    Holds.ENTITY: ENTITY,
    Holds.RULE: MODAL,
}


@dataclass(frozen=True, slots=True)
class Source:
    """A sentence of an untouched page with the one thing in it that can be changed."""

    path: str
    sentence: str
    holds: Holds
    start: int
    end: int

    @property
    def before(self) -> str:
        """The words before."""
        return self.sentence[: self.start]

    @property
    def changeable(self) -> str:
        """What can be changed."""
        return self.sentence[self.start : self.end]

    @property
    def after(self) -> str:
        """The words behind, without the full stop."""
        return self.sentence[self.end :].rstrip(" .!")

    @property
    def topic(self) -> str:
        """The longest run of content words; the name of the page where there is none."""
        runs: list[list[str]] = [[]]
        for word in re.findall(r"[\w'’-]+|[,;:]", f"{self.before} | {self.after}"):
            if word.lower() in _STOP or not word[0].isalpha() or "’" in word or "'" in word:
                runs.append([])
            else:
                runs[-1].append(word)
        longest = max(runs, key=len)
        return " ".join(longest[:4]) if len(longest) > 1 else Path(self.path).stem.replace("-", " ")


def sources(pages: dict[str, str], split: str) -> Iterator[Source]:
    """The sentences of one split, in order.

    Rules are halved by the hash of their sentence. Values, dates and names are too few in the
    handbook for that: both splits have them, with other operators and templates.
    """
    for path, text in sorted(pages.items()):
        ref = Ref(path, path, len(text.encode()), "markdown")
        for block in _CONNECTOR.parse(ref, text.encode()).blocks:
            if block.kind in (BlockKind.PARAGRAPH, BlockKind.LIST_ITEM):
                for sentence in _SENTENCE.split(" ".join(block.text.split())):
                    for found in _found(path, sentence):
                        if found.holds is not Holds.RULE or split_of(sentence) == split:
                            yield found


def split_of(sentence: str) -> str:
    """Which split a sentence belongs to."""
    return "test" if sha256(sentence.encode()).digest()[0] % 2 else "train"


def _found(path: str, sentence: str) -> Iterator[Source]:
    if not 6 <= len(sentence.split()) <= 36 or not sentence[0].isupper() or _UNFIT.search(sentence):
        return
    for holds, pattern in _PATTERNS.items():
        if holds is Holds.ENTITY and _ONE_OF_MANY.search(sentence):
            continue
        matches = list(pattern.finditer(sentence))
        if holds is Holds.RULE:
            matches = matches if len(matches) == 1 and _is_plain(sentence, matches[0]) else []
        if len(matches) == 1 or (matches and holds is not Holds.VALUE):
            yield Source(path, sentence, holds, *matches[0].span())


def _is_plain(sentence: str, modal: re.Match[str]) -> bool:
    """Whether a rule has a short subject before its verb and nothing that hangs on it."""
    subject = sentence[: modal.start()]
    return 1 <= len(subject.split()) <= 6 and not _NO_PLAIN_SUBJECT.search(subject)
