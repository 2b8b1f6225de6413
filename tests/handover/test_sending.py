"""Messages to a real webhook: each once, or into the dead-letter file."""

from __future__ import annotations

import itertools
import json
import multiprocessing
import os
import signal
from collections.abc import Iterator
from dataclasses import replace
from datetime import date, time
from functools import partial
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given
from hypothesis import settings as hypothesis_settings
from hypothesis import strategies as st
from tests.handover.made import HOOK, NOON, finding, run, settings, telling
from tests.handover.receiver import Answer, Receiver, Request, receiving

from ragaudit._handover.ledger import Ledger
from ragaudit.errors import StoreError
from ragaudit.model import (
    Channel,
    DeliveryState,
    Finding,
    QuietHours,
    Route,
    RunKind,
    Status,
    VerdictStatus,
)

A, B = finding("a.md"), finding("b.md", "bob")
GATE = Route("hook", gate=True)


def states(done: list[Any]) -> list[str]:
    return [one.state.value for one in done]


def dead(folder: Path) -> list[dict[str, Any]]:
    file = folder / "dead-letters.jsonl"
    return [json.loads(line) for line in file.read_text().splitlines()] if file.exists() else []


def test_what_a_message_says(tmp_path: Path) -> None:
    """What, where, whose, since when, what to do; and a name by which a repetition is known."""
    seen = {A.fingerprint: date(2026, 10, 31)}
    with receiving() as hook:
        telling(tmp_path, hook.json_url, settings(), first_seen=seen).run(run([A]))
    key = hook.texts[0].rpartition("message ")[2].partition(":")[0]
    assert hook.titles == ["ragaudit: 1 error to mend"]
    assert hook.texts == [
        "What is to mend in the knowledge base, as of 2026-11-01:\n\n"
        "ERROR FRS203 expired\n"
        "  Where: docs: a.md:3\n"
        "  Owner: ann\n"
        "  What: Expired on 2026-05-01, 184 days ago.\n"
        "  Since: first found on 2026-10-31, 1 day ago\n"
        "  To do: Take it out of what is indexed.\n\n"
        "Each is told once, until it is gone. `ragaudit explain CODE` says more about a rule.\n"
        "Run 20261101T060000000000-00000001, "
        f"message {key}: if it comes twice, it is the same news."
    ]
    assert len(key) == 24


def test_told_once(tmp_path: Path) -> None:
    """What was told is not told again, and what is new is told alone."""
    with receiving() as hook:
        teller = telling(tmp_path, hook.json_url, settings())
        assert states(teller.run(run([A]))) == ["sent"]
        assert states(teller.run(run([A]))) == []
        assert states(teller.run(run([A, B]))) == ["sent"]
    assert ["a.md" in text for text in hook.texts] == [True, False]


def test_gone_and_back_is_news(tmp_path: Path) -> None:
    """A finding that was gone in a run that looked is told again, under another key."""
    with receiving() as hook:
        teller = telling(tmp_path, hook.json_url, settings())
        for audit in (run([A]), run([]), run([A])):
            teller.run(audit)
    keys = {text.rpartition("message ")[2].partition(":")[0] for text in hook.texts}
    assert (len(hook.got), len(keys)) == (2, 2)


def test_not_seen_is_not_gone(tmp_path: Path) -> None:
    """A run that did not look for it leaves it told."""
    with receiving() as hook:
        teller = telling(tmp_path, hook.json_url, settings())
        for audit in (run([A]), run([], rules=("CNF301",)), run([], interrupted=True), run([A])):
            teller.run(audit)
    assert len(hook.got) == 1


def test_every_time_where_that_is_wanted(tmp_path: Path) -> None:
    """`only_new: false` repeats, each time under another key."""
    with receiving() as hook:
        teller = telling(tmp_path, hook.json_url, settings(only_new=False))
        teller.run(run([A]))
        teller.run(run([A]))
    keys = {text.rpartition("message ")[2].partition(":")[0] for text in hook.texts}
    assert (len(hook.got), len(keys)) == (2, 2)


def test_two_routes_to_one_channel_tell_once(tmp_path: Path) -> None:
    """However many routes lead there."""
    routes = (Route("hook"), Route("hook", rules=("FRS",)))
    with receiving() as hook:
        telling(tmp_path, hook.json_url, settings(*routes)).run(run([A]))
    assert hook.texts[0].count("a.md") == 1


def test_each_owner_gets_what_is_theirs(tmp_path: Path) -> None:
    """Where the address has a place for the owner, nobody reads of others' findings."""
    with receiving() as hook:
        telling(tmp_path, f"json://127.0.0.1:{hook.port}/{{owner}}", settings()).run(run([A, B]))
    told = {request.path: request.body["message"] for request in hook.got}
    assert sorted(told) == ["/ann", "/bob"]
    assert ("a.md" in told["/ann"], "b.md" in told["/ann"]) == (True, False)


def test_a_verdict_is_told_when_it_changes(tmp_path: Path) -> None:
    """Not the first pass, not the same again; each kind of run for itself."""
    with receiving() as hook:
        teller = telling(tmp_path, hook.json_url, settings(GATE))
        for status in (VerdictStatus.PASSED, VerdictStatus.FAILED, VerdictStatus.FAILED,
                       VerdictStatus.PASSED, VerdictStatus.FAILED):  # fmt: skip
            teller.run(run([], status=status))
        teller.run(run([], status=VerdictStatus.INCONCLUSIVE, kind=RunKind.PROBE))
    assert hook.titles == [
        "ragaudit scan: FAILED",
        "ragaudit scan: PASSED (was failed)",
        "ragaudit scan: FAILED (was passed)",
        "ragaudit probe: INCONCLUSIVE",
    ]
    keys = {text.rpartition("Message ")[2].partition(":")[0] for text in hook.texts}
    assert len(keys) == 4


def test_none_is_left_out_of_a_long_list(tmp_path: Path) -> None:
    """More findings than fit go into further messages."""
    many = [finding(f"{n}.md") for n in range(95)]
    with receiving() as hook:
        done = telling(tmp_path, hook.json_url, settings()).run(run(many))
    assert hook.titles[0] == "ragaudit: 40 errors to mend, part 1 of 3"
    assert sorted(f for one in done for f in one.message.findings) == sorted(
        f.fingerprint for f in many
    )
    assert [sum(f": {n}.md:" in text for text in hook.texts) for n in range(95)] == [1] * 95


def test_a_dry_run_sends_and_keeps_nothing(tmp_path: Path) -> None:
    """It says what would be sent, and what cannot be."""
    with receiving() as hook:
        teller = telling(tmp_path, hook.json_url, settings())
        assert states(teller.run(run([A]), dry=True)) == ["planned"]
        unset = replace(teller, environ={})
        (planned,) = unset.run(run([A]), dry=True)
    assert (hook.got, dead(tmp_path), teller.ledger.told()) == ([], [], {})
    assert planned.reason == (
        "the environment variable HOOK of channel “hook” is not set; set HOOK"
    )


def test_tried_again_until_it_is_taken(tmp_path: Path) -> None:
    """A failure that passes is not seen by anybody."""
    answers = iter([Answer(500), Answer(None), Answer(200)])
    with receiving(lambda _: next(answers)) as hook:
        done = telling(tmp_path, hook.json_url, settings()).run(run([A]))
    assert (states(done), len(hook.got), dead(tmp_path)) == (["sent"], 3, [])


def test_dead_letters_until_they_are_delivered(tmp_path: Path) -> None:
    """What fails stays in the file with its reason, and leaves it when it is delivered."""
    with receiving(lambda _: Answer(503)) as hook:
        teller = telling(tmp_path, hook.json_url, settings(GATE))
        assert states(teller.run(run([A, B]))) == ["dead", "dead"]
        assert [row["reason"] for row in dead(tmp_path)] == [
            "it was not taken (status 503); check the address, and that it can be reached from here"
        ] * 2
        assert (tmp_path / "dead-letters.jsonl").stat().st_mode & 0o777 == 0o600
        teller.run(run([A, B, finding("c.md")]))
        assert [len(row["findings"]) for row in dead(tmp_path)] == [0, 3]
        hook.answer = lambda _: Answer()
        assert states(teller.run(run([A, B]))) == ["sent", "sent"]
    assert [len(row["findings"]) for row in dead(tmp_path)] == []


def test_what_was_mended_meanwhile_is_no_dead_letter(tmp_path: Path) -> None:
    """Gone, accepted or delivered: nobody needs it any more. What nobody looked at stays."""
    with receiving(lambda _: Answer(500)) as hook:
        teller = telling(tmp_path, hook.json_url, settings())
        teller.run(run([A]))
        kept = dead(tmp_path)
        teller.run(run([], interrupted=True))
        assert dead(tmp_path) == kept
        teller.run(run([replace(A, status=Status.BASELINE)]))
        assert dead(tmp_path) == []
        teller.run(run([A]))
        teller.run(run([]))
    assert dead(tmp_path) == []


def test_a_dead_verdict_waits_for_a_run_of_its_kind(tmp_path: Path) -> None:
    """A probe run says nothing of a scan's verdict."""
    with receiving(lambda _: Answer(500)) as hook:
        teller = telling(tmp_path, hook.json_url, settings(GATE))
        teller.run(run([]))
        teller.run(run([], kind=RunKind.PROBE, status=VerdictStatus.PASSED))
        assert [row["title"] for row in dead(tmp_path)] == ["ragaudit scan: FAILED"]
        hook.answer = lambda _: Answer()
        teller.run(run([]))
    assert dead(tmp_path) == []


def test_one_channel_that_fails_does_not_stop_others(tmp_path: Path) -> None:
    """Its messages are dead, theirs are sent; and it is not tried as patiently as before."""
    channels = {"hook": HOOK, "down": Channel("down", url="json://127.0.0.1:9/")}
    routes = (Route("down"), Route("hook"))
    with receiving() as hook:
        alerts = settings(*routes, channels=channels)
        done = telling(tmp_path, hook.json_url, alerts).run(run([A]))
    assert {one.message.channel: one.state.value for one in done} == {
        "down": "dead",
        "hook": "sent",
    }


def test_fewer_tries_once_a_channel_failed(tmp_path: Path) -> None:
    """Fifty owners behind a dead server do not take fifty times all tries."""
    with receiving(lambda _: Answer(500)) as hook:
        address = f"json://127.0.0.1:{hook.port}/{{owner}}"
        owners = [finding(f"{n}.md", f"o{n}") for n in range(9)]
        telling(tmp_path, address, settings()).run(run(owners))
        assert len(hook.got) == 5 + 8


def test_held_in_quiet_hours_and_told_afterwards(tmp_path: Path) -> None:
    """Nothing goes out, nothing is lost."""
    alerts = settings(GATE, quiet=QuietHours(time(11), time(13)))
    with receiving() as hook:
        teller = telling(tmp_path, hook.json_url, alerts)
        held = teller.run(run([A]))
        assert (states(held), hook.got) == (["held", "held"], [])
        assert held[0].reason == "until Monday 13:00 UTC"
        later = replace(teller, now=NOON.replace(hour=14))
        assert states(later.run(run([A]))) == ["sent", "sent"]


def test_dead_letters_stay_in_quiet_hours(tmp_path: Path) -> None:
    """What is held is not tried, so that its row is still true."""
    with receiving(lambda _: Answer(500)) as hook:
        teller = telling(tmp_path, hook.json_url, settings(GATE))
        teller.run(run([A]))
        before = dead(tmp_path)
        alerts = settings(GATE, quiet=QuietHours(time(11), time(13)))
        replace(teller, settings=alerts).run(run([A]))
    assert (dead(tmp_path), len(before)) == (before, 2)


def test_a_damaged_file_stops_before_anything_is_sent(tmp_path: Path) -> None:
    """Nothing is lost by overwriting it."""
    (tmp_path / "dead-letters.jsonl").write_text("{no json")
    with receiving() as hook, pytest.raises(StoreError, match="cannot be read"):
        telling(tmp_path, hook.json_url, settings()).run(run([A]))
    assert hook.got == []


def test_a_place_nothing_can_be_put_on_record_in(tmp_path: Path) -> None:
    """No message goes out that would go out again next time."""
    with receiving() as hook:
        teller = telling(tmp_path, hook.json_url, settings())
        (tmp_path / "dead-letters.new").mkdir()
        (tmp_path / "dead-letters.jsonl").write_text("")
        with pytest.raises(StoreError, match="cannot be written"):
            teller.run(run([A]))
    assert hook.got == []


def _tell(folder: Path, address: str, findings: list[Finding]) -> None:
    telling(folder, address, settings()).run(run(findings))


def test_killed_between_sending_and_recording(tmp_path: Path) -> None:
    """The message is repeated once, under the same key, and nothing else is lost or doubled."""
    many = [finding(f"{n}.md") for n in range(85)]
    spawn = multiprocessing.get_context("spawn")
    with receiving() as hook:
        process = spawn.Process(target=_tell, args=(tmp_path, hook.json_url, many))

        def kill_at_second(_: Request) -> Answer:
            if len(hook.got) == 2 and process.pid is not None:
                os.kill(process.pid, signal.SIGKILL)
            return Answer()

        hook.answer = kill_at_second
        process.start()
        process.join()
        assert (process.exitcode, len(hook.got)) == (-signal.SIGKILL, 2)
        hook.answer = lambda _: Answer()
        _tell(tmp_path, hook.json_url, many)
    assert len(hook.got) == 4
    assert keys_of(hook)[1] == keys_of(hook)[2]
    assert len(set(keys_of(hook))) == 3
    told = [n for text in hook.texts for n in range(85) if f": {n}.md:" in text]
    assert set(told) == set(range(85))


def keys_of(hook: Receiver) -> list[str]:
    return [t.rpartition("message ")[2].partition(":")[0] for t in hook.texts]


def test_two_runs_at_once_tell_once(tmp_path: Path) -> None:
    """The second waits for the first, and finds nothing left to tell."""
    many = [finding(f"{n}.md") for n in range(120)]
    spawn = multiprocessing.get_context("spawn")
    with receiving() as hook:
        Ledger(tmp_path / "handover.db").close()
        both = [spawn.Process(target=_tell, args=(tmp_path, hook.json_url, many)) for _ in range(2)]
        for process in both:
            process.start()
        for process in both:
            process.join()
    assert ([process.exitcode for process in both], len(hook.got)) == ([0, 0], 3)


def taking_turns(statuses: Iterator[int], _: Request) -> Answer:
    return Answer(next(statuses))


STEPS = st.lists(
    st.tuples(
        st.sets(st.sampled_from(["a", "b", "c", "d"])),  # what the run finds
        st.booleans(),  # whether it looked
        st.lists(st.sampled_from([200, 500]), min_size=1, max_size=4),  # answers, over and over
    ),
    min_size=1,
    max_size=5,
)


@hypothesis_settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(STEPS)
def test_taken_once_or_dead(
    tmp_path_factory: pytest.TempPathFactory, steps: list[tuple[set[str], bool, list[int]]]
) -> None:
    """Over any runs: a finding is taken once between two times it is gone, or is a dead letter."""
    folder = tmp_path_factory.mktemp("once")
    took: dict[str, int] = {}
    told: set[str] = set()
    with receiving() as hook:
        for names, looked, answers in steps:
            audit = run([finding(f"{n}.md", n) for n in sorted(names)], interrupted=not looked)
            statuses = itertools.cycle(answers)
            hook.answer = partial(taking_turns, statuses)
            hook.got.clear()
            address = f"json://127.0.0.1:{hook.port}/{{owner}}"
            done = telling(folder, address, settings()).run(audit)
            told -= set("abcd") - names if looked else set()
            sent = {d.message.owner for d in done if d.state is DeliveryState.SENT}
            assert sent.isdisjoint(told)
            told |= sent
            for name in sent:
                took[name] = took.get(name, 0) + 1
            rows = {row["owner"] for row in dead(folder)}
            assert names - told <= rows
            assert rows.isdisjoint(told)
