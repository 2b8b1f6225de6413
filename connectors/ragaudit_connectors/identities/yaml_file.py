"""`directory.yaml`: the people and groups of an organisation, as people write it by hand."""

from __future__ import annotations

from dataclasses import dataclass, field
from pathlib import Path

from ragaudit.model import Directory, Group, User
from ragaudit.model.identity import person_key
from ragaudit_connectors.files.yaml_nodes import Node, YamlError, read_yaml

_USER = ("id", "name", "email", "groups", "active", "aliases", "external")
_GROUP = ("members", "includes", "complete")
_YES = {"true": True, "yes": True, "on": True, "false": False, "no": False, "off": False}


@dataclass(frozen=True, slots=True)
class DirectoryFile:
    """A directory, and why it is empty where the file cannot be used."""

    directory: Directory = field(default_factory=Directory)
    notes: tuple[str, ...] = ()


def read_directory(file: Path, name: str) -> Directory:
    """Read a directory file; `name` is how to call it. Raises `YamlError`."""
    root = read_yaml(file, name)
    return _directory(root, name) if root else Directory()


def read_found(path: Path | None, name: str) -> DirectoryFile:
    """Read a source's own directory file; a missing one is no fault."""
    if path is None:
        return DirectoryFile()
    try:
        return DirectoryFile(read_directory(path, name))
    except YamlError as error:
        return DirectoryFile(notes=(f"{error}; owners and groups are not checked against it",))


def _directory(root: Node, name: str) -> Directory:
    top = root.mapping(("users", "groups"))
    users: dict[str, User] = {}
    for node in top["users"].items() if "users" in top else ():
        user = _user(node)
        if users.setdefault(person_key(user.id), user) is not user:
            raise YamlError(f"{node.where}: “{user.id}” is listed twice")
    groups = (
        tuple(_group(key, node) for key, node in top["groups"].pairs()) if "groups" in top else ()
    )
    return Directory(tuple(users.values()), groups, name)


def _user(node: Node) -> User:
    found = node.mapping(_USER)
    if "id" not in found:
        raise YamlError(f"{node.where}: a user needs an `id`")
    return User(
        id=found["id"].text(),
        name=_text(found.get("name")),
        email=_text(found.get("email")),
        groups=_texts(found.get("groups")),
        active=_flag(found.get("active"), "active", missing=True),
        aliases=_texts(found.get("aliases")),
        external=_flag(found.get("external"), "external", missing=False),
    )


def _group(name: str, node: Node) -> Group:
    if node.kind in ("list", "empty"):
        return Group(name, _texts(node))
    found = node.mapping(_GROUP)
    return Group(
        name,
        _texts(found.get("members")),
        _texts(found.get("includes")),
        _flag(found.get("complete"), "complete", missing=True),
    )


def _text(node: Node | None) -> str | None:
    return None if node is None or node.kind == "empty" else node.text()


def _texts(node: Node | None) -> tuple[str, ...]:
    return () if node is None or node.kind == "empty" else node.texts()


def _flag(node: Node | None, key: str, *, missing: bool) -> bool:
    text = _text(node)
    if text is None:
        return missing
    if text.lower() not in _YES:
        raise YamlError(f"{node.where if node else ''}: `{key}` is true or false")
    return _YES[text.lower()]
