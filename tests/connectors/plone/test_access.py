"""Who may view, decided from a site in memory and compared with what it serves."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import UTC, datetime
from typing import Any

import httpx
import pytest
from tests.connectors.plone.fake import LOGGED_IN, Answering, FakeSite
from tests.connectors.plone.helpers import decided, enforced, memory, read, reader_of, refs_of

from ragaudit.contracts import Support
from ragaudit.errors import AuthExpiredError, MalformedError, ScopeMissingError
from ragaudit.model import AccessState, Credentials, Decision, Directory, Exposure, SourceSettings

AUDITOR = Credentials("auditor", None, "PLONE_AUDITOR")
"""Reads everything, and sees no local roles."""
NOTHING = {"items": [], "items_total": 0}
ALLOW, DENY, UNKNOWN = Decision.ALLOW, Decision.DENY, Decision.UNKNOWN
SITES: Mapping[str, Mapping[str, Mapping[str, Any]]] = {
    "states": {
        "a": {"state": "private"},
        "b": {"state": "pending"},
        "c": {"state": "published"},
    },
    "a group in a group, by the folder": {"hr/a": {}},
    "a person and a group, on the page": {
        "a": {"shares": {"bob": ("Reader",)}},
        "b": {"shares": {"hr": ("Editor",), "carol": ("Contributor",)}},
    },
    "a role that may not view": {
        "a": {"shares": {"bob": ("Reviewer",)}},
        "b": {"shares": {"bob": ("Reviewer",)}, "state": "pending"},
    },
    "a page that takes nothing from above": {
        "hr/a": {"inherit": False},
        "hr/b": {"inherit": False, "shares": {"bob": ("Reader",)}},
    },
    "a folder that takes nothing from above": {
        "hr/in": {"kind": "Folder", "inherit": False, "shares": {"bob": ("Reader",)}},
        "hr/in/a": {},
        "hr/in/b": {"state": "published"},
    },
    "everybody who has signed in": {"a": {"shares": {LOGGED_IN: ("Reader",)}}},
    "a file has the rights of its folder": {
        "open": {"kind": "Folder", "state": "published"},
        "open/a.txt": {"kind": "File", "state": None, "mime": "text/plain"},
        "hr/b.txt": {"kind": "File", "state": None, "mime": "text/plain"},
    },
    "what has expired is shown all the same": {
        "a": {"state": "published", "expires": datetime(2025, 6, 1, tzinfo=UTC)}
    },
    "nobody is there by that name": {"a": {"shares": {"zoe": ("Reader",), "gone": ("Reader",)}}},
}


@pytest.mark.parametrize("closed", [False, True], ids=["open", "closed"])
@pytest.mark.parametrize("name", SITES)
def test_decisions_are_the_sites(
    fake: FakeSite, made: SourceSettings, name: str, closed: bool
) -> None:
    """For everybody and every document, also where strangers are shown no list."""
    fake.closed = closed
    for path, fields in SITES[name].items():
        fake.put(path, **fields)
    connector = memory(made, fake)
    assert enforced(connector) == decided(connector)


def test_roles_in_the_whole_site(fake: FakeSite, made: SourceSettings) -> None:
    """Of a person, of a group, and of nobody."""
    fake.accounts["bob"] = ("Member", "Site Administrator")
    fake.groups["Editors"] = ("hr",)
    fake.put("a")
    connector = memory(made, fake)
    expected = {"alice": ALLOW, "bob": ALLOW, "carol": DENY, "anonymous": DENY}
    assert expected == {who: said for (_, who), said in decided(connector).items()}
    assert enforced(connector) == decided(connector)


@pytest.mark.parametrize(
    ("items", "who", "expected"),
    [
        ({"a": {"creators": ("bob",)}}, "bob", UNKNOWN),
        ({"hr/in": {"kind": "Folder", "creators": ("bob",)}, "hr/in/a": {}}, "bob", UNKNOWN),
        ({"hr/in": {"kind": "Folder", "creators": ("bob",)}, "hr/in/a": {}}, "carol", DENY),
        (
            {
                "out": {"kind": "Folder", "creators": ("bob",)},
                "out/in": {"kind": "Folder", "inherit": False},
                "out/in/a": {},
            },
            "bob",
            DENY,
        ),
        (
            {"out": {"kind": "Folder", "creators": ("bob",)}, "out/a": {"inherit": False}},
            "bob",
            DENY,
        ),
        ({"a": {"creators": ("The editors",)}}, "carol", UNKNOWN),
        ({"a": {"creators": ()}}, "carol", UNKNOWN),
        ({"a": {"creators": ("The editors",), "shares": {"carol": ("Reader",)}}}, "carol", ALLOW),
        ({"a": {"creators": ("The editors",)}}, "anonymous", DENY),
    ],
)
def test_who_made_it_or_its_folder_may_own_it(
    fake: FakeSite, made: SourceSettings, items: Any, who: str, expected: Decision
) -> None:
    """Who owns something is not told: neither allowed nor denied for whoever made it."""
    for path, fields in items.items():
        fake.put(path, **fields)
    found = {name: said for (_, name), said in decided(memory(made, fake)).items()}
    assert expected is found[who]


def test_every_entry_has_a_locator(fake: FakeSite, made: SourceSettings) -> None:
    """The state, the sharing page or the answer a stranger got."""
    fake.put("hr/a", shares={"bob": ("Reader", "Reviewer")})
    fake.put("b", state="published")
    policies = read(memory(made, fake))
    closed, open_ = policies["hr/a"], policies["b"]
    locators = [entry.locator for layer in closed.layers for entry in layer.entries]
    assert "asked without signing in: refused" == locators[0]
    assert {"@sharing: Reader", "review_state private: Reader"} <= {*locators}
    assert (AccessState.KNOWN, Exposure.GROUP) == (closed.state, closed.exposure)
    assert ("asked without signing in", Exposure.ANONYMOUS) == (open_.locator, open_.exposure)
    assert "inspector" == closed.observed_as


@pytest.mark.parametrize(
    ("options", "told"),
    [
        ({}, "which roles may view in the state “private” is not told"),
        ({"workflows": ["simple_publication_workflow", "intranet_workflow"]}, ""),
        ({"view": {"pending": ["Reader"]}}, "“private” is not told"),
        ({"view": {"private": ["Reader", "Reviser"]}}, "who has Reviser here is not shown"),
        ({"view": {"private": ["Anonymous"]}}, "refuses strangers what the state “private”"),
    ],
)
def test_workflows_that_are_not_told(
    fake: FakeSite, made: SourceSettings, options: Any, told: str
) -> None:
    """A state means what it was said to mean, as long as the site does not do otherwise."""
    fake.put("hr/a")
    policy = read(memory(made, fake, options=options))["hr/a"]
    assert told in (policy.note or "")
    assert (not told) is (policy.state is AccessState.KNOWN)


def test_an_account_that_may_not_see_local_roles(fake: FakeSite, made: SourceSettings) -> None:
    """What is private stays unknown, and the missing permission is named."""
    fake.put("hr/a")
    fake.put("b", state="published")
    connector = memory(made, fake, auth=AUDITOR)
    answers = connector.fetch_access(list(refs_of(connector).values()))
    found = {ref.path: policy for ref, policy in (next(answers), next(answers))}
    with pytest.raises(ScopeMissingError, match="does not show the account") as missing:
        next(answers)
    assert "Sharing page: Delegate roles" == missing.value.scope
    assert "takes the permission “Sharing page: Delegate roles”" in (found["hr/a"].note or "")
    assert [Exposure.UNKNOWN, Exposure.ANONYMOUS] == [found[p].exposure for p in ("hr/a", "b")]
    assert (UNKNOWN, DENY) == tuple(
        found["hr/a"].decide(reader_of(who), Directory()).decision for who in ("bob", "anonymous")
    )
    with pytest.raises(ScopeMissingError) as missing:
        connector.identities()
    assert "Plone Site Setup: Users and Groups" == missing.value.scope


def test_only_what_is_public(fake: FakeSite, made: SourceSettings) -> None:
    """By choice: then no further right is needed, and whatever is not public is unknown."""
    fake.put("hr/a")
    fake.put("b", state="published")
    connector = memory(made, fake, auth=AUDITOR, options={"access": "public"})
    said = decided(connector)
    assert [UNKNOWN, DENY] == [said["hr/a", who] for who in ("alice", "anonymous")]
    assert [ALLOW, ALLOW] == [said["b", who] for who in ("alice", "anonymous")]
    told = connector.capabilities()
    assert (Support.PROXY, Support.NONE) == (told.access, told.groups)
    assert ((), ()) == (connector.identities().users, tuple(connector.notes()))


def test_a_list_for_strangers_that_leaves_out_what_they_are_shown(
    fake: FakeSite, made: SourceSettings
) -> None:
    """What the state opens to everybody is asked for, before it is called private."""
    fake.put("a", state="published")
    fake.put("b", state="private")
    fake.instead["@search"] = to_strangers(fake, httpx.Response(200, json=NOTHING))
    exposures = {path: one.exposure for path, one in read(memory(made, fake)).items()}
    assert {"a": Exposure.ANONYMOUS, "b": Exposure.GROUP} == exposures
    assert ["a/@breadcrumbs"] == [path for path in fake.asked if path.endswith("@breadcrumbs")]


def test_strangers_who_are_sent_elsewhere(fake: FakeSite, made: SourceSettings) -> None:
    """A login somewhere else settles neither that it is public nor that it is private."""
    fake.put("a", state="published")
    elsewhere = httpx.Response(302, headers={"Location": "https://login.example.org/"})
    fake.instead |= dict.fromkeys(("@search", "@breadcrumbs"), to_strangers(fake, elsewhere))
    policy = read(memory(made, fake))["a"]
    assert (AccessState.UNKNOWN, Exposure.UNKNOWN) == (policy.state, policy.exposure)
    assert "could not be told" in (policy.note or "")


def to_strangers(site: FakeSite, answer: httpx.Response) -> Answering:
    """An answer that whoever has signed in does not get."""
    return lambda request: site.answer(request) if "authorization" in request.headers else answer


def test_an_account_that_is_shut_out_in_between(fake: FakeSite, made: SourceSettings) -> None:
    """What it is no longer shown is not gone, and not private."""
    fake.put("hr/a")
    connector = memory(made, fake)
    refs = list(refs_of(connector).values())
    fake.shut_out.add("inspector")
    with pytest.raises(AuthExpiredError):
        list(connector.fetch_access(refs))


def test_an_account_that_is_shut_out_in_the_middle(fake: FakeSite, made: SourceSettings) -> None:
    """That local roles are refused then is not for want of a permission."""
    fake.put("hr/a")
    connector = memory(made, fake)
    refs = list(refs_of(connector).values())

    def shut(request: httpx.Request) -> httpx.Response:
        fake.shut_out.add("inspector")
        return fake.answer(request)

    fake.instead["hr/a/@sharing"] = shut
    with pytest.raises(AuthExpiredError):
        list(connector.fetch_access(refs))


@pytest.mark.parametrize("body", [b"[]", b'{"entries": 7}', b"{", b"<h1>Log in</h1>"])
def test_local_roles_that_are_none(fake: FakeSite, made: SourceSettings, body: bytes) -> None:
    """Are an error, never nobody."""
    fake.put("hr/a")
    fake.instead["hr/a/@sharing"] = httpx.Response(
        200, content=body, headers={"content-type": "application/json"}
    )
    with pytest.raises(MalformedError):
        read(memory(made, fake))


def test_a_hundred_thousand_entries(fake: FakeSite, made: SourceSettings) -> None:
    """Are read; what is no entry among them is passed over."""
    fake.put("hr/a")
    many = [{"id": f"user{n}", "type": "user", "roles": {"Reader": True}} for n in range(100_000)]
    odd: list[Any] = [None, {"id": "x", "roles": []}, {"id": "y", "roles": {"Reader": "perhaps"}}]
    available = [{"id": role} for role in ("Reader", "Editor", "Contributor", "Reviewer")]
    told = {"entries": [*odd, *many], "inherit": True, "available_roles": available}
    fake.instead["hr/a/@sharing"] = httpx.Response(200, json=told)
    policy = read(memory(made, fake))["hr/a"]
    assert (AccessState.KNOWN, True) == (policy.state, len(policy.layers[-1].entries) > 100_000)
