"""A DokuWiki with access lists, under PHP's own web server."""

from __future__ import annotations

import base64
import hashlib
import shutil
import time
import xmlrpc.client
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import httpx
from tests.services.base import (
    HOST,
    PAUSE,
    Server,
    free_port,
    http_answers,
    needs_path,
    needs_program,
    temporary_folder,
)

PACKAGE = "dokuwiki"
PROGRAM = Path("/usr/share/dokuwiki")
SETTINGS = Path("/etc/dokuwiki")
STATIC = "/VERSION"
API = "/lib/exe/xmlrpc.php"
GROUPS = {
    "root": ("admin", "user"),
    "alice": ("user", "hr"),
    "bob": ("user",),
    "carol": ("user", "editors"),
}
ACL = (
    "*\t@ALL\t0",
    "*\t@user\t1",
    "*\t@editors\t8",
    "hr:*\t@ALL\t0",
    "hr:*\t@user\t0",
    "hr:*\t@hr\t8",
)
"""Levels: 0 none, 1 read, 2 edit, 4 create, 8 upload, 16 delete."""
DATA = ("attic", "cache", "index", "locks", "log", "media", "media_attic", "media_meta", "meta")
LOCAL = """<?php
$conf['title'] = 'Handbook';
$conf['useacl'] = 1;
$conf['authtype'] = 'authplain';
$conf['superuser'] = '@admin';
$conf['disableactions'] = 'register';
$conf['remote'] = 1;
$conf['remoteuser'] = '@user,@admin';
$conf['updatecheck'] = 0;
"""
GUARD = "# <?php exit()?>\n"
"""What DokuWiki puts on top of its lists so that no browser reads them."""


class RefusedError(Exception):
    """The wiki refused a call; `status` is its answer."""

    def __init__(self, status: int, text: str) -> None:
        super().__init__(f"{status}: {text[:200]}")
        self.status = status


@dataclass(frozen=True)
class DokuWiki:
    """A running wiki: `alice` reads `hr:*`, `bob` does not, `root` is the superuser."""

    url: str
    folder: Path
    server: Server

    @property
    def credentials(self) -> dict[str, str]:
        """The password of every user."""
        return {user: f"{user}-password" for user in GROUPS}

    @property
    def data(self) -> Path:
        """Pages, their history and their media, as files."""
        return self.folder / "data"

    def call(self, method: str, *arguments: Any, as_user: str = "root") -> Any:
        """What a method of the remote API returns to a user; `RefusedError` if it refuses."""
        answer = httpx.post(
            self.url + API,
            content=xmlrpc.client.dumps(arguments, method, allow_none=True).encode(),
            headers={"Content-Type": "text/xml"},
            auth=(as_user, self.credentials[as_user]),
            timeout=30,
        )
        if answer.status_code != httpx.codes.OK:
            raise RefusedError(answer.status_code, answer.text)
        (value,), _ = xmlrpc.client.loads(answer.content)
        if value == {}:
            # This release turns a fault into an empty structure; no method returns one.
            raise RefusedError(answer.status_code, f"{method} failed")
        return value

    def put(self, page: str, text: str, as_user: str = "root", summary: str = "") -> None:
        """Write a page, in a later second than its last revision."""
        self._next_second(page)
        self.call("wiki.putPage", page, text, {"sum": summary}, as_user=as_user)

    def put_media(self, name: str, content: bytes, as_user: str = "root") -> None:
        """Write an attachment of a type DokuWiki takes, such as pdf or png; not txt."""
        options = {"ow": True}
        self.call("wiki.putAttachment", name, content, options, as_user=as_user)

    def delete(self, page: str, as_user: str = "root") -> None:
        """Delete a page; its history stays, as DokuWiki does it."""
        self._next_second(page)
        self.call("wiki.putPage", page, "", {"sum": "removed"}, as_user=as_user)

    def set_acl(self, lines: Iterable[str]) -> None:
        """Replace the access list, `page<TAB>who<TAB>level`; it holds from the next request."""
        _write(self.folder / "conf" / "acl.auth.php", GUARD + "\n".join(lines) + "\n")

    def set_groups(self, groups: dict[str, tuple[str, ...]]) -> None:
        """Replace who is in which group; it holds from the next request."""
        lines = [self._user(user, groups.get(user, ())) for user in GROUPS]
        _write(self.folder / "conf" / "users.auth.php", GUARD + "\n".join(lines) + "\n")

    def reset(self) -> None:
        """Back to no pages, the first access list and the first groups."""
        if self.server.running:
            # The one worker serves this when the request before has done all it does afterwards.
            httpx.get(self.url + STATIC, timeout=30)
        for name in (*DATA, "pages", "tmp"):
            shutil.rmtree(self.data / name, ignore_errors=True)
            (self.data / name).mkdir(parents=True)
        self.set_acl(ACL)
        self.set_groups(GROUPS)

    def _next_second(self, page: str) -> None:
        # Revisions are named by their second: two in one second become one.
        file = self.data / "pages" / (page.replace(":", "/") + ".txt")
        while file.exists() and int(file.stat().st_mtime) >= int(time.time()):
            time.sleep(PAUSE)

    def _user(self, user: str, groups: Iterable[str]) -> str:
        mark = _salted(self.credentials[user])
        return f"{user}:{mark}:{user.title()} Example:{user}@acme.example:{','.join(groups)}"


@contextmanager
def running_dokuwiki() -> Iterator[DokuWiki]:
    """A wiki of its own, stopped and removed at the end."""
    php = needs_program("php", "php-cli")
    needs_path(PROGRAM, PACKAGE)
    port = free_port()
    with temporary_folder("dokuwiki") as folder:
        _configure(folder)
        # One worker on purpose: requests come one after the other, so a test that reads sees all
        # that the write before it left to do after its answer.
        arguments = [php, "-d", f"auto_prepend_file={folder / 'before.php'}"]
        arguments += ["-d", f"session.save_path={folder / 'sessions'}", "-d", "display_errors=0"]
        arguments += ["-S", f"{HOST}:{port}", "-t", str(PROGRAM)]
        url = f"http://{HOST}:{port}"
        server = Server(arguments, folder, http_answers(f"{url}/doku.php"))
        wiki = DokuWiki(url, folder, server)
        wiki.reset()
        with server:
            yield wiki


def _configure(folder: Path) -> None:
    """Settings of our own in front of Debian's, which would lead to the folders of the system."""
    skipped = shutil.ignore_patterns("*.auth.php", "local.php", ".ht*")
    shutil.copytree(SETTINGS, folder / "conf", ignore=skipped)
    (folder / "sessions").mkdir()
    _write(folder / "conf" / "local.php", f"{LOCAL}$conf['savedir'] = '{folder / 'data'}';\n")
    names = ("DOKU_MAIN_CONF", "DOKU_CONF")
    lines = [f"define('{name}', '{folder / 'conf'}/');" for name in names]
    _write(folder / "before.php", "\n".join(["<?php", *lines, ""]))


def _write(path: Path, text: str) -> None:
    # Whole at once: a request of the moment must not read half a list.
    part = path.with_suffix(".part")
    part.write_text(text, encoding="utf-8")
    part.replace(path)


def _salted(password: str) -> str:
    # DokuWiki cuts the salt of this scheme to four bytes before it compares.
    salt = b"salt"
    digest = hashlib.sha1(password.encode() + salt).digest()
    return "{SSHA}" + base64.b64encode(digest + salt).decode()
