"""llama-index's `IngestionPipeline` with the same model on torch."""

from __future__ import annotations

import time
from collections.abc import Sequence
from functools import lru_cache
from typing import Any

from llama_index.core import Document
from llama_index.core.embeddings import BaseEmbedding
from llama_index.core.ingestion import IngestionPipeline
from llama_index.core.node_parser import SentenceSplitter

from ragaudit.contracts.indexing import IndexedDocument
from ragaudit_probes.index.chunking import OVERLAP, WORDS
from ragaudit_probes.index.embedding.weights import packaged


class TorchEmbedding(BaseEmbedding):  # type: ignore[misc]
    """all-MiniLM-L6-v2 as llama-index's own Hugging Face class runs it, which is not installed."""

    def _get_text_embeddings(self, texts: list[str]) -> list[list[float]]:
        found: list[list[float]] = _model().encode(texts, normalize_embeddings=True).tolist()
        return found

    def _get_text_embedding(self, text: str) -> list[float]:
        return self._get_text_embeddings([text])[0]

    def _get_query_embedding(self, query: str) -> list[float]:
        return self._get_text_embedding(query)

    async def _aget_query_embedding(self, query: str) -> list[float]:
        return self._get_text_embedding(query)


@lru_cache(maxsize=1)
def _model() -> Any:
    from sentence_transformers import SentenceTransformer

    return SentenceTransformer(str(packaged()), device="cpu", local_files_only=True)


def pipeline_seconds(documents: Sequence[IndexedDocument]) -> float:
    """Chunk and embed, with chunks of the same size, in batches of 32; nothing is stored."""
    splitter = SentenceSplitter(chunk_size=WORDS, chunk_overlap=OVERLAP, tokenizer=str.split)
    pipeline = IngestionPipeline(
        transformations=[splitter, TorchEmbedding(embed_batch_size=32)], disable_cache=True
    )
    texts = [Document(text=f"{d.title}\n{d.read()[0].text}") for d in documents]
    began = time.perf_counter()
    pipeline.run(documents=texts)
    return time.perf_counter() - began
