"""Any model of sentence-transformers, on torch."""

from __future__ import annotations

from collections.abc import Sequence
from importlib.metadata import version
from pathlib import Path
from typing import TYPE_CHECKING

from ragaudit.errors import SourceError, UsageError
from ragaudit_probes.index.embedding.base import Embedder
from ragaudit_probes.index.embedding.weights import digest
from ragaudit_probes.index.libraries import needs

if TYPE_CHECKING:
    from ragaudit_probes.index.embedding.base import Vectors

_LARGEST = 20_000


class SentenceEmbedder(Embedder):
    """A folder or a name on the hub; a name is asked for on the network, as its user wished."""

    def __init__(self, name: str, folder: Path | None) -> None:
        library = needs("sentence_transformers")
        needs("transformers.utils.logging").disable_progress_bar()
        self.name = name
        try:
            self._model = library.SentenceTransformer(
                str(folder) if folder else name,
                device="cpu",
                trust_remote_code=False,
                local_files_only=folder is not None,
                # Other formats are pickles, which run what they are told when they are opened.
                model_kwargs={"use_safetensors": True},
            )
            self.dimensions = int(self._model.encode_document("text").shape[-1])
        except Exception as error:  # the libraries raise whatever theirs do
            raise UsageError(
                f"the model {name} cannot be loaded: {_first_line(error)}",
                "name a folder, or a model with safetensors on the hub",
            ) from error
        weights = digest(folder) if folder else ""
        self.state = f"torch {name if folder is None else weights} {self._revision()}"

    def documents(self, texts: Sequence[str]) -> Vectors:
        """See `Embedder.documents`."""
        return self._encoded(self._model.encode_document, [text[:_LARGEST] for text in texts])

    def query(self, text: str) -> Vectors:
        """See `Embedder.query`."""
        vector: Vectors = self._encoded(self._model.encode_query, [text[:_LARGEST]])[0]
        return vector

    def _encoded(self, encode: object, texts: list[str]) -> Vectors:
        import numpy as np

        if not texts:
            return np.zeros((0, self.dimensions), dtype=np.float32)
        try:
            found = encode(texts, normalize_embeddings=True, show_progress_bar=False)  # type: ignore[operator]
        except Exception as error:
            raise SourceError(
                f"the model {self.name} cannot read a text: {_first_line(error)}"
            ) from error
        return np.asarray(found, dtype=np.float32)

    def _revision(self) -> str:
        """The commit on the hub, as far as it is known, and the libraries that compute."""
        config = getattr(getattr(self._model[0], "auto_model", None), "config", None)
        commit = getattr(config, "_commit_hash", None) or ""
        return f"{commit} {version('sentence-transformers')} {version('torch')}"


def _first_line(error: Exception) -> str:
    return (str(error).strip().splitlines() or [type(error).__name__])[0][:200]
