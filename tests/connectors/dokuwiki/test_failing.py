"""Wikis that fail.

Missing rights, switched-off interfaces, revoked accounts and broken pages are those of a running
wiki. What it cannot be brought to do (too many requests, half answers, hostile XML, redirects, the
faults of newer releases) comes from a fake under httpx.
"""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any
from xmlrpc.client import Fault, dumps

import httpx
import pytest
from tests.connectors.dokuwiki.helpers import connect, refs_of, settings_of, write
from tests.services.dokuwiki import DokuWiki

from ragaudit.contracts import CheckResult, CheckState, Ref
from ragaudit.errors import (
    AuthExpiredError,
    AuthInvalidError,
    ForbiddenError,
    MalformedError,
    RateLimitedError,
    ScopeMissingError,
    SkipError,
    SourceError,
    TransientError,
    UsageError,
)
from ragaudit.model import Credentials, Limits, SkipReason, SourceSettings
from ragaudit_connectors.dokuwiki import DokuWikiConnector
from ragaudit_connectors.dokuwiki.answers import DEEPEST

Make = Callable[..., DokuWikiConnector]
ROW = {"id": "start", "rev": 1_772_355_600, "mtime": 1_772_355_600, "size": 5, "hash": "0" * 32}
REF = Ref("page:start", "start", format="html")
BOMB = (
    '<?xml version="1.0"?><!DOCTYPE b [<!ENTITY a "aaaaaaaaaa"><!ENTITY b "&a;&a;&a;&a;&a;&a;">'
    "]><methodResponse><params><param><value><string>&b;</string></value></param></params>"
    "</methodResponse>"
)
FETCHED = '<!DOCTYPE b [<!ENTITY a SYSTEM "file:///etc/hostname">]><a>&a;</a>'
DEEP = "<value><array><data>" * DEEPEST


def states(connector: DokuWikiConnector) -> dict[str, CheckResult]:
    """What a check comes to, by capability."""
    return {result.capability: result for result in connector.check()}


def test_check_of_a_superuser(dokuwiki: DokuWiki, settings: SourceSettings) -> None:
    """Everything works; groups are told by nobody, and one persona's password is wrong."""
    write(dokuwiki, "start", "Text.")
    personas = {"alice": Credentials(password_env="WIKI_ALICE"), "nobody": Credentials()}
    found = states(connect(settings, personas=personas))

    assert {
        "sign in": "ok",
        "list": "ok",
        "read": "ok",
        "access": "ok",
        "groups": "unsupported",
        "ask as somebody": "ok",
    } == {name: result.state.value for name, result in found.items()}


def test_check_of_an_account_without_rights(
    dokuwiki: DokuWiki, settings: SourceSettings, configure: Callable[[str], None]
) -> None:
    """What is missing has the wiki's own name."""
    write(dokuwiki, "start", "Text.")
    wrong = {"bob": Credentials(password_env="WIKI_WRONG")}
    bob = connect(settings, auth=Credentials("bob", None, "WIKI_BOB"), personas=wrong)

    found = states(bob)
    assert (CheckState.MISSING, "superuser") == (found["access"].state, found["access"].scope)
    assert CheckState.FAILED is found["ask as somebody"].state

    configure("$conf['remoteuser'] = '@admin';")
    found = states(bob)
    assert (CheckState.MISSING, "remoteuser") == (found["sign in"].state, found["sign in"].scope)


def test_the_interface_may_be_switched_off(
    dokuwiki: DokuWiki, settings: SourceSettings, configure: Callable[[str], None]
) -> None:
    """That is said with the setting's name."""
    configure("$conf['remote'] = 0;")

    found = states(connect(settings))["sign in"]

    assert (CheckState.MISSING, "remote") == (found.state, found.scope)


def test_access_lists_may_be_switched_off(
    dokuwiki: DokuWiki, settings: SourceSettings, configure: Callable[[str], None]
) -> None:
    """Then DokuWiki tells none, which is neither “nobody” nor “everybody”."""
    write(dokuwiki, "start", "Text.")
    configure("$conf['useacl'] = 0;")
    connector = connect(settings)
    refs = list(refs_of(connector).values())

    with pytest.raises(ScopeMissingError, match="useacl"):
        list(connector.fetch_access(refs))

    public = connect(settings, options={"access": "public"})
    assert ["anonymous"] == [one.exposure.value for _, one in public.fetch_access(refs)]


def test_a_wrong_password(dokuwiki: DokuWiki, settings: SourceSettings) -> None:
    """Before anything worked."""
    wrong = connect(settings, auth=Credentials("root", None, "WIKI_WRONG"))

    with pytest.raises(AuthInvalidError):
        list(wrong.list_refs(None))
    assert CheckState.FAILED is states(wrong)["sign in"].state


def test_an_account_that_is_revoked(dokuwiki: DokuWiki, settings: SourceSettings) -> None:
    """In the middle of a run, although the wiki had given out a cookie."""
    write(dokuwiki, "start", "Text.")
    connector = connect(settings)
    ref = refs_of(connector)["start"]
    (dokuwiki.folder / "conf" / "users.auth.php").write_text("", encoding="utf-8")

    with pytest.raises(AuthExpiredError):
        connector.fetch(ref)


def test_rights_that_change_hold_at_once(dokuwiki: DokuWiki, settings: SourceSettings) -> None:
    """With its cookie the wiki would go on with the groups of the first request."""
    write(dokuwiki, "hr:salaries", "Text.")
    connector = connect(settings)
    ref = refs_of(connector)["hr/salaries"]
    before = connector.probe_as("alice", ref)
    dokuwiki.set_groups({"root": ("admin",), "alice": ("user",)})

    after = connector.probe_as("alice", ref)

    assert ["allow", "deny"] == [probe.decision.value for probe in (before, after) if probe]


def test_a_page_that_is_closed_in_between(dokuwiki: DokuWiki, settings: SourceSettings) -> None:
    """It is a skip; nothing of it is told."""
    write(dokuwiki, "it:vpn", "Text.")
    connector = connect(settings, auth=Credentials("bob", None, "WIKI_BOB"))
    ref = refs_of(connector)["it/vpn"]
    dokuwiki.set_acl(["*\t@user\t0"])

    with pytest.raises(ForbiddenError) as refused:
        connector.fetch(ref)
    assert refused.value.action
    assert "vpn" not in str(refused.value)


class Fake(httpx.BaseTransport):
    """A wiki that answers each method as it is told to."""

    def __init__(self, **answers: object) -> None:
        self.answers: dict[str, object] = {
            "getVersion": "Release",
            "getTime": 1,
            "getPagelist": [ROW],
            "getAttachments": [],
            **answers,
        }
        self.asked: list[httpx.Request] = []

    def handle_request(self, request: httpx.Request) -> httpx.Response:
        """See `httpx.BaseTransport`."""
        self.asked.append(request)
        body = request.read().decode()
        method = body.partition("<methodName>")[2].partition("<")[0].rpartition(".")[2]
        answer = self.answers.get(method, Fault(-32603, "no such method"))
        if isinstance(answer, httpx.Response):
            return httpx.Response(
                answer.status_code, headers=answer.headers, content=answer.content
            )
        if isinstance(answer, str) and answer.startswith("<"):
            return httpx.Response(200, text=answer)
        value: Any = answer if isinstance(answer, Fault) else (answer,)
        return httpx.Response(200, text=dumps(value, methodresponse=True, allow_none=True))


@pytest.fixture
def fake(tmp_path: Path) -> Make:
    """A connector to such a wiki."""

    def make(limits: Limits | None = None, **answers: object) -> DokuWikiConnector:
        settings = settings_of("https://wiki.example.org", tmp_path)
        return connect(settings, limits=limits or Limits(), transport=Fake(**answers))

    return make


@pytest.mark.parametrize(
    ("answer", "expected"),
    [
        (httpx.Response(429, headers={"Retry-After": "1"}), RateLimitedError),
        (httpx.Response(503), TransientError),
        (httpx.Response(302, headers={"Location": "https://evil.example/"}), MalformedError),
        (httpx.Response(404), MalformedError),
        (httpx.Response(200, html="<p>Sign in, please"), MalformedError),
        (httpx.Response(200, content=b""), MalformedError),
        (httpx.Response(200, content=b"<methodResponse><params>"), MalformedError),
        (BOMB, MalformedError),
        (FETCHED, MalformedError),
        (DEEP, MalformedError),
        ("<methodResponse><params></params></methodResponse>", MalformedError),
        ("<struct><member><name>a</name></member></struct>", MalformedError),
        ({}, MalformedError),
        ("text", MalformedError),
        ([1, "x"], MalformedError),
        (Fault(-32605, "XML-RPC server not enabled"), ScopeMissingError),
        (Fault(131, "Empty or invalid page ID given"), MalformedError),
    ],
)
def test_a_listing_that_fails(fake: Make, answer: object, expected: type[SourceError]) -> None:
    """No page comes out of it, and what to do is said."""
    with pytest.raises(expected) as refused:
        list(fake(getPagelist=answer).list_refs(None))
    assert refused.value.hint


def test_redirects_are_not_followed(tmp_path: Path) -> None:
    """The password goes to the wiki's host only."""
    transport = Fake(getPagelist=httpx.Response(302, headers={"Location": "https://evil.example/"}))
    settings = settings_of("https://wiki.example.org", tmp_path)
    with pytest.raises(MalformedError):
        list(connect(settings, transport=transport).list_refs(None))
    assert {"wiki.example.org"} == {request.url.host for request in transport.asked}


@pytest.mark.parametrize(
    "name",
    ["../../etc/passwd", "a:..:b", "", ":a", "a::b", "a/b", "x" * 2000, 7, None, "a\\b"],
)
def test_names_no_page_has(fake: Make, name: object) -> None:
    """Are no documents, and lead nowhere; the others are listed."""
    (page,) = fake(getPagelist=[{**ROW, "id": name}, ROW]).list_refs(None)

    assert ["start"] == [ref.path for ref in page.refs]
    assert [SkipReason.CORRUPT] == [skip.reason for skip in page.skips]


def test_rows_without_a_digest_or_date(fake: Make) -> None:
    """What cannot be told unchanged is read again."""
    rows = [{"id": "a"}, {"id": "b", "rev": 5, "size": False}, {"id": "c", "rev": 9}]
    answer = dumps((rows,), methodresponse=True).replace(
        "<int>9</int>", "<i8>1000000000000000</i8>"
    )
    (page,) = fake(getPagelist=answer).list_refs(None)

    assert ["", "5 0", f"{10**15} 0"] == [ref.stamp for ref in page.refs]
    assert ["absent", "known", "error"] == [
        ref.facts.times["content_modified"].state.value for ref in page.refs
    ]


@pytest.mark.parametrize(
    "answer", [httpx.Response(500), "<br />Warning: foreach() in plugin.php", BOMB]
)
def test_a_page_a_plugin_breaks(fake: Make, answer: object) -> None:
    """One page is skipped while the wiki works; if it does not, the source has failed."""
    with pytest.raises(SkipError) as skipped:
        fake(getPageHTML=answer).fetch(REF)
    assert SkipReason.UNREADABLE is skipped.value.reason
    with pytest.raises(SourceError):
        fake(getPageHTML=answer, getTime=httpx.Response(500)).fetch(REF)


def test_a_page_that_is_too_large(fake: Make) -> None:
    """It is not read to its end."""
    big = fake(limits=Limits(max_bytes=1_000), getPageHTML="x" * 3_000)
    with pytest.raises(SkipError) as skipped:
        big.fetch(REF)
    assert SkipReason.TOO_LARGE is skipped.value.reason


@pytest.mark.parametrize("answer", [7, ["x"], {"a": 1}])
def test_a_page_that_is_no_text(fake: Make, answer: object) -> None:
    """The source has failed: that is no DokuWiki."""
    with pytest.raises(MalformedError):
        fake(getPageHTML=answer).fetch(REF)


@pytest.mark.parametrize("answer", [5, "none", {"*": 5}, {"*": {"@ALL": "x"}}, [[["x"]]]])
def test_an_access_list_that_is_none(fake: Make, answer: object) -> None:
    """Nothing is made of what cannot be read."""
    with pytest.raises(MalformedError):
        list(fake(listAcls=answer).fetch_access([REF]))


def test_lists_that_php_takes_for_arrays(fake: Make) -> None:
    """A page `0` and a user `0` come without their names."""
    connector = fake(listAcls=[["1"]], aclCheck=0)
    ref = Ref("page:0", "0")

    ((_, policy),) = connector.fetch_access([ref])

    assert ["acl.auth.php: 0 0 1"] == [entry.locator for entry in policy.layers[0].entries]


def test_a_hundred_thousand_lines(fake: Make) -> None:
    """Are read, and documents without lines of their own share a list."""
    lines = {f"ns{n}:*": {f"@g{m}": 1 for m in range(10)} for n in range(10_000)}
    connector = fake(listAcls=lines, aclCheck=255)
    refs = [Ref(f"page:ns{n % 100}:p{n}", f"ns{n % 100}/p{n}") for n in range(2_000)]

    found = [policy for _, policy in connector.fetch_access(refs)]

    assert 100 == len({id(policy.layers[0]) for policy in found})


def test_signing_in_by_token(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Newer releases give out such."""
    monkeypatch.setenv("WIKI_TOKEN", "abc")
    transport = Fake()
    settings = settings_of("https://wiki.example.org", tmp_path)
    auth = Credentials(token_env="WIKI_TOKEN")
    list(connect(settings, auth=auth, transport=transport).list_refs(None))
    assert {"Bearer abc"} == {request.headers["Authorization"] for request in transport.asked}


@pytest.mark.parametrize(
    "options",
    [{"namespace": "hr"}, {"namespaces": ["../x"]}, {"access": "all"}, {"wildcards": True}],
)
def test_options_that_are_none(tmp_path: Path, options: dict[str, object]) -> None:
    """Are refused by name before anything is asked."""
    with pytest.raises(UsageError, match="options"):
        connect(settings_of("https://wiki.example.org", tmp_path), options=options)
