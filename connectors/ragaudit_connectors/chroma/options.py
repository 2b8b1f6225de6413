"""The options of a `chroma` source: which collection, and what its metadata means."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Annotated, Literal

from pydantic import Field

from ragaudit_connectors.records import TextFormat
from ragaudit_connectors.records.names import Theirs
from ragaudit_connectors.remote import Options

Ours = Literal[
    "path", "title", "format", "owner", "last_editor", "created", "updated", "content_updated",
    "reviewed", "review_due", "expires", "published", "effective_from", "classification",
    "lifecycle", "superseded_by", "link", "version",
]  # fmt: skip


class ChromaOptions(Options):
    """`options` of a source of type `chroma`."""

    collection: Annotated[str, Field(min_length=1, max_length=512)]
    document: Theirs = "source"
    """The metadata field that says which document a chunk is of: `source`, `ref_doc_id`."""
    order: Theirs | None = None
    """The field that numbers the chunks of a document; without one they stay as they were added."""
    text: Theirs | None = None
    """The field that holds the text, where that is not Chroma's own `document`."""
    fields: Mapping[Ours, Theirs] = Field(default_factory=dict)
    """Our names to names of metadata fields."""
    access: Theirs | None = None
    """The field with the principals a chunk may be served to."""
    format: TextFormat = "text"
    tenant: str = "default_tenant"
    database: str = "default_database"
    header: Literal["bearer", "x-chroma-token"] = "bearer"
    """How a server takes a token."""

    @property
    def names(self) -> dict[str, str]:
        """Everything mapped: our name to theirs."""
        access = {"allow": self.access} if self.access else {}
        return {"id": self.document, **dict[str, str](self.fields.items()), **access}
