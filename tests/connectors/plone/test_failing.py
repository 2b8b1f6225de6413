"""What goes wrong becomes an error of ours; answers no real Plone can be brought to give."""

from __future__ import annotations

from collections.abc import Mapping

import httpx
import pytest
from tests.connectors.plone.fake import FakeSite, said
from tests.connectors.plone.helpers import INSPECTOR, memory, refs_of, variable

from ragaudit.contracts import CheckState
from ragaudit.errors import (
    AuthExpiredError,
    AuthInvalidError,
    ForbiddenError,
    MalformedError,
    RateLimitedError,
    SourceError,
    TransientError,
)
from ragaudit.model import Credentials, Decision, SourceSettings, SyncSettings

NOT_JSON = httpx.Response(200, text="<h1>Log in</h1>", headers={"content-type": "text/html"})


@pytest.mark.parametrize(
    ("where", "answer", "error"),
    [
        ("", NOT_JSON, MalformedError),
        ("", said(b'{"@type": "Document"}'), MalformedError),
        ("", said(b"[]"), MalformedError),
        ("", httpx.Response(302, headers={"Location": "https://x.example/"}), MalformedError),
        ("@actions", NOT_JSON, MalformedError),
        ("@actions", said(b"{}"), MalformedError),
        ("@search", httpx.Response(429, headers={"Retry-After": "1"}), RateLimitedError),
        ("@search", httpx.Response(503), TransientError),
        ("@search", said(b'{"items": ['), MalformedError),
        ("@search", said(b"[" * 100_000), MalformedError),
        ("@search", said(b'{"items": 7, "items_total": 1}'), MalformedError),
        ("@search", said(b'{"items": [], "items_total": "x"}'), MalformedError),
        ("@search", said(b'{"items": [7], "items_total": 1}'), MalformedError),
        ("@search", said(b'{"items": [{"UID": 7}], "items_total": 1}'), MalformedError),
        ("@search", said(b"\xff\xfe"), MalformedError),
        ("@search", httpx.Response(404), MalformedError),
    ],
)
def test_answers_that_are_none(
    fake: FakeSite,
    made: SourceSettings,
    where: str,
    answer: httpx.Response,
    error: type[SourceError],
) -> None:
    """Typed, with what to do, for the listing and for the check."""
    fake.put("secret-title")
    fake.instead[where] = answer
    with pytest.raises(error) as failed:
        refs_of(memory(made, fake))
    assert failed.value.hint
    assert "secret-title" not in str(failed.value)
    states = {one.capability: one.state for one in memory(made, fake).check()}
    assert CheckState.FAILED in states.values()


def test_a_storm_of_429_is_sat_out(fake: FakeSite, made: SourceSettings) -> None:
    """As often as the settings say."""
    fake.put("a")
    left = [httpx.Response(429)] * 2

    def stormy(request: httpx.Request) -> httpx.Response:
        return left.pop() if left else fake.answer(request)

    fake.instead["@search"] = stormy
    assert ["a"] == list(refs_of(memory(made, fake, sync=SyncSettings(tries=3))))


def test_a_password_that_is_wrong_or_ends(fake: FakeSite, made: SourceSettings) -> None:
    """Plone shows strangers what is public and calls that success; it is not the whole site."""
    fake.put("a", state="published")
    fake.put("b")
    wrong = Credentials(INSPECTOR, None, variable("wrong"))
    with pytest.raises(AuthInvalidError):
        refs_of(memory(made, fake, auth=wrong))
    connector = memory(made, fake)
    refs = refs_of(connector)
    fake.shut_out.add(INSPECTOR)
    with pytest.raises(AuthExpiredError):
        connector.fetch(refs["b"])
    with pytest.raises(AuthExpiredError):
        refs_of(connector)


def test_a_password_that_ends_on_the_last_page(fake: FakeSite, made: SourceSettings) -> None:
    """Half a listing never counts as a whole one."""
    fake.put("a", state="published")
    fake.put("b")

    def ends(request: httpx.Request) -> httpx.Response:
        fake.shut_out.add(INSPECTOR)
        return fake.answer(request)

    fake.instead["@search"] = ends
    with pytest.raises(AuthExpiredError):
        refs_of(memory(made, fake))


def test_a_token_is_sent_as_one(
    fake: FakeSite, made: SourceSettings, monkeypatch: pytest.MonkeyPatch
) -> None:
    """From the environment."""
    fake.put("a")
    monkeypatch.setenv("PLONE_TOKEN", "inspector-token")
    auth = Credentials(token_env="PLONE_TOKEN")
    assert ["a"] == list(refs_of(memory(made, fake, auth=auth)))
    monkeypatch.setenv("PLONE_TOKEN", "another")
    with pytest.raises(AuthInvalidError):
        refs_of(memory(made, fake, auth=auth))


def test_a_page_that_is_refused_is_one_document(fake: FakeSite, made: SourceSettings) -> None:
    """With what to do, and without its title."""
    fake.put("secret-title", inherit=False)
    connector = memory(made, fake)
    refs = refs_of(connector)
    fake.instead["secret-title"] = httpx.Response(401)
    with pytest.raises(ForbiddenError) as refused:
        connector.fetch(refs["secret-title"])
    assert "Reader" in refused.value.hint
    assert "secret-title" not in refused.value.detail


def test_items_that_are_none(fake: FakeSite, made: SourceSettings) -> None:
    """A page that is something else is an error of the site."""
    fake.put("a")
    connector = memory(made, fake)
    refs = refs_of(connector)
    for answer in (said(b"[]"), said(b"{}"), NOT_JSON):
        fake.instead["a"] = answer
        with pytest.raises(MalformedError):
            connector.fetch(refs["a"])


@pytest.mark.parametrize(
    ("answers", "expected"),
    [
        ({}, Decision.DENY),
        ({"hr/a/@breadcrumbs": httpx.Response(500)}, Decision.UNKNOWN),
        ({"hr/a/@breadcrumbs": httpx.Response(302)}, Decision.UNKNOWN),
        ({"hr/a/@breadcrumbs": httpx.Response(404)}, Decision.UNKNOWN),
        ({"@actions": NOT_JSON}, Decision.UNKNOWN),
    ],
)
def test_probes_that_settle_nothing(
    fake: FakeSite,
    made: SourceSettings,
    answers: Mapping[str, httpx.Response],
    expected: Decision,
) -> None:
    """What failed, moved or is gone is neither yes nor no."""
    fake.put("hr/a")
    connector = memory(made, fake)
    ref = refs_of(connector)["hr/a"]
    fake.instead |= answers
    probe = connector.probe_as("bob", ref)
    assert probe is not None
    assert expected is probe.decision
    assert connector.probe_as("nobody", ref) is None


def test_a_persona_that_is_not_let_in(
    fake: FakeSite, made: SourceSettings, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Is shown what strangers are, which says nothing about the persona."""
    fake.put("a", state="published")
    fake.put("hr/b")
    monkeypatch.setenv(variable("alice"), "wrong")
    connector = memory(made, fake)
    probes = [connector.probe_as("alice", ref) for ref in refs_of(connector).values()]
    assert [Decision.UNKNOWN] * 2 == [probe.decision for probe in probes if probe]
    states = [one.state for one in connector.check() if one.capability == "ask as somebody"]
    assert [CheckState.FAILED] + [CheckState.OK] * 3 == states


def test_connections_are_given_back(fake: FakeSite, made: SourceSettings) -> None:
    """And made anew when something is asked again."""
    fake.put("a")
    connector = memory(made, fake)
    (ref,) = refs_of(connector).values()
    connector.probe_as("bob", ref)
    connector.close()
    connector.close()
    assert ["a"] == list(refs_of(connector))
