"""The GDS Way, a real handbook whose owners and review dates are known page by page."""

from __future__ import annotations

import json
import subprocess
from pathlib import Path

import pytest

from ragaudit.contracts import Ref
from ragaudit.model import Document
from ragaudit.testing import source, summarise
from ragaudit.text import sha256
from ragaudit_connectors.filesystem import FilesystemConnector


def facts(document: Document | None) -> dict[str, str | None]:
    """Owner, last review and next review as the list of known facts has them."""
    if document is None:
        return {}
    reviewed, due = document.times.reviewed.value, document.times.review_due.value
    return {
        "owner": document.owner.principal if document.owner else None,
        "last_reviewed_on": reviewed.isoformat() if reviewed else None,
        "review_due": due.isoformat() if due else None,
    }


@pytest.mark.shared
def test_every_page(shared_data: Path, tmp_path: Path) -> None:
    """Each page has the owner, the last review and the due date it states."""
    bundle = shared_data / "docs" / "gds-way.bundle"
    root = tmp_path / "gds-way"
    subprocess.run(["git", "clone", "-q", str(bundle), str(root)], check=True)
    connector = FilesystemConnector(source(root))
    found = {}
    for item in connector.list_refs():
        if isinstance(item, Ref) and item.format == "markdown":
            content = connector.parse(item, connector.read(item))
            found[item.path] = connector.describe(item, summarise(content), sha256(item.path))
    truth = json.loads((shared_data / "docs" / "gds-way.freshness.json").read_text("utf-8"))
    expected = {
        page["path"]: {key: page[key] for key in facts(found["README.md"])} for page in truth
    }
    assert expected == {path: facts(found.get(path)) for path in expected}
    assert [d.path for d in found.values() if d.metadata_errors] == []
