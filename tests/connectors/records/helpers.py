"""What tests of row and line connectors share."""

from __future__ import annotations

from collections.abc import Iterable

from ragaudit.contracts import Ref, RefPage, RemoteConnector
from ragaudit.model import Document, Skip
from ragaudit.testing import summarise
from ragaudit.text import sha256


def pages(connector: RemoteConnector, cursor: str | None = None) -> list[RefPage]:
    """One whole pass."""
    return list(connector.list_refs(cursor))


def refs(connector: RemoteConnector) -> dict[str, Ref]:
    """What one pass lists, by id."""
    return {ref.native_id: ref for page in pages(connector) for ref in page.refs}


def skips(connector: RemoteConnector) -> list[Skip]:
    """What one pass could not have."""
    return [skip for page in pages(connector) for skip in page.skips]


def stamps(found: Iterable[Ref]) -> dict[str, str]:
    """The stamps of refs, by id."""
    return {ref.native_id: ref.stamp for ref in found}


def described(connector: RemoteConnector, ref: Ref) -> Document:
    """One document, fetched, parsed and with its facts."""
    data = connector.fetch(ref).data
    content = connector.parse(ref, data)
    return connector.describe(ref, summarise(content), sha256(ref.path), ref.facts)
