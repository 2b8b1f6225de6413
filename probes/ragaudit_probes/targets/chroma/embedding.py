"""Questions as vectors, by what the collection was embedded with; nothing is asked of the net."""

from __future__ import annotations

import threading
from abc import abstractmethod
from collections.abc import Mapping, Sequence
from statistics import median
from typing import Any, Protocol

from ragaudit.errors import MalformedError, RagauditError, SourceError, UsageError
from ragaudit.model import TargetSettings
from ragaudit_probes.index.embedding.sentence import SentenceEmbedder
from ragaudit_probes.index.embedding.weights import packaged
from ragaudit_probes.targets.callable_target.workers import Workers
from ragaudit_probes.targets.chroma.answers import BROKEN, About, Collection
from ragaudit_probes.targets.chroma.options import MINILM, ChromaOptions
from ragaudit_probes.targets.in_process.failures import typed
from ragaudit_probes.targets.in_process.loading import load

Vector = tuple[float, ...]
SAMPLE = 16
"""Chunks whose vectors are compared with what the model makes of their texts."""
LEAST_ALIKE = 0.4
"""Median cosine of a chunk's vector and its text's. With the right model 1, less where titles or
metadata were embedded with the text; vectors of another model have nothing in common with it: 0,
with a standard deviation of 0.05 at 384 dimensions."""
_DIMENSIONS = 384
_LONGEST_START_S = 300.0
_NAMES = ("all-MiniLM-L6-v2", "sentence-transformers/all-MiniLM-L6-v2")
_MOST_KEPT = 10_000


class Embedding(Protocol):
    """Makes vectors."""

    @abstractmethod
    def vector(self, text: str) -> Vector:
        """Of a question. Raises `RagauditError`."""

    def close(self) -> None:
        """Give back what was opened."""
        return None


class MiniLm(Embedding):
    """all-MiniLM-L6-v2 from the package that carries it; its weights are the published ones."""

    def __init__(self) -> None:
        self._model = SentenceEmbedder(MINILM, packaged())
        self._lock = threading.Lock()

    def vector(self, text: str) -> Vector:
        """See `Embedding.vector`."""
        with self._lock:
            return tuple(map(float, self._model.query(text)))


class Own(Embedding):
    """A function of the user's, called with a question, in a thread of its own."""

    def __init__(self, address: str, settings: TargetSettings) -> None:
        self._address, self._settings = address, settings
        self._workers, self._lock = Workers(), threading.Lock()
        self._function: Any = None

    def vector(self, text: str) -> Vector:
        """See `Embedding.vector`."""
        with self._lock:
            if self._function is None:
                self._function = self._run(self._loaded, _LONGEST_START_S)
            timeout_s = self._settings.sync.timeout_s
            found: Vector | None = self._run(lambda: _numbers(self._function(text)), timeout_s)
        if found is None:
            told = f"`{self._address}` returned no list of finite numbers"
            raise UsageError(f"{_place(self._settings)}{told}", "return the vector of the question")
        return found

    def close(self) -> None:
        """End the thread."""
        self._workers.close()

    def _loaded(self) -> Any:
        return load(self._address, self._settings.root, {})

    def _run(self, call: Any, limit_s: float) -> Any:
        failed: RagauditError
        try:
            return self._workers.run(call, limit_s)
        except (KeyboardInterrupt, SourceError):
            raise
        except BaseException as error:  # a user's code may do anything, even exit
            failed = typed(error, f"`{self._address}`", limit_s)
        raise failed


class Kept(Embedding):
    """Vectors of questions that were asked before: each is asked as many people."""

    def __init__(self, made_by: Embedding) -> None:
        self._made_by = made_by
        self._known: dict[str, Vector] = {}

    def vector(self, text: str) -> Vector:
        """See `Embedding.vector`."""
        found = self._known.get(text)
        if found is None:
            if len(self._known) >= _MOST_KEPT:
                self._known.clear()
            found = self._known[text] = self._made_by.vector(text)
        return found

    def close(self) -> None:
        """See `Embedding.close`."""
        self._made_by.close()


def embedding_for(
    settings: TargetSettings, options: ChromaOptions, collection: Collection
) -> Embedding:
    """What the options name, else what the collection was made with, where that runs here.

    A model that nobody named is believed only where it makes the collection's own vectors of its
    own texts. Raises `UsageError` where it must be named, `MalformedError` for an empty collection.
    """
    sample = collection.sample(SAMPLE)
    if not sample.get("ids"):
        told = f"the collection “{options.collection}” is empty"
        raise MalformedError(told, "fill the index, or check `collection`")
    if options.embed == MINILM:
        return Kept(MiniLm())
    if options.embed:
        return Kept(Own(options.embed, settings))
    about = collection.about()
    if not _is_minilm(about):
        raise _unnamed(settings, f"was embedded with “{about.model}”, which does not run here")
    if about.dimensions not in (None, _DIMENSIONS):
        raise _unnamed(settings, f"has vectors of {about.dimensions} numbers, so not of {MINILM}")
    model = MiniLm()
    _check(model, sample, settings, options)
    return Kept(model)


def _is_minilm(about: About) -> bool:
    """Whether it says so or says nothing; Chroma's default is this model in another format."""
    if about.model == "sentence_transformer":
        return about.model_options.get("model_name") in _NAMES
    return about.model in (None, "default", "onnx_mini_lm_l6_v2")


def _check(
    model: Embedding, sample: Mapping[str, Any], settings: TargetSettings, options: ChromaOptions
) -> None:
    pairs = list(_pairs(sample, options))
    if not pairs:
        raise _unnamed(settings, f"keeps no texts, so that it was made by {MINILM} is not certain")
    alike = median(_cosine(model.vector(text), vector) for text, vector in pairs)
    if alike < LEAST_ALIKE:
        told = f"does not hold the vectors of {MINILM} (cosine {alike:.2f})"
        raise _unnamed(settings, told)


def _pairs(sample: Mapping[str, Any], options: ChromaOptions) -> list[tuple[str, Vector]]:
    vectors, texts = sample.get("embeddings"), sample.get("documents")
    if options.text:
        rows = sample.get("metadatas") or []
        texts = [row.get(options.text) if isinstance(row, Mapping) else None for row in rows]
    # Chroma's library gives an array, which is neither true nor false.
    if vectors is None or texts is None:
        return []
    try:
        both = list(zip(texts, map(_numbers, vectors), strict=True))
    except (TypeError, ValueError):
        raise MalformedError(BROKEN) from None
    return [(text, v) for text, v in both if isinstance(text, str) and text.strip() and v]


def _cosine(one: Vector, other: Sequence[float]) -> float:
    import numpy as np

    if len(one) != len(other):
        return 0.0
    lengths = float(np.linalg.norm(one) * np.linalg.norm(other))
    return float(np.dot(one, other)) / lengths if lengths else 0.0


def _numbers(value: Any) -> Vector | None:
    """Finite numbers, or a list of one list of them; None for anything else."""
    import numpy as np

    try:
        array = np.asarray(value, dtype=np.float64)
    except (TypeError, ValueError):
        return None
    if array.ndim == 2 and len(array) == 1:
        array = array[0]
    if array.ndim != 1 or not array.size or not np.isfinite(array).all():
        return None
    return tuple(map(float, array))


def _unnamed(settings: TargetSettings, told: str) -> UsageError:
    hint = "name `embed: module:function`, which makes the vector of a question as yours does"
    return UsageError(f"{_place(settings)}the collection {told}", hint)


def _place(settings: TargetSettings) -> str:
    return f"{settings.options_at}: " if settings.options_at else ""
