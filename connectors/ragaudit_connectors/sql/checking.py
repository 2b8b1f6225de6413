"""Each capability of a `sql` source, tried."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from ragaudit.contracts import CheckResult, CheckState
from ragaudit_connectors.remote import tried
from ragaudit_connectors.sql.roles import Roles, TableFacts

if TYPE_CHECKING:
    from ragaudit_connectors.sql.connector import SqlConnector

_READ_ONLY = "give the audit an account with SELECT alone"


class Checks:
    """Tries one source; whatever goes wrong becomes a result."""

    def __init__(self, source: SqlConnector) -> None:
        self._source = source

    def run(self) -> Iterator[CheckResult]:
        """One result each; without a connection the others are not tried."""
        first = tried("sign in", self._sign_in)
        yield first
        if first.state is not CheckState.OK:
            return
        yield tried("list", self._list)
        yield tried("read", self._read)
        yield tried("access", self._access)
        yield tried("groups", self._groups)
        for persona in self._source.settings.personas:
            yield tried("ask as somebody", lambda name=persona: self._become(name))  # type: ignore[misc]

    def _sign_in(self) -> CheckResult:
        database = self._source.database
        database.now()
        with database.reading():
            pass
        if not database.is_postgres:
            return _ok("sign in", f"{database.address.name} is opened read-only")
        facts = self._table()
        if facts is not None and facts.may_write:
            told = f"as {database.address.user}, who may also write to the table"
            return CheckResult("sign in", CheckState.OK, told, action=_READ_ONLY)
        return _ok("sign in", f"as {database.address.user}; transactions are read-only")

    def _list(self) -> CheckResult:
        self._source.database.rows(self._source.relation.listing(None, 1))
        facts = self._table()
        if facts is not None and facts.auditor_is_held:
            told = "row-level security holds for the account: what it hides is not audited"
            return CheckResult("list", CheckState.OK, told, action=_SEE_ALL)
        return _ok("list", "every row is listed")

    def _read(self) -> CheckResult:
        source = self._source
        rows = source.database.rows(source.relation.listing(None, 1))
        if not rows:
            return _ok("read", "there is no row to read")
        limit = source.settings.limits.max_bytes
        source.database.rows(source.relation.body(str(rows[0]["id"]), limit))
        return _ok("read", "a body was read")

    def _access(self) -> CheckResult:
        source = self._source
        if source.options.told_by == "none":
            told = "no column says who may read"
            action = "map `columns: {allow: …}`, or set `access: rls`"
            return CheckResult("access", CheckState.UNSUPPORTED, told, action=action)
        if source.options.told_by == "column":
            counted = source.database.rows(source.relation.unknown_access())[0]
            unknown = counted["rows"] - counted["known"]
            return _ok("access", f"{unknown:,} of {counted['rows']:,} rows have no list of readers")
        return self._row_security()

    def _row_security(self) -> CheckResult:
        source = self._source
        roles = Roles(source.database)
        for role in source.options.rls_roles:
            roles.check_usable(role)
            source.database.rows(source.relation.ids().limit(1), role=role)
        facts = self._table()
        if facts is not None and not facts.secured:
            told = "row-level security is off for the table, so grants alone decide"
            return CheckResult("access", CheckState.FAILED, told, action="set `access: column`")
        asked = len(source.options.rls_roles)
        told = f"decided by code in the database, which is asked as {asked} roles"
        return CheckResult("access", CheckState.OK, told, action="" if asked else _NAME_ROLES)

    def _groups(self) -> CheckResult:
        source = self._source
        if not (source.database.is_postgres and source.namespace):
            told = "names in the columns are looked up in the organisation's directory"
            return CheckResult("groups", CheckState.UNSUPPORTED, told)
        found = source.identities()
        return _ok("groups", f"{len(found.users)} accounts and {len(found.groups)} groups")

    def _become(self, persona: str) -> CheckResult:
        source = self._source
        named = source.persona(persona)
        if not source.database.is_postgres:
            told = "a file has no accounts to ask as"
            return CheckResult("ask as somebody", CheckState.UNSUPPORTED, told)
        role = (named.user if named else None) or persona
        Roles(source.database).check_usable(role)
        return _ok("ask as somebody", f"{persona} by SET ROLE {role}")

    def _table(self) -> TableFacts | None:
        source = self._source
        name = source.relation.quoted
        if name is None or not source.database.is_postgres:
            return None
        return Roles(source.database).table(name)


_NAME_ROLES = "name roles under `rls_roles`, or nothing is known"
_SEE_ALL = "give the account BYPASSRLS or a policy of its own that shows it every row"


def _ok(capability: str, detail: str) -> CheckResult:
    return CheckResult(capability, CheckState.OK, detail)
