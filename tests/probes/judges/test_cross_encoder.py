"""The cross-encoder, against a real one: two layers, random weights, made here."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest
from tests.extras import needs

from ragaudit.errors import OpinionError
from ragaudit.model import NliSettings
from ragaudit_probes.judges.cross_encoder import CrossEncoderNli

WORDS = (
    *("guests", "may", "stay", "three", "weeks", "a", "fortnight", "the", "flat"),
    *("whoever", "is", "asked", "to", "leave", "after"),
)
LABELS = {0: "contradiction", 1: "entailment", 2: "neutral"}
PAIRS = [("guests may stay three weeks", "whoever is asked to leave"), ("the flat", "a fortnight")]


@pytest.fixture
def made(tmp_path: Path) -> Path:
    """A folder with a model and its tokenizer."""
    needs("nli", "sentence_transformers")
    return make_model(tmp_path / "model", LABELS)


def make_model(folder: Path, labels: dict[int, str], bias: list[float] | None = None) -> Path:
    """Save a classifier of two layers; a bias makes it say one thing whatever it reads."""
    import torch
    from tokenizers import Tokenizer
    from tokenizers.models import WordPiece
    from tokenizers.pre_tokenizers import BertPreTokenizer
    from tokenizers.processors import BertProcessing
    from transformers import BertConfig, BertForSequenceClassification, PreTrainedTokenizerFast

    pieces = ["[PAD]", "[UNK]", "[CLS]", "[SEP]", *WORDS]
    tokenizer = Tokenizer(WordPiece({p: n for n, p in enumerate(pieces)}, unk_token="[UNK]"))
    tokenizer.pre_tokenizer = BertPreTokenizer()
    tokenizer.post_processor = BertProcessing(("[SEP]", 3), ("[CLS]", 2))
    PreTrainedTokenizerFast(
        tokenizer_object=tokenizer, pad_token="[PAD]", unk_token="[UNK]", cls_token="[CLS]",
        sep_token="[SEP]", model_max_length=64,
    ).save_pretrained(str(folder))  # fmt: skip
    torch.manual_seed(7)
    model = BertForSequenceClassification(
        BertConfig(
            vocab_size=len(pieces), hidden_size=32, num_hidden_layers=2, num_attention_heads=2,
            intermediate_size=64, max_position_embeddings=64, id2label=labels,
            label2id={name: n for n, name in labels.items()},
        )
    )  # fmt: skip
    if bias is not None:
        model.classifier.weight.data.zero_()
        model.classifier.bias.data = torch.tensor(bias)
    model.save_pretrained(str(folder))
    return folder


def ask(folder: Path, label: int | None = None) -> list[float]:
    """What the model makes of the pairs."""
    return CrossEncoderNli(NliSettings(str(folder), contradiction=label)).contradiction(PAIRS)


def test_probabilities_are_those_of_the_named_label(made: Path) -> None:
    """Over all labels they add up to one, and the model's own name for the label is found."""
    by_label = [ask(made, label) for label in LABELS]
    assert by_label[0] == ask(made)
    assert [1.0, 1.0] == [pytest.approx(sum(column)) for column in zip(*by_label, strict=True)]


def test_statements_longer_than_the_model_reads(made: Path) -> None:
    """They are cut, not refused: this one has room for 64 pieces."""
    nli = CrossEncoderNli(NliSettings(str(made)))
    assert 1 == len(nli.contradiction([("guests may stay " * 60, "the flat " * 60)]))


def test_a_label_is_found_wherever_it_stands(tmp_path: Path) -> None:
    """Models do not agree on an order, nor on capitals."""
    needs("nli", "sentence_transformers")
    labels = {0: "ENTAILMENT", 1: "NEUTRAL", 2: "CONTRADICTION"}
    folder = make_model(tmp_path / "model", labels, bias=[0.0, 0.0, 6.0])
    assert [pytest.approx(0.995, abs=0.001)] * 2 == ask(folder)


def test_a_model_without_the_label(tmp_path: Path) -> None:
    """The message names what there is, and the key to set."""
    needs("nli", "sentence_transformers")
    folder = make_model(tmp_path / "model", {0: "LABEL_0", 1: "LABEL_1"})
    with pytest.raises(OpinionError) as raised:
        ask(folder)
    told = "the model model has no label for contradiction, only 0: LABEL_0, 1: LABEL_1"
    assert told == raised.value.message
    assert 2 == len(ask(folder, 1))


def test_a_pickled_model_is_not_opened(made: Path) -> None:
    """Weights in another format than safetensors could run code."""
    (made / "model.safetensors").unlink()
    (made / "pytorch_model.bin").write_bytes(b"\x80\x04not weights")
    with pytest.raises(OpinionError, match=r"the model model cannot be loaded"):
        ask(made)


def test_a_model_that_is_not_there(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Offline, a name on the hub ends in one line."""
    needs("nli", "sentence_transformers")
    # The variable is read once, when the library is imported.
    monkeypatch.setattr("huggingface_hub.constants.HF_HUB_OFFLINE", True)
    with pytest.raises(OpinionError, match=r"the model acme/nli cannot be loaded"):
        CrossEncoderNli(NliSettings("acme/nli")).contradiction(PAIRS)


def test_the_state_changes_with_the_weights(made: Path) -> None:
    """What an old model said does not stand for the new one."""
    before = CrossEncoderNli(NliSettings(str(made))).state
    weights = made / "model.safetensors"
    os.utime(weights, ns=(0, 0))
    assert before != CrossEncoderNli(NliSettings(str(made))).state


def test_without_the_extra_the_command_is_told(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """An import that fails is no traceback."""
    monkeypatch.setattr("ragaudit_probes.judges.cross_encoder.find_spec", lambda name: None)
    with pytest.raises(OpinionError) as raised:
        ask(tmp_path)
    assert "pip install 'ragaudit[nli]'" == raised.value.hint


def test_a_scan_with_it(tmp_path: Path) -> None:
    """From the configuration to the finding; the gate does not fail for it."""
    needs("nli", "sentence_transformers")
    make_model(tmp_path / "model", LABELS, bias=[6.0, 0.0, 0.0])
    write_knowledge(tmp_path)
    first, second = scan(tmp_path), scan(tmp_path)
    finding = next(f for f in first["findings"] if f["code"] == "CNF308")
    assert ("info", "low") == (finding["severity"], finding["confidence"])
    assert (
        "model takes them for a contradiction (1.00 one way, 1.00 the other)"
        in (finding["message"])
    )
    assert first["findings"] == second["findings"]
    assert [] == [f for f in first["findings"] if f["severity"] == "error"]


def write_knowledge(home: Path) -> None:
    """Two pages that disagree in unlike words."""
    (home / "docs").mkdir()
    (home / "docs/policy.md").write_text("# Backups\n\nBackups are kept for 90 days.\n")
    (home / "docs/faq.md").write_text(
        "# Backups\n\nAnything deleted more than a month ago cannot be restored.\n"
    )
    (home / "ragaudit.yaml").write_text(
        "version: 1\nsources: [{id: docs, root: docs}]\nnli: {model: model}\n"
        "policy: {fail_on: info}\n"
    )


def scan(home: Path) -> Any:
    """The report of a run of its own, which has no network."""
    ran = subprocess.run(
        [sys.executable, "-m", "ragaudit", "scan", "--rules", "CNF", "--format", "json"],
        cwd=home, env={**os.environ, "HF_HUB_OFFLINE": "1"}, capture_output=True, text=True,
        check=False, timeout=300,
    )  # fmt: skip
    assert 0 == ran.returncode, ran.stderr
    return json.loads(ran.stdout)
