"""Vectors of texts: int8 ONNX by default, any sentence-transformers model, static words."""

from ragaudit_probes.index.embedding.base import Embedder
from ragaudit_probes.index.embedding.choose import open_embedder

__all__ = ["Embedder", "open_embedder"]
