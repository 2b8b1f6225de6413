"""Titles of documents."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping

from ragaudit.contracts.generating import Chance, Generator, Material, Page, Proposal
from ragaudit.model import Probe
from ragaudit.text.terms import tokens
from ragaudit_probes.generate._text import folded, heading, is_question, telling, title_of

_ORIGINS = frozenset({"front matter", "html title", "heading", "subject"})
_SEPARATORS = (" | ", " – ", " — ", " - ", " · ", " :: ")
_SITE = 3
"""Pages of a source that end in the same words: the site's name."""


class TitleGenerator(Generator):
    """The title of a document finds the document.

    Left out: titles that two unrelated documents share, that are a file's name or a single word,
    and titles out of embedded properties, which are nobody's words.
    """

    name = "title"
    order = 50

    def propose(
        self, material: Material, chance: Chance, so_far: Mapping[str, Probe]
    ) -> Iterator[Proposal]:
        """Yield one proposal a document."""
        titles = plain_titles(material)
        shared = Counter(folded(title) for title in titles.values())
        for name, page in material.pages.items():
            title = titles[name]
            twins = material.twins.get(name, frozenset())
            same = sum(folded(titles[t]) == folded(title) for t in twins if t in titles)
            alone = shared[folded(title)] == 1 + same
            fit = not (page.retired or page.poor) and not is_question(title)
            if alone and fit and is_title(page, title):
                yield Proposal(title, name, (material.gold(page),), origin="title", place="title")


def plain_titles(material: Material) -> dict[str, str]:
    """Every page's title without the site's name behind it, by document id."""
    return material.once("titles", lambda: _plain_titles(material))


def _plain_titles(material: Material) -> dict[str, str]:
    titles = {name: title_of(page) for name, page in material.pages.items()}
    ends = Counter(
        (material.pages[name].source, tail)
        for name, title in titles.items()
        for tail in _tails(title)
    )
    return {
        name: heading(_without_site(title, material.pages[name].source, ends))
        for name, title in titles.items()
    }


def _tails(title: str) -> list[str]:
    cuts = (title.rpartition(separator) for separator in _SEPARATORS)
    return [found + tail for head, found, tail in cuts if found and head]


def _without_site(title: str, source: str, ends: Counter[tuple[str, str]]) -> str:
    for tail in _tails(title):
        if ends[source, tail] >= _SITE:
            return title.removesuffix(tail).strip()
    return title


def is_title(page: Page, title: str) -> bool:
    """Whether a title is words somebody wrote, and says what it is about."""
    written = page.document.content.title_origin in _ORIGINS
    return written and len(tokens(title)) >= 2 and len(telling(title)) >= 1
