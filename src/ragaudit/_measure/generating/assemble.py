"""Asks every generator, checks what they propose, and keeps some of it for each source."""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from statistics import fmean

from ragaudit._measure.generating import holding
from ragaudit._measure.generating.checks import key, problem
from ragaudit._measure.generating.choosing import in_turn
from ragaudit._measure.generating.tally import Tally
from ragaudit.contracts.generating import HELD_OUT, Chance, Generator, Material, Proposal
from ragaudit.model import GoldGroup, Probe, ProbeSet, Provenance
from ragaudit.text import sha256
from ragaudit.text.terms import terms

_NO_SLUG = re.compile(r"[^a-z0-9]+")
_SLUG = 40
LEAST_EACH, SHARE = 2, 5
"""Of one document at most two probes of a kind, or a fifth of what its source has: they are hardly
more than one observation."""


@dataclass(frozen=True, slots=True)
class Asked:
    """How many probes, and which."""

    per_source: int = 20
    """At most this many of every generator for every source: each is a sample of its own."""
    seed: int = 0
    hold_out: int = 0
    """Documents of every source that are left out of a shadow index, at most a fifth of it."""
    restricted: bool = True
    """Whether wording may come from text that not everybody may read."""


@dataclass(frozen=True, slots=True)
class Generated:
    """A probe set and how it came about."""

    probes: ProbeSet
    tallies: tuple[Tally, ...]
    held_out: tuple[str, ...] = ()
    """Documents the index must be built without, by the names the probes use."""
    notes: tuple[str, ...] = ()


def assemble(material: Material, generators: Iterable[Generator], asked: Asked) -> Generated:
    """Make a probe set. Equal material, generators and `asked` give equal sets."""
    chance = Chance(asked.seed)
    work = _Work(holding.held(material, asked.hold_out, chance), asked)
    for generator in sorted(generators, key=lambda g: (g.order, g.name)):
        work.run(generator, chance.of(generator.name))
    held = sorted(work.material.pages[name].name for name in work.material.held_out)
    return Generated(
        probes=ProbeSet(
            probes=tuple(work.kept.values()),
            principals=material.principals,
            asked_as=material.asked_as,
            corpus_digest=material.corpus_digest,
            access_digest=material.access_digest,
        ),
        tallies=tuple(work.tallies),
        held_out=tuple(held),
        notes=material.notes,
    )


@dataclass(slots=True)
class _Work:
    material: Material
    asked: Asked
    kept: dict[str, Probe] = field(default_factory=dict)
    tallies: list[Tally] = field(default_factory=list)
    _seen: set[str] = field(default_factory=set)
    _indexed: Material = field(init=False)

    def __post_init__(self) -> None:
        self._indexed = holding.without(self.material)

    def run(self, generator: Generator, chance: Chance) -> None:
        """Keep what one generator has to offer."""
        material = self.material if generator.name == HELD_OUT else self._indexed
        ids = {page.name: name for name, page in material.pages.items()}
        by_source: defaultdict[str, list[Proposal]] = defaultdict(list)
        for proposal in generator.propose(material, chance, dict(self.kept)):
            by_source[material.pages[proposal.about].source].append(proposal)
        refused: Counter[str] = Counter()
        mine: list[Probe] = []
        for source in sorted(by_source):
            some = in_turn(by_source[source], material, chance.of(source))
            mine += self._choose(some, generator.name, material, ids, refused)
        proposed = sum(map(len, by_source.values()))
        self.tallies.append(_tally(generator.name, proposed, mine, refused, material, ids))

    def _choose(
        self,
        proposals: Iterable[Proposal],
        by: str,
        material: Material,
        ids: dict[str, str],
        refused: Counter[str],
    ) -> list[Probe]:
        chosen: list[Probe] = []
        taken: Counter[str] = Counter()
        each = max(LEAST_EACH, self.asked.per_source // SHARE)
        for offered in proposals:
            if len(chosen) == self.asked.per_source:
                break
            if taken[offered.about] == each:
                continue
            proposal = offered.worded() if offered.worded is not None else offered
            if proposal is None:
                refused["no wording"] += 1
                continue
            hidden = not _is_public(proposal, material)
            # A wording of another probe differs from it only in what is left out of the key.
            told = f"\0{proposal.query}" if proposal.parent else key(proposal.query)
            reason = "restricted" if hidden and not self.asked.restricted else None
            reason = reason or ("duplicate" if told in self._seen else None)
            reason = reason or problem(proposal, material, ids)
            if reason is not None:
                refused[reason] += 1
                continue
            self._seen.add(told)
            probe = self._probe(proposal, by, hidden, material, ids)
            self.kept[probe.id] = probe
            taken[proposal.about] += 1
            chosen.append(probe)
        return chosen

    def _probe(
        self, proposal: Proposal, by: str, hidden: bool, material: Material, ids: dict[str, str]
    ) -> Probe:
        page = material.pages[proposal.about]
        anchor = f"#{proposal.origin}" if proposal.origin and not hidden else ""
        expect = proposal.expect
        intents = _without_spans(expect.intents, material, ids)
        return Probe(
            id=self._id(proposal, by, hidden),
            query=proposal.query,
            category=proposal.category,
            variants=proposal.variants,
            control=proposal.control,
            gold=_without_spans(proposal.gold, material, ids),
            matrix=proposal.matrix,
            expect=replace(expect, intents=intents),
            source=page.source,
            provenance=Provenance(by, f"{page.name}{anchor}", restricted=hidden),
            severity=proposal.severity,
        )

    def _id(self, proposal: Proposal, by: str, hidden: bool) -> str:
        """Readable, unless that would quote text somebody may not read."""
        if proposal.parent:
            return f"{proposal.parent}.{by}"
        digest = sha256(f"{by}\0{proposal.about}\0{proposal.place}")
        source = proposal.about.partition(":")[0]
        said = source if hidden else proposal.query.lower()
        slug = _NO_SLUG.sub("-", said)[:_SLUG].strip("-")
        start = "-".join(part for part in (_NO_SLUG.sub("-", by.lower()), slug) if part)
        sizes = range(10 if hidden else 6, len(digest))
        return next(
            found for size in sizes if (found := f"{start}-{digest[:size]}") not in self.kept
        )


def _is_public(proposal: Proposal, material: Material) -> bool:
    """Whether everybody may read every document the wording comes from."""
    used = proposal.made_of or frozenset({proposal.about})
    return all(material.pages[n].standing.is_public for n in used if n in material.pages)


def _without_spans(
    groups: Sequence[GoldGroup], material: Material, ids: Mapping[str, str]
) -> tuple[GoldGroup, ...]:
    """Spans quote; of what not everybody may read nothing is quoted that is not needed."""
    return tuple(
        GoldGroup(
            tuple(
                item
                if material.pages[ids[item.document]].standing.is_public
                else replace(item, span="")
                for item in group.any
            )
        )
        for group in groups
    )


def _tally(
    by: str,
    proposed: int,
    kept: Sequence[Probe],
    refused: Counter[str],
    material: Material,
    ids: Mapping[str, str],
) -> Tally:
    shares = [share for p in kept if (share := _overlap(p, material, ids)) is not None]
    return Tally(
        by=by,
        proposed=proposed,
        kept=len(kept),
        refused=dict(sorted(refused.items())),
        sources=dict(sorted(Counter(p.source or "" for p in kept).items())),
        restricted=sum(p.provenance.restricted for p in kept),
        overlap=fmean(shares) if shares else None,
    )


def _overlap(probe: Probe, material: Material, ids: Mapping[str, str]) -> float | None:
    query = terms(probe.query)
    groups = probe.gold or probe.expect.intents
    best = [
        max(material.lexicon.share(query, ids[item.document]) or 0.0 for item in group.any)
        for group in groups
    ]
    return fmean(best) if best and query else None
