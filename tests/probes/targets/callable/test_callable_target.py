"""A function of the user's own program as a target, run for real."""

from __future__ import annotations

import sys
import threading
import traceback
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest

from ragaudit.asking import Asking
from ragaudit.contracts import Target, TargetCapabilities
from ragaudit.errors import (
    AuthInvalidError,
    MalformedError,
    RagauditError,
    SkipError,
    SourceError,
    TransientError,
    UsageError,
)
from ragaudit.model import Hit, ProbePrincipal, ReaderKind, SyncSettings, TargetSettings
from ragaudit_probes.targets.callable_target import CallableTarget

ALICE = ProbePrincipal("alice", groups=("staff",), auth={"token": "${CALLABLE_ALICE}"})
NOBODY = ProbePrincipal("nobody", ReaderKind.ANONYMOUS)
ORACLE = ProbePrincipal("admin", ReaderKind.ORACLE)
SECRET = "the merger is called Falcon"
MODULE = '''
"""A small retriever with everything that goes wrong."""
import asyncio, threading, time

SECRET = "the merger is called Falcon"
calls, threads, loops = [], set(), set()
inside, most_inside = 0, 0

def plain(query):
    return ["a.md", "b.md"]

def with_k(query, k):
    return [{"id": f"c{n}", "document": f"d{n}.md", "text": query, "score": 1 / n}
            for n in range(1, k + 1)]

def as_somebody(query, k=5, *, principal=None):
    calls.append(principal)
    return [] if principal is None else [principal.name, *principal.groups]

def swallows(query, **rest):
    return [",".join(sorted(rest))]

async def later(query, k=1):
    loops.add(id(asyncio.get_running_loop()))
    await asyncio.sleep(0.01)
    return [("x", 0.5)]

async def streamed(query):
    for name in ("a", "b"):
        yield name

def generated(query):
    yield "a"
    raise KeyError(SECRET)

def busy(query):
    global inside, most_inside
    inside += 1
    most_inside = max(most_inside, inside)
    time.sleep(0.01)
    inside -= 1
    return []

def hangs(query):
    threading.Event().wait(20)

async def hangs_later(query):
    await asyncio.sleep(20)

async def blocks(query):
    time.sleep(1.6) if query == "slow" else None
    return ["done"]

class Teller:
    def search(self, query, k):
        return [query]

teller = Teller()

def raises(query):
    kinds = {"value": ValueError, "perm": PermissionError, "exit": SystemExit,
             "net": ConnectionError, "own": __import__("ragaudit.errors").errors.SkipError}
    calls.append(query)
    kind = kinds[query]
    raise kind("forbidden", SECRET) if query == "own" else kind(SECRET)

def asks(query, principal):
    raise PermissionError(SECRET)

def returns(query):
    return {"none": None, "text": "a.md", "number": 3, "set": {"a"}, "dict": {"Falcon merger": 1},
            "empty": [], "total": {"hits": ["a"], "total": 7, "cost": 0.25},
            "blank": [{"Falcon merger": 1, "rank": 2}], "many": (str(n) for n in range(10**9)),
            }[query]

class Odd:
    @property
    def text(self):
        raise RuntimeError(SECRET)

def odd(query):
    return [Odd()]

def needs_more(query, tenant):
    return []

def no_query(*, query):
    return []

number = 3
'''

HOME = """
import sqlite3
db = sqlite3.connect(":memory:")

def search(query):
    return [str(db.execute("select 41 + 1").fetchone()[0])]
"""


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Path]:
    root = tmp_path_factory.mktemp("app")
    (root / "shelves.py").write_text(MODULE)
    (root / "home.py").write_text(HOME)
    (root / "broken.py").write_text(f"raise ValueError({SECRET!r})")
    (root / "exits.py").write_text("raise SystemExit(0)")
    (root / "lacks.py").write_text("import no_such_module_at_all")
    (root / "json.py").write_text("raise ValueError('stands in for a library')")
    yield root
    sys.path.remove(str(root.resolve()))
    for name in ("shelves", "home"):
        sys.modules.pop(name, None)


Make = Callable[..., CallableTarget]


@pytest.fixture
def make(folder: Path) -> Iterator[Make]:
    made: list[CallableTarget] = []

    def build(name: str, timeout_s: float = 10.0, tries: int = 1, **rest: Any) -> CallableTarget:
        function = name if ":" in name else f"shelves:{name}"
        sync = SyncSettings(timeout_s=timeout_s, tries=tries)
        options = {"function": function, **rest}
        settings = TargetSettings("callable", folder, options=options, sync=sync)
        made.append(CallableTarget(settings, Asking(sync, sleep=lambda _: None)))
        return made[-1]

    yield build
    for target in made:
        target.close()


def shelves() -> Any:
    return sys.modules["shelves"]


def ids(target: CallableTarget, query: str = "q", k: int = 3, who: Any = None) -> list[str]:
    return [hit.id for hit in target.retrieve(query, k, who).hits]


def together(call: Callable[[], object], times: int) -> None:
    threads = [threading.Thread(target=call) for _ in range(times)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()


def test_is_a_target(make: Make) -> None:
    """It has what the protocol asks for."""
    assert isinstance(make("plain"), Target)


def test_query_alone(make: Make) -> None:
    """A function that takes the query alone is given nothing else; strings name documents."""
    found = make("plain").retrieve("q", 3, None)
    assert (Hit("a.md", document="a.md"), Hit("b.md", document="b.md")) == found.hits
    assert found.latency_s >= 0


def test_k(make: Make) -> None:
    """`k` is passed where it is taken."""
    assert ["c1", "c2"] == ids(make("with_k"), k=2)


def test_method(make: Make) -> None:
    """A method of an object of the module can be named."""
    assert ["q"] == ids(make("teller.search"))


def test_principal_is_declared_and_passed(make: Make, monkeypatch: pytest.MonkeyPatch) -> None:
    """The principal comes as it stands in the set, its secrets by name."""
    monkeypatch.setenv("CALLABLE_ALICE", "t0ken")
    target = make("as_somebody")
    assert target.capabilities().principals
    assert ["alice", "staff"] == ids(target, who=ALICE)
    assert {"token": "${CALLABLE_ALICE}"} == shelves().calls[-1].auth
    assert [] == ids(target, who=None)


def test_missing_variable(make: Make, monkeypatch: pytest.MonkeyPatch) -> None:
    """A variable that is not set is named, and the principal is skipped."""
    monkeypatch.delenv("CALLABLE_ALICE", raising=False)
    with pytest.raises(SkipError, match="CALLABLE_ALICE is not set"):
        make("as_somebody").retrieve("q", 3, ALICE)


@pytest.mark.parametrize("who", [ALICE, NOBODY])
def test_takes_no_principal(make: Make, who: ProbePrincipal) -> None:
    """What cannot be asked as somebody is not asked as everybody."""
    with pytest.raises(SkipError, match="takes no principal"):
        make("plain").retrieve("q", 3, who)
    assert ["a.md", "b.md"] == ids(make("plain"), who=ORACLE)


def test_kwargs_take_k_but_no_principal(make: Make) -> None:
    """`**kwargs` may ignore a principal, so it does not count, and is said."""
    target = make("swallows")
    assert ["k"] == ids(target)
    expected = (False, True)
    assert expected == (
        target.capabilities().principals,
        "kwargs" in "".join(target.capabilities().notes),
    )


def test_async_functions_share_a_loop(make: Make) -> None:
    """Asynchronous functions run in one loop, and may be called at once."""
    target = make("later")
    assert target.capabilities().concurrent
    together(lambda: target.retrieve("q", 1, None), 8)
    assert 1 == len(shelves().loops)
    assert 0.5 == target.retrieve("q", 1, None).hits[0].score


def test_async_generator(make: Make) -> None:
    """Asynchronous generators are read."""
    assert ["a", "b"] == ids(make("streamed"))


def test_one_thread(make: Make) -> None:
    """A function that may not be called at once always runs where its module was imported."""
    target = make("home:search")
    found: list[str] = []
    together(lambda: found.extend(ids(target)), 5)
    assert ["42"] * 5 == found
    assert not target.capabilities().concurrent


@pytest.mark.parametrize(("concurrent", "expected"), [(False, True), (True, False)])
def test_turns(make: Make, concurrent: bool, expected: bool) -> None:
    """Functions are called one at a time unless they are said to allow more."""
    target = make("busy", concurrent=concurrent)
    target.capabilities()
    shelves().most_inside = 0
    together(lambda: ids(target), 6)
    assert expected == (shelves().most_inside == 1)


@pytest.mark.parametrize(
    ("query", "kind", "who"),
    [
        ("value", MalformedError, "raised ValueError in shelves.py"),
        ("exit", MalformedError, "raised SystemExit"),
        ("perm", AuthInvalidError, "raised PermissionError"),
        ("net", TransientError, "raised ConnectionError"),
        ("own", MalformedError, "raised SkipError"),
    ],
)
def test_raises(make: Make, query: str, kind: type[RagauditError], who: str) -> None:
    """Whatever is raised becomes an error of ours, and its text is nowhere, not in the chain."""
    with pytest.raises(kind, match=who) as caught:
        make("raises").retrieve(query, 3, None)
    assert SECRET not in "".join(traceback.format_exception(caught.value))
    assert None is caught.value.__context__


def test_refused_somebody(make: Make) -> None:
    """A `PermissionError` for somebody skips that somebody."""
    with pytest.raises(SkipError, match=r"cannot ask as nobody: .* raised PermissionError"):
        make("asks").retrieve("q", 3, NOBODY)


@pytest.mark.parametrize(("query", "expected"), [("net", 3), ("value", 1)])
def test_tries_again(make: Make, query: str, expected: int) -> None:
    """Only what may pass is tried again."""
    target = make("raises", tries=3)
    target.capabilities()
    shelves().calls.clear()
    with pytest.raises(SourceError):
        target.retrieve(query, 3, None)
    assert [query] * expected == shelves().calls


@pytest.mark.parametrize("name", ["hangs", "hangs_later"])
def test_hangs(make: Make, name: str) -> None:
    """A function that does not return in time is left behind."""
    with pytest.raises(TransientError, match="did not return within"):
        make(name, timeout_s=0.05).retrieve("q", 3, None)


def test_blocked_loop_is_replaced(make: Make) -> None:
    """Asynchronous code that blocks costs one question, not all that follow."""
    target = make("blocks", timeout_s=0.2)
    with pytest.raises(TransientError):
        target.retrieve("slow", 3, None)
    assert ["done"] == ids(target)


def test_generator_that_raises(make: Make) -> None:
    """A generator that fails half way is no short answer."""
    with pytest.raises(MalformedError, match="raised KeyError") as caught:
        make("generated").retrieve("q", 3, None)
    assert SECRET not in str(caught.value)


def test_property_that_raises(make: Make) -> None:
    """An object that raises when it is looked at is no answer."""
    with pytest.raises(MalformedError, match="raised RuntimeError"):
        make("odd").retrieve("q", 3, None)


@pytest.mark.parametrize("query", ["none", "text", "number", "set", "dict", "blank"])
def test_no_answer(make: Make, query: str) -> None:
    """What is no list of results is an error that shows no value, never an empty answer."""
    with pytest.raises(MalformedError) as caught:
        make("returns").retrieve(query, 3, None)
    assert "Falcon" not in caught.value.message


def test_empty_answer(make: Make) -> None:
    """An empty list is an answer."""
    assert () == make("returns").retrieve("empty", 3, None).hits


def test_total_and_cost(make: Make) -> None:
    """A dictionary may tell the total and the cost."""
    target = make("returns", tells=["total", "cost"])
    found = target.retrieve("total", 3, None)
    assert (7, 0.25) == (found.total, found.cost)
    known = target.capabilities()
    assert TargetCapabilities(scores=True, totals=True, costs=True) == known


def test_endless_answer(make: Make) -> None:
    """An answer that never ends is refused: the rest might be what nobody may see."""
    with pytest.raises(MalformedError, match="more than 10,000 results"):
        make("returns").retrieve("many", 3, None)


@pytest.mark.parametrize(
    ("name", "told"),
    [
        ("broken:search", "cannot be imported: ValueError"),
        ("exits:search", "cannot be imported: SystemExit"),
        ("lacks:search", "no module “no_such_module_at_all”"),
        ("not_there:search", "no module “not_there”"),
        ("shelves:plian", "shelves.py has no `plian`"),
        ("shelves:number", "is a int, which cannot be called"),
        ("needs_more", "needs `tenant`"),
        ("no_query", "does not take a query"),
    ],
)
def test_cannot_be_used(make: Make, name: str, told: str) -> None:
    """A function that cannot be called at all says why; its module's words are not repeated."""
    target = make(name)
    with pytest.raises(SourceError, match=told) as caught:
        target.retrieve("q", 3, None)
    assert SECRET not in "".join(traceback.format_exception(caught.value))
    assert told.rpartition(":")[2].strip() in "".join(target.capabilities().notes)


def test_spelling(make: Make) -> None:
    """A misspelt name gets a suggestion."""
    with pytest.raises(SourceError) as caught:
        make("plian").retrieve("q", 3, None)
    assert "plain" in caught.value.hint


def test_files_do_not_stand_in_for_libraries(make: Make) -> None:
    """A `json.py` beside the configuration is not the library's."""
    make("plain").capabilities()
    sys.modules.pop("json")
    import json

    assert hasattr(json, "loads")


@pytest.mark.parametrize(
    ("options", "told"),
    [
        ({}, r"r.yaml:3: target “callable”: `options.function`"),
        ({"function": "no colon"}, "options.function"),
        ({"function": "a:b", "functon": 1}, "options.functon"),
    ],
)
def test_options(folder: Path, options: dict[str, Any], told: str) -> None:
    """Options that cannot be used are named with their place."""
    with pytest.raises(UsageError, match=told):
        CallableTarget(TargetSettings("callable", folder, options=options, options_at="r.yaml:3"))
