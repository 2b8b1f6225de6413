"""Access lists as we read them, against the server that enforces them."""

from __future__ import annotations

import random
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import pytest
from tests.connectors.imap.helpers import SHARED, listed, settings
from tests.connectors.imap.test_scenario import WRITTEN
from tests.services.dovecot import USERS, Dovecot, message, running_dovecot

from ragaudit.contracts import Ref
from ragaudit.model import (
    ANONYMOUS,
    AccessPolicy,
    Decision,
    Directory,
    Group,
    Principal,
    PrincipalKind,
    SourceSettings,
    User,
)
from ragaudit_connectors.imap import ImapConnector

ASKED = (*USERS, "anonymous")
GROUPS = {"hr": ("alice", "carol"), "ops": ("bob", "carol")}
PEOPLE = Directory(
    tuple(User(name) for name in USERS), tuple(Group(name, who) for name, who in GROUPS.items())
)
ADMIN = ("user=auditor lra", "-user=auditor i")
"""Reads and administers, whatever is taken from everybody."""
LISTS = {
    "a person among everybody": (["anyone lr", "-user=bob r"], "alice carol auditor"),
    "taken, and not given back to a group": (["-anyone r", "group=hr lr"], "alice auditor"),
    "a group taken from everybody": (["anyone lr", "-group=ops r"], "alice auditor"),
    "less for a person than for all": (["anyone lr", "user=bob l"], "alice carol auditor"),
    "less for a group than for all": (["anyone lr", "group=ops l"], "alice auditor"),
    "less for a group, more for one in it": (
        ["anyone lr", "group=ops l", "user=carol lr"],
        "alice carol auditor",
    ),
    "one group gives, another does not": (["group=hr lr", "group=ops l"], "alice carol auditor"),
    "one group takes, another gives": (["-group=ops r", "group=hr lr"], "alice auditor"),
    "a group goes before a person": (["user=bob lr", "group-override=ops l"], "alice auditor"),
    "the owner is in no group": (["anyone lr", "-group=hr r"], "alice bob auditor"),
    "the owner keeps out": (["owner l", "anyone lr"], "bob carol auditor"),
    "the owner by name": (["user=alice l", "anyone lr"], "bob carol auditor"),
    "taken from the owner": (["-owner r", "anyone lr"], "bob carol auditor"),
    "nobody": (["anyone l"], "alice auditor"),
    "an empty line is no right": (["anyone lr", "user=bob"], "alice carol auditor"),
    "everybody with an account": (["authenticated lr"], "alice bob carol auditor"),
    "less for those with an account": (["anyone lr", "authenticated l"], "alice auditor"),
}


@pytest.fixture
def shared(dovecot: Dovecot, monkeypatch: pytest.MonkeyPatch) -> Iterator[SourceSettings]:
    """The mailbox HR with one message, and bob and carol in a second group."""
    dovecot.set_groups(GROUPS)
    dovecot.append("HR", message("Grades", "Grade 3 earns more.", WRITTEN))
    yield settings(dovecot, monkeypatch, options={"mailboxes": ["**/HR"]})
    write_list(dovecot, ["owner lrwstipekxa"])


def test_a_list_is_read_as_it_is_enforced(dovecot: Dovecot, shared: SourceSettings) -> None:
    """For everybody, and as the test says."""
    for name, (lines, readers) in LISTS.items():
        write_list(dovecot, [*lines, *ADMIN])
        decided, enforced = both(shared)
        assert (name, readers.split()) == (name, [who for who in ASKED if lets_in(enforced, who)])
        assert (name, enforced) == (name, decided)


def test_lists_at_random(dovecot: Dovecot, shared: SourceSettings) -> None:
    """Whatever the lines: where something is said it is right, and little is left open."""
    rng = random.Random(4314)
    open_ = 0
    for _ in range(20):
        lines = any_list(rng)
        write_list(dovecot, [*lines, *ADMIN])
        decided, enforced = both(shared)
        unknown = [who for who in ASKED if decided[who] is Decision.UNKNOWN]
        said = {who: decided[who] for who in ASKED if who not in unknown}
        assert said == {who: enforced[who] for who in said}, lines
        open_ += len(unknown)
    assert open_ <= 4


def test_what_depends_on_the_order_of_groups_is_left_open(
    dovecot: Dovecot, shared: SourceSettings
) -> None:
    """Behind a group that only takes, another adds to what all have, where alone it replaces it."""
    write_list(dovecot, ["anyone lr", "-group=hr i", "group=ops l", *ADMIN])
    decided, enforced = both(shared)
    assert (Decision.DENY, Decision.ALLOW) == (enforced["bob"], enforced["carol"])
    assert (Decision.UNKNOWN, Decision.UNKNOWN) == (decided["bob"], decided["carol"])
    assert (True, True) == (lets_in(enforced, "alice"), lets_in(decided, "alice"))


def test_lists_of_the_administrator_go_first(monkeypatch: pytest.MonkeyPatch) -> None:
    """They undo what mailboxes take away, and they take away what mailboxes give."""
    with running_dovecot() as dovecot:
        administer(dovecot, ["user=bob lr", "-user=carol r"])
        dovecot.append("HR", message("Grades", "Grade 3 earns more.", WRITTEN))
        source = settings(dovecot, monkeypatch, options={"mailboxes": ["**/HR"]})
        write_list(dovecot, ["anyone l", "-user=bob r", "user=carol lr", *ADMIN])
        decided, enforced = both(source)
        assert (Decision.ALLOW, Decision.DENY) == (enforced["bob"], enforced["carol"])
        assert enforced == decided


def test_an_owner_is_not_the_auditor(dovecot: Dovecot, shared: SourceSettings) -> None:
    """Dovecot shows a list's `owner` under the name of whoever asks."""
    write_list(dovecot, ["anyone lra", "owner l"])
    with dovecot.session("auditor") as imap:
        told = imap.getacl(f"{SHARED}/HR")[1]
    assert [b"shared/alice/HR anyone alr auditor l"] == told
    policy = policy_of(shared)
    assert Decision.DENY is decision(policy, "alice")
    assert Decision.ALLOW is decision(policy, "auditor")


def test_locators_lead_to_the_line(dovecot: Dovecot, shared: SourceSettings) -> None:
    """Every entry says which line of which list it is, and who read it."""
    write_list(dovecot, ["anyone lr", "-user=bob r", *ADMIN])
    policy = policy_of(shared)
    entries = [entry for layer in policy.layers for entry in layer.entries]
    assert "ACL of shared/alice/HR: -bob r" in [entry.locator for entry in entries]
    assert "ACL of shared/alice/HR" == policy.locator
    assert "auditor" == policy.observed_as
    assert policy.observed_at is not None


def test_who_may_not_administer_reads_no_list(dovecot: Dovecot, shared: SourceSettings) -> None:
    """The list could not be read, which is neither public nor nobody."""
    write_list(dovecot, ["anyone lr", "user=auditor lr"])
    policy = policy_of(shared)
    assert (None, "error") == (policy.digest, policy.state)
    assert "“a”" in (policy.note or "")
    assert {Decision.UNKNOWN} == {decision(policy, who) for who in ASKED}


def test_names_are_of_the_server(dovecot: Dovecot, shared: SourceSettings) -> None:
    """With a namespace nobody else's `hr` is meant."""
    from dataclasses import replace

    policy = policy_of(replace(shared, namespace="mail"))
    assert {"mail:hr", "mail:alice", "mail:auditor"} == {who.key for who in policy.principals}
    assert Decision.UNKNOWN is decision(policy, "carol")


def lets_in(decisions: dict[str, Decision], who: str) -> bool:
    """Whether somebody may read."""
    return decisions[who] is Decision.ALLOW


def write_list(dovecot: Dovecot, lines: list[str]) -> None:
    """Replace the list of HR by the administrator's hand, who can write what nobody may set."""
    file = dovecot.folder / "mail/alice/Maildir/.HR/dovecot-acl"
    file.write_text("".join(f"{line}\n" for line in lines), encoding="utf-8")


def administer(dovecot: Dovecot, lines: list[str]) -> None:
    """Give the server a list for all mailboxes, which takes a restart."""
    file = dovecot.folder / "global-acl"
    file.write_text("".join(f"* {line}\n" for line in lines), encoding="utf-8")
    file.chmod(0o644)
    restart(dovecot, "acl = vfile", f"acl = vfile:{file}")


def restart(dovecot: Dovecot, setting: str, other: str) -> None:
    """Change a line of the server's configuration."""
    configuration: Path = dovecot.folder / "dovecot.conf"
    text = configuration.read_text(encoding="utf-8")
    configuration.write_text(text.replace(setting, other), encoding="utf-8")
    dovecot.server.stop()
    dovecot.server.start()


def any_list(rng: random.Random) -> list[str]:
    """A few lines about distinct people, some of them taking rights away."""
    names = ["anyone", "authenticated", "group=hr", "group=ops", "owner", "group-override=ops"]
    names += [f"user={user}" for user in ("alice", "bob", "carol")]
    chosen = rng.sample(names, rng.randint(1, 5))
    lines = []
    for name in chosen:
        kind = rng.choice(["", "", "-", "both"])
        if kind in ("", "both"):
            lines.append(f"{name} {rng.choice(['lr', 'l', 'lri', ''])}".strip())
        if kind in ("-", "both"):
            lines.append(f"-{name} {rng.choice(['r', 'i', 'lr'])}")
    return lines


def both(source: SourceSettings) -> tuple[dict[str, Decision], dict[str, Decision]]:
    """What we say of everybody, and what the server does."""
    with closing(ImapConnector(source)) as connector:
        ref = only(connector)
        policy = next(connector.fetch_access([ref]))[1]
        enforced = {}
        for who in ASKED:
            probe = connector.probe_as(who, ref)
            assert probe is not None
            enforced[who] = probe.decision
    return {who: decision(policy, who) for who in ASKED}, enforced


def policy_of(source: SourceSettings) -> AccessPolicy:
    """Who may read the one message."""
    with closing(ImapConnector(source)) as connector:
        return next(connector.fetch_access([only(connector)]))[1]


def only(connector: ImapConnector) -> Ref:
    """The one message."""
    _, (ref,) = listed(connector)
    return ref


def decision(policy: AccessPolicy, who: str) -> Decision:
    """Of somebody by name."""
    reader = ANONYMOUS if who == "anonymous" else Principal(PrincipalKind.USER, who)
    return policy.decide(reader, PEOPLE).decision
