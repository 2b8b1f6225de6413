"""Questions are embedded as the collection was, or not at all."""

from __future__ import annotations

import random
import socket
import sys
from collections.abc import Sequence
from typing import Any

import numpy as np
import pytest
from tests.probes.targets.chroma.conftest import Shelf, words
from tests.probes.targets.chroma.test_chroma_target import ids

from ragaudit.errors import MalformedError, RagauditError, SourceError, UsageError

TEXTS = ["Salaries are paid on Friday.", "Parking opens at six.", "Soup is served at noon."]


def minilm(texts: Sequence[str]) -> Any:
    """Vectors as Chroma's own default function makes them."""
    from ragaudit_probes.index.embedding.sentence import SentenceEmbedder
    from ragaudit_probes.index.embedding.weights import packaged

    return SentenceEmbedder("minilm", packaged()).documents(texts)


def made(shelf: Shelf, vectors: Any, texts: Sequence[str] | None = TEXTS, **rest: Any) -> None:
    """The collection, as an application without a function of its own makes it."""
    collection = shelf.client.get_or_create_collection(shelf.name, **rest)
    chunks = {} if texts is None else {"documents": list(texts)}
    collection.upsert(ids=["a", "b", "c"], embeddings=vectors, **chunks)


class Foreign:
    """A function that asks somebody else's server, as the collection remembers it."""

    def __init__(self, **_: Any) -> None:
        pass

    def __call__(self, input: Any) -> Any:
        return [np.array(words(text)) for text in input]

    @staticmethod
    def name() -> str:
        return "openai"

    def get_config(self) -> dict[str, Any]:
        return {"model_name": "text-embedding-3-small", "api_key_env_var": "OPENAI_API_KEY"}

    @staticmethod
    def build_from_config(config: dict[str, Any]) -> Foreign:
        return Foreign()

    def default_space(self) -> str:
        return "cosine"

    def supported_spaces(self) -> list[str]:
        return ["cosine"]

    def is_legacy(self) -> bool:
        return False


def test_the_default_model_is_recognised(shelf: Shelf, monkeypatch: pytest.MonkeyPatch) -> None:
    """By what the collection says, and by its vectors; nothing is fetched for that."""
    made(shelf, minilm(TEXTS))
    tried: list[object] = []

    def refuse(*args: object) -> None:
        tried.append(args)
        raise OSError("a connection was made")

    monkeypatch.setattr(socket.socket, "connect", refuse)
    monkeypatch.setattr(socket, "getaddrinfo", refuse)
    assert "a" == ids(shelf.target(embed=None), "when do I get my wages?", k=3)[0]
    assert [] == tried


def test_vectors_of_another_model_are_noticed(shelf: Shelf) -> None:
    """Though they have as many dimensions, and the collection says it has the default one."""
    rng = random.Random(3)
    made(shelf, [[rng.gauss(0, 1) for _ in range(384)] for _ in TEXTS])
    with pytest.raises(UsageError, match="does not hold the vectors of all-MiniLM-L6-v2") as caught:
        ids(shelf.target(embed=None), "wages")
    assert "embed: module:function" in caught.value.hint


def test_vectors_of_another_size_are_noticed(any_shelf: Shelf) -> None:
    """Before any model is loaded."""
    made(any_shelf, [words(text) for text in TEXTS])
    with pytest.raises(UsageError, match="vectors of 64 numbers"):
        ids(any_shelf.target(embed=None), "wages")


def test_what_cannot_be_compared_is_not_believed(shelf: Shelf) -> None:
    """A collection that keeps no texts may be anybody's; naming the model is enough."""
    made(shelf, minilm(TEXTS), None)
    with pytest.raises(UsageError, match="keeps no texts"):
        ids(shelf.target(embed=None), "wages")
    assert "a" == ids(shelf.target(embed="all-MiniLM-L6-v2"), "when do I get my wages?")[0]


def test_a_model_elsewhere_is_not_asked(shelf: Shelf) -> None:
    """The collection names it; nobody allowed that questions go there."""
    shelf.client.create_collection(shelf.name, embedding_function=Foreign())
    shelf.client.get_collection(shelf.name, embedding_function=Foreign()).upsert(
        ids=["a"], embeddings=[words("x")], documents=["x"]
    )
    with pytest.raises(UsageError, match="was embedded with “openai”, which does not run here"):
        ids(shelf.target(embed=None), "wages")
    assert ["a"] == ids(shelf.target(), "wages")


@pytest.mark.parametrize(
    ("name", "expected", "told"),
    [
        ("short", MalformedError, "refuses the question"),
        ("strings", UsageError, "returned no list of finite numbers"),
        ("endless", UsageError, "returned no list of finite numbers"),
        ("broken", MalformedError, "raised RuntimeError"),
        ("nosuch", SourceError, "has no `nosuch`"),
    ],
)
def test_functions_that_make_no_vectors(
    shelf: Shelf, name: str, expected: type[RagauditError], told: str
) -> None:
    """Are told apart, without a word of their own."""
    made(shelf, [words(text) for text in TEXTS])
    with pytest.raises(expected, match=told) as caught:
        ids(shelf.target(embed=f"{shelf.module}:{name}"), "wages")
    assert "Falcon" not in f"{caught.value.message}{caught.value.hint}"


def test_a_function_is_called_once_for_a_question(shelf: Shelf) -> None:
    """Whoever asks; a list of one vector is one."""
    made(shelf, [words(text) for text in TEXTS])
    target = shelf.target(embed=f"{shelf.module}:nested")
    for _ in range(3):
        assert "b" == target.retrieve("parking opens", 1, None).hits[0].id
    target.close()
    assert ["parking opens"] == sys.modules[shelf.module].calls
