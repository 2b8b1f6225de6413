"""The `run` target."""

from __future__ import annotations

import stat
import threading
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from typing import Literal

from pydantic import Field, model_validator

from ragaudit.contracts import Target, TargetCapabilities
from ragaudit.errors import MalformedError, SkipError, SourceError
from ragaudit.model import (
    ProbePrincipal,
    ProbeSet,
    ReaderKind,
    Retrieved,
    SkipReason,
    TargetSettings,
)
from ragaudit_probes.targets.options import Options, read_options
from ragaudit_probes.targets.run_file import jsonl, trec
from ragaudit_probes.targets.run_file.queries import queries
from ragaudit_probes.targets.run_file.records import Lines, Record, same_query

LONGEST_FILE = 200_000_000
Key = tuple[Literal["query", "probe"], str, str]
"""By what a recording is found, that, and the principal."""


class RunFileOptions(Options):
    """Where the recording is."""

    file: str = ""
    """Asked as the target's account, or as the principals that its lines name."""
    files: dict[str, str] = Field(default_factory=dict)
    """Principal to the file that was recorded as them."""
    format: Literal["auto", "jsonl", "trec"] = "auto"
    """By its first character where it is not said: JSON begins with a brace."""
    order: Literal["auto", "rank", "score"] = "auto"
    """What orders a run of TREC; see `trec.records`."""
    queries: str = ""
    """Ids and texts of queries, for a recording that has ids and is asked without a probe set."""

    @model_validator(mode="after")
    def _some_file(self) -> RunFileOptions:
        if not (self.file or self.files):
            raise ValueError("name a `file`, or `files` by principal")
        return self


@dataclass(slots=True)
class _Run:
    """What was read."""

    found: dict[Key, list[Record]] = field(default_factory=dict)
    principals: set[str] = field(default_factory=set)
    scores: bool = False
    totals: bool = False
    costs: bool = False

    def add(self, record: Record, principal: str) -> None:
        who = record.principal or principal
        self.principals.add(who)
        if record.query:
            self.found.setdefault(("query", same_query(record.query), who), []).append(record)
        if record.probe:
            self.found.setdefault(("probe", record.probe, who), []).append(record)
        if record.answer is not None:
            self.scores |= any(hit.score is not None for hit in record.answer.hits)
            self.totals |= record.answer.total is not None
            self.costs |= record.answer.cost is not None


class RunFileTarget(Target):
    """Answers what was recorded, and nothing else: what was not is a skip, never an empty answer.

    A recording goes by the text of the query, or by the id of the probe that asks it.
    """

    def __init__(self, settings: TargetSettings) -> None:
        self.settings = settings
        self.options = read_options(settings, RunFileOptions)
        self._ids: dict[str, list[str]] = {}
        self._read: _Run | SourceError | None = None
        self._lock = threading.Lock()

    def prepare(self, probes: ProbeSet) -> None:
        """Note the ids of probes by their query; a variant may have been answered otherwise."""
        for probe in probes.probes:
            self._know(probe.id, probe.query)

    def capabilities(self) -> TargetCapabilities:
        """See `Target.capabilities`; of a file that cannot be read, nothing but that."""
        try:
            run = self._run()
        except SourceError as error:
            return TargetCapabilities(notes=(error.message,))
        return TargetCapabilities(
            principals=bool(run.principals - {""}),
            scores=run.scores,
            totals=run.totals,
            costs=run.costs,
            concurrent=True,
            notes=("answers were recorded before: they say nothing of today",),
        )

    def retrieve(self, query: str, k: int, principal: ProbePrincipal | None) -> Retrieved:
        """See `Target.retrieve`. Raises `SkipError` for what was not recorded, or not so deeply."""
        run = self._run()
        who = _who(run, principal)
        text = same_query(query)
        keys: list[Key] = [("query", text, who)]
        keys += [("probe", name, who) for name in self._ids.get(text, ())]
        records = [record for key in keys for record in run.found.get(key, ())]
        if not records:
            told = f"not recorded as {who}" if who else "not recorded"
            raise SkipError(SkipReason.NOT_FETCHED, told, "record it, or leave the probe out")
        return _answer(records, k)

    def _know(self, name: str, query: str) -> None:
        names = self._ids.setdefault(same_query(query), [])
        if name not in names:
            names.append(name)

    def _run(self) -> _Run:
        with self._lock:
            if self._read is None:
                try:
                    self._read = self._all()
                except SourceError as error:
                    self._read = error
            if isinstance(self._read, SourceError):
                raise type(self._read)(self._read.message, hint=self._read.hint)
            return self._read

    def _all(self) -> _Run:
        options, run = self.options, _Run()
        if options.queries:
            for name, query in queries(self._lines(options.queries)):
                self._know(name, query)
        named = [("", options.file)] if options.file else []
        for principal, file in (*named, *options.files.items()):
            for record in self._records(self._lines(file)):
                run.add(record, principal)
        return run

    def _records(self, lines: Lines) -> Iterator[Record]:
        is_json = lines.data.lstrip(b"\xef\xbb\xbf \r\n\t").startswith(b"{")
        if self.options.format == "jsonl" or (self.options.format == "auto" and is_json):
            return jsonl.records(lines)
        return trec.records(lines, self.options.order)

    def _lines(self, shown: str) -> Lines:
        path = self.settings.root / shown
        try:
            found = path.stat()
            if not stat.S_ISREG(found.st_mode):
                raise SourceError(f"{shown} is no file", "see `options` of the target")
            if found.st_size > LONGEST_FILE:
                told = f"{shown} is larger than {LONGEST_FILE:,} bytes"
                raise SourceError(told, "record fewer results, or leave texts out")
            return Lines(shown, path.read_bytes())
        except (OSError, ValueError) as error:
            why = getattr(error, "strerror", None) or "its name cannot be used"
            raise SourceError(f"{shown} cannot be read: {why}", "check `file`") from None


def _who(run: _Run, principal: ProbePrincipal | None) -> str:
    """Whose answers count; the oracle is the account where nobody else was recorded."""
    if principal is None:
        return ""
    if principal.kind is ReaderKind.ORACLE and run.principals <= {""}:
        return ""
    return principal.name


def _answer(records: Sequence[Record], k: int) -> Retrieved:
    first = records[0]
    other = next((one for one in records[1:] if not one.same(first)), None)
    if other is not None:
        told = f"recorded twice with different answers, in lines {first.line} and {other.line}"
        raise MalformedError(told, "keep one of them")
    if first.answer is None:
        raise MalformedError(f"the call that is recorded in line {first.line} had failed")
    depth = min((one.depth for one in records if one.depth is not None), default=None)
    if depth is not None and depth < k and len(first.answer.hits) >= depth:
        told = f"recorded to a depth of {depth} only"
        raise SkipError(SkipReason.NOT_FETCHED, told, "record it again, or ask for less")
    return first.answer
