"""Finding the fields of an answer: a mapping that reads it, or why there is none."""

from __future__ import annotations

import random
from typing import Any

import pytest
import yaml
from hypothesis import given, settings
from hypothesis import strategies as st
from tests.probes.targets.http.conftest import MAPPING, Make
from tests.probes.targets.http.search_server import Reply, Service

from ragaudit.contracts import Inspection
from ragaudit.errors import MalformedError, UsageError
from ragaudit.model import Confidence, TargetSettings
from ragaudit_probes.targets.http import HttpTarget, inspect
from ragaudit_probes.targets.http.looking import look
from ragaudit_probes.targets.http.looking.words import step
from ragaudit_probes.targets.http.paths import Path

SECRET = "the merger is called Falcon"
LONG = SECRET * 5
ELASTIC = {
    "took": 3,
    "timed_out": False,
    "hits": {
        "total": {"value": 120, "relation": "eq"},
        "max_score": 2.0,
        "hits": [
            {"_id": "1", "_score": 2.0, "_source": {"path": "a.md", "body": LONG, "tags": ["x"]}},
            {"_id": "2", "_score": 1.0, "_source": {"path": "b.md", "body": LONG}},
        ],
    },
    "aggregations": {"tags": {"buckets": [{"key": "a", "doc_count": 3}]}},
}
AZURE = {
    "@odata.count": 9,
    "value": [{"@search.score": 1.5, "chunk_id": "c", "content": LONG, "url": "u"}],
}
GROUPED = {
    "groups": [
        {"name": "hr", "docs": [{"docId": 1, "snippet": "x", "relevance": 3}]},
        {"name": "it", "docs": [{"docId": 2, "snippet": "x", "relevance": 2}]},
    ]
}
PINECONE = {"matches": [{"id": "a", "distance": 0.1}, {"id": "b", "distance": 0.2}]}
RAG = {
    "answer": LONG,
    "sources": [{"document": {"id": 7, "source": "x.pdf", "page_content": LONG}, "score": 0.9}],
    "usage": {"tokens": 12, "cost": 0.002},
}
UNNAMED = [{"ref": "a", "what": LONG, "n": 1}, {"ref": "b", "what": LONG, "n": 2}]
SHAPES: list[tuple[Any, dict[str, str]]] = [
    (
        ELASTIC,
        {
            "hits": "$.hits.hits[*]",
            "id": "$._id",
            "document": "$._source.path",
            "text": "$._source.body",
            "score": "$._score",
            "total": "$.hits.total.value",
        },
    ),
    (
        AZURE,
        {
            "hits": "$.value[*]",
            "id": "$.chunk_id",
            "document": "$.url",
            "text": "$.content",
            "score": '$["@search.score"]',
            "total": '$["@odata.count"]',
        },
    ),
    (
        GROUPED,
        {
            "hits": "$.groups[*].docs[*]",
            "id": "$.docId",
            "text": "$.snippet",
            "score": "$.relevance",
        },
    ),
    (
        PINECONE,
        {"hits": "$.matches[*]", "id": "$.id", "score": "$.distance", "scores": "lower"},
    ),
    (
        RAG,
        {
            "hits": "$.sources[*]",
            "id": "$.document.id",
            "document": "$.document.source",
            "text": "$.document.page_content",
            "score": "$.score",
            "cost": "$.usage.cost",
        },
    ),
    (
        [{"id": 1, "text": "a"}, {"id": 2, "text": "b"}],
        {"hits": "$[*]", "id": "$.id", "text": "$.text"},
    ),
    ({"results": ["a.md", "b.md"]}, {"hits": "$.results[*]", "id": "$"}),
    (
        {"data": {"hits": [{"id": "x", "long-story": LONG, "title": "t", "Falcon merger": LONG}]}},
        {"hits": "$.data.hits[*]", "id": "$.id", "text": '$["long-story"]'},
    ),
]


def mapping(found: Inspection) -> dict[str, str]:
    read = yaml.safe_load(found.snippet)["options"]["mapping"]
    return {str(role): str(path) for role, path in read.items()}


@pytest.mark.parametrize(("answer", "expected"), SHAPES)
def test_shapes(answer: Any, expected: dict[str, str]) -> None:
    """Answers as common servers give them, and no value of theirs in what is found."""
    found = look(answer)
    assert expected == mapping(found)
    assert "Falcon" not in repr(found)


@pytest.mark.parametrize(("answer", "_"), SHAPES)
def test_what_is_proposed_reads_the_answer(
    make: Make, service: Service, answer: Any, _: object
) -> None:
    """The snippet, pasted, reads the very answer it was made of."""
    found = look(answer)
    target = make(service.on("/x", Reply(answer)), **yaml.safe_load(found.snippet)["options"])
    assert found.hits == len(target.retrieve("q", 3, None).hits) > 0


@settings(deadline=None)
@given(st.sampled_from([shape for shape, _ in SHAPES]), st.integers())
def test_the_order_of_fields_does_not_matter(answer: Any, seed: int) -> None:
    """JSON objects have no order: the same is found however they are written."""
    assert look(answer) == look(_shuffled(answer, random.Random(seed)))


def _shuffled(part: Any, rng: random.Random) -> Any:
    if isinstance(part, dict):
        pairs = [(name, _shuffled(value, rng)) for name, value in part.items()]
        rng.shuffle(pairs)
        return dict(pairs)
    return [_shuffled(item, rng) for item in part] if isinstance(part, list) else part


def test_two_lists_that_look_alike() -> None:
    """They are listed, and none is picked; the user's choice is looked at then."""
    answer = {"results": [{"id": 1, "text": "x"}], "documents": [{"id": 2, "text": "x"}]}
    found = look(answer)
    assert (("$.documents[*]", "$.results[*]"), "", ()) == (
        found.candidates,
        found.snippet,
        found.fields,
    )
    assert "$.results[*]" == mapping(look(answer, "$.results[*]"))["hits"]


def test_other_lists_are_named() -> None:
    """A list that is less likely is told beside the one that is taken."""
    answer = {"results": [{"id": 1, "text": "x", "score": 1}], "sources": [{"id": 2, "text": "x"}]}
    hits = look(answer).fields[0]
    assert ("$.results[*]", ("$.sources[*]",), Confidence.HIGH) == (
        hits.path,
        hits.others,
        hits.confidence,
    )


@pytest.mark.parametrize(
    ("answer", "told"),
    [
        ({"results": []}, "`$.results[*]` is an empty list"),
        ({"ids": [["a"]], "documents": [["x"]], "distances": [[0.1]]}, "are columns"),
        ({"answer": SECRET, "model": "m"}, "at the top it has `answer`, `model`"),
        ({"Falcon merger": 1}, "it has 1 more"),
        ({"facets": [{"name": "a", "count": 3}]}, "no list of results was found"),
        (UNNAMED, "it is a list of 2"),
        ([], "it is a list of 0"),
        (SECRET, "a single value"),
        (None, "a single value"),
    ],
)
def test_no_list(answer: Any, told: str) -> None:
    """Nothing is proposed, and it is said what was seen instead, without values."""
    found = look(answer)
    assert ("", 0) == (found.snippet, found.hits)
    assert told in " ".join(found.missing)
    assert "Falcon" not in repr(found)


@pytest.mark.parametrize(
    ("scores", "expected"),
    [([3, 2, 1], Confidence.HIGH), ([1, 2, 3], Confidence.MEDIUM), ([1, 3, 2], Confidence.MEDIUM)],
)
def test_the_order_of_scores(scores: list[int], expected: Confidence) -> None:
    """Scores that do not fall may be something else, or distances: that is said."""
    answer = {"results": [{"id": n, "score": score} for n, score in enumerate(scores)]}
    found = look(answer)
    score = next(field for field in found.fields if field.role == "score")
    assert expected == score.confidence
    assert (expected is Confidence.MEDIUM) == any("set `scores`" in m for m in found.missing)


def test_what_is_missing() -> None:
    """Every role that was not found is named with what that means."""
    found = look({"results": [{"id": 1}, {"id": 2}]})
    told = [text.partition(":")[0] for text in found.missing]
    assert ["nothing names the document", "no text", "no score", "no total", "no cost"] == told


def test_a_total_below_the_number_of_results_is_none() -> None:
    """A count of something else is not taken for the total."""
    answer = {"count": 1, "results": [{"id": 1, "text": "x"}, {"id": 2, "text": "x"}]}
    assert "total" not in mapping(look(answer))


def test_fields_most_results_lack() -> None:
    """What fewer than half of the results have is not proposed; doubt lowers the confidence."""
    answer = {"results": [{"id": 1, "url": "u"}, {"id": 2}, {"id": 3, "text": "x"}, {"text": "x"}]}
    fields = {field.role: field for field in look(answer).fields}
    assert {"hits", "id", "text"} == fields.keys()
    assert Confidence.MEDIUM == fields["text"].confidence


JSON = st.recursive(
    st.one_of(st.none(), st.booleans(), st.integers(), st.floats(), st.text(max_size=4)),
    lambda inner: st.one_of(
        st.lists(inner, max_size=4),
        st.dictionaries(
            st.one_of(st.sampled_from(["id", "text", "score", "results", "total"]), st.text()),
            inner,
            max_size=4,
        ),
    ),
    max_leaves=20,
)


@settings(deadline=None)
@given(JSON)
def test_any_answer(answer: Any) -> None:
    """Whatever a server answers, looking at it ends, and what is proposed can be read."""
    found = look(answer)
    if found.snippet:
        assert mapping(found)["hits"].startswith("$")


@settings(deadline=None)
@given(st.text(st.characters(exclude_categories=["Cs", "Cc"]), max_size=8))
def test_odd_names(name: str) -> None:
    """Any name without control characters can be written as a path that finds it."""
    assert 1 == Path("$" + step(name)).value({name: 1, "x" + name: 2})


def test_inspect(service: Service) -> None:
    """One question to a running target, no mapping needed, by what the running service answers."""
    asked = TargetSettings(
        "http", url=service.url + "/search", options={"params": {"q": "{query}", "k": "{k}"}}
    )
    found = inspect(asked, "paid leave", 2)
    assert {**MAPPING, "document": "$.meta.path"} == mapping(found)
    assert 1 == len(service.asked)
    assert 2 == found.hits


def test_inspect_a_failing_target(make: Make, service: Service) -> None:
    """A failure is no answer to look at."""
    with pytest.raises(MalformedError, match="answered with an error"):
        make(service.on("/x", Reply({"error": SECRET})), mapping=None).inspect("q", 3)


def test_inspect_with_a_chosen_list(make: Make, service: Service) -> None:
    """The list that is configured is the one that is looked at."""
    both = {"results": [{"id": 1, "text": "x"}], "documents": [{"id": 2, "text": "x"}]}
    url = service.on("/x", Reply(both))
    assert 2 == len(make(url, mapping=None).inspect("q", 3).candidates)
    chosen = make(url, mapping={"hits": "$.documents[*]", "id": "$.id"}).inspect("q", 3)
    assert "$.documents[*]" == mapping(chosen)["hits"]


def test_inspect_needs_a_question() -> None:
    """A target that is not sent the query cannot be looked at."""
    with pytest.raises(UsageError, match=r"holds \{query\}"):
        HttpTarget(TargetSettings("http", url="http://127.0.0.1:1/search"))
