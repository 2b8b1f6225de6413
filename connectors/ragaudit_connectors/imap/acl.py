"""Who may read a mailbox, from its access list.

How the rights of several identifiers come together is the server's business. Dovecot (read in its
`acl_object_rebuild_cache`, releases 2.3 and 2.4, and compared with a running 2.3) goes from the
general to the particular: anyone, authenticated, groups, owner, user, groups that override, and
then once more for the administrator's lists. A step that names somebody *replaces* the rights of
the steps before, and its negative rights replace theirs; only groups of one step add up. In the
end the negative rights are taken off. An owner starts with all rights, just behind the groups.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace

from ragaudit.model import (
    AccessPolicy,
    AccessState,
    Algorithm,
    Condition,
    Effect,
    Entry,
    Layer,
    Principal,
    PrincipalKind,
)
from ragaudit_connectors.imap.rights import Right, Step, read

_LEVELS = 2 * len(Step)
_APART = 4
"""Ranks between two levels, for what comes between them."""
_EMPTY = (
    "the list is empty although the account administers the mailbox, so its rights are kept "
    "elsewhere"
)
_UNKNOWN_RULES = (
    "how this server lets several identifiers come together is not known; set "
    "`options: {access: dovecot}` or `union` if you know"
)


@dataclass(frozen=True, slots=True)
class Setting:
    """Where a list was read, and what else decides."""

    mailbox: str
    namespace: str = ""
    owner: str | None = None
    """Who shares the mailbox."""
    account: str = ""
    """Who read the list."""
    anybody: bool = False
    """Whether the server lets people in who have no account."""
    rules: str = ""
    """`dovecot` or `union`; empty where nobody knows."""


def policy_of(entries: Iterable[tuple[str, str]], setting: Setting) -> AccessPolicy:
    """Who may read the messages of a mailbox."""
    found = [_seen(read(*entry), setting) for entry in entries]
    if not found:
        return AccessPolicy(AccessState.UNKNOWN, note=_EMPTY)
    if setting.rules == "dovecot":
        layers = tuple(_by_steps(found, setting))
        return AccessPolicy(AccessState.KNOWN, layers, algorithm=Algorithm.MOST_SPECIFIC)
    added = (_entry(right, _effect(right), setting) for right in found if right.reads)
    layer = _layer("", added, setting)
    if setting.rules == "union":
        return AccessPolicy(AccessState.KNOWN, (layer,))
    return AccessPolicy(AccessState.KNOWN, (layer,), _UNKNOWN_RULES, Algorithm.OPAQUE)


def _seen(right: Right, setting: Setting) -> Right:
    """Undo a courtesy of Dovecot: to whoever asks, `owner` is shown under the asker's name.

    A line that would keep the account from reading what it does read is not about the account.
    """
    keeps_out = right.negative is right.reads
    if right.step is Step.USER and right.name == setting.account and keeps_out:
        return replace(right, step=Step.OWNER)
    return right


def _by_steps(found: Sequence[Right], setting: Setting) -> Iterator[Layer]:
    granted = [right for right in found if not right.negative]
    taken = [right for right in found if right.negative]
    owner = _owner_entry(setting)
    yield _layer("", [*_ranked(granted, taken, setting), *owner], setting)
    if taken:
        resets = [
            _entry(right, Effect.ALLOW, setting, _rank(len(Step) - 1) - 1)
            for right in granted
            if right.is_global
        ]
        others = Principal(PrincipalKind.EVERYONE, "anyone")
        rest = Entry(Effect.ALLOW, others, "nothing is taken from others", rank=_rank(-1))
        entries = [*_ranked(taken, granted, setting), *owner, *resets, rest]
        yield _layer(", rights taken away", entries, setting)


def _ranked(
    rights: Sequence[Right], opposite: Sequence[Right], setting: Setting
) -> Iterator[Entry | None]:
    """Each line at its level; where it says nothing of reading, it undoes the levels before.

    Of groups it does so only for who is in no group that stands in the opposite list alone:
    whether it replaces or adds then depends on the order of names. For those nothing is settled.
    """
    named = {right.identifier.removeprefix("-") for right in rights}
    mixed = {right.level for right in opposite if right.identifier.removeprefix("-") not in named}
    for right in rights:
        effect = _effect(right) if right.reads else _opposite(_effect(right))
        # A right that one group takes away is not given back by another that takes none.
        weaker = right.negative and not right.reads
        entry = _entry(right, effect, setting, _rank(right.level) + weaker)
        if entry and not right.reads and right.step in _ADDING and right.level in mixed:
            entry = replace(entry, condition=Condition.CONTEXT)
        yield entry


_ADDING = (Step.GROUP, Step.OVERRIDE)


def _owner_entry(setting: Setting) -> list[Entry]:
    if setting.owner is None:
        return []
    who = Principal(PrincipalKind.USER, setting.owner, setting.namespace)
    return [Entry(Effect.ALLOW, who, "the mailbox is theirs", rank=_rank(Step.GROUP) - 2)]


def _rank(level: int) -> int:
    """The most particular first. Below each level are three ranks to spare."""
    return _APART * (_LEVELS - level)


def _effect(right: Right) -> Effect:
    return Effect.DENY if right.negative else Effect.ALLOW


def _opposite(effect: Effect) -> Effect:
    return Effect.ALLOW if effect is Effect.DENY else Effect.DENY


def _entry(right: Right, effect: Effect, setting: Setting, rank: int = 0) -> Entry | None:
    """None for an owner where nobody owns the mailbox."""
    who = _principal(right, setting)
    locator = f"ACL of {setting.mailbox}: {right.identifier} {right.rights or 'no rights'}"
    return Entry(effect, who, locator, rank=rank) if who else None


def _principal(right: Right, setting: Setting) -> Principal | None:
    match right.step:
        # Dovecot gives who signs in without an account the name of one.
        case Step.ANYONE | Step.AUTHENTICATED if setting.anybody:
            return Principal(PrincipalKind.EVERYONE, right.name)
        case Step.ANYONE | Step.AUTHENTICATED:
            return Principal(PrincipalKind.ALL_AUTHENTICATED, right.name)
        case Step.GROUP | Step.OVERRIDE:
            return Principal(PrincipalKind.GROUP, right.name, setting.namespace)
        case Step.OWNER:
            owner = setting.owner
            return Principal(PrincipalKind.USER, owner, setting.namespace) if owner else None
        case _:
            # Other servers name groups without a mark.
            plain = PrincipalKind.USER if setting.rules == "dovecot" else PrincipalKind.UNRESOLVED
            return Principal(plain, right.name, setting.namespace)


def _layer(scope: str, entries: Iterable[Entry | None], setting: Setting) -> Layer:
    kept = tuple(entry for entry in entries if entry is not None)
    return Layer(f"mailbox {setting.mailbox}{scope}", kept, locator=f"ACL of {setting.mailbox}")
