"""Which of a system's fields means what."""

from __future__ import annotations

from typing import Annotated, Literal

from pydantic import BaseModel, ConfigDict, Field

TextFormat = Literal["markdown", "html", "text"]
Theirs = Annotated[str, Field(min_length=1, max_length=200)]


class Names(BaseModel):
    """Our names, each with the name of a column or the dotted path of a field."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    id: Theirs
    body: Theirs
    path: Theirs | None = None
    title: Theirs | None = None
    format: Theirs | None = None
    owner: Theirs | None = None
    last_editor: Theirs | None = None
    created: Theirs | None = None
    updated: Theirs | None = None
    """When anything about the record last changed."""
    content_updated: Theirs | None = None
    """When its text last changed, for systems that keep the two apart."""
    reviewed: Theirs | None = None
    review_due: Theirs | None = None
    expires: Theirs | None = None
    published: Theirs | None = None
    effective_from: Theirs | None = None
    classification: Theirs | None = None
    lifecycle: Theirs | None = None
    superseded_by: Theirs | None = None
    link: Theirs | None = None
    allow: Theirs | None = None
    deny: Theirs | None = None
    version: Theirs | None = None

    @property
    def given(self) -> dict[str, str]:
        """What is mapped: our name to theirs."""
        return {ours: theirs for ours, theirs in self if theirs is not None}
