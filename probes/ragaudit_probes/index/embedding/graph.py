"""An encoder of the BERT family as an ONNX graph with eight-bit matrices.

Written out by hand, for that needs neither torch nor a tracer, and ONNX Runtime's fused operators
can be named. Activations are quantised text by text while it runs (`DynamicQuantizeMatMul`),
weights once, a scale for each column.
"""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any

from ragaudit_probes.index.embedding.weights import Bert
from ragaudit_probes.index.libraries import needs

if TYPE_CHECKING:
    import numpy as np
    import numpy.typing as npt

    Floats = npt.NDArray[np.float32]

RECIPE = "int8 1"
"""Changes whenever the graph may give other vectors."""
_LIMIT = 63
"""Largest weight. Seven bits: processors with AVX2 and no VNNI add two products of eight-bit
numbers in sixteen bits, which overflow with full ones. Cosines to torch are the same with both."""
_FUSED = "com.microsoft"


def int8_graph(folder: Path, bert: Bert) -> bytes:
    """The model as ONNX: `ids` (1, pieces) to `out` (1, pieces, hidden), for one text at a time.

    Raises `KeyError` for weights that are not there and `ValueError` for others than expected.
    """
    weights = needs("safetensors.numpy").load_file(folder / "model.safetensors")
    return _Graph(weights, bert).serialised()


class _Graph:
    def __init__(self, weights: dict[str, Floats], bert: Bert) -> None:
        self._onnx = needs("onnx")
        self._weights, self._bert = weights, bert
        self._nodes: list[Any] = []
        self._constants: list[Any] = []

    def serialised(self) -> bytes:
        helper, kind = self._onnx.helper, self._onnx.TensorProto
        value = self._embedded()
        for layer in range(self._bert.layers):
            value = self._layer(value, f"encoder.layer.{layer}")
        self._add("Identity", [value], "out")
        graph = helper.make_graph(
            self._nodes,
            "encoder",
            [helper.make_tensor_value_info("ids", kind.INT64, [1, "pieces"])],
            [helper.make_tensor_value_info("out", kind.FLOAT, [1, "pieces", self._bert.hidden])],
            self._constants,
        )
        sets = [helper.make_opsetid("", 18), helper.make_opsetid(_FUSED, 1)]
        model = helper.make_model(graph, opset_imports=sets, ir_version=9)
        serialised: bytes = model.SerializeToString()
        return serialised

    def _embedded(self) -> str:
        import numpy as np

        # A single text is all of the first kind of segment.
        name = "embeddings.token_type_embeddings.weight"
        places = self._weights["embeddings.position_embeddings.weight"] + self._weights[name][0]
        zero = self._constant("zero", np.zeros(1, np.int64))
        words = self._add("Gather", [self._weight("embeddings.word_embeddings.weight"), "ids"])
        length = self._add("Shape", ["ids"], start=1, end=2)
        here = self._add("Slice", [self._constant("places", places), zero, length, zero])
        summed = self._add("Add", [words, here])
        norm = "embeddings.LayerNorm"
        inputs = [summed, self._weight(f"{norm}.weight"), self._weight(f"{norm}.bias")]
        return self._add("LayerNormalization", inputs, epsilon=self._bert.epsilon)

    def _layer(self, value: str, at: str) -> str:
        import numpy as np

        parts = [f"{at}.attention.self.{part}" for part in ("query", "key", "value")]
        joined = np.concatenate([self._weights[f"{part}.weight"] for part in parts])
        bias = np.concatenate([self._weights[f"{part}.bias"] for part in parts])
        all_three = self._product(value, joined, f"{at}.qkv", bias)
        names = [f"{at}.{part}" for part in "qkv"]
        self._add("Split", [all_three], names, axis=2, num_outputs=3)
        heads = self._bert.heads
        seen = self._add("MultiHeadAttention", names, domain=_FUSED, num_heads=heads)
        value = self._block(seen, value, f"{at}.attention.output")
        inner = f"{at}.intermediate.dense"
        wide = self._product(value, self._weights[f"{inner}.weight"], f"{inner}.int8")
        wide = self._add("BiasGelu", [wide, self._weight(f"{inner}.bias")], domain=_FUSED)
        return self._block(wide, value, f"{at}.output")

    def _block(self, value: str, before: str, at: str) -> str:
        """A matrix, its bias, what was before, and the norm of their sum."""
        value = self._product(value, self._weights[f"{at}.dense.weight"], f"{at}.int8")
        names = (f"{at}.LayerNorm.weight", f"{at}.LayerNorm.bias", f"{at}.dense.bias")
        inputs = [value, before, *(self._weight(name) for name in names)]
        return self._add(
            "SkipLayerNormalization", inputs, domain=_FUSED, epsilon=self._bert.epsilon
        )

    def _product(self, value: str, weight: Floats, name: str, bias: Floats | None = None) -> str:
        import numpy as np

        columns = weight.T
        scales = (np.abs(columns).max(axis=0) / _LIMIT).astype(np.float32)
        rounded = np.round(columns / np.maximum(scales, np.float32(1e-12)))
        inputs = [
            value,
            self._constant(f"{name}.numbers", rounded.astype(np.int8)),
            self._constant(f"{name}.scales", scales),
            self._constant(f"{name}.zeros", np.zeros(len(scales), np.int8)),
        ]
        if bias is not None:
            inputs.append(self._constant(f"{name}.bias", bias))
        return self._add("DynamicQuantizeMatMul", inputs, domain=_FUSED)

    def _add(
        self, operator: str, inputs: list[str], out: str | list[str] = "", **attributes: Any
    ) -> str:
        outputs = out if isinstance(out, list) else [out or f"value{len(self._nodes)}"]
        self._nodes.append(self._onnx.helper.make_node(operator, inputs, outputs, **attributes))
        return outputs[0]

    def _weight(self, name: str) -> str:
        return self._constant(name, self._weights[name])

    def _constant(self, name: str, value: Any) -> str:
        import numpy as np

        tensor = self._onnx.numpy_helper.from_array(np.ascontiguousarray(value), name)
        self._constants.append(tensor)
        return name
