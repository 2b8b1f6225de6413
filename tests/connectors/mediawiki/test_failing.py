"""Failures: a lost session on the real wiki, and what a fake one answers.

The fake stands in for what the real one cannot be brought to say: lag, limits, broken databases,
tokens, refusals of extensions.
"""

from __future__ import annotations

import sqlite3
from contextlib import closing
from typing import Any

import httpx
import pytest
from tests.connectors.mediawiki.helpers import (
    SITEINFO,
    FakeWiki,
    connect,
    error,
    listed,
    page,
    settings_of,
    variable,
)
from tests.services.mediawiki import MediaWiki

from ragaudit.contracts import CheckState, Ref
from ragaudit.errors import (
    AuthExpiredError,
    AuthInvalidError,
    CursorExpiredError,
    ForbiddenError,
    ItemError,
    MalformedError,
    NotFoundError,
    RagauditError,
    RateLimitedError,
    ScopeMissingError,
    TransientError,
)
from ragaudit.model import Credentials

LEAVE = {"batchcomplete": True, "query": {"pages": [page(1, "Leave")]}}
LOGIN = {"tokens": {"query": {"tokens": {"logintoken": "+\\"}}}}
ANN = Credentials("Ann@audit", None, variable("ann"))


@pytest.fixture(autouse=True)
def secrets(monkeypatch: pytest.MonkeyPatch) -> None:
    """Of the account of the fake wiki."""
    monkeypatch.setenv(variable("ann"), "secret-of-ann")


def test_a_password_revoked_during_a_run_is_expired(
    mediawiki: MediaWiki, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Not a mere stranger's view of the wiki, which would look like a mass deletion."""
    source = connect(settings_of(mediawiki, monkeypatch))
    _, refs = listed(source)

    mediawiki.set_public(True)
    with closing(sqlite3.connect(mediawiki.folder / "data" / "handbook.sqlite")) as database:
        database.execute("delete from bot_passwords")
        database.commit()

    for attempt in (lambda: listed(source), lambda: source.fetch(refs["Main Page"])):
        with pytest.raises(AuthExpiredError) as expired:
            attempt()
        assert expired.value.hint


def test_a_session_that_ended_is_started_again(
    handbook: MediaWiki, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Sessions last an hour or so; the password still works."""
    source = connect(settings_of(handbook, monkeypatch))
    _, before = listed(source)

    source.api._http._client.cookies.clear()

    assert before == listed(source)[1]


@pytest.mark.parametrize(
    ("code", "kind"),
    [
        ("readapidenied", ScopeMissingError),
        ("permissiondenied", ForbiddenError),
        ("ratelimited", RateLimitedError),
        ("maxlag", RateLimitedError),
        ("missingtitle", NotFoundError),
        ("nosuchpageid", NotFoundError),
        ("badcontinue", CursorExpiredError),
        ("internal_api_error_DBQueryError", TransientError),
        ("mwoauth-invalid-authorization", AuthInvalidError),
        ("assertuserfailed", AuthInvalidError),
        ("lockdown-Secret <page>", MalformedError),
        ("", MalformedError),
    ],
)
def test_every_error_has_a_type(code: str, kind: type[RagauditError]) -> None:
    """Told with status 200; the wiki's own text, which may name a page, is not repeated."""
    fake = FakeWiki({"siteinfo": error(code)})

    with pytest.raises(kind) as raised:
        listed(fake.connector())

    assert "Salaries" not in str(raised.value)
    assert "<" not in str(raised.value)
    assert raised.value.hint or kind in (NotFoundError, CursorExpiredError)


def test_a_wiki_that_lags_is_asked_again() -> None:
    """As `Retry-After` says, and no more often than is configured."""
    answers = iter([error("maxlag", **{"Retry-After": "5"}), error("ratelimited")])
    fake = FakeWiki({"allpages": lambda _: next(answers, LEAVE)})

    source = fake.connector()

    assert {"Leave"} == set(listed(source)[1])
    assert 5 == source.requests()


def test_a_storm_of_429_ends() -> None:
    """After all tries."""
    fake = FakeWiki({"allpages": httpx.Response(429, headers={"Retry-After": "1"})})

    with pytest.raises(RateLimitedError):
        listed(fake.connector())

    assert 4 == len(fake.asked)


@pytest.mark.parametrize("general", [{}, {"generator": "DokuWiki"}])
def test_another_kind_of_site_is_said(general: dict[str, str]) -> None:
    """With what to write instead."""
    fake = FakeWiki({"siteinfo": {"query": {**SITEINFO, "general": general}}})

    with pytest.raises(MalformedError, match="no MediaWiki") as raised:
        listed(fake.connector())

    assert "api.php" in raised.value.hint


@pytest.mark.parametrize(
    ("login", "kind"),
    [
        ({"result": "Failed", "reason": {"code": "wrongpassword"}}, AuthInvalidError),
        ({"result": "Aborted", "reason": {"code": "api-login-fail-aborted"}}, AuthInvalidError),
        ({"result": "Failed", "reason": {"code": "login-throttled"}}, RateLimitedError),
        ({"result": "WrongToken"}, TransientError),
        ({}, TransientError),
    ],
)
def test_a_login_is_tried_once(login: dict[str, Any], kind: type[RagauditError]) -> None:
    """Since trying again makes a wiki refuse for longer."""
    fake = FakeWiki({**LOGIN, "login": {"login": login}})

    with pytest.raises(kind) as raised:
        listed(fake.connector(auth=ANN))

    assert ["query", "login"] == [one["action"] for one in fake.asked]
    assert "secret-of-ann" not in str(raised.value)


def test_a_token_is_sent_and_may_expire() -> None:
    """OAuth takes no login; every request insists on being signed in."""
    fake = FakeWiki({"allpages": LEAVE})
    source = fake.connector(auth=Credentials(None, None, None, variable("ann")))
    listed(source)
    sent = [one.get("assert") for one in fake.asked]

    fake.answers["allpages"] = error("assertuserfailed")
    with pytest.raises(AuthExpiredError):
        listed(source)

    assert ["user"] * 3 == sent
    assert "Bearer secret-of-ann" == source.api._http._client.headers["Authorization"]


def test_a_refusal_of_an_extension_is_one_pages_matter() -> None:
    """Its code is told; the other pages are read."""
    fake = FakeWiki({"parse": error("approvedrevs-hidden")})

    with pytest.raises(ItemError, match="approvedrevs-hidden"):
        fake.connector().fetch(Ref("1", "Leave"))


def test_half_a_page_is_no_page() -> None:
    """An answer without a text is not an empty page."""
    with pytest.raises(MalformedError):
        FakeWiki({"parse": {"parse": {"title": "Leave"}}}).connector().fetch(Ref("1", "Leave"))


def test_check_raises_nothing() -> None:
    """Whatever the wiki answers."""
    for answer in (httpx.Response(500), httpx.Response(404), httpx.Response(200, text="no")):
        results = list(FakeWiki({"siteinfo": answer, "userinfo": answer}).connector().check())
        assert CheckState.FAILED is results[-1].state
        assert "list" == results[-1].capability
