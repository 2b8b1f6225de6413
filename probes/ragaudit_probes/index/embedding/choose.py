"""Which model an index is built with."""

from __future__ import annotations

import re
from pathlib import Path

from ragaudit.errors import UsageError
from ragaudit_probes.index.embedding.base import Embedder
from ragaudit_probes.index.embedding.onnx_int8 import OnnxEmbedder
from ragaudit_probes.index.embedding.sentence import SentenceEmbedder
from ragaudit_probes.index.embedding.static_words import StaticEmbedder
from ragaudit_probes.index.embedding.weights import bert_of, packaged

STATIC = "static"
PACKAGED = "all-MiniLM-L6-v2"
_ON_HUB = re.compile(r"[A-Za-z0-9][\w.-]*/[A-Za-z0-9][\w.-]*")


def open_embedder(model: str | None, root: Path = Path()) -> Embedder:
    """A model by what the user wrote; None is the packaged one.

    A plain BERT in a folder runs as eight-bit ONNX, anything else on torch. Measured on two busy
    cores, 180-word chunks of SciFact: torch 8 a second, ONNX with 32 bits 13, with 8 bits 26; one
    text at a time in each of two threads 1.6 times as fast again as batches in one session.
    Raises `UsageError` for what is no model and `MissingExtraError`.
    """
    if model is None:
        folder = packaged()
        if (bert := bert_of(folder)) is None:
            raise UsageError(f"the packaged model in {folder} is incomplete")
        return OnnxEmbedder(PACKAGED, folder, bert)
    if model == STATIC:
        return StaticEmbedder()
    folder = root / Path(model).expanduser()
    if folder.is_dir():
        bert = bert_of(folder)
        return (
            OnnxEmbedder(folder.name, folder, bert)
            if bert
            else SentenceEmbedder(folder.name, folder)
        )
    if not _ON_HUB.fullmatch(model):
        raise UsageError(
            f"there is no model “{model}”",
            f"leave `model` out for {PACKAGED}, or write `{STATIC}`, a folder, or `owner/name`",
        )
    return SentenceEmbedder(model, None)
