"""The roles of a PostgreSQL server: who they are, whose rows they see."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from sqlalchemy import text

from ragaudit.errors import ScopeMissingError, SourceError
from ragaudit.model import Directory, Group, User
from ragaudit_connectors.sql.database import Database

_ROLES = text("SELECT rolname, rolcanlogin, rolsuper FROM pg_roles ORDER BY rolname")
_MEMBERS = text(
    "SELECT DISTINCT above.rolname AS above, below.rolname AS below FROM pg_auth_members"
    " JOIN pg_roles above ON above.oid = roleid JOIN pg_roles below ON below.oid = member"
    " ORDER BY above, below"
)
_TABLE = text(
    "SELECT relrowsecurity AS secured, row_security_active(oid) AS auditor_is_held,"
    " has_table_privilege(oid, 'INSERT, UPDATE, DELETE, TRUNCATE') AS may_write"
    " FROM pg_class WHERE oid = to_regclass(:name)"
)
_POLICIES = text(
    "SELECT policyname, permissive, array_to_string(roles, ', ') AS roles, qual"
    " FROM pg_policies JOIN pg_class ON pg_class.oid = to_regclass(:name)"
    " JOIN pg_namespace ON pg_namespace.oid = relnamespace"
    " WHERE tablename = relname AND schemaname = nspname AND cmd IN ('ALL', 'SELECT')"
    " ORDER BY policyname"
)
_UNHELD = text(
    "SELECT rolname FROM pg_roles, pg_class WHERE pg_class.oid = to_regclass(:name)"
    " AND (rolsuper OR has_table_privilege(pg_roles.oid, pg_class.oid, 'SELECT')"
    " AND has_schema_privilege(pg_roles.oid, relnamespace, 'USAGE')"
    " AND (rolbypassrls OR NOT relrowsecurity"
    " OR NOT relforcerowsecurity AND pg_has_role(pg_roles.oid, relowner, 'USAGE')))"
    " ORDER BY rolname"
)
_MAY_BECOME = text(
    # Since release 16 a membership may be one that does not let its holder become the other.
    "SELECT pg_has_role(rolname, CASE WHEN CAST(current_setting('server_version_num') AS int)"
    " < 160000 THEN 'MEMBER' ELSE 'SET' END) AS may FROM pg_roles WHERE rolname = :role"
)
_MOST_POLICY_TEXT = 2000


@dataclass(frozen=True, slots=True)
class Role:
    """One role of the server."""

    name: str
    can_login: bool
    superuser: bool


@dataclass(frozen=True, slots=True)
class TableFacts:
    """What the server says about a table and the auditor's account."""

    secured: bool
    """Whether row-level security is on."""
    auditor_is_held: bool
    """Whether it holds for the auditor too, who may then not see all there is."""
    may_write: bool


class Roles:
    """Asks a server about its roles."""

    def __init__(self, database: Database) -> None:
        self._database = database

    def everyone(self) -> Mapping[str, Role]:
        """Every role by name."""
        rows = self._database.rows(_ROLES)
        return {
            row["rolname"]: Role(row["rolname"], row["rolcanlogin"], row["rolsuper"])
            for row in rows
        }

    def directory(self, namespace: str, asked: Iterable[str] = ()) -> Directory:
        """Roles as accounts and groups; one that signs in and has members is both.

        A role that was asked for counts as an account although nobody signs in with it.
        """
        everyone, wanted = self.everyone(), frozenset(asked)
        below: dict[str, list[str]] = {}
        for row in self._database.rows(_MEMBERS):
            below.setdefault(row["above"], []).append(row["below"])
        accounts = [r.name for r in everyone.values() if r.can_login or r.name in wanted]
        groups = [r.name for r in everyone.values() if r.name in below or not r.can_login]

        def keys(names: Iterable[str], known: Sequence[str]) -> tuple[str, ...]:
            return tuple(_key(namespace, name) for name in names if name in known)

        return Directory(
            # A role that is named like a mail address is one, as cloud services name them.
            tuple(User(_key(namespace, n), email=n if "@" in n else None) for n in accounts),
            tuple(
                Group(
                    _key(namespace, name),
                    keys((name, *below.get(name, ())), accounts),
                    keys(below.get(name, ()), groups),
                    # Whoever owns the database is in it without being listed.
                    complete=name != "pg_database_owner",
                )
                for name in groups
            ),
            f"roles of {self._database.address.name}",
            (namespace,) if namespace else (),
        )

    def table(self, name: str) -> TableFacts | None:
        """What is known of a table; None where there is none of that name."""
        rows = self._database.rows(_TABLE, {"name": name})
        return TableFacts(**rows[0]) if rows else None

    def policies(self, name: str) -> str:
        """The text of a table's policies for reading, in one line."""
        parts = [
            f"{row['policyname']}{'' if row['permissive'] == 'PERMISSIVE' else ' (restrictive)'}"
            f" for {row['roles']}: {' '.join((row['qual'] or 'true').split())}"
            for row in self._database.rows(_POLICIES, {"name": name})
        ]
        return ("; ".join(parts) or "there is no policy")[:_MOST_POLICY_TEXT]

    def unheld(self, name: str) -> tuple[str, ...]:
        """Roles that read every row of a table, whatever its policies say."""
        return tuple(row["rolname"] for row in self._database.rows(_UNHELD, {"name": name}))

    def check_usable(self, role: str) -> None:
        """Raises `SourceError` unless the auditor may ask as a role that is held by policies."""
        found = self.everyone().get(role)
        if found is None:
            raise SourceError(
                f"{self._database.address.name} has no role {role}", "check `rls_roles`"
            )
        if found.superuser:
            raise SourceError(
                f"the role {role} is a superuser, whom no policy holds", "leave it out"
            )
        if not self._database.rows(_MAY_BECOME, {"role": role})[0]["may"]:
            raise ScopeMissingError(
                "access",
                f"membership in {role}",
                f"{self._database.address.name}: the account may not ask as {role}",
                f"GRANT {role} TO the auditor's account",
            )


def _key(namespace: str, name: str) -> str:
    return f"{namespace}:{name}" if namespace else name
