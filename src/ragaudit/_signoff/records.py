"""The files a statement covers: canonical, so that equal facts give equal bytes."""

from __future__ import annotations

import hashlib
import json
import os
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

from ragaudit._config import Settings
from ragaudit._config.positions import read_yaml
from ragaudit._signoff.access import AccessSnapshot
from ragaudit._signoff.flat import flat
from ragaudit.errors import UsageError
from ragaudit.model import Document, ProbeSet, Skip

MANIFEST, ACCESS, PROBES = "manifest.jsonl", "acl.jsonl", "probes.jsonl"
CONFIG, POLICY, REPORT = "config.json", "policy.json", "report.json"


@dataclass(frozen=True, slots=True)
class Input:
    """A file that shaped the decision, as it was."""

    name: str
    """Relative to the folder of the configuration, with `/`."""
    sha256: str


def manifest(documents: Iterable[Document], skips: Iterable[Skip]) -> bytes:
    """Every document with the digest of its bytes; every file that could not be read."""
    rows: list[dict[str, object]] = [
        {"document": d.id, "sha256": d.raw_sha256} for d in sorted(documents, key=lambda d: d.id)
    ]
    rows += [
        {"unread": f"{s.source_id}:{s.path}", "reason": s.reason.value}
        for s in sorted(skips, key=lambda s: (s.source_id, s.path))
    ]
    return lines(rows)


def access(snapshot: AccessSnapshot) -> bytes:
    """Who may read what; see `AccessSnapshot.rows`."""
    return lines(snapshot.rows())


def probe_rows(probes: ProbeSet) -> dict[str, str]:
    """Probe to the digest of everything it says but its line; `(set)` for what is common."""
    common = (probes.principals, probes.asked_as, probes.k)
    found = {"(principals, k)": _digest(repr(common))}
    for probe in probes.probes:
        said = {name: value for name, value in asdict(probe).items() if name != "line"}
        found[probe.id] = _digest(repr(said))
    return found


def probe_set(probes: ProbeSet | None) -> bytes:
    """The rows above, one a line. Their wording stays where it is: it may be restricted."""
    found = probe_rows(probes) if probes else {}
    return lines({"probe": name, "sha256": digest} for name, digest in sorted(found.items()))


def config_rows(settings: Settings) -> dict[str, str]:
    """`ragaudit.yaml` as it is written, one row a value."""
    return flat(_written(settings))


def policy_rows(settings: Settings) -> dict[str, str]:
    """What the configuration amounts to for a verdict, defaults included."""
    found: dict[str, object] = {
        "policy": settings.policy,
        "rules": settings.rules,
        "rules by source": {s.id: s.severity for s in settings.sources if s.severity},
        "suppressions": settings.suppressions,
        "automation": settings.automation,
        "policy.automation": settings.autonomy,
        "roles": settings.roles,
        "waivers": settings.waivers,
        "signoff": {
            "threshold": settings.signoff.threshold,
            "valid_for": str(settings.signoff.valid_for),
            "roles": settings.signoff.roles,
            "keys": {key.name: key.shown for key in settings.signoff.keys},
        },
    }
    return {key: value for key, value in flat(found).items() if not key.endswith(".locator")}


def inputs(settings: Settings) -> tuple[Input, ...]:
    """The files whose every byte counts: configuration, probe set, baseline, lists, keys.

    Those the documents' own facts come from (access lists, directories, index manifests) are
    covered by what they say, not by their bytes. Raises `UsageError` for one that cannot be read.
    """
    found = {}
    for file in _named(settings):
        name = Path(os.path.relpath(file, settings.home)).as_posix()
        found[name] = Input(name, file_digest(file))
    return tuple(found.values())


def _named(settings: Settings) -> Iterator[Path]:
    if settings.file is not None:
        yield settings.file
    probes = settings.probes.file if settings.probes else settings.home / "probes.yaml"
    if probes.is_dir():
        yield from sorted(file for file in probes.rglob("*") if file.is_file())
    elif probes.is_file():
        yield probes
    written = _written(settings)
    for key in ("products", "retired_terms"):
        if isinstance(name := written.get(key), str):
            yield settings.home / name
    baseline = settings.baseline or settings.home / "ragaudit-baseline.json"
    if baseline.is_file():
        yield baseline
    yield from (key.file for key in settings.signoff.keys)


def _written(settings: Settings) -> Mapping[str, Any]:
    if settings.file is None:
        return {}
    data = read_yaml(settings.file.read_text("utf-8"), str(settings.file)).data
    return data if isinstance(data, dict) else {}


def table(rows: Mapping[str, str]) -> bytes:
    """Rows as a JSON object, one a line."""
    text = json.dumps(dict(sorted(rows.items())), indent=1, ensure_ascii=True)
    return f"{text}\n".encode()


def lines(rows: Iterable[Mapping[str, object]]) -> bytes:
    """Rows as JSON lines."""
    dumped = (json.dumps(row, sort_keys=True, ensure_ascii=True) for row in rows)
    return "".join(f"{line}\n" for line in dumped).encode()


def read_lines(data: bytes) -> Sequence[dict[str, Any]]:
    """The rows of such a file. Raises `ValueError` for anything else."""
    rows = [json.loads(line) for line in data.decode().splitlines()]
    if not all(isinstance(row, dict) for row in rows):
        raise ValueError("not every line is an object")
    return rows


def digest(data: bytes) -> str:
    """sha256, hex."""
    return hashlib.sha256(data).hexdigest()


def file_digest(file: Path) -> str:
    """sha256 of a file, hex. Raises `UsageError`."""
    try:
        with file.open("rb") as stream:
            return hashlib.file_digest(stream, "sha256").hexdigest()
    except OSError as error:
        why = (error.strerror or str(error)).lower()
        raise UsageError(f"{file} cannot be read: {why}") from error


def _digest(text: str) -> str:
    return digest(text.encode("utf-8", "surrogatepass"))
