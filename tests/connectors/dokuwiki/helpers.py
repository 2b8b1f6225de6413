"""Connectors to the test's own DokuWiki, and the shared scenario's hands in it."""

from __future__ import annotations

import os
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from datetime import timedelta
from pathlib import Path
from typing import Any

from tests.services.dokuwiki import ACL, GROUPS, DokuWiki

from ragaudit.contracts import Ref
from ragaudit.model import (
    ANONYMOUS,
    Credentials,
    Decision,
    Directory,
    Group,
    Principal,
    PrincipalKind,
    SourceSettings,
    SyncSettings,
    User,
)
from ragaudit.testing.scenario import World
from ragaudit_connectors.dokuwiki import DokuWikiConnector
from ragaudit_connectors.remote import Asking

WIKI = "wiki"
PEOPLE = ("alice", "bob", "carol")
LACKS = {"expire": "DokuWiki keeps no day on which a page expires"}


def directory_of(groups: Mapping[str, Iterable[str]]) -> Directory:
    """What somebody would write down of the wiki's accounts and groups."""
    users = tuple(
        User(f"{WIKI}:{name}", groups=tuple(f"{WIKI}:{group}" for group in member))
        for name, member in groups.items()
    )
    names = {group for member in groups.values() for group in member} | {"admin", "nobody"}
    return Directory(users, tuple(Group(f"{WIKI}:{one}") for one in sorted(names)), listed=(WIKI,))


def variable(name: str) -> str:
    """The environment variable with somebody's password."""
    return f"WIKI_{name.upper()}"


def settings_of(url: str, root: Path, account: str = "root") -> SourceSettings:
    """A wiki as an account, with everybody as a persona."""
    personas = {name: Credentials(password_env=variable(name)) for name in PEOPLE}
    return SourceSettings(
        WIKI,
        "dokuwiki",
        root,
        remote=True,
        url=url,
        auth=Credentials(account, None, variable(account)),
        personas={**personas, "anonymous": Credentials()},
        sync=SyncSettings(timeout_s=30, tries=2),
    )


def connect(settings: SourceSettings, **changes: Any) -> DokuWikiConnector:
    """A connector that takes a second of change for over at once, and does not wait."""
    transport = changes.pop("transport", None)
    settled = changes.pop("settled", timedelta(0))
    full = replace(settings, **changes)
    asking = Asking(full.sync, sleep=lambda _: None)
    return DokuWikiConnector(full, asking, settled=settled, transport=transport)


def refs_of(connector: DokuWikiConnector) -> dict[str, Ref]:
    """Every document by its path."""
    return {ref.path: ref for page in connector.list_refs(None) for ref in page.refs}


def write(wiki: DokuWiki, page: str, text: str, when: int | None = None) -> Path:
    """Write a page as a file, which is faster than to ask the wiki for it."""
    file = wiki.data / "pages" / (page.replace(":", "/") + ".txt")
    file.parent.mkdir(parents=True, exist_ok=True)
    file.write_text(text, encoding="utf-8")
    if when is not None:
        os.utime(file, (when, when))
    return file


def write_media(wiki: DokuWiki, name: str, data: bytes) -> Path:
    """Write an uploaded file, likewise."""
    file = wiki.data / "media" / name.replace(":", "/")
    file.parent.mkdir(parents=True, exist_ok=True)
    file.write_bytes(data)
    return file


def reader(person: str) -> Principal:
    """Somebody, or nobody, as decisions are asked for."""
    if person == "anonymous":
        return ANONYMOUS
    return Principal(PrincipalKind.USER, person, WIKI)


def decisions(
    connector: DokuWikiConnector,
    directory: Directory,
    people: Iterable[str] = (*PEOPLE, "anonymous"),
) -> dict[tuple[str, str], Decision]:
    """Ours, for every document and person."""
    found = connector.fetch_access(list(refs_of(connector).values()))
    names = list(people)
    return {
        (ref.path, person): policy.decide(reader(person), directory).decision
        for ref, policy in found
        for person in names
    }


def answers(
    connector: DokuWikiConnector, people: Iterable[str] = (*PEOPLE, "anonymous")
) -> dict[tuple[str, str], Decision]:
    """The wiki's, for every document and person."""
    names, found = list(people), {}
    for path, ref in refs_of(connector).items():
        for person in names:
            probe = connector.probe_as(person, ref)
            found[path, person] = probe.decision if probe else Decision.UNKNOWN
    return found


@dataclass
class DokuWikiWorld(World):
    """Pages at the top of the wiki."""

    wiki: DokuWiki
    settings: SourceSettings
    directory: Directory = field(default_factory=lambda: directory_of(GROUPS))
    lacks: Mapping[str, str] = field(default_factory=lambda: dict(LACKS))
    lines: list[str] = field(default_factory=lambda: list(ACL))

    def remote(self) -> DokuWikiConnector:
        return connect(self.settings)

    def path(self, name: str) -> str:
        return name

    def put(self, name: str, text: str) -> None:
        self.wiki.put(name, text.replace("# ", "====== ", 1).replace("\n", " ======\n", 1))

    def delete(self, name: str) -> None:
        self.wiki.delete(name)

    def rename(self, old: str, new: str) -> None:
        text = self.wiki.call("wiki.getPage", old)
        self.wiki.put(new, text)
        self.wiki.delete(old)

    def restrict(self, name: str) -> None:
        self.lines += [f"{name}\t@user\t0", f"{name}\t@hr\t1"]
        self.wiki.set_acl(self.lines)

    def deny(self, name: str, person: str) -> None:
        # Of lines in one place the highest counts, so the others have to go by another group.
        self.wiki.set_groups({**GROUPS, person: ("outsiders",)})
        self.directory = directory_of({**GROUPS, person: ("outsiders",)})
        self.lines += [f"{name}\t{person}\t0"]
        self.wiki.set_acl(self.lines)

    def expire(self, name: str) -> None:
        raise NotImplementedError(self.lacks["expire"])

    def reader(self, person: str) -> Principal:
        return reader(person)

    def wrong_password(self) -> DokuWikiConnector:
        return connect(self.settings, auth=Credentials("root", None, variable("wrong")))
