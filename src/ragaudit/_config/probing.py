"""What is asked of a retriever, which one, and what it must reach."""

from __future__ import annotations

from pathlib import Path

from ragaudit._config.positions import Located
from ragaudit._config.sections_probes import PolicyProbes, ProbesSection
from ragaudit._config.settings import ProbePolicy, ProbeSettings
from ragaudit.model import SyncSettings, TargetSettings


def probe_settings(
    section: ProbesSection | None, located: Located, path: Path
) -> ProbeSettings | None:
    """The probe set and the target; paths start from the file's folder."""
    if section is None:
        return None
    target = section.target
    line = located.line(("probes", "target", "options")) or located.line(("probes",)) or 1
    return ProbeSettings(
        path.parent / section.set,
        section.set,
        TargetSettings(
            target.type,
            path.parent,
            target.url,
            dict(target.options),
            f"{path.name}:{line}",
            SyncSettings(**target.sync.model_dump()),
            target.jobs,
        ),
    )


def probe_policy(section: PolicyProbes) -> ProbePolicy:
    """The thresholds."""
    return ProbePolicy(**section.model_dump())
