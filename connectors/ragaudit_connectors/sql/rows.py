"""Who may read the rows of a table whose database decides row by row."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from datetime import datetime
from functools import cached_property

from ragaudit.errors import ScopeMissingError
from ragaudit.model import (
    AccessPolicy,
    AccessState,
    Algorithm,
    Effect,
    Entry,
    Layer,
    Principal,
    PrincipalKind,
)
from ragaudit_connectors.records import Observer
from ragaudit_connectors.sql.database import Database
from ragaudit_connectors.sql.relation import Relation
from ragaudit_connectors.sql.roles import Roles

_SCOPE = "row-level security"
_AUDITOR = None
"""Nobody else: the account as it signed in."""


class RowSecurity:
    """Asks once as each role which rows it sees.

    A policy is code, so the answers are exact for the roles that were asked and say nothing of
    anybody else, not even of members of a role: code may tell them apart. Roles that are let in
    therefore stand under `implicit`, beside a list that is not complete, rather than in the list.
    """

    def __init__(
        self, database: Database, relation: Relation, asked: tuple[str, ...], observer: Observer
    ) -> None:
        self._database, self._relation = database, relation
        self._asked, self._observer = asked, observer
        self._roles = Roles(database)
        self._known: dict[frozenset[str], AccessPolicy] = {}

    def policies(self, rows: Sequence[str]) -> Iterator[tuple[str, AccessPolicy]]:
        """Who may read each row. Raises `SourceError` where a role cannot be asked as."""
        if self._asked and not self._seen[_AUDITOR].issuperset(rows):
            # Some were written after the roles were asked, who then could not see them.
            del self._seen
        return ((row, self._policy_of(row)) for row in rows)

    def _policy_of(self, row: str) -> AccessPolicy:
        if self._asked and row not in self._seen[_AUDITOR]:
            note = "its row was not there when the database was asked"
            return AccessPolicy(AccessState.ERROR, note=note, observed_at=self._observer.clock())
        seen_by = frozenset(role for role in self._asked if row in self._seen[role])
        if seen_by not in self._known:
            self._known[seen_by] = self._policy(seen_by)
        return self._known[seen_by]

    def _policy(self, seen_by: frozenset[str]) -> AccessPolicy:
        refused = [
            Entry(Effect.DENY, self._principal(role), f"asked as {role}")
            for role in self._asked
            if role not in seen_by
        ]
        let_in = [
            Entry(Effect.ALLOW, self._principal(role), f"asked as {role}")
            for role in self._asked
            if role in seen_by
        ]
        layer = Layer(_SCOPE, tuple(refused), False, self._locator)
        return AccessPolicy(
            AccessState.PARTIAL if self._asked else AccessState.UNKNOWN,
            (layer,),
            self._note,
            Algorithm.AND_OF_OR if self._asked else Algorithm.OPAQUE,
            (*let_in, *self._unheld),
            self._observer.account,
            self._observed_at,
        )

    @cached_property
    def _seen(self) -> Mapping[str | None, frozenset[str]]:
        """The ids each role sees: one statement a role, the auditor's own before all others."""
        for role in self._asked:
            self._roles.check_usable(role)
        own = self._ids(_AUDITOR)
        return {_AUDITOR: own, **{role: self._ids(role) for role in self._asked}}

    def _ids(self, role: str | None) -> frozenset[str]:
        try:
            rows = self._database.rows(self._relation.ids(), role=role)
        except ScopeMissingError:
            if role is None:
                raise
            # Without the right to SELECT it sees no row at all.
            return frozenset()
        return frozenset(str(row["id"]) for row in rows)

    @cached_property
    def _unheld(self) -> tuple[Entry, ...]:
        if (name := self._relation.quoted) is None:
            return ()
        return tuple(
            Entry(Effect.ALLOW, self._principal(role), "pg_roles")
            for role in self._roles.unheld(name)
            if role not in self._asked
        )

    @cached_property
    def _note(self) -> str:
        if self._asked:
            return f"asked as {', '.join(self._asked)}; of others it is not known"
        name = self._relation.quoted
        table = self._roles.table(name) if name else None
        if name is None or table is None:
            return "the tables behind the query decide, by code"
        if not table.secured:
            return f"row-level security is off for {name}: grants on the table decide"
        return f"the policies of {name} decide, by code: {self._roles.policies(name)}"

    @cached_property
    def _observed_at(self) -> datetime:
        return self._observer.clock()

    @property
    def _locator(self) -> str | None:
        name = self._relation.quoted
        return f"pg_policies {name}" if name else None

    def _principal(self, role: str) -> Principal:
        return Principal(PrincipalKind.USER, role, self._observer.namespace)
