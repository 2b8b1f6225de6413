"""Who is asked for a second opinion on contradictions."""

from __future__ import annotations

from pathlib import Path

from ragaudit._config import schema
from ragaudit.model import LlmSettings, NliSettings


def nli_settings(section: schema.NliSection | None, home: Path) -> NliSettings | None:
    """The cross-encoder; a folder beside the file goes before a name on the hub."""
    if section is None:
        return None
    folder = home / section.model
    model = str(folder) if folder.is_dir() else section.model
    labelled = section.labels.contradiction if section.labels else None
    return NliSettings(model, section.max_pairs, section.threshold, labelled)


def llm_settings(section: schema.LlmSection | None) -> LlmSettings | None:
    """The language model."""
    return LlmSettings(**section.model_dump()) if section else None
