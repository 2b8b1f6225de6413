"""Encryption, hidden members, Active Directory's attributes, and other servers."""

from __future__ import annotations

import base64
import struct
from collections.abc import Callable, Iterator
from datetime import date
from typing import Any

import pytest
from tests.connectors.identities.conftest import Entry
from tests.connectors.identities.servers import (
    PASSWORD,
    READER,
    Part,
    StrictSlapd,
    one_answer,
    small_server,
    strict_slapd,
)
from tests.services.slapd import BASE

from ragaudit.errors import AuthInvalidError, MalformedError, SourceError
from ragaudit.model import Directory, SyncSettings
from ragaudit_connectors.identities.ldap import read_ldap
from ragaudit_connectors.remote import Asking

Read = Callable[..., Directory]
TODAY = date(2026, 11, 1)
YEAR_2020 = (date(2020, 1, 1) - date(1601, 1, 1)).days * 864_000_000_000
DOMAIN = "S-1-5-21-7-8-9"


def sid(relative: int) -> str:
    """A security identifier of the domain, in the base 64 of LDIF."""
    parts = struct.pack("<5I", 21, 7, 8, 9, relative)
    return base64.b64encode(b"\x01\x05" + (5).to_bytes(6, "big") + parts).decode()


def person(uid: str, *lines: str) -> str:
    head = [f"dn: uid={uid},{BASE}", "objectClass: inetOrgPerson", "objectClass: adExtras"]
    return "\n".join([*head, f"uid: {uid}", f"cn: {uid}", "sn: X", *lines, ""])


def group(name: str, *members: str) -> str:
    head = [f"dn: cn={name},{BASE}", "objectClass: groupOfNames", f"cn: {name}"]
    return "\n".join([*head, *(f"member: {member}" for member in members), ""])


ENTRIES = "\n".join((
    f"dn: {BASE}\nobjectClass: dcObject\nobjectClass: organization\ndc: x\no: X\n",
    f"dn: {READER}\nobjectClass: organizationalRole\nobjectClass: simpleSecurityObject\ncn: reader",
    f"userPassword: {PASSWORD}\n",
    person(
        "alice", "sAMAccountName: ALICE-X", f"objectSid:: {sid(1102)}", "primaryGroupID: 513",
        "mail: alice@acme.example", "mail: ali@acme.example",
        "proxyAddresses: SMTP:alice@acme.example", "proxyAddresses: smtp:a@acme.example",
        "proxyAddresses: x500:/o=acme/cn=alice", "userAccountControl: 512", "accountExpires: 0",
    ),
    person("off", "userAccountControl: 514"),
    person("over", f"accountExpires: {YEAR_2020}"),
    person("never", "accountExpires: 9223372036854775807"),
    person("shut", "nsAccountLock: TRUE"),
    person("odd", "userAccountControl: 66048", f"objectSid:: {base64.b64encode(b'x').decode()}"),
    group("veiled", f"uid=alice,{BASE}"),
    group("hidden", f"uid=alice,{BASE}"),
    group("outer", f"cn=hidden,{BASE}", f"uid=off,{BASE}"),
    f"dn: cn=staff,{BASE}\nobjectClass: posixGroup\nobjectClass: adExtras\ncn: staff",
    f"gidNumber: 1\nobjectSid:: {sid(513)}\n",
))  # fmt: skip


@pytest.fixture(scope="module")
def server() -> Iterator[StrictSlapd]:
    with strict_slapd(ENTRIES) as running:
        yield running


@pytest.fixture
def read(server: StrictSlapd, entry: Entry, monkeypatch: pytest.MonkeyPatch) -> Read:
    """The directory over an encrypted connection; keys are arguments."""
    monkeypatch.setenv("LDAP_PASSWORD", PASSWORD)

    def _read(**changes: Any) -> Directory:
        keys = {
            "url": server.secure,
            "base": BASE,
            "bind_dn": READER,
            "password_env": "LDAP_PASSWORD",
            "ca_file": str(server.certificate),
        }
        given = {key: value for key, value in (keys | changes).items() if value is not None}
        return read_ldap(entry("ldap", **given), quick(), lambda: TODAY)

    return _read


def quick() -> Asking:
    return Asking(SyncSettings(tries=1))


def test_encrypted_from_the_start_or_by_starttls(read: Read, server: StrictSlapd) -> None:
    """Both sign in where the server insists on encryption."""
    assert 6 == len(read().users) == len(read(url=server.plain, start_tls=True).users)


@pytest.mark.parametrize(
    ("changes", "told"),
    [
        ({"ca_file": None}, "shows a certificate nobody vouches for"),
        ({"ca_file": None, "start_tls": True}, "shows a certificate nobody vouches for"),
        ({"host": "localhost"}, "shows a certificate that is for another name"),
        ({"start_tls": False}, "wants an encrypted connection"),
    ],
)
def test_encryption_that_proves_nothing_is_refused(
    read: Read, server: StrictSlapd, changes: dict[str, Any], told: str
) -> None:
    """A stranger's certificate, another server's, or none at all."""
    plain = "start_tls" in changes
    url = server.plain if plain else server.secure
    url = url.replace("127.0.0.1", changes.pop("host", "127.0.0.1"))

    with pytest.raises(AuthInvalidError, match=told) as caught:
        read(url=url, **changes)

    assert caught.value.hint


def test_insecure_is_said_in_the_entry(read: Read) -> None:
    """Whoever insists gets a connection nobody vouches for."""
    assert 6 == len(read(ca_file=None, insecure=True).users)


def test_names_of_a_person(read: Read) -> None:
    """Logins, identifiers and addresses of every kind, each once."""
    alice = read().user("alice")

    assert alice is not None
    assert "alice@acme.example" == alice.email
    assert {"ALICE-X", "ali@acme.example", "a@acme.example", f"{DOMAIN}-1102"} == set(alice.aliases)


def test_accounts_that_may_not_sign_in(read: Read) -> None:
    """Disabled, expired or locked, in the words of several products."""
    active = {user.id: user.active for user in read().users}

    disabled = dict.fromkeys(("off", "over", "shut"), False)
    assert dict.fromkeys(("alice", "never", "odd"), True) | disabled == active


def test_members_nobody_may_see(read: Read) -> None:
    """A group that hides its members, or includes one that cannot be seen, is not complete."""
    groups = {found.id: found for found in read().groups}

    assert ((), False) == (groups["veiled"].members, groups["veiled"].complete)
    assert (("off", f"cn=hidden,{BASE}"), False) == (
        groups["outer"].members,
        groups["outer"].complete,
    )
    assert "hidden" not in groups


def test_the_primary_group(read: Read) -> None:
    """No group lists its members; their entries say so. It is found by its identifier, too."""
    found = read()

    groups = [found.group(name) for name in ("staff", f"{DOMAIN}-513")]
    assert [{"alice"}] * 2 == [found.members(group) for group in groups if group]
    assert all(group.complete for group in groups if group)


PEOPLE = {
    f"uid=p{n},{BASE}": {"objectClass": ["inetOrgPerson"], "uid": [f"p{n}"]} for n in range(8)
}
BIG = {f"cn=big,{BASE}": {"objectClass": ["group"], "cn": ["big"], "member": list(PEOPLE)}}


def test_members_a_part_at_a_time(entry: Entry) -> None:
    """`member;range=0-2`, then the rest until the server says that it is all."""
    part = Part(PEOPLE | BIG, most=3)
    with small_server(part) as url:
        found = read_ldap(entry("ldap", url=url, base=BASE), quick())

    assert {f"p{n}" for n in range(8)} == set(found.groups[0].members)
    assert ["member;range=3-*", "member;range=6-*"] == part.asked


def test_another_server_is_never_followed(entry: Entry) -> None:
    """Part of the tree is there, so the list would be short; it takes a word to accept that."""
    asked: list[str] = []
    with small_server(Part({}, asked=asked)) as other:
        part = Part(PEOPLE, referrals=[f"{other}/ou=abroad,{BASE}"])
        with small_server(part) as url:
            with pytest.raises(MalformedError, match="is on another server") as caught:
                read_ldap(entry("ldap", url=url, base=BASE), quick())
            accepted = read_ldap(entry("ldap", url=url, base=BASE, skip_referrals=True), quick())

    assert "skip_referrals" in caught.value.hint
    assert (8, []) == (len(accepted.users), asked)


def test_parts_without_people_are_left_out(entry: Entry) -> None:
    """Active Directory refers to its own configuration in every answer."""
    abroad = [f"ldaps://x.test/CN=Configuration,{BASE}", f"ldap://x/DC=DomainDnsZones,{BASE}"]
    with small_server(Part(PEOPLE, referrals=abroad)) as url:
        assert 8 == len(read_ldap(entry("ldap", url=url, base=BASE), quick()).users)


@pytest.mark.parametrize(
    "said",
    [
        b"",
        b"HTTP/1.1 400 Bad Request\r\n\r\n",
        b"\x30\x05\x02\x01\x01\x61\x00",
        b"\x30\x84\xff\xff\xff\xff",
        b"\x30\x03\x02\x01\x01",
        b"\xff" * 4096,
    ],
)
def test_something_that_is_no_directory(entry: Entry, said: bytes) -> None:
    """A closed connection, a web server, half an answer: an error of ours, never another."""
    with one_answer(said) as url, pytest.raises(SourceError) as caught:
        read_ldap(entry("ldap", url=url, base=BASE, timeout_s=1), quick())

    assert "127.0.0.1" in caught.value.message
