"""The LDAP provider against a real directory."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import date
from typing import Any

import pytest
from tests.connectors.identities.conftest import Entry
from tests.services.slapd import BASE, CROWD, EVERYBODY, PEOPLE, READER, READER_LIMIT, Slapd

from ragaudit.errors import (
    AuthInvalidError,
    ConfigError,
    MalformedError,
    ScopeMissingError,
    TransientError,
)
from ragaudit.model import Directory, SyncSettings
from ragaudit_connectors.identities.ldap import read_ldap
from ragaudit_connectors.identities.ldap.options import LdapKeys
from ragaudit_connectors.remote import Asking

Read = Callable[..., Directory]
FEW = f"(&(objectClass=groupOfNames)(!(cn={EVERYBODY})))"
TODAY = date(2026, 11, 1)


def members(found: Directory, name: str) -> frozenset[str]:
    group = found.group(name)
    assert group is not None
    return found.members(group)


def asking(tries: int = 1) -> Asking:
    return Asking(SyncSettings(tries=tries), sleep=lambda _: None)


@pytest.fixture
def read(slapd: Slapd, entry: Entry, monkeypatch: pytest.MonkeyPatch) -> Read:
    """The directory as its reader sees it; keys are arguments, None leaves one out."""
    monkeypatch.setenv("LDAP_PASSWORD", slapd.password(READER))

    def _read(namespace: str = "", **changes: Any) -> Directory:
        keys = {"url": slapd.url, "base": BASE, "bind_dn": READER, "password_env": "LDAP_PASSWORD"}
        given = {key: value for key, value in (keys | changes).items() if value is not None}
        return read_ldap(entry("ldap", namespace, **given), asking(), lambda: TODAY)

    return _read


def test_everybody_is_listed_in_pages(read: Read) -> None:
    """Four times what the server gives at once."""
    found = read()

    assert CROWD > 3 * READER_LIMIT
    assert len(PEOPLE) + CROWD == len(found.users)
    assert CROWD == len(members(found, EVERYBODY))
    alice = found.user("alice@acme.example")
    assert alice is not None
    assert ("alice", "Alice Example", True) == (alice.id, alice.name, alice.active)


def test_nested_and_circular_groups(read: Read) -> None:
    """Alice is in hr through hr-leads; two groups in each other have the same members."""
    found = read()

    names = ("hr", "hr-leads", "loop-a", "loop-b")
    assert {
        "hr": {"alice", "locked"},
        "hr-leads": {"alice", "locked"},
        "loop-a": {"bob"},
        "loop-b": {"bob"},
    } == {name: members(found, name) for name in names}
    assert all(group.complete for group in found.groups)


def test_disabled_accounts(read: Read, slapd: Slapd) -> None:
    """Locked for good or expired; a lock after wrong passwords ends by itself."""
    slapd.replace(slapd.dn("carol"), pwdAccountLockedTime="20261031120000Z")

    found = read()

    active = {user.id: user.active for user in found.users if user.id in PEOPLE}
    disabled = dict.fromkeys(("locked", "expired"), False)
    assert dict.fromkeys(("alice", "bob", "carol"), True) | disabled == active


@pytest.mark.parametrize(
    ("changes", "told"),
    [
        ({"page_size": 0}, f"stops after {READER_LIMIT} entries"),
        ({"bind_dn": None, "password_env": None, "page_size": 0}, "stops after 50 entries"),
        ({"bind_dn": None, "password_env": None}, "a size limit of the server"),
    ],
)
def test_a_size_limit_is_an_error(read: Read, changes: dict[str, Any], told: str) -> None:
    """Without pages, or without the right to them, the list would be short in silence."""
    with pytest.raises(ScopeMissingError, match=told) as caught:
        read(**changes)

    assert (3, True) == (caught.value.exit_code, "page_size" in caught.value.hint)


def test_another_system(read: Read) -> None:
    """Accounts are prefixed, and there are no others in that system."""
    found = read("corp", user_filter="(uid=alice)", group_filter=FEW)

    alice = found.user("corp:alice")
    assert alice is not None
    assert ("corp:alice", ("corp",)) == (alice.id, found.listed)
    assert "corp:alice" in members(found, "corp:hr")


def test_a_person_outside_the_search(read: Read) -> None:
    """Is a member all the same, by login, and hides nobody."""
    found = read(user_filter="(uid=bob)", group_filter=FEW)

    group = found.group("hr-leads")
    assert group is not None
    assert ({"alice", "locked"}, True) == (set(group.members), group.complete)


def test_a_group_outside_the_search_is_followed(read: Read) -> None:
    """It is nested in one that was asked for, so its members are members there."""
    found = read(group_filter="(cn=hr)")

    assert {"alice", "locked"} == members(found, "hr")


def test_a_member_that_is_gone(read: Read, slapd: Slapd) -> None:
    """A person who left is nobody; what may have been a group leaves open who is in it."""
    slapd.set_members("hr-leads", [slapd.dn("alice"), f"uid=left,{BASE}"])
    slapd.set_members("loop-b", [slapd.dn("bob"), f"cn=gone,{BASE}"])

    found = {group.id: group for group in read().groups}

    assert (("alice", "left"), True) == (found["hr-leads"].members, found["hr-leads"].complete)
    assert not found["loop-b"].complete


def test_a_member_that_is_no_person(read: Read, slapd: Slapd) -> None:
    """The placeholder an otherwise empty group needs stands under its own name."""
    slapd.set_members("hr-leads", [READER])

    found = {group.id: group for group in read().groups}

    assert ((READER,), True) == (found["hr-leads"].members, found["hr-leads"].complete)


def test_every_way_to_list_members(read: Read, slapd: Slapd) -> None:
    """By name, by name with an identifier, by login, and as the primary group of a person."""
    unique = [f"{slapd.dn('alice')}#'0101'B", slapd.dn("hr")]
    slapd.add(
        f"cn=unique,{BASE}", objectClass="groupOfUniqueNames", cn="unique", uniqueMember=unique
    )
    slapd.add(
        f"cn=posix,{BASE}",
        objectClass="posixGroup",
        cn="posix",
        gidNumber="20000",
        memberUid=["bob", "nobody-here"],
    )
    slapd.add(f"cn=bare,{BASE}", objectClass="posixGroup", cn="bare", gidNumber="20001")

    found = {group.id: group for group in read().groups}

    assert (("alice",), ("hr",)) == (found["unique"].members, found["unique"].includes)
    assert {"bob", "nobody-here", "expired"} == set(found["posix"].members)
    assert ((), True) == (found["bare"].members, found["bare"].complete)


@pytest.fixture
def twins(slapd: Slapd) -> Iterator[Slapd]:
    """In `ou=a` and in `ou=b` a person `twin` and a group `editors`, of alice or of bob."""
    made = []
    for place, member in (("a", "alice"), ("b", "bob")):
        made += [f"{name},ou={place},{BASE}" for name in ("cn=editors", "uid=twin")]
        slapd.add(f"ou={place},{BASE}", objectClass="organizationalUnit", ou=place)
        slapd.add(made[-2], objectClass="groupOfNames", cn="editors", member=slapd.dn(member))
        slapd.add(made[-1], objectClass="inetOrgPerson", cn="X", sn="X")
    yield slapd
    for dn in made:
        slapd.delete(dn)


@pytest.mark.usefixtures("twins")
def test_names_that_two_have(read: Read) -> None:
    """Each has its own; what the common name stands for is not known."""
    found = read()

    groups = {group.id: group for group in found.groups}
    assert (("alice",), ("bob",)) == tuple(
        groups[f"cn=editors,ou={place},{BASE}"].members for place in "ab"
    )
    assert not groups["editors"].complete
    assert [f"uid=twin,ou={place},{BASE}" for place in "ab"] == [u.id for u in found.named("twin")]


def test_attributes_by_other_names(read: Read) -> None:
    """What people are called is the organisation's choice."""
    found = read(
        user_filter="(uid=alice)",
        group_filter=FEW,
        attributes={"id": "mail", "aliases": ["uid"], "group": ["description", "cn"]},
    )

    (alice,) = found.users
    assert ("alice@acme.example", ("alice",)) == (alice.id, alice.aliases)
    assert {"alice@acme.example", "locked@acme.example"} == members(found, "hr")


@pytest.mark.parametrize(
    ("changes", "error", "told"),
    [
        ({"bind_dn": f"cn=nobody,{BASE}"}, AuthInvalidError, "does not let the account in"),
        ({"password_env": "LDAP_MISSING"}, AuthInvalidError, "LDAP_MISSING is not set"),
        ({"base": "dc=other,dc=test"}, MalformedError, "has no “dc=other,dc=test”"),
        ({"user_filter": "(uid=alice"}, MalformedError, "filter"),
        ({"start_tls": True}, AuthInvalidError, "does not encrypt the connection"),
        ({"url": "ldap://127.0.0.1:1"}, TransientError, "cannot be reached"),
        ({"url": "ldaps://127.0.0.1:1"}, TransientError, "cannot be reached"),
    ],
)
def test_what_goes_wrong(
    read: Read, changes: dict[str, Any], error: type[Exception], told: str
) -> None:
    """Each failure is one of ours, with the host and without a secret."""
    with pytest.raises(error, match=told) as caught:
        read(**changes)

    assert "reader-password" not in str(caught.value)


def test_a_wrong_password(read: Read, monkeypatch: pytest.MonkeyPatch) -> None:
    """It is said, and appears nowhere."""
    monkeypatch.setenv("LDAP_PASSWORD", "wrong-secret")

    with pytest.raises(AuthInvalidError) as caught:
        read()

    assert "wrong-secret" not in f"{caught.value} {caught.value.hint}"
    assert "bind_dn" in caught.value.hint


def test_a_server_that_is_down_is_tried_again(entry: Entry) -> None:
    """As often as allowed; then the run ends with an error, not with an empty directory."""
    patient = asking(tries=3)

    with pytest.raises(TransientError):
        read_ldap(entry("ldap", url="ldap://127.0.0.1:1", base=BASE), patient)

    assert 3 == patient.requests


@pytest.mark.parametrize(
    ("keys", "told"),
    [
        ({"base": BASE}, "“url” is missing"),
        ({"url": "ldap://x", "base": BASE, "bind_pw": "x"}, "unknown key “bind_pw”"),
        ({"url": "http://x", "base": BASE}, "write `ldaps://host`"),
        ({"url": "ldap://a:b@x", "base": BASE}, "write `ldaps://host`"),
        ({"url": "ldap://x/dc=x", "base": BASE}, "write what stands after the host to `base`"),
        ({"url": "ldap://x", "base": BASE, "bind_dn": "cn=x"}, "go together"),
        ({"url": "ldap://x", "base": BASE, "password_env": "X"}, "go together"),
        ({"url": "ldap://x", "base": BASE, "attributes": {"nam": "cn"}}, "attributes"),
        ({"url": "ldap://x", "base": BASE, "ca_file": "ca.pem"}, "there is no such file"),
    ],
)
def test_mistakes_in_the_entry(entry: Entry, keys: dict[str, Any], told: str) -> None:
    """They are found before anybody is asked, and no value is repeated that may be secret."""
    with pytest.raises(ConfigError, match=told) as caught:
        read_ldap(entry("ldap", **keys), asking())

    assert "a:b@" not in str(caught.value)


@pytest.mark.parametrize(
    ("url", "keys", "upgraded"),
    [
        ("ldap://ldap.acme.example", {}, True),
        ("ldap://10.0.0.1:3389", {}, True),
        ("ldap://ldap.acme.example", {"insecure": True}, False),
        ("ldap://ldap.acme.example", {"insecure": True, "start_tls": True}, True),
        ("ldap://localhost", {}, False),
        ("ldap://127.0.0.7:3389", {}, False),
        ("ldap://[::1]", {}, False),
        ("ldap://localhost", {"start_tls": True}, True),
        ("ldaps://ldap.acme.example", {}, False),
    ],
)
def test_no_password_crosses_the_network_in_the_clear(
    url: str, keys: dict[str, bool], upgraded: bool
) -> None:
    """Without `ldaps:`, StartTLS comes first, except to this machine or where one insists."""
    assert upgraded is LdapKeys.model_validate({"url": url, "base": BASE, **keys}).upgraded
