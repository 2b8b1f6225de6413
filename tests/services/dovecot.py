"""An IMAP server whose users share mailboxes by access lists."""

from __future__ import annotations

import imaplib
import os
import pwd
import re
import shutil
import time
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime
from email.message import EmailMessage
from pathlib import Path

from tests.services.base import (
    HOST,
    PAUSE,
    Server,
    free_port,
    needs_path,
    needs_program,
    tcp_answers,
    temporary_folder,
)

PACKAGE = "dovecot-imapd"
USERS = ("alice", "bob", "carol", "auditor")
GROUPS: dict[str, Sequence[str]] = {"hr": ("alice", "carol")}
OWNER = "alice"
READ = "lr"
"""Rights are letters: l list, r read, a administer (also: read the list), i insert, t delete."""
MAIL_ACCOUNT = "mail"
"""Who holds the mailboxes when root starts Dovecot, which delivers none as root."""
SETTINGS = """
protocols = imap
listen = {host}
base_dir = {folder}/run
state_dir = {folder}/state
log_path = /dev/stderr
ssl = no
disable_plaintext_auth = no
default_internal_user = {internal}
default_internal_group = {internal_group}
default_login_user = {login}
first_valid_uid = 1
first_valid_gid = 1
mail_location = maildir:~/Maildir
mail_plugins = acl
auth_cache_size = 0
protocol imap {{
  mail_plugins = acl imap_acl
  mail_max_userip_connections = 50
}}
service imap-login {{
  chroot = {login_root}
  inet_listener imap {{
    port = {port}
  }}
  inet_listener imaps {{
    port = 0
  }}
}}
service anvil {{
  chroot = {anvil_root}
}}
passdb {{
  driver = passwd-file
  args = scheme=plain {folder}/users
}}
userdb {{
  driver = passwd-file
  args = {folder}/users
}}
namespace inbox {{
  inbox = yes
  separator = /
}}
namespace {{
  type = shared
  separator = /
  prefix = shared/%%u/
  location = maildir:{folder}/mail/%%u/Maildir:INDEXPVT=~/Maildir/shared/%%u
  subscriptions = no
  list = children
}}
plugin {{
  acl = vfile
  acl_anyone = allow
  acl_shared_dict = file:{folder}/mail/shared.db
}}
"""


@dataclass(frozen=True)
class Dovecot:
    """A running server: `alice` shares her mailbox Policies with everybody and HR with `hr` only.

    The others find them as `shared/alice/Policies`. A mailbox that refuses answers `bob` that it
    does not exist. `auditor` lists, reads and administers both, which reading a list takes.
    """

    port: int
    folder: Path
    server: Server

    @property
    def credentials(self) -> dict[str, str]:
        """The password of every user."""
        return {user: f"{user}-password" for user in USERS}

    @contextmanager
    def session(self, user: str) -> Iterator[imaplib.IMAP4]:
        """A connection signed in as a user."""
        with imaplib.IMAP4(HOST, self.port, timeout=30) as imap:
            imap.login(user, self.credentials[user])
            yield imap

    def create(self, mailbox: str, user: str = OWNER) -> None:
        """Make a mailbox of a user."""
        with self.session(user) as imap:
            _good(imap.create(_quoted(mailbox)))

    def delete(self, mailbox: str, user: str = OWNER) -> None:
        """Remove a mailbox with all in it."""
        with self.session(user) as imap:
            _good(imap.delete(_quoted(mailbox)))

    def rename(self, mailbox: str, target: str, user: str = OWNER) -> None:
        """Rename a mailbox."""
        with self.session(user) as imap:
            _good(imap.rename(_quoted(mailbox), _quoted(target)))

    def append(
        self,
        mailbox: str,
        content: bytes,
        internal_date: datetime | None = None,
        user: str = OWNER,
    ) -> int:
        """Put a message into a mailbox, with the date the server keeps for it; returns its UID."""
        date = imaplib.Time2Internaldate(internal_date) if internal_date else ""
        with self.session(user) as imap:
            answer = _good(imap.append(_quoted(mailbox), "", date, content))
        found = re.search(r"APPENDUID \d+ (\d+)", answer)
        if found is None:
            raise RefusedError(answer)
        return int(found[1])

    def expunge(self, mailbox: str, uid: int, user: str = OWNER) -> None:
        """Remove one message for good."""
        with self.session(user) as imap:
            _good(imap.select(_quoted(mailbox)))
            _good(imap.uid("STORE", str(uid), "+FLAGS.SILENT", r"(\Deleted)"))
            _good(imap.uid("EXPUNGE", str(uid)))

    def set_acl(self, mailbox: str, identifier: str, rights: str, user: str = OWNER) -> None:
        """Replace the rights of a user, a `$group` or `anyone`; none remove the entry.

        A `-` in front of the identifier denies.
        """
        with self.session(user) as imap:
            if rights:
                _good(imap.setacl(_quoted(mailbox), identifier, rights))
            else:
                _good(imap.deleteacl(_quoted(mailbox), identifier))

    def acl(self, mailbox: str, user: str = OWNER) -> dict[str, str]:
        """The rights of everybody in a mailbox's list."""
        with self.session(user) as imap:
            words = _good(imap.getacl(_quoted(mailbox))).split()[1:]
        return dict(zip(words[::2], words[1::2], strict=True))

    def set_groups(self, groups: Mapping[str, Sequence[str]]) -> None:
        """Replace who is in which group; it holds from a user's next sign-in."""
        account = pwd.getpwnam(MAIL_ACCOUNT) if os.geteuid() == 0 else pwd.getpwuid(os.geteuid())
        lines = []
        for user, password in self.credentials.items():
            mine = ",".join(group for group, members in groups.items() if user in members)
            home = self.folder / "mail" / user
            ids = f"{account.pw_uid}:{account.pw_gid}::{home}:"
            lines.append(f"{user}:{password}:{ids}:userdb_acl_groups={mine}")
        self._write_users("\n".join(lines) + "\n")

    def _write_users(self, text: str) -> None:
        users = self.folder / "users"
        if users.exists() and users.read_text(encoding="utf-8") == text:
            return
        _write(users, text)
        # Dovecot looks for a later date once a second, and at dates without fractions.
        while self.server.running and int(time.time()) <= int(users.stat().st_mtime):
            time.sleep(PAUSE)

    def reset(self) -> None:
        """Back to two empty mailboxes, the first access lists and the first groups."""
        self.set_groups(GROUPS)
        for user in USERS:
            with self.session(user) as imap:
                for mailbox in _own(imap):
                    _good(imap.delete(_quoted(mailbox)))
        for mailbox in ("Policies", "HR"):
            self.create(mailbox)
            self.set_acl(mailbox, "auditor", "lra")
        self.set_acl("Policies", "anyone", READ)
        self.set_acl("HR", "$hr", READ)


class RefusedError(Exception):
    """The server refused a command; the message is its answer."""


def message(subject: str, text: str, date: datetime, sender: str = "alice@acme.example") -> bytes:
    """A plain message with its own date, which need not be the server's."""
    made = EmailMessage()
    made["From"] = sender
    made["To"] = "all@acme.example"
    made["Subject"] = subject
    made["Date"] = date
    made["Message-ID"] = f"<{re.sub('[^a-z0-9]+', '-', subject.lower())}@acme.example>"
    made.set_content(text)
    return made.as_bytes()


@contextmanager
def running_dovecot() -> Iterator[Dovecot]:
    """A server of its own, stopped and removed at the end."""
    program = needs_program("dovecot", PACKAGE)
    needs_path(Path("/usr/lib/dovecot/imap"), PACKAGE)
    port = free_port()
    with temporary_folder("dovecot", 0o755) as folder:
        arguments = [program, "-F", "-c", str(folder / "dovecot.conf")]
        imap = Dovecot(port, folder, Server(arguments, folder, tcp_answers(port)))
        _configure(imap)
        with imap.server:
            imap.reset()
            yield imap


def _configure(imap: Dovecot) -> None:
    root = os.geteuid() == 0
    me = pwd.getpwuid(os.geteuid()).pw_name
    (imap.folder / "mail").mkdir(mode=0o700)
    if root:
        shutil.chown(imap.folder / "mail", MAIL_ACCOUNT, MAIL_ACCOUNT)
    settings = SETTINGS.format(
        host=HOST,
        port=imap.port,
        folder=imap.folder,
        internal="dovecot" if root else me,
        internal_group="dovecot" if root else "$default_internal_user",
        login="dovenull" if root else me,
        login_root="login" if root else "",
        anvil_root="empty" if root else "",
    )
    _write(imap.folder / "dovecot.conf", settings)
    imap.set_groups(GROUPS)
    # So that the next list has another date, however soon it comes.
    os.utime(imap.folder / "users", (0, 0))


def _own(imap: imaplib.IMAP4) -> list[str]:
    """The user's own mailboxes but the inbox, those inside others first."""
    _, lines = imap.list('""', "*")
    texts = [str(line, "utf-8") for line in lines if isinstance(line, bytes)]
    names = [_unquoted(text.rpartition('"/" ')[2]) for text in texts]
    own = [name for name in names if name != "INBOX" and not name.startswith("shared")]
    return sorted(own, reverse=True)


def _good(answer: tuple[str, Sequence[object]]) -> str:
    state, lines = answer
    text = " ".join(str(line, "utf-8") for line in lines if isinstance(line, bytes))
    if state != "OK":
        raise RefusedError(text)
    return text


def _quoted(mailbox: str) -> str:
    return '"' + mailbox.replace("\\", "\\\\").replace('"', '\\"') + '"'


def _unquoted(written: str) -> str:
    return re.sub(r"\\(.)", r"\1", written[1:-1]) if written.startswith('"') else written


def _write(path: Path, text: str) -> None:
    # Whole at once: a sign-in of the moment must not read half a list.
    part = path.with_suffix(".part")
    part.write_text(text, encoding="utf-8")
    part.replace(path)
