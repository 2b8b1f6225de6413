"""Asks a target one question, before anybody relies on what it answers."""

from __future__ import annotations

import json
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, replace
from datetime import date
from pathlib import Path

from ragaudit import _registry
from ragaudit._audit.survey import Survey
from ragaudit._config import Settings, find_config, resolve
from ragaudit._measure.choosing import INDEX, SET, in_words, target_settings
from ragaudit._measure.indexing import readable
from ragaudit._measure.inspecting.seen import Placed, Seen
from ragaudit._measure.inspecting.snippet import mapping_of, snippet
from ragaudit._measure.mapping import Mapper
from ragaudit._measure.principals import Reach, known_groups
from ragaudit._measure.probe_set.convert import implied
from ragaudit._measure.probe_set.reading import read_probes
from ragaudit._measure.texts import Texts
from ragaudit.contracts import AsksForReaders, Inspectable, Inspection, Target
from ragaudit.errors import MalformedError, SkipError, SourceError, UsageError
from ragaudit.model import ProbePrincipal, ProbeSet, Retrieved, TargetSettings
from ragaudit.redact import redact
from ragaudit.text.suggest import did_you_mean

_LOOK_AGAIN = "write one of them as `hits` under `mapping`, with `id` or `document`, and look again"


@dataclass(slots=True)
class Looking:
    """One target and one question."""

    settings: Settings
    own: TargetSettings
    """The target that is asked."""
    known: bool
    """Whether it is the one of the configuration."""
    target: Target
    query: str
    k: int
    principal: ProbePrincipal | None
    probes: ProbeSet

    @property
    def has_sources(self) -> bool:
        """Whether there are documents results could be."""
        return bool(self.settings.sources)

    @property
    def sources_first(self) -> bool:
        """Whether the target must be told what only the sources know: groups, and who may read."""
        return self.principal is not None and self.has_sources

    def look(self) -> Seen:
        """Ask, and read the answer.

        Raises `SourceError` where there is no answer, or one in which nothing can be found: what
        is guessed is never graded.
        """
        self.target.prepare(self.probes)
        seen = Seen(
            in_words(self.own),
            self.query,
            self.principal.name if self.principal else "",
            self.target.capabilities(),
        )
        try:
            if isinstance(self.target, Inspectable):
                return self._mapped(seen, self.target)
            return replace(self._read(seen, self.target), snippet=self._snippet())
        except SkipError as error:
            raise SourceError(error.detail, error.action) from error

    def placed(self, seen: Seen | None, survey: Survey, on: date) -> Seen:
        """The same with its results in the catalogue; asks where it was not asked yet."""
        if seen is None:
            self._tell(survey, on)
            seen = self.look()
        mapper = Mapper.of(survey.documents.values(), Texts(survey))
        found = tuple(Placed(hit, tuple(sorted(mapper.candidates(hit)))) for hit in seen.hits)
        return replace(seen, placed=found)

    def _tell(self, survey: Survey, on: date) -> None:
        if self.principal is None:
            return
        people = known_groups(survey.directory, {self.principal.name: self.principal})
        self.principal = people[self.principal.name]
        if isinstance(self.target, AsksForReaders):
            self.target.use_readers(readable(Reach.of(survey, people, on).decisions))

    def _mapped(self, seen: Seen, target: Inspectable) -> Seen:
        found = target.inspect(self.query, self.k, self.principal)
        mapping = mapping_of(found)
        seen = replace(seen, inspection=found, snippet=self._snippet(found))
        if "mapping" in self.own.options:
            try:
                return self._read(seen, self.target)
            except MalformedError as error:
                if not mapping:
                    raise
                seen = replace(seen, problem=redact(error.message))
        if not mapping:
            raise _nothing(found, seen.target)
        trial = _registry.target(
            replace(self.own, options={**self.own.options, "mapping": mapping})
        )
        try:
            return self._read(replace(seen, capabilities=trial.capabilities()), trial)
        finally:
            trial.close()

    def _read(self, seen: Seen, target: Target) -> Seen:
        answer: Retrieved = target.retrieve(self.query, self.k, self.principal)
        if not answer.hits:
            told = f"{seen.target} answered with no results"
            raise SourceError(told, "ask something it can answer: --query “…”")
        return replace(
            seen,
            hits=answer.hits,
            total=answer.total,
            cost=answer.cost,
            latency_s=answer.latency_s,
        )

    def _snippet(self, found: Inspection | None = None) -> str:
        mapping = mapping_of(found) if found else {}
        if self.known and mapping and mapping == self.own.options.get("mapping"):
            return ""
        return snippet(self.own, mapping, known=self.known)


@contextmanager
def looking_at(
    config: Path | None,
    cwd: Path,
    named: str | None,
    query: str | None,
    reader: str | None,
    k: int,
    file: Path | None = None,
    body: str | None = None,
) -> Iterator[Looking]:
    """What to ask, whom and as whom. Raises `UsageError` before anything is asked."""
    config = config or find_config((), cwd)
    settings = resolve((), config, cwd) if config else Settings(sources=(), home=cwd)
    given = settings.probes
    own = given.target if given else TargetSettings(INDEX, settings.home)
    chosen = _with_body(target_settings(named, own), body)
    set_file = file or (given.file if given else settings.home / SET)
    probes = read_probes(set_file) if file is not None or set_file.exists() else ProbeSet()
    asked, principal = _query(query, probes), _reader(reader, probes)
    target = _registry.target(chosen)
    known = given is not None and chosen == own
    try:
        yield Looking(settings, chosen, known, target, asked, k, principal, probes)
    finally:
        target.close()


def _with_body(settings: TargetSettings, body: str | None) -> TargetSettings:
    if body is None:
        return settings
    try:
        read = json.loads(body)
    except (ValueError, RecursionError):
        read = None
    if settings.type != "http" or not isinstance(read, dict | list):
        told = "--body is no JSON" if settings.type == "http" else "--body is for an address"
        raise UsageError(told, 'write it like --body \'{"query": "{query}", "k": "{k}"}\'')
    return replace(settings, options={**settings.options, "body": read})


def _query(query: str | None, probes: ProbeSet) -> str:
    if query and query.strip():
        return query
    if query is None and probes.probes:
        return probes.probes[0].query
    raise UsageError("there is no question to ask", "add --query “…”")


def _reader(name: str | None, probes: ProbeSet) -> ProbePrincipal | None:
    """Somebody of the set; without a set, whoever the name says."""
    if name is None:
        return None
    if name in probes.principals:
        return probes.principals[name]
    if probes.principals:
        hint = did_you_mean(name, probes.principals)
        raise UsageError(f"“{name}” is no principal of the probe set", hint)
    return implied(name)


def _nothing(found: Inspection, target: str) -> SourceError:
    if found.candidates:
        lists = _listed(found.candidates)
        return MalformedError(f"{target}: {lists} may all be its results", _LOOK_AGAIN)
    told = found.missing[0].removeprefix("hits: ") if found.missing else "nothing was found in it"
    if found.hits:
        told = "its results have no id, no document and no text that could be found"
    told, _, hint = told.partition("; ask ")
    by_hand = "or write the `mapping` by hand (docs/target.md)"
    return MalformedError(
        f"{target}: {told}", f"ask {hint or 'something it can answer'}, {by_hand}"
    )


def _listed(paths: Sequence[str]) -> str:
    shown = [f"`{path}`" for path in paths[:5]]
    return ", ".join(shown) + (f" and {len(paths) - 5} more" if len(paths) > 5 else "")
