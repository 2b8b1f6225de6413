"""People and groups from an LDAP directory, Active Directory included."""

from ragaudit_connectors.identities.ldap.provider import read_ldap

__all__ = ["read_ldap"]
