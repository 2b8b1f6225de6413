"""`ragaudit probe` against a server that does everything wrong that servers do: never “no leak”."""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest
from tests.cli.bad_answers import BAD, UNKNOWN
from tests.cli.inside import (
    CONFIG,
    PROBES,
    TARGET,
    TEXTS,
    Here,
    good,
    hits,
    report,
    runner,
    states,
    told,
    whole,
    write_kb,
)
from tests.probes.targets.http.search_server import Asked, Reply, Service, running_service

from ragaudit._measure.calling import IN_A_ROW


@dataclass
class Probing:
    """A knowledge base, a server, and `ragaudit probe` between them."""

    folder: Path
    service: Service
    here: Here

    def __call__(
        self,
        answer: Reply | Callable[[Asked], Reply],
        *arguments: str,
        url: str = "",
        more: str = "",
    ) -> tuple[int, dict[str, Any]]:
        """Ask a path that answers so; the exit code and the report."""
        target = TARGET.format(url=url or self.service.on("/search", answer))
        (self.folder / "ragaudit.yaml").write_text(CONFIG + target + more)
        ran = self.here("probe", "--format", "json", *arguments)
        assert "" == ran.stderr
        return ran.returncode, report(ran)


@pytest.fixture
def probing(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capfd: pytest.CaptureFixture[str]
) -> Iterator[Probing]:
    write_kb(tmp_path)
    with running_service() as service:
        yield Probing(tmp_path, service, runner(tmp_path, monkeypatch, capfd))


def stuffed(asked: Asked) -> Reply:
    """Right, with something nobody knows behind it."""
    return Reply({"results": [*hits(asked), {"id": "zz", "path": "archive/zz.md", "score": 0.01}]})


def test_what_is_no_answer_is_inconclusive(probing: Probing) -> None:
    """Each with its reason and what to do, also for denials; the rest is measured."""
    # Failures that may pass stand between others: of many in a row the target would be down.
    queries = {f"{number % 4} {name}": name for number, name in enumerate(BAD)}
    probes = [
        f'  - {{id: "{query}", query: "{query}", gold: [pay.md], matrix: auto}}'
        for query in queries
    ]
    (probing.folder / "probes.yaml").write_text(PROBES + "\n".join(probes))

    code, found = probing(
        lambda asked: (
            BAD[queries[asked.body["query"]]][0] if asked.body["query"] in queries else good(asked)
        )
    )

    bad = [probe for probe in found["probes"] if probe["id"] in queries]
    assert (3, "inconclusive") == (code, found["verdict"]["status"])
    assert [] == [one for one in bad if BAD[queries[one["id"]]][1] not in one["reason"]]
    assert {"inconclusive", "skipped"} == {probe["status"] for probe in bad}
    assert {"passed"} == {s for (name, _), s in states(found).items() if name not in queries}
    assert "Sign in" not in str(found)


@pytest.mark.parametrize("name", ["html", "an error with status 200", "unknown ids", "failing"])
def test_no_answer_at_all_leaves_no_figure(probing: Probing, name: str) -> None:
    """Neither 0 nor 1, and never “no leak”."""
    reply, reason = BAD[name]

    code, found = probing(reply)

    assert (3, True) == (code, reason in told(found))
    assert (None, None) == (whole(found, "leak rate")["value"], whole(found, "R@3")["value"])


def test_nobody_is_there(probing: Probing) -> None:
    """A target that is down."""
    code, found = probing(good, url="http://127.0.0.1:1/search")

    assert (3, {"inconclusive"}) == (code, set(states(found).values()))
    assert "127.0.0.1:1 cannot be reached (ConnectError); check that the target is up" in told(
        found
    )


def test_a_target_that_goes_down_is_not_waited_for(probing: Probing) -> None:
    """The rest is not asked, which is said, and what was answered before is measured."""
    lines = [f"  - {{id: q{n:02}, query: leave {n:02}, gold: [leave.md]}}" for n in range(40)]
    (probing.folder / "probes.yaml").write_text("\n".join([PROBES.partition("  - {id")[0], *lines]))
    left, lock = [10], threading.Lock()

    def until(asked: Asked) -> Reply:
        with lock:
            left[0] -= 1
            return good(asked) if left[0] >= 0 else Reply("", status=503)

    code, found = probing(until)

    kinds = [probe["reason"] for probe in found["probes"]]
    assert (3, 80) == (code, len(kinds))
    assert 10 == sum(not reason for reason in kinds)
    assert any(reason.startswith("not asked: the target had failed") for reason in kinds)
    assert IN_A_ROW <= len(probing.service.asked) < 50


def test_an_empty_index(probing: Probing) -> None:
    """Nothing came back to anybody: the misses are misses, and nothing is clean."""
    code, found = probing(Reply({"results": []}))

    assert (3, "inconclusive") == (code, found["verdict"]["status"])
    assert "nothing came back to anybody for any question, which an empty index does" in told(found)
    assert (None, 0.0) == (whole(found, "leak rate")["value"], whole(found, "R@3")["value"])
    assert {
        ("leave", "ann"): "failed",
        ("leave", "bob"): "failed",
        ("pay", "ann"): "failed",
        ("pay", "bob"): "inconclusive",
        ("pay", "anon"): "inconclusive",
    } == states(found)


def test_somebody_the_target_does_not_know(probing: Probing) -> None:
    """It answers bob with nothing whatever is asked: that nothing leaks to bob shows nothing."""
    code, found = probing(
        lambda asked: (
            Reply({"results": []}) if asked.headers.get("x-user") == "bob" else good(asked)
        )
    )

    assert (3, "inconclusive") == (code, states(found)["pay", "bob"])
    assert "passed" == states(found)["pay", "anon"]
    assert "nothing came back to bob for any question" in told(found)


def test_duplicates_are_one_document(probing: Probing) -> None:
    """Ten thousand chunks of two pages are two results."""

    def many(asked: Asked) -> Reply:
        named = [{"id": one["id"], "path": one["path"], "score": 1} for one in hits(asked)]
        return Reply({"results": (named * 10_000)[:10_000]})

    code, found = probing(many)

    assert (0, {"passed"}) == (code, set(states(found).values()))
    assert (1.0, 0.0) == (whole(found, "R@3")["value"], whole(found, "leak rate")["value"])
    assert all(len(probe["returned"]) <= 3 for probe in found["probes"])


def test_results_nobody_knows_beside_known_ones(probing: Probing) -> None:
    """What is found counts; denials do not, for the unknown one may be anything."""
    code, found = probing(stuffed)

    assert (3, "passed", "inconclusive") == (
        code,
        states(found)["leave", "bob"],
        states(found)["pay", "bob"],
    )
    assert (1.0, None) == (whole(found, "R@3")["value"], whole(found, "leak rate")["value"])
    assert "results of the retriever are no document of a source" in told(found)


def test_a_leak_among_failures_is_a_leak(probing: Probing) -> None:
    """It outranks whatever else could not be asked."""

    def leaking(asked: Asked) -> Reply:
        if "salary" in asked.body["query"]:
            return Reply(
                {"results": [{"id": "pay.md", "path": "pay.md", "score": 1}, *UNKNOWN[:1]]}
            )
        return Reply("", status=500)

    code, found = probing(leaking)

    assert (1, "failed") == (code, found["verdict"]["status"])
    assert {("bob", "docs:pay.md"), ("anon", "docs:pay.md")} == {
        (leak["principal"], leak["document"]) for leak in found["leaks"]
    }


def test_the_rest_is_measured(probing: Probing) -> None:
    """One question fails, and one person cannot sign in."""

    def partly(asked: Asked) -> Reply:
        if asked.headers.get("x-user") == "bob":
            return Reply("", status=401)
        return Reply("", status=500) if "leave" in asked.body["query"] else good(asked)

    code, found = probing(partly)

    assert 3 == code
    assert {
        ("leave", "ann"): "inconclusive",
        ("leave", "bob"): "skipped",
        ("pay", "ann"): "passed",
        ("pay", "bob"): "skipped",
        ("pay", "anon"): "passed",
    } == states(found)
    assert (1, 1) == (whole(found, "leak rate")["n"], whole(found, "leak rate")["undefined"])


def test_a_principal_without_credentials(probing: Probing, monkeypatch: pytest.MonkeyPatch) -> None:
    """A variable that is not set, named; the others are asked."""
    monkeypatch.delenv("ANN_TOKEN", raising=False)
    probes = PROBES.replace("header X-User: ann", 'header X-User: "${ANN_TOKEN}"')
    (probing.folder / "probes.yaml").write_text(probes)

    code, found = probing(good)

    assert (3, "skipped", "passed") == (
        code,
        states(found)["pay", "ann"],
        states(found)["pay", "bob"],
    )
    assert "cannot ask as ann: the environment variable ANN_TOKEN is not set" in told(found)
    assert 1.0 == whole(found, "R@3")["value"]


def test_a_principal_the_target_could_not_tell_apart(probing: Probing) -> None:
    """Never asked as the account, or as somebody else."""
    (probing.folder / "probes.yaml").write_text(
        PROBES.replace("{auth: {header X-User: ann}}", "{who: ann}")
    )

    code, found = probing(good)

    assert (3, "skipped") == (code, states(found)["leave", "ann"])
    assert "nothing that is sent tells the target who asks; give the principal `auth`" in told(
        found
    )


def test_gold_that_was_deleted(probing: Probing) -> None:
    """Its probe is undecided, the others are measured."""
    (probing.folder / "docs" / "leave.md").unlink()

    code, found = probing(
        lambda asked: Reply({"results": [one for one in hits(asked) if one["path"] != "leave.md"]})
    )

    assert (3, "inconclusive") == (code, states(found)["leave", "bob"])
    assert "what should answer it is no longer in the corpus" in told(found)
    assert "passed" == states(found)["pay", "ann"]


def test_principals_false(probing: Probing) -> None:
    """Recall is measured as the account, leakage is said not to be, and that is no pass."""
    everybody = {"x-user": "ann"}

    code, found = probing(
        lambda asked: good(Asked("POST", "", {}, everybody, asked.body, 0)),
        more="      principals: false\n",
    )

    assert (3, 1.0) == (code, whole(found, "R@3")["value"])
    assert "the target cannot be asked as somebody, so leakage was not measured" in told(found)


def test_no_documents_at_all(probing: Probing) -> None:
    """Sources that hold nothing: whatever comes back is nothing anybody knows."""
    for name in TEXTS:
        (probing.folder / "docs" / name).unlink()

    code, found = probing(good)

    assert (3, "inconclusive") == (code, found["verdict"]["status"])
    assert {"inconclusive"} == set(states(found).values())
