"""The LDAP provider against a domain controller: Samba as Active Directory."""

from __future__ import annotations

import os
import socket
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest
from tests.connectors.identities.conftest import Entry
from tests.connectors.identities.servers import certify
from tests.services.base import (
    Server,
    absent,
    needs_path,
    needs_program,
    run_once,
    temporary_folder,
)

from ragaudit.errors import AuthInvalidError
from ragaudit.model import Directory, SyncSettings
from ragaudit_connectors.identities.ldap import read_ldap
from ragaudit_connectors.remote import Asking

pytestmark = pytest.mark.nightly

ADDRESS = "127.0.0.77"
"""The ports of a domain controller cannot be chosen, its address can."""
BASE = "DC=ad,DC=test"
ADMIN, PASSWORD = "Administrator@ad.test", "Adm1n-password"
OU = f"OU=People,{BASE}"


@dataclass(frozen=True)
class Domain:
    folder: Path
    sid: str

    @contextmanager
    def session(self) -> Iterator[Any]:
        import ldap3

        tls = ldap3.Tls(ca_certs_file=str(self.folder / "cert.pem"))
        server = ldap3.Server(f"ldaps://{ADDRESS}", get_info=ldap3.NONE, tls=tls)
        with ldap3.Connection(server, ADMIN, PASSWORD, raise_exceptions=True) as connection:
            yield connection

    def fill(self) -> None:
        """Alice through hr-leads in hr; bob in a loop of groups; carol disabled."""
        with self.session() as connection:
            connection.add(OU, "organizationalUnit")
            for name, control in (("alice", 544), ("bob", 544), ("carol", 546)):
                connection.add(_dn(name), ["user"], _person(name, control))
            for name in ("hr", "hr-leads", "loop-a", "loop-b", "empty"):
                connection.add(_dn(name), ["group"], {"sAMAccountName": name})
            for name, *members in (
                ("hr", "hr-leads"), ("hr-leads", "alice"),
                ("loop-a", "loop-b"), ("loop-b", "loop-a", "bob"),
            ):  # fmt: skip
                added = [("MODIFY_ADD", [_dn(member) for member in members])]
                connection.modify(_dn(name), {"member": added})


def _dn(name: str) -> str:
    return f"CN={name},{OU}"


def _person(name: str, control: int) -> dict[str, Any]:
    return {
        "sAMAccountName": name,
        "userPrincipalName": f"{name}@ad.test",
        "displayName": f"{name.title()} Example",
        "mail": f"{name}@acme.example",
        "proxyAddresses": [f"SMTP:{name}@acme.example", f"smtp:{name}@old.example"],
        "userAccountControl": control,
    }


def _answers() -> bool:
    try:
        socket.create_connection((ADDRESS, 636), timeout=1).close()
    except OSError:
        return False
    return True


@pytest.fixture(scope="module")
def domain() -> Iterator[Domain]:
    """A domain controller of its own, stopped and removed at the end."""
    program, tool = needs_program("samba", "samba"), needs_program("samba-tool", "samba")
    needs_path(Path("/usr/share/samba/setup/ad-schema"), "samba-ad-provision")
    if os.geteuid() != 0:
        absent("an account that may listen on port 389", "root")
    with temporary_folder("ad", 0o755) as folder:
        certify(folder, ADDRESS)
        (folder / "key.pem").chmod(0o600)
        made = ["domain", "provision", "--realm=AD.TEST", "--domain=ADTEST", "--server-role=dc"]
        made += [f"--adminpass={PASSWORD}", "--dns-backend=NONE", f"--targetdir={folder / 'dc'}"]
        told = run_once([tool, *made], folder)
        options = ["server services=ldap", f"interfaces={ADDRESS}/8", "bind interfaces only=yes"]
        options += [f"tls {kind}file={folder / name}.pem" for kind, name in
                    (("key", "key"), ("cert", "cert"), ("ca", "cert"))]  # fmt: skip
        arguments = [program, "-F", "--no-process-group", "-M", "single", "--debug-stdout"]
        arguments += ["-s", str(folder / "dc" / "etc" / "smb.conf")]
        arguments += [f"--option={option}" for option in options]
        with Server(arguments, folder, _answers):
            running = Domain(folder, told.rpartition("DOMAIN SID:")[2].split()[0])
            running.fill()
            yield running


def read(domain: Domain, entry: Entry, monkeypatch: pytest.MonkeyPatch, **keys: Any) -> Directory:
    monkeypatch.setenv("AD_PASSWORD", PASSWORD)
    given = {"url": f"ldaps://{ADDRESS}", "base": BASE, "bind_dn": ADMIN}
    given |= {"password_env": "AD_PASSWORD", "ca_file": str(domain.folder / "cert.pem"), **keys}
    return read_ldap(entry("ldap", **given), Asking(SyncSettings(tries=1)))


def test_people(domain: Domain, entry: Entry, monkeypatch: pytest.MonkeyPatch) -> None:
    """By login, with principal name, further addresses and identifier; no machine is a person."""
    people = {user.id: user for user in read(domain, entry, monkeypatch).users}

    alice = people["alice"]
    assert ("Alice Example", "alice@acme.example") == (alice.name, alice.email)
    assert {"alice@ad.test", "alice@old.example"} == {n for n in alice.aliases if "@" in n}
    assert [f"{domain.sid}-"] == [n[:-4] for n in alice.aliases if n.startswith("S-1-")]
    assert {"alice": True, "bob": True, "carol": False, "krbtgt": False} == {
        name: people[name].active for name in ("alice", "bob", "carol", "krbtgt")
    }
    assert not [name for name in people if name.endswith("$")]


def test_groups(domain: Domain, entry: Entry, monkeypatch: pytest.MonkeyPatch) -> None:
    """Nested, circular, by identifier, primary; one with foreign members is not complete."""
    found = read(domain, entry, monkeypatch)
    names = ("hr", "loop-a", "loop-b", "empty", "Domain Users", f"{domain.sid}-513", "Users")

    groups = {name: group for name in names if (group := found.group(name)) is not None}
    members = {name: found.members(group) for name, group in groups.items()}
    assert [{"alice"}, {"bob"}, {"bob"}, set()] == [members[name] for name in names[:4]]
    assert {"alice", "bob", "carol"} <= members["Domain Users"] == members[f"{domain.sid}-513"]
    assert [True] * 6 + [False] == [groups[name].complete for name in names]
    assert "S-1-5-11" in groups["Users"].members


def test_it_insists_on_encryption(
    domain: Domain, entry: Entry, monkeypatch: pytest.MonkeyPatch
) -> None:
    """In the clear nobody is signed in; by StartTLS everybody is."""
    plain = f"ldap://{ADDRESS}"

    with pytest.raises(AuthInvalidError, match="wants an encrypted connection"):
        read(domain, entry, monkeypatch, url=plain)
    assert read(domain, entry, monkeypatch, url=plain, start_tls=True).users


def test_a_wrong_password(domain: Domain, entry: Entry, monkeypatch: pytest.MonkeyPatch) -> None:
    """The refusal names the keys to look at."""
    with pytest.raises(AuthInvalidError, match="does not let the account in") as caught:
        read(domain, entry, monkeypatch, bind_dn="nobody@ad.test")

    assert "bind_dn" in caught.value.hint
