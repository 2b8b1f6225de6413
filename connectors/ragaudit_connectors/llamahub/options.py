"""The options of a `llamahub` source: which reader, called how, and what its metadata means."""

from __future__ import annotations

from typing import Annotated, Any

from pydantic import Field, StringConstraints, model_validator

from ragaudit_connectors.records import Names, TextFormat
from ragaudit_connectors.records.names import Theirs
from ragaudit_connectors.remote import Options

OURS = "llama_index"
"""The only package readers come from unless the user names another."""
Dotted = Annotated[str, StringConstraints(pattern=r"^[A-Za-z_]\w*(\.[A-Za-z_]\w*)*$")]
Path = Annotated[str, StringConstraints(pattern=r"^[A-Za-z_][\w.]*[.:][A-Za-z_]\w*$")]


class DocumentFields(Names):
    """Names of metadata fields; `doc_id` and `text` are the document's own."""

    id: Theirs = "doc_id"
    body: Theirs = "text"

    @property
    def names_id(self) -> bool:
        """Whether the user says what tells documents apart."""
        return "id" in self.model_fields_set


class LlamaHubOptions(Options):
    """`options` of a source of type `llamahub`."""

    reader: Path
    """`llama_index.readers.web.SimpleWebPageReader`, or `package.module:Class`."""
    allow_modules: tuple[Dotted, ...] = ()
    """Packages and modules besides `llama_index` that a reader may come from."""
    init: dict[str, Any] = Field(default_factory=dict)
    """What the reader is made with; `token_env: NAME` is `token` from the environment."""
    load: dict[str, Any] = Field(default_factory=dict)
    """What `load_data` is called with, likewise."""
    fields: DocumentFields = Field(default_factory=DocumentFields)
    format: TextFormat = "text"
    """Of the texts the reader gives."""
    max_held_bytes: int = Field(default=1_000_000_000, ge=1)
    """Text kept between listing and reading; a reader cannot give one document again."""

    @model_validator(mode="after")
    def _is_allowed(self) -> LlamaHubOptions:
        if not self.allows(self.module):
            raise ValueError(
                f"`reader` is not in {OURS}; if it is to be trusted, "
                "name its package under `allow_modules`"
            )
        return self

    @property
    def module(self) -> str:
        """Where the reader is defined or re-exported."""
        return self._parts[0]

    @property
    def name(self) -> str:
        """The reader's class."""
        return self._parts[1]

    def allows(self, module: str) -> bool:
        """Whether code of a module may be run."""
        return any(
            module == one or module.startswith(f"{one}.") for one in (OURS, *self.allow_modules)
        )

    @property
    def _parts(self) -> tuple[str, str]:
        dotted = self.reader.replace(":", ".")
        module, _, name = dotted.rpartition(".")
        return module, name
