"""An exported model in ONNX Runtime."""

from __future__ import annotations

import os
from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import TYPE_CHECKING, Any

from ragaudit.errors import SourceError, UsageError
from ragaudit_probes.index.embedding.base import Embedder
from ragaudit_probes.index.embedding.graph import RECIPE, int8_graph
from ragaudit_probes.index.embedding.weights import Bert, digest
from ragaudit_probes.index.libraries import needs

if TYPE_CHECKING:
    from ragaudit_probes.index.embedding.base import Vectors

_LARGEST = 10_000
"""Characters the tokenizer gets; more than 256 word pieces are never read."""


class OnnxEmbedder(Embedder):
    """One text at a time in each thread, so that nothing is padded.

    Scales of quantised activations are then a text's own: its vector does not depend on what else
    is in a batch, and an index built in steps equals one built at once.
    """

    def __init__(self, name: str, folder: Path, bert: Bert) -> None:
        self.name, self.dimensions = name, bert.hidden
        runtime = needs("onnxruntime")
        self.state = f"onnx {digest(folder)} {RECIPE} {bert.longest} {runtime.__version__}"
        self._bert = bert
        self._tokenizer = _tokenizer(folder, bert.longest)
        options = runtime.SessionOptions()
        options.intra_op_num_threads = options.inter_op_num_threads = 1
        options.log_severity_level = 3
        try:
            model = int8_graph(folder, bert)
            self._session = runtime.InferenceSession(
                model, options, providers=["CPUExecutionProvider"]
            )
        except Exception as error:  # the libraries raise whatever theirs do
            raise UsageError(
                f"the model {name} cannot be loaded: {_first_line(error)}",
                "name a folder with a sentence-transformers model",
            ) from error

    def documents(self, texts: Sequence[str]) -> Vectors:
        """See `Embedder.documents`."""
        import numpy as np

        out = np.zeros((len(texts), self.dimensions), dtype=np.float32)
        # Long texts first: the threads then end at about the same time.
        order = sorted(range(len(texts)), key=lambda i: -len(texts[i]))
        with ThreadPoolExecutor(threads()) as pool:
            for i, vector in zip(
                order, pool.map(self.query, (texts[i] for i in order)), strict=True
            ):
                out[i] = vector
        return out

    def query(self, text: str) -> Vectors:
        """See `Embedder.query`."""
        import numpy as np

        ids = self._tokenizer.encode(text[:_LARGEST]).ids
        try:
            found = self._session.run(None, {"ids": np.array([ids], dtype=np.int64)})[0][0]
        except Exception as error:
            raise SourceError(
                f"the model {self.name} cannot read a text: {_first_line(error)}"
            ) from error
        pooled: Vectors = found[0] if self._bert.first_only else found.mean(axis=0)
        length = float(np.linalg.norm(pooled))
        return pooled / np.float32(length) if length > 0 else pooled


def threads() -> int:
    """Processors this process may use."""
    try:
        return len(os.sched_getaffinity(0))
    except AttributeError:  # not on macOS
        return os.cpu_count() or 1


def _tokenizer(folder: Path, longest: int) -> Any:
    tokenizer = needs("tokenizers").Tokenizer.from_file(str(folder / "tokenizer.json"))
    tokenizer.enable_truncation(longest)
    tokenizer.no_padding()
    return tokenizer


def _first_line(error: Exception) -> str:
    return (str(error).strip().splitlines() or [type(error).__name__])[0][:200]
