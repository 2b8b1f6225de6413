"""What runs in a worker process: read one file, parse it, analyse it.

A worker may be killed at any moment; it writes nothing.
"""

from __future__ import annotations

import hashlib
import os
import signal
import sys
from collections.abc import Sequence
from dataclasses import dataclass

from ragaudit import _registry
from ragaudit._engine.record import Analysis, Refusal, analyse, encode
from ragaudit.contracts import (
    Connector,
    ContentDetector,
    CorpusDetector,
    Extractor,
    Ref,
    RemoteConnector,
)
from ragaudit.errors import SkipError
from ragaudit.model import Content, Limits, SkipReason, SourceSettings


@dataclass(frozen=True, slots=True)
class Plan:
    """What a worker needs to know before its first file."""

    sources: tuple[SourceSettings, ...]
    codes: tuple[str, ...]
    """Rules that run."""
    memory_bytes: int = Limits().memory_bytes


@dataclass(frozen=True, slots=True)
class Job:
    """One file of one source."""

    source: str
    ref: Ref
    data: bytes | None = None
    """Bytes to parse instead of reading them: an older version, or what only the main process can
    reach."""


@dataclass(slots=True)
class _State:
    connectors: dict[str, Connector | RemoteConnector]
    detectors: tuple[ContentDetector, ...]
    extractors: tuple[Extractor, ...]


_state: _State | None = None


def content_parts(
    codes: Sequence[str],
) -> tuple[tuple[ContentDetector, ...], tuple[Extractor, ...]]:
    """The content detectors and the distinct extractors behind a set of rules."""
    built = [_registry.detector(code) for code in codes]
    extractors = {d.extractor.name: d.extractor for d in built if isinstance(d, CorpusDetector)}
    return tuple(d for d in built if isinstance(d, ContentDetector)), tuple(extractors.values())


def start(plan: Plan) -> None:
    """Prepare a worker process. The parent handles Ctrl-C for all."""
    global _state
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    _limit_memory(plan.memory_bytes)
    _silence()
    detectors, extractors = content_parts(plan.codes)
    connectors = {s.id: _registry.connector(s) for s in plan.sources}
    _state = _State(connectors, detectors, extractors)


def run(jobs: Sequence[Job]) -> list[bytes]:
    """Analyse files one after the other; each result as the cache keeps it."""
    return [encode(_run(job)) for job in jobs]


def _run(job: Job) -> Analysis | Refusal:
    state = _ready()
    try:
        raw_sha256, content = _read(state, job)
    except SkipError as error:
        return Refusal.of(error)
    except MemoryError:
        return Refusal(SkipReason.MEMORY, "needs more memory than one file may use")
    return analyse(content, raw_sha256, state.detectors, state.extractors)


def content(job: Job) -> Content | None:
    """Parse one file again; None where that is no longer possible."""
    try:
        return _read(_ready(), job)[1]
    except (SkipError, MemoryError):
        return None


def _ready() -> _State:
    if _state is None:
        raise RuntimeError("start() has not run in this process")
    return _state


def _read(state: _State, job: Job) -> tuple[str, Content]:
    connector = state.connectors[job.source]
    data = job.data
    if data is None:
        if isinstance(connector, RemoteConnector):
            raise SkipError(SkipReason.NOT_FETCHED, "a worker connects to nothing")
        data = connector.read(job.ref)
    return hashlib.sha256(data).hexdigest(), connector.parse(job.ref, data)


def _limit_memory(limit: int) -> None:
    """Bound private memory; what libraries map at start is not counted against the file."""
    try:
        import resource

        resource.setrlimit(resource.RLIMIT_DATA, (limit, limit))
        resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    except (ImportError, ValueError, OSError):
        return


def _silence() -> None:
    """Keep chatty C libraries off the user's terminal."""
    if sys.stderr is not None and not os.environ.get("RAGAUDIT_DEBUG"):
        null = os.open(os.devnull, os.O_WRONLY)
        os.dup2(null, 2)
        os.dup2(null, 1)
        os.close(null)
