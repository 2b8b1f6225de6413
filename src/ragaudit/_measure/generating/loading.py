"""Which generators run: every one that is installed, or those that were named."""

from __future__ import annotations

from collections.abc import Sequence
from typing import cast

from ragaudit import _registry
from ragaudit.contracts.generating import Generator
from ragaudit.errors import UsageError
from ragaudit.text.suggest import did_you_mean

GENERATORS = "ragaudit.generators"
"""The entry-point group; the entry's name is the generator's."""


def generators(only: Sequence[str] = ()) -> list[Generator]:
    """Build them. Raises `UsageError` for a name nobody has, and where none is installed."""
    known = _registry.names(GENERATORS)
    if not known:
        raise UsageError("no generator of probes is installed", "install ragaudit again")
    for name in only:
        if name not in known:
            raise UsageError(
                f"there is no generator “{name}”", did_you_mean(name, known, len(known))
            )
    return [_built(name) for name in (only or known)]


def _built(name: str) -> Generator:
    made = _registry.load(GENERATORS, name)()  # type: ignore[operator]
    if getattr(made, "name", None) != name:
        told = f"the generator “{name}” calls itself “{getattr(made, 'name', '')}”"
        raise UsageError(told, "its entry point must have the same name")
    return cast("Generator", made)
