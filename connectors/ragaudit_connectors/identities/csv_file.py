"""`users.csv`, `groups.csv`, `members.csv`: what is in them, as a directory."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

from ragaudit.model import Directory, Group, IdentitySettings, User
from ragaudit.model.identity import group_key, person_key
from ragaudit.text.suggest import did_you_mean
from ragaudit_connectors.identities.csv_columns import (
    MEMBERS,
    PEOPLE,
    Columns,
    flag,
    group_name,
    lists_members,
    recognise,
    several,
)
from ragaudit_connectors.identities.csv_rows import CsvError, Row, read_rows
from ragaudit_connectors.identities.keys import entry_error
from ragaudit_connectors.identities.names import addresses, is_mail


class Tables:
    """Collects what the files of one entry say."""

    def __init__(self, settings: IdentitySettings, renamed: Mapping[str, str]) -> None:
        known = sorted({*PEOPLE, *MEMBERS})
        for meaning in renamed:
            if meaning not in known:
                hint = did_you_mean(meaning, known)
                raise entry_error(settings, f"unknown column “{meaning}”", "columns", hint)
        self._settings, self._renamed = settings, renamed
        self._missing = set(renamed.values())
        self._users: dict[str, User] = {}
        self._lines: dict[str, int] = {}
        self._groups: dict[str, Group] = {}
        self._files: list[str] = []

    @property
    def read_any(self) -> bool:
        """Whether any file was read."""
        return bool(self._files)

    def read(self, file: Path, key: str) -> None:
        """Read one file; `key` says what it lists, unless it is `path`. Raises `CsvError`."""
        rows = read_rows(file)
        header = next(rows)
        people = recognise(header, PEOPLE, self._renamed)
        members = recognise(header, MEMBERS, self._renamed)
        self._files.append(file.name)
        self._find_renamed(header)
        if key == "groups" or (key == "path" and lists_members(people, members)):
            self._check(members, "group" if "group" in members else "label", header)
            for row in rows:
                self._membership(row, members)
            return
        self._check(people, "id" if "id" in people else "email", header)
        for row in rows:
            self._person(row, people, header)

    def directory(self) -> Directory:
        """All of it. Raises `ConfigError` where a column is missing that the entry names."""
        for name in sorted(self._missing):
            files = " or ".join(self._files)
            raise entry_error(self._settings, f"{files} has no column “{name}”", "columns")
        users, groups = tuple(self._users.values()), tuple(self._groups.values())
        return Directory(users, groups, " and ".join(self._files))

    def _check(self, columns: Columns, needed: str, header: Row) -> None:
        if needed not in columns:
            told = "group" if needed == "label" else "id or email"
            shown = ", ".join(f"“{cell[:30]}”" for cell in header.cells[:8])
            raise CsvError(f"no column is called {told}; there is {shown}", header.line)

    def _find_renamed(self, header: Row) -> None:
        written = {cell.strip().casefold() for cell in header.cells}
        self._missing -= {name for name in self._missing if name.strip().casefold() in written}

    def _person(self, row: Row, columns: Columns, header: Row) -> None:
        logins = list(row.all(columns.get("id", [])))
        mails = list(row.all(columns.get("email", [])))
        if not (logins or mails):
            raise CsvError("nobody is named in this row", row.line)
        names, aliases = [*logins, *mails], _aliases(row, columns)
        user = User(
            names[0],
            row.first(columns.get("name", [])) or _full_name(row, columns) or None,
            mails[0] if mails else next(filter(is_mail, logins), None),
            tuple(group_name(g) for c in row.all(columns.get("groups", [])) for g in several(c)),
            _is_active(row, columns, header),
            tuple(n for n in dict.fromkeys((*names[1:], *aliases)) if n not in mails[:1]),
            _any(row, columns, "external", header),
        )
        key = person_key(user.id)
        self._users[key] = self._joined(key, user, row.line)
        self._lines.setdefault(key, row.line)

    def _joined(self, key: str, user: User, line: int) -> User:
        """A person on several lines, one for each group. Raises `CsvError` where they differ."""
        before = self._users.get(key)
        if before is None:
            return user
        said = ((before.name, user.name), (before.email, user.email))
        if any(a and b and a.casefold() != b.casefold() for a, b in said) or (
            (before.active, before.external) != (user.active, user.external)
        ):
            told = f"“{user.id}” is somebody else on line {self._lines[key]}"
            raise CsvError(told, line)
        return User(
            before.id,
            before.name or user.name,
            before.email or user.email,
            tuple(dict.fromkeys((*before.groups, *user.groups))),
            before.active,
            tuple(dict.fromkeys((*before.aliases, *user.aliases))),
            before.external,
        )

    def _membership(self, row: Row, columns: Columns) -> None:
        name = group_name(row.first(columns.get("group") or columns["label"]))
        if not name:
            raise CsvError("no group is named in this row", row.line)
        members = several(row.first(columns.get("members") or columns.get("person", [])))
        includes = several(row.first(columns.get("includes", [])))
        if row.first(columns.get("type", [])).casefold() == "group":
            members, includes = [], [*includes, *members]
        before = self._groups.setdefault(group_key(name), Group(name))
        self._groups[group_key(name)] = Group(
            before.id,
            tuple(dict.fromkeys((*before.members, *members))),
            tuple(dict.fromkeys((*before.includes, *map(group_name, includes)))),
        )


def _aliases(row: Row, columns: Columns) -> list[str]:
    found = [name for cell in row.all(columns.get("aliases", [])) for name in several(cell)]
    return [*addresses(found), *(name for name in found if not is_mail(name) and ":" not in name)]


def _full_name(row: Row, columns: Columns) -> str:
    parts = (row.first(columns.get(part, [])) for part in ("first", "last"))
    return " ".join(filter(None, parts))


def _is_active(row: Row, columns: Columns, header: Row) -> bool:
    """Active unless a column says otherwise."""
    on = columns.get("active", [])
    said = [flag(row.cells[i], row.line, header.cells[i]) for i in on if _filled(row, i)]
    return all(said) and not _any(row, columns, "disabled", header)


def _any(row: Row, columns: Columns, meaning: str, header: Row) -> bool:
    numbers = columns.get(meaning, [])
    return any(flag(row.cells[i], row.line, header.cells[i]) for i in numbers if _filled(row, i))


def _filled(row: Row, column: int) -> bool:
    return column < len(row.cells) and bool(row.cells[column].strip())
