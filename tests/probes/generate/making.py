"""Material in memory, out of Markdown."""

from __future__ import annotations

import posixpath
from collections.abc import Mapping, Sequence
from dataclasses import replace

from ragaudit._measure.generating import Asked, Generated, assemble
from ragaudit._measure.generating.pages import page_of, words_of
from ragaudit._measure.generating.twins import twins
from ragaudit.contracts.generating import (
    Chance,
    Generator,
    Material,
    Openness,
    Page,
    PageLink,
    Pair,
    Proposal,
    Standing,
)
from ragaudit.model import Probe
from ragaudit.testing.builders import document
from ragaudit.text.lexicon import Lexicon
from ragaudit_connectors.parsing import parse

PUBLIC = Standing(Openness.ANYBODY, allowed=3, readers="all")
HR = Standing(Openness.SOME, allowed=1, denied=2, readers="hr")
LEGAL = Standing(Openness.SOME, allowed=1, denied=2, readers="legal")
MEMBERS = Standing(Openness.MEMBERS, allowed=2, denied=1, readers="members")
UNKNOWN = Standing(Openness.UNKNOWN, unknown=3, readers="unknown")


def material(
    texts: Mapping[str, str],
    standings: Mapping[str, Standing] | None = None,
    pairs: Sequence[Pair] = (),
    **changes: object,
) -> Material:
    """Pages of the source `docs`, public unless said otherwise; `changes` are of every page."""
    pages = {f"docs:{path}": _page(path, text, texts) for path, text in sorted(texts.items())}
    for path, standing in (standings or {}).items():
        pages[f"docs:{path}"] = replace(pages[f"docs:{path}"], standing=standing)
    pages = {name: replace(page, **changes) for name, page in pages.items()}  # type: ignore[arg-type]
    lexicon = Lexicon({name: words_of(page) for name, page in pages.items()})
    return Material(pages, lexicon, twins=twins(pages), pairs=tuple(pairs))


def _page(path: str, text: str, texts: Mapping[str, str]) -> Page:
    content = parse(text.encode("utf-8", "surrogatepass"), path, "markdown")
    page = page_of(document(path, content), content, f"docs:{path}")
    links = []
    for link in content.links:
        target = posixpath.normpath(posixpath.join(posixpath.dirname(path), link.target))
        if target in texts and target != path:
            links.append(PageLink(link.text, f"docs:{target}", link.line))
    return replace(page, links=tuple(links), standing=PUBLIC)


def proposals(generator: Generator, made: Material, seed: int = 1) -> list[Proposal]:
    """What a generator has to offer."""
    offered = generator.propose(made, Chance(seed).of(generator.name), {})
    found = (proposal.worded() if proposal.worded else proposal for proposal in offered)
    return [proposal for proposal in found if proposal is not None]


def queries(generator: Generator, made: Material) -> list[str]:
    """The wordings it has to offer, before anything is refused."""
    return [proposal.query for proposal in proposals(generator, made)]


def generated(made: Material, *generators: Generator, **asked: object) -> Generated:
    """What is kept."""
    return assemble(made, generators, Asked(**asked))  # type: ignore[arg-type]


def kept(made: Material, *generators: Generator, **asked: object) -> tuple[Probe, ...]:
    """The probes that are kept."""
    return generated(made, *generators, **asked).probes.probes


def gold(proposal: Proposal | Probe) -> list[str]:
    """The documents that answer, as the probe calls them."""
    return [item.document for group in proposal.gold for item in group.any]


LEAVE = """# Annual leave

Everybody has 28 days of paid leave a year, part-timers their share of it.

## Carrying leave over

Up to five days carry over into the new year and lapse on 31 March unless illness was the reason.

## Limits

Nobody takes more than three weeks in one piece without asking the head of the department first.
"""
TRAVEL = """# Travel policy

The travel desk in Utrecht books trains and hotels, and pays for both directly.

## Booking a journey

Flights are for journeys that would take more than six hours by rail, in economy class. See
[annual leave](leave.md) for days around a journey, or [here](leave.md).

## Limits

A hotel room costs at most €140 a night in Bristol and €160 everywhere else on the continent.
"""
BADGES = """# Badges and doors

Wes Harker blocks a lost badge at once. The reception lends visitors a grey badge for one day.

## What happens when a badge is lost?

Tell the reception before you look for it: a door opens for whoever finds the badge on the street.

Never lend your badge to a visitor. Call 999 if somebody is hurt.

The Badge Control Unit (BCU) hangs behind the reception desk on the left.
"""
TEXTS = {"leave.md": LEAVE, "travel.md": TRAVEL, "badges.md": BADGES}
