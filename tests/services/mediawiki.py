"""A private MediaWiki with a namespace for one group, on SQLite, under PHP's own web server."""

from __future__ import annotations

import hashlib
import sqlite3
from collections.abc import Iterator
from contextlib import closing, contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import httpx
from tests.services.base import (
    HOST,
    Server,
    free_port,
    http_answers,
    needs_path,
    needs_program,
    run_once,
    temporary_folder,
)

PACKAGE = "mediawiki"
PROGRAM = Path("/usr/share/mediawiki")
STATIC = "/composer.json"
ADMIN = "Admin"
GROUPS: dict[str, tuple[str, ...]] = {"Alice": ("hr",), "Bob": ()}
"""MediaWiki starts user names with a capital; it takes `alice` for `Alice` at the login."""
BOT = "audit"
BOT_GRANTS = "basic,highvolume"
HR = 3000
"""The namespace `HR:`, read by the group `hr` and by sysops."""
SETTINGS = """
$wgUsePathInfo = false;
$wgRateLimits = [];
$wgPasswordAttemptThrottle = [];
$wgPasswordConfig['pbkdf2']['cost'] = '1000';
$wgGroupPermissions['*']['createaccount'] = false;
$wgGroupPermissions['*']['edit'] = false;
$wgGroupPermissions['*']['read'] = file_exists( __DIR__ . '/public' );
$wgGroupPermissions['hr']['hr'] = true;
$wgWhitelistRead = [ 'Main Page' ];
define( 'NS_HR', 3000 );
define( 'NS_HR_TALK', 3001 );
$wgExtraNamespaces[NS_HR] = 'HR';
$wgExtraNamespaces[NS_HR_TALK] = 'HR_talk';
$wgContentNamespaces[] = NS_HR;
$wgNonincludableNamespaces[] = NS_HR;
// By group and not by right: the rights of a bot password are those of its grants.
$wgHooks['getUserPermissionsErrors'][] = function ( $title, $user, $action, &$result ) {
    $groups = MediaWiki\\MediaWikiServices::getInstance()->getUserGroupManager();
    if ( !in_array( $title->getNamespace(), [ NS_HR, NS_HR_TALK ] )
        || array_intersect( [ 'hr', 'sysop' ], $groups->getUserEffectiveGroups( $user ) ) ) {
        return true;
    }
    $result = [ 'badaccess-group0' ];
    return false;
};
"""


class RefusedError(Exception):
    """The wiki refused a call; `code` is MediaWiki's name for why."""

    def __init__(self, code: str, text: str) -> None:
        super().__init__(f"{code}: {text}")
        self.code = code


@dataclass(frozen=True)
class MediaWiki:
    """A running wiki: `Alice` reads `HR:`, `Bob` does not, `Admin` is a sysop."""

    url: str
    folder: Path
    server: Server
    _sessions: dict[str, httpx.Client] = field(default_factory=dict)

    @property
    def api(self) -> str:
        """The address of the API."""
        return f"{self.url}/api.php"

    @property
    def credentials(self) -> dict[str, str]:
        """The password of every user."""
        return {user: f"{user}-password" for user in (ADMIN, *GROUPS)}

    @property
    def bot_credentials(self) -> dict[str, str]:
        """The bot password of every user, for a login as `Alice@audit`: it may read, not write."""
        return {f"{user}@{BOT}": _bot_password(user) for user in (ADMIN, *GROUPS)}

    def call(self, action: str, as_user: str | None = ADMIN, **parameters: str) -> dict[str, Any]:
        """What an action of the API returns to a user, or to nobody; `RefusedError` if refused."""
        sent = {"action": action, "format": "json", "formatversion": "2", **parameters}
        answer: dict[str, Any] = self.session(as_user).post(self.api, data=sent).json()
        if error := answer.get("error"):
            raise RefusedError(error["code"], error["info"])
        return answer

    def session(self, user: str | None) -> httpx.Client:
        """A client logged in as a user; for None an anonymous one."""
        name = user or ""
        if name not in self._sessions:
            self._sessions[name] = httpx.Client(timeout=60)
            if user:
                self._login(user)
        return self._sessions[name]

    def put(self, title: str, text: str, as_user: str = ADMIN, summary: str = "") -> None:
        """Write a page."""
        self._write("edit", as_user, title=title, text=text, summary=summary)

    def delete(self, title: str, as_user: str = ADMIN) -> None:
        """Delete a page; only sysops may."""
        self._write("delete", as_user, title=title)

    def move(self, title: str, target: str, as_user: str = ADMIN, *, redirect: bool = True) -> None:
        """Rename a page; only sysops may leave no redirect behind."""
        without = {} if redirect else {"noredirect": "1"}
        self._write("move", as_user, **{"from": title, "to": target, **without})

    def text(self, title: str, as_user: str | None = ADMIN) -> str:
        """The wikitext of a page as a user gets it; `RefusedError` where it is refused."""
        answer = self.call("parse", as_user, page=title, prop="wikitext")
        return str(answer["parse"]["wikitext"])

    def set_public(self, public: bool) -> None:
        """Let everybody read all but `HR:`, or nobody without a login; from the next request."""
        mark = self.folder / "public"
        if public:
            mark.touch()
        else:
            mark.unlink(missing_ok=True)

    def set_groups(self, user: str, add: str = "", remove: str = "") -> None:
        """Put a user into a group or take them out."""
        token = self._token("userrights", ADMIN)
        self.call("userrights", ADMIN, user=user, add=add, remove=remove, token=token)

    def reset(self) -> None:
        """Back to the wiki as installed: one page, private, the first groups."""
        self.close()
        # The one worker serves this when the request before has done all it does afterwards.
        httpx.get(self.url + STATIC, timeout=60)
        self.set_public(False)
        for first in (self.folder / "first").iterdir():
            _copy_database(first, self.folder / "data" / first.name)

    def close(self) -> None:
        """Forget the logins."""
        for client in self._sessions.values():
            client.close()
        self._sessions.clear()

    def _login(self, user: str) -> None:
        password = self.credentials[user]
        token = self._token("login", user)
        answer = self.call("login", user, lgname=user, lgpassword=password, lgtoken=token)
        if answer["login"]["result"] != "Success":
            raise RefusedError(answer["login"]["result"], str(answer))

    def _token(self, kind: str, user: str) -> str:
        answer = self.call("query", user, meta="tokens", type=kind)
        return str(answer["query"]["tokens"][f"{kind}token"])

    def _write(self, action: str, user: str, **parameters: str) -> None:
        self.call(action, user, token=self._token("csrf", user), **parameters)


@contextmanager
def running_mediawiki() -> Iterator[MediaWiki]:
    """A wiki of its own, stopped and removed at the end."""
    php = needs_program("php", "php-cli")
    needs_path(PROGRAM, PACKAGE)
    port = free_port()
    url = f"http://{HOST}:{port}"
    with temporary_folder("mediawiki") as folder:
        settings = {"MW_CONFIG_FILE": str(folder / "LocalSettings.php")}
        # One worker on purpose: requests come one after the other, so a test that reads sees all
        # that the write before it left to do after its answer.
        arguments = [php, "-d", "display_errors=0", "-S", f"{HOST}:{port}", "-t", str(PROGRAM)]
        server = Server(arguments, folder, http_answers(f"{url}/api.php"), env=settings)
        wiki = MediaWiki(url, folder, server)
        _install(php, wiki, settings)
        with server:
            yield wiki
        wiki.close()


def _install(php: str, wiki: MediaWiki, env: dict[str, str]) -> None:
    folder, passwords = wiki.folder, wiki.credentials
    (folder / "data").mkdir()
    options = {
        "dbtype": "sqlite",
        "dbpath": folder / "data",
        "dbname": "handbook",
        "confpath": folder,
        "server": wiki.url,
        "scriptpath": "",
        "pass": passwords[ADMIN],
        "skins": "Vector",
    }
    given = [f"--{name}={value}" for name, value in options.items()]
    run_once([php, PROGRAM / "maintenance/install.php", *given, "Handbook", ADMIN], folder)
    with (folder / "LocalSettings.php").open("a", encoding="utf-8") as settings:
        settings.write(SETTINGS)
    for user, groups in GROUPS.items():
        given = [f"--custom-groups={','.join(groups)}"] if groups else []
        script = PROGRAM / "maintenance/createAndPromote.php"
        run_once([php, script, *given, user, passwords[user]], folder, env=env)
    for user in passwords:
        given = [f"--appid={BOT}", f"--grants={BOT_GRANTS}", user, _bot_password(user)]
        run_once([php, PROGRAM / "maintenance/createBotPassword.php", *given], folder, env=env)
    (folder / "first").mkdir()
    for database in (folder / "data").glob("*.sqlite"):
        _copy_database(database, folder / "first" / database.name)


def _copy_database(source: Path, target: Path) -> None:
    # SQLite's own copy waits for the locks of a request that still ends.
    with closing(sqlite3.connect(source)) as left, closing(sqlite3.connect(target)) as right:
        left.backup(right)


def _bot_password(user: str) -> str:
    # MediaWiki takes bot passwords of 32 characters from 0-9 and a-w only.
    return hashlib.sha256(user.encode()).hexdigest()[:32]
