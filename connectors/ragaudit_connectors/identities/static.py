"""People and groups from files: YAML that people write, or CSV that systems export."""

from __future__ import annotations

from typing import Self

from pydantic import Field, model_validator

from ragaudit.model import Directory, IdentitySettings
from ragaudit_connectors.files.yaml_nodes import YamlError
from ragaudit_connectors.identities.csv_file import Tables
from ragaudit_connectors.identities.csv_rows import CsvError
from ragaudit_connectors.identities.keys import Keys, existing, read_keys, unusable
from ragaudit_connectors.identities.names import in_namespace
from ragaudit_connectors.identities.yaml_file import read_directory

_CSV = (".csv", ".tsv")


class StaticKeys(Keys):
    """`{path: directory.yaml}`, `{path: members.csv}` or `{users: u.csv, groups: g.csv}`."""

    path: str | None = None
    users: str | None = None
    groups: str | None = None
    columns: dict[str, str] = Field(default_factory=dict)
    """What we call a column, such as `active`, to what the files call it."""

    @model_validator(mode="after")
    def _named(self) -> Self:
        if (self.path is None) == (self.users is None and self.groups is None):
            raise ValueError("write `path`, or else `users` and `groups`")
        return self

    @property
    def named(self) -> list[tuple[str, str]]:
        """Each file with the key that names it."""
        found = (("path", self.path), ("users", self.users), ("groups", self.groups))
        return [(key, file) for key, file in found if file is not None]


def read_static(settings: IdentitySettings) -> Directory:
    """Read the files an entry names. Raises `ConfigError`."""
    keys = read_keys(settings, StaticKeys)
    tables = Tables(settings, keys.columns)
    found = Directory()
    for key, name in keys.named:
        file = existing(settings, key, name)
        try:
            if file.suffix.lower() in _CSV or key != "path":
                tables.read(file, key)
            else:
                found = read_directory(file, file.name)
        except YamlError as error:
            raise unusable(file, error) from error
        except CsvError as error:
            raise unusable(file, error, error.line) from error
    return in_namespace(tables.directory() if tables.read_any else found, settings.namespace)
