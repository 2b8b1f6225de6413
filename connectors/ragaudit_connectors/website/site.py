"""One site as it is read in one pass: what may be asked, what was answered, how it is listed."""

from __future__ import annotations

import re
from collections import OrderedDict
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import date, datetime
from email.utils import parsedate_to_datetime

from ragaudit.contracts import OtherFile, Ref
from ragaudit.errors import SkipError
from ragaudit.model import (
    Fact,
    FactState,
    Origin,
    Quality,
    Skip,
    SourceFacts,
    SourceSettings,
)
from ragaudit.text import matches
from ragaudit_connectors.remote import known_date
from ragaudit_connectors.website.answer import Answer, Validators
from ragaudit_connectors.website.options import WebsiteOptions
from ragaudit_connectors.website.robots import Robots
from ragaudit_connectors.website.scope import Scope, path_of
from ragaudit_connectors.website.web import Web

MOST_HELD = 64_000_000
"""Bytes of pages kept between listing and fetching, so that they are asked for once."""
_NO_DAY = re.compile(r"\d{4}(-\d{2})?")


@dataclass(frozen=True, slots=True)
class Gone:
    """An address that says there is nothing any more."""

    address: str


Item = Ref | Skip | OtherFile | Gone


@dataclass(slots=True)
class Held:
    """Answers read for their links, until they are fetched; the oldest go first."""

    most: int = MOST_HELD
    _answers: OrderedDict[str, Answer] = field(default_factory=OrderedDict)
    _size: int = 0

    def put(self, address: str, answer: Answer) -> None:
        """Keep an answer."""
        self.take(address)
        self._answers[address] = answer
        self._size += len(answer.data)
        while self._size > self.most and self._answers:
            self.take(next(iter(self._answers)))

    def take(self, address: str) -> Answer | None:
        """Give an answer away; None where it is not kept."""
        answer = self._answers.pop(address, None)
        self._size -= len(answer.data) if answer else 0
        return answer


@dataclass(slots=True)
class Site:
    """What all ways of listing share."""

    settings: SourceSettings
    options: WebsiteOptions
    scope: Scope
    web: Web
    robots: Robots
    clock: Callable[[], datetime]
    held: Held = field(default_factory=Held)
    open: dict[str, tuple[str, datetime]] = field(default_factory=dict)
    """Addresses that answered nobody in particular: how, and when."""
    pages: set[str] = field(default_factory=set)
    """Addresses listed as documents in this pass."""
    notes: dict[str, None] = field(default_factory=dict)
    """Sentences, each once."""

    def start_pass(self) -> None:
        """Forget what only holds for one listing."""
        self.pages.clear()
        self.open.clear()
        self.notes.clear()

    def note(self, sentence: str) -> None:
        """Tell the user something about the site as a whole."""
        self.notes[sentence] = None

    def allows(self, address: str) -> bool:
        """Whether an address of the site may be asked for."""
        if any(matches(glob, path_of(address)) for glob in self.settings.exclude):
            return False
        if self.robots.allows(address):
            return True
        self.note("robots.txt keeps crawlers from some addresses; they are not read")
        return False

    def wants(self, path: str) -> bool:
        """Whether a path is to be listed; pages that are not may still lead to some that are."""
        include = self.settings.include
        return not include or any(matches(glob, path) for glob in include)

    def saw(self, address: str, answer: Answer, method: str = "GET") -> None:
        """Note that a page is served without signing in, if it is."""
        if not self.web.signed_in and answer.ok:
            how = f"{method} without signing in answered {answer.status}"
            self.open[address] = (how, self.clock())

    def skip(self, address: str, error: SkipError) -> Skip:
        """An address that cannot be had."""
        return Skip(self.settings.id, path_of(address), error.reason, error.detail, error.action)

    def ref(
        self,
        address: str,
        form: str,
        stamp: str,
        *,
        size: int = 0,
        modified: str = "",
        lastmod: str = "",
        access_stamp: str | None = None,
    ) -> Ref:
        """A page of the site; `modified` is the header, `lastmod` the sitemap's."""
        self.pages.add(address)
        facts = SourceFacts(
            mtime=_served(modified),
            times={"modified": _declared(lastmod)} if lastmod else {},
            looked_in=("HTTP (names no owner)",),
            deep_link=self.scope.origin + address,
        )
        path = path_of(address)
        return Ref(address, path, size, form, stamp, "", access_stamp, facts)


def stamp_of(validators: Validators, digest: str) -> str:
    """What changes with the bytes: what the server promises, else the bytes themselves."""
    return validators.stamp or (f"sha256 {digest}" if digest else "")


def _declared(lastmod: str) -> Fact[date]:
    """`lastmod` moves with anything about a page; it may lack the day."""
    if _NO_DAY.fullmatch(lastmod):
        return Fact.absent(f"`lastmod` {lastmod} names no day")
    return known_date(lastmod, "sitemap lastmod", Quality.DERIVED)


def _served(header: str) -> Fact[date]:
    """`Last-Modified` is a file's date for some servers, the time of day for others."""
    try:
        when = parsedate_to_datetime(header)
    except (TypeError, ValueError):
        return Fact.absent()
    return Fact(
        FactState.KNOWN,
        when.date(),
        Origin.SOURCE_API,
        Quality.PROXY,
        locator="HTTP Last-Modified",
        key="last-modified",
        raw=header,
    )
