"""Who may read: what is said here is what the site answers."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest
from tests.connectors.website.helpers import Reader, listing, signed_in
from tests.services.website import Website
from tests.services.website_handbook import html
from tests.services.website_page import Page

from ragaudit.contracts import CheckState, Support
from ragaudit.model import (
    ANONYMOUS,
    AccessState,
    Decision,
    Directory,
    Exposure,
    Principal,
    User,
)

BY_LINKS = {"sitemaps": False}
PEOPLE = ("alice", "bob", "carol")


@pytest.fixture
def site(website: Website) -> Website:
    """A public page, one for alice, one for both."""
    website.put("/", html("Start", "", "/salaries", "/both"))
    website.put("/salaries", Page(b"<h1>Pay</h1>", readers=frozenset({"alice"})))
    website.put("/both", Page(b"<h1>Both</h1>", readers=frozenset({"alice", "bob"})))
    return website


def test_a_page_served_to_nobody_in_particular_is_public(reader: Reader, site: Website) -> None:
    """By the answer that showed it, and without another request."""
    connector = reader.connector(options=BY_LINKS)
    refs = tuple(listing(connector).refs.values())
    site.forget()
    ((_, policy),) = connector.fetch_access(refs)
    assert (AccessState.KNOWN, Exposure.ANONYMOUS) == (policy.state, policy.exposure)
    assert "GET without signing in answered 200" == policy.layers[0].entries[0].locator
    assert "nobody (not signed in)" == policy.observed_as
    assert policy.observed_at is not None and policy.observed_at.tzinfo is UTC
    assert [] == list(site.asked)


def test_a_listed_page_is_asked_for_before_it_is_called_public(
    reader: Reader, site: Website
) -> None:
    """A sitemap says that a page is there, not who may read it."""
    pages = dict.fromkeys(("/", "/salaries", "/dead"), "2026-01-01")
    site.sitemap("/sitemap.xml", pages)
    connector = reader.connector()
    refs = listing(connector).refs
    policies = {ref.native_id: policy for ref, policy in connector.fetch_access([*refs.values()])}
    states = {address: policy.state for address, policy in policies.items()}
    unknown = AccessState.UNKNOWN
    assert {"/": AccessState.KNOWN, "/dead": unknown, "/salaries": unknown} == states
    assert "HEAD without signing in answered 200" == policies["/"].locator
    assert "answered 401" in (policies["/salaries"].note or "")
    assert refs["/"].access_stamp == f"as on {datetime.now(UTC).date()}"


def test_a_site_that_fails_is_an_error(reader: Reader, site: Website) -> None:
    """Neither public nor nobody's."""
    site.sitemap("/sitemap.xml", {"/": "2026-01-01"})
    connector = reader.connector()
    refs = tuple(listing(connector).refs.values())
    site.fail("/", 99)
    ((_, policy),) = connector.fetch_access(refs)
    assert AccessState.ERROR == policy.state


def test_a_site_only_the_organisation_reaches(reader: Reader, site: Website) -> None:
    """Is open to it, as far as the user says so."""
    connector = reader.connector(options={**BY_LINKS, "reach": "organisation"})
    ((_, policy),) = connector.fetch_access(tuple(listing(connector).refs.values()))
    assert Exposure.ORG == policy.exposure


def test_with_an_account_nobody_elses_rights_are_known(
    reader: Reader, site: Website, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Least of all that a page is public; the configuration may still say."""
    connector = reader.connector(auth=signed_in("alice", monkeypatch), options=BY_LINKS)
    refs = tuple(listing(connector).refs.values())
    assert ([], 3) == (list(connector.fetch_access(refs)), len(refs))
    assert any("personas" in note for note in connector.notes())
    assert Support.NONE == connector.capabilities().access
    assert Support.PROXY == reader.connector().capabilities().access


def test_decisions_are_what_the_site_answers(
    reader: Reader, site: Website, monkeypatch: pytest.MonkeyPatch
) -> None:
    """For everybody over every page; carol's name is nobody's there."""
    personas = {name: signed_in(name, monkeypatch) for name in PEOPLE}
    auditor = signed_in("alice", monkeypatch)
    connector = reader.connector(auth=auditor, personas=personas, options=BY_LINKS)
    refs = listing(connector).refs
    answers = {
        (name, address): found.decision
        for name in (*PEOPLE, "anonymous")
        for address, ref in refs.items()
        if (found := connector.probe_as(name, ref))
    }
    allow, deny, unknown = Decision.ALLOW, Decision.DENY, Decision.UNKNOWN
    assert [allow] * 4 == [answers[name, "/"] for name in (*PEOPLE, "anonymous")]
    expected = [allow, deny, unknown, deny]
    assert expected == [answers[name, "/salaries"] for name in (*PEOPLE, "anonymous")]
    assert [allow, allow, unknown, deny] == [answers[n, "/both"] for n in (*PEOPLE, "anonymous")]
    # Read as nobody, what is listed is decided as it is answered.
    plain = reader.connector(personas=personas, options=BY_LINKS)
    directory = Directory(tuple(User(name) for name in PEOPLE))
    listed = tuple(listing(plain).refs.values())
    for ref, policy in plain.fetch_access(listed):
        for name in PEOPLE:
            decided = policy.decide(Principal.parse(f"user:{name}"), directory).decision
            assert answers[name, ref.native_id] == decided
        assert answers["anonymous", ref.native_id] == policy.decide(ANONYMOUS, directory).decision
    assert ["/"] == [ref.native_id for ref in listed]


def test_servers_that_say_401_to_whoever_has_no_right(
    reader: Reader, site: Website, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Once the secret was seen to work elsewhere, 401 is a refusal."""
    connector = reader.connector(personas={"bob": signed_in("bob", monkeypatch)}, options=BY_LINKS)
    refs = tuple(listing(connector).refs.values())
    site.put("/apache", Page(status=401))
    apache = type(refs[0])("/apache", "apache")
    first, both = connector.probe_as("bob", apache), type(refs[0])("/both", "both")
    connector.probe_as("bob", both)
    then = connector.probe_as("bob", apache)
    assert first is not None and then is not None
    assert (Decision.UNKNOWN, Decision.DENY) == (first.decision, then.decision)


def test_probes_that_settle_nothing(
    reader: Reader, site: Website, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A failing page, and somebody without an account here."""
    connector = reader.connector(personas={"bob": signed_in("bob", monkeypatch)}, options=BY_LINKS)
    ref = listing(connector).refs["/"]
    assert connector.probe_as("dave", ref) is None
    site.fail("/", 99)
    found = connector.probe_as("bob", ref)
    assert found is not None and Decision.UNKNOWN == found.decision
    site.fail("/", 0)
    site.delete("/")
    hidden = connector.probe_as("bob", ref)
    assert hidden is not None
    assert (Decision.DENY, "answered 404 (hidden)") == (hidden.decision, hidden.detail)


def test_check_tries_everything(
    reader: Reader, site: Website, monkeypatch: pytest.MonkeyPatch
) -> None:
    """One result a capability."""
    personas = {name: signed_in(name, monkeypatch) for name in ("alice", "bob")}
    results = list(reader.connector(personas=personas).check())
    found = [(result.capability, result.state) for result in results]
    ok = CheckState.OK
    assert [
        ("sign in", ok),
        ("list", ok),
        ("read", ok),
        ("access", ok),
        ("groups", CheckState.UNSUPPORTED),
        ("ask as somebody", ok),
        ("ask as somebody", ok),
    ] == found


def test_check_says_what_is_wrong_and_raises_nothing(
    reader: Reader, site: Website, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A wrong password, no sitemap, robots.txt in the way, an unset variable."""
    wrong = signed_in("alice", monkeypatch, "wrong")
    site.put("/", Page(b"x", readers=frozenset({"alice"})))
    failed = CheckState.FAILED
    assert {failed} == {r.state for r in reader.connector(auth=wrong).check()} - {
        CheckState.UNSUPPORTED
    }
    site.put("/", "<h1>Start</h1>")
    only_maps = {r.capability: r for r in reader.connector(options={"crawl": False}).check()}
    assert (failed, "no sitemap was found") == (only_maps["list"].state, only_maps["list"].detail)
    site.robots("User-agent: *\nDisallow: /")
    refused = {r.capability: r for r in reader.connector().check()}
    assert CheckState.MISSING == refused["list"].state
    assert "Allow: /" == refused["list"].scope
    monkeypatch.delenv("WEB_ALICE")
    assert {"the environment variable WEB_ALICE is not set"} == {
        r.detail for r in reader.connector(auth=wrong).check() if r.state is failed
    }
