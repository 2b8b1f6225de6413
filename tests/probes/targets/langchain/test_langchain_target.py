"""Real LangChain retrievers, made by an application's own module."""

from __future__ import annotations

import subprocess
import sys
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
    TransientError,
    UsageError,
)
from ragaudit.model import ProbePrincipal, ReaderKind, SyncSettings, TargetSettings
from ragaudit_probes.targets.langchain import LangChainTarget

SECRET = "the merger is called Falcon"
ALICE = ProbePrincipal("alice", groups=("eng",))
BOB = ProbePrincipal("bob", groups=("hr", "eng"))
ANONYMOUS = ProbePrincipal("anon", ReaderKind.ANONYMOUS)
ORACLE = ProbePrincipal("admin", ReaderKind.ORACLE)
APPLICATION = '''
"""An application with a store in memory; words are its dimensions."""
import zlib
from langchain_core.documents import Document
from langchain_core.embeddings import Embeddings
from langchain_core.retrievers import BaseRetriever
from langchain_core.runnables import RunnableLambda
from langchain_core.vectorstores import InMemoryVectorStore

SECRET = "the merger is called Falcon"

class Words(Embeddings):
    def embed_query(self, text):
        vector = [1e-6] * 64
        for word in text.lower().split():
            vector[zlib.crc32(word.strip(".,?").encode()) % 64] += 1.0
        return vector
    def embed_documents(self, texts):
        return [self.embed_query(text) for text in texts]

class Store(InMemoryVectorStore):
    """Takes filters as databases do: `{field: {"$in": [...]}}`."""
    def similarity_search(self, query, k=4, filter=None, **kwargs):
        def kept(document):
            return all(document.metadata[name] in test["$in"] for name, test in filter.items())
        return super().similarity_search(query, k, filter=kept if filter else None, **kwargs)

documents = [
    Document("Deployments happen on Tuesday.", id="c1",
             metadata={"group": "eng", "source": "/kb/eng/deploy.md", "relevance": 0.9}),
    Document("Deployments need two reviewers.", id="c2",
             metadata={"group": "eng", "source": "/kb/eng/deploy.md", "relevance": "0.8"}),
    Document("Salaries are paid on Friday.", id="c3",
             metadata={"group": "hr", "source": "/kb/hr/salaries.md", "tags": ["pay"]}),
    Document("Parking opens at six.", id="c4", metadata={"group": "public"}),
]
store = Store(Words())
store.add_documents(documents)
two = store.as_retriever(search_kwargs={"k": 2})
only_hr = store.as_retriever(search_kwargs={"filter": {"group": {"$in": ["hr"]}}})
plain_store = InMemoryVectorStore(Words())
plain_store.add_documents(documents)

def for_somebody(user):
    groups = user.groups if user else ["public"]
    return plain_store.as_retriever(
        search_kwargs={"k": 10, "filter": lambda document: document.metadata["group"] in groups})

class Mixed(BaseRetriever):
    """Returns whatever the query says."""
    def _get_relevant_documents(self, query, *, run_manager):
        if query == "raise": raise ValueError(SECRET)
        if query == "exit": raise SystemExit(SECRET)
        if query == "down": raise TimeoutError(SECRET)
        if query == "other": return ["text"]
        if query == "none": return None
        if query == "nameless": return [Document("One."), Document("Two."), Document("One.")]
        return []

mixed = Mixed()
chain = RunnableLambda(lambda query: f"an answer to {query}")
'''
BY_GROUP = {"filter": {"group": {"$in": ["public", "{groups}"]}}}
Make = Callable[..., Target]


@pytest.fixture
def application(tmp_path: Path) -> str:
    """The name of the application's module, new in each test."""
    needs("langchain", "langchain_core")
    name = f"app_{uuid4().hex[:8]}"
    (tmp_path / f"{name}.py").write_text(APPLICATION, encoding="utf-8")
    return name


@pytest.fixture
def make(application: str, tmp_path: Path) -> Make:
    """Targets of that application."""

    def made(name: str, **options: Any) -> Target:
        given = {"retriever": f"{application}:{name}", **options}
        settings = TargetSettings("langchain", tmp_path, options=given, options_at="r.yaml:3")
        return LangChainTarget(settings, Asking(SyncSettings(tries=2), sleep=lambda _: None))

    return made


def ids(
    target: Target, query: str, principal: ProbePrincipal | None = None, k: int = 10
) -> set[str]:
    """Which chunks come back."""
    return {hit.id for hit in target.retrieve(query, k, principal).hits}


def test_results_of_a_retriever(make: Make) -> None:
    """With everything they say about their document."""
    target = make("two")
    found = target.retrieve("salaries paid", 10, None)
    first = next(hit for hit in found.hits if hit.id == "c3")
    assert ("/kb/hr/salaries.md", "Salaries are paid on Friday.") == (first.document, first.text)
    assert {"group": "hr", "source": "/kb/hr/salaries.md"} == dict(first.metadata)
    assert [None, None] == [hit.score for hit in found.hits]
    assert 0 < found.latency_s
    assert (False, False) == (target.capabilities().principals, target.capabilities().scores)


def test_scores_and_documents_by_field(make: Make) -> None:
    """As far as they are numbers."""
    target = make("store", score="relevance", document="group")
    found = {hit.id: hit for hit in target.retrieve("deployments", 10, None).hits}
    assert target.capabilities().scores
    assert [0.9, 0.8, None, None] == [found[f"c{n}"].score for n in (1, 2, 3, 4)]
    assert ["eng", "public"] == [found[name].document for name in ("c1", "c4")]
    with pytest.raises(MalformedError, match="no result with `nosuch`"):
        make("store", document="nosuch").retrieve("parking", 4, None)


def test_a_function_makes_one_for_each_principal(make: Make) -> None:
    """And gets the principal whole."""
    target = make("for_somebody", principal_argument="user")
    assert target.capabilities().principals
    assert {"c1", "c2"} == ids(target, "salaries", ALICE)
    assert {"c1", "c2", "c3"} == ids(target, "salaries", BOB)
    assert set() == ids(target, "salaries", ProbePrincipal("eve", groups=("sales",)))
    assert {"c4"} == ids(target, "salaries")


@pytest.mark.parametrize("name", ["store", "two"])
def test_arguments_of_the_search_are_filled(make: Make, name: str) -> None:
    """For a store and for its retriever, which keeps its number of results."""
    target = make(name, search_kwargs=BY_GROUP)
    most = 2 if name == "two" else 4
    assert {"c4"} == ids(target, "parking", ANONYMOUS)
    assert {"c1", "c2", "c4"} >= ids(target, "deployments", ALICE)
    assert "c3" in ids(target, "salaries", BOB)
    assert "c3" in ids(target, "salaries", ORACLE)
    assert most == len(ids(target, "salaries")) == len(ids(target, "salaries", ORACLE))
    unrestricted = {"filter": {"group": {"$in": ["public"]}}}
    narrow = make(name, search_kwargs=BY_GROUP, unrestricted=unrestricted)
    assert {"c4"} == ids(narrow, "salaries", ORACLE)


def test_a_filter_of_its_own_is_not_replaced(make: Make) -> None:
    """It might be the one that keeps things apart."""
    with pytest.raises(MalformedError, match="has a `filter` of its own"):
        ids(make("only_hr", search_kwargs=BY_GROUP), "salaries", ALICE)
    with pytest.raises(MalformedError, match="has no `search_kwargs`"):
        ids(make("mixed", search_kwargs=BY_GROUP), "salaries", ALICE)


def test_who_cannot_be_asked_as(make: Make) -> None:
    """Is skipped, and never asked as somebody else."""
    with pytest.raises(SkipError, match=r"cannot ask as alice: .* takes no principal"):
        ids(make("store"), "salaries", ALICE)
    with pytest.raises(SkipError, match="none are known"):
        ids(make("store", search_kwargs=BY_GROUP), "salaries", ProbePrincipal("eve"))


def test_how_many_results(make: Make) -> None:
    """A retriever keeps its own number unless told otherwise; a store is asked."""
    assert 2 == len(ids(make("two"), "deployments", k=3))
    assert 3 == len(ids(make("two", set_k=True), "deployments", k=3))
    assert 3 == len(ids(make("store"), "deployments", k=3))


def test_odd_answers(make: Make) -> None:
    """Nothing found is an answer; chunks without an id are told apart by their text."""
    target = make("mixed")
    assert () == target.retrieve("x", 5, None).hits
    one, two, again = target.retrieve("nameless", 5, None).hits
    assert ("", "", "") == (one.document, two.document, again.document)
    assert one.id == again.id != two.id


@pytest.mark.parametrize(
    ("name", "query", "expected", "told"),
    [
        ("mixed", "raise", MalformedError, "raised ValueError"),
        ("mixed", "exit", MalformedError, "raised SystemExit"),
        ("mixed", "down", TransientError, "raised TimeoutError"),
        ("mixed", "other", MalformedError, "results of another kind"),
        ("mixed", "none", MalformedError, "returned a NoneType"),
        ("chain", "x", MalformedError, "returned a str"),
    ],
)
def test_what_goes_wrong_in_it(
    make: Make, name: str, query: str, expected: type[RagauditError], told: str
) -> None:
    """Is one of our errors, without a word of its own."""
    with pytest.raises(expected, match=told) as caught:
        ids(make(name), query)
    assert SECRET not in f"{caught.value.message}{caught.value.hint}"
    assert caught.value.__cause__ is caught.value.__context__ is None


@pytest.mark.parametrize(
    ("options", "told"),
    [
        ({"search_kwargs": []}, "write arguments of the search"),
        ({"search_kwargs": {"k": 3}}, "`k` is how many"),
        ({"search_kwargs": {"filter": "{grups}"}}, "`{grups}` is none of"),
        ({"unrestricted": {"filter": 1}}, "for a target that has `search_kwargs`"),
        ({"unrestricted": {"filter": "{who}"}, "search_kwargs": BY_GROUP}, "nobody is asked for"),
    ],
)
def test_options_that_cannot_be_used(options: dict[str, Any], told: str) -> None:
    """Are named with their place."""
    given = {"retriever": "app:retriever", **options}
    with pytest.raises(UsageError, match=r"r\.yaml:3: target “langchain”") as caught:
        LangChainTarget(TargetSettings("langchain", options=given, options_at="r.yaml:3"))
    assert told in caught.value.message


def test_runs_are_traced_nowhere(application: str, tmp_path: Path) -> None:
    """Whatever the environment says; in a process in which every connection is an error."""
    code = f"""
import os, socket, sys, threading
os.environ.update(LANGSMITH_TRACING="true", LANGCHAIN_TRACING_V2="true", LANGSMITH_API_KEY="x",
                  LANGSMITH_ENDPOINT="http://127.0.0.1:9")
tried = []
def refuse(*args):
    tried.append(args)
    raise OSError("a connection was made")
socket.socket.connect = socket.getaddrinfo = refuse
from pathlib import Path
from ragaudit.model import ProbePrincipal, TargetSettings
from ragaudit_probes.targets.langchain import LangChainTarget
root, options = Path({str(tmp_path)!r}), {{"retriever": "{application}:store"}}
target = LangChainTarget(TargetSettings("langchain", root, options=options))
target.capabilities()
assert not {{"langchain_core", {application!r}}} & set(sys.modules)
assert 4 == len(target.retrieve("salaries", 10, None).hits)
target.close()
assert not [one.name for one in threading.enumerate() if "racing" in one.name]
import atexit
atexit._run_exitfuncs()
assert [] == tried, tried
"""
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=False)
    assert (0, "") == (done.returncode, done.stderr)


def test_a_library_that_is_not_installed(make: Make, monkeypatch: pytest.MonkeyPatch) -> None:
    """Is said with the one command to run."""
    for name in [name for name in sys.modules if name.partition(".")[0] == "langchain_core"]:
        monkeypatch.delitem(sys.modules, name)
    monkeypatch.setitem(sys.modules, "langchain_core", None)
    with pytest.raises(MissingExtraError) as caught:
        ids(make("two"), "x")
    assert "pip install 'ragaudit[langchain]'" == caught.value.hint
