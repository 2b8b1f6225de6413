"""The options of a `chroma` target: which collection, and how a principal is passed on."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Annotated, Any, Literal

from pydantic import AfterValidator, Field, model_validator

from ragaudit_probes.targets.in_process.options import Address, FieldName
from ragaudit_probes.targets.in_process.template import Constant, Template
from ragaudit_probes.targets.options import Options

MINILM = "all-MiniLM-L6-v2"


def _where(value: Any) -> Any:
    if value is not None and (not isinstance(value, Mapping) or not value):
        raise ValueError('write a filter of Chroma\'s: `{allowed: {$in: "{groups}"}}`')
    return value


class ChromaOptions(Options):
    """`options` of a target of type `chroma`; `url` of the target is the address of a server."""

    collection: Annotated[str, Field(min_length=1, max_length=512)]
    path: Annotated[str, Field(min_length=1, max_length=4096)] | None = None
    """The folder that holds `chroma.sqlite3`, relative to the configuration."""
    where: Annotated[Template, AfterValidator(_where)] = None
    """Chroma's `where` with gaps, as the application sets it for whoever asks."""
    unrestricted: Annotated[Constant, AfterValidator(_where)] = None
    """That of an oracle, and where nobody is asked for; by default there is none."""
    embed: Literal["all-MiniLM-L6-v2"] | Address | None = None
    """What turns a question into a vector: the packaged model, or a function of yours, called with
    the question; by default what the collection says it was made with, if that runs here."""
    document: FieldName | None = None
    """The metadata field that says which document a chunk is of; by default the usual ones."""
    text: FieldName | None = None
    """The field that holds the text, where that is not Chroma's own `document`."""
    tenant: str = "default_tenant"
    database: str = "default_database"
    by_headers: bool = False
    """Whether the server tells people apart by what the principals' `auth: {header …: …}` sends."""
    token_env: Annotated[str, Field(pattern=r"^[A-Za-z_][A-Za-z0-9_]*$")] | None = None
    """Names the variable with the token of a server."""
    header: Literal["bearer", "x-chroma-token"] = "bearer"
    """How a server takes it."""

    @model_validator(mode="after")
    def _check(self) -> ChromaOptions:
        if self.unrestricted is not None and self.where is None:
            raise ValueError("`unrestricted` is for a target that has `where`")
        if self.by_headers and self.path is not None:
            raise ValueError("`by_headers` is for a server")
        return self
