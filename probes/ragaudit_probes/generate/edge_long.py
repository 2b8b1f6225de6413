"""Probes as somebody tells them who starts from the beginning."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from ragaudit.contracts.generating import Chance, Generator, Material, Proposal
from ragaudit.model import Probe
from ragaudit_probes.generate._edges import reworded
from ragaudit_probes.generate._text import is_german

MOST_WORDS = 160
_ENGLISH = (
    "Hello, I hope I am in the right place. I have been looking for this for a while now, and a "
    "colleague I asked was not sure either, so before I do something wrong I would rather ask. "
    "I may have seen it somewhere once, but I cannot find it any more, and I do not want to "
    "rely on what I remember. What I would like to know is this: {query} Please tell me where "
    "it is written as well, so that I can read the rest myself and need not ask again. It is "
    "not urgent, but an answer today would help me a lot. Many thanks in advance, and sorry for "
    "the long message."
)
_GERMAN = (
    "Guten Tag, ich hoffe, ich bin hier richtig. Ich suche schon eine ganze Weile danach, und "
    "auch jemand, den ich gefragt habe, war sich nicht sicher. Bevor ich etwas falsch mache, "
    "frage ich lieber nach. Vielleicht habe ich es schon einmal irgendwo gesehen, aber ich "
    "finde es nicht mehr und möchte mich nicht auf mein Gedächtnis verlassen. Wissen möchte ich "
    "Folgendes: {query} Bitte sagen Sie mir auch, wo es steht, damit ich den Rest selbst "
    "nachlesen kann. Es eilt nicht, aber eine Antwort noch heute würde mir sehr helfen. Vielen "
    "Dank im Voraus."
)
"""Nothing in them is about anything a company could have written down."""


class LongGenerator(Generator):
    """The same question in the middle of a hundred words that say nothing."""

    name = "edge_long"
    order = 203

    def propose(
        self, material: Material, chance: Chance, so_far: Mapping[str, Probe]
    ) -> Iterator[Proposal]:
        """Yield one proposal a probe, of up to 160 words."""
        german = {page.name: is_german(page, material) for page in material.pages.values()}

        def lengthened(probe: Probe, chance: Chance) -> str:
            frame = _GERMAN if german[probe.gold[0].any[0].document] else _ENGLISH
            mark = "" if probe.query.endswith(("?", ".", "!")) else "."
            return frame.replace("{query}", probe.query + mark)

        return reworded(material, chance, so_far, lengthened, MOST_WORDS)
