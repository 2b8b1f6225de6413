"""The options of a `sql` source."""

from __future__ import annotations

import re
from typing import Literal, Self

from pydantic import Field, model_validator

from ragaudit_connectors.records import Names, TextFormat
from ragaudit_connectors.remote import Options

_BEFORE = re.compile(r"\s+|\(|--[^\n]*(?:\n|\Z)|/\*.{0,10000}?\*/", re.DOTALL)
"""What may stand before the first word."""
_READS = re.compile(r"(?:select|with|values|table)\b", re.IGNORECASE)


class SqlOptions(Options):
    """What is read, by which names, and how access is told."""

    columns: Names
    table: str | None = Field(default=None, pattern=r"^[^.\s][^.]*(\.[^.]+)?$")
    """`pages` or `public.pages`."""
    query: str | None = Field(default=None, min_length=1, max_length=50_000)
    format: TextFormat = "markdown"
    access: Literal["column", "rls", "none"] | None = None
    rls_roles: tuple[str, ...] = ()
    """Roles to ask the database as, where row-level security decides."""

    @model_validator(mode="after")
    def _consistent(self) -> Self:
        if (self.table is None) == (self.query is None):
            raise ValueError("write either `table` or `query`")
        if self.query is not None and not _is_select(self.query):
            raise ValueError("`query` must be one SELECT")
        lists = self.columns.allow or self.columns.deny
        if self.access == "column" and not lists:
            raise ValueError("`access: column` needs `columns: {allow: …}`")
        if self.rls_roles and self.access != "rls":
            raise ValueError("`rls_roles` needs `access: rls`")
        return self

    @property
    def told_by(self) -> str:
        """How access is told: `column`, `rls` or `none`."""
        if self.access is not None:
            return self.access
        return "column" if self.columns.allow or self.columns.deny else "none"

    @property
    def shown(self) -> str:
        """The table, or `query`, for messages and locators."""
        return self.table or "query"


def _is_select(query: str) -> bool:
    """Whether a statement begins as one that reads; the transaction keeps it to that."""
    at = 0
    while match := _BEFORE.match(query, at):
        at = match.end()
    return _READS.match(query, at) is not None
