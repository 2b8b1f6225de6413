"""Columns that say who may read, in whatever type a database keeps lists."""

from __future__ import annotations

import pytest
from tests.connectors.records.helpers import refs
from tests.connectors.sql.conftest import MAPPED, Make
from tests.services.postgres import Postgres

from ragaudit.model import (
    AccessPolicy,
    AccessState,
    Exposure,
)
from ragaudit_connectors.sql import SqlConnector


def policies(connector: SqlConnector) -> dict[str, AccessPolicy]:
    found = connector.fetch_access(list(refs(connector).values()))
    return {ref.native_id: policy for ref, policy in found}


@pytest.mark.parametrize(
    ("kind", "value"),
    [("text[]", "{hr, bob}"), ("jsonb", '["hr", "bob"]'), ("json", '["hr", "bob"]'),
     ("text", "hr, bob"), ("text", '["hr", "bob"]'), ("varchar[]", "{hr, bob}")],
)  # fmt: skip
def test_lists_of_readers_in_any_type(
    kind: str, value: str, postgres: Postgres, server: Make
) -> None:
    """Arrays, JSON and text with commas."""
    postgres.execute(f"ALTER TABLE kb ADD may {kind}")
    postgres.execute(f"UPDATE kb SET may = %s::{kind}", (value,))
    policy = policies(server(columns={**MAPPED, "allow": "may"}))["handbook"]

    assert ["hr", "bob"] == [principal.name for principal in policy.principals]


def test_no_value_is_neither_public_nor_nobody(postgres: Postgres, server: Make) -> None:
    """An empty array is nobody."""
    postgres.put("unsaid", "x", None)
    postgres.put("shut", "x", None)
    postgres.execute("UPDATE kb SET allow = '{}' WHERE id = 'shut'")
    found = policies(server())

    assert (AccessState.UNKNOWN, "kb.allow, row unsaid has no value") == (
        found["unsaid"].state, found["unsaid"].note,
    )  # fmt: skip
    assert (AccessState.KNOWN, Exposure.NOBODY) == (found["shut"].state, found["shut"].exposure)


def test_lists_are_read_for_many_rows_at_once(postgres: Postgres, server: Make) -> None:
    """One statement; a row that is gone has no list."""
    connector = server()
    found = list(refs(connector).values())
    before = connector.requests()
    postgres.delete("salaries")

    assert ["handbook"] == [ref.native_id for ref, _ in connector.fetch_access(found)]
    assert before + 1 == connector.requests()
