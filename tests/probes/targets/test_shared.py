"""Whatever Python code returns, as hits."""

from __future__ import annotations

from collections import namedtuple
from dataclasses import dataclass, field
from pathlib import PurePosixPath
from types import SimpleNamespace
from typing import Any
from uuid import UUID

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from ragaudit.errors import MalformedError
from ragaudit.model import Hit, Retrieved
from ragaudit_probes.targets.shared import (
    MOST_FIELDS,
    clean,
    hit_of,
    metadata_of,
    names_seen,
    number,
    retrieved,
)


@dataclass
class Page:
    """Shaped like the documents of LangChain."""

    page_content: str
    metadata: dict[str, Any] = field(default_factory=dict)
    id: str | None = None


Row = namedtuple("Row", "id text score")


@pytest.mark.parametrize(
    ("item", "expected"),
    [
        ("a.md", Hit("a.md", document="a.md")),
        (7, Hit("7", document="7")),
        (PurePosixPath("a/b.md"), Hit("a/b.md", document="a/b.md")),
        (UUID(int=1), Hit(str(UUID(int=1)), document=str(UUID(int=1)))),
        (("a", 0.5), Hit("a", 0.5, "a")),
        (("a", np.float32(0.5)), Hit("a", 0.5, "a")),
        ((7, "words"), Hit("7", None, "7", "words")),
        (("a", "words", 2), Hit("a", 2.0, "a", "words")),
        (("a", 2, "words"), Hit("a", 2.0, "a", "words")),
        ({"id": 3, "score": "0.25", "text": "t"}, Hit("3", 0.25, "", "t")),
        ({"_id": "x", "distance": 0.2, "path": "p.md"}, Hit("x", -0.2, "p.md")),
        ({"path": "p.md"}, Hit("p.md", None, "p.md")),
        (
            Page("words", {"source": "p.md", "page": 3}),
            Hit("p.md", None, "p.md", "words", {"source": "p.md", "page": "3"}),
        ),
        (
            (Page("words", {"source": "p.md"}, "c1"), 0.1),
            Hit("c1", 0.1, "p.md", "words", {"source": "p.md"}),
        ),
        (
            SimpleNamespace(node=SimpleNamespace(id_="n1", text="words"), score=0.9),
            Hit("n1", 0.9, "", "words"),
        ),
        ({"document": {"id": "d", "text": "w"}, "score": 1}, Hit("d", 1.0, "", "w")),
        (Row("r", "words", 0.5), Hit("r", 0.5, "", "words")),
        (Hit("h", 0.5, "d"), Hit("h", 0.5, "d")),
        ({"id": "a", "score": float("nan")}, Hit("a")),
        ({"id": True, "score": True}, Hit("")),
        ((0.5, "a"), Hit("")),
        (("a", "b", "c"), Hit("")),
        ((), Hit("")),
        (object(), Hit("")),
    ],
)
def test_shapes(item: object, expected: Hit) -> None:
    """Each shape that is documented, and those that say nothing."""
    assert expected == hit_of(item)


def test_texts() -> None:
    """Bare strings may be texts; equal ones are equal, others are not."""
    one, two, again = (hit_of(text, "text") for text in ("one", "two", "one"))
    assert ("one", "") == (one.text, one.document)
    assert (True, False) == (one == again, one.id == two.id)
    assert Hit("", 0.5) == hit_of(("", 0.5), "text")


def test_lower_is_better() -> None:
    """Scores of which the lower is better are turned round."""
    found = retrieved([("a", 0.1), ("b", 0.4)], lower_is_better=True)
    assert [-0.1, -0.4] == [hit.score for hit in found.hits]


@pytest.mark.parametrize(
    "answer", [None, "a.md", b"a", 3, {"a"}, {"docs": []}, {}, [object()], [{"rank": 1}], [()]]
)
def test_no_answer(answer: object) -> None:
    """What cannot be read is never an empty answer."""
    with pytest.raises(MalformedError):
        retrieved(answer)


def test_table() -> None:
    """A table would be read as the names of its columns."""
    table = SimpleNamespace(columns=["id"], to_dict=dict)
    table_type = type("Table", (), {"__iter__": lambda _: iter(["id"]), **vars(table)})
    with pytest.raises(MalformedError, match="a table"):
        retrieved(table_type())


@pytest.mark.parametrize("answer", [[], (), iter(()), {"hits": []}, Retrieved(())])
def test_empty(answer: object) -> None:
    """An empty list is an answer."""
    assert () == retrieved(answer).hits


def test_half_known() -> None:
    """Results nothing is known of stay, where others of the answer can be read."""
    assert ("a", "") == tuple(hit.id for hit in retrieved(["a", {"rank": 2}]).hits)


def test_bounded() -> None:
    """Ten thousand results are read, in order, duplicates kept; more are not cut but refused."""
    answer = ["a", "a", *map(str, range(9_998))]
    found = retrieved(answer).hits
    assert (10_000, "a", "a", "0") == (len(found), *(hit.id for hit in found[:3]))
    with pytest.raises(MalformedError, match="more than 10,000 results"):
        retrieved([*answer, "b"])


def test_half_characters() -> None:
    """Half a surrogate pair could be written nowhere."""
    assert "a?" == clean("a\ud800")


def test_metadata_is_bounded() -> None:
    """Fields of a result are few, short and plain."""
    found = metadata_of({"n": 1, "none": None, "list": [1], **{str(n): "x" for n in range(99)}})
    assert MOST_FIELDS - 2 == len(found)
    assert 500 == len(metadata_of({"long": "x" * 9999})["long"])


def test_names_seen() -> None:
    """Names that may be titles are counted, not shown."""
    assert "`id`, `score`, 2 more" == names_seen(["score", "Falcon merger", "id", "x\x1b[31m"])
    assert "none" == names_seen([])


@given(st.one_of(st.floats(), st.integers(), st.booleans(), st.text(), st.none()))
def test_numbers(value: object) -> None:
    """A number is finite or none at all."""
    read = number(value)
    assert read is None or abs(read) < float("inf")


ANY = st.recursive(
    st.one_of(st.none(), st.booleans(), st.integers(), st.floats(), st.text(max_size=5)),
    lambda inner: st.one_of(
        st.lists(inner, max_size=4),
        st.dictionaries(st.sampled_from(["id", "text", "score", "metadata", "x"]), inner),
        st.tuples(inner, inner),
    ),
    max_leaves=12,
)


@settings(deadline=None)
@given(ANY)
def test_any_answer(answer: object) -> None:
    """Whatever comes back is hits that can be stored, or an error of ours."""
    try:
        found = retrieved(answer)
    except MalformedError:
        return
    for hit in found.hits:
        stored = "".join((hit.id, hit.document, hit.text, *hit.metadata.values()))
        assert stored == stored.encode().decode()
