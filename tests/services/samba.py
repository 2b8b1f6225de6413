"""A Samba share with NT access lists: ordered entries, denials, owners and nested groups."""

from __future__ import annotations

import os
import shutil
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path
from typing import Any

import pytest
from tests.services import samba_security
from tests.services.base import (
    HOST,
    Server,
    absent,
    free_port,
    needs_path,
    needs_program,
    tcp_answers,
    temporary_folder,
)
from tests.services.samba_accounts import (
    GROUPS,
    STAFF,
    USERS,
    environment,
    make_accounts,
    uid,
    write_groups,
    write_lines,
    write_users,
)
from tests.services.samba_security import FULL, Ace

PACKAGE = "samba"
MODULES = "samba-vfs-modules"
HELPERS = ("/usr/libexec/samba", "/usr/lib/samba/samba", "/usr/lib/x86_64-linux-gnu/samba")
HOURS = 86400
"""The helper for names ends when idle unless told not to; Samba would start one out of reach."""
SHARE = "kb"
DOMAIN = "KB"
WELL_KNOWN = {
    "everyone": "S-1-1-0",
    "anonymous": "S-1-5-7",
    "authenticated": "S-1-5-11",
    "administrators": "S-1-5-32-544",
}
SETTINGS = """[global]
    workgroup = {domain}
    netbios name = {domain}
    server role = standalone server
    interfaces = {host}
    bind interfaces only = yes
    smb ports = {port}
    disable netbios = yes
    map to guest = never
    load printers = no
    private dir = {folder}/private
    lock directory = {folder}/lock
    state directory = {folder}/state
    cache directory = {folder}/cache
    pid directory = {folder}/pid
    ncalrpc dir = {folder}/ncalrpc
    log file = {folder}/state/log.%m
    rpcd_lsad:idle_seconds = {hours}
    rpcd_classic:idle_seconds = {hours}
    passdb backend = tdbsam:{folder}/private/passdb.tdb
[{share}]
    path = {folder}/share
    read only = no
    vfs objects = acl_xattr
    acl_xattr:ignore system acls = yes
    inherit acls = yes
    store dos attributes = yes
"""
PRIVATE = ("private", "lock", "state", "cache", "pid", "ncalrpc")


@dataclass(frozen=True)
class Samba:
    """A running share: everybody reads it but `hr/`, which `alice` reads through nested groups.

    `alice` is in the domain group `hr-leads`, which is in the local group `hr`. Names under a
    folder that refuses are listed all the same, as Samba does unless told otherwise.
    """

    port: int
    folder: Path
    server: Server
    sids: dict[str, str] = field(default_factory=lambda: dict(WELL_KNOWN))
    sessions: dict[str, Any] = field(default_factory=dict)
    """Open connections by user, as smbprotocol keeps them."""

    @property
    def root(self) -> Path:
        """The shared folder on disk."""
        return self.folder / "share"

    @property
    def credentials(self) -> dict[str, str]:
        """The password of every user."""
        return {user: f"{user}-password" for user in USERS}

    def sid(self, name: str) -> str:
        """The security identifier of a user, a group or a well-known name such as `everyone`."""
        return self.sids[name]

    def login(self, user: str) -> dict[str, Any]:
        """The keyword arguments that let a function of `smbclient` act as a user."""
        return {
            "username": user,
            "password": self.credentials[user],
            "port": self.port,
            "connection_cache": self.sessions.setdefault(user, {}),
        }

    def unc(self, path: str = "") -> str:
        """The network name of a path with slashes."""
        return "\\".join(["", "", HOST, SHARE, *filter(None, path.split("/"))])

    def read(self, path: str, as_user: str = "keeper") -> bytes:
        """The content a user gets; raises `SMBResponseException` where Samba refuses."""
        import smbclient

        with smbclient.open_file(self.unc(path), mode="rb", **self.login(as_user)) as file:
            return bytes(file.read())

    def put(
        self,
        path: str,
        content: bytes,
        modified: datetime | None = None,
        as_user: str = "keeper",
    ) -> None:
        """Write a file, with its access list inherited from its folder."""
        import smbclient

        login = self.login(as_user)
        folder = path.rpartition("/")[0]
        if folder:
            smbclient.makedirs(self.unc(folder), exist_ok=True, **login)
        with smbclient.open_file(self.unc(path), mode="wb", **login) as file:
            file.write(content)
        if modified:
            times = (modified.timestamp(), modified.timestamp())
            smbclient.utime(self.unc(path), times=times, **login)

    def delete(self, path: str) -> None:
        """Remove a file or a folder with all in it."""
        import smbclient.shutil

        login = self.login("keeper")
        if (self.root / path).is_dir():
            smbclient.shutil.rmtree(self.unc(path), **login)
        else:
            smbclient.remove(self.unc(path), **login)

    def rename(self, path: str, target: str) -> None:
        """Rename a file or a folder; its access list goes with it."""
        import smbclient

        smbclient.rename(self.unc(path), self.unc(target), **self.login("keeper"))

    def set_acl(self, path: str, entries: Sequence[Ace], owner: str | None = None) -> None:
        """Replace the whole list, in this order and with nothing inherited, and maybe the owner.

        Entries for `keeper` and `auditor` are put in front unless there is one for them.
        """
        named = {entry.name for entry in entries}
        entries = [entry for entry in KEPT if entry.name not in named] + list(entries)
        sids = [self.sid(entry.name) for entry in entries]
        packed = samba_security.descriptor(entries, sids, self.sid(owner) if owner else None)
        samba_security.write(self.unc(path), packed, self.login("keeper"))

    def acl(self, path: str) -> list[Ace]:
        """The list as it is kept, inherited entries too, with names where they are known."""
        names = {sid: name for name, sid in self.sids.items()}
        found = samba_security.read(self.unc(path), self.login("keeper"))
        return [samba_security.named(entry, names) for entry in found]

    def set_groups(self, groups: Mapping[str, Sequence[str]]) -> None:
        """Replace who is in which domain group; it holds from a user's next `disconnect`."""
        write_groups(self.folder, groups)
        self.disconnect()

    def disconnect(self) -> None:
        """Close every connection; the next call signs in again."""
        import smbclient

        for cache in self.sessions.values():
            with suppress(Exception):  # the server may be gone already
                smbclient.reset_connection_cache(connection_cache=cache)
        self.sessions.clear()

    def reset(self) -> None:
        """Back to an empty `hr/`, the first access lists and the first groups."""
        self.set_groups(GROUPS)
        for path in self.root.iterdir():
            real = path.is_dir() and not path.is_symlink()
            shutil.rmtree(path) if real else path.unlink()
        self.set_acl("", [Ace("everyone", inherit=True)])
        self.put("hr/.first", b"")
        self.delete("hr/.first")
        self.set_acl("hr", [Ace("hr", inherit=True)])


KEPT = (Ace("keeper", rights=FULL, inherit=True), Ace("auditor", inherit=True))


@contextmanager
def running_samba() -> Iterator[Samba]:
    """A share of its own, stopped and removed at the end; needs root, to act as its users."""
    smbd = needs_program("smbd", PACKAGE)
    helper = needs_program("samba-dcerpcd", PACKAGE, *HELPERS)
    wrapper = _library()
    if os.geteuid() != 0:
        pytest.skip("Samba takes on the ids of its users: run as root")
    port = free_port()
    with temporary_folder("samba", 0o755) as folder:
        env = environment(wrapper, folder)
        common = ["-F", "--no-process-group", "-s", str(folder / "smb.conf")]
        arguments = [helper, *common, "--libexec-rpcds", "--np-helper"]
        names = Server(arguments, folder, (folder / "ncalrpc" / "np" / "lsarpc").exists, env=env)
        share = Samba(port, folder, Server([smbd, *common], folder, tcp_answers(port), env=env))
        _configure(share, env)
        with names, share.server:
            try:
                share.reset()
                yield share
            finally:
                share.disconnect()


def _library() -> Path:
    """The wrapper that lends Samba users of its own, so that none are added to the system."""
    found = sorted(Path("/usr/lib").glob("*/libnss_wrapper.so"))
    if not found:
        absent("libnss_wrapper.so", "libnss-wrapper")
    needs_path(found[0].parent / "samba" / "vfs" / "acl_xattr.so", MODULES)
    return found[0]


def _configure(share: Samba, env: Mapping[str, str]) -> None:
    """Write settings and users, make the accounts and groups, and note their identifiers."""
    folder = share.folder
    for name in PRIVATE:
        (folder / name).mkdir(mode=0o755)
    share.root.mkdir()
    share.root.chmod(0o777)
    # Only an owner may write the first list.
    os.chown(share.root, uid("keeper"), STAFF)
    settings = SETTINGS.format(
        domain=DOMAIN, host=HOST, port=share.port, folder=folder, share=SHARE, hours=HOURS
    )
    write_lines(folder / "smb.conf", [settings])
    write_users(folder)
    write_groups(folder, GROUPS)
    share.sids.update(make_accounts(folder, share.credentials, env))
