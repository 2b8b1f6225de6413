"""As whom the target is asked: nobody is ever asked as somebody else."""

from __future__ import annotations

import threading
import traceback
from typing import Any

import pytest
from tests.probes.targets.http.conftest import Make
from tests.probes.targets.http.search_server import Asked, Reply, Service, search

from ragaudit.errors import AuthInvalidError, SkipError, UsageError
from ragaudit.model import ProbePrincipal, ReaderKind

BEARER = {"header Authorization": "Bearer ${HTTP_ALICE}"}
ALICE = ProbePrincipal("alice", who="alice@acme.example", groups=("everybody",), auth=BEARER)
CAROL = ProbePrincipal("carol", auth={"header Authorization": "Bearer ${HTTP_CAROL}"})
BARE = ProbePrincipal("dave", groups=("everybody", "dogs"))
NOBODY = ProbePrincipal("nobody", ReaderKind.ANONYMOUS)
ORACLE = ProbePrincipal("admin", ReaderKind.ORACLE)
SERVICE = {"header Authorization": "Bearer ${HTTP_SERVICE}"}
FALCON = "board/falcon.md"


@pytest.fixture(autouse=True)
def secrets(monkeypatch: pytest.MonkeyPatch) -> None:
    for name, value in {"ALICE": "t-alice", "CAROL": "t-carol", "SERVICE": "t-service"}.items():
        monkeypatch.setenv(f"HTTP_{name}", value)


def documents(target: Any, who: ProbePrincipal | None) -> list[str]:
    return [hit.document for hit in target.retrieve("may leave", 5, who).hits]


def last(service: Service) -> Asked:
    return service.asked[-1]


def test_everybody_gets_their_own_answer(make: Make) -> None:
    """People by their token, nobody without one, the account and the oracle by the account's."""
    target = make(auth=SERVICE)
    seen = {
        who.name if who else "account": FALCON in documents(target, who)
        for who in (ALICE, CAROL, NOBODY, None, ORACLE)
    }
    expected = {"alice": False, "carol": True, "nobody": False, "account": True, "admin": True}
    assert expected == seen


def test_nobody_is_sent_no_credentials(make: Make, service: Service) -> None:
    """The account's credentials do not go out for others."""
    make(auth=SERVICE).retrieve("q", 5, NOBODY)
    assert "authorization" not in last(service).headers


def test_cookies_of_one_are_not_kept_for_the_next(make: Make, service: Service) -> None:
    """A session the server begins for one person ends with the answer."""

    def welcome(asked: Asked) -> Reply:
        reply = search(asked)
        token = asked.headers.get("authorization", "").removeprefix("Bearer ")
        return Reply(reply.body, headers={"Set-Cookie": f"session={token}; Path=/"})

    target = make(service.on("/welcome", welcome))
    assert FALCON in documents(target, CAROL)
    assert FALCON not in documents(target, NOBODY)
    assert "cookie" not in last(service).headers


def test_every_way_to_pass_somebody_on(make: Make, service: Service) -> None:
    """Headers, cookies, parameters and fields of the body, from `auth`."""
    auth = {
        "header X-User": "{principal.who}",
        "cookie session": "${HTTP_ALICE}",
        "cookie lang": "{principal.name}",
        "param tenant": "acme",
        "field region": "north",
    }
    target = make(
        body={"query": "{query}", "filter": {"region": "{auth.region}"}},
        params={"tenant": "all", "page": 1},
        headers={"x-user": "service", "X-Client": "audit"},
    )
    target.retrieve("leave", 5, ProbePrincipal("alice", who="a@b.c", auth=auth))
    asked = last(service)
    assert {"query": "leave", "filter": {"region": "north"}} == asked.body
    assert {"tenant": ["acme"], "page": ["1"]} == asked.params
    assert ("a@b.c", "audit", "session=t-alice; lang=alice") == (
        asked.headers["x-user"],
        asked.headers["x-client"],
        asked.headers["cookie"],
    )


def test_fields_of_a_principal(make: Make, service: Service) -> None:
    """Gaps keep their type, and what there is nothing to say about is left out."""
    body = {
        "query": "{query}",
        "top_k": "{k}",
        "groups": "{principal.groups}",
        "user": "{principal.who}",
        "label": "{principal.kind} {principal.name}: {principal.groups}",
    }
    target = make(body=body)
    target.retrieve("leave", 5, BARE)
    common = {"query": "leave", "top_k": 5}
    named = {
        "groups": ["everybody", "dogs"],
        "user": "dave",
        "label": "person dave: everybody,dogs",
    }
    assert {**common, **named} == last(service).body
    target.retrieve("leave", 5, NOBODY)
    assert {**common, "groups": [], "label": "anonymous nobody: "} == last(service).body
    target.retrieve("leave", 5, None)
    assert {**common, "label": " : "} == last(service).body


def test_a_query_is_not_read_as_a_template(make: Make, service: Service) -> None:
    """What looks like a gap, a variable or JSON in a question stays what it is."""
    query = '${HTTP_ALICE} {principal.groups} {k}", "user": "admin'
    target = make(
        service.url + "/search?q={query}", body={"query": "{query}", "x": "<{query}>"}, params={}
    )
    target.retrieve(query, 5, None)
    asked = last(service)
    assert (query, f"<{query}>", [query]) == (
        asked.body["query"],
        asked.body["x"],
        asked.params["q"],
    )


def test_a_query_stays_one_part_of_the_address(make: Make, service: Service) -> None:
    """A question cannot change the path, add a parameter, or end the address."""
    query = "../admin?x=1&k=99#y é 😀"
    service.on("/find/q", search)
    make(service.url + "/search?q={query}&k={k}", mapping=None).inspect("leave", 1)
    assert {"q": ["leave"], "k": ["1"]} == last(service).params
    make(service.url + "/search", params={"q": "{query}", "k": "{k}"}).retrieve(query, 1, None)
    assert {"q": [query], "k": ["1"]} == last(service).params
    target = make(service.url + "/find/{query}/", method="GET")
    with pytest.raises(Exception, match="404"):
        target.retrieve(query, 1, None)
    assert "/find/..%2Fadmin%3Fx%3D1%26k%3D99%23y%20%C3%A9%20%F0%9F%98%80/" == last(service).path


@pytest.mark.parametrize("who", [BARE, ProbePrincipal("eve", auth={"field region": "north"})])
def test_a_target_that_would_not_know_who_asks(
    make: Make, service: Service, who: ProbePrincipal
) -> None:
    """Somebody whom nothing tells apart is skipped, not asked as the account."""
    with pytest.raises(SkipError, match="nothing that is sent tells the target who asks"):
        make(auth=SERVICE).retrieve("q", 5, who)
    assert [] == service.asked


def test_nobody_is_not_asked_with_a_secret(make: Make, service: Service) -> None:
    """A secret for every question makes nobody somebody."""
    target = make(headers={"Authorization": "Bearer ${HTTP_SERVICE}"})
    with pytest.raises(SkipError, match="would not be asked as nobody"):
        target.retrieve("q", 5, NOBODY)
    assert FALCON in documents(target, None)


def test_a_field_that_is_missing(make: Make, service: Service) -> None:
    """A filter with a hole in it is not sent."""
    target = make(body={"query": "{query}", "tenant": "{auth.tenant}"})
    with pytest.raises(SkipError, match="cannot ask as alice: there is no `field tenant`"):
        target.retrieve("q", 5, ALICE)
    with pytest.raises(AuthInvalidError, match="no `field tenant`"):
        target.retrieve("q", 5, None)
    target.retrieve("q", 5, ProbePrincipal("nobody", ReaderKind.ANONYMOUS, auth={"param a": "b"}))
    assert {"query": "q"} == last(service).body


def test_a_variable_that_is_not_set(make: Make, monkeypatch: pytest.MonkeyPatch) -> None:
    """It is named; somebody is skipped, the account fails the target."""
    target = make(auth=SERVICE)
    monkeypatch.delenv("HTTP_ALICE")
    monkeypatch.setenv("HTTP_SERVICE", "")
    with pytest.raises(SkipError, match="cannot ask as alice: .* HTTP_ALICE is not set"):  # noqa: RUF043
        target.retrieve("q", 5, ALICE)
    with pytest.raises(AuthInvalidError, match="HTTP_SERVICE is not set"):
        target.retrieve("q", 5, None)
    with pytest.raises(SkipError, match="HTTP_SERVICE is not set"):
        target.retrieve("q", 5, ORACLE)
    assert () == target.retrieve("q", 5, CAROL).hits


@pytest.mark.parametrize("value", ["s3cret\n", "s3cret\r\nX-Admin: 1", "s3crét", " s3cret"])
@pytest.mark.parametrize("way", ["header Authorization", "cookie session"])
def test_a_secret_no_header_can_carry(
    make: Make, monkeypatch: pytest.MonkeyPatch, way: str, value: str
) -> None:
    """It is not sent cut, and not shown."""
    monkeypatch.setenv("HTTP_ODD", value)
    with pytest.raises(SkipError, match="characters that it cannot carry") as caught:
        make().retrieve("q", 5, ProbePrincipal("alice", auth={way: "${HTTP_ODD}"}))
    assert "s3cr" not in "".join(traceback.format_exception(caught.value))


def test_a_name_no_header_can_carry(make: Make) -> None:
    """A person whose name cannot be sent is skipped."""
    target = make(headers={"X-User": "{principal.who}"})
    with pytest.raises(SkipError, match="cannot carry"):
        target.retrieve("q", 5, ProbePrincipal("zoë"))


@pytest.mark.parametrize("status", [401, 403])
def test_refused(make: Make, service: Service, status: int) -> None:
    """Who is refused is skipped; the account fails the target; the body is not repeated."""
    url = service.on("/refuse", Reply({"detail": "s3cret"}, status))
    for who, kind in ((ALICE, SkipError), (NOBODY, SkipError), (None, AuthInvalidError)):
        with pytest.raises(kind, match=str(status)) as caught:
            make(url).retrieve("q", 5, who)
        assert "s3cret" not in "".join(traceback.format_exception(caught.value))
    with pytest.raises(AuthInvalidError):
        make(url, principals=False).retrieve("q", 5, ORACLE)


def test_a_token_that_is_wrong(make: Make, monkeypatch: pytest.MonkeyPatch) -> None:
    """One person's bad token does not spoil the others."""
    monkeypatch.setenv("HTTP_ALICE", "t-wrong")
    target = make()
    with pytest.raises(SkipError, match="cannot ask as alice: .* 401"):  # noqa: RUF043
        target.retrieve("leave", 5, ALICE)
    assert FALCON in documents(target, CAROL)


def test_where_it_does_not_matter_who_asks(make: Make) -> None:
    """`principals: false`: the account is asked, and nobody else can be."""
    target = make(principals=False, auth=SERVICE)
    assert (True, False) == (make().capabilities().principals, target.capabilities().principals)
    assert FALCON in documents(target, ORACLE)
    with pytest.raises(SkipError, match="principals: false"):
        target.retrieve("q", 5, NOBODY)


def test_people_at_once_do_not_mix(make: Make) -> None:
    """Forty questions of three people from eight threads: each gets their own answers."""
    target = make(auth=SERVICE)
    wrong: list[str] = []

    def ask(who: ProbePrincipal, may: bool) -> None:
        seen = [FALCON in documents(target, who) for _ in range(20)]
        wrong.extend(who.name for one in seen if one is not may)

    people = [(ALICE, False), (CAROL, True), (NOBODY, False), (ORACLE, True)] * 2
    threads = [threading.Thread(target=ask, args=pair) for pair in people]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert [] == wrong
    assert 160 == target.asking.requests


@pytest.mark.parametrize(
    ("auth", "told"),
    [
        ({"Authorization": "${HTTP_ALICE}"}, "header NAME"),
        ({"header Authorization": "Bearer s3cret"}, "holds a secret"),
        ({"cookie session": "s3cret"}, "holds a secret"),
        ({"header Host": "${HTTP_ALICE}"}, "set by ragaudit"),
    ],
)
def test_auth_that_cannot_be_used(make: Make, auth: dict[str, str], told: str) -> None:
    """In the set it skips the principal, in the options it is a mistake; no secret is shown."""
    with pytest.raises(SkipError, match=told) as skipped:
        make().retrieve("q", 5, ProbePrincipal("alice", auth=auth))
    with pytest.raises(UsageError, match=told) as wrong:
        make(auth=auth)
    assert "s3cret" not in skipped.value.message + wrong.value.message
