"""A probe run from settings and what is said on the command line."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path

from ragaudit import _registry
from ragaudit._config import Settings
from ragaudit._measure.choosing import cut_at, in_words, probe_settings, target_settings
from ragaudit._measure.probe_set.reading import read_probes
from ragaudit._measure.running import ProbeRequest
from ragaudit.errors import UsageError
from ragaudit.model import ProbeSet
from ragaudit.text.suggest import did_you_mean


def probe_request(
    settings: Settings,
    file: Path | None,
    target: str | None,
    readers: Sequence[str],
    k: int | None,
) -> ProbeRequest:
    """What to ask, and whom. Raises `UsageError` before anything is read."""
    own = probe_settings(settings, file)
    probes = replace(cut_at(read_probes(own.file), k), place=own.shown)
    _check_readers(probes, readers)
    chosen = target_settings(target, own.target)
    return ProbeRequest(
        probes,
        _registry.target(chosen),
        in_words(chosen),
        _registry.measures(),
        tuple(readers),
        chosen.jobs,
    )


def _check_readers(probes: ProbeSet, readers: Sequence[str]) -> None:
    for name in readers:
        if name not in probes.principals:
            raise UsageError(
                f"“{name}” is no principal of the probe set", did_you_mean(name, probes.principals)
            )
