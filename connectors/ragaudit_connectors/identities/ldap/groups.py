"""Every group, nested ones that lie elsewhere included."""

from __future__ import annotations

from collections import deque
from collections.abc import Mapping

from ragaudit_connectors.identities.assembling import FoundGroup
from ragaudit_connectors.identities.ldap.entries import sid
from ragaudit_connectors.identities.ldap.members import (
    BY_LOGIN,
    BY_NAME,
    COMPUTED,
    Person,
    attributes_of,
    dn_key,
    names_in,
    numbers_of,
    shown_to_lack,
)
from ragaudit_connectors.identities.ldap.options import LdapKeys
from ragaudit_connectors.identities.ldap.session import LdapEntry, Session
from ragaudit_connectors.identities.names import first_part

MOST_LOOKED_UP = 5_000
"""Names outside the search that are looked up one by one; what is beyond is not known."""
_CLASSES = frozenset({"groupofnames", "groupofuniquenames", "posixgroup", "groupofurls", "group"})
WANTED = (
    BY_LOGIN, COMPUTED, "objectClass", "objectSid", "gidNumber", "memberOf", "sAMAccountName",
)  # fmt: skip
_BUILT_IN = "S-1-5-32-"
"""SIDs that every machine has, each with its own members."""


class GroupReader:
    """Reads the groups of one directory; knows the people already."""

    def __init__(self, session: Session, keys: LdapKeys, people: Mapping[str, Person]) -> None:
        self._session, self._keys, self._people = session, keys, people
        named = (*keys.attributes.group, *keys.attributes.id)
        self._wanted = tuple(dict.fromkeys((*named, *BY_NAME, *WANTED)))
        self._entries: dict[str, LdapEntry] = {}
        self._names: dict[str, dict[str, str]] = {}
        self._said: dict[str, list[str]] = {}
        self._elsewhere: dict[str, LdapEntry | None] = {}
        self._lacking: dict[str, frozenset[str]] = {}

    def read(self) -> list[FoundGroup]:
        """Every group the filter matches, and those nested in one. Raises `SourceError`."""
        base = self._keys.group_base or self._keys.base
        for entry in self._session.search(base, self._keys.group_filter, self._wanted):
            self._entries[dn_key(entry.dn)] = entry
        for key, person in self._people.items():
            for group in person.member_of:
                self._said.setdefault(group, []).append(key)
        for key, entry in self._entries.items():
            for dn in entry.texts("memberOf"):
                self._said.setdefault(dn_key(dn), []).append(key)
        self._follow()
        primary = self._primary()
        found = [
            self._group(key, entry, primary.get(key, [])) for key, entry in self._entries.items()
        ]
        return [*found, *(self._hidden(key) for key in self._said if key not in self._entries)]

    def _primary(self) -> dict[str, list[str]]:
        """Group to those whose primary group it is, which no group lists."""
        numbered: dict[str, list[str]] = {}
        for key, entry in self._entries.items():
            for number in numbers_of(entry):
                numbered.setdefault(number, []).append(key)
        found: dict[str, list[str]] = {}
        for key, person in self._people.items():
            for group in (g for number in person.primary for g in numbered.get(number, ())):
                found.setdefault(group, []).append(key)
        return found

    def _follow(self) -> None:
        """Read who is in each group; a group outside the search that is met is read as well."""
        queue = deque(self._entries)
        queue.extend(key for key in self._said if key not in self._entries and self._meet(key, key))
        while queue:
            key = queue.popleft()
            if key in self._names:
                continue
            self._names[key] = names_in(self._entries[key], self._session)
            queue.extend(name for name, dn in self._names[key].items() if self._meet(name, dn))

    def _meet(self, key: str, dn: str) -> bool:
        """Look a name up that is neither listed person nor group; whether it is a group."""
        if key in self._entries or key in self._people:
            return key in self._entries
        if key not in self._elsewhere:
            if len(self._elsewhere) >= MOST_LOOKED_UP:
                return False
            self._elsewhere[key] = self._session.read(dn, self._wanted)
        entry = self._elsewhere[key]
        if entry is None or not _CLASSES & {c.casefold() for c in entry.texts("objectClass")}:
            return False
        self._entries[key] = entry
        return True

    def _group(self, key: str, entry: LdapEntry, primary: list[str]) -> FoundGroup:
        names, said = self._names.get(key, {}), self._said.get(key, [])
        unknown = [n for n in names if n not in self._people and n not in self._entries]
        logins = entry.texts(BY_LOGIN)
        settled = all(self._is_no_group(name) for name in unknown)
        # Whoever speaks of a group that does not show them is not the only one it hides.
        hides = bool(set(said) - set(names))
        shown = not hides and (bool(names or logins) or self._is_empty(key, entry))
        return FoundGroup(
            key,
            entry.text(*self._keys.attributes.group) or first_part(entry.dn),
            tuple(n for n in dict.fromkeys((*names, *said, *primary)) if n not in unknown),
            (*logins, *(self._called(name, names[name]) for name in unknown)),
            tuple(_identifiers(entry)),
            complete=settled and shown and not entry.values(COMPUTED),
        )

    def _is_no_group(self, key: str) -> bool:
        """Whether a name that is not listed cannot hide further members."""
        entry = self._elsewhere.get(key)
        return key.startswith("uid=") if entry is None else not _is_foreign(entry)

    def _is_empty(self, key: str, entry: LdapEntry) -> bool:
        """Whether a group that shows no member has none, rather than members one may not see."""
        base, attributes = self._keys.group_base or self._keys.base, attributes_of(entry)
        for name in attributes:
            if name not in self._lacking:
                self._lacking[name] = shown_to_lack(
                    name, base, self._keys.group_filter, self._session
                )
        return bool(attributes) and all(key in self._lacking[name] for name in attributes)

    def _called(self, key: str, dn: str) -> str:
        entry = self._elsewhere.get(key)
        if entry is None or _is_foreign(entry):
            return first_part(dn) if key.startswith("uid=") or entry else dn
        return entry.text(*self._keys.attributes.id) or dn

    def _hidden(self, key: str) -> FoundGroup:
        """A group that its members speak of and that cannot be read itself."""
        members = tuple(self._said[key])
        return FoundGroup(key, first_part(key) or key, members, complete=False)


def _is_foreign(entry: LdapEntry) -> bool:
    """Whether it stands for somebody, or for a group, of another domain."""
    return "foreignsecurityprincipal" in {name.casefold() for name in entry.texts("objectClass")}


def _identifiers(entry: LdapEntry) -> list[str]:
    sids = [text for value in entry.values("objectSid") if (text := sid(value))]
    logins = entry.texts("sAMAccountName")
    return [*logins, *(text for text in sids if not text.startswith(_BUILT_IN))]
