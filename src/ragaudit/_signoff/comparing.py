"""What is signed held against what is there: files, configuration, probes, sources."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass

from ragaudit._config import Settings
from ragaudit._signoff import drift, records, statement
from ragaudit._signoff.access import AccessSnapshot
from ragaudit._signoff.drift import Change
from ragaudit._signoff.kept import KeptRecords
from ragaudit._signoff.statement import Statement
from ragaudit.errors import UsageError
from ragaudit.model import Document, ProbeSet, Skip, SourceFailure


@dataclass(frozen=True, slots=True)
class Now:
    """The sources as they are."""

    documents: Sequence[Document]
    skips: Sequence[Skip]
    access: AccessSnapshot
    failures: Sequence[SourceFailure] = ()


def files(
    said: Statement,
    settings: Settings,
    kept: KeptRecords,
    read_probes: Callable[[Settings], ProbeSet | None],
) -> Iterator[Change]:
    before = {s.name: s.sha256 for s in said.subjects if s.kind == statement.INPUT}
    after = {one.name: one.sha256 for one in records.inputs(settings)}
    changed = sorted(n for n in before.keys() | after.keys() if before.get(n) != after.get(n))
    named = [*_config(settings, kept)]
    if changed:
        named += _probes(kept, settings, read_probes)
    for name in changed:
        word = "added" if name not in before else "gone" if name not in after else "edited"
        yield Change("files", f"{name} was {word} after signing" if word != "gone" else
                     f"{name} is no longer there, or no longer used")  # fmt: skip
    yield from named


def _probes(
    kept: KeptRecords, settings: Settings, read_probes: Callable[[Settings], ProbeSet | None]
) -> Iterator[Change]:
    try:
        probes = read_probes(settings)
    except UsageError as error:
        yield Change("probes", f"the probe set can no longer be read: {error.message}")
        return
    new = records.probe_rows(probes) if probes else {}
    if (rows := kept.lines(records.PROBES)) is not None:
        yield from drift.probes({row["probe"]: row["sha256"] for row in rows}, new)


def _config(settings: Settings, kept: KeptRecords) -> Iterator[Change]:
    config = list(_table(kept, records.CONFIG, "config", records.config_rows(settings)))
    yield from config
    if not config:
        # What is written is the same and means something else: the defaults moved.
        now, before = records.policy_rows(settings), kept.table(records.POLICY) or {}
        both = now.keys() & before.keys()  # keys of another version are no change of this policy
        yield from drift.rows(
            "policy", *({key: side[key] for key in both} for side in (before, now))
        )


def _table(kept: KeptRecords, file: str, kind: str, now: Mapping[str, str]) -> Iterator[Change]:
    before = kept.table(file)
    if before is not None:
        yield from drift.rows(kind, before, now)


def sources(kept: KeptRecords, now: Now) -> tuple[list[Change], list[str]]:
    """What changed in the sources, and what could not be read of them."""
    failed = [f"“{f.source}” could not be read to its end: {f.detail}" for f in now.failures]
    manifest = records.manifest(now.documents, now.skips)
    if kept.fits(records.MANIFEST, manifest) and kept.fits(
        records.ACCESS, records.access(now.access)
    ):
        return [], failed
    changes: list[Change] = []
    unread = frozenset(f"{skip.source_id}:{skip.path}" for skip in now.skips)
    if (before := kept.lines(records.MANIFEST)) is not None:
        known = {row["document"] for row in before if "document" in row}
        lost = sorted(known & unread)
        failed += [f"{name} could be read when it was signed, and cannot now" for name in lost]
        away = {f.source for f in now.failures}
        hidden = frozenset(name for name in known if name.partition(":")[0] in away)
        changes += drift.documents(before, records.read_lines(manifest), unread | hidden)
    elif not kept.fits(records.MANIFEST, manifest):
        changes.append(Change("documents", "documents changed; which, the damaged file cannot say"))
    if (lists := kept.access()) is not None:
        changes += drift.access(lists, now.access)
    elif not kept.fits(records.ACCESS, records.access(now.access)):
        changes.append(Change("access", "access lists changed; which, the damaged file cannot say"))
    return changes, failed
