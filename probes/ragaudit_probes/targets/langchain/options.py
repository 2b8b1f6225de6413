"""The options of a `langchain` target."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Annotated, Any

from pydantic import AfterValidator, model_validator

from ragaudit_probes.targets.in_process import RetrieverOptions
from ragaudit_probes.targets.in_process.options import FieldName
from ragaudit_probes.targets.in_process.template import Constant, Template


def _arguments(value: Any) -> Any:
    if value is not None and (not isinstance(value, Mapping) or not value):
        raise ValueError("write arguments of the search: `{filter: {…}}`")
    if value and "k" in value:
        raise ValueError("`k` is how many results the probes look at; leave it out")
    return value


class LangChainOptions(RetrieverOptions):
    """What the user says about a LangChain retriever."""

    search_kwargs: Annotated[Template, AfterValidator(_arguments)] = None
    """Arguments of the search with gaps, for a vector store or its retriever: `{filter: {…}}`, in
    the words of the store."""
    unrestricted: Annotated[Constant, AfterValidator(_arguments)] = None
    """These of an oracle, and where nobody is asked for; by default there are none."""
    score: FieldName | None = None
    """The metadata field that holds a result's score; a retriever gives none of its own."""

    @model_validator(mode="after")
    def _check(self) -> LangChainOptions:
        if self.unrestricted is not None and self.search_kwargs is None:
            raise ValueError("`unrestricted` is for a target that has `search_kwargs`")
        return self
