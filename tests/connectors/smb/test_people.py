"""Accounts and groups as the server tells them, and as the organisation's directory knows them."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import closing, contextmanager

import pytest
from tests.connectors.smb.helpers import (
    Line,
    access_of,
    administer,
    decided,
    enforced,
    policy_of,
    reader,
    readers,
    ref_of,
    settings,
    write_list,
)
from tests.services.samba import Samba
from tests.services.samba_security import FULL, Ace, deny

from ragaudit.contracts import CheckState
from ragaudit.model import Decision, Directory, Group, Principal, PrincipalKind, User
from ragaudit_connectors.smb import SmbConnector
from ragaudit_connectors.smb import access as access_module
from ragaudit_connectors.smb.accounts import Accounts

FILE = "grades.md"
OURS = [Line("keeper", FULL), Line("auditor")]


@pytest.fixture
def source(samba: Samba, monkeypatch: pytest.MonkeyPatch) -> Iterator[SmbConnector]:
    """A share with one file."""
    samba.put(FILE, b"Grade 3 earns more.")
    with closing(SmbConnector(settings(samba, monkeypatch))) as made:
        yield made


@contextmanager
def member(samba: Samba, group: str, sid: str) -> Iterator[None]:
    """Somebody in a local group for a while."""
    administer(samba, "net", "groupmap", "addmem", samba.sid(group), sid)
    try:
        yield
    finally:
        administer(samba, "net", "groupmap", "delmem", samba.sid(group), sid)


def test_the_server_tells_its_people_and_groups(samba: Samba, source: SmbConnector) -> None:
    """By name in the source's namespace, with the identifiers that other directories know."""
    found = source.identities()
    people = {user.id: user for user in found.users}
    named = {rf"kb:KB\{name}" for name in samba.credentials}
    assert (named, ("kb",)) == (people.keys() & named, found.listed)
    alice = people[r"kb:KB\alice"]
    assert ("Alice Example", (samba.sid("alice"), "kb:alice")) == (alice.name, alice.aliases)
    groups = {group.id: group for group in found.groups}
    assert (r"kb:KB\alice",) == groups[r"kb:KB\hr-leads"].members
    assert (r"kb:KB\hr-leads",) == groups[r"kb:KB\hr"].includes
    assert groups[r"kb:KB\hr"].complete


def test_a_group_with_everybody_in_it_is_everybody(samba: Samba, source: SmbConnector) -> None:
    """As `BUILTIN\\Users` is on Windows: authenticated users are a member of it."""
    write_list(samba, FILE, [*OURS, Line("hr")])
    ref = ref_of(source, FILE)
    with member(samba, "hr", "S-1-5-11"):
        samba.disconnect()
        with closing(SmbConnector(source.settings)) as other:
            policy = access_of(other, ref)
            assert "alice bob carol auditor keeper" == readers(enforced(other, ref))
            assert enforced(other, ref) == decided(policy, other.identities())


def test_members_from_elsewhere_leave_a_group_open(samba: Samba, source: SmbConnector) -> None:
    """The server cannot say who a stranger's identifier stands for: it may be a group of many."""
    write_list(samba, FILE, [*OURS, Line("hr")])
    with member(samba, "hr", "S-1-5-21-1-2-3-513"):
        people = source.identities()
    group = next(group for group in people.groups if group.id == r"kb:KB\hr")
    said = decided(policy_of(source, FILE), people)
    assert not group.complete
    assert (Decision.ALLOW, Decision.UNKNOWN) == (said["alice"], said["bob"])


def test_the_organisation_knows_people_by_their_identifiers(
    samba: Samba, source: SmbConnector, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Where the server does not tell who is who, a directory that has identifiers does.

    So it is on a member of a domain. Samba tells everybody: its answer is left out here.
    """
    told = Accounts(refused="STATUS_ACCESS_DENIED")
    monkeypatch.setattr(access_module, "accounts_of", lambda server: told)
    people = Directory(
        users=tuple(User(name, aliases=(samba.sid(name),)) for name in ("alice", "bob", "carol")),
        groups=(
            Group("personnel", members=("alice",)),
            Group(samba.sid("hr"), includes=("personnel",)),
        ),
    )
    samba.set_acl(FILE, [deny("carol"), Ace("hr")])
    policy = policy_of(source, FILE)
    assert r"entry 4: allow KB\hr" in str(policy.layers[-1].entries[-1].locator)
    said = {
        name: policy.decide(Principal(PrincipalKind.USER, name), people).decision
        for name in ("alice", "bob", "carol")
    }
    expected = {"alice": Decision.ALLOW, "bob": Decision.DENY, "carol": Decision.DENY}
    assert expected == said
    assert Decision.UNKNOWN is policy.decide(reader("alice"), Directory()).decision
    found = next(one for one in source.check() if one.capability == "groups")
    assert (CheckState.MISSING, "SAMR: list accounts and groups") == (found.state, found.scope)
    assert "security identifiers" in found.action
    assert not source.identities().loaded
    assert any("accounts and groups" in note for note in source.notes())


def test_a_change_of_members_counts_without_any_change_of_lists(
    samba: Samba, source: SmbConnector
) -> None:
    """Who is in a group is asked in every run."""
    samba.set_acl(FILE, [Ace("hr")])
    policy = policy_of(source, FILE)
    assert "alice auditor keeper" == readers(decided(policy, source.identities()))
    samba.set_groups({"hr-leads": ["bob"]})
    with closing(SmbConnector(source.settings)) as other:
        assert "bob auditor keeper" == readers(decided(policy, other.identities()))


def test_every_capability_is_checked(source: SmbConnector) -> None:
    """One line each, with what was found."""
    found = {(one.capability, one.state): one.detail for one in source.check()}
    assert {CheckState.OK} == {state for _, state in found}
    assert "SMB 3.1.1) as auditor" in found["sign in", CheckState.OK]
    assert "5 accounts and 3 groups of the server" == found["groups", CheckState.OK]
    assert "anonymous: nobody gets in without an account" == found["ask as somebody", CheckState.OK]


def test_a_persona_without_the_right_password_settles_nothing(
    source: SmbConnector, monkeypatch: pytest.MonkeyPatch
) -> None:
    """It is not let in, which says nothing about the file."""
    ref = ref_of(source, FILE)
    monkeypatch.setenv("SMB_BOB", "wrong")
    probe = source.probe_as("bob", ref)
    assert probe is not None
    assert (Decision.UNKNOWN, True) == (probe.decision, "STATUS_LOGON_FAILURE" in probe.detail)
    monkeypatch.delenv("SMB_CAROL")
    unset = source.probe_as("carol", ref)
    assert unset is not None
    assert Decision.UNKNOWN is unset.decision
    assert None is source.probe_as("somebody else", ref)
