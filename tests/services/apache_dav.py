"""Apache's mod_dav over a folder, with one folder for one group."""

from __future__ import annotations

import base64
import hashlib
import os
import shutil
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

import httpx
from tests.services.base import (
    HOST,
    Server,
    free_port,
    http_answers,
    needs_path,
    needs_program,
    temporary_folder,
)

PACKAGE = "apache2"
MODULES = Path("/usr/lib/apache2/modules")
LOADED = (
    "mpm_event",
    "authn_core",
    "authn_file",
    "authz_core",
    "authz_user",
    "authz_groupfile",
    "auth_basic",
    "mime",
    "dav",
    "dav_fs",
)
ACCOUNT = "www-data"
"""Who serves when root starts Apache, which refuses to serve as root."""
USERS = ("alice", "bob")
GROUPS: dict[str, Sequence[str]] = {"hr": ("alice",)}
SETTINGS = """
ServerRoot "{folder}"
ServerName {host}
Listen {host}:{port}
PidFile "{folder}/state/pid"
ErrorLog "{folder}/state/error.log"
CustomLog "{folder}/state/access.log" "%u %m %U%q %>s"
TypesConfig /etc/mime.types
StartServers 1
ThreadsPerChild 8
MaxRequestWorkers 8
DavLockDB "{folder}/state/lock"
DocumentRoot "{root}"
<Directory "{root}">
    DAV On
    AuthType Basic
    AuthName handbook
    AuthUserFile "{folder}/users"
    AuthGroupFile "{folder}/groups"
    Require valid-user
</Directory>
<Directory "{root}/hr">
    Require group hr
</Directory>
"""


@dataclass(frozen=True)
class ApacheDav:
    """A running server: `alice` reads `hr/`, `bob` does not, nobody reads without a password."""

    url: str
    folder: Path
    server: Server

    @property
    def root(self) -> Path:
        """The folder served."""
        return self.folder / "root"

    @property
    def credentials(self) -> dict[str, str]:
        """The password of every user."""
        return {user: f"{user}-password" for user in USERS}

    @property
    def requests(self) -> list[str]:
        """The access log: user, method, path and status of every request."""
        return (self.folder / "state" / "access.log").read_text(encoding="utf-8").splitlines()

    def ask(
        self, method: str, path: str, as_user: str | None = None, **headers: str
    ) -> httpx.Response:
        """One DAV request of a user, or of nobody."""
        auth = (as_user, self.credentials[as_user]) if as_user else None
        return httpx.request(method, f"{self.url}/{path}", auth=auth, headers=headers, timeout=30)

    def put(self, path: str, content: bytes, modified: datetime | None = None) -> Path:
        """Write a file, with a modification time if given."""
        target = self.root / path
        target.parent.mkdir(parents=True, exist_ok=True)
        target.write_bytes(content)
        if modified:
            os.utime(target, (modified.timestamp(), modified.timestamp()))
        self._hand_over()
        return target

    def delete(self, path: str) -> None:
        """Remove a file or a folder."""
        target = self.root / path
        if target.is_dir():
            shutil.rmtree(target)
        else:
            target.unlink()

    def move(self, path: str, target: str) -> None:
        """Rename a file or a folder; the modification time stays."""
        (self.root / target).parent.mkdir(parents=True, exist_ok=True)
        (self.root / path).rename(self.root / target)
        self._hand_over()

    def set_groups(self, groups: Mapping[str, Sequence[str]]) -> None:
        """Replace who is in which group; it holds from the next request."""
        lines = [f"{group}: {' '.join(users)}" for group, users in groups.items()]
        (self.folder / "groups").write_text("\n".join(lines) + "\n", encoding="utf-8")

    def reset(self) -> None:
        """Back to an empty `hr/` and the first groups."""
        for path in self.root.iterdir():
            self.delete(path.name)
        (self.root / "hr").mkdir()
        self._hand_over()
        self.set_groups(GROUPS)

    def _hand_over(self) -> None:
        # A DAV client may write only what the serving account owns.
        if os.geteuid() == 0:
            for path in (self.root, *self.root.rglob("*")):
                shutil.chown(path, ACCOUNT, ACCOUNT)


@contextmanager
def running_apache_dav() -> Iterator[ApacheDav]:
    """A server of its own, stopped and removed at the end."""
    apache = needs_program("apache2", PACKAGE)
    needs_path(MODULES / "mod_dav_fs.so", PACKAGE)
    port = free_port()
    with temporary_folder("dav", 0o755) as folder:
        url = f"http://{HOST}:{port}"
        arguments = [apache, "-D", "FOREGROUND", "-f", str(folder / "httpd.conf")]
        server = Server(arguments, folder, http_answers(url))
        dav = ApacheDav(url, folder, server)
        _configure(dav, port)
        dav.reset()
        with server:
            yield dav


def _configure(dav: ApacheDav, port: int) -> None:
    dav.root.mkdir()
    (dav.folder / "state").mkdir()
    settings = [f"LoadModule {name}_module {MODULES}/mod_{name}.so" for name in LOADED]
    if os.geteuid() == 0:
        shutil.chown(dav.folder / "state", ACCOUNT, ACCOUNT)
        settings += [f"User {ACCOUNT}", f"Group {ACCOUNT}"]
    settings.append(SETTINGS.format(folder=dav.folder, root=dav.root, host=HOST, port=port))
    (dav.folder / "httpd.conf").write_text("\n".join(settings), encoding="utf-8")
    lines = [f"{user}:{_mark(password)}" for user, password in dav.credentials.items()]
    (dav.folder / "users").write_text("\n".join(lines) + "\n", encoding="utf-8")


def _mark(password: str) -> str:
    return "{SHA}" + base64.b64encode(hashlib.sha1(password.encode()).digest()).decode()
