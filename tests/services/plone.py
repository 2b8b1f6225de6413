"""A Plone site with workflow, local roles and groups; nightly, for its installation takes minutes.

Plone lives in a virtual environment of its own: its pins are not this project's.
"""

from __future__ import annotations

import fcntl
import hashlib
import sys
import venv
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import httpx
from tests.services.base import (
    HOST,
    Server,
    free_port,
    http_answers,
    run_once,
    temporary_folder,
)

CONSTRAINTS = Path(__file__).with_name("plone_constraints.txt")
"""Versions that start together. Left to itself, pip takes an alpha of one package that does not."""
WANTED = ("Products.CMFPlone", "plone.restapi")
LONG = 900.0
ADMIN = "admin"
USERS: dict[str, Sequence[str]] = {
    "alice": ("Member",),
    "bob": ("Member",),
    "auditor": ("Member", "Reader"),
}
"""Their roles in the whole site; `Reader` reads everything, and no list of local roles."""
GROUPS: dict[str, Sequence[str]] = {"hr": ("alice",)}
SITE = """
import transaction
from AccessControl.SecurityManagement import newSecurityManager
from Products.CMFPlone.factory import addPloneSite

newSecurityManager(None, app.acl_users.getUser("admin").__of__(app.acl_users))
site = addPloneSite(
    app,
    "Plone",
    title="Handbook",
    setup_content=False,
    default_language="en",
    extension_ids=("plone.app.contenttypes:default", "plone.restapi:default"),
)
for user, (password, roles) in {users!r}.items():
    site.acl_users.userFolderAddUser(user, password, roles, ())
for group in {groups!r}:
    site.portal_groups.addGroup(group)
transaction.commit()
"""


@dataclass(frozen=True)
class Plone:
    """A running site: `alice` reads the folder `hr` through her group, `bob` does not.

    What is made is private until it is published; then everybody reads it, without a password.
    """

    url: str
    folder: Path
    server: Server

    @property
    def credentials(self) -> dict[str, str]:
        """The password of every user."""
        return {user: f"{user}-password" for user in (*USERS, ADMIN)}

    def ask(
        self, method: str, path: str = "", as_user: str | None = ADMIN, **sent: Any
    ) -> httpx.Response:
        """One request of a user, or of nobody, to the REST interface."""
        return httpx.request(
            method,
            f"{self.url}/{path}",
            auth=(as_user, self.credentials[as_user]) if as_user else None,
            headers={"Accept": "application/json"},
            json=sent or None,
            timeout=60,
        )

    def put(self, path: str, text: str, kind: str = "Document", **fields: Any) -> None:
        """Make a page, or change it; `fields` may be `expires`, `creators` and the like."""
        folder, _, name = path.rpartition("/")
        sent = {"title": name.title(), "text": text, **fields}
        if self.ask("GET", path).status_code == httpx.codes.OK:
            self._good("PATCH", path, **sent)
        else:
            self._good("POST", folder, **{"@type": kind, "id": name, **sent})

    def delete(self, path: str) -> None:
        """Remove a page, or a folder with all in it."""
        self._good("DELETE", path)

    def move(self, path: str, folder: str) -> None:
        """Move a page or folder into another folder."""
        self._good("POST", f"{folder}/@move".lstrip("/"), source=f"{self.url}/{path}")

    def publish(self, path: str) -> None:
        """Let everybody read a page."""
        self._good("POST", f"{path}/@workflow/publish")

    def share(
        self,
        path: str,
        roles: Mapping[str, Sequence[str]],
        kind: str = "group",
        *,
        inherit: bool = True,
    ) -> None:
        """Give groups (or users) roles such as Reader on a page or folder and what is below it."""
        entries = [
            {"id": name, "type": kind, "roles": dict.fromkeys(given, True)}
            for name, given in roles.items()
        ]
        self._good("POST", f"{path}/@sharing", entries=entries, inherit=inherit)

    def set_groups(self, groups: Mapping[str, Sequence[str]]) -> None:
        """Replace who is in which group."""
        for group in GROUPS:
            members = {user: user in groups.get(group, ()) for user in USERS}
            self._good("PATCH", f"@groups/{group}", users=members)

    def reset(self) -> None:
        """Back to an empty folder `hr` and the first groups."""
        self.set_groups(GROUPS)
        for item in self._good("GET").json()["items"]:
            self.delete(str(item["@id"]).removeprefix(f"{self.url}/"))
        self._good("POST", **{"@type": "Folder", "id": "hr", "title": "HR"})
        self.share("hr", {"hr": ["Reader"]})

    def _good(self, method: str, path: str = "", **sent: Any) -> httpx.Response:
        return self.ask(method, path, **sent).raise_for_status()


def install(folder: Path) -> Path:
    """Install Plone into a virtual environment, once for these constraints; returns its programs.

    It downloads some 250 packages and takes a minute or more.
    """
    mark = folder / "installed"
    wanted = hashlib.sha256(CONSTRAINTS.read_bytes()).hexdigest()
    with folder.with_name(f"{folder.name}.lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)  # other test processes wait, and find it done
        if not mark.exists() or mark.read_text(encoding="utf-8") != wanted:
            venv.create(folder, clear=True, with_pip=True)
            pip: list[str | Path] = [folder / "bin" / "python", "-m", "pip", "--quiet"]
            pip += ["--disable-pip-version-check", "install", "-c", CONSTRAINTS, *WANTED]
            run_once(pip, folder, limit=LONG)
            mark.write_text(wanted, encoding="utf-8")
    return folder / "bin"


@contextmanager
def running_plone(environment: Path | None = None) -> Iterator[Plone]:
    """A site of its own, stopped and removed at the end; the environment is kept."""
    programs = install(environment or Path(sys.prefix) / "plone")
    port = free_port()
    with temporary_folder("plone") as folder:
        instance = folder / "instance"
        url = f"http://{HOST}:{port}/Plone"
        arguments = [programs / "runwsgi", instance / "etc" / "zope.ini"]
        site = Plone(url, folder, Server(arguments, folder, http_answers(url), limit=120))
        _make(programs, instance, site.credentials)
        _listen(instance / "etc" / "zope.ini", port)
        with site.server:
            site.reset()
            yield site


def _make(programs: Path, instance: Path, credentials: Mapping[str, str]) -> None:
    login = f"{ADMIN}:{credentials[ADMIN]}"
    run_once([programs / "mkwsgiinstance", "-d", instance, "-u", login], instance.parent)
    users = {user: (credentials[user], tuple(roles)) for user, roles in USERS.items()}
    _keep_uploads(instance / "etc" / "zope.conf")
    script = instance / "site.py"
    script.write_text(SITE.format(users=users, groups=tuple(GROUPS)), encoding="utf-8")
    arguments: list[str | Path] = [programs / "zconsole", "run"]
    run_once([*arguments, instance / "etc" / "zope.conf", script], instance.parent)


def _keep_uploads(settings: Path) -> None:
    """Without a folder for them, files cannot be uploaded."""
    text = settings.read_text(encoding="utf-8")
    data = "path $INSTANCE/var/Data.fs"
    settings.write_text(
        text.replace(data, f"{data}\n     blob-dir $INSTANCE/var/blobs"), encoding="utf-8"
    )


def _listen(settings: Path, port: int) -> None:
    text = settings.read_text(encoding="utf-8")
    settings.write_text(text.replace("port = 8080", f"port = {port}"), encoding="utf-8")
