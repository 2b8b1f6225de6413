"""Who may read, compared with what a real wiki does."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime

import pytest
from tests.connectors.mediawiki.helpers import (
    PEOPLE,
    bot,
    connect,
    decisions,
    listed,
    policies,
    settings_of,
)
from tests.services.mediawiki import MediaWiki

from ragaudit.contracts import CheckState
from ragaudit.errors import ForbiddenError, ScopeMissingError
from ragaudit.model import AccessState, Credentials, Decision, SourceSettings
from ragaudit.model.access.exposure import Exposure

ALLOW, DENY, UNKNOWN = Decision.ALLOW, Decision.DENY, Decision.UNKNOWN
PAGES = ("HR:Salaries", "Leave", "Main Page")


@pytest.fixture
def settings(handbook: MediaWiki, monkeypatch: pytest.MonkeyPatch) -> SourceSettings:
    """Read as Admin."""
    return settings_of(handbook, monkeypatch)


@pytest.mark.parametrize("state", ["handbook", "public"])
def test_decisions_are_the_wikis_own(
    request: pytest.FixtureRequest, settings: SourceSettings, state: str
) -> None:
    """Every person and page, on a private and on a public wiki."""
    request.getfixturevalue(state)
    source = connect(settings)
    _, refs = listed(source)
    found, people = policies(source), source.identities()

    ours = {path: decisions(found[path], people) for path in PAGES}

    probes = {
        path: {name: source.probe_as(name, refs[path]) for name in (*PEOPLE, "anonymous")}
        for path in PAGES
    }
    theirs = {
        path: {name: probe.decision for name, probe in row.items() if probe}
        for path, row in probes.items()
    }
    all_in = dict.fromkeys(PEOPLE, ALLOW)
    assert theirs == ours
    assert ours == {
        "HR:Salaries": {"alice": ALLOW, "bob": DENY, "admin": ALLOW, "anonymous": DENY},
        "Leave": {**all_in, "anonymous": ALLOW if state == "public" else DENY},
        "Main Page": {**all_in, "anonymous": ALLOW},
    }


def test_only_group_rights_are_certain_by_default(settings: SourceSettings) -> None:
    """What extensions refuse is not shown: nobody is said to be let in who was not seen to be."""
    source = connect(settings, options={"page_restrictions": "unknown", "namespace_readers": {}})

    found, people = policies(source), source.identities()

    assert AccessState.PARTIAL is found["Leave"].state
    assert {**dict.fromkeys(PEOPLE, UNKNOWN), "anonymous": DENY} == decisions(
        found["Leave"], people
    )
    assert Exposure.UNKNOWN is found["HR:Salaries"].exposure
    assert Exposure.ANONYMOUS is found["Main Page"].exposure
    assert "page_restrictions" in (found["Leave"].note or "")


def test_what_is_declared_can_be_held_against_the_wiki(settings: SourceSettings) -> None:
    """A namespace that was forgotten shows as a difference between us and the wiki."""
    source = connect(settings, options={"namespace_readers": {}})
    _, refs = listed(source)

    ours = decisions(policies(source)["HR:Salaries"], source.identities())
    probe = source.probe_as("bob", refs["HR:Salaries"])

    assert ALLOW is ours["bob"]
    assert probe is not None
    assert (DENY, "permissiondenied") == (probe.decision, probe.detail)


def test_a_refusal_that_nothing_declared_explains_leaves_it_open(
    public: MediaWiki, settings: SourceSettings
) -> None:
    """A public wiki that hides a page from strangers has more than group rights."""
    source = connect(settings, options={"namespace_readers": {}})

    found = policies(source)

    assert AccessState.PARTIAL is found["HR:Salaries"].state
    assert AccessState.KNOWN is found["Leave"].state


def test_an_open_wiki_changes_every_access_stamp(
    handbook: MediaWiki, settings: SourceSettings
) -> None:
    """Group rights are part of the listing; so is the name, by which rights may go."""
    source = connect(settings)
    _, before = listed(source)

    handbook.set_public(True)
    _, after = listed(source)
    handbook.set_public(False)

    stamps = {refs[path].access_stamp for refs in (before, after) for path in PAGES}
    assert 6 == len(stamps)
    assert before["Leave"].stamp == after["Leave"].stamp


def test_strangers_are_asked_for_again_after_a_while(settings: SourceSettings) -> None:
    """Every week where each page is a request; within it the access stamp stays."""
    days = iter((9, 15, 16))
    source = connect(settings, clock=lambda: datetime(2026, 11, next(days), tzinfo=UTC))
    stamps = [listed(source)[1]["Leave"].access_stamp for _ in range(3)]

    assert stamps[0] == stamps[1] != stamps[2]


def test_without_asking_strangers_they_are_left_open(settings: SourceSettings) -> None:
    """A private wiki may name any page in `$wgWhitelistRead`, which it does not show."""
    source = connect(settings, options={"ask_anonymously": False})

    found = decisions(policies(source)["Leave"], source.identities())

    assert {**dict.fromkeys(PEOPLE, ALLOW), "anonymous": UNKNOWN} == found


def test_groups_are_the_wikis_own(handbook: MediaWiki, settings: SourceSettings) -> None:
    """Somebody who joins a group reads what it reads; the names are the wiki's."""
    source = connect(settings)
    before = decisions(policies(source)["HR:Salaries"], source.identities())

    handbook.set_groups("Bob", add="hr")
    people = source.identities()
    handbook.set_groups("Bob", remove="hr")

    bob = people.named("wiki:Bob")[0]
    assert DENY is before["bob"]
    assert ALLOW is decisions(policies(source)["HR:Salaries"], people)["bob"]
    assert {"wiki:hr", "wiki:autoconfirmed"} == set(bob.groups)
    assert not {"wiki:*", "wiki:user"} & {group.id for group in people.groups}


def test_one_person_may_be_declared(settings: SourceSettings) -> None:
    """A namespace by number, for somebody by name and for everybody."""
    named = connect(settings, options={"namespace_readers": {"3000": ["user:Bob"]}})
    open_ = connect(settings, options={"namespace_readers": {"HR": ["user"]}})

    found = [decisions(policies(s)["HR:Salaries"], s.identities()) for s in (named, open_)]

    assert [{"bob"}, set(PEOPLE)] == [{n for n, d in one.items() if d is ALLOW} for one in found]


def test_an_auditor_who_may_not_read_a_page_goes_on(settings: SourceSettings) -> None:
    """The title is listed all the same; the text is a skip with what to do about it."""
    source = connect(settings, auth=bot("bob"))
    _, refs = listed(source)

    with pytest.raises(ForbiddenError) as refused:
        source.fetch(refs["HR:Salaries"])

    assert "let the auditor's account read the page" == refused.value.hint
    assert b"28 days" in source.fetch(refs["Leave"]).data


def test_a_private_wiki_takes_an_account(settings: SourceSettings) -> None:
    """Without one the missing right is named, and nothing is listed."""
    source = connect(settings, auth=Credentials())

    results = {one.capability: one for one in source.check()}

    assert ["sign in", "list"] == list(results)
    assert (CheckState.MISSING, "read") == (results["list"].state, results["list"].scope)
    with pytest.raises(ScopeMissingError):
        list(source.list_refs(None))


def test_a_public_wiki_takes_none(public: MediaWiki, settings: SourceSettings) -> None:
    """What strangers are shown is read and told."""
    source = connect(settings, auth=Credentials(), personas={})

    assert Exposure.ANONYMOUS is policies(source)["Leave"].exposure
    assert b"28 days" in source.fetch(listed(source)[1]["Leave"]).data
    assert {CheckState.OK} == {one.state for one in source.check()}


def test_check_says_what_is_left_open(settings: SourceSettings) -> None:
    """Each capability is tried; personas that are not let in are named."""
    personas = {"alice": bot("alice"), "mallory": replace(bot("alice"), user="Mallory@audit")}
    source = connect(settings, personas=personas, options={"page_restrictions": "unknown"})

    found = [(one.capability, one.state, one.detail) for one in source.check()]

    ok, failed = CheckState.OK, CheckState.FAILED
    assert [
        ("sign in", ok, "as Admin@audit"),
        ("list", ok, "namespaces: main, HR, 0 content pages"),
        ("read", ok, "a page was read"),
        (
            "access",
            failed,
            "group rights let user read; what extensions and hooks refuse is not shown",
        ),
        ("groups", ok, "4 accounts and 7 groups"),
        ("ask as somebody", ok, "alice is let in"),
        (
            "ask as somebody",
            failed,
            f"{source.api.host} does not let the account in (wrongpassword)",
        ),
    ] == found
    assert 2 == len(list(source.notes()))
