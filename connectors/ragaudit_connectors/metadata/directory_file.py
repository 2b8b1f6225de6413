"""`directory.yaml`: the people and groups of an organisation, as people write it by hand."""

from __future__ import annotations

from dataclasses import dataclass, field
from pathlib import Path

from ragaudit.errors import ConfigError
from ragaudit.model import Directory, Group, User
from ragaudit_connectors.files.yaml_nodes import Node, YamlError, read_yaml

_USER = ("id", "name", "email", "groups", "active", "aliases")
_YES = {"true": True, "yes": True, "on": True, "false": False, "no": False, "off": False}


@dataclass(frozen=True, slots=True)
class DirectoryFile:
    """A directory, and why it is empty where the file cannot be used."""

    directory: Directory = field(default_factory=Directory)
    notes: tuple[str, ...] = ()


def read_directory(file: Path) -> Directory:
    """Read a directory file that a configuration names. Raises `ConfigError`."""
    if not file.exists():
        hint = "check the path under `identities` in ragaudit.yaml; it is relative to that file"
        raise ConfigError("there is no such file of people and groups", str(file), hint=hint)
    try:
        root = read_yaml(file, file.name)
        return _directory(root, file.name) if root else Directory()
    except YamlError as error:
        hint = "correct the file, or the path under `identities` in ragaudit.yaml"
        raise ConfigError(f"people and groups cannot be read: {error}", str(file), hint=hint) from (
            error
        )


def read_found(path: Path | None, name: str) -> DirectoryFile:
    """Read a source's own directory file; a missing one is no fault."""
    if path is None:
        return DirectoryFile()
    try:
        root = read_yaml(path, name)
        return DirectoryFile(_directory(root, name)) if root else DirectoryFile()
    except YamlError as error:
        return DirectoryFile(notes=(f"{error}; owners and groups are not checked against it",))


def _directory(root: Node, name: str) -> Directory:
    top = root.mapping(("users", "groups"))
    users = tuple(_user(node) for node in top["users"].items()) if "users" in top else ()
    groups = (
        tuple(_group(key, node) for key, node in top["groups"].pairs()) if "groups" in top else ()
    )
    return Directory(users, groups, name)


def _user(node: Node) -> User:
    found = node.mapping(_USER)
    if "id" not in found:
        raise YamlError(f"{node.where}: a user needs an `id`")
    return User(
        id=found["id"].text(),
        name=_text(found.get("name")),
        email=_text(found.get("email")),
        groups=_texts(found.get("groups")),
        active=_flag(found.get("active")),
        aliases=_texts(found.get("aliases")),
    )


def _group(name: str, node: Node) -> Group:
    if node.kind in ("list", "empty"):
        return Group(name, _texts(node))
    found = node.mapping(("members", "includes"))
    return Group(name, _texts(found.get("members")), _texts(found.get("includes")))


def _text(node: Node | None) -> str | None:
    return None if node is None or node.kind == "empty" else node.text()


def _texts(node: Node | None) -> tuple[str, ...]:
    return () if node is None or node.kind == "empty" else node.texts()


def _flag(node: Node | None) -> bool:
    text = _text(node)
    if text is None:
        return True
    if text.lower() not in _YES:
        raise YamlError(f"{node.where if node else ''}: `active` is true or false")
    return _YES[text.lower()]
