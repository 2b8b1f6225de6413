"""`identities` in `ragaudit.yaml`: what providers are given, and how mistakes are named."""

from __future__ import annotations

from pathlib import Path

import pytest

from ragaudit import _registry
from ragaudit._config.load import load
from ragaudit.errors import ConfigError
from ragaudit.model import IdentitySettings


def _load(folder: Path, text: str) -> tuple[IdentitySettings, ...]:
    file = folder / "ragaudit.yaml"
    file.write_text(f"version: 1\nidentities:\n{text}", encoding="utf-8")
    return load(file).identities


def test_a_provider_is_given_its_own_keys(tmp_path: Path) -> None:
    """Whatever they are: it knows them, and where each is written."""
    first, second = _load(
        tmp_path,
        "  - {path: people.yaml}\n  - type: ldap\n    namespace: corp\n    attributes: {id: uid}\n",
    )

    assert ("static", "", {"path": "people.yaml"}) == (first.type, first.namespace, first.options)
    assert ("ldap", "corp", {"attributes": {"id": "uid"}}) == (
        second.type,
        second.namespace,
        second.options,
    )
    assert (tmp_path, str(tmp_path / "ragaudit.yaml")) == (second.home, second.file)
    assert [(4, 5), (6, 5), (4, 5)] == [second.place(key) for key in ("", "attributes", "else")]


def test_a_file_beside_the_configuration_is_read(tmp_path: Path) -> None:
    """Its path is relative to the configuration."""
    (tmp_path / "people.csv").write_text("id\nann\n", encoding="utf-8")

    (entry,) = _load(tmp_path, "  - {type: static, path: people.csv, namespace: wiki}\n")

    assert ["wiki:ann"] == [user.id for user in _registry.identities(entry).users]


@pytest.mark.parametrize(
    ("entry", "said", "hint"),
    [
        ("{type: ldpa, url: x}", "ragaudit.yaml:3:6: there is no identity provider “ldpa”", "ldap"),
        ("{type: scim, path: x, pat: y}", "ragaudit.yaml:3:27: unknown key “pat”", "path"),
        ("{type: ldap, url: ldap://x}", "ragaudit.yaml:3:5: “base” is missing", ""),
        ("{path: x, namespace: 'a b'}", "ragaudit.yaml:3:15: identities.0.namespace", ""),
    ],
)
def test_mistakes_are_told_with_their_place(
    tmp_path: Path, entry: str, said: str, hint: str
) -> None:
    """By the schema or by the provider: the same kind of error, and exit code 2."""
    with pytest.raises(ConfigError) as caught:
        _registry.identities(*_load(tmp_path, f"  - {entry}\n"))

    assert said in caught.value.message
    assert (hint in caught.value.hint, 2) == (True, caught.value.exit_code)
