"""A probe set from whatever it is kept in."""

from __future__ import annotations

from pathlib import Path

from ragaudit._measure.probe_set.loading import load
from ragaudit._measure.probe_set.rows import read_csv, read_jsonl
from ragaudit._measure.probe_set.trec import read_beir
from ragaudit.errors import UsageError
from ragaudit.model import ProbeSet

_KINDS = {
    **dict.fromkeys((".yaml", ".yml", ".json"), load),
    **dict.fromkeys((".jsonl", ".ndjson"), read_jsonl),
    **dict.fromkeys((".csv", ".tsv"), read_csv),
}


def read_probes(path: Path) -> ProbeSet:
    """Read a `probes/v1` file, JSON lines, a table, or a folder in the form of BEIR.

    The name says which. Raises `ConfigError` with the place in the file, and `UsageError` for a
    name that says nothing.
    """
    if path.is_dir():
        return read_beir(path)
    read = _KINDS.get(path.suffix.lower())
    if read is None:
        hint = f"name a folder or one of: {', '.join(f'*{suffix}' for suffix in _KINDS)}"
        raise UsageError(f"{path}: nothing says what kind of probe set this is", hint)
    return read(path)
