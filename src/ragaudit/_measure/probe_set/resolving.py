"""Finds the documents a probe set names in the catalogue."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, field, replace

from ragaudit._measure.probe_set.names import Names
from ragaudit._measure.probe_set.problems import Problem
from ragaudit._measure.probe_set.shown import visible
from ragaudit.model import Document, GoldGroup, Grades, Probe, ProbeSet, Severity
from ragaudit.text import normalise

TextOf = Callable[[str], str | None]
"""The text of a document by its id; None where it cannot be had."""
_MOST_GUESSES = 30
"""Names that are compared with all others for a hint; it takes a moment each."""
_HELD = 32
"""Texts kept for the next probe about the same document."""


@dataclass(frozen=True, slots=True)
class Unread:
    """What is in the sources and not in the catalogue, so that nobody can say it is gone."""

    sources: frozenset[str] = frozenset()
    """Sources that could not be read to their end."""
    documents: frozenset[str] = frozenset()
    """Documents that could not be read, as `source:path`."""

    def may_hold(self, name: str, source: str | None, read: frozenset[str]) -> bool:
        """Whether a name that was not found may stand for something unread.

        `read` are the sources documents were read of, for names that begin with one.
        """
        wanted = name.removeprefix("./")
        if wanted in self.documents or any(d.partition(":")[2] == wanted for d in self.documents):
            return True
        prefix = wanted.partition(":")[0]
        told = prefix if prefix in read | self.sources else source
        return told in self.sources if told else bool(self.sources)


@dataclass(frozen=True, slots=True)
class Resolution:
    """A probe set in documents of the catalogue."""

    probes: ProbeSet
    """The set with catalogue ids wherever it names a document; source and owner filled in from
    the gold where they were not given. What is not found stays as it was written."""
    gold: Mapping[str, tuple[Grades, ...]]
    """Probe to its groups, as `ProbeRun.gold`; one whose documents are all gone is empty."""
    problems: tuple[Problem, ...] = ()

    def found(self, probe: str) -> tuple[str, ...]:
        """The documents of a probe's gold that are there, once each."""
        return tuple(dict.fromkeys(d for group in self.gold[probe] for d in group))


def resolve(
    probes: ProbeSet,
    documents: Mapping[str, Document],
    text: TextOf | None = None,
    unread: Unread | None = None,
) -> Resolution:
    """Find every document a set names; names that stand for none or several become problems.

    With `text` it is also checked that quoted spans still stand in their documents.
    """
    looking = _Looking(documents, Names(documents), unread or Unread(), text)
    found = [looking.probe(probe) for probe in probes.probes]
    return Resolution(
        replace(probes, probes=tuple(probe for probe, _ in found)),
        {probe.id: gold for probe, gold in found},
        tuple(looking.problems),
    )


@dataclass(slots=True)
class _Looking:
    documents: Mapping[str, Document]
    names: Names
    unread: Unread
    text: TextOf | None
    problems: list[Problem] = field(default_factory=list)
    _folded: dict[str, str | None] = field(default_factory=dict)
    _guesses: int = 0

    def probe(self, probe: Probe) -> tuple[Probe, tuple[Grades, ...]]:
        groups, grades = self._groups(probe, probe.gold)
        intents, _ = self._groups(probe, probe.expect.intents)
        over = tuple(self._id(probe, name) or name for name in probe.expect.prefer_over)
        found = [self.documents[d] for d in dict.fromkeys(d for g in grades for d in g)]
        return replace(
            probe,
            gold=groups,
            expect=replace(probe.expect, intents=intents, prefer_over=over),
            source=probe.source or _only(d.source_id for d in found),
            owner=probe.owner or _only(d.owner.principal for d in found if d.owner),
        ), grades

    def _groups(
        self, probe: Probe, groups: tuple[GoldGroup, ...]
    ) -> tuple[tuple[GoldGroup, ...], tuple[Grades, ...]]:
        out: list[GoldGroup] = []
        grades: list[Grades] = []
        for group in groups:
            ids = [self._id(probe, item.document) for item in group.any]
            pairs = list(zip(group.any, ids, strict=True))
            for item, found in pairs:
                if found is not None and item.span:
                    self._check_span(probe, found, item.span)
            out.append(GoldGroup(tuple(replace(i, document=d or i.document) for i, d in pairs)))
            best: dict[str, int] = {}
            for item, found in pairs:
                if found is not None:
                    best[found] = max(item.grade, best.get(found, 0))
            grades.append(best)
        return tuple(out), tuple(grades)

    def _id(self, probe: Probe, name: str) -> str | None:
        found = self.names.find(name, probe.source)
        if len(found) == 1:
            return found[0]
        self.problems.extend(self._not_one(probe, name, found))
        return None

    def _not_one(self, probe: Probe, name: str, found: tuple[str, ...]) -> Iterator[Problem]:
        if found:
            where = ", ".join(visible(one) for one in found[:5])
            told = f"“{visible(name)}” may be any of {len(found)}: {where}"
            yield Problem.of(probe, "gold-ambiguous", Severity.ERROR, told)
        elif self.unread.may_hold(name, probe.source, self.names.sources):
            told = f"“{visible(name)}” was not found, and not everything could be read"
            yield Problem.of(probe, "gold-unread", Severity.WARN, told)
        else:
            hint = self._guess(name)
            told = f"“{visible(name)}” is not in the corpus" + (
                f"; is it “{hint}”?" if hint else ""
            )
            yield Problem.of(probe, "gold-gone", Severity.ERROR, told)

    def _guess(self, name: str) -> str:
        self._guesses += 1
        like = self.names.like(name) if self._guesses <= _MOST_GUESSES else None
        return visible(like) if like else ""

    def _check_span(self, probe: Probe, document: str, span: str) -> None:
        if self.text is None:
            return
        if document not in self._folded:
            if len(self._folded) >= _HELD:
                self._folded.pop(next(iter(self._folded)))
            text = self.text(document)
            self._folded[document] = None if text is None else _folded(text)
        inside = self._folded[document]
        quoted = f"“{visible(span, 60)}” in {visible(document)}"
        if inside is None:
            told = f"whether it says {quoted} could not be checked"
            self.problems.append(Problem.of(probe, "span-unchecked", Severity.WARN, told))
        elif _folded(span) not in inside:
            told = f"it no longer says {quoted}"
            self.problems.append(Problem.of(probe, "span-gone", Severity.ERROR, told))


def _folded(text: str) -> str:
    return normalise(text).casefold()


def _only(values: Iterable[str]) -> str | None:
    """The one value there is; several are neither."""
    found = set(values)
    return found.pop() if len(found) == 1 else None
