"""What the `index` target understands."""

from __future__ import annotations

from enum import StrEnum
from pathlib import Path

from pydantic import Field

from ragaudit.model import TargetSettings
from ragaudit_probes.targets.options import Options, read_options

HOME = ".ragaudit/index"


class Mode(StrEnum):
    """What ranks."""

    DENSE = "dense"
    """Likeness of meaning: cosine of embeddings."""
    BM25 = "bm25"
    """Shared words."""
    FUSION = "fusion"
    """Both, by reciprocal rank."""


class IndexOptions(Options):
    """Options of the built-in index."""

    mode: Mode = Mode.FUSION
    path: str = Field(HOME, min_length=1)
    """Its folder; relative to the configuration."""
    model: str | None = Field(None, min_length=1)
    """`static`, a folder, or a name on the hub; None is the packaged all-MiniLM-L6-v2."""


def options_of(settings: TargetSettings) -> tuple[IndexOptions, Path]:
    """Options and the folder of the index. Raises `UsageError`."""
    options = read_options(settings, IndexOptions)
    return options, settings.root / Path(options.path).expanduser()
