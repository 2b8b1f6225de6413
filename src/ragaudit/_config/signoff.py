"""Who decides, what is waived, and how far the assistant may act."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from pathlib import Path

from ragaudit._config.positions import Located
from ragaudit._config.sections_signoff import (
    Autonomies,
    RolesSection,
    SignoffSection,
    WaiverSection,
)
from ragaudit.errors import ConfigError
from ragaudit.model import (
    AUTONOMY,
    Automation,
    Autonomy,
    Responsibility,
    RoleHolder,
    SignerKey,
    SignoffPolicy,
    Waiver,
)


def role_holders(
    section: RolesSection, located: Located, path: Path
) -> Mapping[Responsibility, RoleHolder]:
    """The roles that are named."""
    found = {}
    for role in Responsibility:
        person = getattr(section, role.value)
        if person is not None:
            where = _at(located, path, ("roles", role.value))
            found[role] = RoleHolder(role, person.name.strip(), person.email, where)
    return found


def waivers(sections: list[WaiverSection], located: Located, path: Path) -> tuple[Waiver, ...]:
    """The exceptions, each with its line. Whether one has ended is for the sign-off to say."""
    return tuple(
        Waiver(**section.model_dump(), locator=_at(located, path, ("waivers", number)))
        for number, section in enumerate(sections)
    )


def signoff_policy(section: SignoffSection, located: Located, path: Path) -> SignoffPolicy:
    """Who may sign. Raises `ConfigError` where a name or file is there twice, or too few are."""
    seen: dict[str, int] = {}
    for number, entry in enumerate(section.keys):
        for value in (f"name {entry.name.strip().casefold()}", f"key {entry.key}"):
            if value in seen:
                kind, _, shown = value.partition(" ")
                told = f"signoff.keys has the {kind} “{shown}” twice: a person signs once"
                raise ConfigError(told, str(path), *_place(located, ("signoff", "keys", number)))
            seen[value] = number
    if section.threshold > max(1, len(section.keys)):
        told = f"{section.threshold} signatures are asked for and signoff.keys has "
        told += f"{len(section.keys)} keys"
        where = _place(located, ("signoff", "threshold"))
        raise ConfigError(told, str(path), *where, hint="list a public key for each signer")
    keys = tuple(
        SignerKey(
            entry.name.strip(),
            path.parent / entry.key,
            entry.key,
            tuple(entry.roles),
            _at(located, path, ("signoff", "keys", number)),
        )
        for number, entry in enumerate(section.keys)
    )
    return SignoffPolicy(keys, section.threshold, section.valid_for, tuple(section.roles))


def autonomy(sections: Autonomies) -> Mapping[Automation, Autonomy]:
    """The thresholds of every level: what the file says goes before the defaults."""
    found = dict(AUTONOMY)
    for level, section in sections.items():
        given = {name: getattr(section, name) for name in section.model_fields_set}
        found[level] = replace(found[level], **given)
    return found


def _place(located: Located, where: tuple[str | int, ...]) -> tuple[int | None, int | None]:
    return located.nearest(where) or (None, None)


def _at(located: Located, path: Path, where: tuple[str | int, ...]) -> str:
    return f"{path.name}:{located.line(where) or 1}"
