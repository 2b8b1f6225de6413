"""The other servers refuse whom they should, and leave nothing behind when they are stopped."""

from __future__ import annotations

import subprocess
from collections.abc import Callable
from contextlib import AbstractContextManager, suppress
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest
from tests.services import slapd as slapd_module
from tests.services.base import HOST, needs_program
from tests.services.dovecot import Dovecot, message, running_dovecot
from tests.services.moto import running_moto
from tests.services.postgres import running_postgres
from tests.services.samba import Samba, running_samba
from tests.services.samba_security import Ace, deny
from tests.services.slapd import Slapd, running_slapd

CHANGED = datetime(2024, 1, 1, 12, tzinfo=UTC)


def test_samba_refuses_bob_and_serves_alice(samba: Samba) -> None:
    """A folder of a local group is open to whom a domain group in it holds, at all times."""
    samba.put("hr/salaries.txt", b"Grade 3 earns more.", CHANGED)
    samba.put("leave.txt", b"28 days")
    assert ["alice", "auditor", "keeper"] == _share_readers(samba, "hr/salaries.txt")
    assert list(samba.credentials) == _share_readers(samba, "leave.txt")
    assert CHANGED.timestamp() == (samba.root / "hr/salaries.txt").stat().st_mtime
    samba.set_groups({"hr-leads": ["bob"]})
    assert ["bob", "auditor", "keeper"] == _share_readers(samba, "hr/salaries.txt")


def test_samba_goes_by_the_order_of_the_entries(samba: Samba) -> None:
    """A denial counts where it stands: behind what allows everybody it denies nobody."""
    samba.put("leave.txt", b"28 days")
    assert {True} == {entry.inherited for entry in samba.acl("leave.txt")}
    samba.set_acl("leave.txt", [deny("bob"), Ace("everyone")], owner="alice")
    assert [deny("bob"), Ace("everyone")] == samba.acl("leave.txt")[2:]
    assert ["alice", "carol", "auditor", "keeper"] == _share_readers(samba, "leave.txt")
    samba.set_acl("leave.txt", [Ace("everyone"), deny("bob")])
    assert "bob" in _share_readers(samba, "leave.txt")


def test_samba_tells_names_and_nested_members(samba: Samba) -> None:
    """The server itself resolves names and says who is in a group, on the same port."""
    arguments = [needs_program("rpcclient", "smbclient"), "-p", str(samba.port)]
    arguments += ["-U", f"bob%{samba.credentials['bob']}", HOST, "-c"]
    rid = samba.sid("hr").rpartition("-")[2]
    commands = f"lookupnames hr; queryaliasmem domain {rid}"
    answer = subprocess.run([*arguments, commands], capture_output=True, text=True, check=True)
    lines = [line.strip() for line in answer.stdout.splitlines() if line.strip()]
    expected = [f"hr {samba.sid('hr')} (Local Group: 4)", f"sid:[{samba.sid('hr-leads')}]"]
    assert expected == lines


def test_samba_renames_and_deletes(samba: Samba) -> None:
    """A renamed file keeps its access list, wherever it goes."""
    samba.put("hr/salaries.txt", b"Grade 3 earns more.")
    samba.rename("hr/salaries.txt", "salaries.txt")
    assert "bob" not in _share_readers(samba, "salaries.txt")
    samba.delete("hr")
    assert ["salaries.txt"] == [path.name for path in samba.root.iterdir()]


def _share_readers(samba: Samba, path: str) -> list[str]:
    from smbprotocol.exceptions import SMBOSError

    readers = []
    for user in samba.credentials:
        with suppress(SMBOSError):
            samba.read(path, user)
            readers.append(user)
    return readers


def test_dovecot_refuses_bob_and_serves_alice(dovecot: Dovecot) -> None:
    """A mailbox of a group is hidden from others; what is shared with everybody is not."""
    for mailbox in ("Policies", "HR"):
        dovecot.append(mailbox, message("Leave", "28 days", CHANGED), CHANGED)
    assert ["alice", "bob", "carol", "auditor"] == _mailbox_readers(dovecot, "Policies")
    assert ["alice", "carol", "auditor"] == _mailbox_readers(dovecot, "HR")
    dovecot.set_groups({"hr": ["bob"]})
    assert ["alice", "bob", "auditor"] == _mailbox_readers(dovecot, "HR")
    dovecot.set_acl("HR", "-bob", "lr")
    assert ["alice", "auditor"] == _mailbox_readers(dovecot, "HR")


def test_dovecot_tells_rights_and_both_dates(dovecot: Dovecot) -> None:
    """Who may administer a mailbox reads its list; the server's date is not the header's."""
    arrived = datetime(2025, 2, 2, tzinfo=UTC)
    first = dovecot.append("HR", message("Leave", "28 days", CHANGED), arrived)
    expected = {"$hr": "lr", "auditor": "alr"}
    assert expected == dovecot.acl("shared/alice/HR", "auditor")
    with dovecot.session("auditor") as imap:
        imap.select("shared/alice/HR", readonly=True)
        _, found = imap.uid("FETCH", str(first), "(INTERNALDATE BODY.PEEK[HEADER.FIELDS (DATE)])")
    assert b'INTERNALDATE "02-Feb-2025' in found[0][0]
    assert b"Date: Mon, 01 Jan 2024 12:00:00" in found[0][1]
    dovecot.expunge("HR", first)
    assert first + 1 == dovecot.append("HR", message("Leave", "30 days", CHANGED))


def _mailbox_readers(dovecot: Dovecot, mailbox: str) -> list[str]:
    readers = []
    for user in dovecot.credentials:
        # The owner has no rights of her own under the name that the others use.
        name = mailbox if user == "alice" else f"shared/alice/{mailbox}"
        with dovecot.session(user) as imap:
            state, _ = imap.select(name, readonly=True)
            if state == "OK" and imap.uid("FETCH", "1:*", "(BODY.PEEK[])")[1] != [None]:
                readers.append(user)
    return readers


def test_slapd_refuses_the_locked_and_serves_alice(slapd: Slapd) -> None:
    """A locked person and a wrong password do not get in; an expired one does."""
    from ldap3.core.exceptions import LDAPInvalidCredentialsResult

    for name in ("alice", "bob", "expired"):
        with slapd.session(slapd.dn(name)) as connection:
            assert f"dn:{slapd.dn(name)}" == connection.extend.standard.who_am_i()
    with pytest.raises(LDAPInvalidCredentialsResult), slapd.session(slapd.dn("locked")):
        pass
    slapd.replace(slapd.dn("locked"), pwdAccountLockedTime=[])
    with slapd.session(slapd.dn("locked")) as connection:
        assert connection.bound


def test_slapd_shows_bob_less_than_the_reader(slapd: Slapd) -> None:
    """Who is locked is for the reader; a password is for nobody."""
    filled = {READER: True, slapd.dn("bob"): False, None: False}
    for dn, expected in filled.items():
        entry = _entry(slapd, "locked", dn)
        assert (expected, False) == ("pwdAccountLockedTime" in entry, "userPassword" in entry)


def test_slapd_nests_groups(slapd: Slapd) -> None:
    """memberOf names the groups somebody is in directly, also where groups hold each other."""
    direct = {"alice": ["hr-leads"], "hr-leads": ["hr"], "loop-a": ["loop-b"], "loop-b": ["loop-a"]}
    expected = {name: [slapd.dn(group) for group in groups] for name, groups in direct.items()}
    assert expected == {name: _entry(slapd, name)["memberOf"] for name in direct}
    slapd.set_members("hr-leads", [slapd.dn("bob")])
    assert [slapd.dn("loop-b"), slapd.dn("hr-leads")] == _entry(slapd, "bob")["memberOf"]
    assert "memberOf" not in _entry(slapd, "alice")


def test_slapd_limits_what_one_search_returns(slapd: Slapd) -> None:
    """The reader needs pages for all; anonymous gets no pages and the first entries only."""
    people = "(objectClass=inetOrgPerson)"
    with slapd.session() as connection:
        connection.search(slapd_module.BASE, people)
        assert ("sizeLimitExceeded", slapd_module.READER_LIMIT) == _outcome(connection)
        search = connection.extend.standard.paged_search
        everybody = search(slapd_module.BASE, people, paged_size=400, generator=False)
    assert slapd_module.CROWD + len(slapd_module.PEOPLE) == len(everybody)
    with slapd.session(None) as connection:
        connection.search(slapd_module.BASE, people)
        assert ("sizeLimitExceeded", slapd_module.ANONYMOUS_LIMIT) == _outcome(connection)
    assert slapd_module.CROWD == len(_entry(slapd, slapd_module.EVERYBODY)["member"])


READER = slapd_module.READER


def _entry(slapd: Slapd, name: str, as_dn: str | None = READER) -> dict[str, Any]:
    with slapd.session(as_dn) as connection:
        connection.search(slapd.dn(name), "(objectClass=*)", "BASE", attributes=["*", "+"])
        (found,) = connection.response
    return dict(found["attributes"])


def _outcome(connection: Any) -> tuple[str, int]:
    return connection.result["description"], len(connection.response)


Start = Callable[[], AbstractContextManager[Any]]
STARTS = [running_samba, running_dovecot, running_slapd, running_postgres, running_moto]


@pytest.mark.parametrize("start", STARTS)
def test_a_stopped_server_leaves_nothing(start: Start) -> None:
    """After a failure inside the block no process of the group or folder is left, nor the folder.

    Two at once do not get in each other's way.
    """
    with pytest.raises(ZeroDivisionError), start() as service, start() as other:
        group, folder = service.server.pid, service.folder
        assert [True, True] == [service.server.running, other.server.running]
        assert group in _processes(folder)
        _ = 1 / 0
    assert [] == _processes(folder) + _processes(other.folder)
    assert [False, False] == [folder.exists(), group in _processes(Path("/"))]


def _processes(folder: Path) -> list[int]:
    """The processes whose command line or working folder is in a folder."""
    found = []
    for process in Path("/proc").glob("[0-9]*"):
        with suppress(OSError):  # it may end between the listing and the reading
            words = (process / "cmdline").read_text(encoding="utf-8", errors="replace")
            if str(folder) in words or (process / "cwd").readlink().is_relative_to(folder):
                found.append(int(process.name))
    return found
