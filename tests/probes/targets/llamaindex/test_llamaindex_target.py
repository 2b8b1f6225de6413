"""Real LlamaIndex retrievers, made by an application's own module."""

from __future__ import annotations

import subprocess
import sys
import textwrap
from collections.abc import Callable
from pathlib import Path
from typing import Any
from uuid import uuid4

import pytest
from tests.extras import needs

from ragaudit.asking import Asking
from ragaudit.contracts import Target
from ragaudit.errors import (
    MalformedError,
    MissingExtraError,
    RagauditError,
    SkipError,
    SourceError,
    TransientError,
    UsageError,
)
from ragaudit.model import ProbePrincipal, ReaderKind, SyncSettings, TargetSettings
from ragaudit_probes.targets.llamaindex import LlamaIndexTarget

SECRET = "the merger is called Falcon"
ALICE = ProbePrincipal("alice", groups=("eng",))
BOB = ProbePrincipal("bob", groups=("hr", "eng"))
ANONYMOUS = ProbePrincipal("anon", ReaderKind.ANONYMOUS)
ORACLE = ProbePrincipal("admin", ReaderKind.ORACLE)
APPLICATION = '''
"""An application with an index in memory; words are its dimensions."""
import time, zlib
from llama_index.core import SummaryIndex, VectorStoreIndex
from llama_index.core.embeddings import BaseEmbedding
from llama_index.core.retrievers import BaseRetriever
from llama_index.core.schema import ImageNode, NodeRelationship, NodeWithScore, QueryBundle
from llama_index.core.schema import RelatedNodeInfo, TextNode
from llama_index.core.vector_stores import MetadataFilter, MetadataFilters

SECRET = "the merger is called Falcon"

class Words(BaseEmbedding):
    def _get_text_embedding(self, text):
        vector = [0.0] * 64
        for word in text.lower().split():
            vector[zlib.crc32(word.strip(".,?").encode()) % 64] += 1.0
        return vector
    _get_query_embedding = _get_text_embedding
    async def _aget_query_embedding(self, query):
        return self._get_text_embedding(query)

def node(name, text, group, **metadata):
    origin = {NodeRelationship.SOURCE: RelatedNodeInfo(node_id=f"doc-{name}")}
    return TextNode(id_=name, text=text, metadata={"group": group, **metadata},
                    relationships=origin)

nodes = [
    node("c1", "Deployments happen on Tuesday.", "eng", file_path="/kb/eng/deploy.md"),
    node("c2", "Deployments need two reviewers.", "eng", file_path="/kb/eng/deploy.md"),
    node("c3", "Salaries are paid on Friday.", "hr", file_path="/kb/hr/salaries.md"),
    node("c4", "Parking opens at six.", "public"),
]
index = VectorStoreIndex(nodes, embed_model=Words())
summary = SummaryIndex(nodes)
two = index.as_retriever(similarity_top_k=2)
only_hr = index.as_retriever(
    similarity_top_k=4, filters=MetadataFilters(filters=[MetadataFilter(key="group", value="hr")]))
made = []

def for_somebody(user):
    made.append(user.name if user else None)
    groups = list(user.groups) if user else ["public"]
    wanted = MetadataFilters(filters=[MetadataFilter(key="group", value=groups, operator="in")])
    return index.as_retriever(similarity_top_k=10, filters=wanted)

def with_k(user, top):
    return index.as_retriever(similarity_top_k=top)

def plain():
    return index

class Mixed(BaseRetriever):
    """Returns whatever the query says."""
    def _retrieve(self, query_bundle: QueryBundle):
        said = query_bundle.query_str
        if said == "raise": raise ValueError(SECRET)
        if said == "exit": raise SystemExit(SECRET)
        if said == "down": raise ConnectionRefusedError(SECRET)
        if said == "slow": time.sleep(5)
        if said == "image": return [NodeWithScore(node=ImageNode(id_="i1", image="aGk="))]
        if said == "nan": return [NodeWithScore(node=nodes[0], score=float("nan"))]
        if said == "many": return [NodeWithScore(node=node(f"n{i}", "x", "eng"))
                                   for i in range(10_001)]
        if said == "other": return ["text", {"id": 1}]
        if said == "none": return None
        return []

mixed = Mixed()

def broken(user):
    raise RuntimeError(SECRET)

def nothing():
    return None

number = 7
'''


Make = Callable[..., Target]


@pytest.fixture
def application(tmp_path: Path) -> str:
    """The name of the application's module, new in each test."""
    needs("llamaindex", "llama_index.core")
    name = f"app_{uuid4().hex[:8]}"
    (tmp_path / f"{name}.py").write_text(textwrap.dedent(APPLICATION), encoding="utf-8")
    return name


@pytest.fixture
def make(application: str, tmp_path: Path) -> Make:
    """Targets of that application."""

    def made(name: str, timeout_s: float = 30.0, **options: Any) -> Target:
        given = {"retriever": f"{application}:{name}", **options}
        sync = SyncSettings(tries=2, timeout_s=timeout_s)
        settings = TargetSettings("llamaindex", tmp_path, options=given, options_at="r.yaml:3")
        return LlamaIndexTarget(settings, Asking(sync, sleep=lambda _: None))

    return made


def ids(
    target: Target, query: str, principal: ProbePrincipal | None = None, k: int = 10
) -> set[str]:
    return {hit.id for hit in target.retrieve(query, k, principal).hits}


BY_GROUP = [{"key": "group", "operator": "in", "value": ["public", "{groups}"]}]


def test_results_of_a_retriever(make: Make) -> None:
    """With everything they say about their document."""
    target = make("two")
    found = target.retrieve("deployments reviewers", 10, None)
    first = found.hits[0]
    assert ("c2", "/kb/eng/deploy.md") == (first.id, first.document)
    assert "Deployments need two reviewers." == first.text
    assert {"group": "eng", "file_path": "/kb/eng/deploy.md", "ref_doc_id": "doc-c2"} == dict(
        first.metadata
    )
    scores = [hit.score for hit in found.hits if hit.score is not None]
    assert 2 == len(scores)
    assert sorted(scores, reverse=True) == scores
    assert 0 < found.latency_s
    assert not target.capabilities().principals


def test_the_document_is_the_field_that_is_named(make: Make) -> None:
    """Else the usual ones, else where the node comes from."""
    parking = {hit.id: hit for hit in make("index").retrieve("parking", 4, None).hits}["c4"]
    assert "doc-c4" == parking.document
    named = make("index", document="group").retrieve("parking", 4, None).hits
    assert {"eng", "hr", "public"} == {hit.document for hit in named}
    with pytest.raises(MalformedError, match="no result with `nosuch`"):
        make("index", document="nosuch").retrieve("parking", 4, None)


def test_a_function_makes_one_for_each_principal(make: Make, application: str) -> None:
    """Once, however often they ask; an oracle is passed on as such."""
    target = make("for_somebody", principal_argument="user")
    assert target.capabilities().principals
    assert {"c1", "c2"} == ids(target, "deployments", ALICE)
    assert {"c1", "c2", "c3"} == ids(target, "salaries", BOB)
    assert {"c4"} == ids(target, "salaries")
    assert set() == ids(target, "salaries", ProbePrincipal("eve", groups=("sales",)))
    ids(target, "parking", ALICE)
    assert ["alice", "bob", None, "eve"] == sys.modules[application].made


def test_filters_are_filled_from_the_principal(make: Make) -> None:
    """For an index, and for a retriever that takes them; an oracle has none."""
    for name, k in (("index", 10), ("only_hr", 10)):
        target = make(name, filters=BY_GROUP)
        assert target.capabilities().principals
        everything = {"c1", "c2", "c3", "c4"} if name == "index" else {"c3"}
        assert everything == ids(target, "salaries", ORACLE, k) == ids(target, "salaries", None, k)
        assert everything - {"c3"} == ids(target, "salaries", ALICE, k)
        assert everything & {"c4"} == ids(target, "salaries", ANONYMOUS, k)


def test_conditions_and_one_filter_for_each_group(make: Make) -> None:
    """As `MetadataFilters` has them."""
    one = {"for_each_group": {"key": "group", "value": "{group}"}}
    public = {"key": "group", "value": "public"}
    filters = {"condition": "or", "filters": [one, public]}
    target = make("index", filters=filters, unrestricted=[public])
    assert {"c1", "c2", "c3", "c4"} == ids(target, "salaries", BOB)
    assert {"c1", "c2", "c4"} == ids(target, "salaries", ALICE)
    assert {"c4"} == ids(target, "salaries", ORACLE)


def test_who_cannot_be_asked_as(make: Make) -> None:
    """Is skipped, and never asked as somebody else."""
    with pytest.raises(SkipError, match=r"cannot ask as alice: .* takes no principal"):
        ids(make("index"), "salaries", ALICE)
    with pytest.raises(SkipError, match="none are known"):
        ids(make("index", filters=BY_GROUP), "salaries", ProbePrincipal("eve"))
    assert 4 == len(ids(make("index"), "salaries", ORACLE))


@pytest.mark.parametrize("name", ["summary", "mixed"])
def test_who_takes_no_filters(make: Make, name: str) -> None:
    """Would answer as everybody, and is refused."""
    with pytest.raises(MalformedError, match="takes no filters"):
        ids(make(name, filters=BY_GROUP), "salaries", ALICE)


def test_how_many_results(make: Make) -> None:
    """A retriever keeps its own number unless told otherwise; an index and a function are asked."""
    assert 2 == len(ids(make("two"), "deployments"))
    assert 3 == len(ids(make("two", set_k=True), "deployments", k=3))
    assert 3 == len(ids(make("index"), "deployments", k=3))
    assert 3 == len(ids(make("plain"), "deployments", k=3))
    asked = make("with_k", principal_argument="user", k_argument="top")
    assert 1 == len(ids(asked, "deployments", ALICE, k=1))
    with pytest.raises(MalformedError, match="no `similarity_top_k`"):
        ids(make("mixed", set_k=True), "x")


def test_odd_answers(make: Make) -> None:
    """Nothing found is an answer; images have no text, scores may be none; none is cut off."""
    target = make("mixed")
    assert () == target.retrieve("x", 5, None).hits
    with pytest.raises(MalformedError, match="more than 10,000 results"):
        target.retrieve("many", 5, None)
    image = target.retrieve("image", 5, None).hits[0]
    assert ("i1", "", None) == (image.id, image.text, image.score)
    assert [None] == [hit.score for hit in target.retrieve("nan", 5, None).hits]


@pytest.mark.parametrize(
    ("query", "expected", "told"),
    [
        ("raise", MalformedError, "raised ValueError"),
        ("exit", MalformedError, "raised SystemExit"),
        ("down", TransientError, "raised ConnectionRefusedError"),
        ("other", MalformedError, "results of another kind|raised AttributeError"),
        ("none", MalformedError, "raised|returned a NoneType"),
    ],
)
def test_what_goes_wrong_in_it(
    make: Make, query: str, expected: type[RagauditError], told: str
) -> None:
    """Is one of our errors, without a word of its own."""
    with pytest.raises(expected, match=told) as caught:
        ids(make("mixed"), query)
    assert SECRET not in f"{caught.value.message}{caught.value.hint}"
    assert caught.value.__cause__ is caught.value.__context__ is None


def test_a_call_that_does_not_return(make: Make) -> None:
    """Is left behind, and the next one answered."""
    target = make("mixed")
    object.__setattr__(target.settings, "sync", SyncSettings(timeout_s=0.1))
    with pytest.raises(TransientError, match="did not return"):
        ids(target, "slow")
    assert () == target.retrieve("x", 5, None).hits
    target.close()


@pytest.mark.parametrize(
    ("name", "options", "expected", "told"),
    [
        ("nosuch", {}, SourceError, "has no `nosuch`"),
        ("number", {}, MalformedError, "is a int, which is no retriever"),
        ("nothing", {}, MalformedError, "gave a NoneType, which is no retriever"),
        ("broken", {"principal_argument": "user"}, MalformedError, "raised RuntimeError"),
        ("for_somebody", {}, MalformedError, "raised TypeError"),
        ("two", {"principal_argument": "user"}, MalformedError, "not called with arguments"),
    ],
)
def test_what_is_no_retriever(
    make: Make, name: str, options: dict[str, Any], expected: type[RagauditError], told: str
) -> None:
    """With what to name instead."""
    with pytest.raises(expected, match=told) as caught:
        ids(make(name, **options), "x", ORACLE if options else None)
    assert SECRET not in f"{caught.value.message}{caught.value.hint}"


@pytest.mark.parametrize(
    ("options", "told"),
    [
        ({"retriever": "app"}, "`options.retriever`"),
        ({"retriever": "os; import x:y"}, "`options.retriever`"),
        ({"filters": {"group": "x"}}, "`options.filters`: write a list of filters"),
        ({"filters": []}, "write a list of filters"),
        ({"filters": [{"key": "g", "value": "{groups}"}]}, "the operator is one of in"),
        ({"filters": [{"key": "g", "value": "{grups}"}]}, "`{grups}` is none of"),
        ({"filters": [{"key": "g", "vaule": 1}]}, "a filter has `key`"),
        ({"filters": {"filters": [{"key": "g", "value": 1}], "condition": "xor"}}, "`condition`"),
        ({"unrestricted": [{"key": "g", "value": 1}]}, "for a target that has `filters`"),
        ({"top_k": 3}, "`options.top_k`"),
    ],
)
def test_options_that_cannot_be_used(options: dict[str, Any], told: str) -> None:
    """Are named with their place, and nothing is imported for that."""
    given = {"retriever": "app:retriever", **options}
    with pytest.raises(UsageError, match=r"r\.yaml:3: target “llamaindex”") as caught:
        LlamaIndexTarget(TargetSettings("llamaindex", options=given, options_at="r.yaml:3"))
    assert told in caught.value.message


def test_only_what_is_named_is_imported(application: str, tmp_path: Path) -> None:
    """In a process of its own, in which every connection is an error."""
    (tmp_path / "unasked.py").write_text("raise SystemExit('imported')", encoding="utf-8")
    options = {"retriever": f"{application}:index", "filters": BY_GROUP}
    code = f"""
import socket, sys
def refuse(*args): raise AssertionError("a connection was made")
socket.socket.connect = socket.getaddrinfo = refuse
from pathlib import Path
from ragaudit.model import ProbePrincipal, TargetSettings
from ragaudit_probes.targets.llamaindex import LlamaIndexTarget
root, options = Path({str(tmp_path)!r}), {options!r}
target = LlamaIndexTarget(TargetSettings("llamaindex", root, options=options))
assert target.capabilities().principals
assert not {{"llama_index", {application!r}, "unasked"}} & set(sys.modules)
found = target.retrieve("salaries", 10, ProbePrincipal("bob", groups=("hr",)))
assert {{"c3", "c4"}} == {{hit.id for hit in found.hits}}
assert "unasked" not in sys.modules and "openai" not in sys.modules
target.close()
"""
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=False)
    assert (0, "") == (done.returncode, done.stderr)


def test_a_library_that_is_not_installed(make: Make, monkeypatch: pytest.MonkeyPatch) -> None:
    """Is said with the one command to run."""
    for name in [name for name in sys.modules if name.partition(".")[0] == "llama_index"]:
        monkeypatch.delitem(sys.modules, name)
    monkeypatch.setitem(sys.modules, "llama_index", None)
    with pytest.raises(MissingExtraError) as caught:
        ids(make("two"), "x")
    assert "pip install 'ragaudit[llamaindex]'" == caught.value.hint
