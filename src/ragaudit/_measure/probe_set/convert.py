"""From validated sections to the frozen nouns; what a schema cannot say is checked here."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import replace
from datetime import UTC

from ragaudit._config.positions import Located
from ragaudit._config.positions import Path as Where
from ragaudit._measure.probe_set import schema
from ragaudit._measure.probe_set.shown import visible
from ragaudit.errors import ConfigError
from ragaudit.model import (
    Budget,
    Category,
    Expectation,
    GoldGroup,
    GoldItem,
    Matrix,
    Probe,
    ProbePrincipal,
    ProbeSet,
    Provenance,
    ReaderKind,
    Severity,
)
from ragaudit.text.suggest import did_you_mean

SELF_EXPLAINING = {kind.value: kind for kind in (ReaderKind.ANONYMOUS, ReaderKind.ORACLE)}
"""Names that need no entry under `principals:`."""


def to_set(file: schema.ProbesFile, located: Located, shown: str) -> ProbeSet:
    """The set. Raises `ConfigError` for an id used twice, and for principals nobody declared."""
    principals = _principals(file.principals, located, shown)
    _check_ids(file.probes, located, shown)
    named: list[tuple[str, Where]] = [
        (name, ("defaults", "principals", i)) for i, name in enumerate(file.defaults.principals)
    ]
    for number, probe in enumerate(file.probes):
        named += [(name, ("probes", number, "as", i)) for i, name in enumerate(probe.as_)]
    _add_named(principals, named, located, shown)
    corpus = file.corpus
    taken = corpus.taken_at
    if taken is not None:
        taken = taken.replace(tzinfo=UTC) if taken.tzinfo is None else taken.astimezone(UTC)
    return ProbeSet(
        probes=tuple(
            to_probe(section, located.line(("probes", i))) for i, section in enumerate(file.probes)
        ),
        principals=principals,
        asked_as=tuple(dict.fromkeys(file.defaults.principals)),
        k=tuple(sorted(set(file.defaults.k))),
        corpus_digest=corpus.snapshot,
        access_digest=corpus.acl_snapshot,
        taken_at=taken,
        place=shown,
    )


def to_probe(section: schema.ProbeSection, line: int | None) -> Probe:
    """One probe; its principals are not looked at."""
    given = section.provenance
    return Probe(
        id=section.id,
        query=section.query,
        category=section.category,
        variants=tuple(section.variants),
        control=section.compare.control if section.compare else "",
        principals=tuple(dict.fromkeys(section.as_)),
        gold=_all_gold(section),
        matrix=Matrix(section.matrix.deny, section.matrix.allow),
        expect=_expectation(section.expect, section.category),
        source=section.source,
        owner=section.owner,
        provenance=Provenance(given.by, given.from_, given.reviewed_by, given.restricted),
        budget=Budget(section.budget.latency_p95_ms, section.budget.cost),
        severity=Severity(section.severity),
        line=line,
    )


def implied(name: str) -> ProbePrincipal:
    """Somebody of whom only the name is given."""
    return ProbePrincipal(name, SELF_EXPLAINING.get(name, ReaderKind.PERSON))


def _all_gold(section: schema.ProbeSection) -> tuple[GoldGroup, ...]:
    """What is called gold, and what must be retrieved besides."""
    gold = _gold(section.gold)
    return (*gold, *(g for g in _gold(section.expect.must_retrieve) if g not in gold))


def _gold(groups: Iterable[schema.GoldGroupSection]) -> tuple[GoldGroup, ...]:
    return tuple(
        GoldGroup(tuple(GoldItem(item.doc, item.span, item.grade) for item in group.any))
        for group in groups
    )


def _expectation(section: schema.ExpectSection, category: Category) -> Expectation:
    unanswerable, auto = section.unanswerable, section.max_top_score == schema.AUTO
    return Expectation(
        rank_at_most=section.rank_at_most,
        not_stale=section.not_stale,
        prefer_over=tuple(section.prefer.over) if section.prefer else (),
        unanswerable=category is Category.MISSING if unanswerable is None else unanswerable,
        max_top_score=None if auto else section.max_top_score,
        auto_top_score=auto,
        intents=_gold(section.intents),
        min_intents=section.min_intents,
    )


def _check_ids(probes: Iterable[schema.ProbeSection], located: Located, shown: str) -> None:
    seen: dict[str, int] = {}
    for number, probe in enumerate(probes):
        if (first := seen.setdefault(probe.id, number)) != number:
            line, column = located.nearest(("probes", number, "id")) or (None, None)
            before = located.line(("probes", first))
            told = f"two probes are called “{visible(probe.id)}”; the first is in line {before}"
            raise ConfigError(told, shown, line, column, "give each an id of its own")


def _add_named(
    principals: dict[str, ProbePrincipal],
    named: Iterable[tuple[str, Where]],
    located: Located,
    shown: str,
) -> None:
    for name, where in named:
        if name in SELF_EXPLAINING:
            principals.setdefault(name, implied(name))
        elif name not in principals:
            line, column = located.nearest(where) or (None, None)
            known = (*principals, *SELF_EXPLAINING)
            told = f"nobody is called “{visible(name)}” under `principals:`"
            raise ConfigError(told, shown, line, column, did_you_mean(name, known))


def _principals(
    sections: Mapping[str, schema.PrincipalSection], located: Located, shown: str
) -> dict[str, ProbePrincipal]:
    done: dict[str, ProbePrincipal] = {}
    for name in sections:
        _extended(name, sections, done, (), located, shown)
    return {name: done[name] for name in sections}


def _extended(
    name: str,
    sections: Mapping[str, schema.PrincipalSection],
    done: dict[str, ProbePrincipal],
    above: tuple[str, ...],
    located: Located,
    shown: str,
) -> ProbePrincipal:
    """A principal with what it takes over from the one it extends."""
    if name in done:
        return done[name]
    section = sections[name]
    base = implied(name)
    if (parent := section.extends) is not None:
        problem = hint = ""
        if parent not in sections:
            problem, hint = f"nobody is called “{visible(parent)}”", did_you_mean(parent, sections)
        elif parent in (*above, name) or len(above) > 20:
            problem = f"“{visible(name)}” extends itself, or too many others"
        if problem:
            line, column = located.nearest(("principals", name, "extends")) or (None, None)
            raise ConfigError(problem, shown, line, column, hint)
        base = _extended(parent, sections, done, (*above, name), located, shown)
        base = replace(base, who=base.who or parent)
    given = section.model_fields_set
    done[name] = ProbePrincipal(
        name,
        kind=ReaderKind(section.kind) if section.kind else base.kind,
        who=section.who.strip() if "who" in given else base.who,
        groups=tuple(section.groups) if "groups" in given else base.groups,
        auth=dict(section.auth) if "auth" in given else base.auth,
    )
    return done[name]
