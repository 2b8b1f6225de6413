"""Access lists of RFC 3744, from a fake server: Apache's mod_dav keeps none."""

from __future__ import annotations

import httpx
import pytest
from tests.connectors.webdav.fake import FILE, HOST, FakeDav, file, folder
from tests.connectors.webdav.helpers import listing

from ragaudit.contracts import CheckState, Ref, Support
from ragaudit.model import (
    ANONYMOUS,
    AccessPolicy,
    AccessState,
    Decision,
    Directory,
    Exposure,
    Group,
    Principal,
    PrincipalKind,
    User,
)

ALLOW, DENY, UNKNOWN = Decision.ALLOW, Decision.DENY, Decision.UNKNOWN
PEOPLE = Directory(
    (User("alice"), User("bob")),
    (Group("hr-leads", ("alice",)), Group("hr", (), ("hr-leads",))),
)
READ = "<privilege><read/></privilege>"
ALL, SIGNED_IN, STRANGERS = "<all/>", "<authenticated/>", "<unauthenticated/>"
ALICE = "<href>/principals/users/alice/</href>"
BOB = f"<href>https://{HOST}/principals/users/bob</href>"
HR = "<href>/principals/groups/hr/</href>"


def ace(does: str, who: str, privileges: str = READ, more: str = "") -> str:
    """One entry: `grant` or `deny`."""
    return f"<ace><principal>{who}</principal><{does}>{privileges}</{does}>{more}</ace>"


def grant(who: str, privileges: str = READ, more: str = "") -> str:
    return ace("grant", who, privileges, more)


def deny(who: str, privileges: str = READ, more: str = "") -> str:
    return ace("deny", who, privileges, more)


def inverted(who: str) -> str:
    return f"<ace><invert><principal>{who}</principal></invert><grant>{READ}</grant></ace>"


def lists(*entries: str, props: str = "") -> str:
    """Properties of a file with a list."""
    return f"{FILE}{props}<acl>{''.join(entries)}</acl>"


def policy_of(props: str, fake: FakeDav | None = None, **rest: str | int) -> AccessPolicy:
    """Who may read a file with these properties."""
    fake = fake or FakeDav()
    fake.offers = "1, 2, access-control"
    refused = str(rest.get("refused", ""))
    fake.lists("/kb/", folder("/kb/"), file("/kb/a.md", props, refused, int(rest.get("status", 0))))
    connector = fake.connector(options={"access": "acl"})
    page = next(iter(connector.list_refs(None)))
    ((_, policy),) = connector.fetch_access(page.refs)
    return policy


def decided(policy: AccessPolicy) -> tuple[Decision, Decision, Decision]:
    """For alice, who is in hr, for bob, who is not, and for whoever has not signed in."""
    alice, bob = (Principal(PrincipalKind.USER, name) for name in ("alice", "bob"))
    found = [policy.decide(one, PEOPLE).decision for one in (alice, bob, ANONYMOUS)]
    return found[0], found[1], found[2]


@pytest.mark.parametrize(
    ("entries", "expected"),
    [
        ((), (DENY, DENY, DENY)),
        ((grant(ALL),), (ALLOW, ALLOW, ALLOW)),
        ((grant(SIGNED_IN),), (ALLOW, ALLOW, DENY)),
        ((grant(ALICE),), (ALLOW, DENY, DENY)),
        ((grant(HR),), (ALLOW, DENY, DENY)),
        ((deny(BOB), grant(ALL)), (ALLOW, DENY, ALLOW)),
        ((grant(ALL), deny(BOB)), (ALLOW, ALLOW, ALLOW)),
        ((deny(HR), grant(SIGNED_IN)), (DENY, ALLOW, DENY)),
        ((grant(STRANGERS),), (DENY, DENY, ALLOW)),
        ((deny(STRANGERS), grant(ALL)), (ALLOW, ALLOW, DENY)),
        ((grant(ALICE), grant(STRANGERS), deny(ALL)), (ALLOW, DENY, ALLOW)),
        ((grant(ALL), deny(STRANGERS)), (ALLOW, ALLOW, ALLOW)),
        ((grant("<self/>"),), (DENY, DENY, DENY)),
        ((deny("<self/>"), grant(ALL)), (ALLOW, ALLOW, ALLOW)),
        ((inverted("<self/>"),), (ALLOW, ALLOW, ALLOW)),
        ((inverted(STRANGERS),), (ALLOW, ALLOW, DENY)),
        ((inverted(SIGNED_IN),), (DENY, DENY, ALLOW)),
        ((inverted(ALL),), (DENY, DENY, DENY)),
        ((inverted(BOB),), (UNKNOWN, UNKNOWN, UNKNOWN)),
        ((grant(ALICE), inverted(BOB)), (ALLOW, UNKNOWN, UNKNOWN)),
        ((grant("<href>/principals/users/carol</href>"),), (DENY, DENY, DENY)),
        ((grant("<href>/principals/carol</href>"),), (UNKNOWN, UNKNOWN, DENY)),
        ((grant("<href>https://other.example/hr</href>"),), (UNKNOWN, UNKNOWN, DENY)),
    ],
)
def test_principals(
    entries: tuple[str, ...], expected: tuple[Decision, Decision, Decision]
) -> None:
    """In the order of the list, the first that matches decides."""
    assert expected == decided(policy_of(lists(*entries)))


@pytest.mark.parametrize(
    ("privileges", "expected"),
    [
        ("<privilege><all/></privilege>", ALLOW),
        ("<privilege><write/></privilege><privilege><read/></privilege>", ALLOW),
        ("<privilege><write/></privilege><privilege><read-acl/></privilege>", DENY),
        ("<privilege><read-current-user-privilege-set/></privilege>", DENY),
        ('<privilege><view xmlns="urn:x"/></privilege>', UNKNOWN),
        ('<privilege><read xmlns="urn:x"/></privilege>', UNKNOWN),
    ],
)
def test_privileges(privileges: str, expected: Decision) -> None:
    """What a server calls by a name of its own may include reading."""
    assert (expected,) * 3 == decided(policy_of(lists(grant(ALL, privileges))))


def test_the_owner_is_whoever_the_property_says() -> None:
    by_owner = grant("<property><owner/></property>")
    owner = f"<owner>{ALICE}</owner>"

    assert (ALLOW, DENY, DENY) == decided(policy_of(lists(by_owner, props=owner)))
    assert (UNKNOWN, UNKNOWN, DENY) == decided(policy_of(lists(by_owner)))


def test_entries_are_found_again() -> None:
    inherited = "<inherited><href>/kb/</href></inherited>"
    policy = policy_of(lists(deny(BOB), grant(ALL, more=f"<protected/>{inherited}")))

    assert ["DAV:acl, entry 1", "DAV:acl, entry 2 (inherited)"] == [
        entry.locator for entry in policy.layers[0].entries
    ]
    assert policy.observed_as == "alice"
    assert policy.exposure is Exposure.ANONYMOUS


def test_another_list_must_grant_too() -> None:
    """`DAV:inherited-acl-set`: the lists are ANDed, and asked for once."""
    fake = FakeDav()
    fake.lists("/kb/rules/", file("/kb/rules/", f"<acl>{grant(HR)}</acl>"))
    also = "<inherited-acl-set><href>/kb/rules/</href></inherited-acl-set>"

    policy = policy_of(lists(grant(SIGNED_IN), props=also), fake)

    assert (ALLOW, DENY, DENY) == decided(policy)
    assert fake.asked.count("PROPFIND /kb/rules/") == 1


@pytest.mark.parametrize(
    "href", ["/kb/rules/", "/elsewhere/", "https://other.example.org/kb/rules/"]
)
def test_another_list_that_cannot_be_read_lets_nobody_in(href: str) -> None:
    also = f"<inherited-acl-set><href>{href}</href></inherited-acl-set>"

    policy = policy_of(lists(grant(SIGNED_IN), props=also))

    assert (UNKNOWN, UNKNOWN, DENY) == decided(policy)
    assert policy.exposure is Exposure.UNKNOWN


@pytest.mark.parametrize(
    ("status", "state"),
    [(403, AccessState.ERROR), (401, AccessState.ERROR), (404, AccessState.UNKNOWN)],
)
def test_a_list_that_is_not_shown(status: int, state: AccessState) -> None:
    policy = policy_of(FILE, refused="<acl/>", status=status)

    assert policy.state is state
    assert ("DAV:read-acl" in str(policy.note)) == (status != 404)
    assert (UNKNOWN,) * 3 == decided(policy)


@pytest.mark.parametrize(
    "entries",
    [
        f"<ace><grant>{READ}</grant></ace>",
        f"<ace><principal>{ALL}</principal></ace>",
        f"<ace><principal>{ALL}</principal><grant/></ace>",
        f"<ace><principal>{ALL}{ALICE}</principal><grant>{READ}</grant></ace>",
        f"<ace><principal><everyone/></principal><grant>{READ}</grant></ace>",
        f"<ace><principal>{ALL}</principal><grant>{READ}</grant><deny>{READ}</deny></ace>",
        grant(ALL) * 10_001,
    ],
)
def test_a_list_that_is_none_is_an_error(entries: str) -> None:
    policy = policy_of(lists(entries))

    assert policy.state is AccessState.ERROR
    assert policy.layers == ()


def test_a_change_of_the_list_shows_in_the_listing() -> None:
    """And costs no request of its own."""
    fake = FakeDav(offers="1,access-control")
    connector = fake.connector(options={"access": "acl"})
    stamps = []
    for entry in (grant(ALL), grant(HR), grant(HR)):
        fake.lists("/kb/", folder("/kb/"), file("/kb/a.md", lists(entry)))
        (ref,) = listing(connector).refs.values()
        stamps.append(ref.access_stamp)

    assert stamps[0] != stamps[1]
    assert stamps[1] == stamps[2]
    assert {"PROPFIND /kb/", "OPTIONS /kb/"} == set(fake.asked)
    assert connector.capabilities().access is Support.NATIVE
    assert connector.capabilities().access_incremental


def test_a_list_is_asked_for_where_no_page_has_it() -> None:
    fake = FakeDav(offers="access-control")
    fake.lists("/kb/a.md", file("/kb/a.md", lists(grant(SIGNED_IN))))
    connector = fake.connector(options={"access": "acl"})

    policies = connector.fetch_access([Ref("a.md", "a.md"), Ref("b.md", "b.md")])

    assert [AccessState.KNOWN, AccessState.ERROR] == [policy.state for _, policy in policies]


def test_lists_are_kept_for_one_page() -> None:
    fake = FakeDav(offers="access-control")
    files = (file(f"/kb/{n:03}.md", lists(grant(ALL))) for n in range(250))
    fake.lists("/kb/", folder("/kb/"), *files)
    fake.lists("/kb/000.md", file("/kb/000.md", lists(grant(HR))))
    connector = fake.connector(options={"access": "acl"})
    first, second = connector.list_refs(None)

    ((_, now),) = connector.fetch_access(second.refs[-1:])
    ((_, then),) = connector.fetch_access(first.refs[:1])

    assert (ALLOW, ALLOW, ALLOW) == decided(now)
    assert (ALLOW, DENY, DENY) == decided(then)
    assert [line for line in fake.asked if line.endswith(".md")] == ["PROPFIND /kb/000.md"]


def test_a_server_without_lists_leaves_it_unknown() -> None:
    fake = FakeDav()
    fake.lists("/kb/", folder("/kb/"), file("/kb/a.md"))
    connector = fake.connector(options={"access": "acl"})
    (ref,) = listing(connector).refs.values()

    ((_, policy),) = connector.fetch_access([ref])

    assert policy.state is AccessState.UNKNOWN
    assert "access-control" in str(policy.note)


@pytest.mark.parametrize(
    ("refused", "state", "scope"),
    [("", CheckState.OK, ""), ("<acl/>", CheckState.MISSING, "DAV:read-acl")],
)
def test_the_missing_right_is_named(refused: str, state: CheckState, scope: str) -> None:
    fake = FakeDav(offers="1, access-control")
    props = FILE if refused else lists(grant(ALL))
    fake.lists("/kb/", folder("/kb/"), file("/kb/a.md", props, refused, 403))
    fake.replies["HEAD", "/kb/a.md"] = httpx.Response(200)

    found = {one.capability: one for one in fake.connector(options={"access": "acl"}).check()}

    assert (state, scope) == (found["access"].state, found["access"].scope)


def test_the_check_says_that_there_are_lists_to_read() -> None:
    fake = FakeDav(offers="1, access-control")
    fake.lists("/kb/", folder("/kb/"))

    found = {one.capability: one for one in fake.connector().check()}

    assert "access: acl" in found["access"].action


def test_names_of_another_namespace_are_other_names() -> None:
    """`<all>` of nobody knows what is not `DAV:all`; comments are no part of an entry."""
    foreign = policy_of(lists(grant('<all xmlns="urn:x"/>')))
    commented = policy_of(lists(grant("<!-- x --><all/><?x y?>", f"<!-- x -->{READ}")))

    assert foreign.state is AccessState.ERROR
    assert (ALLOW, ALLOW, ALLOW) == decided(commented)
