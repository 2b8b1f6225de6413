"""What an installation needs so that it can run a configuration: extras, and names of secrets."""

from __future__ import annotations

import os
from collections.abc import Iterator, Mapping
from dataclasses import fields, is_dataclass
from pathlib import Path

from ragaudit._config import Settings
from ragaudit.model import SourceSettings

_OFFICE = frozenset(
    (".doc", ".docx", ".pptx", ".xlsx", ".msg", ".epub", ".rtf", ".odt", ".org")
)  # fmt: skip
_LOOKED_AT = 20_000
"""Files that are looked at for a document of an office suite; a schedule is printed in a moment."""
_WITHOUT = frozenset({"filesystem", "git", "jsonl", "callable", "run"})
"""Sources and targets that need nothing."""


def extras(settings: Settings) -> tuple[str, ...]:
    """Names of the extras that the configured sources, people, targets and models need."""
    found = {source.type for source in settings.sources if _needs(source)}
    found |= {"ldap" for entry in settings.identities if entry.type == "ldap"}
    if settings.probes is not None and settings.probes.target.type not in _WITHOUT:
        found.add(settings.probes.target.type)
    found |= {"nli"} if settings.nli else set()
    found |= {"llm"} if settings.llm else set()
    found |= {"office"} if any(map(_has_office, settings.sources)) else set()
    return tuple(sorted(found))


def _needs(source: SourceSettings) -> bool:
    if source.type == "sql" and source.url.startswith("sqlite"):
        return False
    return source.type not in _WITHOUT


def _has_office(source: SourceSettings) -> bool:
    if source.remote or not source.root.is_dir():
        return not source.remote and source.root.suffix.lower() in _OFFICE
    seen = 0
    for _, folders, files in os.walk(source.root):
        folders[:] = [name for name in folders if not name.startswith(".")]
        if any(Path(name).suffix.lower() in _OFFICE for name in files):
            return True
        seen += len(files)
        if seen > _LOOKED_AT:
            break
    return False


def variables(settings: Settings) -> tuple[str, ...]:
    """Every environment variable the configuration names, wherever it does; never a value."""
    return tuple(sorted(set(_named(settings))))


def _named(value: object) -> Iterator[str]:
    if isinstance(value, Mapping):
        pairs = [(str(key), item) for key, item in value.items()]
    elif is_dataclass(value):
        pairs = [(f.name, getattr(value, f.name)) for f in fields(value)]
    elif isinstance(value, tuple | list):
        pairs = [("", item) for item in value]
    else:
        return
    for key, item in pairs:
        if key.endswith("_env") and isinstance(item, str) and item:
            yield item
        else:
            yield from _named(item)
