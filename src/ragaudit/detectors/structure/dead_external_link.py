"""STR803: a link to a page of another server that is gone."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from ragaudit.contracts import (
    Corpus,
    CorpusDetector,
    Extractor,
    Feature,
    LinkResult,
    LinkState,
    Member,
)
from ragaudit.model import Confidence, Content, Observation, Related, Remedy, Rule, Severity
from ragaudit.text import shorten

_URL = "url:"
_WEB = re.compile(r"https?://[^\s<>\"{}|\\^`\[\]]{3,2000}", re.IGNORECASE)
_EXAMPLE = re.compile(
    r"https?://(?:[^/?#@]{0,200}\.)?(?:example\.(?:com|org|net)|example|test|invalid|localhost|local"
    r"|internal|yourdomain\.\w{2,3}|your-[\w-]{1,40}\.\w{2,10}|domain\.com)(?:[:/?#]|$)",
    re.IGNORECASE,
)
"""Names that belong to nobody, set aside for examples (RFC 2606, RFC 6761)."""
_TEMPLATE = re.compile(r"\$\{|\{\{|<%|%7[bB]|\.\.\.|…|\*")
_SHOWN = 10


class ExternalLinks(Extractor):
    """One feature for every place that links to another server."""

    name = "external-links/1"

    def extract(self, content: Content) -> Iterator[Feature]:
        """Yield what can be asked for; examples and patterns cannot."""
        for link in content.links:
            url = link.target.strip()
            if _WEB.fullmatch(url) and not (_EXAMPLE.match(url) or _TEMPLATE.search(url)):
                yield Feature(_URL + url, "", link.line, shorten(link.text, 80))


class DeadExternalLink(CorpusDetector):
    """Reports links to pages that are gone, where asking other servers was allowed."""

    rule = Rule(
        code="STR803",
        name="dead-external-link",
        severity=Severity.ERROR,
        summary="A link leads to a page of another server that does not exist any more.",
        why=(
            "The answer cites a form, a law or a manual that is gone. Readers cannot check it, and "
            "what the page relied on has probably changed."
        ),
        remedy=Remedy.FIX,
        how_to_fix="Link to where the page is now, to an archived copy of it, or take it out.",
        example="`[Form](https://www.pellworth.co.uk/forms/refund-2019.pdf)`, answered by 404.",
        not_reported=(
            "Anything, unless `--external-links` is given or `external_links: true` is configured. "
            "An address is dead if its server answers 404 or 410, to HEAD and to GET, or if its "
            "host does not exist. Dead once is info; dead again in a run an hour later or more is "
            "an error. Servers that refuse (401, 403), are busy (429), fail (5xx), take too long "
            "or have a bad certificate are unknown, never dead: the report counts them. Not asked "
            "at all: private networks, unusual ports, addresses with a password or a token in "
            "them, names set aside for examples."
        ),
        references=("https://github.com/lycheeverse/lychee/issues/1157",),
        enabled=False,
    )
    extractor: Extractor = ExternalLinks()

    def skips(self, corpus: Corpus) -> str | None:
        """Offline, nothing is known."""
        if corpus.check_links(()) is not None:
            return None
        return "no other server may be asked; allow it with --external-links"

    def compare(
        self, groups: Mapping[str, tuple[Member, ...]], corpus: Corpus
    ) -> Iterator[Observation]:
        """Yield one observation a document and address, or one for all if there are many."""
        members = {k.removeprefix(_URL): v for k, v in groups.items() if k.startswith(_URL)}
        results = corpus.check_links(tuple(members)) or {}
        for url, places in members.items():
            result = results.get(url)
            if result is not None and result.state is LinkState.DEAD:
                yield from _observations(_Dead(url, result), places)


@dataclass(frozen=True, slots=True)
class _Dead:
    url: str
    result: LinkResult

    @property
    def again(self) -> bool:
        return self.result.since is not None

    @property
    def said(self) -> str:
        """What its server says, and since when."""
        reason = self.result.reason
        if self.result.since is not None:
            return f"is dead ({reason}), and was in the run of {self.result.since:%Y-%m-%d %H:%M}"
        return f"was dead ({reason}) in this run, the first to find it so"


def _observations(dead: _Dead, places: Sequence[Member]) -> Iterator[Observation]:
    first: dict[str, list[Feature]] = {}
    for member in places:
        first.setdefault(member.document, []).append(member.feature)
    if len(first) > _SHOWN:
        name, *others = first
        count = f" {len(first)} documents link to it; {_SHOWN} others are listed."
        yield _observation(dead, name, first[name], count, others[:_SHOWN])
    else:
        for name, features in first.items():
            yield _observation(dead, name, features)


def _observation(
    dead: _Dead, name: str, features: Sequence[Feature], more: str = "", others: Sequence[str] = ()
) -> Observation:
    feature = min(features, key=lambda f: f.line or 0)
    called = f" “{feature.text}”" if feature.text.strip() else ""
    return Observation(
        message=f"The page that the link{called} leads to {dead.said}.{more}",
        line=feature.line,
        quote=dead.url,
        document=name,
        related=tuple(Related(other) for other in others),
        severity=Severity.ERROR if dead.again else Severity.INFO,
        confidence=Confidence.HIGH if dead.again else Confidence.MEDIUM,
        action=None if dead.again else "Scan again in an hour or later: dead twice is dead.",
    )
