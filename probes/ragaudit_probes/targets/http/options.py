"""What the user says about an HTTP interface."""

from __future__ import annotations

from typing import Any, Literal

from pydantic import Field, field_validator, model_validator

from ragaudit_probes.targets.http.auth import check_keys, check_names, check_secrets
from ragaudit_probes.targets.http.paths import Path
from ragaudit_probes.targets.http.template import check_gaps, gaps
from ragaudit_probes.targets.options import Options


class MappingOptions(Options):
    """Where in an answer things are, as JSONPath."""

    hits: str
    """From the top: the list of results, or each of them."""
    id: str | None = None
    """From one result, as are the next."""
    document: str | None = None
    text: str | None = None
    score: str | None = None
    metadata: dict[str, str] = Field(default_factory=dict)
    """Name to path; a result may lack them."""
    total: str | None = None
    """From the top: how many results there are in all."""
    cost: str | None = None
    """From the top."""
    scores: Literal["higher", "lower"] = "higher"
    """Which scores are better; `lower` for distances."""
    null_is_empty: bool = False
    """Whether `null` in place of the list means that there are no results."""

    @field_validator("hits", "id", "document", "text", "score", "total", "cost")
    @classmethod
    def _is_path(cls, path: str | None) -> str | None:
        if path is not None:
            Path(path)
        return path

    @field_validator("metadata")
    @classmethod
    def _are_paths(cls, metadata: dict[str, str]) -> dict[str, str]:
        for path in metadata.values():
            Path(path)
        return metadata

    @model_validator(mode="after")
    def _tells_what_it_is(self) -> MappingOptions:
        if not (self.id or self.document or self.text):
            raise ValueError("say where a result has its `id`, `document` or `text`")
        return self


class HttpOptions(Options):
    """What is sent, and where in the answer things are.

    `{query}`, `{k}`, `{principal.name}`, `{principal.who}`, `{principal.kind}`,
    `{principal.groups}` and `{auth.…}` are gaps; `${NAME}` is the value of a variable.
    """

    method: Literal["GET", "POST"] | None = None
    """POST with a body, else GET."""
    body: dict[str, Any] | list[Any] | None = None
    """Sent as JSON. A value that is one gap and nothing else keeps its type."""
    params: dict[str, Any] = Field(default_factory=dict)
    """After the `?` of the address; a list gives the name several times."""
    headers: dict[str, str] = Field(default_factory=dict)
    """Sent with every question, whoever asks."""
    auth: dict[str, str] = Field(default_factory=dict)
    """The target's own account, in the words of a principal's `auth`; never sent for others."""
    principals: bool = True
    """False where it does not matter who asks: leakage is then not measured."""
    mapping: MappingOptions | None = None
    """None only for looking at an answer to find it."""
    failed_if: list[str] | None = None
    """Paths; an answer in which one finds something true is a failure. None looks for the usual
    words, such as `error` and `timed_out`."""

    @field_validator("failed_if")
    @classmethod
    def _are_paths(cls, paths: list[str] | None) -> list[str] | None:
        for path in paths or ():
            Path(path)
        return paths

    @model_validator(mode="after")
    def _can_be_sent(self) -> HttpOptions:
        check_gaps(self.templates)
        if "query" in gaps(self.headers):
            raise ValueError("a header cannot carry a `{query}`: use `params` or `body`")
        if not self.principals and any(gap.startswith("principal.") for gap in self.gaps):
            raise ValueError("`principals: false`, and yet there is a gap for a principal")
        check_names(self.headers)
        check_secrets({f"header {name}": value for name, value in self.headers.items()})
        check_keys(self.auth)
        check_secrets(self.auth)
        if self.method == "GET" and self.body is not None:
            raise ValueError("a GET has no `body`: use `params`, or `method: POST`")
        return self

    @property
    def templates(self) -> tuple[Any, ...]:
        """Whatever is sent whoever asks, besides the address."""
        return self.body, self.params, self.headers

    @property
    def gaps(self) -> frozenset[str]:
        """Names of the gaps in them, without braces."""
        return gaps(self.templates)
