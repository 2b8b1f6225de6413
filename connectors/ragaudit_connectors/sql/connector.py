"""The `sql` connector."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import replace
from datetime import datetime
from functools import cached_property
from typing import TYPE_CHECKING

from ragaudit.contracts import (
    Capabilities,
    CheckResult,
    Cursor,
    Fetched,
    Probed,
    Ref,
    RefPage,
    Support,
)
from ragaudit.errors import NotFoundError, UsageError
from ragaudit.model import AccessPolicy, Directory, SourceSettings
from ragaudit_connectors.records import (
    Layout,
    Observer,
    Record,
    body_bytes,
    capabilities_of,
    policy_of,
    too_large,
)
from ragaudit_connectors.remote import Asking, RemoteBase, now, read_options
from ragaudit_connectors.sql.address import address_of, kind_of
from ragaudit_connectors.sql.options import SqlOptions

if TYPE_CHECKING:
    from ragaudit_connectors.sql.database import Database
    from ragaudit_connectors.sql.relation import Relation
    from ragaudit_connectors.sql.rows import RowSecurity

MOST_AT_ONCE = 500
"""Rows whose access is asked for in one statement."""
_ENFORCED = "who may read is what the column says; whether an application keeps to it was not asked"
_CODE = (
    "row-level security is code, so who may read is not known; name roles under "
    "`options.rls_roles`, and the database is asked as each of them"
)
_ASKED = (
    "row-level security was asked as the roles under `options.rls_roles`; who else may read is "
    "not known"
)


class SqlConnector(RemoteBase):
    """Reads a table or a query of SQLite or PostgreSQL, one document a row."""

    def __init__(
        self,
        settings: SourceSettings,
        asking: Asking | None = None,
        clock: Callable[[], datetime] = now,
    ) -> None:
        super().__init__(settings, asking)
        self.options = read_options(settings, SqlOptions)
        self._clock = clock

    @property
    def namespace(self) -> str:
        """Of roles: the source's own. Names in a column are the organisation's unless set."""
        if self.settings.namespace is not None:
            return self.settings.namespace
        return self.settings.id if self.options.told_by == "rls" else ""

    def capabilities(self) -> Capabilities:
        """See `RemoteConnector.capabilities`."""
        server = kind_of(self.settings) == "postgresql"
        told_by = self.options.told_by
        told = capabilities_of(
            self.options.columns.given, access=Support.NONE if told_by == "none" else Support.NATIVE
        )
        return replace(
            told,
            groups=Support.NATIVE if server and self.namespace else Support.NONE,
            access_incremental=told_by == "column",
            impersonate=server,
        )

    def check(self) -> Iterator[CheckResult]:
        """See `RemoteConnector.check`."""
        from ragaudit_connectors.sql.checking import Checks

        yield from Checks(self).run()

    def list_refs(self, cursor: Cursor | None) -> Iterator[RefPage]:
        """See `RemoteConnector.list_refs`; every pass lists every row."""
        from ragaudit_connectors.sql.paging import Pass

        self.__dict__.pop("rows", None)
        by_column = self.options.told_by == "column"
        one = Pass(self.settings, self.database, self.relation, self.layout, by_column=by_column)
        yield from one.pages(cursor)

    def fetch(self, ref: Ref) -> Fetched:
        """See `RemoteConnector.fetch`."""
        limit = self.settings.limits.max_bytes
        rows = self.database.rows(self.relation.body(ref.native_id, limit))
        if len(rows) != 1:
            raise NotFoundError("its row is not there any more" if not rows else "its id is shared")
        if (rows[0]["size"] or 0) > limit:
            raise too_large(rows[0]["size"], limit)
        return Fetched(body_bytes(rows[0]["body"], limit))

    def fetch_access(self, refs: Sequence[Ref]) -> Iterator[tuple[Ref, AccessPolicy]]:
        """See `RemoteConnector.fetch_access`."""
        if self.options.told_by == "column":
            for start in range(0, len(refs), MOST_AT_ONCE):
                yield from self._by_column(refs[start : start + MOST_AT_ONCE])
        elif self.options.told_by == "rls":
            by_id = {ref.native_id: ref for ref in refs}
            yield from ((by_id[row], told) for row, told in self.rows.policies(tuple(by_id)))

    def identities(self) -> Directory:
        """Roles and their memberships, where the source has a namespace for them."""
        if not (self.database.is_postgres and self.namespace):
            return Directory()
        from ragaudit_connectors.sql.roles import Roles

        return Roles(self.database).directory(self.namespace, self.options.rls_roles)

    def probe_as(self, persona: str, ref: Ref) -> Probed | None:
        """See `RemoteConnector.probe_as`: by `SET ROLE`, as an account that is no superuser."""
        named = self.persona(persona)
        if named is None or not self.database.is_postgres:
            return None
        from ragaudit_connectors.sql.probing import probe

        return probe(self.database, self.relation, named.user or persona, ref.native_id)

    def notes(self) -> Iterable[str]:
        """See `RemoteConnector.notes`."""
        told_by = self.options.told_by
        if told_by == "column":
            yield f"{self.settings.id}: {_ENFORCED}"
        elif told_by == "rls":
            yield f"{self.settings.id}: {_ASKED if self.options.rls_roles else _CODE}"

    @cached_property
    def database(self) -> Database:
        """The database; connecting waits for the first statement."""
        from ragaudit_connectors.sql.database import Database

        address = address_of(self.settings, self.account)
        if address.file is not None and self.options.told_by == "rls":
            told = f"source “{self.settings.id}”: `access: rls` needs PostgreSQL"
            raise UsageError(told, "map `columns: {allow: …}` instead")
        return Database(address, self.options.shown, self.asking)

    @cached_property
    def relation(self) -> Relation:
        """The table or query."""
        from ragaudit_connectors.sql.relation import Relation

        return Relation(self.database, self.options)

    @cached_property
    def rows(self) -> RowSecurity:
        """Who sees which row; asked anew in every pass."""
        from ragaudit_connectors.sql.rows import RowSecurity

        return RowSecurity(self.database, self.relation, self.options.rls_roles, self.observer)

    @property
    def observer(self) -> Observer:
        """Who reads access lists."""
        return Observer(self.database.address.user, self.namespace, self._clock)

    @property
    def layout(self) -> Layout:
        """How rows are named and read."""
        shown = self.options.shown
        return Layout(self.options.columns.given, f"{shown}.", "row", self.options.format)

    def _by_column(self, refs: Sequence[Ref]) -> Iterator[tuple[Ref, AccessPolicy]]:
        lists = [name for name in ("allow", "deny") if name in self.options.columns.given]
        asked = self.relation.rows([ref.native_id for ref in refs], *lists)
        found = {str(row["id"]): row for row in self.database.rows(asked)}
        for ref in refs:
            if (row := found.get(ref.native_id)) is not None:
                yield ref, policy_of(Record(ref.native_id, row, self.layout), self.observer)
