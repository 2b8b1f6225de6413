"""Asking a server for a row as somebody else."""

from __future__ import annotations

from ragaudit.contracts import Probed
from ragaudit.errors import ScopeMissingError, SourceError
from ragaudit.model import Decision
from ragaudit_connectors.sql.database import Database
from ragaudit_connectors.sql.relation import Relation
from ragaudit_connectors.sql.roles import Roles


def probe(database: Database, relation: Relation, role: str, row: str) -> Probed:
    """What the server shows a role of one row."""
    try:
        Roles(database).check_usable(role)
        there = database.rows(relation.rows([row]))
    except SourceError as error:
        return Probed(Decision.UNKNOWN, error.message)
    try:
        if database.rows(relation.rows([row]), role=role):
            return Probed(Decision.ALLOW, "the row is shown")
    except ScopeMissingError:
        return Probed(Decision.DENY, "permission denied")
    except SourceError as error:
        return Probed(Decision.UNKNOWN, error.message)
    if not there:
        return Probed(Decision.UNKNOWN, "the row is not there any more")
    return Probed(Decision.DENY, "no such row (hidden)")
