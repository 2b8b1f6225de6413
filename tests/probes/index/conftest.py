"""What tests of the built-in index may use."""

from __future__ import annotations

import pytest
from tests.extras import needs


@pytest.fixture(autouse=True, scope="session")
def installed() -> None:
    """Skip without `ragaudit[index]`."""
    for module in ("chromadb", "llama_index.core", "bm25s", "onnxruntime", "onnx"):
        needs("index", module)
