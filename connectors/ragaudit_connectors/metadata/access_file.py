"""`access.yaml`: who may read the documents of a folder, as people write it by hand."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date
from pathlib import Path

from ragaudit.model import AccessPolicy, AccessState, Effect, Entry, Layer, Principal
from ragaudit.text import DateError, matches, parse_date
from ragaudit_connectors.files.patterns import is_cheap
from ragaudit_connectors.files.yaml_nodes import Node, YamlError, read_yaml

NAME = "access.yaml"
_COPIED = ("synced_at", "exported_at")


@dataclass(frozen=True, slots=True)
class Grant:
    """Who may read the paths a glob matches."""

    glob: str
    allow: tuple[str, ...] | None
    """None leaves the readers of an earlier grant; an empty list lets nobody in."""
    deny: tuple[str, ...]
    where: str
    copied_on: date | None = None
    """The day the file was exported from the system that enforces it, if it was."""


@dataclass(frozen=True, slots=True)
class AccessFile:
    """The grants of one file, the default first, or why it cannot be used."""

    grants: tuple[Grant, ...] = ()
    error: str | None = None


def read_access_file(path: Path, name: str) -> AccessFile:
    """Read one `access.yaml`."""
    try:
        root = read_yaml(path, name)
        if root is None:
            raise YamlError(f"{name}: is empty; write `default:` or `rules:`")
        return AccessFile(_grants(root))
    except YamlError as error:
        return AccessFile(error=str(error))


def policy_of(grants: tuple[Grant, ...], path: str, scope: str) -> AccessPolicy | None:
    """What the grants say about a path, the last that matches first; None if none does."""
    reaching = [grant for grant in grants if matches(grant.glob, path)]
    if not reaching:
        return None
    last = reaching[-1]
    readers = next((g.allow for g in reversed(reaching) if g.allow is not None), None)
    entries = [Entry(Effect.ALLOW, parsed(name), last.where) for name in readers or ()]
    entries += [Entry(Effect.DENY, parsed(name), last.where) for name in last.deny]
    layer = Layer(scope, tuple(entries), readers is not None, last.where, last.copied_on)
    if readers is None:
        note = f"{last.where} denies some readers, but nothing says who may read"
        return AccessPolicy(AccessState.PARTIAL, (layer,), note)
    return AccessPolicy(AccessState.KNOWN, (layer,))


def parsed(name: str) -> Principal:
    """A principal as written; `all staff` is `all-staff`."""
    hyphenated = Principal.parse("-".join(name.split()))
    return hyphenated if hyphenated.name in _ALL_STAFF else Principal.parse(name)


_ALL_STAFF = frozenset({"all-staff"})


def _grants(root: Node) -> tuple[Grant, ...]:
    top = root.mapping(("default", "rules", *_COPIED))
    copied_on = _copied_on(top)
    grants = []
    if default := top.get("default"):
        grants.append(Grant("**", default.texts(), (), default.where, copied_on))
    if rules := top.get("rules"):
        grants += [replace(_grant(node), copied_on=copied_on) for node in rules.items()]
    return tuple(grants)


def _copied_on(top: Mapping[str, Node]) -> date | None:
    """When the list was read from where it is enforced; the earlier where both keys are there."""
    days = []
    for key in _COPIED:
        if (node := top.get(key)) is not None:
            try:
                days.append(parse_date(node.text()))
            except DateError as error:
                raise YamlError(f"{node.where}: `{key}`: {error}") from error
    return min(days, default=None)


def _grant(node: Node) -> Grant:
    rule = node.mapping(("path", "allow", "deny"))
    if "path" not in rule or not ("allow" in rule or "deny" in rule):
        raise YamlError(f"{node.where}: a rule needs `path`, and `allow` or `deny`")
    glob = rule["path"].text()
    if not _usable(glob):
        raise YamlError(f"{node.where}: `path: {glob[:60]}` is not a glob that can be used")
    allow = rule["allow"].texts() if "allow" in rule else None
    deny = rule["deny"].texts() if "deny" in rule else ()
    return Grant(glob, allow, deny, node.where)


def _usable(glob: str) -> bool:
    if not is_cheap(glob):
        return False
    try:
        matches(glob, "")
    except re.error:
        return False
    return True
