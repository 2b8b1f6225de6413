"""The `ldap` provider: everybody and every group, read in one session."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, date, datetime

from ragaudit.model import Directory, IdentitySettings, SyncSettings
from ragaudit_connectors.identities.assembling import FoundUser, assemble
from ragaudit_connectors.identities.keys import existing, read_keys
from ragaudit_connectors.identities.ldap.entries import IDENTITY, STATE, user_of
from ragaudit_connectors.identities.ldap.groups import GroupReader
from ragaudit_connectors.identities.ldap.members import Person, dn_key
from ragaudit_connectors.identities.ldap.options import LdapKeys
from ragaudit_connectors.identities.ldap.session import Session, signed_in
from ragaudit_connectors.identities.names import in_namespace
from ragaudit_connectors.remote import Account, Asking, account

TRIES = 3


def _today() -> date:
    return datetime.now(UTC).date()


def read_ldap(
    settings: IdentitySettings,
    asking: Asking | None = None,
    today: Callable[[], date] = _today,
) -> Directory:
    """Ask the server an entry names. Raises `ConfigError` for the entry, else `SourceError`."""
    keys = read_keys(settings, LdapKeys)
    if keys.ca_file is not None:
        existing(settings, "ca_file", keys.ca_file)
    asking = asking or Asking(SyncSettings(timeout_s=keys.timeout_s, tries=TRIES))
    user = account(keys.credentials)
    found = asking(lambda: _read(keys, user, settings, today()))
    return in_namespace(found, settings.namespace)


def _read(keys: LdapKeys, user: Account, settings: IdentitySettings, today: date) -> Directory:
    with signed_in(keys, user, settings.home) as session:
        people = _people(session, keys, today)
        groups = GroupReader(session, keys, people).read()
    found = [FoundUser(key, person.user) for key, person in people.items()]
    return assemble(found, groups, keys.url)


def _people(session: Session, keys: LdapKeys, today: date) -> dict[str, Person]:
    """Everybody the filter matches, by distinguished name."""
    named = keys.attributes
    wanted = dict.fromkeys(
        (*named.id, *named.name, *named.email, *named.aliases, *STATE, *IDENTITY)
    )
    people = {}
    for entry in session.search(keys.user_base or keys.base, keys.user_filter, tuple(wanted)):
        user = user_of(entry, named, today)
        if user is not None:
            people[dn_key(entry.dn)] = Person.of(user, entry)
    return people
