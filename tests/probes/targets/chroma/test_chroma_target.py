"""Real collections, asked as somebody."""

from __future__ import annotations

from collections.abc import Mapping
from concurrent.futures import ThreadPoolExecutor
from typing import Any

import numpy as np
import pytest
from tests.probes.targets.chroma.conftest import Shelf, words

from ragaudit.errors import MalformedError, SkipError, UsageError
from ragaudit.model import ProbePrincipal, ReaderKind, TargetSettings
from ragaudit_probes.targets.chroma import ChromaTarget
from ragaudit_probes.targets.chroma.answers import score_of
from ragaudit_probes.targets.chroma.where import simplified

ALICE = ProbePrincipal("alice", groups=("eng",))
BOB = ProbePrincipal("bob", groups=("hr", "eng"))
ANONYMOUS = ProbePrincipal("anon", ReaderKind.ANONYMOUS)
ORACLE = ProbePrincipal("admin", ReaderKind.ORACLE)
CHUNKS: Mapping[str, tuple[str, Mapping[str, Any]]] = {
    "c1": ("Deployments happen on Tuesday.", {"allowed": "eng", "source": "eng/deploy.md"}),
    "c2": ("Deployments need two reviewers.", {"allowed": "eng", "source": "eng/deploy.md"}),
    "c3": ("Salaries are paid on Friday.", {"allowed": "hr", "acl_hr": True}),
    "c4": ("Parking opens at six.", {"allowed": "public", "public": True, "file_path": "p.md"}),
}
WHERE = {"allowed": {"$in": ["public", "{groups}"]}}


def ids(
    target: ChromaTarget, query: str, principal: ProbePrincipal | None = None, k: int = 10
) -> list[str]:
    """Which chunks come back; the copy of the index is removed."""
    try:
        return [hit.id for hit in target.retrieve(query, k, principal).hits]
    finally:
        target.close()


def test_results_of_a_collection(any_shelf: Shelf) -> None:
    """Best first, with everything they say about their document."""
    any_shelf.fill(CHUNKS)
    target = any_shelf.target()
    found = target.retrieve("deployments reviewers", 2, None)
    assert ["c2", "c1"] == [hit.id for hit in found.hits]
    first = found.hits[0]
    assert ("eng/deploy.md", "Deployments need two reviewers.") == (first.document, first.text)
    assert {"allowed": "eng", "source": "eng/deploy.md"} == dict(first.metadata)
    assert 0 < found.latency_s
    able = target.capabilities()
    assert (False, True, True) == (able.principals, able.scores, able.concurrent)
    target.close()


@pytest.mark.parametrize("space", ["cosine", "l2", "ip"])
def test_scores_of_each_space(any_shelf: Shelf, space: str) -> None:
    """As numpy computes them; higher is better, and the order is Chroma's."""
    any_shelf.fill(CHUNKS, space)
    query = "deployments on friday"
    asked = np.array(words(query))
    target = any_shelf.target()
    found = target.retrieve(query, 10, None).hits
    target.close()
    expected = []
    for hit in found:
        vector = np.array(words(hit.text))
        lengths = float(np.linalg.norm(asked) * np.linalg.norm(vector))
        known = {
            "cosine": float(asked @ vector) / lengths,
            "ip": float(asked @ vector),
            "l2": 1 / (1 + float(((asked - vector) ** 2).sum())),
        }
        expected.append(known[space])
    assert expected == pytest.approx([hit.score for hit in found], abs=1e-5)
    assert sorted(expected, reverse=True) == pytest.approx(expected)


def test_a_distance_that_is_none() -> None:
    """Has no score."""
    assert [None, None, None] == [score_of(d, "cosine") for d in (None, float("nan"), "far")]


def test_a_filter_for_whoever_asks(any_shelf: Shelf) -> None:
    """An oracle has none, nor has the target's own account."""
    any_shelf.fill(CHUNKS)
    assert any_shelf.target(where=WHERE).capabilities().principals
    asked = {
        "alice": ALICE, "bob": BOB, "anon": ANONYMOUS, "admin": ORACLE, "nobody": None
    }  # fmt: skip
    target = any_shelf.target(where=WHERE)
    found = {
        name: {hit.id for hit in target.retrieve("salaries", 10, principal).hits}
        for name, principal in asked.items()
    }
    target.close()
    everything = set(CHUNKS)
    assert {
        "alice": everything - {"c3"},
        "bob": everything,
        "anon": {"c4"},
        "admin": everything,
        "nobody": everything,
    } == found


def test_filters_of_flags_and_constants(any_shelf: Shelf) -> None:
    """A part for each group, also if there is but one; an oracle's own filter."""
    any_shelf.fill(CHUNKS)
    where = {"$or": [{"for_each_group": {"acl_{group}": True}}]}
    hr, public = ProbePrincipal("ruth", groups=("hr",)), {"public": True}
    assert ["c3"] == ids(any_shelf.target(where=where), "salaries", hr)
    assert ["c3"] == ids(any_shelf.target(where=where), "salaries", BOB)
    assert [] == ids(any_shelf.target(where=where), "salaries", ALICE)
    target = any_shelf.target(where=where, unrestricted=public)
    assert ["c4"] == ids(target, "salaries", ORACLE)


def test_who_cannot_be_asked_as(any_shelf: Shelf) -> None:
    """Is skipped, and nothing is asked."""
    target = any_shelf.target()
    with pytest.raises(SkipError, match="nothing tells the collection who they are"):
        ids(target, "salaries", ALICE)
    with pytest.raises(SkipError, match="none are known"):
        ids(any_shelf.target(where=WHERE), "salaries", ProbePrincipal("eve"))
    with pytest.raises(SkipError, match=r"needs its `auth: \{tenant: …\}`"):
        ids(any_shelf.target(where={"t": "{auth.tenant}"}), "salaries", ALICE)


def test_fields_that_are_named(any_shelf: Shelf) -> None:
    """A field nobody has is a wrong mapping, not an answer."""
    any_shelf.fill(CHUNKS)
    target = any_shelf.target(document="allowed", text="source")
    found = {hit.id: hit for hit in target.retrieve("salaries", 10, None).hits}
    target.close()
    assert ("hr", "") == (found["c3"].document, found["c3"].text)
    assert ("eng", "eng/deploy.md") == (found["c1"].document, found["c1"].text)
    with pytest.raises(MalformedError, match="no chunk has the metadata field `nosuch`"):
        ids(any_shelf.target(document="nosuch"), "salaries")


def test_a_collection_that_is_not_there(any_shelf: Shelf) -> None:
    """Or holds nothing, which no probe can be judged against."""
    with pytest.raises(MalformedError, match="there is no collection"):
        ids(any_shelf.target(collection="nosuch"), "salaries")
    any_shelf.client.get_or_create_collection(any_shelf.name, embedding_function=None)
    with pytest.raises(MalformedError, match="is empty"):
        ids(any_shelf.target(), "salaries")


def test_a_filter_that_chroma_refuses(any_shelf: Shelf) -> None:
    """Is an error of ours."""
    any_shelf.fill(CHUNKS)
    with pytest.raises(MalformedError, match=r"refuses the question|answered 4"):
        ids(any_shelf.target(where={"allowed": {"$nosuch": "x"}}), "salaries", ALICE)


def test_several_threads(any_shelf: Shelf) -> None:
    """Get what each alone would; a question is embedded once however many ask."""
    any_shelf.fill({f"c{n}": (f"Page {n} of the handbook.", {"n": n}) for n in range(200)})
    target = any_shelf.target()
    queries = [f"page {n % 20}" for n in range(200)]
    with ThreadPoolExecutor(4) as pool:
        found = list(pool.map(lambda query: target.retrieve(query, 5, None).hits, queries))
    assert found[:20] * 10 == found
    target.close()


@pytest.mark.parametrize(
    ("options", "told"),
    [
        ({}, "`options.collection`"),
        ({"collection": "c"}, "needs either `url` or"),
        ({"collection": "c", "path": "i", "where": []}, "write a filter of Chroma's"),
        ({"collection": "c", "path": "i", "where": {"a": "{grups}"}}, "`{grups}` is none of"),
        ({"collection": "c", "path": "i", "unrestricted": {"a": 1}}, "that has `where`"),
        ({"collection": "c", "path": "i", "embed": "bert"}, "`options.embed"),
        ({"collection": "c", "path": "i", "by_headers": True}, "`by_headers` is for a server"),
    ],
)
def test_options_that_cannot_be_used(options: dict[str, Any], told: str) -> None:
    """Are named with their place, and nothing is opened for that."""
    with pytest.raises(UsageError, match=r"r\.yaml:3: target “chroma”") as caught:
        ChromaTarget(TargetSettings("chroma", options=options, options_at="r.yaml:3"))
    assert told in caught.value.message


@pytest.mark.parametrize("url", ["localhost:8000", "ftp://x", "http://[", "http://"])
def test_addresses_that_are_none(url: str) -> None:
    """Are named at once."""
    with pytest.raises(UsageError, match="`url` is no address"):
        ChromaTarget(TargetSettings("chroma", url=url, options={"collection": "c"}))


def test_filters_without_single_parts() -> None:
    """However deep they are."""
    inner = {"$or": [{"$and": [{"a": 1}]}]}
    assert {"a": 1} == simplified(inner)
    assert {"$and": [{"a": 1}, {"b": 2}]} == simplified({"$and": [inner, {"$or": [{"b": 2}]}]})
    assert {"a": {"$in": ["x"]}} == simplified({"a": {"$in": ["x"]}})
