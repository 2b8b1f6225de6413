"""Options that cannot be used are named before anything is read."""

from __future__ import annotations

from pathlib import Path

import pytest
from tests.connectors.sql.conftest import COLUMNS, Make

from ragaudit.errors import UsageError


@pytest.mark.parametrize(
    ("options", "told"),
    [
        ({"table": None}, "write either `table` or `query`"),
        ({"query": "SELECT 1"}, "write either `table` or `query`"),
        ({"table": None, "query": "DELETE FROM pages"}, "`query` must be one select"),
        ({"table": None, "query": "/* x */ UPDATE pages SET id = 1"}, "`query` must be one select"),
        ({"access": "column"}, "`access: column` needs"),
        ({"rls_roles": ["alice"]}, "`rls_roles` needs `access: rls`"),
        ({"columns": {"id": "id"}}, "`options.columns.body`"),
        ({"columns": {**COLUMNS, "ownr": "x"}}, "`options.columns.ownr`"),
        ({"format": "pdf"}, "`options.format`"),
        ({"tables": "x"}, "`options.tables`"),
    ],
)
def test_options_that_cannot_be_used(options: dict[str, object], told: str, lite: Make) -> None:
    """They are named at once, with the key."""
    with pytest.raises(UsageError) as caught:
        lite(**options)
    assert told in caught.value.message


def test_names_where_the_options_are_written(lite: Make) -> None:
    """The message leads to the line."""
    with pytest.raises(UsageError, match=r"^ragaudit\.yaml:12: source “kb”"):
        lite(format="pdf", settings={"options_at": "ragaudit.yaml:12"})


def test_nothing_is_connected_to_before_it_is_asked(tmp_path: Path, lite: Make) -> None:
    """Workers build connectors too, and only parse."""
    connector = lite(table="nowhere")

    assert not (tmp_path / "kb.db").exists()
    assert 0 == connector.requests()
    assert connector.capabilities().owner.value == "none"
