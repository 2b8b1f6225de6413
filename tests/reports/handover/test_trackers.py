"""Every tracker over HTTP against a stand-in that behaves as documented."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from functools import partial
from typing import Any

import pytest
from tests.handover.receiver import Answer, Receiver, Request, receiving
from tests.reports.handover.made import FINDING, TOKEN, finding, tracker
from tests.reports.handover.standins import KINDS, Jira, kinds

from ragaudit.contracts import Tracker
from ragaudit.errors import (
    AuthInvalidError,
    MalformedError,
    SourceError,
    TransientError,
    UnsureError,
    UsageError,
)
from ragaudit.model import Credentials


@dataclass
class Pair:
    """A tracker and what it talks to."""

    tracker: Tracker
    system: Any
    server: Receiver

    def posts(self) -> list[Request]:
        return [r for r in self.server.got if r.method == "POST" and not r.path.endswith("/x")]


@pytest.fixture(params=list(kinds()))
def pair(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> Iterator[Pair]:
    monkeypatch.setenv("TRACKER_TOKEN", TOKEN)
    monkeypatch.setattr("ragaudit.asking.FIRST_WAIT_S", 0.001)
    kind, make, options = KINDS[request.param]
    system = make()
    with receiving(system) as server:
        made = tracker(kind, {**options, "url": server.url})
        yield Pair(made, system, server)
        made.end()


def test_a_ticket_is_found_again(pair: Pair) -> None:
    """What is made is listed with its fingerprint, and found by its id."""
    made = pair.tracker.create(FINDING)
    assert (made.fingerprint, made.open) == (FINDING.fingerprint, True)
    assert list(pair.tracker.tickets()) == [made]
    assert pair.tracker.find(made.id, FINDING.fingerprint) == made


def test_all_pages_are_read(pair: Pair) -> None:
    """Open and closed ones, and none of others."""
    for number in range(230):
        pair.system.add(f"t{number}", f"text\n\nragaudit-finding: {number:016x}")
    pair.system.add("by somebody", "no mark")
    pair.system.add("other label", "ragaudit-finding: 0123456789abcdef", labelled=False)
    pair.system.set(7, opened=False)
    found = list(pair.tracker.tickets())
    assert [t.fingerprint for t in found] == [f"{n:016x}" for n in range(230)]
    assert [t.open for t in found].index(False) == 6


def test_closed_and_opened_again(pair: Pair) -> None:
    """It is told there why."""
    made = pair.tracker.create(FINDING)
    pair.tracker.close(made)
    assert not pair.system.is_open(1)
    pair.tracker.reopen(made, FINDING)
    assert pair.system.is_open(1)
    assert ["This finding is back." in text for _, text in pair.system.comments] == [True]


def test_found_without_its_label_and_text(pair: Pair) -> None:
    """People rewrite tickets; the id stays."""
    made = pair.tracker.create(FINDING)
    for issue in pair.system.issues:
        inner = issue.get("fields", issue)
        inner.update(labels=[], body="x", description="x")
    assert list(pair.tracker.tickets()) == []
    assert pair.tracker.find(made.id, FINDING.fingerprint) == made


def test_deleted(pair: Pair) -> None:
    """There is none of that id."""
    made = pair.tracker.create(FINDING)
    pair.system.issues.clear()
    assert pair.tracker.find(made.id, FINDING.fingerprint) is None


@pytest.mark.parametrize("status", [500, 502, 503, 504, None])
def test_an_answer_that_was_lost(pair: Pair, status: int | None) -> None:
    """After the deed nobody knows whether it was done, so it is not done again."""
    pair.system.after = lambda request: (
        Answer(status, headers={"retry-after": "1"}) if request.method == "POST" else None
    )
    with pytest.raises(UnsureError, match="perhaps after it was done"):
        pair.tracker.create(FINDING)
    assert (len(pair.system.issues), len(pair.posts())) == (1, 1)


def test_an_answer_nobody_can_read(pair: Pair) -> None:
    """It may have been made."""
    pair.system.after = lambda r: Answer(201, ["?"]) if r.method == "POST" else None
    with pytest.raises(UnsureError):
        pair.tracker.create(FINDING)


def test_not_so_fast(pair: Pair) -> None:
    """429 says that nothing was done: it waits as long as it is asked to, and tries again."""
    left = [2]

    def busy(request: Request) -> Answer | None:
        if request.method == "POST" and left[0]:
            left[0] -= 1
            return Answer(429, {}, {"retry-after": "0"})
        return None

    pair.system.before = busy
    pair.tracker.create(FINDING)
    assert (len(pair.system.issues), len(pair.posts())) == (1, 3)


def test_reading_is_tried_again(pair: Pair) -> None:
    """A list that fails twice is read all the same."""
    pair.tracker.create(FINDING)
    left = [2]

    def failing(request: Request) -> Answer | None:
        if request.method == "GET" and left[0]:
            left[0] -= 1
            return Answer(502)
        return None

    pair.system.before = failing
    assert len(list(pair.tracker.tickets())) == 1


@pytest.mark.parametrize(
    ("status", "told"),
    [
        (401, "name or secret is wrong"),
        (403, "the list of tickets: "),
        (404, "the list of tickets: "),
        (410, "the list of tickets: "),
        (500, "answered 500"),
        (200, "without a list"),
    ],
)
def test_a_list_that_cannot_be_had(pair: Pair, status: int, told: str) -> None:
    """One clear error, never an empty list."""
    pair.system.before = lambda _: Answer(status, {})
    with pytest.raises(SourceError, match=told) as caught:
        list(pair.tracker.tickets())
    assert TOKEN not in f"{caught.value.message} {caught.value.hint}"


def test_a_wrong_token(pair: Pair, monkeypatch: pytest.MonkeyPatch) -> None:
    """It is told, and the secret is not."""
    pair.system.before = lambda r: Answer(401) if TOKEN in str(r.headers) else None
    with pytest.raises(AuthInvalidError) as caught:
        list(pair.tracker.tickets())
    assert TOKEN not in str(caught.value)


def test_a_server_that_is_not_there(monkeypatch: pytest.MonkeyPatch) -> None:
    """Not reached means not done: tried again, and then told."""
    monkeypatch.setenv("TRACKER_TOKEN", TOKEN)
    monkeypatch.setattr("ragaudit.asking.FIRST_WAIT_S", 0.001)
    made = tracker("github", {"repository": "a/b", "url": "http://127.0.0.1:9"})
    with pytest.raises(TransientError, match="cannot be reached"):
        made.create(FINDING)


def test_github_says_403_where_others_say_429(monkeypatch: pytest.MonkeyPatch) -> None:
    """Its limits come with the hour they end, or with the seconds to wait."""
    monkeypatch.setenv("TRACKER_TOKEN", TOKEN)
    kind, make, options = KINDS["github"]
    system: Any = make()
    answers = iter(
        [
            Answer(403, {}, {"x-ratelimit-remaining": "0", "x-ratelimit-reset": "1"}),
            Answer(403, {}, {"retry-after": "0"}),
        ]
    )
    system.before = lambda _: next(answers, None)
    monkeypatch.setattr("ragaudit.asking.FIRST_WAIT_S", 0.001)
    with receiving(system) as server:
        made = tracker(kind, {**options, "url": server.url})
        made.create(FINDING)
    assert (len(system.issues), len(server.got)) == (1, 3)


def always(answer: Answer, _: Request) -> Answer:
    """The same, whatever is asked."""
    return answer


def test_a_moved_issue(monkeypatch: pytest.MonkeyPatch) -> None:
    """GitHub redirects, GitLab names the successor: it is not here any more."""
    monkeypatch.setenv("TRACKER_TOKEN", TOKEN)
    for name, answer in (
        ("github", Answer(301, {}, {"location": "/elsewhere"})),
        ("gitlab", Answer(200, {"iid": 1, "state": "closed", "moved_to_id": 9})),
    ):
        kind, _, options = KINDS[name]
        with receiving(partial(always, answer)) as server:
            made = tracker(kind, {**options, "url": server.url})
            assert made.find("1", "0" * 16) is None


def test_pull_requests_are_no_tickets(monkeypatch: pytest.MonkeyPatch) -> None:
    """GitHub lists them among the issues."""
    monkeypatch.setenv("TRACKER_TOKEN", TOKEN)
    kind, make, options = KINDS["github"]
    system: Any = make()
    system.add("t", "ragaudit-finding: 0123456789abcdef")
    system.issues[0]["pull_request"] = {"url": "x"}
    with receiving(system) as server:
        assert list(tracker(kind, {**options, "url": server.url}).tickets()) == []


def test_a_workflow_without_a_way_back(monkeypatch: pytest.MonkeyPatch) -> None:
    """Jira's workflows may not allow it; what to do is said."""
    monkeypatch.setenv("TRACKER_TOKEN", TOKEN)
    kind, _, options = KINDS["jira-cloud"]
    system = Jira(stuck=True)
    with receiving(system) as server:
        made = tracker(kind, {**options, "url": server.url})
        ticket = made.create(FINDING)
        made.close(ticket)
        with pytest.raises(MalformedError, match="KB-1 cannot be opened again by this account"):
            made.reopen(ticket, FINDING)


def test_jira_signs_in_with_a_name(monkeypatch: pytest.MonkeyPatch) -> None:
    """The cloud wants an address with the token, a server the token alone."""
    monkeypatch.setenv("TRACKER_TOKEN", TOKEN)
    monkeypatch.setenv("TRACKER_USER", "bot@acme.example")
    kind, make, options = KINDS["jira-cloud"]
    auth = Credentials(user_env="TRACKER_USER", token_env="TRACKER_TOKEN")
    with receiving(make()) as server:
        list(tracker(kind, {**options, "url": server.url}, auth=auth).tickets())
    assert server.got[0].headers["authorization"].startswith("Basic Ym90QGFjbWUuZXhhbXBsZT")


@pytest.mark.parametrize(
    ("kind", "options", "told"),
    [
        ("github", {"repository": "kb"}, "`repository` is not written owner/name"),
        ("github", {}, "needs the option “repository”"),
        ("gitlab", {"project": "a/b", "uri": "x"}, "there is no option “uri”"),
        ("gitlab", {"project": "a/b", "url": "https://me:pw@host"}, "more than an address"),
        ("gitlab", {"project": "a/b", "url": "file:///etc"}, "is no address such as"),
        ("jira", {"url": "https://x", "project": 'K" OR 1=1'}, "letters, digits"),
        ("files", {"dir": "x"}, "there is no option “dir”"),
    ],
)
def test_options_nobody_understands(
    kind: str, options: dict[str, Any], told: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Named with their tracker, before anything is asked."""
    monkeypatch.setenv("TRACKER_TOKEN", TOKEN)
    with pytest.raises(UsageError, match=told):
        tracker(kind, options)


def test_a_secret_that_is_not_there(monkeypatch: pytest.MonkeyPatch) -> None:
    """The variable is named."""
    monkeypatch.delenv("TRACKER_TOKEN", raising=False)
    with pytest.raises(AuthInvalidError, match="TRACKER_TOKEN is not set"):
        tracker("github", {"repository": "a/b"})


def test_hostile_text_reaches_nobody(pair: Pair) -> None:
    """No mention, secret or second mark gets from a document into a ticket."""
    aws = "AKIA" + "QW5KJ7ZLTTNDS2XR"
    evil = f"@admin [~boss] {aws}"
    quote = f"```\n{evil}\n\nragaudit-finding: ffffffffffffffff\n"
    made = pair.tracker.create(finding(1, message=evil, quote=quote, action=evil, owner="@all"))
    (listed,) = pair.tracker.tickets()
    assert (listed, listed.fingerprint) == (made, f"{1:016x}")
    inner = pair.system.issues[0].get("fields", pair.system.issues[0])
    running = (inner.get("description") or inner["body"]).partition("```")[0]
    sent = str(pair.system.issues)
    assert [p for p in ("@admin", "[~boss]", " @all") if p in running or p in inner] == []
    assert aws not in sent


def test_the_title_is_one_line(pair: Pair) -> None:
    """A path with a line break adds none."""
    pair.tracker.create(finding(2, path=None, source="a\nb"))
    inner = pair.system.issues[0].get("fields", pair.system.issues[0])
    assert "\n" not in (inner.get("title") or inner["summary"])
