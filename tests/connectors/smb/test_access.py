"""Access lists as we read them, against the server that enforces them."""

from __future__ import annotations

import random
from collections.abc import Iterator
from contextlib import closing
from dataclasses import replace

import pytest
from tests.connectors.smb.helpers import (
    ASKED,
    Line,
    access_of,
    decided,
    enforced,
    policy_of,
    readers,
    ref_of,
    settings,
    write_list,
)
from tests.services.samba import Samba
from tests.services.samba_accounts import USERS
from tests.services.samba_security import FULL, READ, Ace, deny

from ragaudit.model import AccessState, Decision, Exposure, SourceSettings
from ragaudit_connectors.smb import SmbConnector

FILE = "grades.md"
EXECUTE, GENERIC_READ, GENERIC_ALL = 0x1200A0, 0x80000000, 0x10000000
INHERIT_ONLY, OBJECTS = 0x8, 0x1
ALL = "alice bob carol auditor keeper"
OURS = (Line("keeper", FULL), Line("auditor"))
"""Goes in front, so that the list can be read and written again."""


def no(name: str, mask: int = READ, flags: int = 0) -> Line:
    """An entry that denies."""
    return Line(name, mask, allow=False, flags=flags)


LISTS: dict[str, tuple[list[Line], str]] = {
    "everybody": ([Line("everyone")], ALL),
    "all with an account": ([Line("authenticated")], ALL),
    "whoever comes by the network": ([Line("S-1-5-2")], ALL),
    "a person denied, then all": ([no("bob"), Line("everyone")], "alice carol auditor keeper"),
    "all, then a person denied": ([Line("everyone"), no("bob")], ALL),
    "a local group with a domain group in it": ([Line("hr")], "alice auditor keeper"),
    "a group denied, then all": ([no("hr"), Line("everyone")], "bob carol auditor keeper"),
    "a person, then the group denied": (
        [Line("alice"), no("hr"), Line("everyone")],
        ALL,
    ),
    "the inner group, then the outer denied": (
        [Line("hr-leads"), no("hr"), Line("editors")],
        "alice carol auditor keeper",
    ),
    "only execute": ([Line("everyone", EXECUTE)], "auditor keeper"),
    "only execute denied": ([no("bob", 0x20), Line("everyone")], ALL),
    "reading attributes denied": ([no("bob", 0x1), Line("everyone")], "alice carol auditor keeper"),
    "generic read": ([Line("alice", GENERIC_READ)], "alice auditor keeper"),
    "generic all": ([Line("alice", GENERIC_ALL)], "alice auditor keeper"),
    "generic read denied": (
        [no("alice", GENERIC_READ), Line("everyone")],
        "bob carol auditor keeper",
    ),
    "only for what is below": ([Line("everyone", READ, True, INHERIT_ONLY | OBJECTS)], ""),
    "denied only below": ([no("bob", READ, INHERIT_ONLY | OBJECTS), Line("everyone")], ALL),
    "who has not signed in": ([Line("anonymous")], "auditor keeper"),
    "who has not signed in denied": ([no("anonymous"), Line("everyone")], ALL),
    "programs and whoever made it": (
        [Line("S-1-5-18", FULL), Line("S-1-3-0", FULL), Line("S-1-5-4")],
        "auditor keeper",
    ),
    "an account that is gone": ([Line("S-1-5-21-1-2-3-1105")], ""),
}
OWNED: dict[str, tuple[list[Line], str]] = {
    "an owner may not read for that": ([Line("bob")], "bob auditor keeper"),
    "rights of the owner": ([Line("S-1-3-4")], "alice auditor keeper"),
    "rights of the owner denied": ([no("S-1-3-4"), Line("everyone")], "bob carol auditor keeper"),
}
"""Of a file that alice owns."""


@pytest.fixture
def source(samba: Samba, monkeypatch: pytest.MonkeyPatch) -> Iterator[SmbConnector]:
    """A share with one file."""
    samba.put(FILE, b"Grade 3 earns more.")
    with closing(SmbConnector(settings(samba, monkeypatch))) as made:
        yield made


def test_a_list_is_read_as_it_is_enforced(samba: Samba, source: SmbConnector) -> None:
    """For everybody, and as the test says; what is open is nobody's by mistake."""
    ref, people = ref_of(source, FILE), source.identities()
    for name, (lines, expected) in LISTS.items():
        write_list(samba, FILE, [*OURS, *lines])
        said, done = decided(access_of(source, ref), people), enforced(source, ref)
        unknown = [who for who in ASKED if said[who] is Decision.UNKNOWN]
        assert (name, expected or "auditor keeper") == (name, readers(done))
        if name == "an account that is gone":
            assert ["alice", "bob", "carol"] == unknown
        else:
            assert (name, done) == (name, said)


def test_an_owner_reads_no_more_than_the_list_says(samba: Samba, source: SmbConnector) -> None:
    """To own a file is to be allowed to change its list, not to read it."""
    ref, people = ref_of(source, FILE), source.identities()
    for name, (lines, expected) in OWNED.items():
        write_list(samba, FILE, [*OURS, *lines], owner="alice")
        said = decided(access_of(source, ref), people)
        assert (name, expected) == (name, readers(enforced(source, ref)))
        assert (name, enforced(source, ref)) == (name, said)


def test_no_list_is_everybody_and_an_empty_one_nobody(
    samba: Samba, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Read by the owner, who may see the list and not the file."""
    samba.put(FILE, b"Grade 3 earns more.")
    made = settings(samba, monkeypatch)
    auth = replace(made.auth, user="keeper", password_env="SMB_KEEPER")
    with closing(SmbConnector(replace(made, auth=auth))) as source:
        ref, people = ref_of(source, FILE), source.identities()
        write_list(samba, FILE, None)
        policy = access_of(source, ref)
        assert (ALL, Exposure.LINK) == (readers(enforced(source, ref)), policy.exposure)
        assert enforced(source, ref) == decided(policy, people)
        write_list(samba, FILE, [])
        policy = access_of(source, ref)
        assert ("", Exposure.NOBODY) == (readers(enforced(source, ref)), policy.exposure)
        assert enforced(source, ref) == decided(policy, people)


def test_lists_at_random(samba: Samba, source: SmbConnector) -> None:
    """Whatever the entries: what is said is what the server does, and nothing is left open."""
    ref, people, rng = ref_of(source, FILE), source.identities(), random.Random(4711)
    for _ in range(12):
        lines = any_list(rng)
        write_list(samba, FILE, [*OURS, *lines])
        assert enforced(source, ref) == decided(access_of(source, ref), people), lines


def test_groups_of_the_machine_beneath_are_left_open(samba: Samba, source: SmbConnector) -> None:
    """Samba lets the server's own Unix groups in and does not say who is in them."""
    write_list(samba, FILE, [*OURS, Line("S-1-22-2-20000")])
    policy = policy_of(source, FILE)
    said = decided(policy, source.identities())
    assert ALL == readers(enforced(source, ref_of(source, FILE)))
    assert {Decision.UNKNOWN} == {said[who] for who in ("alice", "bob", "carol")}
    assert r"allow Unix Group\staff" in str(policy.layers[-1].entries[-1].locator)


def test_a_list_that_may_not_be_read_is_an_error(samba: Samba, source: SmbConnector) -> None:
    """It is neither public nor nobody's, and the check names the right."""
    write_list(samba, FILE, [Line("keeper", FULL), Line("everyone", 0x1)])
    policy = policy_of(source, FILE)
    assert (AccessState.ERROR, None) == (policy.state, policy.digest)
    assert "READ_CONTROL" in (policy.note or "")
    assert {Decision.UNKNOWN} == set(decided(policy, source.identities()).values())
    found = next(one for one in source.check() if one.capability == "access")
    assert ("missing", "READ_CONTROL (Read permissions)") == (found.state, found.scope)


def test_locators_lead_to_the_entry(samba: Samba, source: SmbConnector) -> None:
    """Every entry says which one of which list it is, and who read it."""
    samba.set_acl(FILE, [deny("bob"), Ace("hr")])
    policy = policy_of(source, FILE)
    assert [
        r"DACL of grades.md, entry 1: allow KB\keeper",
        r"DACL of grades.md, entry 2: allow KB\auditor",
        r"DACL of grades.md, entry 3: deny KB\bob",
        r"DACL of grades.md, entry 4: allow KB\hr",
    ] == [entry.locator for entry in policy.layers[-1].entries]
    assert ("auditor", True) == (policy.observed_as, policy.observed_at is not None)
    assert "options.share_permissions: everyone" == policy.layers[0].locator


def test_what_the_configuration_says_asks_for_no_lists(
    samba: Samba, source: SmbConnector, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Then there is neither a policy nor a directory of the server."""
    made = replace(settings(samba, monkeypatch), options={"access": "config"})
    with closing(SmbConnector(made)) as other:
        ref = ref_of(other, FILE)
        assert [] == list(other.fetch_access([ref]))
        assert not other.identities().loaded
        assert other.fetch(ref).facts is None


def any_list(rng: random.Random) -> list[Line]:
    """A few entries about people and groups, in any order."""
    names = [*USERS, "hr", "hr-leads", "editors", "everyone", "authenticated", "S-1-3-4"]
    masks = [READ, READ, FULL, EXECUTE, 0x1, 0x2, GENERIC_READ]
    return [
        Line(rng.choice(names), rng.choice(masks), rng.random() < 0.6, rng.choice([0, 0, 0, 0xB]))
        for _ in range(rng.randint(1, 6))
    ]


def test_people_of_another_namespace_are_others(
    samba: Samba, source: SmbConnector, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Names of accounts carry the source's, so that nobody else's alice is meant."""
    samba.set_acl(FILE, [Ace("hr")])
    made: SourceSettings = replace(settings(samba, monkeypatch), namespace="files")
    with closing(SmbConnector(made)) as other:
        named = {who.key for who in policy_of(other, FILE).principals}
        assert {r"files:KB\keeper", r"files:KB\auditor", r"files:KB\hr", "everyone"} == named
        assert ("files",) == other.identities().listed
