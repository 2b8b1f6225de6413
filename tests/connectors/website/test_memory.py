"""What a crawl remembers fits a cursor, and comes back as it was."""

from __future__ import annotations

import json
import random

from ragaudit_connectors.website.answer import Validators
from ragaudit_connectors.website.memory import Memory, Node, Outcome


def site(pages: int) -> dict[str, Node]:
    """A site with a menu on every page and a few links of each page's own."""
    dice = random.Random(7)
    links = [f"/guide/chapter-{number % 40}/page-{number}/" for number in range(pages)]
    return {
        link: Node(
            Outcome.PAGE,
            (*links[:100], *dice.sample(links, 5)),
            Validators(f'"{dice.getrandbits(64):016x}"'),
            "html",
            dice.randint(2000, 90_000),
            f"{dice.getrandbits(32):08x}",
        )
        for link in links
    }


def test_nine_hundred_pages_fit() -> None:
    """With their links and validators, in 64 kB."""
    nodes = site(900)
    cursor = Memory(nodes, {}).write("key", done=True)
    assert cursor is not None and len(cursor) < 64_000
    assert nodes == Memory.of(json.loads(cursor)).before


def test_what_does_not_fit_is_not_cut() -> None:
    """No cursor is better than half a memory."""
    assert Memory(site(5000), {}).write("key", done=True) is None


def test_a_pass_under_way_keeps_both_halves() -> None:
    """What it has asked for, and what the pass before knew of the rest."""
    nodes = list(site(50).items())
    cut = Memory(dict(nodes[:20]), dict(nodes), broken=True)
    cursor = cut.write("key", done=False)
    assert cursor is not None
    told = Memory.of(json.loads(cursor))
    assert (dict(nodes[:20]), dict(nodes[20:]), True) == (told.nodes, told.before, told.broken)
    assert list(told.nodes) == [address for address, _ in nodes[:20]]
