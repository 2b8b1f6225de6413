"""What other documents call a document where they link to it."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping

from ragaudit.contracts.generating import Chance, Generator, Material, Proposal
from ragaudit.model import Probe
from ragaudit.text.terms import terms, tokens
from ragaudit_probes.generate._text import GENERIC, folded, heading

_POINTING_WORDS = """\
link click read learn see full article guide doc docs documentation website site download file pdf
view open edit source previous back top home more info information instruction hier klicken klick
lesen mehr seite anleitung weiter zurück
"""
_POINTING = frozenset(_POINTING_WORDS.split())
_EVERYWHERE = 10
"""Documents that link in the same words: a menu, not prose."""


class LinkAnchorGenerator(Generator):
    """The words of a link find the document it leads to: labels that people wrote by the way.

    Left out: `here`, `read more` and other words that say nothing of the target, words that lead to
    two unrelated documents, and those of menus.
    """

    name = "link_anchor"
    order = 70

    def propose(
        self, material: Material, chance: Chance, so_far: Mapping[str, Probe]
    ) -> Iterator[Proposal]:
        """Yield one proposal a wording."""
        led: defaultdict[str, set[str]] = defaultdict(set)
        used: defaultdict[str, dict[str, str]] = defaultdict(dict)
        for name, page in material.pages.items():
            for link in page.links:
                text = heading(link.text)
                if link.target in material.pages and _says_something(text):
                    led[folded(text)].add(link.target)
                    used[folded(text)].setdefault(name, text)
        for words, targets in led.items():
            target = min(targets)
            related = material.twins.get(target, frozenset()) | {target}
            page = material.pages[target]
            if page.retired or len(used[words]) >= _EVERYWHERE or not targets <= related:
                continue
            if not material.lexicon.share(terms(words), target):
                continue
            public = [n for n in used[words] if material.pages[n].standing.is_public]
            origin = min(public or used[words])
            yield Proposal(
                query=used[words][origin],
                about=target,
                gold=(material.gold(page),),
                made_of=frozenset({origin}),
                origin=f"linked from {material.pages[origin].document.path}",
                place=origin,
            )


def _says_something(text: str) -> bool:
    telling = [t for t in terms(text) if t not in _POINTING and t not in GENERIC]
    return len(tokens(text)) >= 2 and len(telling) >= 2
