"""Who is named as answering for a document, in order of precedence."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from functools import lru_cache

from ragaudit.model import Fact, FactState, GlobRule, Origin, OwnerClaim, OwnerRole, Quality
from ragaudit.text import matches
from ragaudit_connectors.metadata.codeowners import Codeowners
from ragaudit_connectors.metadata.conventions import (
    OWNER_RANK,
    OWNER_ROLES,
    PERSON_PARTS,
    says_nothing,
)
from ragaudit_connectors.metadata.fields import Field, Fields

_ADDRESS = re.compile(r"[^<>]{0,200}<\s{0,5}([^<>\s]{1,200}@[^<>\s]{1,200})\s{0,5}>")
_GITHUB = re.compile(
    r"https?://github\.com/(?:orgs/([\w-]{1,40})/teams/)?([\w.-]{1,100})/?", re.ASCII
)
_HANDLE = re.compile(r"[a-z0-9][a-z0-9._/-]{0,100}")
_PREFIXES = ("group:", "team:", "user:", "person:", "role:")


def declared_owners(fields: Fields) -> list[OwnerClaim]:
    """What the document itself and its sidecar say."""
    claims: list[OwnerClaim] = []
    for field, role in _owner_fields(fields):
        for principal in _principals(field.value):
            quality = Quality.AUTHORITATIVE if _counts(role) else Quality.PROXY
            fact = field.known(principal, quality=quality)
            claims.append(OwnerClaim(role, principal, fact))
    return _once(claims)


def empty_owner_keys(fields: Fields) -> list[str]:
    """Keys that name an owner but carry none, for the message that there is no owner."""
    found = [
        field.name
        for field in fields
        if OWNER_ROLES.get(field.key) is OwnerRole.ACCOUNTABLE and says_nothing(field.value)
    ]
    return list(dict.fromkeys(found))


def ruled_owners(path: str, rules: Sequence[GlobRule]) -> list[OwnerClaim]:
    """What the configuration says; the last rule that matches counts."""
    rule = next((r for r in reversed(rules) if matches(r.glob, path)), None)
    names = [v.strip() for v in rule.values if not says_nothing(v)] if rule else []
    return [
        OwnerClaim(
            OwnerRole.ACCOUNTABLE,
            name,
            Fact(
                FactState.KNOWN,
                name,
                Origin.CONFIG_RULE,
                locator=rule.locator if rule else None,
                key="owner_rules",
                raw=name,
            ),
        )
        for name in names
    ]


def codeowners_claims(path: str, codeowners: Codeowners | None) -> list[OwnerClaim]:
    """What CODEOWNERS says."""
    found = codeowners.owners(path) if codeowners else ()
    return [
        OwnerClaim(
            OwnerRole.ACCOUNTABLE,
            name,
            Fact(
                FactState.KNOWN, name, Origin.CONFIG_RULE, locator=where, key="CODEOWNERS", raw=name
            ),
        )
        for name, where in found
    ]


def _counts(role: OwnerRole) -> bool:
    return role in (OwnerRole.ACCOUNTABLE, OwnerRole.STEWARD)


def _owner_fields(fields: Fields) -> list[tuple[Field, OwnerRole]]:
    """One field for each person named: of a mapping only the part that names best."""
    people: dict[tuple[int, int, str, str], list[tuple[int, Field, OwnerRole]]] = {}
    for position, field in enumerate(fields):
        base, part = _base(field.key)
        role = OWNER_ROLES.get(base)
        if role is None or says_nothing(field.value):
            continue
        rank = PERSON_PARTS.index(part) if part else -1
        single = "" if part else str(position)
        person = (field.tier, OWNER_RANK[base], field.index, single)
        people.setdefault(person, []).append((rank, field, role))
    best = [
        min(people[person], key=lambda found: found[0]) for person in sorted(people, key=_natural)
    ]
    return [(field, role) for _, field, role in best]


def _natural(person: tuple[int, int, str, str]) -> tuple[int, int, int, int]:
    tier, rank, index, position = person
    return tier, rank, int(index or -1), int(position or -1)


def _base(key: str) -> tuple[str, str]:
    """`owners.#.email` is the e-mail address of `owners`."""
    if key in OWNER_ROLES:
        return key, ""
    head, _, part = key.rpartition(".")
    if part == "#":
        return head, ""
    return (head.removesuffix(".#"), part) if part in PERSON_PARTS else (key, "")


@lru_cache(maxsize=4096)
def _principals(value: str) -> tuple[str, ...]:
    """The people and groups in one value."""
    text = value.strip().strip("\"'").strip()
    parts = [part.strip() for part in re.split("[,;]", text)]
    if len(parts) < 2 or not _is_list(text, parts):
        parts = [text]
    return tuple(_address(part) for part in parts if not says_nothing(part))


def _is_list(text: str, parts: list[str]) -> bool:
    """Whether commas stand between several owners, unlike `Lee, Ann` or `Risk, Legal and Tax`."""
    if ";" in text or all(_is_marked(part) for part in parts):
        return True
    return all(_HANDLE.fullmatch(part) for part in parts) or all(
        part.count(" ") == 1 and part.istitle() for part in parts
    )


def _is_marked(part: str) -> bool:
    return "@" in part or part.startswith("#") or part.startswith(_PREFIXES)


def _address(part: str) -> str:
    """`Ann Lee <ann@x.org>` is her address, a page on GitHub is the handle it belongs to."""
    if match := _ADDRESS.fullmatch(part):
        return match[1]
    match = _GITHUB.fullmatch(part)
    return "@" + "/".join(name for name in match.groups() if name) if match else part


def _once(claims: Iterable[OwnerClaim]) -> list[OwnerClaim]:
    kept = {(c.role, c.principal.casefold(), c.fact.origin): c for c in reversed(list(claims))}
    return [c for c in claims if kept.get((c.role, c.principal.casefold(), c.fact.origin)) is c]
