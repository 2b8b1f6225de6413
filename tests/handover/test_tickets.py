"""Tickets in step with findings: one for each, never a second."""

from __future__ import annotations

import multiprocessing
import os
import signal
from collections.abc import Iterator
from dataclasses import replace
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given
from hypothesis import settings as hypothesis_settings
from hypothesis import strategies as st
from tests.handover.made import NOON, finding, run
from tests.handover.receiver import Answer, receiving
from tests.reports.handover.made import TOKEN, tracker
from tests.reports.handover.standins import GitHub, Jira

from ragaudit._handover.keeping import keep_all
from ragaudit._handover.ledger import Ledger
from ragaudit._handover.tickets import Tickets
from ragaudit.model import (
    Audit,
    Credentials,
    Finding,
    Route,
    SyncSettings,
    TicketChange,
    TrackerSettings,
)

A, B = finding("a.md"), finding("b.md")
LATER = NOON + timedelta(minutes=11)


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setenv("TRACKER_TOKEN", TOKEN)
    monkeypatch.setattr("ragaudit.asking.FIRST_WAIT_S", 0.001)
    return tmp_path


def keep(folder: Path, audit: Audit, **changes: Any) -> list[TicketChange]:
    """Bring a folder of tickets in step."""
    dry, now = changes.pop("dry", False), changes.pop("now", NOON)
    settings = replace(TrackerSettings("files", "files", home=str(folder)), **changes)
    ledger = Ledger(folder / "handover.db")
    try:
        return Tickets(settings, tracker("files", {}, home=str(folder)), ledger, now).run(
            audit, dry=dry
        )
    finally:
        ledger.close()


def actions(changes: list[TicketChange]) -> list[str]:
    return [change.action.value for change in changes]


def states(folder: Path) -> list[str]:
    """The second line of each ticket."""
    return [f.read_text().split("\n")[1] for f in sorted((folder / "tickets").glob("*.md"))]


def close(folder: Path) -> None:
    for file in (folder / "tickets").glob("*.md"):
        file.write_text(file.read_text().replace("state: open", "state: closed"))


def test_one_ticket_for_each(folder: Path) -> None:
    """The second run finds them."""
    assert actions(keep(folder, run([A, B]))) == ["created", "created"]
    assert actions(keep(folder, run([A, B]))) == ["kept", "kept"]
    assert states(folder) == ["state: open"] * 2


def test_closed_by_somebody_stays_closed(folder: Path) -> None:
    """That was a decision, as long as the finding stays."""
    keep(folder, run([A]))
    close(folder)
    assert actions(keep(folder, run([A]))) == ["kept"]
    assert states(folder) == ["state: closed"]


def test_reopened_only_if_it_was_gone(folder: Path) -> None:
    """Gone in a run that looked, and back."""
    keep(folder, run([A]))
    close(folder)
    keep(folder, run([], rules=("CNF301",)))
    assert actions(keep(folder, run([A]))) == ["kept"]
    keep(folder, run([]))
    assert actions(keep(folder, run([A]))) == ["reopened"]
    close(folder)
    assert actions(keep(folder, run([A]))) == ["kept"]


def test_fixed_ones_are_closed_on_request(folder: Path) -> None:
    """Otherwise people close them; either way they are reopened if it comes back."""
    keep(folder, run([A]))
    assert actions(keep(folder, run([]), close_fixed=True)) == ["closed"]
    assert actions(keep(folder, run([]), close_fixed=True)) == []
    assert states(folder) == ["state: closed"]
    assert actions(keep(folder, run([A]))) == ["reopened"]


def test_an_open_ticket_whose_finding_is_gone_is_named(folder: Path) -> None:
    """It can be closed; who opens it again after that is not overruled."""
    keep(folder, run([A]))
    assert actions(keep(folder, run([]))) == ["fixed"]
    assert actions(keep(folder, run([]), close_fixed=True)) == ["fixed"]
    assert states(folder) == ["state: open"]
    assert actions(keep(folder, run([A]))) == ["kept"]


def test_the_record_is_lost(folder: Path) -> None:
    """Tickets carry their fingerprint."""
    keep(folder, run([A]))
    (folder / "handover.db").unlink()
    assert actions(keep(folder, run([A]))) == ["kept"]


def test_the_mark_is_lost(folder: Path) -> None:
    """The record knows the ticket's name."""
    keep(folder, run([A]))
    for file in (folder / "tickets").glob("*.md"):
        file.write_text("rewritten")
    assert actions(keep(folder, run([A]))) == ["kept"]
    assert len(list((folder / "tickets").iterdir())) == 1


def test_a_deleted_ticket_is_not_made_again(folder: Path) -> None:
    """It is told; only if the finding goes and comes back is there a new one."""
    keep(folder, run([A]))
    for file in (folder / "tickets").glob("*.md"):
        file.unlink()
    (change,) = keep(folder, run([A]))
    assert (change.action.value, "no second one is made" in change.reason) == ("missing", True)
    keep(folder, run([]))
    assert actions(keep(folder, run([A]))) == ["created"]


def test_not_too_many_at_once(folder: Path) -> None:
    """The worst first, the rest waits for the next run."""
    many = [finding(f"{n}.md") for n in range(5)]
    assert actions(keep(folder, run(many), most_new=2)) == ["created"] * 2 + ["waiting"] * 3
    assert actions(keep(folder, run(many), most_new=2)).count("created") == 2


def test_a_dry_run_changes_nothing(folder: Path) -> None:
    """It says the same."""
    assert actions(keep(folder, run([A]), dry=True)) == ["created"]
    assert not (folder / "tickets").exists()
    keep(folder, run([A]))
    assert actions(keep(folder, run([]), dry=True, close_fixed=True)) == ["closed"]
    assert states(folder) == ["state: open"]
    assert actions(keep(folder, run([A]))) == ["kept"]


def test_only_what_the_route_is_for(folder: Path) -> None:
    """As for alerts."""
    other = finding("c.md", "bob", code="CNF301")
    assert actions(keep(folder, run([A, other]), route=Route("", rules=("CNF",)))) == ["created"]


@hypothesis_settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(
    st.lists(
        st.tuples(st.sets(st.sampled_from("abc")), st.booleans(), st.sets(st.sampled_from("abc"))),
        max_size=6,
    )
)
def test_never_a_second_and_closed_stays_closed(
    tmp_path_factory: pytest.TempPathFactory, steps: list[tuple[set[str], bool, set[str]]]
) -> None:
    """Over any runs (what is found, whether it looked, what people close) the rules hold."""
    folder = tmp_path_factory.mktemp("steps")
    opened: dict[str, bool] = {}
    gone: set[str] = set()
    for found, looked, closed in steps:
        audit = run([finding(f"{n}.md", n) for n in sorted(found)], interrupted=not looked)
        keep(folder, audit)
        gone |= set(opened) - found if looked else set()
        for name in found:
            opened[name] = opened.get(name, True) or name in gone
        gone -= found
        there = {
            name: (folder / "tickets" / f"FRS203-{finding(f'{name}.md').fingerprint}.md")
            for name in opened
        }
        assert {n: "state: open" in f.read_text() for n, f in there.items()} == opened
        assert len(list(folder.glob("tickets/*"))) == len(opened)
        for name in closed & set(opened):
            file = there[name]
            file.write_text(file.read_text().replace("state: open", "state: closed"))
            opened[name] = False


@pytest.fixture
def github(folder: Path) -> Iterator[tuple[GitHub, TrackerSettings]]:
    system = GitHub()
    with receiving(system) as server:
        yield (
            system,
            TrackerSettings(
                "github",
                "github",
                {"repository": "acme/kb", "url": server.url},
                Credentials(token_env="TRACKER_TOKEN"),
                sync=SyncSettings(tries=2),
            ),
        )


def step(
    folder: Path, settings: TrackerSettings, findings: list[Finding], now: Any = NOON, **run_as: Any
) -> list[str]:
    """What the command does with one tracker."""
    ledger = Ledger(folder / "handover.db")
    try:
        (kept,) = keep_all([settings], run(findings, **run_as), ledger, now, dry=False)
        return [kept.problem] if kept.problem else actions(list(kept.changes))
    finally:
        ledger.close()


def test_after_a_lost_answer(folder: Path, github: tuple[GitHub, TrackerSettings]) -> None:
    """Made and not confirmed: the next run finds it."""
    system, settings = github
    system.after = lambda r: Answer(502) if r.method == "POST" else None
    assert step(folder, settings, [A]) == ["failed"]
    system.after = lambda _: None
    assert step(folder, settings, [A]) == ["kept"]
    assert len(system.issues) == 1


def test_after_a_lost_request(folder: Path, github: tuple[GitHub, TrackerSettings]) -> None:
    """Not made and not known: it waits until a list can be believed, then it is made."""
    system, settings = github
    system.before = lambda r: Answer(502) if r.method == "POST" else None
    assert step(folder, settings, [A]) == ["failed"]
    system.before = lambda _: None
    assert step(folder, settings, [A]) == ["waiting"]
    assert step(folder, settings, [A], LATER) == ["created"]
    assert len(system.issues) == 1


def test_after_a_refusal(folder: Path, github: tuple[GitHub, TrackerSettings]) -> None:
    """Refused is not done: the next run may try at once."""
    system, settings = github
    system.before = lambda r: Answer(422, {}) if r.method == "POST" else None
    assert step(folder, settings, [A]) == ["failed"]
    system.before = lambda _: None
    assert step(folder, settings, [A]) == ["created"]


def test_a_list_that_lags(folder: Path) -> None:
    """Jira's cloud lists what was made some time later; the id is asked for meanwhile."""
    system = Jira(cloud=True, lags=9)
    with receiving(system) as server:
        options = {"project": "KB", "url": server.url, "cloud": True}
        auth = Credentials(token_env="TRACKER_TOKEN")
        settings = TrackerSettings("jira", "jira", options, auth, sync=SyncSettings(tries=1))
        assert step(folder, settings, [A]) == ["created"]
        assert step(folder, settings, [A]) == ["kept"]
        system.after = lambda r: Answer(504) if r.method == "POST" else None
        assert step(folder, settings, [A, B]) == ["kept", "failed"]
        system.after = lambda _: None
        assert step(folder, settings, [A, B]) == ["kept", "waiting"]
        system.lags = 0
        assert step(folder, settings, [A, B], LATER) == ["kept", "kept"]
    assert len(system.issues) == 2


def test_a_close_that_failed_is_tried_again(
    folder: Path, github: tuple[GitHub, TrackerSettings]
) -> None:
    """And nothing is thought to be gone for good meanwhile."""
    system, settings = github
    settings = replace(settings, close_fixed=True)
    step(folder, settings, [A])
    system.before = lambda r: Answer(403, {}) if r.method == "PATCH" else None
    assert step(folder, settings, []) == ["failed"]
    system.before = lambda _: None
    assert step(folder, settings, []) == ["closed"]


def test_a_list_that_fails_makes_nothing(
    folder: Path, github: tuple[GitHub, TrackerSettings]
) -> None:
    """Nobody knows what is there, so nothing is done."""
    system, settings = github
    system.before = lambda r: Answer(404, {}) if r.method == "GET" else None
    (problem,) = step(folder, settings, [A])
    assert "404 Not Found" in problem
    assert "check `options`, and that the token may see it" in problem
    assert system.issues == []


def test_one_tracker_that_fails_does_not_stop_another(folder: Path) -> None:
    """Each has its own result."""
    down = TrackerSettings(
        "gitlab",
        "down",
        {"project": "a/b", "url": "http://127.0.0.1:9"},
        Credentials(token_env="TRACKER_TOKEN"),
        sync=SyncSettings(tries=1),
    )
    files = TrackerSettings("files", "files", home=str(folder))
    kept = keep_all([down, files], run([A]), Ledger(folder / "l.db"), NOON, dry=False)
    assert [(one.tracker, bool(one.problem), len(one.changes)) for one in kept] == [
        ("down", True, 0),
        ("files", False, 1),
    ]


def _step(folder: Path, settings: TrackerSettings, findings: list[Finding]) -> None:
    step(folder, settings, findings)


def test_two_runs_at_once(folder: Path, github: tuple[GitHub, TrackerSettings]) -> None:
    """The second waits, and finds what the first has made."""
    system, settings = github
    many = [finding(f"{n}.md") for n in range(6)]
    Ledger(folder / "handover.db").close()
    spawn = multiprocessing.get_context("spawn")
    both = [spawn.Process(target=_step, args=(folder, settings, many)) for _ in range(2)]
    for process in both:
        process.start()
    for process in both:
        process.join()
    assert ([process.exitcode for process in both], len(system.issues)) == ([0, 0], 6)


def test_killed_between_making_and_recording(
    folder: Path, github: tuple[GitHub, TrackerSettings]
) -> None:
    """The next run finds what was made, and makes what was not."""
    system, settings = github
    many = [finding(f"{n}.md") for n in range(4)]
    spawn = multiprocessing.get_context("spawn")
    process = spawn.Process(target=_step, args=(folder, settings, many))

    def kill(request: Any) -> None:
        if request.method == "POST" and len(system.issues) == 2 and process.pid is not None:
            os.kill(process.pid, signal.SIGKILL)

    system.after = kill
    process.start()
    process.join()
    assert (process.exitcode, len(system.issues)) == (-signal.SIGKILL, 2)
    system.after = lambda _: None
    assert sorted(step(folder, settings, many)) == ["created", "created", "kept", "kept"]
    assert len(system.issues) == 4
