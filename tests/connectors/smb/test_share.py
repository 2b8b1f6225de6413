"""What lies around a file: the share's own permissions, the folders above, people without account.

Most need a server that is set up in its own way, which is not shared with other tests.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import closing
from dataclasses import replace
from typing import Any

import pytest
from tests.connectors.smb.helpers import (
    access_of,
    administer,
    decided,
    enforced,
    policy_of,
    readers,
    ref_of,
    settings,
)
from tests.services.samba import Samba, running_samba
from tests.services.samba_security import FULL, Ace, deny

from ragaudit.contracts import CheckState, Ref
from ragaudit.errors import (
    AuthExpiredError,
    AuthInvalidError,
    MalformedError,
    ScopeMissingError,
)
from ragaudit.model import AccessState, Credentials, Decision, Exposure, SkipReason
from ragaudit_connectors.smb import SmbConnector

ALL = "alice bob carol auditor keeper"
ROOT = "root-password"
GUESTS = "map to guest = bad password\n    guest ok = yes"
DISABLED = "nobody"
"""An account that is disabled from the start: Samba tells of a change some seconds later."""


@pytest.fixture(scope="module")
def own_server() -> Iterator[Samba]:
    """A server that may be set up anew."""
    with running_samba() as samba:
        for user in ("root", DISABLED):
            administer(samba, "pdbedit", "-a", "-t", "-u", user, text=f"{ROOT}\n{ROOT}\n")
        administer(samba, "pdbedit", "-u", DISABLED, "-c", "[D]")
        yield samba


@pytest.fixture
def own(own_server: Samba) -> Iterator[Samba]:
    """As it was when it started; two documents are in it."""
    path = own_server.folder / "smb.conf"
    before = path.read_text(encoding="utf-8")
    own_server.reset()
    own_server.put("leave.md", b"28 days of leave.")
    own_server.put("hr/grades.md", b"Grade 3 earns more.")
    yield own_server
    if path.read_text(encoding="utf-8") != before:
        path.write_text(before, encoding="utf-8")
        restart(own_server)


def restart(samba: Samba) -> None:
    """Let the server read its settings."""
    samba.disconnect()
    samba.server.stop()
    samba.server.start()


def change(samba: Samba, old: str, new: str) -> None:
    """Replace a line of the settings."""
    path = samba.folder / "smb.conf"
    path.write_text(path.read_text(encoding="utf-8").replace(old, new), encoding="utf-8")
    restart(samba)


def connector(samba: Samba, patch: pytest.MonkeyPatch, **options: Any) -> SmbConnector:
    """A source with these options."""
    return SmbConnector(replace(settings(samba, patch), options=options))


def as_root(samba: Samba, patch: pytest.MonkeyPatch) -> SmbConnector:
    """A source read with the server's administrator."""
    patch.setenv("SMB_ROOT", ROOT)
    made = replace(settings(samba, patch), options={})
    auth = replace(made.auth, user="root", password_env="SMB_ROOT")
    return SmbConnector(replace(made, auth=auth))


def test_a_share_that_does_not_tell_leaves_it_open(
    samba: Samba, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Nobody is known to be let in; whom the file keeps out is kept out. The check says why."""
    samba.put("leave.md", b"28 days of leave.")
    samba.set_acl("leave.md", [deny("bob"), Ace("everyone")])
    with closing(connector(samba, monkeypatch)) as source:
        policy = policy_of(source, "leave.md")
        said = decided(policy, source.identities())
        assert (AccessState.PARTIAL, Exposure.UNKNOWN) == (policy.state, policy.exposure)
        assert Decision.DENY is said["bob"]
        assert {Decision.UNKNOWN} == {said[who] for who in ("alice", "carol", "keeper")}
        found = next(one for one in source.check() if one.capability == "access")
        assert CheckState.MISSING is found.state
        assert "NetrShareGetInfo level 502" in found.scope
        assert "share_permissions" in found.action
        assert any("share itself" in note for note in source.notes())


def test_permissions_of_the_share_count_like_the_files(
    own: Samba, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Both must let somebody in. Samba tells them once an administrator has asked."""
    with closing(as_root(own, monkeypatch)) as source:
        found = next(one for one in source.check() if one.capability == "access")
        assert CheckState.OK is found.state
    administer(own, "sharesec", "kb", "-R", f"{own.sid('hr')}:ALLOWED/0/READ")
    administer(own, "sharesec", "kb", "-a", f"{own.sid('keeper')}:ALLOWED/0/FULL")
    administer(own, "sharesec", "kb", "-a", f"{own.sid('auditor')}:ALLOWED/0/READ")
    try:
        with closing(connector(own, monkeypatch)) as source:
            ref, people = ref_of(source, "leave.md"), source.identities()
            policy = access_of(source, ref)
            assert ("share", AccessState.KNOWN) == (policy.layers[0].scope, policy.state)
            assert "alice auditor keeper" == readers(enforced(source, ref))
            assert enforced(source, ref) == decided(policy, people)
            told = [str(entry.locator) for entry in policy.layers[0].entries]
            assert r"permissions of the share kb, entry 3: allow KB\hr" == told[-1]
    finally:
        administer(own, "sharesec", "kb", "-R", "S-1-1-0:ALLOWED/0/FULL")


def test_a_folder_need_not_let_anybody_pass(own: Samba, monkeypatch: pytest.MonkeyPatch) -> None:
    """Samba, like Windows by default, goes by the file's list alone, whatever its folders say."""
    own.set_acl("hr", [deny("bob", FULL), Ace("hr")])
    own.set_acl("hr/grades.md", [Ace("everyone")])
    with closing(connector(own, monkeypatch, share_permissions="everyone")) as source:
        ref = ref_of(source, "hr/grades.md")
        assert ALL == readers(enforced(source, ref))
        assert enforced(source, ref) == decided(access_of(source, ref), source.identities())
        assert any("traverse: check" in note for note in source.notes())


def test_folders_count_where_they_are_said_to(own: Samba, monkeypatch: pytest.MonkeyPatch) -> None:
    """With `traverse: check` each folder on the way must let somebody pass."""
    own.set_acl("hr", [deny("bob", FULL), Ace("hr")])
    own.set_acl("hr/grades.md", [Ace("everyone")])
    options = {"share_permissions": "everyone", "traverse": "check"}
    with closing(connector(own, monkeypatch, **options)) as source:
        policy = policy_of(source, "hr/grades.md")
        scopes = ["share", "folder the share", "folder hr", "document"]
        assert scopes == [layer.scope for layer in policy.layers]
        assert "alice auditor keeper" == readers(decided(policy, source.identities()))


def test_rights_of_the_machine_beneath_are_not_seen(
    own: Samba, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Samba needs its own way through a folder, which no access list shows: a known limit."""
    own.set_acl("hr", [Ace("everyone", inherit=True)])
    own.put("hr/plan.md", b"A plan.")
    with closing(connector(own, monkeypatch, share_permissions="everyone")) as source:
        ref = ref_of(source, "hr/plan.md")
        (own.root / "hr").chmod(0o700)
        assert "keeper" == readers(enforced(source, ref))


def test_everyone_is_who_has_an_account_unless_anybody_gets_in(
    own: Samba, monkeypatch: pytest.MonkeyPatch
) -> None:
    """“Everyone” is public only on a share that opens without an account, which is tried."""
    with closing(connector(own, monkeypatch, share_permissions="everyone")) as source:
        ref = ref_of(source, "leave.md")
        assert Decision.DENY is enforced(source, ref)["anonymous"]
        assert Exposure.LINK is access_of(source, ref).exposure
    change(own, "map to guest = never", GUESTS)
    own.put("leave.md", b"28 days of leave.")
    own.set_acl("leave.md", [Ace("everyone")])
    with closing(connector(own, monkeypatch, share_permissions="everyone")) as source:
        people = source.identities()
        policy = access_of(source, ref)
        assert Exposure.ANONYMOUS is policy.exposure
        assert enforced(source, ref) == decided(policy, people)
        assert Decision.ALLOW is enforced(source, ref)["anonymous"]
        own.set_acl("leave.md", [deny("anonymous"), Ace("everyone")])
        said = decided(access_of(source, ref), people)
        assert Decision.DENY is said["anonymous"]
        assert ALL == readers(said)


def test_a_guest_is_not_the_account(own: Samba, monkeypatch: pytest.MonkeyPatch) -> None:
    """Where a wrong password makes a guest, what the guest sees is not what the account sees."""
    change(own, "map to guest = never", GUESTS)
    with closing(connector(own, monkeypatch, share_permissions="everyone")) as source:
        ref = ref_of(source, "leave.md")
        monkeypatch.setenv("SMB_BOB", "wrong")
        probe = source.probe_as("bob", ref)
        assert probe is not None
        assert (Decision.UNKNOWN, True) == (probe.decision, "as a guest only" in probe.detail)
    made = replace(settings(own, monkeypatch), auth=Credentials("auditor", None, "SMB_WRONG"))
    monkeypatch.setenv("SMB_WRONG", "wrong")
    with pytest.raises(AuthInvalidError, match="as a guest only"):
        list(SmbConnector(made).list_refs(None))


def test_dfs_links_are_not_followed(own: Samba, monkeypatch: pytest.MonkeyPatch) -> None:
    """A share that is part of DFS is read as it lies on the server; its links are said."""
    change(own, "read only = no", "read only = no\n    msdfs root = yes")
    link = own.root / "elsewhere"
    link.symlink_to("msdfs:other.example\\kb")
    try:
        with closing(connector(own, monkeypatch, share_permissions="everyone")) as source:
            pages = list(source.list_refs(None))
            refs = [ref for page in pages for ref in page.refs]
            skips = {skip.path: skip.reason for page in pages for skip in page.skips}
            assert ["leave.md", "hr/grades.md"] == [ref.path for ref in refs]
            assert {"elsewhere": SkipReason.OUTSIDE_ROOT} == skips
            assert b"Grade 3 earns more." == source.fetch(refs[1]).data
    finally:
        link.unlink()


def test_an_encrypted_connection_is_asked_for(own: Samba, monkeypatch: pytest.MonkeyPatch) -> None:
    """And refused where the server does not have it."""
    options = {"share_permissions": "everyone", "encrypt": True, "sign_in": "ntlm"}
    with closing(connector(own, monkeypatch, **options)) as source:
        ref = ref_of(source, "leave.md")
        assert b"28 days of leave." == source.fetch(ref).data
        assert AccessState.KNOWN is access_of(source, ref).state
    change(own, "map to guest = never", "map to guest = never\n    smb encrypt = off")
    with pytest.raises(MalformedError, match="does not encrypt"):
        list(connector(own, monkeypatch, **options).list_refs(None))


def test_anybody_is_left_open_where_that_may_not_be_tried(
    own: Samba, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Then of those without an account nothing is known."""
    options = {"share_permissions": "everyone", "ask_anonymously": False}
    with closing(connector(own, monkeypatch, **options)) as source:
        said = decided(policy_of(source, "leave.md"), source.identities())
        assert (ALL, Decision.UNKNOWN) == (readers(said), said["anonymous"])


def test_a_disabled_account_reads_nothing(own: Samba, monkeypatch: pytest.MonkeyPatch) -> None:
    """Whatever lists say; as a persona it is not let in, which settles nothing about a file."""
    monkeypatch.setenv("SMB_DISABLED", ROOT)
    persona = Credentials(user=DISABLED, password_env="SMB_DISABLED")
    made = replace(settings(own, monkeypatch), personas={DISABLED: persona})
    with closing(SmbConnector(made)) as source:
        people = {user.id: user.active for user in source.identities().users}
        assert (False, True) == (people[r"kb:KB\nobody"], people[r"kb:KB\bob"])
        probe = source.probe_as(DISABLED, ref_of(source, "leave.md"))
        assert probe is not None
        assert Decision.UNKNOWN is probe.decision
        assert "STATUS_ACCOUNT_DISABLED" in probe.detail


def test_an_account_that_no_longer_works_is_said(
    own: Samba, monkeypatch: pytest.MonkeyPatch
) -> None:
    """An account that is disabled in the middle of a run ends it."""
    with closing(connector(own, monkeypatch, share_permissions="everyone")) as source:
        ref: Ref = ref_of(source, "leave.md")
        administer(own, "pdbedit", "-u", "auditor", "-c", "[D]")
        try:
            source.server._link.drop()  # type: ignore[union-attr] # as a network does
            with pytest.raises(AuthExpiredError, match=r"ACCOUNT_DISABLED.* any more") as told:
                source.fetch(ref)
            assert "renew" in told.value.hint
        finally:
            administer(own, "pdbedit", "-u", "auditor", "-c", "[]")
        assert b"28 days of leave." == source.fetch(ref).data


def test_a_share_that_refuses_the_account_names_the_right(
    own: Samba, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Signing in works, and the share stays shut: for the audit, and for a persona a denial."""
    with closing(connector(own, monkeypatch, share_permissions="everyone")) as source:
        ref = ref_of(source, "leave.md")
        administer(own, "sharesec", "kb", "-R", f"{own.sid('auditor')}:ALLOWED/0/READ")
        try:
            assert "auditor" == readers(enforced(source, ref))
            administer(own, "sharesec", "kb", "-R", f"{own.sid('keeper')}:ALLOWED/0/FULL")
            source.server.close()
            with pytest.raises(ScopeMissingError, match="refuses the account") as told:
                list(source.list_refs(None))
            assert "Read (share permission)" == told.value.scope
            first = next(iter(source.check()))
            assert (CheckState.MISSING, told.value.scope) == (first.state, first.scope)
        finally:
            administer(own, "sharesec", "kb", "-R", "S-1-1-0:ALLOWED/0/FULL")
