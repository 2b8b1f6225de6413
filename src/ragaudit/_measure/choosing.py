"""Which retriever is asked, from the configuration and from what is said on the command line."""

from __future__ import annotations

import re
from dataclasses import replace
from pathlib import Path

from ragaudit import _registry
from ragaudit._config import Settings
from ragaudit._config.settings import ProbeSettings
from ragaudit.errors import UsageError
from ragaudit.model import ProbeSet, TargetSettings

SET = "probes.yaml"
INDEX = "index"
_FUNCTION = re.compile(r"[A-Za-z_][\w.]*:[A-Za-z_][\w.]*")
_RUNS = frozenset({".jsonl", ".trec", ".run", ".txt"})
_IN_WORDS = {INDEX: "the built-in index", "run": "a recorded run", "callable": "a function"}


def probe_settings(settings: Settings, file: Path | None) -> ProbeSettings:
    """The probe set and target of the configuration; `file` beats its set."""
    own = settings.probes or ProbeSettings(
        settings.home / SET, SET, TargetSettings(INDEX, settings.home)
    )
    own = replace(own, file=file, shown=str(file)) if file is not None else own
    if not own.file.exists():
        raise UsageError(
            f"there is no probe set {own.shown}",
            "`ragaudit probes generate -o probes.yaml` makes a first one; docs/probes.md says more",
        )
    return own


def target_settings(named: str | None, own: TargetSettings) -> TargetSettings:
    """The target a user names: an address, `module:function`, a recorded run, or a type.

    The type of the configuration keeps its options; another one has none. Raises `UsageError`.
    """
    if named is None or named == own.type:
        return own
    bare = TargetSettings(INDEX, own.root, sync=own.sync, jobs=own.jobs)
    if named.startswith(("http://", "https://")):
        same = own if own.type == "http" else replace(bare, type="http")
        return replace(same, url=named)
    path = Path(named)
    if path.suffix in _RUNS and path.is_file():
        return replace(bare, type="run", options={"file": str(path.resolve())})
    if _FUNCTION.fullmatch(named):
        return replace(bare, type="callable", options={"function": named}, root=Path.cwd())
    _registry.load(_registry.TARGETS, named)
    return replace(bare, type=named)


def in_words(target: TargetSettings) -> str:
    """What is asked, for people."""
    function = target.options.get("function") or target.options.get("file")
    place = target.url or (str(function) if function else "")
    kind = _IN_WORDS.get(target.type, target.type)
    return f"{kind} {place}".strip()


def cut_at(probes: ProbeSet, k: int | None) -> ProbeSet:
    """The set with `k` as its last cut-off."""
    if k is None:
        return probes
    return replace(probes, k=(*(one for one in probes.k if one < k), k))
