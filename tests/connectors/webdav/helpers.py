"""Connectors to the test server, what they list, and the shared scenario's hands in it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import httpx
from tests.services.apache_dav import ApacheDav

from ragaudit.contracts import Ref, RefPage
from ragaudit.model import AclRule, Credentials, Directory, SourceSettings, SyncSettings, User
from ragaudit.testing.scenario import PEOPLE, World
from ragaudit_connectors.remote import Asking
from ragaudit_connectors.webdav import WebdavConnector

LONG_AGO = datetime(2026, 3, 1, 12, tzinfo=UTC)


def credentials(user: str, variable: str = "") -> Credentials:
    """An account whose password is in the environment."""
    return Credentials(user, None, variable or f"DAV_{user.upper()}")


def settings_of(url: str, user: str = "alice", **changes: Any) -> SourceSettings:
    """A source read as somebody, with everybody as a persona."""
    settings = SourceSettings(
        "share",
        "webdav",
        Path(),
        remote=True,
        url=url,
        auth=credentials(user) if user else Credentials(),
        personas={name: credentials(name) for name in PEOPLE},
        sync=SyncSettings(timeout_s=10, tries=2),
    )
    return replace(settings, **changes)


def connect(
    settings: SourceSettings, transport: httpx.BaseTransport | None = None
) -> WebdavConnector:
    """A new connector, which does not wait between tries."""
    return WebdavConnector(
        settings, Asking(settings.sync, sleep=lambda _: None), transport=transport
    )


@dataclass
class Listed:
    """Everything one pass said."""

    pages: list[RefPage]

    @property
    def refs(self) -> dict[str, Ref]:
        """By path."""
        return {ref.path: ref for page in self.pages for ref in page.refs}

    @property
    def skips(self) -> dict[str, str]:
        """Path to reason."""
        return {skip.path: skip.reason.value for page in self.pages for skip in page.skips}

    @property
    def other(self) -> list[str]:
        """Paths of what is no document."""
        return [other.path for page in self.pages for other in page.other]

    @property
    def whole(self) -> bool | None:
        """None where the pass was cut off."""
        end = self.pages[-1].end
        return end.whole if end else None


def listing(connector: WebdavConnector, cursor: str | None = None) -> Listed:
    """One pass from a cursor to its end."""
    return Listed(list(connector.list_refs(cursor)))


@dataclass
class DavWorld(World):
    """Files at the top of the server. `acl_rules` say what Apache's configuration does."""

    dav: ApacheDav
    settings: SourceSettings
    directory: Directory = field(
        default_factory=lambda: Directory(tuple(User(name) for name in PEOPLE))
    )
    lacks: Mapping[str, str] = field(
        default_factory=lambda: {
            "restrict": "mod_dav tells no access lists",
            "acl-change": "mod_dav tells no access lists",
            "deny": "mod_dav tells no access lists",
        }
    )
    changes: int = 0

    def __post_init__(self) -> None:
        rule = AclRule("**", ("authenticated",), (), "ragaudit.yaml:9")
        self.settings = replace(self.settings, acl_rules=(rule,))

    def remote(self) -> WebdavConnector:
        return connect(self.settings)

    def path(self, name: str) -> str:
        return name

    def put(self, name: str, text: str) -> None:
        # Nothing was changed just now, so that nothing counts as still being changed.
        self.changes += 1
        self.dav.put(name, text.encode(), LONG_AGO + timedelta(seconds=self.changes))

    def delete(self, name: str) -> None:
        self.dav.delete(name)

    def rename(self, old: str, new: str) -> None:
        self.dav.move(old, new)

    def restrict(self, name: str) -> None:
        raise NotImplementedError(self.lacks["restrict"])

    def deny(self, name: str, person: str) -> None:
        raise NotImplementedError(self.lacks["deny"])

    def expire(self, name: str) -> None:
        text = (self.dav.root / name).read_text(encoding="utf-8")
        self.put(name, f"---\nexpires: 2026-06-30\n---\n\n{text}")

    def wrong_password(self) -> WebdavConnector:
        return connect(replace(self.settings, auth=credentials("alice", "DAV_WRONG")))
