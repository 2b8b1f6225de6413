"""A natural-language-inference cross-encoder from a folder or the hub."""

from __future__ import annotations

import os
from collections.abc import Mapping, Sequence
from functools import cached_property
from importlib.metadata import PackageNotFoundError, version
from importlib.util import find_spec
from pathlib import Path
from typing import Any

from ragaudit.contracts import Nli
from ragaudit.errors import OpinionError
from ragaudit.model import NliSettings
from ragaudit.text import sha256

_LIBRARY = "sentence-transformers"
_LONGEST = 256
"""Word pieces of both statements together; statements have 400 characters at most."""


class CrossEncoderNli(Nli):
    """See `Nli`. The libraries are imported, and the model is loaded, when it is first asked."""

    def __init__(self, settings: NliSettings) -> None:
        self._settings = settings
        self.shown = Path(settings.model).name if self._local else settings.model
        self.max_pairs, self.threshold = settings.max_pairs, settings.threshold

    @property
    def state(self) -> str:  # type: ignore[override]
        """See `Nli.state`: name, files, label and the libraries that compute."""
        parts = [self._settings.model, str(self._settings.contradiction), *_versions()]
        return sha256(
            "\0".join(parts + (_files(Path(self._settings.model)) if self._local else []))
        )

    def contradiction(self, pairs: Sequence[tuple[str, str]]) -> list[float]:
        """See `Nli.contradiction`."""
        if not pairs:
            return []
        model, label = self._loaded
        from torch.nn import Identity

        # Some models are saved with an activation of their own, which softmax must not follow.
        as_is = Identity()
        try:
            found = model.predict(
                list(pairs), activation_fn=as_is, apply_softmax=True, show_progress_bar=False
            )
        except Exception as error:  # the libraries raise whatever theirs do
            told = f"the model {self.shown} cannot read statements: {_first_line(error)}"
            raise OpinionError(told, "name a model for pairs of sentences") from error
        return [float(row[label]) for row in found]

    @property
    def _local(self) -> bool:
        return Path(self._settings.model).is_dir()

    @cached_property
    def _loaded(self) -> tuple[Any, int]:
        if find_spec("sentence_transformers") is None:
            raise OpinionError("`nli:` needs a library that is not installed", _INSTALL)
        # Read when the library is imported: it would otherwise report that it is used.
        os.environ.setdefault("HF_HUB_DISABLE_TELEMETRY", "1")
        from sentence_transformers import CrossEncoder
        from transformers.utils import logging

        logging.disable_progress_bar()
        try:
            model = CrossEncoder(
                self._settings.model,
                trust_remote_code=False,
                local_files_only=self._local,
                # Other formats are pickles, which run what they are told when they are opened.
                model_kwargs={"use_safetensors": True},
            )
        except Exception as error:  # the libraries raise whatever theirs do
            told = f"the model {self.shown} cannot be loaded: {_first_line(error)}"
            raise OpinionError(
                told, "name a folder, or a model with safetensors on the hub"
            ) from error
        room = getattr(model.config, "max_position_embeddings", _LONGEST)
        model.max_seq_length = min(model.max_seq_length or _LONGEST, room, _LONGEST)
        return model, self._label(model.config)

    def _label(self, config: Any) -> int:
        names: Mapping[int, str] = config.id2label or {}
        chosen = self._settings.contradiction
        if chosen is None:
            named = (n for n, name in sorted(names.items()) if name.lower().startswith("contra"))
            chosen = next(named, None)
        if chosen is None or chosen >= config.num_labels or config.num_labels < 2:
            labels = ", ".join(f"{n}: {name}" for n, name in sorted(names.items()))
            raise OpinionError(
                f"the model {self.shown} has no label for contradiction, only {labels}",
                "name its number under `nli: labels: {contradiction: …}`",
            )
        return chosen


_INSTALL = "pip install 'ragaudit[nli]'"


def _versions() -> list[str]:
    found = []
    for library in (_LIBRARY, "transformers", "torch"):
        try:
            found.append(f"{library}=={version(library)}")
        except PackageNotFoundError:
            found.append(library)
    return found


def _files(folder: Path) -> list[str]:
    """Names, sizes and times: a model that is trained again in place gives other answers."""
    stats = ((file.name, file.stat()) for file in sorted(folder.iterdir()) if file.is_file())
    return [f"{name} {stat.st_size} {stat.st_mtime_ns}" for name, stat in stats]


def _first_line(error: Exception) -> str:
    return (str(error).strip().splitlines() or [type(error).__name__])[0][:200]
