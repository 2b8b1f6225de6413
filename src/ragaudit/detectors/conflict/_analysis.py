"""Finds the contradictions of a corpus once; the rules report a kind each."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field

from ragaudit.contracts import Corpus, Member
from ragaudit.detectors._parallel import parallel
from ragaudit.detectors.conflict._apart import PRONOUN, apart
from ragaudit.detectors.conflict._candidates import Candidate, Cut, candidates
from ragaudit.detectors.conflict._claims import KEY, claims_of
from ragaudit.detectors.conflict._clusters import Cluster, Edge, clusters
from ragaudit.detectors.conflict._features import outline, spirit, weighed
from ragaudit.detectors.conflict._guards import silenced_by
from ragaudit.detectors.conflict._relation import Relation
from ragaudit.detectors.conflict._score import Model, model
from ragaudit.detectors.conflict._space import Placed, Space, declared_scope, place
from ragaudit.detectors.conflict._statements import Form
from ragaudit.model import Document
from ragaudit.text import matches

Apart = Callable[[Placed, Placed], bool]
FAMILY = 4
"""A sentence that stands in a corpus with this many values describes many things, not one."""
SAME = 0.95
"""Two sentences of the same words and another value need no weighing; guards still hold."""
_DIGITS = re.compile(r"[\W\d_]+")


@dataclass
class Conflicts:
    """What was found, and what was not looked at."""

    clusters: list[Cluster]
    cuts: list[Cut] = field(default_factory=list)


def conflicts(groups: Mapping[str, tuple[Member, ...]], corpus: Corpus) -> Conflicts:
    """The contradictions of a corpus, worked out at most once a run."""
    return corpus.once("conflicts", lambda: _find(groups, corpus))


def _find(groups: Mapping[str, tuple[Member, ...]], corpus: Corpus) -> Conflicts:
    placed = placed_claims(groups, corpus)
    cuts: list[Cut] = []
    edges = find_edges(Space(placed), cuts, model(), lambda a, b: apart_on_purpose(a, b, corpus))
    return Conflicts(clusters(edges, {n: item.claim for n, item in enumerate(placed)}), cuts)


def placed_claims(groups: Mapping[str, tuple[Member, ...]], corpus: Corpus) -> list[Placed]:
    """Every claim of a corpus, under the title and headings it stands under."""
    members = groups.get(KEY, ())
    items = (p for m in members for p in _placed(m, corpus.documents[m.document]))
    return [item for item in items if speaks(item)]


def speaks(item: Placed) -> bool:
    """Whether no guard that looks at one side alone silences a claim."""
    return silenced_by(spirit(item)) is None


def _placed(member: Member, document: Document) -> list[Placed]:
    scope = declared_scope(document.content.metadata)
    return [place(claim, document.title, document.path, scope) for claim in claims_of(member)]


def find_edges(space: Space, cuts: list[Cut], judge: Model, meant: Apart) -> list[Edge]:
    """The pairs that contradict each other, and those that agree with one of them."""
    families = templates(space.placed)
    agreeing: list[Candidate] = []
    edges: list[Edge] = []
    for candidate in candidates(space, cuts):
        if meant(space.placed[candidate.left], space.placed[candidate.right]):
            continue
        if candidate.compared.relation is Relation.AGREE:
            agreeing.append(candidate)
        elif edge := _edge(space, candidate, judge, families):
            edges.append(edge)
    touched = {n for edge in edges for n in (edge.left, edge.right)}
    near = (
        c
        for c in agreeing
        if (c.left in touched) != (c.right in touched) or {c.left, c.right} <= touched
    )
    return edges + [edge for c in near if (edge := _edge(space, c, judge, families, agrees=True))]


def describe(
    space: Space, candidate: Candidate, families: frozenset[int]
) -> dict[str, float] | None:
    """Everything the model weighs; None where a guard holds."""
    a, b = space.placed[candidate.left], space.placed[candidate.right]
    both = candidate.left in families and candidate.right in families
    found = apart(a, b) | weighed(space, candidate, a, b)
    found |= {"template_family": float(both), "inside": float(candidate.compared.inside)}
    return None if silenced_by(found) is not None else found


def _edge(
    space: Space,
    candidate: Candidate,
    judge: Model,
    families: frozenset[int],
    *,
    agrees: bool = False,
) -> Edge | None:
    """Weigh first: few pairs are likely enough for the guards, which cost more, to look at."""
    a, b = space.placed[candidate.left], space.placed[candidate.right]
    same = _same_words(a, b) and not candidate.compared.inside
    if not same and not judge.can_reach(outline(candidate, a, b)):
        return None
    found = weighed(space, candidate, a, b)
    probability = max(judge.probability(found), SAME if same else 0.0)
    if (
        probability < judge.least(a.claim.value.kind)
        or describe(space, candidate, families) is None
    ):
        return None
    return Edge(candidate.left, candidate.right, probability, agrees)


def _same_words(a: Placed, b: Placed) -> bool:
    """Whether two full sentences have the same words, at least two, but for the value."""
    forms = {a.claim.form, b.claim.form} == {Form.SENTENCE}
    comparable = a.claim.value.dimension == b.claim.value.dimension
    said = len(a.words) >= 2 and a.words.keys() == b.words.keys()
    return forms and comparable and said and not PRONOUN.match(a.claim.sentence)


def templates(placed: Sequence[Placed]) -> frozenset[int]:
    """Positions of claims whose sentence stands in the corpus with `FAMILY` or more values."""
    found: defaultdict[str, dict[str, list[int]]] = defaultdict(dict)
    for position, item in enumerate(placed):
        skeleton = (
            _DIGITS.sub(" ", f"{item.claim.lead} {item.claim.column} {item.claim.masked}")
            .lower()
            .strip()
        )
        found[f"{item.claim.value.dimension}:{skeleton}"].setdefault(item.claim.surface, []).append(
            position
        )
    return frozenset(
        n
        for values in found.values()
        if len(values) >= FAMILY
        for members in values.values()
        for n in members
    )


def apart_on_purpose(a: Placed, b: Placed, corpus: Corpus) -> bool:
    """Whether two pages are versions or translations of each other."""
    x, y = corpus.documents[a.claim.document], corpus.documents[b.claim.document]
    if x.id == y.id:
        return False
    return parallel(x.path, y.path) or any(
        matches(glob, d.path) for d in (x, y) for glob in corpus.sources[d.source_id].versions
    )
